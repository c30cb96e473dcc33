#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <string>

namespace ecva {

/// A weight by its published name, in the type that is computed in. Throws c10::Error when there
/// is none: whoever loads has looked before.
using WeightSource = std::function<at::Tensor(const std::string &name)>;

} // namespace ecva
