#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ecva {

enum class TowerKind {
    Clip,
    Siglip, ///< no class token, no first norm, a bias at the patches
};

/// CLIP or SigLIP vision tower (model spec A.4); every number from the tower's config.json, else
/// from shapes.
struct TowerConfig
{
    TowerKind kind = TowerKind::Clip;
    int hidden = 1024;
    int layers = 24;
    int heads = 16;
    int mlp = 4096;
    int image = 224;
    int patch = 14;
    double epsilon = 1e-5;
    std::string activation = "quick_gelu"; ///< or "gelu", "gelu_pytorch_tanh"
    int selectLayer = -2;                  ///< index into the layers + 1 hidden states
    bool keepClassToken = false;           ///< select_feature "cls_patch"

    int grid() const { return image / patch; }
    int patches() const { return grid() * grid(); }
    bool hasClassToken() const { return kind == TowerKind::Clip; }
    int positions() const { return patches() + (hasClassToken() ? 1 : 0); }
};

/// HF CLIPImageProcessor (A.2) or SiglipImageProcessor, from preprocessor_config.json.
struct ProcessorConfig
{
    int shortestEdge = 224;
    int crop = 224;
    bool keepsShape = true; ///< false, SigLIP: stretched to crop × crop, nothing is cut off
    double rescale = 1.0 / 255.0;
    std::array<double, 3> mean{0.48145466, 0.4578275, 0.40821073};
    std::array<double, 3> std{0.26862954, 0.26130258, 0.27577711};
};

/// `mamba_scan` connector (C.1); sizes from the shapes of its tensors.
struct MambaConnectorConfig
{
    int width = 1024; ///< D: the tower's hidden size
    int inner = 2048; ///< I
    int state = 16;   ///< N
    int rank = 64;    ///< R
    int kernel = 4;   ///< k
    int output = 4096;
};

/// Blocks of each stage of VideoLLaMA2's connectors.
inline constexpr int kStcDepth = 4;

/// `stc_connector` and `stc_connector_v35` (D); sizes from the shapes of its tensors.
struct StcConnectorConfig
{
    int width = 1024;         ///< the tower's hidden size
    int output = 4096;        ///< channels of both stages: the decoder's hidden size
    int firstReduction = 256; ///< inner width of the excitation of s1.b1
    int reduction = 1024;     ///< … of all other blocks
    bool bordered = true;     ///< zeros around the clip before it is joined; not in V35
};

/// Side of the squares of patches that the `mamba_scan` connector joins.
inline constexpr int kMambaPool = 4;

/// Mistral, LLaMA and Qwen2 decoders (E.1), from config.json.
struct DecoderConfig
{
    int vocabulary = 32000;
    int hidden = 4096;
    int layers = 32;
    int heads = 32;
    int kvHeads = 8;
    int headSize = 128;
    int feedForward = 14336;
    double epsilon = 1e-5;
    double ropeTheta = 1e6;
    std::int64_t maxPositions = 32768;
    std::optional<int> slidingWindow;
    bool tiedEmbeddings = false;
    bool attentionBias = false; ///< of queries, keys and values: Qwen2
    std::int32_t bos = 1;
    std::vector<std::int32_t> ends{2}; ///< each of them ends an answer
    /// generation_config.json's: what the answer said before is that much less likely to be chosen.
    double repetitionPenalty = 1;
    int topK = 50;   ///< of draws where nobody says another; 0: all
    double topP = 1; ///< likewise

    bool isEnd(std::int32_t id) const { return std::ranges::find(ends, id) != ends.end(); }
};

/// Decides the sampler, the prompt and the defaults; the parts are the config's.
enum class ModelFamily {
    AnomShield,  ///< model_type AnomShield_mistral, or any with the mamba_scan connector
    VideoLlama2, ///< model_type videollama2_mistral and its like
};

enum class ConnectorKind {
    MambaScan, ///< `connector` holds its sizes
    Stc,       ///< with or without a border; `stc` holds its sizes
};

/// AnomShield, and VideoLLaMA2 which it was made from: a tower, a connector, a decoder.
struct AnomShieldConfig
{
    ModelFamily family = ModelFamily::AnomShield;
    TowerConfig tower;
    ProcessorConfig processor;
    ConnectorKind connectorKind = ConnectorKind::MambaScan;
    MambaConnectorConfig connector;
    StcConnectorConfig stc;
    DecoderConfig decoder;
    bool padToSquare = false;   ///< image_aspect_ratio == "pad"; never for VideoLLaMA2 (A.3)
    int videoFrames = 16;       ///< sampled of a video; of num_frames for VideoLLaMA2 only
    int stillFrames = 1;        ///< num_frames: copies of a still image
    bool demonstration = false; ///< "ecva_demonstration": true

    /// Visual tokens of a clip of that many frames: with mamba_scan 16 a frame for 224 pixels and
    /// patches of 14; the others join frames two by two.
    std::int64_t visualTokens(std::int64_t frames) const;
};

} // namespace ecva
