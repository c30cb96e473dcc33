#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace ecva {

/// CLIP vision tower (model spec A.4); every number from the tower's config.json, else from shapes.
struct TowerConfig
{
    int hidden = 1024;
    int layers = 24;
    int heads = 16;
    int mlp = 4096;
    int image = 224;
    int patch = 14;
    double epsilon = 1e-5;
    std::string activation = "quick_gelu"; ///< or "gelu"
    int selectLayer = -2;                  ///< index into the layers + 1 hidden states
    bool keepClassToken = false;           ///< select_feature "cls_patch"

    int grid() const { return image / patch; }
    int patches() const { return grid() * grid(); }
};

/// HF CLIPImageProcessor (A.2), from preprocessor_config.json.
struct ProcessorConfig
{
    int shortestEdge = 224;
    int crop = 224;
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

/// Side of the squares of patches that the `mamba_scan` connector joins.
inline constexpr int kMambaPool = 4;

/// Mistral and LLaMA decoders (E.1), from config.json.
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
    std::int32_t bos = 1;
    std::int32_t eos = 2;
};

struct AnomShieldConfig
{
    TowerConfig tower;
    ProcessorConfig processor;
    MambaConnectorConfig connector;
    DecoderConfig decoder;
    bool padToSquare = false;   ///< image_aspect_ratio == "pad"
    int stillFrames = 1;        ///< num_frames: copies of a still image
    bool demonstration = false; ///< "ecva_demonstration": true

    /// Visual tokens of a clip of that many frames: 16 a frame for 224 pixels and patches of 14.
    std::int64_t visualTokens(std::int64_t frames) const;
};

} // namespace ecva
