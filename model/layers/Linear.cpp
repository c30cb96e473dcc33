#include "model/layers/Linear.h"

#include <ATen/ops/linear.h>

#include <optional>

namespace ecva {

Linear Linear::withBias(const WeightSource &source, const std::string &name)
{
    return {source(name + ".weight"), source(name + ".bias")};
}

Linear Linear::withoutBias(const WeightSource &source, const std::string &name)
{
    return {source(name + ".weight"), {}};
}

at::Tensor Linear::operator()(const at::Tensor &x) const
{
    return at::linear(x, weight, bias.defined() ? std::optional(bias) : std::nullopt);
}

ScaleAndShift ScaleAndShift::load(const WeightSource &source, const std::string &name)
{
    return {source(name + ".weight"), source(name + ".bias")};
}

} // namespace ecva
