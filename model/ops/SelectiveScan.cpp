#include "model/ops/SelectiveScan.h"

#include "model/ops/Norms.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty_like.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace ecva {
namespace {

// Neighbouring channels share the cache lines of x, delta, z and out.
constexpr std::int64_t kChannelsPerTask = 16;

template <typename T>
struct Scan
{
    const T *x, *delta, *a, *b, *c, *d, *z;
    T *out;
    std::int64_t time, channels, states;

    void channelRange(std::int64_t first, std::int64_t last) const
    {
        std::vector<T> memory(static_cast<std::size_t>((last - first) * states), T(0));
        for (std::int64_t t = 0; t < time; ++t) {
            T *h = memory.data();
            for (std::int64_t i = first; i < last; ++i, h += states) {
                const std::int64_t at = t * channels + i;
                out[at] = (step(h, a + i * states, b + t * states, c + t * states, delta[at], x[at])
                           + d[i] * x[at])
                          * (z[at] / (T(1) + std::exp(-z[at])));
            }
        }
    }

    T step(T *h, const T *rates, const T *in, const T *read, T dt, T value) const
    {
        const T push = dt * value;
        T y = 0;
        for (std::int64_t n = 0; n < states; ++n) {
            h[n] = std::exp(dt * rates[n]) * h[n] + push * in[n];
            y += h[n] * read[n];
        }
        return y;
    }
};

} // namespace

at::Tensor selectiveScan(const ScanInputs &inputs)
{
    const at::ScalarType type = accumulationType(inputs.x.scalar_type());
    const auto plain = [type](const at::Tensor &tensor) { return tensor.to(type).contiguous(); };
    const at::Tensor x = plain(inputs.x), delta = plain(inputs.delta), a = plain(inputs.a),
                     b = plain(inputs.b), c = plain(inputs.c), d = plain(inputs.d),
                     z = plain(inputs.z);
    const at::Tensor out = at::empty_like(x);
    const auto run = [&]<typename T>(T) {
        const Scan<T> scan{x.const_data_ptr<T>(),
                           delta.const_data_ptr<T>(),
                           a.const_data_ptr<T>(),
                           b.const_data_ptr<T>(),
                           c.const_data_ptr<T>(),
                           d.const_data_ptr<T>(),
                           z.const_data_ptr<T>(),
                           out.mutable_data_ptr<T>(),
                           x.size(0),
                           x.size(1),
                           a.size(1)};
        const std::int64_t tasks = (scan.channels + kChannelsPerTask - 1) / kChannelsPerTask;
        at::parallel_for(0, tasks, 1, [&scan](std::int64_t begin, std::int64_t end) {
            for (std::int64_t task = begin; task < end; ++task)
                scan.channelRange(task * kChannelsPerTask,
                                  std::min((task + 1) * kChannelsPerTask, scan.channels));
        });
    };
    if (type == at::kDouble)
        run(double{});
    else
        run(float{});
    return out.to(inputs.x.scalar_type());
}

} // namespace ecva
