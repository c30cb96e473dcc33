// S11: the scan beside a plain loop, the tower and the decoder's prefill beside transformers,
// decoding beside llama.cpp.
#include "tests/bench/BenchModel.h"

#include "tests/bench/Limits.h"

#include "model/architectures/MambaConnector.h"
#include "model/architectures/MistralDecoder.h"
#include "model/architectures/VisionTower.h"
#include "model/checkpoint/Checkpoint.h"
#include "model/ops/SelectiveScan.h"

#include <ATen/Parallel.h>
#include <ATen/ops/argmax.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randn.h>
#include <c10/util/Exception.h>

#include <array>

namespace ecva::bench {
namespace {

constexpr int kFrames = 16;
constexpr std::int64_t kPatches = 256, kChannels = 2048, kStates = 16;
constexpr int kPrompt = 320; ///< 256 visual tokens and a question
constexpr int kNewTokens = 32;

struct Precision
{
    at::ScalarType type;
    const char *name;
};
constexpr std::array kPrecisions{Precision{at::kBFloat16, "bf16"}, Precision{at::kFloat, "fp32"}};

template <typename Value>
const Value &orThrow(const Result<Value> &result)
{
    TORCH_CHECK(result.has_value(), result.has_value() ? "" : result.error().text());
    return *result;
}

/// As many layers as memory has room for beside a peer's, in the width of the whole model.
AnomShieldConfig fewLayers(int decoderLayers)
{
    AnomShieldConfig config;
    config.decoder.layers = decoderLayers;
    return config;
}

/// Milliseconds of decoding kNewTokens greedily behind a prompt.
double decodeMs(const MistralDecoder &decoder, const at::Tensor &prompt)
{
    KvCache cache = decoder.cache(kPrompt + kNewTokens + 1);
    at::Tensor hidden = orThrow(decoder.forward(prompt, cache, 1, {}));
    return timed([&] {
        for (int i = 0; i < kNewTokens; ++i) {
            const auto id = static_cast<std::int32_t>(
                at::argmax(decoder.logits(hidden), -1).item<std::int64_t>());
            hidden = orThrow(
                decoder.forward(decoder.embed(std::array<std::int32_t, 1>{id}), cache, 1, {}));
        }
    });
}

/// Bytes of weights that are read for a token, of so many bytes a number.
double weightBytes(const AnomShieldConfig &config, double bytesPerNumber)
{
    double bytes = 0;
    for (const ExpectedTensor &tensor : expectedTensors(config)) {
        double numbers = 1;
        for (const std::int64_t size : tensor.shape)
            numbers *= double(size);
        if (tensor.name.starts_with("model.layers.") || tensor.name.starts_with("lm_head."))
            bytes += numbers * bytesPerNumber;
    }
    return bytes;
}

/// What a token's time means beside what memory gives now.
void noteBandwidth(Figure &figure, double bytes)
{
    const double limit = readBandwidth(at::get_num_threads());
    const double rate = bytes / 1e6 / figure.ours;
    char note[96];
    std::snprintf(note, sizeof note, "%.1f GB/s of weights, %.0f %% of the %.1f GB/s read", rate,
                  100 * rate / limit, limit);
    figure.note += (figure.note.empty() ? "" : "; ") + std::string(note);
}

/// Weights of 8 and 4 bits, which no peer has for this model: beside memory alone.
void benchQuantised(ModelBench &bench, int layers)
{
    struct Way
    {
        WeightKind kind;
        const char *name;
        double bytesPerNumber; ///< with the scales
    };
    for (const Way &way :
         {Way{WeightKind::Int8, "int8", 1}, {WeightKind::Int4, "int4", 0.5 + 2.0 / kInt4Group}}) {
        const AnomShieldConfig config = fewLayers(layers);
        const auto plain = randomWeights(config, at::kBFloat16);
        const WeightSource source([plain](const std::string &name) { return plain(name); }, {},
                                  [&](const std::string &) { return std::optional(way.kind); });
        const auto loaded = MistralDecoder::load(config.decoder, source, {});
        const MistralDecoder &decoder = orThrow(loaded);
        const at::Tensor prompt
            = at::randn({kPrompt, config.decoder.hidden}, at::kFloat).to(at::kBFloat16);
        std::vector<double> times;
        for (int i = -1; i < bench.pairs(); ++i) {
            const double ms = decodeMs(decoder, prompt) / kNewTokens;
            if (i >= 0)
                times.push_back(ms);
        }
        Figure figure{.id = "S11",
                      .what = "a token, " + std::to_string(layers) + " layers of Mistral-7B, "
                              + way.name};
        figure.ours = median(times);
        noteBandwidth(figure, weightBytes(config, way.bytesPerNumber));
        bench.report.add(figure);
    }
}

} // namespace

void benchScan(ModelBench &bench)
{
    const std::int64_t time = kFrames * kPatches;
    ScanInputs inputs;
    inputs.x = at::randn({time, kChannels});
    inputs.delta = at::rand({time, kChannels});
    inputs.deltaBias = at::randn({kChannels});
    inputs.a = at::rand({kChannels, kStates}).neg();
    inputs.b = at::randn({time, kStates});
    inputs.c = at::randn({time, kStates});
    inputs.d = at::randn({kChannels});
    inputs.z = at::randn({time, kChannels});
    const std::string sizes = R"({"time":)" + std::to_string(time) + R"(,"channels":)"
                              + std::to_string(kChannels) + R"(,"states":)"
                              + std::to_string(kStates) + "}";
    bench.report.add(measurePairs(
        {.id = "S11",
         .what = "selective scan, one direction, 4096 × 2048 × 16, fp32",
         .peer = "torch loop",
         .goal = "≥ 20"},
        bench.pairs(), [&] { return timed([&] { (void)selectiveScan(inputs); }); },
        bench.peer("scan_loop", sizes)));

    for (const Precision &precision : kPrecisions) {
        const MambaConnector connector(randomWeights(fewLayers(1), precision.type));
        const at::Tensor patches
            = at::randn({kFrames, kPatches, 1024}, at::kFloat).to(precision.type);
        std::vector<double> times;
        for (int i = -1; i < bench.pairs(); ++i) {
            const double ms = timed([&] { orThrow(connector.forward(patches, {})); });
            if (i >= 0)
                times.push_back(ms);
        }
        bench.report.add({.id = "S11",
                          .what = std::string("connector, 16 frames, ") + precision.name,
                          .ours = median(times)});
    }
}

void benchTower(ModelBench &bench)
{
    for (const Precision &precision : kPrecisions) {
        const AnomShieldConfig config = fewLayers(1);
        const auto tower
            = VisionTower::load(config.tower, randomWeights(config, precision.type), {});
        const at::Tensor pixels
            = at::randn({kFrames, 3, config.tower.image, config.tower.image}, at::kFloat)
                  .to(precision.type);
        bench.report.add(measurePairs(
            {.id = "S11",
             .what = std::string("CLIP ViT-L/14 to its 23rd layer, 16 frames, ") + precision.name,
             .peer = "transformers",
             .goal = "≥ 1.3"},
            bench.pairs(),
            [&] { return timed([&] { orThrow(orThrow(tower).forward(pixels, {})); }); },
            bench.peer("tower",
                       std::string(R"({"frames":16,"dtype":")") + precision.name + R"("})")));
    }
}

void benchDecoder(ModelBench &bench)
{
    for (const Precision &precision : kPrecisions) {
        // In fp32 both sides' weights have to fit beside each other.
        const int layers = bench.quick || precision.type == at::kFloat ? 4 : 8;
        const AnomShieldConfig config = fewLayers(layers);
        const std::string sizes = R"({"layers":)" + std::to_string(layers) + R"(,"prompt":)"
                                  + std::to_string(kPrompt) + R"(,"tokens":)"
                                  + std::to_string(kNewTokens) + R"(,"dtype":")" + precision.name
                                  + R"(","folder":")" + bench.folder.toStdString() + R"("})";
        const std::string what
            = std::to_string(layers) + " layers of Mistral-7B, " + precision.name;
        const auto loaded
            = MistralDecoder::load(config.decoder, randomWeights(config, precision.type), {});
        const MistralDecoder &decoder = orThrow(loaded);
        const at::Tensor prompt
            = at::randn({kPrompt, config.decoder.hidden}, at::kFloat).to(precision.type);
        const auto prefill = [&]() -> std::optional<double> {
            KvCache cache = decoder.cache(kPrompt);
            return timed(
                [&] { (void)decoder.logits(orThrow(decoder.forward(prompt, cache, 1, {}))); });
        };
        bench.report.add(measurePairs({.id = "S11",
                                       .what = "prefill of 320 positions, " + what,
                                       .peer = "transformers",
                                       .goal = "≥ 1.5"},
                                      bench.pairs(), prefill, bench.peer("prefill", sizes)));
        const auto decode
            = [&]() -> std::optional<double> { return decodeMs(decoder, prompt) / kNewTokens; };
        bench.report.add(measurePairs(
            {.id = "S11", .what = "a token, " + what, .peer = "transformers", .goal = "≥ 1"},
            bench.pairs(), decode, bench.peer("decode", sizes)));
        Figure beside = measurePairs(
            {.id = "S11", .what = "a token, " + what, .peer = "llama.cpp", .goal = "≥ 1"},
            bench.pairs(), decode, bench.peer("llama_decode", sizes));
        noteBandwidth(beside, weightBytes(config, double(c10::elementSize(precision.type))));
        bench.report.add(beside);
    }
    benchQuantised(bench, bench.quick ? 4 : 8);
}

} // namespace ecva::bench
