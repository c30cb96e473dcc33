#pragma once

// What the checks of single kernels share: numbers on the device, and how far apart two sides are.
#include "model/kernels/Numbers.h"

#include <cuda_runtime_api.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

namespace ecva::test {

/// The stand-in runs a thread at a time: by so much smaller sizes.
#ifdef ECVA_CUDA_STANDIN
inline constexpr std::int64_t kSmaller = 8;
#else
inline constexpr std::int64_t kSmaller = 1;
#endif

inline int failures = 0;

inline void check(int status, const char *what)
{
    if (status == cudaSuccess)
        return;
    std::printf("%s: %s\n", what, cudaGetErrorString(static_cast<cudaError_t>(status)));
    std::exit(1);
}

/// Numbers on the device, freed with it.
template <typename T>
class OnDevice
{
public:
    explicit OnDevice(const std::vector<T> &values)
        : m_count(values.size())
    {
        check(cudaMalloc(&m_data, m_count * sizeof(T)), "cudaMalloc");
        check(cudaMemcpy(m_data, values.data(), m_count * sizeof(T), cudaMemcpyHostToDevice),
              "to the device");
    }
    ~OnDevice() { cudaFree(m_data); }
    OnDevice(const OnDevice &) = delete;
    OnDevice &operator=(const OnDevice &) = delete;

    T *get() const { return static_cast<T *>(m_data); }
    std::vector<T> values() const
    {
        std::vector<T> back(m_count);
        check(cudaMemcpy(back.data(), m_data, m_count * sizeof(T), cudaMemcpyDeviceToHost),
              "from the device");
        return back;
    }

private:
    void *m_data = nullptr;
    std::size_t m_count;
};

inline std::vector<float> normal(std::size_t count, unsigned seed)
{
    std::mt19937 bits(seed);
    std::normal_distribution<float> draw;
    std::vector<float> values(count);
    for (float &value : values)
        value = draw(bits);
    return values;
}

inline std::vector<std::uint16_t> narrowed(const std::vector<float> &values)
{
    std::vector<std::uint16_t> halves;
    for (const float value : values)
        halves.push_back(toBf16(value));
    return halves;
}

inline double furthest(const std::vector<float> &a, const std::vector<float> &b)
{
    double most = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double distance = std::fabs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
        if (!(distance <= most)) // no number counts
            most = distance;
    }
    return most;
}

inline void report(const char *what, double distance, double bound)
{
    const bool good = distance <= bound;
    std::printf("%-28s %.3g (at most %.3g) %s\n", what, distance, bound, good ? "ok" : "FAILED");
    failures += good ? 0 : 1;
}

inline double furthestBf16(const std::vector<std::uint16_t> &got,
                           const std::vector<float> &expected)
{
    std::vector<float> a, b;
    for (std::size_t i = 0; i < got.size(); ++i) {
        const float size = std::max(1.0F, std::fabs(expected[i]));
        a.push_back(fromBf16(got[i]) / size);
        b.push_back(expected[i] / size);
    }
    return furthest(a, b);
}

/// GpuStepCheck.cpp: the kernels of a decoding step.
void checkSteps();

} // namespace ecva::test
