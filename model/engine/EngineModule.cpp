#include "model/engine/EngineModule.h"

#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>

#include <new>

namespace ecva {
namespace {

class TorchEngineModule : public EngineModule
{
public:
    std::string version() const override { return "LibTorch 2.11.0"; }

    Result<std::unique_ptr<Engine>> load(std::shared_ptr<const Checkpoint>, const ModelOptions &,
                                         const ProgressSink &, const CancelToken &) override
    {
        return fail(ErrorCode::Unsupported, "not yet");
    }

    Result<void> tryAllocation(std::uint64_t bytes) override
    {
        try {
            (void)at::empty({static_cast<std::int64_t>(bytes)}, at::kByte);
            return {};
        } catch (const c10::Error &error) {
            return fail(ErrorCode::OutOfMemory, error.what_without_backtrace());
        } catch (const std::exception &error) {
            return fail(ErrorCode::OutOfMemory, error.what());
        }
    }
};

} // namespace

EngineModule &torchEngine()
{
    static TorchEngineModule module;
    return module;
}

} // namespace ecva
