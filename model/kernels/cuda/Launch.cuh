#pragma once

// How kernels are launched. Without nvcc it is a test's stand-in for CUDA that runs them.

#include "model/kernels/cuda/CudaKernels.h"

#include <cuda_runtime_api.h>

#ifndef __CUDACC__
#include <run_on_processor.h>
#endif

namespace ecva::cuda {

/// `blocks` of `threads` on the stream; CUDA's status, 0 for success.
template <typename... Parameters, typename... Arguments>
int launch(void (*kernel)(Parameters...), dim3 blocks, int threads, Stream stream,
           const Arguments &...arguments)
{
#ifdef __CUDACC__
    kernel<<<blocks, threads, 0, static_cast<cudaStream_t>(stream)>>>(arguments...);
    return cudaGetLastError();
#else
    (void)stream;
    standin::run([&] { kernel(arguments...); }, blocks, threads);
    return cudaSuccess;
#endif
}

/// Blocks of so many threads for `count` of them.
inline dim3 blocksOf(std::int64_t count, int threads)
{
    return dim3(static_cast<unsigned>((count + threads - 1) / threads));
}

} // namespace ecva::cuda
