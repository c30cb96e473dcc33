#include "model/ops/CausalConv.h"

#include "model/ops/Norms.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty_like.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace ecva {
namespace {

constexpr std::int64_t kTimesPerTask = 64;

// taps is [k, channels], so that the innermost loop runs over neighbours.
template <typename T>
void convolve(const T *x, const T *taps, const T *bias, T *out, std::int64_t time,
              std::int64_t channels, std::int64_t kernel)
{
    at::parallel_for(0, time, kTimesPerTask, [=](std::int64_t begin, std::int64_t end) {
        for (std::int64_t t = begin; t < end; ++t) {
            T *row = out + t * channels;
            std::copy(bias, bias + channels, row);
            for (std::int64_t j = std::max<std::int64_t>(0, kernel - 1 - t); j < kernel; ++j) {
                const T *past = x + (t - kernel + 1 + j) * channels;
                const T *tap = taps + j * channels;
                for (std::int64_t i = 0; i < channels; ++i)
                    row[i] += tap[i] * past[i];
            }
            for (std::int64_t i = 0; i < channels; ++i)
                row[i] /= T(1) + std::exp(-row[i]);
        }
    });
}

} // namespace

at::Tensor causalConvSilu(const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias)
{
    const at::ScalarType type = accumulationType(x.scalar_type());
    const at::Tensor input = x.to(type).contiguous();
    const at::Tensor taps = weight.to(type).squeeze(1).t().contiguous();
    const at::Tensor offset = bias.to(type).contiguous();
    const at::Tensor out = at::empty_like(input);
    const auto run = [&]<typename T>(T) {
        convolve<T>(input.const_data_ptr<T>(), taps.const_data_ptr<T>(), offset.const_data_ptr<T>(),
                    out.mutable_data_ptr<T>(), input.size(0), input.size(1), taps.size(0));
    };
    if (type == at::kDouble)
        run(double{});
    else
        run(float{});
    return out.to(x.scalar_type());
}

} // namespace ecva
