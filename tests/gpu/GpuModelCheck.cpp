// A small model with random weights on the GPU beside the CPU, and what both take for a larger one.
// Exit status 0: equal within the bounds, 1: not, 77: no GPU.
#include "model/architectures/AnomShield.h"
#include "model/engine/CudaDevice.h"
#include "model/engine/DecoderSteps.h"
#include "model/engine/Seconds.h"
#include "model/ops/CausalAttention.h"
#include "model/ops/CudaOps.h"
#include "model/ops/FlashAttention.h"
#include "tests/model/engine/TinyEngine.h"

#include <ATen/SDPBackend.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/_fused_sdp_choice.h>
#include <ATen/ops/equal.h>
#include <c10/core/InferenceMode.h>
#include <c10/util/Exception.h>

#include <array>
#include <cstdio>
#include <string>

using namespace ecva;
using namespace ecva::test;

namespace {

int failures = 0;

const at::Device kGpu(at::kCUDA, 0);

void report(const std::string &what, double distance, double bound)
{
    const bool good = distance <= bound; // and not where it is no number
    std::printf("%-40s %.3g (at most %.3g) %s\n", what.c_str(), distance, bound,
                good ? "ok" : "FAILED");
    failures += good ? 0 : 1;
}

/// Logits of every position of a prompt with a video.
at::Tensor logitsOn(const at::Device &device, at::ScalarType type)
{
    const AnomShieldConfig config = seeingConfig();
    Tensors tower = tinyTower(config.tower), body = tinyBody(config);
    for (Tensors *tensors : {&tower, &body}) {
        for (auto &[name, tensor] : *tensors)
            tensor = tensor.to(type);
    }
    const CancelToken cancel;
    const auto model
        = AnomShield::load(config, sourceOf(tower).on(device), sourceOf(body).on(device), cancel);
    TORCH_CHECK(model.has_value(), "the model does not load");
    const at::Tensor pixels = hashed("video", {9, 3, 28, 28}).mul(4).to(device, type);
    const auto visual = model->encodeVideo(pixels, cancel);
    TORCH_CHECK(visual.has_value(), "the video is not encoded");
    const std::vector<std::int32_t> ids{1, 9, 40, kVideoPlaceholder, 7, 100, 31};
    const at::Tensor x = model->splice(ids, *visual);
    KvCache cache = model->decoder().cache(x.size(0));
    const auto hidden = model->decoder().forward(x, cache, x.size(0), cancel, 5);
    TORCH_CHECK(hidden.has_value(), "the prompt is not read");
    return model->decoder().logits(*hidden);
}

void compareLogits(const char *name, at::ScalarType type, double bound)
{
    const at::Tensor expected = logitsOn(at::kCPU, type);
    const double size = expected.abs().max().item().toDouble();
    report(std::string("logits, ") + name, furthest(logitsOn(kGpu, type), expected) / size, bound);
}

void compareAnswers()
{
    const CancelToken cancel;
    const auto here = engineOf(seeingConfig());
    const auto there = engineOf(seeingConfig(), at::kFloat, kGpu);
    const auto expected = here->generate(seeingPrompt(), greedy(24), {}, cancel);
    const auto got = there->generate(seeingPrompt(), greedy(24), {}, cancel);
    TORCH_CHECK(expected && got, "no answer");
    report("tokens of a greedy answer that differ", expected->ids == got->ids ? 0 : 1, 0);
    const auto scores = here->score(seeingPrompt(), expected->ids, cancel);
    const auto theirs = there->score(seeingPrompt(), expected->ids, cancel);
    TORCH_CHECK(scores && theirs && scores->size() == theirs->size(), "no scores");
    double most = 0;
    for (std::size_t i = 0; i < scores->size(); ++i)
        most = std::max(most, std::abs((*scores)[i] - (*theirs)[i]));
    report("log-probabilities of its tokens", most, 1e-3);
}

/// The same model by our kernels and by LibTorch's operators.
void compareKernels()
{
    useOwnKernels(false);
    const at::Tensor expected = logitsOn(kGpu, at::kBFloat16);
    useOwnKernels(true);
    const double size = expected.abs().max().item().toDouble();
    report("logits, our kernels beside LibTorch's",
           furthest(logitsOn(kGpu, at::kBFloat16), expected) / size, 5e-2);
}

/// Flash attention on the GPU beside the processor's under a mask in fp32, from the same numbers:
/// as many keys as queries, then with earlier ones, which lie in a longer cache.
/// GPUs before Ampere have none, and fail here.
void compareFlash(at::ScalarType type, const char *name, double bound)
{
    double most = 0;
    int differs = 0, notTaken = 0;
    for (const auto &[heads, keyHeads, size] :
         {std::array<std::int64_t, 3>{32, 8, 128}, {4, 4, 64}, {6, 2, 8}, {4, 1, 256}}) {
        for (const std::int64_t queries : {2, 17, 130, 512}) {
            for (const std::int64_t before : {0, 1, 200, 1000}) {
                const CausalSpan span{before, queries, before + queries, {}};
                const at::Tensor q = hashed("q", {queries, heads, size}).mul(8).to(type);
                const at::Tensor k = hashed("k", {keyHeads, span.keys + 9, size}).mul(8).to(type);
                const at::Tensor v = hashed("v", {keyHeads, span.keys + 9, size}).mul(8).to(type);
                const auto wide
                    = [&](const at::Tensor &x) { return x.narrow(1, 0, span.keys).to(at::kFloat); };
                const at::Tensor expected
                    = attention(q.transpose(0, 1).to(at::kFloat), wide(k), wide(v),
                                causalMask(span, heads / keyHeads, at::kFloat))
                          .transpose(0, 1);
                const at::Tensor there = q.to(kGpu).transpose(0, 1);
                const auto seen
                    = [&](const at::Tensor &x) { return x.to(kGpu).narrow(1, 0, span.keys); };
                if (!takesFlash(there.options(), size, span)) {
                    ++notTaken;
                    continue;
                }
                const at::Tensor keys = seen(k), values = seen(v);
                const at::Tensor got = flashAttention(there, keys, values);
                differs
                    += at::equal(flashAttention(there, keys.contiguous(), values.contiguous()), got)
                           ? 0
                           : 1;
                most = std::max(most,
                                furthest(got, expected) / expected.abs().max().item().toDouble());
            }
        }
    }
    report(std::string("flash attention, ") + name, most, bound);
    report("  sizes that it is not taken for", notTaken, 0);
    report("  bits that another cache changes", differs, 0);
}

/// What LibTorch takes for the tower, where nothing is hidden: flash attention or cuDNN's own.
void checkTowersWay()
{
    const at::Tensor heads = hashed("x", {2, 577, 16, 64}).to(kGpu, at::kBFloat16).transpose(1, 2);
    const auto way = static_cast<at::SDPBackend>(at::_fused_sdp_choice(heads, heads, heads));
    const bool isFlash
        = way == at::SDPBackend::flash_attention || way == at::SDPBackend::cudnn_attention;
    report("the tower's way that is not flash", isFlash ? 0 : 1, 0);
}

/// Steps that are recorded, launched one by one, and passes of one row: the same bits.
void compareSteps()
{
    AnomShieldConfig config = seeingConfig();
    Tensors body = tinyBody(config);
    for (auto &[name, tensor] : body)
        tensor = tensor.to(at::kBFloat16);
    const CancelToken cancel;
    const auto decoder = MistralDecoder::load(config.decoder, sourceOf(body).on(kGpu), cancel);
    TORCH_CHECK(decoder.has_value(), "the decoder does not load");
    constexpr std::int64_t kCapacity = 100;
    constexpr int kSteps = 80; // more than one part of keys
    KvCache passes = decoder->cache(kCapacity), launched = decoder->cache(kCapacity),
            played = decoder->cache(kCapacity);
    DecoderSteps launching(*decoder, launched, nullptr);
    DecoderSteps playing(*decoder, played, cudaRecorder());
    TORCH_CHECK(DecoderSteps::canRecord(*decoder, played), "steps cannot be recorded");
    int differsLaunched = 0, differsPlayed = 0;
    for (std::int32_t i = 0; i < kSteps; ++i) {
        const std::int32_t id = (1 + 37 * i) % config.decoder.vocabulary;
        const MistralDecoder::Rows rows{&passes, 1};
        const auto hidden = decoder->pass(decoder->embed({&id, 1}), {&rows, 1}, cancel);
        const auto one = launching.next(id), two = playing.next(id);
        TORCH_CHECK(hidden && one && two, "no step");
        const at::Tensor expected = decoder->logits(*hidden);
        differsLaunched += at::equal(*one, expected) ? 0 : 1;
        differsPlayed += at::equal(*two, expected) ? 0 : 1;
    }
    report("steps that differ from passes", differsLaunched, 0);
    report("recorded steps that differ", differsPlayed, 0);
    report("steps not recorded", playing.isRecorded() ? 0 : 1, 0);
    report("rows that other rows change", decoder->rowsAgree(8) ? 0 : 1, 0);
}

/// An answer by recorded steps, by launched ones, and with a draft that is right at first.
void compareDrafts()
{
    const CancelToken cancel;
    const auto engine = engineOf(seeingConfig(), at::kBFloat16, kGpu);
    EngineRequest request{.prompt = seeingPrompt(), .options = greedy(40)};
    const auto plain = engine->generate(request, cancel);
    TORCH_CHECK(plain.has_value(), "no answer");
    request.draft = plain->ids;
    request.draft.resize(std::min<std::size_t>(request.draft.size(), 20));
    const auto drafted = engine->generate(request, cancel);
    TORCH_CHECK(drafted.has_value(), "no answer");
    useCudaRecorder(false);
    const auto launched
        = engine->generate({.prompt = seeingPrompt(), .options = greedy(40)}, cancel);
    useCudaRecorder(true);
    TORCH_CHECK(launched.has_value(), "no answer");
    report("tokens that recording changes", plain->ids == launched->ids ? 0 : 1, 0);
    report("tokens that a draft changes", plain->ids == drafted->ids ? 0 : 1, 0);
    std::printf("a draft saves %lld of %lld passes\n",
                static_cast<long long>(plain->passes - drafted->passes),
                static_cast<long long>(plain->passes));
}

// Large enough that the GPU has something to do.
AnomShieldConfig largerConfig()
{
    AnomShieldConfig config = seeingConfig();
    config.decoder.hidden = 1024;
    config.decoder.heads = 16;
    config.decoder.kvHeads = 4;
    config.decoder.headSize = 64;
    config.decoder.layers = 8;
    config.decoder.feedForward = 3584;
    config.decoder.vocabulary = 8000;
    config.decoder.maxPositions = 4096;
    config.connector.output = 1024;
    return config;
}

void printTimes(at::ScalarType type, const char *name)
{
    const CancelToken cancel;
    for (const at::Device &device : {at::Device(at::kCPU), kGpu}) {
        const auto engine = engineOf(largerConfig(), type, device);
        const EnginePrompt prompt = seeingPrompt(64);
        (void)engine->generate(prompt, greedy(8), {}, cancel); // libraries and memory are got ready
        engine->forget();
        const auto answer = engine->generate(prompt, greedy(64), {}, cancel);
        TORCH_CHECK(answer.has_value(), answer ? "" : answer.error().message);
        std::printf("%s on the %s: vision %.1f ms, prompt %.1f ms, %.2f ms a token\n", name,
                    device.is_cuda() ? "GPU" : "CPU", answer->visionSeconds * 1e3,
                    answer->prefillSeconds * 1e3,
                    answer->decodeSeconds * 1e3 / static_cast<double>(answer->ids.size()));
    }
}

} // namespace

