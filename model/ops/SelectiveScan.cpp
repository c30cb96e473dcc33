#include "model/ops/SelectiveScan.h"

#include "model/ops/Norms.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

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

Rows rowsOf(const at::Tensor &tensor)
{
    return {tensor.const_data_ptr<float>(), tensor.stride(0)};
}

// Rows may lie apart, as they do where a wider product was split.
at::Tensor rowsOfFloats(const at::Tensor &tensor)
{
    const at::Tensor floats = tensor.to(at::kFloat);
    return floats.stride(1) == 1 ? floats : floats.contiguous();
}

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
    const at::Tensor x = rowsOfFloats(inputs.x), delta = rowsOfFloats(inputs.delta),
                     b = rowsOfFloats(inputs.b), c = rowsOfFloats(inputs.c),
                     z = rowsOfFloats(inputs.z);
    const at::Tensor bias = inputs.deltaBias.to(at::kFloat).contiguous();
    const at::Tensor d = inputs.d.to(at::kFloat).contiguous();
    const at::Tensor rates = (inputs.a.to(at::kFloat) * std::numbers::log2e).t().contiguous();
    const at::Tensor out = onto.defined() ? onto : at::empty({x.size(0), x.size(1)}, x.options());

    ScanArguments arguments;
    arguments.time = x.size(0);
    arguments.channels = x.size(1);
    arguments.states = rates.size(0);
    arguments.reversed = inputs.order == TimeOrder::Reversed;
    arguments.adds = onto.defined();
    arguments.x = rowsOf(x);
    arguments.delta = rowsOf(delta);
    arguments.deltaBias = bias.const_data_ptr<float>();
    arguments.rates = rates.const_data_ptr<float>();
    arguments.b = rowsOf(b);
    arguments.c = rowsOf(c);
    arguments.d = d.const_data_ptr<float>();
    arguments.z = rowsOf(z);
    arguments.out = out.mutable_data_ptr<float>();
    arguments.outStride = arguments.channels;

    const std::int64_t lanes = arithmetic.lanes;
    const std::int64_t groups = (arguments.channels + lanes - 1) / lanes;
    at::parallel_for(0, groups, 1, [&](std::int64_t begin, std::int64_t end) {
        const std::int64_t last = std::min(end * lanes, arguments.channels);
        std::vector<float> scratch(
            static_cast<std::size_t>((end - begin) * lanes * arguments.states));
        arithmetic.scan(arguments, begin * lanes, last, scratch.data());
    });
    return out;
}

} // namespace ecva
