#pragma once

#include "core/base/Result.h"
#include "model/api/Generation.h"
#include "model/engine/CudaRecording.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <optional>

namespace ecva {

/// Makes the first GPU ready: its driver, our kernels (libecva_cuda) and LibTorch's CUDA half,
/// which lies beside its CPU half and is opened here, once, when a device is first asked for.
/// Products and convolutions in fp32 are then summed in fp32, without TF32. Thread-safe. Errors:
/// Device, with what is missing and what to do. Not yet run on a GPU.
Result<void> openCuda();

/// The part of openCuda() that needs no GPU: LibTorch's CUDA half. Errors: Device.
Result<void> openTorchCuda();

/// What records launches, where openCuda() found a module for it and nobody turned it off.
const CudaRecorder *cudaRecorder();
/// For programs that hold both ways beside each other. On at the start.
void useCudaRecorder(bool use);

/// Where a model is loaded: the CPU for Auto when openCuda() fails. For the CPU too LibTorch's CUDA
/// half is opened where there is a GPU: after its first arithmetic it would not be found any more,
/// and the next model may be wanted there. Errors: those of openCuda().
Result<at::Device> deviceFor(Device asked);

/// Bytes that may still be asked for on the GPU, what LibTorch keeps for later included. Nothing
/// when it does not say, or there is none open.
std::optional<std::uint64_t> freeCudaMemory();

/// Until the GPU has done what it was given, so that a clock tells the truth. Nothing for the CPU.
void waitFor(const at::Device &device);

} // namespace ecva
