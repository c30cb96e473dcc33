#include "model/ops/CausalConv.h"

#include "model/ops/Norms.h"

#include <ATen/Parallel.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/silu.h>

#include <cmath>
#include <cstdint>

namespace ecva {
namespace {

constexpr std::int64_t kTimesPerTask = 64;

template <typename T>
void convolve(const T *x, const T *weight, const T *bias, T *out, std::int64_t time,
              std::int64_t channels, std::int64_t taps, bool reversed)
{
    for (std::int64_t t = 0; t < time; ++t) {
        for (std::int64_t i = 0; i < channels; ++i) {
            T sum = bias[i];
            for (std::int64_t j = 0; j < taps; ++j) {
                const std::int64_t back = taps - 1 - j;
                const std::int64_t from = reversed ? t + back : t - back;
                if (from >= 0 && from < time)
                    sum += weight[i * taps + j] * x[from * channels + i];
            }
            out[t * channels + i] = sum / (T(1) + std::exp(-sum));
        }
    }
}

} // namespace

at::Tensor causalConvSiluReference(const at::Tensor &x, const at::Tensor &weight,
                                   const at::Tensor &bias, TimeOrder order)
{
    const at::ScalarType type = accumulationType(x.scalar_type());
    const at::Tensor input = x.to(type).contiguous();
    const at::Tensor taps = weight.to(type).contiguous();
    const at::Tensor offset = bias.to(type).contiguous();
    const at::Tensor out = at::empty(input.sizes(), input.options());
    const auto run = [&]<typename T>(T) {
        convolve<T>(input.const_data_ptr<T>(), taps.const_data_ptr<T>(), offset.const_data_ptr<T>(),
                    out.mutable_data_ptr<T>(), input.size(0), input.size(1), taps.size(2),
                    order == TimeOrder::Reversed);
    };
    if (type == at::kDouble)
        run(double{});
    else
        run(float{});
    return out;
}

at::Tensor causalConvSiluComposed(const at::Tensor &x, const at::Tensor &weight,
                                  const at::Tensor &bias, TimeOrder order)
{
    const at::ScalarType type = accumulationType(x.scalar_type());
    const std::int64_t time = x.size(0);
    const std::int64_t taps = weight.size(2);
    const bool reversed = order == TimeOrder::Reversed;
    const std::vector<std::int64_t> border = reversed
                                                 ? std::vector<std::int64_t>{0, 0, 0, taps - 1}
                                                 : std::vector<std::int64_t>{0, 0, taps - 1, 0};
    const at::Tensor padded = at::constant_pad_nd(x.to(type), border);
    const at::Tensor rows = weight.to(type).squeeze(1).t(); // [taps, channels]
    at::Tensor sum = bias.to(type).expand({time, x.size(1)}).clone();
    for (std::int64_t j = 0; j < taps; ++j)
        sum.addcmul_(padded.narrow(0, reversed ? taps - 1 - j : j, time), rows.select(0, j));
    return at::silu_(sum);
}

at::Tensor causalConvSilu(const at::Tensor &x, const at::Tensor &weight, const at::Tensor &bias,
                          TimeOrder order, const Kernels &arithmetic)
{
    if (!x.is_cpu())
        return causalConvSiluComposed(x, weight, bias, order);
    if (x.scalar_type() == at::kDouble)
        return causalConvSiluReference(x, weight, bias, order);
    at::Tensor input = x.to(at::kFloat);
    if (input.stride(1) != 1)
        input = input.contiguous();
    // [taps, channels], so that neighbours lie side by side.
    const at::Tensor taps = weight.to(at::kFloat).squeeze(1).t().contiguous();
    const at::Tensor offset = bias.to(at::kFloat).contiguous();
    const at::Tensor out = at::empty({input.size(0), input.size(1)}, input.options());

    ConvArguments arguments;
    arguments.time = input.size(0);
    arguments.channels = input.size(1);
    arguments.taps = taps.size(0);
    arguments.reversed = order == TimeOrder::Reversed;
    arguments.x = {input.const_data_ptr<float>(), input.stride(0)};
    arguments.weight = taps.const_data_ptr<float>();
    arguments.bias = offset.const_data_ptr<float>();
    arguments.out = out.mutable_data_ptr<float>();
    arguments.outStride = arguments.channels;
    at::parallel_for(0, arguments.time, kTimesPerTask, [&](std::int64_t begin, std::int64_t end) {
        arithmetic.convSilu(arguments, begin, end);
    });
    return out;
}

} // namespace ecva
