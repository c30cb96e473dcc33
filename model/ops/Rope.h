#pragma once

#include "model/kernels/Kernels.h"

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace ecva {

/// cos and sin of positions × head size, [angles, angles] side by side (rotate-half, spec 0.3).
struct RopeTable
{
    at::Tensor cos; ///< [positions, head size]
    at::Tensor sin;
};

/// Positions first … first + count − 1; angles in fp32, as the published code computes them, then
/// cast to the type of `options` and brought to its device. `headSize` is even.
RopeTable ropeTable(std::int64_t first, std::int64_t count, std::int64_t headSize, double theta,
                    const at::TensorOptions &options);

/// x ⊙ cos + [−x₂, x₁] ⊙ sin for x [heads, positions, head size].
at::Tensor applyRope(const at::Tensor &x, const RopeTable &table);

/// The same by the kernels of one level, always, rounded once; contiguous. For fp32 or bf16 on the
/// CPU, the table of the same type, the numbers of a head side by side.
at::Tensor applyRopeBy(const Kernels &arithmetic, const at::Tensor &x, const RopeTable &table);

} // namespace ecva
