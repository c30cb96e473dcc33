// Each CUDA kernel on random numbers beside its CPU twin. Exit status 0: equal, 1: not, 77: no GPU.
#include "model/kernels/Kernels.h"
#include "model/kernels/cuda/CudaKernels.h"
#include "model/preprocess/Bicubic.h"
#include "model/preprocess/ClipProcessor.h"
#include "tests/gpu/OnDevice.h"

using namespace ecva;
using namespace ecva::test;

namespace {

void checkScan(std::int64_t time, std::int64_t channels, std::int64_t states)
{
    const auto many = static_cast<std::size_t>(time * channels);
    const auto few = static_cast<std::size_t>(time * states);
    const auto wide = static_cast<std::size_t>(channels);
    const std::vector<float> x = normal(many, 1), delta = normal(many, 2), z = normal(many, 3),
                             b = normal(few, 4), c = normal(few, 5), d = normal(wide, 6),
                             bias = normal(wide, 7);
    std::vector<float> rates = normal(wide * static_cast<std::size_t>(states), 8);
    for (float &rate : rates)
        rate = -std::exp(rate);
    ScanArguments host;
    host.time = time;
    host.channels = channels;
    host.states = states;
    host.x = {x.data(), channels};
    host.delta = {delta.data(), channels};
    host.deltaBias = bias.data();
    host.rates = rates.data();
    host.b = {b.data(), states};
    host.c = {c.data(), states};
    host.d = d.data();
    host.z = {z.data(), channels};
    host.outStride = channels;

    std::vector<float> expected[2];
    for (const bool reversed : {false, true}) {
        std::vector<float> scratch(static_cast<std::size_t>((channels + kernels().lanes) * states));
        expected[reversed].resize(many);
        ScanArguments run = host;
        run.reversed = reversed;
        run.out = expected[reversed].data();
        kernels().scan(run, 0, channels, scratch.data());
    }

    const OnDevice<float> gx(x), gdelta(delta), gz(z), gb(b), gc(c), gd(d), gbias(bias),
        grates(rates), onwardOut(expected[0]), backOut(expected[1]);
    ScanArguments onward = host;
    onward.x.data = gx.get();
    onward.delta.data = gdelta.get();
    onward.deltaBias = gbias.get();
    onward.rates = grates.get();
    onward.b.data = gb.get();
    onward.c.data = gc.get();
    onward.d = gd.get();
    onward.z.data = gz.get();
    onward.out = onwardOut.get();
    ScanArguments back = onward;
    back.reversed = true;
    back.out = backOut.get();
    check(cudaMemset(onward.out, 0xFF, many * sizeof(float)), "cudaMemset");
    check(cudaMemset(back.out, 0xFF, many * sizeof(float)), "cudaMemset");
    check(cuda::scanBothWays(onward, back, nullptr), "scanBothWays");
    check(cudaDeviceSynchronize(), "scanBothWays");
    double size = 1;
    for (const auto &values : expected) {
        for (const float value : values)
            size = std::max(size, static_cast<double>(std::fabs(value)));
    }
    report("scan, onward", furthest(onwardOut.values(), expected[0]) / size, 1e-5);
    report("scan, back", furthest(backOut.values(), expected[1]) / size, 1e-5);
}

void checkResize(int width, int height)
{
    ProcessorConfig config;
    PackedImage image;
    image.width = width;
    image.height = height;
    image.channels = 3;
    std::mt19937 bits(9);
    image.data.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    for (std::uint8_t &byte : image.data)
        byte = static_cast<std::uint8_t>(bits());
    // A square has nothing to crop: the whole is the resize and the normalisation.
    const auto square = padToSquare(image, meanColour(config));
    std::vector<float> expected;
    if (!clipPixels(square, config, false, expected)) {
        report("resize", 1, 0);
        return;
    }
    const ResizeTable table = resizeTable(square.width, config.crop);
    const auto rowBytes
        = static_cast<std::size_t>(square.height) * static_cast<std::size_t>(config.crop) * 3;
    const OnDevice<std::uint8_t> rgb(square.data), rows(std::vector<std::uint8_t>(rowBytes, 0));
    const OnDevice<int> begin(table.begin), count(table.count);
    const OnDevice<std::int32_t> weights(table.weights);
    const OnDevice<float> out(std::vector<float>(expected.size(), NAN));
    cuda::ResizeArguments arguments;
    arguments.rgb = rgb.get();
    arguments.width = square.width;
    arguments.height = square.height;
    arguments.outWidth = arguments.outHeight = config.crop;
    arguments.across = arguments.down = {begin.get(), count.get(), weights.get(), table.stride};
    arguments.rows = rows.get();
    arguments.rescale = config.rescale;
    for (std::size_t i = 0; i < 3; ++i) {
        arguments.mean[i] = static_cast<float>(config.mean[i]);
        arguments.deviation[i] = static_cast<float>(config.std[i]);
    }
    arguments.out = out.get();
    check(cuda::resizeAndNormalise(arguments, nullptr), "resizeAndNormalise");
    check(cudaDeviceSynchronize(), "resizeAndNormalise");
    report("resize and normalise", furthest(out.values(), expected), 0);
}

void checkElementwise(std::int64_t rows, std::int64_t heads, std::int64_t size)
{
    const std::int64_t width = heads * size;
    const auto count = static_cast<std::size_t>(rows * width);
    const auto x = narrowed(normal(count, 10)), other = narrowed(normal(count, 11)),
               weight = narrowed(normal(static_cast<std::size_t>(width), 12)),
               cos = narrowed(normal(static_cast<std::size_t>(rows * size), 13)),
               sin = narrowed(normal(static_cast<std::size_t>(rows * size), 14));
    std::vector<float> normed(count), turned(count), gated(count);
    for (std::size_t row = 0; row < static_cast<std::size_t>(rows); ++row) {
        const std::size_t at = row * static_cast<std::size_t>(width);
        double sum = 0;
        for (std::size_t i = 0; i < static_cast<std::size_t>(width); ++i)
            sum += std::pow(static_cast<double>(fromBf16(x[at + i])), 2);
        const double scale = 1 / std::sqrt(sum / static_cast<double>(width) + 1e-5);
        for (std::size_t i = 0; i < static_cast<std::size_t>(width); ++i) {
            const float value = fromBf16(x[at + i]);
            normed[at + i] = static_cast<float>(value * scale) * fromBf16(weight[i]);
            gated[at + i] = value / (1 + std::exp(-value)) * fromBf16(other[at + i]);
            const auto s = static_cast<std::size_t>(size), j = i % s, half = s / 2;
            const float partner
                = j < half ? -fromBf16(x[at + i + half]) : fromBf16(x[at + i - half]);
            turned[at + i]
                = value * fromBf16(cos[row * s + j]) + partner * fromBf16(sin[row * s + j]);
        }
    }
    const std::vector<std::uint16_t> unwritten(count, 0xFFFF); // no numbers
    const OnDevice<std::uint16_t> gx(x), gother(other), gweight(weight), gcos(cos), gsin(sin),
        out(unwritten), gate(unwritten), around(unwritten);
    check(cuda::rmsNorm(gx.get(), gweight.get(), out.get(), rows, width, 1e-5F, nullptr),
          "rmsNorm");
    check(cuda::swiGlu(gx.get(), gother.get(), gate.get(), rows * width, nullptr), "swiGlu");
    check(cuda::rope(gx.get(), gcos.get(), gsin.get(), around.get(), rows, heads, size, nullptr),
          "rope");
    check(cudaDeviceSynchronize(), "elementwise");
    report("rms norm", furthestBf16(out.values(), normed), 1.6e-2);
    report("SwiGLU", furthestBf16(gate.values(), gated), 1.6e-2);
    report("rope", furthestBf16(around.values(), turned), 2.4e-2);
}

} // namespace

int main()
{
    int devices = 0;
    if (cudaGetDeviceCount(&devices) != cudaSuccess || devices == 0) {
        std::puts("no GPU: skipped");
        return 77;
    }
    cudaDeviceProp device{};
    check(cudaGetDeviceProperties(&device, 0), "cudaGetDeviceProperties");
    std::puts(device.name);
    checkScan(1, 1, 1);
    checkScan(520 / kSmaller, 67, 16);
    checkScan(4096 / kSmaller / kSmaller, 2048 / kSmaller, 16);
    checkScan(100, 33, 40);
    checkResize(640, 360);
    checkResize(97, 301);
    checkResize(224, 224);
    checkElementwise(3, 2, 6);
    checkElementwise(257 / kSmaller, 32, 128);
    checkSteps();
    return failures == 0 ? 0 : 1;
}
