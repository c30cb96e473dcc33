#pragma once

#include "core/base/Result.h"
#include "model/checkpoint/ModelConfig.h"
#include "model/checkpoint/TensorView.h"

#include <functional>
#include <string_view>

namespace ecva {

/// A tensor by the name of expectedTensors(), null when it is missing.
using FindTensor = std::function<const TensorView *(std::string_view)>;

// Sizes that no config gives, from the shapes of the tensors that are there.
// Errors: BadInput (tensor and shape).

/// Model spec A.4: heads = hidden / 64, quick_gelu, ε 1e-5, image = √(positions − 1) · patch. A
/// tower without a class embedding is SigLIP's: √positions, ε 1e-6, gelu_pytorch_tanh, 16 heads
/// where the hidden size is 1152, and pictures as large as `name` says at its end
/// ("…-patch14-384") where that gives as many patches: the last pixels may belong to none.
Result<TowerConfig> towerFromShapes(const FindTensor &find, std::string_view name = {});

/// Model spec C.1. What no tensor tells has Mamba's own default: I = 2 D, N = 16, R = ⌈D/16⌉, k
/// = 4.
Result<MambaConnectorConfig> connectorFromShapes(const FindTensor &find, int width, int output);

/// Model spec D: the inner widths of the excitations; a quarter of the block's input, rounded half
/// to even, where no tensor tells.
Result<StcConnectorConfig> stcFromShapes(const FindTensor &find, int width, int output);

} // namespace ecva
