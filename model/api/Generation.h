#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace ecva {

enum class Device { Auto, Cpu, Cuda };
/// Fp32 is the reference: every stored value upcast exactly, no rounding emulated. Int8 and Int4
/// compute in bf16 with the weights of the decoder's layers quantised when they are loaded (a scale
/// a row, a scale for each 32 numbers); embeddings, head, connector and tower stay in bf16.
enum class DType { Fp32, Bf16, Fp16, Int8, Int4 };

struct ModelOptions
{
    std::filesystem::path folder;
    std::filesystem::path visionTower; ///< empty: found as the model spec, A.4, says
    Device device = Device::Auto;
    DType dtype = DType::Fp32;
    // Where a model lies in several places; empty: `folder` holds it.
    std::filesystem::path base = {}; ///< decoder and tokenizer that a connector or adapter is for
    std::filesystem::path lora = {}; ///< folder of a LoRA adapter
    std::filesystem::path projector = {}; ///< file of the connector
    bool liveAdapter = false; ///< computed beside the weights instead of merged into them
    /// Whether frames are padded to squares; none: as the checkpoint's config says (A.3).
    std::optional<bool> padToSquare = {};

    friend bool operator==(const ModelOptions &, const ModelOptions &) = default;
};

/// What a request may take over from earlier ones. It never changes an answer.
enum class Reuse { Everything, Nothing };

/// What a checkpoint draws its answers by where nobody says otherwise: as the system it was
/// published with would, from the arguments of its call, else from generation_config.json (or,
/// where there is none, config.json), else from Hugging Face's defaults (model spec E.6).
/// Temperature, length and whether to draw at all are always the call's.
struct SamplingDefaults
{
    int topK = 50;
    double topP = 1.0;
    /// Logits of what the answer said before are divided by it, or multiplied below 0: also
    /// greedily.
    double repetitionPenalty = 1.0;
    /// Settings of the checkpoint that are not computed here, by name and value: "num_beams 4".
    std::vector<std::string> ignored = {};
};

/// How answer tokens are chosen. Order of the steps: temperature, top-k, top-p, softmax, draw.
struct GenerationOptions
{
    bool greedy = false;
    double temperature = 0.2;
    /// Scores at or above the k-th largest stay; 0: all; none: SamplingDefaults::topK.
    std::optional<int> topK = {};
    /// The smallest set of at least this probability stays; none: SamplingDefaults::topP.
    std::optional<double> topP = {};
    std::uint64_t seed = 0;
    std::int64_t maxNewTokens = 1024;
    /// The answer also ends with the token that brings one of these into its last three tokens'
    /// text: ordinary pieces can spell a special token's name.
    std::vector<std::string> stopTexts = {};
};

/// `options` with the checkpoint's own values where none is said.
inline GenerationOptions completed(GenerationOptions options, const SamplingDefaults &defaults)
{
    options.topK = options.topK.value_or(defaults.topK);
    options.topP = options.topP.value_or(defaults.topP);
    return options;
}

/// One more token of an answer. `text` is what it adds in whole characters, maybe nothing yet.
struct TokenEvent
{
    std::int32_t id = 0;
    std::string text;
    std::int64_t count = 0; ///< tokens so far, this one included
};
/// Called in the thread that asked.
using TokenSink = std::function<void(const TokenEvent &)>;
/// 0 to 1, in the thread that asked.
using ProgressSink = std::function<void(double)>;

} // namespace ecva
