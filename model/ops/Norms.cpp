#include "model/ops/Norms.h"

#include "model/ops/CudaOps.h"
#include "model/ops/LargePages.h"
#include "model/ops/OurNumbers.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/rsqrt.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/silu.h>

#include <algorithm>
#include <cstdint>

namespace ecva {
namespace {

at::Tensor normalised(const at::Tensor &x, double epsilon)
{
    return x * at::rsqrt((x * x).mean(-1, /*keepdim=*/true) + epsilon);
}

// Of which a thread is worth its start.
constexpr std::int64_t kNumbersPerThread = 32 * 1024;

at::Tensor likeIt(const at::Tensor &x)
{
    return inLargePages(at::empty(x.sizes(), x.options()));
}

at::Tensor gateBy(const Kernels &arithmetic, const at::Tensor &x, const void *times)
{
    const at::Tensor out = likeIt(x);
    GateArguments arguments;
    arguments.kind = numberKind(x);
    arguments.x = x.const_data_ptr();
    arguments.times = times;
    arguments.out = out.mutable_data_ptr();
    at::parallel_for(0, x.numel(), kNumbersPerThread, [&](std::int64_t begin, std::int64_t end) {
        arithmetic.gate(arguments, begin, end);
    });
    return out;
}

} // namespace

at::ScalarType accumulationType(at::ScalarType type)
{
    return type == at::kDouble ? at::kDouble : at::kFloat;
}

at::Tensor rmsNorm(const at::Tensor &x, const at::Tensor &weight, double epsilon)
{
    if (fitsOwnKernels(x))
        return rmsNormOnGpu(x, weight, epsilon);
    if (isForOurs(x) && isForOurs(weight) && x.scalar_type() == weight.scalar_type())
        return rmsNormBy(kernels(), x, weight, epsilon);
    const at::Tensor wide = x.to(accumulationType(x.scalar_type()));
    return normalised(wide, epsilon).to(x.scalar_type()) * weight;
}

at::Tensor swiGlu(const at::Tensor &gate, const at::Tensor &up)
{
    if (fitsOwnKernels(gate))
        return swiGluOnGpu(gate, up);
    if (isForOurs(gate) && isForOurs(up) && gate.scalar_type() == up.scalar_type())
        return swiGluBy(kernels(), gate, up);
    return at::silu(gate) * up;
}

at::Tensor mambaRmsNorm(const at::Tensor &x, const at::Tensor &residual, const at::Tensor &weight,
                        double epsilon)
{
    const at::ScalarType type = accumulationType(x.scalar_type());
    at::Tensor sum = x.to(type);
    if (residual.defined())
        sum = sum + residual.to(type);
    return (normalised(sum, epsilon) * weight.to(type)).to(x.scalar_type());
}

at::Tensor layerNorm(const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias,
                     double epsilon)
{
    return at::layer_norm(x, {x.size(-1)}, weight, bias, epsilon);
}

at::Tensor quickGelu(const at::Tensor &x)
{
    if (isForOurs(x))
        return quickGeluBy(kernels(), x);
    return x * at::sigmoid(x * 1.702);
}

at::Tensor rmsNormBy(const Kernels &arithmetic, const at::Tensor &x, const at::Tensor &weight,
                     double epsilon)
{
    const at::Tensor out = likeIt(x);
    RmsNormArguments arguments;
    arguments.kind = numberKind(x);
    arguments.width = x.size(-1);
    arguments.x = x.const_data_ptr();
    arguments.weight = weight.const_data_ptr();
    arguments.out = out.mutable_data_ptr();
    arguments.epsilon = static_cast<float>(epsilon);
    const std::int64_t width = std::max<std::int64_t>(1, arguments.width);
    const std::int64_t rows = x.numel() / width;
    at::parallel_for(
        0, rows, std::max<std::int64_t>(1, kNumbersPerThread / width),
        [&](std::int64_t begin, std::int64_t end) { arithmetic.rmsNorm(arguments, begin, end); });
    return out;
}

at::Tensor quickGeluBy(const Kernels &arithmetic, const at::Tensor &x)
{
    return gateBy(arithmetic, x, nullptr);
}

at::Tensor swiGluBy(const Kernels &arithmetic, const at::Tensor &gate, const at::Tensor &up)
{
    return gateBy(arithmetic, gate, up.const_data_ptr());
}

} // namespace ecva
