#pragma once

#include <functional>
#include <memory>
#include <string>

namespace ecva {

/// Work on the GPU that was recorded once, as a CUDA graph, and is played again on the same memory.
class CudaRecording
{
public:
    virtual ~CudaRecording() = default;
    /// Puts it on LibTorch's current stream. Empty, or what CUDA said.
    virtual std::string play() = 0;
};

/// What the module libecva_cuda_graph offers: it alone links LibTorch's CUDA half.
struct CudaRecorder
{
    /// Runs `work` once, so that libraries are ready and memory is taken, and once more to record
    /// it; nothing in it may wait for the GPU. The tensors that it makes live in memory of the
    /// recording. Null, with the reason, where that fails; nothing is thrown.
    std::unique_ptr<CudaRecording> (*record)(const std::function<void()> &work, std::string &why)
        = nullptr;
};

/// Name of the one exported function: `extern "C" const ecva::CudaRecorder *(int abi)`; null when
/// the abi is not the module's.
inline constexpr char kCudaRecorderEntry[] = "ecva_cuda_graph_module";
inline constexpr int kCudaRecorderAbi = 1;

} // namespace ecva
