#include "model/kernels/cuda/CudaModule.h"

#include <cuda_runtime_api.h>

namespace {

int freeMemory(std::uint64_t *bytes)
{
    std::size_t free = 0;
    std::size_t all = 0;
    const cudaError_t status = cudaMemGetInfo(&free, &all);
    *bytes = free;
    return status;
}

} // namespace

extern "C" const ecva::CudaModule *ecva_cuda_module(int abi);

extern "C" const ecva::CudaModule *ecva_cuda_module(int abi)
{
    static const ecva::CudaModule kModule{
        [](int status) { return cudaGetErrorString(static_cast<cudaError_t>(status)); },
        [](int *count) { return static_cast<int>(cudaGetDeviceCount(count)); },
        ecva::cuda::runsHere,
        freeMemory,
        ecva::cuda::scanBothWays,
        ecva::cuda::rmsNorm,
        ecva::cuda::rope,
        ecva::cuda::swiGlu,
        ecva::cuda::multiplyFew,
        ecva::cuda::attendRow,
    };
    return abi == ecva::kCudaAbi ? &kModule : nullptr;
}
