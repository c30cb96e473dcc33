#pragma once

// Runs a kernel's threads one after the other, each until it has to wait: at a barrier of its block
// or in an exchange with its warp. A wait that cannot end, as one that only some of a warp's
// threads come to, ends the program, and so does a load at an address that does not fit its size.
#include <cuda_runtime_api.h>

#include <cmath>
#include <functional>

namespace standin {

struct Place
{
    unsigned x = 0, y = 0, z = 0;
};
inline Place thread, block;

/// Each block of `blocks` in turn; `threads` is a multiple of a warp's 32.
void run(const std::function<void()> &kernel, dim3 blocks, int threads);
/// All threads of the block that have not ended.
void barrier();
/// `value` as the lane has it whose number differs in the bits of `mask`; all 32 take part.
float exchange(float value, int mask);
[[noreturn]] void stop(const char *why);

} // namespace standin

#define threadIdx standin::thread
#define blockIdx standin::block

inline void __syncthreads()
{
    standin::barrier();
}
inline float __shfl_xor_sync(unsigned lanes, float value, int mask, int = 32)
{
    if (lanes != 0xFFFFFFFFU)
        standin::stop("an exchange without all lanes");
    return standin::exchange(value, mask);
}
template <typename T>
T __ldg(const T *from)
{
    if (reinterpret_cast<std::uintptr_t>(from) % sizeof(T) != 0)
        standin::stop("a load at an address that does not fit");
    return *from;
}
inline float __uint_as_float(unsigned bits)
{
    float value = 0;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}
inline float __fmaf_rn(float a, float b, float c)
{
    return std::fma(a, b, c);
}
inline float __fsub_rn(float a, float b)
{
    return a - b;
}
inline float __fdiv_rn(float a, float b)
{
    return a / b;
}
inline double __dmul_rn(double a, double b)
{
    return a * b;
}
inline float rsqrtf(float value)
{
    return 1 / std::sqrt(value);
}
