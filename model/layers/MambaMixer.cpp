#include "model/layers/MambaMixer.h"

#include "model/ops/CausalConv.h"
#include "model/ops/Norms.h"
#include "model/ops/SelectiveScan.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/softplus.h>

namespace ecva {

MambaMixer::Direction::Direction(const WeightSource &source, const std::string &name,
                                 const std::string &suffix, const std::string &aLogName)
    : convWeight(source(name + ".conv1d" + suffix + ".weight"))
    , convBias(source(name + ".conv1d" + suffix + ".bias"))
    , aLog(source(name + "." + aLogName))
    , d(source(name + ".D" + suffix))
    , deltaBias(source(name + ".dt_proj" + suffix + ".bias"))
    , project(Linear::withoutBias(source, name + ".x_proj" + suffix))
    , delta(Linear::withoutBias(source, name + ".dt_proj" + suffix))
{
}

at::Tensor MambaMixer::Direction::scan(const at::Tensor &x, const at::Tensor &z) const
{
    const std::int64_t rank = delta.weight.size(1);
    const std::int64_t states = aLog.size(1);
    const at::ScalarType wide = accumulationType(x.scalar_type());

    ScanInputs inputs;
    inputs.x = causalConvSilu(x, convWeight, convBias);
    const at::Tensor projected = project(inputs.x);
    inputs.delta = at::softplus(delta(projected.narrow(1, 0, rank)).to(wide) + deltaBias.to(wide));
    inputs.b = projected.narrow(1, rank, states);
    inputs.c = projected.narrow(1, rank + states, states);
    inputs.a = -at::exp(aLog.to(wide));
    inputs.d = d;
    inputs.z = z;
    return selectiveScan(inputs);
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
    const at::Tensor onward = m_forward.scan(values, gates);
    const at::Tensor back = m_backward.scan(values.flip(0), gates.flip(0)).flip(0);
    return m_out(onward + back);
}

} // namespace ecva
