#pragma once

#include "model/kernels/cuda/CudaModule.h"
#include "model/ops/MatMul.h"
#include "model/ops/Rope.h"
#include "model/ops/SelectiveScan.h"

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace ecva {

// Our CUDA kernels on tensors. The functions of this folder call them where they fit; each has the
// rule of the function it stands in for. They work on LibTorch's current stream and throw
// c10::Error when CUDA refuses a launch. Not yet run on a GPU.

/// The kernels that tensors on a GPU are worked on with; set before the first one is made.
void useCudaModule(const CudaModule &module);

/// Whether kernels of our own compute where they can (the start) or LibTorch's operators do, but
/// for the scan, which has none. For programs that hold one beside the other.
void useOwnKernels(bool use);

/// Numbers on a GPU that our kernels compute with: bf16, and nobody asked for LibTorch's.
bool fitsOwnKernels(const at::Tensor &x);

/// Both directions of a mixer, each as selectiveScan() has it, and their sum: one launch. There is
/// no other way to compute it on a GPU. The inputs' `order` is Onward, then Reversed. At most
/// cuda::kMostStates states.
at::Tensor selectiveScanOnGpu(const ScanInputs &onward, const ScanInputs &reversed);

/// rmsNorm(), applyRope(), swiGlu() for what fitsOwnKernels().
at::Tensor rmsNormOnGpu(const at::Tensor &x, const at::Tensor &weight, double epsilon);
at::Tensor applyRopeOnGpu(const at::Tensor &x, const RopeTable &table);
at::Tensor swiGluOnGpu(const at::Tensor &gate, const at::Tensor &up);

/// Whether linearOnGpu() takes it: few rows that fitsOwnKernels(), weights in bf16, 8 or 4 bits.
bool fitsFewRows(const at::Tensor &x, const Weights &weights);
/// linear(); each row bit for bit the same whatever stands beside it.
at::Tensor linearOnGpu(const at::Tensor &x, const Weights &weights, const at::Tensor &bias);

/// attention() of one row: q [heads, 1, size], k and v [key heads, keys, size]. With a `place`
/// (int64 [1], there) it sees keys 0 … place, else all of them.
at::Tensor attendRowOnGpu(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v,
                          const at::Tensor &place);

} // namespace ecva
