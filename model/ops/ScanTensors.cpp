#include "model/ops/ScanTensors.h"

#include "model/ops/LargePages.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>

#include <numbers>

namespace ecva {
namespace {

at::Tensor rowsOfFloats(const at::Tensor &tensor)
{
    const at::Tensor floats = tensor.to(at::kFloat);
    return floats.stride(1) == 1 ? floats : floats.contiguous();
}

Rows rowsOf(const at::Tensor &tensor)
{
    return {tensor.const_data_ptr<float>(), tensor.stride(0)};
}

} // namespace

ScanTensors::ScanTensors(const ScanInputs &inputs, const at::Tensor &onto)
    : m_x(rowsOfFloats(inputs.x))
    , m_delta(rowsOfFloats(inputs.delta))
    , m_b(rowsOfFloats(inputs.b))
    , m_c(rowsOfFloats(inputs.c))
    , m_z(rowsOfFloats(inputs.z))
    , m_bias(inputs.deltaBias.to(at::kFloat).contiguous())
    , m_d(inputs.d.to(at::kFloat).contiguous())
    , m_rates((inputs.a.to(at::kFloat) * std::numbers::log2e).t().contiguous())
    , m_out(onto.defined() ? onto
                           : inLargePages(at::empty({m_x.size(0), m_x.size(1)}, m_x.options())))
    , m_isReversed(inputs.order == TimeOrder::Reversed)
    , m_adds(onto.defined())
{
}

ScanArguments ScanTensors::arguments() const
{
    ScanArguments made;
    made.time = m_x.size(0);
    made.channels = m_x.size(1);
    made.states = m_rates.size(0);
    made.reversed = m_isReversed;
    made.adds = m_adds;
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

} // namespace ecva
