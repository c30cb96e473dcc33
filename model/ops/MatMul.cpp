#include "model/ops/MatMul.h"

#include "model/kernels/Quantise.h"
#include "model/ops/CudaOps.h"
#include "model/ops/LargePages.h"
#include "model/ops/Threads.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/linear.h>

#include <algorithm>
#include <cstdint>
#include <optional>

namespace ecva {
namespace {

constexpr std::int64_t kBytesPerTask = 256 * 1024; // of weights that are streamed past
constexpr std::int64_t kPanelsPerTask = 1;

bool isOurs(at::ScalarType type)
{
    return type == at::kFloat || type == at::kBFloat16 || type == at::kHalf;
}

bool isQuantised(WeightKind kind)
{
    return kind == WeightKind::Int8 || kind == WeightKind::Int4;
}

std::int64_t bytesPerRow(const Weights &weights)
{
    return weights.numbers.size(1) * static_cast<std::int64_t>(weights.numbers.element_size());
}

const std::uint16_t *halves(const at::Tensor &tensor)
{
    return static_cast<const std::uint16_t *>(tensor.const_data_ptr());
}

void multiplyFew(const Kernels &arithmetic, const Product &product, std::int64_t rowBytes)
{
    // Whole groups of rows, so that no part ends in a slower single row.
    constexpr std::int64_t kRowsTogether = 16;
    const std::int64_t rows
        = std::max<std::int64_t>(1, kBytesPerTask / std::max<std::int64_t>(1, rowBytes)
                                        / kRowsTogether)
          * kRowsTogether;
    const std::int64_t parts = (product.weight.rows + rows - 1) / rows;
    shareOut(parts, [&](std::int64_t part) {
        arithmetic.multiplyFew(product, part * rows,
                               std::min((part + 1) * rows, product.weight.rows));
    });
}

void multiplyMany(const ManyRowsProduct &way, const Product &product)
{
    const auto bytes = [](std::int64_t count) { return at::empty({count}, at::kByte); };
    const at::Tensor packed = inLargePages(bytes(way.packedBytes(product)));
    void *x = packed.mutable_data_ptr();
    shareOut(way.panels(product),
             [&](std::int64_t panel) { way.pack(product, x, panel, panel + kPanelsPerTask); });
    const std::int64_t blocks = way.blocks(product);
    const std::int64_t threads = std::min<std::int64_t>(at::get_num_threads(), blocks);
    const at::Tensor scratch = bytes(std::max<std::int64_t>(1, threads) * way.scratchBytes);
    auto *mine = scratch.mutable_data_ptr<std::uint8_t>();
    shareOutWithin(threads, blocks, [&](std::int64_t thread, std::int64_t block) {
        way.multiply(product, x, block, block + 1, mine + thread * way.scratchBytes);
    });
}

bool libraryIsBetter(WeightKind kind, std::int64_t count)
{
    if (isQuantised(kind))
        return false;
    if (cpuLevel() == CpuLevel::Portable)
        return true;
    if (count <= fewRowsFor(kind))
        return false;
    const LibraryProducts library = libraryProducts();
    const std::int64_t from = kind == WeightKind::Bf16   ? library.bf16
                              : kind == WeightKind::Fp32 ? library.fp32
                                                         : 0;
    return from > 0 && count >= from;
}

} // namespace

WeightMatrix matrixOf(const Weights &weights)
{
    WeightMatrix matrix;
    matrix.kind = weights.kind();
    matrix.rows = weights.outputs();
    matrix.columns = weights.inputs();
    matrix.data = weights.numbers.const_data_ptr();
    if (matrix.kind == WeightKind::Int8)
        matrix.scales = weights.scales.const_data_ptr<float>();
    if (matrix.kind == WeightKind::Int4)
        matrix.groupScales = halves(weights.scales);
    return matrix;
}

WeightKind Weights::kind() const
{
    switch (numbers.scalar_type()) {
    case at::kBFloat16:
        return WeightKind::Bf16;
    case at::kHalf:
        return WeightKind::Fp16;
    case at::kChar:
        return WeightKind::Int8;
    case at::kByte:
        return WeightKind::Int4;
    default:
        return WeightKind::Fp32;
    }
}

std::int64_t Weights::inputs() const
{
    return kind() == WeightKind::Int4 ? 2 * numbers.size(1) : numbers.size(1);
}

Weights quantised(const at::Tensor &weights, WeightKind kind)
{
    const std::int64_t rows = weights.size(0);
    const std::int64_t columns = weights.size(1);
    const bool int4 = kind == WeightKind::Int4 && columns % kInt4Group == 0;
    Weights made;
    made.numbers
        = int4 ? at::empty({rows, columns / 2}, at::kByte) : at::empty({rows, columns}, at::kChar);
    made.scales
        = int4 ? at::empty({rows, columns / kInt4Group}, at::kHalf) : at::empty({rows}, at::kFloat);
    // Some rows at a time in fp32: the whole would be twice what the file holds.
    constexpr std::int64_t kRows = 64;
    const std::int64_t parts = (rows + kRows - 1) / kRows;
    shareOut(parts, [&](std::int64_t part) {
        const std::int64_t first = part * kRows;
        const std::int64_t count = std::min(kRows, rows - first);
        const at::Tensor wide = weights.narrow(0, first, count).to(at::kFloat).contiguous();
        const float *from = wide.const_data_ptr<float>();
        for (std::int64_t row = first; row < first + count; ++row, from += columns) {
            if (int4)
                packInt4(from, columns,
                         made.numbers.mutable_data_ptr<std::uint8_t>() + row * columns / 2,
                         static_cast<std::uint16_t *>(made.scales.mutable_data_ptr())
                             + row * (columns / kInt4Group));
            else
                made.scales.mutable_data_ptr<float>()[row] = quantiseInt8(
                    from, columns, made.numbers.mutable_data_ptr<std::int8_t>() + row * columns);
        }
    });
    return made;
}

at::Tensor linearBy(const Kernels &arithmetic, const at::Tensor &x, const Weights &weights,
                    const at::Tensor &bias)
{
    const at::ScalarType type = x.scalar_type();
    const at::Tensor rows = x.contiguous();
    at::Tensor wide, offset;
    Product product;
    product.weight = matrixOf(weights);
    product.count = product.weight.columns == 0 ? 0 : rows.numel() / product.weight.columns;
    if (type == at::kBFloat16)
        product.xBf16 = halves(rows);
    if (bias.defined()) {
        offset = bias.to(at::kFloat).contiguous();
        product.bias = offset.const_data_ptr<float>();
    }
    std::vector<std::int64_t> shape = x.sizes().vec();
    shape.back() = product.weight.rows;
    const at::Tensor out
        = inLargePages(at::empty(shape, type == at::kBFloat16 ? at::kBFloat16 : at::kFloat));
    if (type == at::kBFloat16)
        product.outBf16 = static_cast<std::uint16_t *>(out.mutable_data_ptr());
    else
        product.out = out.mutable_data_ptr<float>();
    if (out.numel() == 0)
        return out.to(type);

    const bool inPairs
        = product.xBf16 && arithmetic.bf16.multiply && product.weight.kind != WeightKind::Fp32
          && product.weight.kind != WeightKind::Fp16 && product.weight.columns % 2 == 0;
    const bool areFew = product.count <= fewRowsFor(product.weight.kind);
    if (areFew || !inPairs) {
        wide = rows.to(at::kFloat);
        product.x = wide.const_data_ptr<float>();
    }
    if (areFew)
        multiplyFew(arithmetic, product, bytesPerRow(weights));
    else
        multiplyMany(inPairs ? arithmetic.bf16 : arithmetic.wide, product);
    return out.to(type);
}

at::Tensor linearComposed(const at::Tensor &x, const Weights &weights, const at::Tensor &bias)
{
    const at::ScalarType type = x.scalar_type();
    const auto offset = bias.defined() ? std::optional(bias) : std::nullopt;
    if (weights.kind() == WeightKind::Int8) {
        // Signed bytes are whole in bf16 and fp16.
        at::Tensor out = at::linear(x, weights.numbers.to(type)).to(at::kFloat) * weights.scales;
        if (offset)
            out = out + *offset;
        return out.to(type);
    }
    constexpr std::int64_t kHalf = kInt4Group / 2;
    const std::int64_t rows = weights.outputs();
    const std::int64_t groups = weights.inputs() / kInt4Group;
    const at::Tensor packed = weights.numbers.view({rows, groups, kHalf});
    const at::Tensor levels = at::cat({packed.bitwise_and(15), packed.bitwise_right_shift(4)}, 2);
    const at::Tensor numbers
        = (levels.to(at::kFloat) - 8) * weights.scales.to(at::kFloat).unsqueeze(2);
    return at::linear(x, numbers.to(type).view({rows, weights.inputs()}), offset);
}

at::Tensor linear(const at::Tensor &x, const Weights &weights, const at::Tensor &bias)
{
    const WeightKind kind = weights.kind();
    if (fitsFewRows(x, weights))
        return linearOnGpu(x, weights, bias);
    if (isQuantised(kind) && !x.is_cpu())
        return linearComposed(x, weights, bias);
    const at::ScalarType type = x.scalar_type();
    const std::int64_t count = x.size(-1) == 0 ? 0 : x.numel() / x.size(-1);
    const bool fits = isOurs(type) && (isQuantised(kind) || weights.numbers.scalar_type() == type)
                      && weights.numbers.is_contiguous() && x.is_cpu()
                      && x.size(-1) == weights.inputs();
    if (!fits || libraryIsBetter(kind, count))
        return at::linear(x, weights.numbers, bias.defined() ? std::optional(bias) : std::nullopt);
    return linearBy(kernels(), x, weights, bias);
}

} // namespace ecva
