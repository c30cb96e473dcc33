// Goal S13 and what the issues ask of a GPU, in AnomShield-7B's sizes with random weights: decoding
// beside the device's own copying, flash attention beside a mask, the scan beside a loop of
// tensors, a delta beside five asks. usage: ecva_gpu_bench [decoder's layers]. Exit status 0:
// measured, 1: failed, 77: no GPU. Not yet run on a GPU.
#include "model/architectures/MambaConnector.h"
#include "model/checkpoint/Checkpoint.h"
#include "model/engine/AnomShieldEngine.h"
#include "model/engine/CudaDevice.h"
#include "model/engine/DecoderSteps.h"
#include "model/engine/Seconds.h"
#include "model/ops/CudaOps.h"
#include "model/ops/FlashAttention.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/argmax.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/softplus.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/zeros.h>
#include <c10/core/InferenceMode.h>
#include <c10/util/Exception.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <numeric>

using namespace ecva;

namespace {

const at::Device kGpu(at::kCUDA, 0);
constexpr int kRuns = 5;
constexpr std::int64_t kPrompt = 320, kTokens = 64;
constexpr int kFrames = 16;

template <typename Value>
Value orThrow(Result<Value> result)
{
    TORCH_CHECK(result.has_value(), result.has_value() ? "" : result.error().text());
    return std::move(*result);
}

/// Median seconds of `work`, after one run to get ready.
template <typename Work>
double secondsOf(const Work &work, int runs = kRuns)
{
    std::vector<double> all;
    for (int i = -1; i < runs; ++i) {
        waitFor(kGpu);
        const Seconds clock;
        work();
        waitFor(kGpu);
        if (i >= 0)
            all.push_back(clock.value());
    }
    std::ranges::sort(all);
    return all[all.size() / 2];
}

/// Bytes read and written in a second.
double copyBandwidth()
{
    const at::Tensor from
        = at::ones({std::int64_t{1} << 31}, at::TensorOptions(kGpu).dtype(at::kByte));
    const at::Tensor to = at::empty_like(from);
    return 2 * static_cast<double>(from.nbytes()) / secondsOf([&] { to.copy_(from); }, 20);
}

/// By their published names, deviation 0.02, scales 1; made where they are to lie.
WeightSource randomWeights(const AnomShieldConfig &config, const at::Device &device,
                           std::optional<WeightKind> quantisation = {})
{
    std::map<std::string, std::vector<std::int64_t>> shapes;
    for (const ExpectedTensor &tensor : expectedTensors(config))
        shapes[tensor.name] = tensor.shape;
    const auto options = at::TensorOptions(device).dtype(at::kBFloat16);
    const auto take = [shapes, options](const std::string &name) {
        const auto &shape = shapes.at(name);
        if (name.find("norm") != std::string::npos && name.ends_with("weight"))
            return at::ones(shape, options);
        return at::randn(shape, options).mul_(0.02);
    };
    const auto kind = [quantisation](const std::string &name) {
        return name.find("_proj.weight") != std::string::npos ? quantisation : std::nullopt;
    };
    return WeightSource(take, {}, kind).on(kGpu);
}

/// Of the decoder, that every token reads.
double bytesRead(const AnomShieldConfig &config, double bytesOfALayersNumber)
{
    double bytes = 0;
    for (const ExpectedTensor &tensor : expectedTensors(config)) {
        const auto numbers = static_cast<double>(
            std::accumulate(tensor.shape.begin(), tensor.shape.end(), std::int64_t{1},
                            std::multiplies<std::int64_t>()));
        if (tensor.name.starts_with("model.layers."))
            bytes += numbers * bytesOfALayersNumber;
        else if (tensor.name.starts_with("lm_head."))
            bytes += numbers * 2;
    }
    return bytes;
}

/// Seconds a token, greedily behind a prompt, as the engine goes: logits come to the processor.
double decode(const MistralDecoder &decoder, const at::Tensor &prompt, bool inSteps,
              const CudaRecorder *recorder)
{
    const CancelToken cancel;
    KvCache cache = decoder.cache(kPrompt + kTokens + 1);
    std::unique_ptr<DecoderSteps> steps;
    const auto once = [&] {
        cache.rewind(0);
        const at::Tensor last = orThrow(decoder.forward(prompt, cache, 1, cancel));
        at::Tensor logits = decoder.logits(last);
        if (inSteps && !steps)
            steps = std::make_unique<DecoderSteps>(decoder, cache, recorder);
        const Seconds clock;
        for (std::int64_t i = 0; i < kTokens; ++i) {
            const auto id = static_cast<std::int32_t>(at::argmax(logits).item().toLong());
            logits = inSteps ? orThrow(steps->next(id))
                             : decoder.logits(orThrow(
                                   decoder.forward(decoder.embed({&id, 1}), cache, 1, cancel)));
        }
        return clock.value() / static_cast<double>(kTokens);
    };
    (void)once();
    std::vector<double> all;
    for (int i = 0; i < kRuns; ++i)
        all.push_back(once());
    std::ranges::sort(all);
    if (inSteps && recorder && !steps->isRecorded())
        std::puts("  (not recorded)");
    return all[all.size() / 2];
}

void printRate(const char *what, double seconds, double bytes, double copied, const char *goal)
{
    std::printf("%-44s %7.1f tokens/s, %6.0f GB/s of weights, %3.0f %% of copying%s\n", what,
                1 / seconds, bytes / seconds / 1e9, 100 * bytes / seconds / copied, goal);
    std::fflush(stdout);
}

void benchDecoding(int layers, double copied)
{
    const CancelToken cancel;
    AnomShieldConfig config;
    config.decoder.layers = layers;
    const auto options = at::TensorOptions(kGpu).dtype(at::kBFloat16);
    const at::Tensor prompt = at::randn({kPrompt, config.decoder.hidden}, options);
    std::printf("# decoding, %d layers of Mistral-7B, %lld tokens behind %lld, batch 1\n", layers,
                static_cast<long long>(kTokens), static_cast<long long>(kPrompt));
    {
        const auto decoder
            = orThrow(MistralDecoder::load(config.decoder, randomWeights(config, kGpu), cancel));
        const double bytes = bytesRead(config, 2);
        useOwnKernels(false);
        printRate("bf16, LibTorch's operators", decode(decoder, prompt, false, nullptr), bytes,
                  copied, "");
        useOwnKernels(true);
        printRate("bf16, our kernels", decode(decoder, prompt, false, nullptr), bytes, copied, "");
        printRate("bf16, our kernels, recorded", decode(decoder, prompt, true, cudaRecorder()),
                  bytes, copied, "  (S13: ≥ 80 %)");
        const double reading = secondsOf([&] {
            KvCache cache = decoder.cache(kPrompt);
            (void)orThrow(decoder.forward(prompt, cache, 1, cancel));
        });
        std::printf("prefill %.0f positions/s\n", static_cast<double>(kPrompt) / reading);
    }
    // Quantised on the processor: fewer layers, or that takes minutes.
    config.decoder.layers = std::min(layers, 4);
    for (const auto &[kind, name, size] :
         {std::tuple(WeightKind::Int8, "int8, recorded, 4 layers", 1.0),
          std::tuple(WeightKind::Int4, "int4, recorded, 4 layers", 0.5 + 2.0 / kInt4Group)}) {
        const auto decoder = orThrow(
            MistralDecoder::load(config.decoder, randomWeights(config, at::kCPU, kind), cancel));
        printRate(name, decode(decoder, prompt, true, cudaRecorder()), bytesRead(config, size),
                  copied, "");
    }
}

/// A layer's attention in prefill: flash beside LibTorch's under a mask, which is made before.
void benchFlash()
{
    constexpr std::int64_t kHeads = 32, kKeyHeads = 8, kSize = 128;
    constexpr int kTimes = 20;
    const auto options = at::TensorOptions(kGpu).dtype(at::kBFloat16);
    std::puts("# attention of a chunk, 32 heads on 8 of 128, bf16");
    for (const auto &[queries, before] :
         {std::pair<std::int64_t, std::int64_t>{320, 0}, {512, 0}, {512, 512}, {50, 1200}}) {
        const CausalSpan span{before, queries, before + queries, {}};
        if (!takesFlash(options, kSize, span)) {
            std::puts("flash attention does not answer on this GPU");
            return;
        }
        const at::Tensor q = at::randn({queries, kHeads, kSize}, options).transpose(0, 1);
        const at::Tensor k = at::randn({kKeyHeads, span.keys, kSize}, options);
        const at::Tensor v = at::randn({kKeyHeads, span.keys, kSize}, options);
        const at::Tensor mask = causalMask(span, kHeads / kKeyHeads, options);
        const auto times = [](const auto &work) {
            for (int i = 0; i < kTimes; ++i)
                (void)work();
        };
        std::vector<double> shares, flashes;
        for (int i = 0; i < kRuns; ++i) { // in turns
            flashes.push_back(secondsOf([&] { times([&] { return flashAttention(q, k, v); }); }, 1)
                              / kTimes);
            shares.push_back(
                flashes.back() * kTimes
                / secondsOf([&] { times([&] { return attention(q, k, v, mask); }); }, 1));
        }
        std::ranges::sort(shares);
        std::ranges::sort(flashes);
        std::printf("%4lld rows behind %4lld: flash %.3f ms, %.2f of the masked way's\n",
                    static_cast<long long>(queries), static_cast<long long>(before),
                    flashes[kRuns / 2] * 1e3, shares[kRuns / 2]);
    }
}

/// The recurrence as one writes it first: a step for each time, whole tensors within it.
at::Tensor scanLoop(const ScanInputs &in)
{
    const std::int64_t time = in.x.size(0);
    const at::Tensor delta = at::softplus(in.delta + in.deltaBias);
    at::Tensor h = at::zeros(in.a.sizes(), in.a.options());
    std::vector<at::Tensor> out(static_cast<std::size_t>(time));
    for (std::int64_t step = 0; step < time; ++step) {
        const std::int64_t t = in.order == TimeOrder::Reversed ? time - 1 - step : step;
        h = (delta[t].unsqueeze(1) * in.a).exp() * h + (delta[t] * in.x[t]).unsqueeze(1) * in.b[t];
        out[static_cast<std::size_t>(t)] = at::matmul(h, in.c[t]);
    }
    return (at::stack(out) + in.d * in.x) * at::silu(in.z);
}

void benchScan()
{
    constexpr std::int64_t kTime = kFrames * 256, kChannels = 2048, kStates = 16;
    const at::TensorOptions there(kGpu);
    const auto inputs = [&](TimeOrder order) {
        return ScanInputs{at::randn({kTime, kChannels}, there),
                          at::rand({kTime, kChannels}, there),
                          at::randn({kChannels}, there),
                          -at::rand({kChannels, kStates}, there),
                          at::randn({kTime, kStates}, there),
                          at::randn({kTime, kStates}, there),
                          at::randn({kChannels}, there),
                          at::randn({kTime, kChannels}, there),
                          order};
    };
    const ScanInputs onward = inputs(TimeOrder::Onward), back = inputs(TimeOrder::Reversed);
    const double ours = secondsOf([&] { (void)selectiveScanOnGpu(onward, back); });
    const double loop = secondsOf([&] { (void)(scanLoop(onward) + scanLoop(back)); }, 3);
    const at::Tensor expected = scanLoop(onward) + scanLoop(back);
    const double apart = (selectiveScanOnGpu(onward, back) - expected).abs().max().item().toDouble()
                         / expected.abs().max().item().toDouble();
    std::printf("# scan both ways, 4096 × 2048 × 16, fp32\n");
    std::printf("ours %.3f ms, a loop of tensors %.1f ms: %.0f × (goal ≥ 50); apart by %.2g\n",
                ours * 1e3, loop * 1e3, loop / ours, apart);
    AnomShieldConfig config;
    const MambaConnector connector(randomWeights(config, kGpu));
    const at::Tensor patches
        = at::randn({kFrames, 256, 1024}, at::TensorOptions(kGpu).dtype(at::kBFloat16));
    const CancelToken cancel;
    std::printf("the connector of 16 frames, bf16: %.3f ms\n",
                secondsOf([&] { (void)orThrow(connector.forward(patches, cancel)); }) * 1e3);
}

std::shared_ptr<const PixelVideo> videoOf(int side, int tint, int masked)
{
    auto video = std::make_shared<PixelVideo>();
    video->frames = kFrames;
    video->width = video->height = side;
    const auto size = static_cast<std::size_t>(3 * side * side);
    video->values.resize(kFrames * size);
    for (std::size_t i = 0; i < video->values.size(); ++i) {
        const bool isMasked = masked >= 0 && static_cast<int>(i / size) / 4 == masked;
        video->values[i] = isMasked ? 0
                                    : static_cast<float>((i * 31 + i / 224) % 97) / 48 - 1
                                          + static_cast<float>(tint) / 50;
    }
    return video;
}

/// An answer, its evidence under a mask and three controls, and the masked answer, as a delta asks
/// for them; beside five answers that share nothing.
void benchDelta(int layers)
{
    const CancelToken cancel;
    AnomShieldConfig config;
    config.decoder.layers = layers;
    AnomShieldEngine engine(orThrow(AnomShield::load(config, randomWeights(config, kGpu),
                                                     randomWeights(config, kGpu), cancel)),
                            at::kBFloat16);
    GenerationOptions options;
    options.greedy = true;
    options.maxNewTokens = kTokens;
    const auto promptOf = [&](int tint, int masked) {
        EnginePrompt prompt{{1}, videoOf(config.tower.image, tint, masked)};
        for (std::int32_t i = 0; i < 40; ++i)
            prompt.ids.push_back(1000 + 37 * i);
        prompt.ids.push_back(kVideoPlaceholder);
        for (std::int32_t i = 0; i < 20; ++i)
            prompt.ids.push_back(3000 + 53 * i);
        return prompt;
    };
    int tint = 0;
    std::int64_t drafted = 0, passes = 0;
    const auto delta = [&] {
        ++tint;
        const EngineRequest whole{.prompt = promptOf(tint, -1), .options = options};
        const Generated answer = orThrow(engine.generate(whole, cancel));
        std::vector<ScoreRequest> scores;
        for (int masked = -1; masked < 4; ++masked)
            scores.push_back({promptOf(tint, masked), answer.ids});
        (void)orThrow(engine.scoreBatch(scores, {}, cancel));
        EngineRequest other{.prompt = promptOf(tint, 0), .options = options};
        other.draft = answer.ids;
        const Generated said = orThrow(engine.generate(other, cancel));
        drafted = said.drafted;
        passes = said.passes;
    };
    const auto five = [&] {
        for (int i = 0; i < 5; ++i) {
            EngineRequest request{.prompt = promptOf(++tint, -1), .options = options};
            request.reuse = Reuse::Nothing;
            (void)orThrow(engine.generate(request, cancel));
        }
    };
    std::vector<double> shares;
    double ours = 0, theirs = 0;
    for (int i = 0; i < 3; ++i) { // in turns
        ours = secondsOf(delta, 1);
        theirs = secondsOf(five, 1);
        shares.push_back(ours / theirs);
    }
    std::ranges::sort(shares);
    std::printf("# delta with 3 controls, 16 frames, %lld tokens, bf16\n",
                static_cast<long long>(kTokens));
    std::printf("delta %.2f s, five asks %.2f s: %.0f %% (goal ≤ 40); the masked answer took %lld"
                " passes, %lld tokens of its draft were right\n",
                ours, theirs, 100 * shares[1], static_cast<long long>(passes),
                static_cast<long long>(drafted));
}

} // namespace

int main(int argc, char **argv)
{
    try {
        const c10::InferenceMode inference;
        const int layers = argc > 1 ? std::max(1, std::atoi(argv[1])) : 32;
        if (const auto opened = openCuda(); !opened) {
            std::printf("no GPU: skipped (%s)\n", opened.error().message.c_str());
            return 77;
        }
        const double copied = copyBandwidth();
        std::printf("limit: copying on the device %.0f GB/s, read and written\n", copied / 1e9);
        benchDecoding(layers, copied);
        benchFlash();
        benchScan();
        benchDelta(layers);
    } catch (const std::exception &error) {
        std::printf("FAILED: %s\n", error.what());
        return 1;
    }
    return 0;
}
