#include "model/ops/Rope.h"

#include "model/ops/CudaOps.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/outer.h>
#include <ATen/ops/pow.h>
#include <ATen/ops/reciprocal.h>

namespace ecva {

RopeTable ropeTable(std::int64_t first, std::int64_t count, std::int64_t headSize, double theta,
                    const at::TensorOptions &options)
{
    const at::Tensor exponents
        = at::arange(0, headSize, 2, at::kFloat) / static_cast<double>(headSize);
    const at::Tensor frequencies = at::reciprocal(at::pow(theta, exponents));
    const at::Tensor positions = at::arange(first, first + count, at::kLong).to(at::kFloat);
    const at::Tensor half = at::outer(positions, frequencies);
    const at::Tensor angles = at::cat({half, half}, 1);
    return {angles.cos().to(options), angles.sin().to(options)};
}

at::Tensor applyRope(const at::Tensor &x, const RopeTable &table)
{
    if (fitsOwnKernels(x))
        return applyRopeOnGpu(x, table);
    const std::int64_t half = x.size(-1) / 2;
    const at::Tensor turned = at::cat({-x.narrow(-1, half, half), x.narrow(-1, 0, half)}, -1);
    return x * table.cos + turned * table.sin;
}

} // namespace ecva
