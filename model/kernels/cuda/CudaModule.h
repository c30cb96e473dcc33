#pragma once

#include "model/kernels/cuda/CudaKernels.h"

#include <cstdint>

namespace ecva {

/// What the module of CUDA kernels (libecva_cuda) offers: it alone links the CUDA runtime, and is
/// opened only where a GPU is asked for. Functions that return int return CUDA's status, 0 for
/// success.
struct CudaModule
{
    const char *(*errorText)(int status) = nullptr;
    int (*deviceCount)(int *count) = nullptr;
    /// Whether the current device runs what these kernels were compiled for.
    int (*runsHere)() = nullptr;
    int (*freeMemory)(std::uint64_t *bytes) = nullptr; ///< of the current device
    decltype(&cuda::scanBothWays) scanBothWays = nullptr;
    decltype(&cuda::rmsNorm) rmsNorm = nullptr;
    decltype(&cuda::rope) rope = nullptr;
    decltype(&cuda::swiGlu) swiGlu = nullptr;
    decltype(&cuda::multiplyFew) multiplyFew = nullptr;
    decltype(&cuda::attendRow) attendRow = nullptr;
};

/// Name of the one exported function: `extern "C" const ecva::CudaModule *(int abi)`; null when the
/// abi is not the module's.
inline constexpr char kCudaEntry[] = "ecva_cuda_module";
inline constexpr int kCudaAbi = 2;

} // namespace ecva
