#pragma once

#include "core/base/Result.h"
#include "model/checkpoint/Checkpoint.h"
#include "model/layers/WeightSource.h"

#include <functional>
#include <memory>
#include <optional>

namespace ecva {

/// A tensor of the checkpoint in `type`. The same type and aligned: in place in the mapped file,
/// which the tensor keeps; else a copy, every value exact when it widens.
at::Tensor tensorOf(const TensorView &view, const std::shared_ptr<const Checkpoint> &checkpoint,
                    at::ScalarType type);

/// Whether tensorOf() needs no memory of its own.
bool isUsedInPlace(const TensorView &view, at::ScalarType type);

/// How an adapter's changes are computed.
enum class Adapter {
    Merged, ///< W + s · B A, in fp32 and rounded once
    Live,   ///< W x + s · B (A x): the weights stay where the file has them
};

/// The decoder's and connector's weights with the adapter's changes, or the tower's; `onTensor` is
/// called for each one taken. `quantisation`: what the products of the decoder's layers make of
/// theirs.
WeightSource weightsOf(const std::shared_ptr<const Checkpoint> &checkpoint, bool tower,
                       at::ScalarType type, std::function<void()> onTensor,
                       Adapter adapter = Adapter::Merged,
                       std::optional<WeightKind> quantisation = {});

/// Every tensor of expectedTensors() is there in its shape. Errors: BadInput, with the counts and
/// the first few by name.
Result<void> checkComplete(const Checkpoint &checkpoint);

/// Bytes of the tensors that cannot be used in place; `everything`: of all, as another device needs
/// them.
double copiedBytes(const Checkpoint &checkpoint, at::ScalarType type,
                   Adapter adapter = Adapter::Merged, std::optional<WeightKind> quantisation = {},
                   bool everything = false);

} // namespace ecva
