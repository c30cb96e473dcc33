#pragma once

#include "model/layers/WeightSource.h"

#include <ATen/core/Tensor.h>
#include <ATen/ops/allclose.h>
#include <ATen/ops/empty.h>

#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ecva::test {

/// Numbers that golden.py makes alike from a name: FNV-1a of the name as the seed, an integer hash
/// of the place; in [−½, ½), exact in fp32.
inline at::Tensor hashed(std::string_view name, const std::vector<std::int64_t> &shape)
{
    std::uint32_t seed = 2166136261U;
    for (const char c : name)
        seed = (seed ^ static_cast<unsigned char>(c)) * 16777619U;
    at::Tensor tensor = at::empty(shape, at::kFloat);
    auto *values = tensor.mutable_data_ptr<float>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i) {
        std::uint32_t x = (static_cast<std::uint32_t>(i) + seed) * 2654435761U;
        x = (x ^ (x >> 16)) * 2246822519U;
        x = (x ^ (x >> 13)) * 3266489917U;
        x ^= x >> 16;
        values[i] = static_cast<float>(x >> 8) / 16777216.0F - 0.5F;
    }
    return tensor;
}

/// Model spec C.5: element i = 0.5 · sin(0.7 i + phase), in double.
inline at::Tensor wave(const std::vector<std::int64_t> &shape, double phase)
{
    at::Tensor tensor = at::empty(shape, at::kDouble);
    auto *values = tensor.mutable_data_ptr<double>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i)
        values[i] = 0.5 * std::sin(0.7 * static_cast<double>(i) + phase);
    return tensor;
}

using Tensors = std::map<std::string, at::Tensor>;

/// Weights that a test made itself.
inline WeightSource sourceOf(const Tensors &tensors)
{
    return [&tensors](const std::string &name) { return tensors.at(name); };
}

inline double furthest(const at::Tensor &a, const at::Tensor &b)
{
    return a.to(at::kDouble).sub(b.to(at::kDouble)).abs().max().item().toDouble();
}

} // namespace ecva::test
