#pragma once

#include <ATen/core/Tensor.h>

namespace ecva {

/// Asks for large pages under a CPU tensor's fresh memory, where it is large: the first touch then
/// costs a fault every 2 MiB. A wish, without effect where it cannot be granted. Returns the
/// tensor.
at::Tensor inLargePages(at::Tensor tensor);

} // namespace ecva