int main()
{
    try {
        const c10::InferenceMode inference;
        // As where a model ran on the processor first: the GPU is found afterwards.
        TORCH_CHECK(deviceFor(Device::Cpu).has_value(), "no processor");
        const auto before = engineOf(seeingConfig())->generate(seeingPrompt(), greedy(3), {}, {});
        TORCH_CHECK(before.has_value(), "no answer on the processor");
        if (const auto opened = openCuda(); !opened) {
            std::printf("no GPU: skipped (%s)\n", opened.error().message.c_str());
            return 77;
        }
        compareLogits("fp32", at::kFloat, 1e-3);
        compareLogits("bf16", at::kBFloat16, 5e-2);
        compareFlash(at::kBFloat16, "bf16", 2e-2);
        compareFlash(at::kHalf, "fp16", 3e-3);
        checkTowersWay();
        compareAnswers();
        compareKernels();
        compareSteps();
        compareDrafts();
        printTimes(at::kFloat, "fp32");
        printTimes(at::kBFloat16, "bf16");
        if (const auto free = freeCudaMemory())
            std::printf("free on the GPU: %.1f GB\n", static_cast<double>(*free) / 1e9);
    } catch (const std::exception &error) {
        std::printf("FAILED: %s\n", error.what());
        return 1;
    }
    return failures == 0 ? 0 : 1;
}
