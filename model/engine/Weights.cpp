#include "model/engine/Weights.h"

#include <ATen/ops/add.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/matmul.h>
#include <c10/util/Exception.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace ecva {
namespace {

constexpr std::size_t kNamed = 3;

at::ScalarType torchType(ScalarType type)
{
    switch (type) {
    case ScalarType::F64:
        return at::kDouble;
    case ScalarType::F32:
        return at::kFloat;
    case ScalarType::F16:
        return at::kHalf;
    case ScalarType::BF16:
        return at::kBFloat16;
    case ScalarType::I64:
        return at::kLong;
    case ScalarType::I32:
        return at::kInt;
    case ScalarType::I16:
        return at::kShort;
    case ScalarType::I8:
        return at::kChar;
    case ScalarType::U8:
        return at::kByte;
    case ScalarType::Bool:
        return at::kBool;
    }
    return at::kFloat;
}

bool isAligned(const TensorView &view)
{
    return reinterpret_cast<std::uintptr_t>(view.data) % byteSize(view.type) == 0;
}

// The matrices of the decoder's layers: nearly all of its weights.
bool isQuantised(const std::string &name)
{
    return name.starts_with("model.layers.") && name.ends_with("_proj.weight");
}

double bytesPerNumber(WeightKind kind)
{
    return kind == WeightKind::Int4 ? 0.5 + 2.0 / kInt4Group : 1.0; // int8's scales are few
}

std::string count(std::size_t number, const char *what)
{
    return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

} // namespace

bool isUsedInPlace(const TensorView &view, at::ScalarType type)
{
    return torchType(view.type) == type && isAligned(view);
}

at::Tensor tensorOf(const TensorView &view, const std::shared_ptr<const Checkpoint> &checkpoint,
                    at::ScalarType type)
{
    const at::ScalarType stored = torchType(view.type);
    if (!isAligned(view)) {
        at::Tensor copy = at::empty(view.shape, stored);
        std::memcpy(copy.mutable_data_ptr(), view.data, view.bytes);
        return copy.to(type);
    }
    // The file is mapped for reading only and nothing in the engine writes to a weight.
    auto *data = const_cast<std::byte *>(view.data);
    if (stored == type)
        return at::from_blob(data, view.shape, [checkpoint](void *) {}, stored);
    return at::from_blob(data, view.shape, stored).to(type);
}

WeightSource weightsOf(const std::shared_ptr<const Checkpoint> &checkpoint, bool tower,
                       at::ScalarType type, std::function<void()> onTensor, Adapter adapter,
                       std::optional<WeightKind> quantisation)
{
    const auto take = [=, onTensor = std::move(onTensor)](const std::string &name) {
        const TensorView *view = tower ? checkpoint->towerWeight(name) : checkpoint->weight(name);
        TORCH_CHECK(view, "the checkpoint has no tensor ", name);
        onTensor();
        const LoraPair *change = tower ? nullptr : checkpoint->lora(name);
        if (!change || adapter == Adapter::Live)
            return tensorOf(*view, checkpoint, type);
        const at::Tensor a = tensorOf(*change->a, checkpoint, at::kFloat);
        const at::Tensor b = tensorOf(*change->b, checkpoint, at::kFloat);
        return at::add(tensorOf(*view, checkpoint, at::kFloat), at::matmul(b, a),
                       checkpoint->loraScale())
            .to(type);
    };
    const auto kind = [quantisation](const std::string &name) {
        return isQuantised(name) ? quantisation : std::nullopt;
    };
    if (tower)
        return take;
    if (adapter == Adapter::Merged)
        return {take, {}, kind};
    const auto change = [=](const std::string &name) -> std::optional<LowRank> {
        const LoraPair *pair = checkpoint->lora(name);
        if (!pair)
            return {};
        return LowRank{tensorOf(*pair->a, checkpoint, type), tensorOf(*pair->b, checkpoint, type),
                       checkpoint->loraScale()};
    };
    return {take, change, kind};
}

Result<void> checkComplete(const Checkpoint &checkpoint)
{
    const ModelInfo &info = checkpoint.info();
    if (info.isComplete())
        return {};
    std::string text;
    if (!info.missing.empty()) {
        text = count(info.missing.size(), "tensor") + " missing:";
        for (std::size_t i = 0; i < std::min(kNamed, info.missing.size()); ++i)
            text += (i ? ", " : " ") + info.missing[i];
        if (info.missing.size() > kNamed)
            text += ", …";
    }
    if (!info.misshaped.empty()) {
        text += (text.empty() ? "" : "; ") + count(info.misshaped.size(), "tensor")
                + " of another shape:";
        for (std::size_t i = 0; i < std::min(kNamed, info.misshaped.size()); ++i) {
            const TensorMismatch &wrong = info.misshaped[i];
            text += (i ? ", " : " ") + wrong.name + " is " + shapeText(wrong.found) + ", not "
                    + shapeText(wrong.expected);
        }
        if (info.misshaped.size() > kNamed)
            text += ", …";
    }
    return fail(ErrorCode::BadInput, text, checkpoint.folder().string());
}

double copiedBytes(const Checkpoint &checkpoint, at::ScalarType type, Adapter adapter,
                   std::optional<WeightKind> quantisation, bool everything)
{
    double bytes = 0;
    const auto add = [&](const TensorView &view) {
        bytes += static_cast<double>(view.bytes / byteSize(view.type))
                 * static_cast<double>(c10::elementSize(type));
    };
    for (const ExpectedTensor &tensor : expectedTensors(checkpoint.config())) {
        const TensorView *view = checkpoint.find(tensor);
        const LoraPair *change = tensor.ofTower ? nullptr : checkpoint.lora(tensor.name);
        const bool isMerged = change && adapter == Adapter::Merged;
        if (view && quantisation && !tensor.ofTower && isQuantised(tensor.name))
            bytes += static_cast<double>(view->bytes / byteSize(view->type))
                     * bytesPerNumber(*quantisation);
        else if (view && (everything || isMerged || !isUsedInPlace(*view, type)))
            add(*view);
        if (!change || isMerged)
            continue;
        for (const TensorView *half : {change->a, change->b}) {
            if (everything || !isUsedInPlace(*half, type))
                add(*half);
        }
    }
    return bytes;
}

} // namespace ecva
