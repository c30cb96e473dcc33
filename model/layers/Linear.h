#pragma once

#include "model/layers/WeightSource.h"

#include <ATen/core/Tensor.h>

#include <optional>
#include <string>

namespace ecva {

/// x Wᵀ + b over the last dimension, and what an adapter adds; the bias may be undefined.
struct Linear
{
    at::Tensor weight;                  ///< [out, in], or quantised: ops/MatMul.h
    at::Tensor bias;                    ///< [out]
    std::optional<LowRank> change = {}; ///< of an adapter that is not merged in
    at::Tensor scales = {};             ///< of a quantised weight

    /// `name`.weight and, when asked for, `name`.bias; quantised where the source says so.
    static Linear withBias(const WeightSource &source, const std::string &name);
    static Linear withoutBias(const WeightSource &source, const std::string &name);

    at::Tensor operator()(const at::Tensor &x) const;
};

/// LayerNorm's two weights.
struct ScaleAndShift
{
    at::Tensor weight;
    at::Tensor bias;

    static ScaleAndShift load(const WeightSource &source, const std::string &name);
};

} // namespace ecva
