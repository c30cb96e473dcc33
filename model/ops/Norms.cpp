#include "model/ops/Norms.h"

#include "model/ops/CudaOps.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/rsqrt.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/silu.h>

namespace ecva {
namespace {

at::Tensor normalised(const at::Tensor &x, double epsilon)
{
    return x * at::rsqrt((x * x).mean(-1, /*keepdim=*/true) + epsilon);
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
    const at::Tensor wide = x.to(accumulationType(x.scalar_type()));
    return normalised(wide, epsilon).to(x.scalar_type()) * weight;
}

at::Tensor swiGlu(const at::Tensor &gate, const at::Tensor &up)
{
    return fitsOwnKernels(gate) ? swiGluOnGpu(gate, up) : at::silu(gate) * up;
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
    return x * at::sigmoid(x * 1.702);
}

} // namespace ecva
