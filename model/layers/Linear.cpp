#include "model/layers/Linear.h"

#include "model/ops/MatMul.h"

#include <ATen/ops/add.h>

namespace ecva {

Linear Linear::withBias(const WeightSource &source, const std::string &name)
{
    Linear linear = withoutBias(source, name);
    linear.bias = source(name + ".bias");
    return linear;
}

Linear Linear::withoutBias(const WeightSource &source, const std::string &name)
{
    const std::string weight = name + ".weight";
    if (const auto kind = source.quantisation(weight)) {
        const Weights made = quantised(source.onHost(weight), *kind);
        return {made.numbers.to(source.device()),
                {},
                source.change(weight),
                made.scales.to(source.device())};
    }
    return {source(weight), {}, source.change(weight)};
}

at::Tensor Linear::operator()(const at::Tensor &x) const
{
    at::Tensor y = linear(x, {weight, scales}, bias);
    if (!change)
        return y;
    return at::add(y, linear(linear(x, {change->a, {}}, {}), {change->b, {}}, {}), change->scale);
}

ScaleAndShift ScaleAndShift::load(const WeightSource &source, const std::string &name)
{
    return {source(name + ".weight"), source(name + ".bias")};
}

} // namespace ecva
