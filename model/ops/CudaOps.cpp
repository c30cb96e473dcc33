#include "model/ops/CudaOps.h"

#include "model/ops/ScanTensors.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <c10/util/Exception.h>

#include <atomic>
#include <cmath>

namespace ecva {
namespace {

std::atomic<const CudaModule *> theModule{nullptr};
std::atomic<bool> ownKernelsWanted{true};

const CudaModule &opened()
{
    const CudaModule *const module = theModule;
    TORCH_CHECK(module, "there are no CUDA kernels: their module is not open");
    return *module;
}

void check(int status, const char *what)
{
    TORCH_CHECK(status == 0, what, " on the GPU: ", opened().errorText(status));
}

/// Of the stream that LibTorch works on; where it does not tell, the default one, on which it works
/// unless somebody chooses another. What is freed behind a launch is used again on that stream
/// only, so behind the launch.
template <typename Guard>
cuda::Stream streamBy(const Guard &guard, const at::Device &device)
{
    if constexpr (requires { guard.getStreamNativeHandle(guard.getStream(device)); })
        return guard.getStreamNativeHandle(guard.getStream(device));
    else
        return nullptr;
}

cuda::Stream streamOf(const at::Tensor &tensor)
{
    return streamBy(c10::impl::VirtualGuardImpl(at::kCUDA), tensor.device());
}

const std::uint16_t *halves(const at::Tensor &tensor)
{
    return static_cast<const std::uint16_t *>(tensor.const_data_ptr());
}

std::uint16_t *halvesOf(const at::Tensor &tensor)
{
    return static_cast<std::uint16_t *>(tensor.mutable_data_ptr());
}

void checkBf16(const at::Tensor &tensor, const char *what)
{
    TORCH_CHECK(tensor.is_cuda() && tensor.scalar_type() == at::kBFloat16, what,
                " is not in bf16 on the GPU");
}

} // namespace

void useCudaModule(const CudaModule &module)
{
    theModule = &module;
}

void useOwnKernels(bool use)
{
    ownKernelsWanted = use;
}

bool fitsOwnKernels(const at::Tensor &x)
{
    return x.is_cuda() && x.scalar_type() == at::kBFloat16 && ownKernelsWanted && theModule;
}

at::Tensor selectiveScanOnGpu(const ScanInputs &onward, const ScanInputs &reversed)
{
    TORCH_CHECK(onward.a.size(1) <= cuda::kMostStates, "the selective scan's CUDA kernel holds ",
                cuda::kMostStates, " states, the connector has ", onward.a.size(1));
    const ScanTensors there(onward);
    const ScanTensors back(reversed);
    check(opened().scanBothWays(there.arguments(), back.arguments(), streamOf(onward.x)),
          "the selective scan");
    return there.out() + back.out();
}

at::Tensor rmsNormOnGpu(const at::Tensor &x, const at::Tensor &weight, double epsilon)
{
    checkBf16(weight, "a norm's weight");
    const at::Tensor from = x.contiguous();
    const at::Tensor scale = weight.contiguous();
    const at::Tensor out = at::empty_like(from);
    const std::int64_t width = from.size(-1);
    check(opened().rmsNorm(halves(from), halves(scale), halvesOf(out),
                           width == 0 ? 0 : from.numel() / width, width,
                           static_cast<float>(epsilon), streamOf(x)),
          "RMSNorm");
    return out;
}

at::Tensor applyRopeOnGpu(const at::Tensor &x, const RopeTable &table)
{
    checkBf16(table.cos, "the table of angles");
    // As it comes out of a product: [positions, heads, head size].
    const at::Tensor from = x.transpose(0, 1).contiguous();
    const at::Tensor cos = table.cos.contiguous();
    const at::Tensor sin = table.sin.contiguous();
    TORCH_CHECK(cos.size(0) == from.size(0) && cos.size(1) == from.size(2) && from.size(2) % 2 == 0,
                "angles of another shape");
    const at::Tensor out = at::empty_like(from);
    check(opened().rope(halves(from), halves(cos), halves(sin), halvesOf(out), from.size(0),
                        from.size(1), from.size(2), streamOf(x)),
          "RoPE");
    return out.transpose(0, 1);
}

at::Tensor swiGluOnGpu(const at::Tensor &gate, const at::Tensor &up)
{
    checkBf16(up, "the gated half");
    TORCH_CHECK(gate.sizes() == up.sizes(), "a gate of another shape");
    const at::Tensor left = gate.contiguous();
    const at::Tensor right = up.contiguous();
    const at::Tensor out = at::empty_like(left);
    check(opened().swiGlu(halves(left), halves(right), halvesOf(out), left.numel(), streamOf(gate)),
          "SwiGLU");
    return out;
}

bool fitsFewRows(const at::Tensor &x, const Weights &weights)
{
    if (!fitsOwnKernels(x) || x.dim() < 1 || x.size(-1) != weights.inputs())
        return false;
    const std::int64_t columns = weights.inputs();
    const WeightKind kind = weights.kind();
    const bool known
        = kind == WeightKind::Bf16 || kind == WeightKind::Int8 || kind == WeightKind::Int4;
    return known && columns > 0 && columns % cuda::kColumnsTogether == 0
           && x.numel() <= columns * cuda::kMostRows && weights.numbers.is_contiguous()
           && reinterpret_cast<std::uintptr_t>(weights.numbers.const_data_ptr()) % 16 == 0;
}

at::Tensor linearOnGpu(const at::Tensor &x, const Weights &weights, const at::Tensor &bias)
{
    at::Tensor rows = x.contiguous();
    if (reinterpret_cast<std::uintptr_t>(rows.const_data_ptr()) % 16 != 0)
        rows = rows.clone();
    std::vector<std::int64_t> shape = x.sizes().vec();
    shape.back() = weights.outputs();
    const at::Tensor out = at::empty(shape, x.options());
    Product product;
    product.weight = matrixOf(weights);
    product.count = rows.numel() / product.weight.columns;
    product.xBf16 = halves(rows);
    const at::Tensor offset = bias.defined() ? bias.to(at::kFloat).contiguous() : bias;
    if (offset.defined())
        product.bias = offset.const_data_ptr<float>();
    product.outBf16 = halvesOf(out);
    check(opened().multiplyFew(product, streamOf(x)), "a product");
    return out;
}

at::Tensor attendRowOnGpu(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v,
                          const at::Tensor &place)
{
    checkBf16(k, "a key");
    checkBf16(v, "a value");
    const std::int64_t size = q.size(2);
    TORCH_CHECK(q.size(1) == 1 && k.sizes() == v.sizes() && k.strides() == v.strides()
                    && k.size(2) == size && k.stride(2) == 1 && k.stride(1) == size,
                "queries, keys and values that do not fit together");
    const at::Tensor row = q.contiguous();
    const at::Tensor out = at::empty_like(row);
    cuda::AttendArguments made;
    made.q = halves(row);
    made.keys = halves(k);
    made.values = halves(v);
    made.headStride = k.stride(0);
    made.heads = q.size(0);
    made.keyHeads = k.size(0);
    made.size = size;
    made.scale = static_cast<float>(1 / std::sqrt(static_cast<double>(size)));
    made.seen = k.size(1);
    made.place = place.defined() ? place.const_data_ptr<std::int64_t>() : nullptr;
    made.parts = (k.size(1) + cuda::kKeysTogether - 1) / cuda::kKeysTogether;
    const at::Tensor scratch
        = at::empty({made.heads, made.parts, size + 2}, q.options().dtype(at::kFloat));
    made.scratch = scratch.mutable_data_ptr<float>();
    made.out = halvesOf(out);
    check(opened().attendRow(made, streamOf(q)), "attention");
    return out;
}

} // namespace ecva
