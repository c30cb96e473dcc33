#include "model/layers/MambaMixer.h"

#include "model/ops/CausalConv.h"
#include "model/ops/CudaOps.h"
#include "model/ops/Norms.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/exp.h>

namespace ecva {
namespace {

at::Tensor decay(const at::Tensor &aLog)
{
    return -at::exp(aLog.to(accumulationType(aLog.scalar_type())));
}

} // namespace

MambaMixer::Direction::Direction(const WeightSource &source, const std::string &name,
                                 const std::string &suffix, const std::string &aLogName)
    : convWeight(source(name + ".conv1d" + suffix + ".weight"))
    , convBias(source(name + ".conv1d" + suffix + ".bias"))
    , a(decay(source(name + "." + aLogName)))
    , d(source(name + ".D" + suffix))
    , deltaBias(source(name + ".dt_proj" + suffix + ".bias"))
    , project(Linear::withoutBias(source, name + ".x_proj" + suffix))
    , delta(Linear::withoutBias(source, name + ".dt_proj" + suffix))
{
}

ScanInputs MambaMixer::Direction::prepare(const at::Tensor &x, const at::Tensor &z,
                                          TimeOrder order) const
{
    const std::int64_t states = a.size(1);
    ScanInputs inputs;
    inputs.x = causalConvSilu(x, convWeight, convBias, order);
    const at::Tensor projected = project(inputs.x.to(x.scalar_type()));
    const std::int64_t rank = projected.size(1) - 2 * states;
    inputs.delta = delta(projected.narrow(1, 0, rank));
    inputs.deltaBias = deltaBias;
    inputs.b = projected.narrow(1, rank, states);
    inputs.c = projected.narrow(1, rank + states, states);
    inputs.a = a;
    inputs.d = d;
    inputs.z = z;
    inputs.order = order;
    return inputs;
}

MambaMixer::MambaMixer(const WeightSource &source, const std::string &name)
    : m_in(Linear::withoutBias(source, name + ".in_proj"))
    , m_out(Linear::withoutBias(source, name + ".out_proj"))
    , m_forward(source, name, "", "A_log")
    , m_backward(source, name, "_b", "A_b_log") // sic
{
}

at::Tensor MambaMixer::forward(const at::Tensor &x) const
{
    const at::Tensor both = m_in(x);
    const std::int64_t inner = both.size(1) / 2;
    const at::Tensor values = both.narrow(1, 0, inner);
    const at::Tensor gates = both.narrow(1, inner, inner);
    if (x.is_cuda())
        return m_out(selectiveScanOnGpu(m_forward.prepare(values, gates, TimeOrder::Onward),
                                        m_backward.prepare(values, gates, TimeOrder::Reversed))
                         .to(x.scalar_type()));
    // One direction's inputs are gone before the other's are made.
    const at::Tensor onward = selectiveScan(m_forward.prepare(values, gates, TimeOrder::Onward));
    return m_out(selectiveScan(m_backward.prepare(values, gates, TimeOrder::Reversed), onward)
                     .to(x.scalar_type()));
}

} // namespace ecva
