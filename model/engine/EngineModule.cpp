#include "model/engine/EngineModule.h"

#include "model/checkpoint/Checkpoint.h"
#include "model/engine/AnomShieldEngine.h"
#include "model/engine/CudaDevice.h"
#include "model/engine/MemoryPlan.h"
#include "model/engine/Weights.h"

#include <ATen/Parallel.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>
#include <c10/core/InferenceMode.h>
#include <c10/util/Exception.h>
#if __has_include(<torch/headeronly/version.h>)
#include <torch/headeronly/version.h>
#else
#include <torch/version.h>
#endif

#include <algorithm>
#include <limits>
#include <new>
#include <optional>

namespace ecva {
namespace {

// Below that the threads cost more than they bring: they wait for each other by spinning, and on a
// busy machine a demonstration model was ten times slower with two threads than with one.
constexpr std::int64_t kFewParameters = 20'000'000;

int threadsFor(std::int64_t parameters)
{
    static const int all = at::get_num_threads();
    return parameters < kFewParameters ? 1 : all;
}

std::string firstLine(const std::string &text)
{
    return text.substr(0, text.find('\n'));
}

// LibTorch's allocator says "DefaultCPUAllocator: can't allocate memory: you tried to allocate …".
Error torchError(const std::string &said, ErrorCode otherwise)
{
    const std::string text = firstLine(said);
    const bool memory = text.find("allocate") != std::string::npos
                        || text.find("out of memory") != std::string::npos;
    return {memory ? ErrorCode::OutOfMemory : otherwise, text, {}};
}

/// Runs what may throw. Nothing is thrown out of here.
template <typename Work>
auto guarded(const char *what, Work work) -> decltype(work())
{
    try {
        return work();
    } catch (const c10::Error &error) {
        return tl::unexpected(torchError(error.what_without_backtrace(), ErrorCode::Device));
    } catch (const std::bad_alloc &) {
        return fail(ErrorCode::OutOfMemory, std::string(what) + ": there is not enough memory");
    } catch (const std::exception &error) {
        return tl::unexpected(torchError(error.what(), ErrorCode::Internal));
    } catch (...) {
        return fail(ErrorCode::Internal, std::string(what) + ": an unknown exception");
    }
}

/// The edge: what an engine throws becomes an error. LibTorch counts threads for each thread that
/// calls it, so the number is said again with every call.
class GuardedEngine : public Engine
{
public:
    GuardedEngine(std::unique_ptr<Engine> engine, int threads)
        : m_engine(std::move(engine))
        , m_threads(threads)
    {
    }

    Result<Generated> generate(const EnginePrompt &prompt, const GenerationOptions &options,
                               const std::function<void(std::int32_t)> &onToken,
                               const CancelToken &cancel) override
    {
        return run("generate",
                   [&] { return m_engine->generate(prompt, options, onToken, cancel); });
    }

    Result<std::vector<double>> score(const EnginePrompt &prompt,
                                      std::span<const std::int32_t> answer,
                                      const CancelToken &cancel) override
    {
        return run("score", [&] { return m_engine->score(prompt, answer, cancel); });
    }

    Result<Generated> generate(const EngineRequest &request, const CancelToken &cancel) override
    {
        return run("generate", [&] { return m_engine->generate(request, cancel); });
    }

    Result<std::vector<Result<Generated>>> generateBatch(std::span<const EngineRequest> requests,
                                                         const CancelToken &cancel) override
    {
        return run("generate", [&] { return m_engine->generateBatch(requests, cancel); });
    }

    bool answersTogether() override
    {
        const auto together
            = run("generate", [&]() -> Result<bool> { return m_engine->answersTogether(); });
        return together && *together;
    }

    Result<std::vector<std::vector<double>>> scoreBatch(std::span<const ScoreRequest> requests,
                                                        const ProgressSink &progress,
                                                        const CancelToken &cancel) override
    {
        return run("score", [&] { return m_engine->scoreBatch(requests, progress, cancel); });
    }

