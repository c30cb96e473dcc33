#include "model/ops/SelectiveScan.h"

#include "model/ops/Norms.h"
#include "model/ops/ScanTensors.h"
#include "model/ops/Threads.h"

#include <ATen/ops/empty.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace ecva {
namespace {

template <typename T>
struct Scan
{
    const T *x, *delta, *bias, *a, *b, *c, *d, *z;
    T *out;
    std::int64_t time, channels, states;
    bool reversed;

    void run() const
    {
        std::vector<T> memory(static_cast<std::size_t>(channels * states), T(0));
        for (std::int64_t step = 0; step < time; ++step) {
            const std::int64_t t = reversed ? time - 1 - step : step;
            T *h = memory.data();
            for (std::int64_t i = 0; i < channels; ++i, h += states) {
                const std::int64_t at = t * channels + i;
                const T dt = softplus(delta[at] + bias[i]);
                T y = d[i] * x[at];
                for (std::int64_t n = 0; n < states; ++n) {
                    h[n] = std::exp(dt * a[i * states + n]) * h[n] + dt * x[at] * b[t * states + n];
                    y += h[n] * c[t * states + n];
                }
                out[at] = y * (z[at] / (T(1) + std::exp(-z[at])));
            }
        }
    }

    static T softplus(T value)
    {
        return std::max(value, T(0)) + std::log1p(std::exp(-std::abs(value)));
    }
};

} // namespace

at::Tensor selectiveScanReference(const ScanInputs &inputs)
{
    const at::ScalarType type = accumulationType(inputs.x.scalar_type());
    const auto plain = [type](const at::Tensor &tensor) { return tensor.to(type).contiguous(); };
    const at::Tensor x = plain(inputs.x), delta = plain(inputs.delta),
                     bias = plain(inputs.deltaBias), a = plain(inputs.a), b = plain(inputs.b),
                     c = plain(inputs.c), d = plain(inputs.d), z = plain(inputs.z);
    const at::Tensor out = at::empty(x.sizes(), x.options());
    const auto run = [&]<typename T>(T) {
        Scan<T>{x.const_data_ptr<T>(),
                delta.const_data_ptr<T>(),
                bias.const_data_ptr<T>(),
                a.const_data_ptr<T>(),
                b.const_data_ptr<T>(),
                c.const_data_ptr<T>(),
                d.const_data_ptr<T>(),
                z.const_data_ptr<T>(),
                out.mutable_data_ptr<T>(),
                x.size(0),
                x.size(1),
                a.size(1),
                inputs.order == TimeOrder::Reversed}
            .run();
    };
    if (type == at::kDouble)
        run(double{});
    else
        run(float{});
    return out;
}

at::Tensor selectiveScan(const ScanInputs &inputs, const at::Tensor &onto,
                         const Kernels &arithmetic)
{
    if (inputs.x.scalar_type() == at::kDouble) {
        const at::Tensor out = selectiveScanReference(inputs);
        return onto.defined() ? onto.add_(out) : out;
    }
    const ScanTensors tensors(inputs, onto);
    const ScanArguments arguments = tensors.arguments();
    // More parts than threads: on a busy machine these do not run equally fast. A part's rows are
    // a few lines of the cache long, so that no page is touched for a single one.
    constexpr std::int64_t kPart = 256;
    const std::int64_t parts = (arguments.channels + kPart - 1) / kPart;
    shareOut(parts, [&](std::int64_t part) {
        const std::int64_t first = part * kPart;
        const std::int64_t last = std::min(first + kPart, arguments.channels);
        std::vector<float> scratch(
            static_cast<std::size_t>((last - first + arithmetic.lanes) * arguments.states));
        arithmetic.scan(arguments, first, last, scratch.data());
    });
    return tensors.out();
}

} // namespace ecva
