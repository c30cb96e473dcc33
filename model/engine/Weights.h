#pragma once

#include "core/base/Result.h"
#include "model/checkpoint/Checkpoint.h"
#include "model/layers/WeightSource.h"

#include <functional>
#include <memory>

namespace ecva {

/// A tensor of the checkpoint in `type`. The same type and aligned: in place in the mapped file,
/// which the tensor keeps; else a copy, every value exact when it widens.
at::Tensor tensorOf(const TensorView &view, const std::shared_ptr<const Checkpoint> &checkpoint,
                    at::ScalarType type);

/// Whether tensorOf() needs no memory of its own.
bool isUsedInPlace(const TensorView &view, at::ScalarType type);

/// The decoder's and connector's weights with the adapter's changes merged in, or the tower's;
/// `onTensor` is called for each one taken.
WeightSource weightsOf(const std::shared_ptr<const Checkpoint> &checkpoint, bool tower,
                       at::ScalarType type, std::function<void()> onTensor);

/// Every tensor of expectedTensors() is there in its shape. Errors: BadInput, with the counts and
/// the first few by name.
Result<void> checkComplete(const Checkpoint &checkpoint);

/// Bytes of the tensors that cannot be used in place.
double copiedBytes(const Checkpoint &checkpoint, at::ScalarType type);

} // namespace ecva
