#include "model/ops/CudaScan.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <c10/util/Exception.h>

#include <atomic>
#include <cstdint>
#include <numbers>

namespace ecva {
namespace {

std::atomic<const CudaModule *> theModule{nullptr};

/// One direction, ready for the kernel; keeps what it points to.
class Direction
{
public:
    explicit Direction(const ScanInputs &inputs)
        : m_x(rowsOfFloats(inputs.x))
        , m_delta(rowsOfFloats(inputs.delta))
        , m_b(rowsOfFloats(inputs.b))
        , m_c(rowsOfFloats(inputs.c))
        , m_z(rowsOfFloats(inputs.z))
        , m_bias(inputs.deltaBias.to(at::kFloat).contiguous())
        , m_d(inputs.d.to(at::kFloat).contiguous())
        , m_rates((inputs.a.to(at::kFloat) * std::numbers::log2e).t().contiguous())
        , m_out(at::empty({m_x.size(0), m_x.size(1)}, m_x.options()))
        , m_isReversed(inputs.order == TimeOrder::Reversed)
    {
    }

    ScanArguments arguments() const
    {
        ScanArguments made;
        made.time = m_x.size(0);
        made.channels = m_x.size(1);
        made.states = m_rates.size(0);
        made.reversed = m_isReversed;
        made.x = rowsOf(m_x);
        made.delta = rowsOf(m_delta);
        made.deltaBias = m_bias.const_data_ptr<float>();
        made.rates = m_rates.const_data_ptr<float>();
        made.b = rowsOf(m_b);
        made.c = rowsOf(m_c);
        made.d = m_d.const_data_ptr<float>();
        made.z = rowsOf(m_z);
        made.out = m_out.mutable_data_ptr<float>();
        made.outStride = made.channels;
        return made;
    }
    const at::Tensor &out() const { return m_out; }

private:
    static at::Tensor rowsOfFloats(const at::Tensor &tensor)
    {
        const at::Tensor floats = tensor.to(at::kFloat);
        return floats.stride(1) == 1 ? floats : floats.contiguous();
    }
    static Rows rowsOf(const at::Tensor &tensor)
    {
        return {tensor.const_data_ptr<float>(), tensor.stride(0)};
    }

    at::Tensor m_x, m_delta, m_b, m_c, m_z, m_bias, m_d, m_rates, m_out;
    bool m_isReversed;
};

} // namespace

void useCudaModule(const CudaModule &module)
{
    theModule = &module;
}

at::Tensor selectiveScanOnGpu(const ScanInputs &onward, const ScanInputs &reversed)
{
    const CudaModule *const module = theModule;
    TORCH_CHECK(module, "the selective scan has no CUDA kernels: their module is not open");
    TORCH_CHECK(onward.a.size(1) <= cuda::kMostStates, "the selective scan's CUDA kernel holds ",
                cuda::kMostStates, " states, the connector has ", onward.a.size(1));
    const Direction there(onward);
    const Direction back(reversed);
    // LibTorch works on the default stream unless somebody chooses another; nobody here does. What
    // is freed here is used again on that stream only, so behind this launch.
    const int status = module->scanBothWays(there.arguments(), back.arguments(), nullptr);
    TORCH_CHECK(status == 0, "the selective scan on the GPU: ", module->errorText(status));
    return there.out() + back.out();
}

} // namespace ecva
