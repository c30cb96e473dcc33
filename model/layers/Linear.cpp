#include "model/layers/Linear.h"

#include <ATen/ops/add.h>
#include <ATen/ops/linear.h>

#include <optional>

namespace ecva {

Linear Linear::withBias(const WeightSource &source, const std::string &name)
{
    return {source(name + ".weight"), source(name + ".bias"), source.change(name + ".weight")};
}

Linear Linear::withoutBias(const WeightSource &source, const std::string &name)
{
    return {source(name + ".weight"), {}, source.change(name + ".weight")};
}

at::Tensor Linear::operator()(const at::Tensor &x) const
{
    const at::Tensor y = at::linear(x, weight, bias.defined() ? std::optional(bias) : std::nullopt);
    if (!change)
        return y;
    return at::add(y, at::linear(at::linear(x, change->a), change->b), change->scale);
}

ScaleAndShift ScaleAndShift::load(const WeightSource &source, const std::string &name)
{
    return {source(name + ".weight"), source(name + ".bias")};
}

} // namespace ecva
