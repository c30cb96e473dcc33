#include "model/ops/Rope.h"

#include "model/ops/CudaOps.h"
#include "model/ops/OurNumbers.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
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
    const bool areOurs = x.dim() == 3 && isOurType(x) && x.stride(2) == 1 && isForOurs(table.cos)
                         && isForOurs(table.sin) && x.scalar_type() == table.cos.scalar_type()
                         && table.cos.size(0) == x.size(1);
    if (areOurs)
        return applyRopeBy(kernels(), x, table);
    const std::int64_t half = x.size(-1) / 2;
    const at::Tensor turned = at::cat({-x.narrow(-1, half, half), x.narrow(-1, 0, half)}, -1);
    return x * table.cos + turned * table.sin;
}

at::Tensor applyRopeBy(const Kernels &arithmetic, const at::Tensor &x, const RopeTable &table)
{
    const at::Tensor out = at::empty({x.size(0), x.size(1), x.size(2)}, x.options());
    RopeArguments arguments;
    arguments.kind = numberKind(x);
    arguments.heads = x.size(0);
    arguments.rows = x.size(1);
    arguments.size = x.size(2);
    arguments.x = x.const_data_ptr();
    arguments.headStride = x.stride(0);
    arguments.rowStride = x.stride(1);
    arguments.cos = table.cos.const_data_ptr();
    arguments.sin = table.sin.const_data_ptr();
    arguments.out = out.mutable_data_ptr();
    constexpr std::int64_t kRowsPerThread = 8;
    at::parallel_for(0, arguments.rows, kRowsPerThread, [&](std::int64_t begin, std::int64_t end) {
        arithmetic.rope(arguments, begin, end);
    });
    return out;
}

} // namespace ecva
