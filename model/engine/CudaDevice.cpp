#include "model/engine/CudaDevice.h"

#include "core/base/Log.h"
#include "model/api/Modules.h"
#include "model/ops/CudaOps.h"

#include <ATen/Context.h>
#include <ATen/detail/CUDAHooksInterface.h>
#if __has_include(<c10/core/CachingDeviceAllocator.h>)
#include <c10/core/CachingDeviceAllocator.h>
#endif

#include <atomic>
#include <dlfcn.h>
#include <filesystem>
#include <link.h>
#include <mutex>
#include <string>

namespace ecva {
namespace {

namespace fs = std::filesystem;

constexpr char kDriver[] = "libcuda.so.1";
constexpr char kKernels[] = "libecva_cuda.so";
constexpr char kRecorder[] = "libecva_cuda_graph.so";
constexpr char kTorchCpu[] = "libtorch_cpu.so";
constexpr char kTorchCuda[] = "libtorch_cuda.so";

std::mutex theMutex;
const CudaModule *theModule = nullptr; // guarded by theMutex; once it is set a GPU is ready
std::atomic<const CudaRecorder *> theRecorder{nullptr};
std::atomic<bool> recorderWanted{true};

auto refused(const std::string &why)
{
    return fail(ErrorCode::Device, "device cuda: " + why);
}

std::string whyNotLoaded()
{
    const char *reason = dlerror();
    return reason ? reason : "no reason given";
}

/// Of our kernels; the runtime in them tells whether there is a GPU.
Result<const CudaModule *> openKernels()
{
    const fs::path file = findModule(kKernels);
    if (file.empty())
        return refused(std::string(kKernels)
                       + " is not there: it is built where CUDA's compiler, nvcc, is installed");
    void *handle = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        return refused(file.string() + " does not load: " + whyNotLoaded());
    using Entry = const CudaModule *(*)(int);
    const auto entry = reinterpret_cast<Entry>(dlsym(handle, kCudaEntry));
    const CudaModule *module = entry ? entry(kCudaAbi) : nullptr;
    if (!module)
        return refused(file.string() + " is of another version than the engine");
    int count = 0;
    if (const int status = module->deviceCount(&count); status != 0)
        return refused(std::string("no CUDA device: ") + module->errorText(status));
    if (count == 0)
        return refused("no CUDA device");
    return module;
}

/// The kernels' module where there is a driver and a GPU; takes no memory there.
Result<const CudaModule *> findGpu()
{
    if (!dlopen(kDriver, RTLD_NOW | RTLD_LOCAL))
        return refused(std::string("no CUDA device: there is no NVIDIA driver (") + kDriver + ")");
    return openKernels();
}

/// Nothing depends on it: steps are launched one by one without.
void openRecorder()
{
    const fs::path file = findModule(kRecorder);
    void *handle = file.empty() ? nullptr : dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        if (!file.empty())
            log(LogLevel::Warning, "engine", file.string() + " does not load: " + whyNotLoaded());
        return;
    }
    using Entry = const CudaRecorder *(*)(int);
    if (const auto entry = reinterpret_cast<Entry>(dlsym(handle, kCudaRecorderEntry)))
        theRecorder = entry(kCudaRecorderAbi);
}

/// Where the LibTorch lies that this engine runs on.
fs::path torchFolder()
{
    void *handle = dlopen(kTorchCpu, RTLD_NOW | RTLD_NOLOAD);
    link_map *map = nullptr;
    if (!handle || dlinfo(handle, RTLD_DI_LINKMAP, &map) != 0 || !map)
        return {};
    const fs::path folder = fs::path(map->l_name).parent_path();
    dlclose(handle); // the count only: the engine holds it
    return folder;
}

} // namespace

Result<void> openTorchCuda()
{
    const fs::path file = torchFolder() / kTorchCuda;
    std::error_code error;
    if (!fs::exists(file, error))
        return refused("LibTorch's CUDA half is not there: " + file.string()
                       + "; build with ECVA_LIBTORCH naming the folder `torch` of a PyTorch of this"
                         " version that pip installed, which has it");
    // Local, and with it all it needs: in the global scope LibTorch's symbols would take the place
    // of SentencePiece's.
    if (!dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL))
        return refused("LibTorch's CUDA half does not load: " + whyNotLoaded());
    // LibTorch looks for it once and remembers what it saw.
    if (!at::detail::getCUDAHooks().hasCUDART())
        return refused("LibTorch has looked for CUDA before this opened it and does not look again:"
                       " start the program anew");
    return {};
}

Result<void> openCuda()
{
    const std::lock_guard lock(theMutex);
    if (theModule)
        return {};
    const auto module = findGpu();
    if (!module)
        return fail(module);
    if (const auto opened = openTorchCuda(); !opened)
        return fail(opened);
    if (at::detail::getCUDAHooks().getNumGPUs() < 1)
        return refused("no CUDA device that LibTorch can use");
    // The first call that takes memory on the GPU.
    if (const int status = (*module)->runsHere(); status != 0)
        return refused(std::string("the first GPU does not run the kernels of ") + kKernels + ": "
                       + (*module)->errorText(status));
    at::globalContext().setAllowTF32CuBLAS(false);
    at::globalContext().setAllowTF32CuDNN(false);
    useCudaModule(**module);
    openRecorder();
    theModule = *module;
    return {};
}

const CudaRecorder *cudaRecorder()
{
    return recorderWanted ? theRecorder.load() : nullptr;
}

void useCudaRecorder(bool use)
{
    recorderWanted = use;
}

Result<at::Device> deviceFor(Device asked)
{
    if (asked == Device::Cpu) {
        static std::once_flag once;
        std::call_once(once, [] {
            if (findGpu())
                (void)openTorchCuda();
        });
        return at::Device(at::kCPU);
    }
    const auto opened = openCuda();
    if (opened)
        return at::Device(at::kCUDA, 0);
    if (asked == Device::Auto)
        return at::Device(at::kCPU);
    return fail(opened);
}

std::optional<std::uint64_t> freeCudaMemory()
{
    const std::lock_guard lock(theMutex);
    std::uint64_t bytes = 0;
    if (!theModule || theModule->freeMemory(&bytes) != 0)
        return {};
#if __has_include(<c10/core/CachingDeviceAllocator.h>)
    // Its own stock, once it has one.
    if (auto *own = c10::getDeviceAllocator(at::kCUDA); own->initialized()) {
        const auto stats = own->getDeviceStats(0);
        bytes += static_cast<std::uint64_t>(stats.reserved_bytes.front().current
                                            - stats.allocated_bytes.front().current);
    }
#endif
    return bytes;
}

void waitFor(const at::Device &device)
{
    if (device.is_cuda())
        at::detail::getCUDAHooks().deviceSynchronize(device.index());
}

} // namespace ecva
