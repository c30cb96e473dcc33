// Not yet run on a GPU.
#include "model/engine/CudaRecording.h"

#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>
#include <c10/util/Exception.h>

namespace ecva {
namespace {

/// Runs what may throw. Empty, or what was thrown.
template <typename Work>
std::string thrownBy(const Work &work)
{
    try {
        work();
        return {};
    } catch (const c10::Error &error) {
        return error.what_without_backtrace();
    } catch (const std::exception &error) {
        return error.what();
    } catch (...) {
        return "an unknown exception";
    }
}

class Graph : public CudaRecording
{
public:
    /// Throws c10::Error and what `work` throws; recording has ended then.
    void record(const std::function<void()> &work)
    {
        // The default stream cannot be recorded. One for all recordings: LibTorch keeps a stream's
        // memory for it.
        thread_local const c10::cuda::CUDAStream own = c10::cuda::getStreamFromPool();
        const c10::cuda::CUDAStream before = c10::cuda::getCurrentCUDAStream();
        before.synchronize();
        const c10::cuda::CUDAStreamGuard guard(own);
        work();
        own.synchronize();
        // Other threads may go on working on theirs.
        m_graph.capture_begin({0, 0}, cudaStreamCaptureModeThreadLocal);
        const std::string failed = thrownBy(work);
        const std::string notEnded = thrownBy([this] { m_graph.capture_end(); });
        TORCH_CHECK(failed.empty(), failed);
        TORCH_CHECK(notEnded.empty(), notEnded);
    }

    std::string play() override
    {
        return thrownBy([this] { m_graph.replay(); });
    }

private:
    at::cuda::CUDAGraph m_graph;
};

std::unique_ptr<CudaRecording> record(const std::function<void()> &work, std::string &why)
{
    std::unique_ptr<Graph> graph;
    why = thrownBy([&] {
        graph = std::make_unique<Graph>();
        graph->record(work);
    });
    if (why.empty())
        return graph;
    // What was recorded by half is let go; its destructor only warns.
    graph.reset();
    (void)cudaGetLastError();
    return nullptr;
}

} // namespace
} // namespace ecva

extern "C" const ecva::CudaRecorder *ecva_cuda_graph_module(int abi);

extern "C" const ecva::CudaRecorder *ecva_cuda_graph_module(int abi)
{
    static const ecva::CudaRecorder kRecorder{ecva::record};
    return abi == ecva::kCudaRecorderAbi ? &kRecorder : nullptr;
}
