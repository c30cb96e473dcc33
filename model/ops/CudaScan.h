#pragma once

#include "model/kernels/cuda/CudaModule.h"
#include "model/ops/SelectiveScan.h"

namespace ecva {

/// The kernels that tensors on a GPU are worked on with; set before the first one is made.
void useCudaModule(const CudaModule &module);

/// Both directions of a mixer on a GPU, each as selectiveScan() has it, and their sum: one launch
/// of our kernel. There is no other way to compute it there. The inputs' `order` is Onward, then
/// Reversed. Throws c10::Error (no kernels, more than cuda::kMostStates states, CUDA's own). Not
/// yet run on a GPU.
at::Tensor selectiveScanOnGpu(const ScanInputs &onward, const ScanInputs &reversed);

} // namespace ecva