    void forget() override { m_engine->forget(); }
    Device device() const override { return m_engine->device(); }

private:
    template <typename Work>
    auto run(const char *what, Work work) -> decltype(work())
    {
        auto result = guarded(what, [&] {
            at::set_num_threads(m_threads);
            return work();
        });
        // Whoever asks next finds all the room there is.
        if (!result && result.error().code == ErrorCode::OutOfMemory)
            m_engine->forget();
        return result;
    }

    std::unique_ptr<Engine> m_engine;
    int m_threads;
};

struct Numbers
{
    at::ScalarType type = at::kFloat;            ///< of activations, cache and plain weights
    std::optional<WeightKind> quantisation = {}; ///< of the decoder's layers
};

Numbers numbersOf(DType type)
{
    switch (type) {
    case DType::Fp32:
        break;
    case DType::Bf16:
        return {at::kBFloat16};
    case DType::Fp16:
        return {at::kHalf};
    case DType::Int8:
        return {at::kBFloat16, WeightKind::Int8};
    case DType::Int4:
        return {at::kBFloat16, WeightKind::Int4};
    }
    return {};
}

Result<std::unique_ptr<Engine>> loadAnomShield(const std::shared_ptr<const Checkpoint> &checkpoint,
                                               const ModelOptions &options,
                                               const ProgressSink &progress,
                                               const CancelToken &cancel)
{
    const c10::InferenceMode inference;
    const Numbers numbers = numbersOf(options.dtype);
    const AnomShieldConfig &config = checkpoint->config();
    if (const auto sound = AnomShield::check(config); !sound)
        return tl::unexpected(
            Error{sound.error().code, sound.error().message, checkpoint->folder().string()});
    if (const auto complete = checkComplete(*checkpoint); !complete)
        return fail(complete);
    const Adapter adapter = options.liveAdapter ? Adapter::Live : Adapter::Merged;
    const auto roomOn = [&](const at::Device &device) {
        return checkMemory(
            copiedBytes(*checkpoint, numbers.type, adapter, numbers.quantisation, device.is_cuda()),
            "a copy of the weights of " + checkpoint->info().name, device);
    };
    auto device = deviceFor(options.device);
    if (!device)
        return fail(device);
    auto fits = roomOn(*device);
    if (!fits && device->is_cuda() && options.device == Device::Auto) {
        device = at::Device(at::kCPU);
        fits = roomOn(*device);
    }
    if (!fits)
        return fail(fits);

    const auto total = std::max<std::size_t>(1, expectedTensors(config).size());
    std::size_t taken = 0;
    const auto onTensor = [&] {
        ++taken;
        if (progress)
            progress(std::min(1.0, static_cast<double>(taken) / static_cast<double>(total)));
    };
    auto model = AnomShield::load(
        config, weightsOf(checkpoint, true, numbers.type, onTensor).on(*device),
        weightsOf(checkpoint, false, numbers.type, onTensor, adapter, numbers.quantisation)
            .on(*device),
        cancel);
    if (!model)
        return fail(model);
    if (progress)
        progress(1);
    return std::make_unique<GuardedEngine>(
        std::make_unique<AnomShieldEngine>(std::move(*model), numbers.type),
        threadsFor(checkpoint->info().parameters));
}

class TorchEngineModule : public EngineModule
{
public:
    std::string version() const override { return "LibTorch " TORCH_VERSION; }

    Result<std::unique_ptr<Engine>> load(std::shared_ptr<const Checkpoint> checkpoint,
                                         const ModelOptions &options, const ProgressSink &progress,
                                         const CancelToken &cancel) override
    {
        return guarded("load",
                       [&] { return loadAnomShield(checkpoint, options, progress, cancel); });
    }

    Result<void> tryAllocation(std::uint64_t bytes) override
    {
        if (bytes > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            return fail(ErrorCode::OutOfMemory,
                        std::to_string(bytes) + " bytes are more than can be addressed");
        return guarded("tryAllocation", [&]() -> Result<void> {
            (void)at::empty({static_cast<std::int64_t>(bytes)}, at::kByte);
            return {};
        });
    }
};

} // namespace

EngineModule &torchEngine()
{
    static TorchEngineModule module;
    return module;
}

} // namespace ecva
