// The kernels of a decoding step: products of a few rows, attention of one.
#include "model/kernels/Kernels.h"
#include "model/kernels/Quantise.h"
#include "model/kernels/cuda/CudaKernels.h"
#include "tests/gpu/OnDevice.h"

namespace ecva::test {
namespace {

/// Weights of one kind beside the processor's kernel, and each row alone beside all of them.
void checkProduct(WeightKind kind, std::int64_t rows, std::int64_t columns)
{
    const auto many = static_cast<std::size_t>(rows * columns);
    const std::int64_t count = fewRowsFor(kind); // more is another kernel there
    const auto numbers = normal(many, 15);
    const auto x = narrowed(normal(static_cast<std::size_t>(cuda::kMostRows * columns), 16));
    std::vector<std::uint8_t> bytes(many * (kind == WeightKind::Bf16 ? 2 : 1));
    std::vector<float> scales(static_cast<std::size_t>(rows));
    std::vector<std::uint16_t> groups(many / kInt4Group);
    for (std::int64_t row = 0; row < rows; ++row) {
        const float *from = numbers.data() + row * columns;
        if (kind == WeightKind::Bf16) {
            for (std::int64_t i = 0; i < columns; ++i)
                reinterpret_cast<std::uint16_t *>(bytes.data())[row * columns + i]
                    = toBf16(from[i]);
        } else if (kind == WeightKind::Int8) {
            scales[static_cast<std::size_t>(row)] = quantiseInt8(
                from, columns, reinterpret_cast<std::int8_t *>(bytes.data()) + row * columns);
        } else {
            packInt4(from, columns, bytes.data() + row * columns / 2,
                     groups.data() + row * columns / kInt4Group);
        }
    }
    Product host;
    host.weight = {kind, rows, columns, bytes.data(), scales.data(), groups.data()};
    host.count = count;
    const auto bias = normal(static_cast<std::size_t>(rows), 21);
    host.bias = bias.data();
    std::vector<float> wide, expected(static_cast<std::size_t>(count * rows));
    for (const std::uint16_t half : x)
        wide.push_back(fromBf16(half));
    host.x = wide.data();
    host.out = expected.data();
    kernels().multiplyFew(host, 0, rows);

    const OnDevice<std::uint8_t> gbytes(bytes);
    const OnDevice<float> gscales(scales), gbias(bias);
    const OnDevice<std::uint16_t> ggroups(groups), gx(x);
    const auto product = [&](std::int64_t first, std::int64_t number) {
        const OnDevice<std::uint16_t> out(
            std::vector<std::uint16_t>(static_cast<std::size_t>(number * rows), 0xFFFF));
        Product there;
        there.weight = {kind, rows, columns, gbytes.get(), gscales.get(), ggroups.get()};
        there.count = number;
        there.bias = gbias.get();
        there.xBf16 = gx.get() + first * columns;
        there.outBf16 = out.get();
        check(cuda::multiplyFew(there, nullptr), "multiplyFew");
        check(cudaDeviceSynchronize(), "multiplyFew");
        return out.values();
    };
    const char *names[] = {"", "product, bf16", "", "product, int8", "product, int4"};
    const char *name = names[static_cast<int>(kind)];
    const double size = std::sqrt(static_cast<double>(columns));
    for (float &value : expected)
        value /= static_cast<float>(size);
    std::vector<float> got;
    const auto all = product(0, cuda::kMostRows);
    for (std::size_t i = 0; i < expected.size(); ++i)
        got.push_back(fromBf16(all[i]) / static_cast<float>(size));
    report(name, furthest(got, expected), 2e-2);
    std::size_t different = 0;
    for (std::int64_t number = 1; number <= cuda::kMostRows; ++number) {
        const auto part = product(cuda::kMostRows - number, number);
        different += static_cast<std::size_t>(
            !std::equal(part.begin(), part.end(), all.end() - number * rows));
    }
    report("  rows in other company", static_cast<double>(different), 0);
}

/// Beside the definition in double; the place told on the device gives the same bits.
void checkAttention(std::int64_t heads, std::int64_t keyHeads, std::int64_t size,
                    std::int64_t capacity, std::int64_t seen)
{
    const auto of = [&](std::int64_t count, unsigned seed) {
        return narrowed(normal(static_cast<std::size_t>(count), seed));
    };
    const auto q = of(heads * size, 17);
    auto k = of(keyHeads * capacity * size, 18), v = of(keyHeads * capacity * size, 19);
    std::vector<float> expected;
    for (std::int64_t head = 0; head < heads; ++head) {
        const std::int64_t begin = head / (heads / keyHeads) * capacity * size;
        std::vector<double> sums(static_cast<std::size_t>(size));
        double whole = 0;
        for (std::int64_t key = 0; key < seen; ++key) {
            double score = 0;
            for (std::int64_t i = 0; i < size; ++i)
                score += static_cast<double>(fromBf16(q[static_cast<std::size_t>(head * size + i)]))
                         * fromBf16(k[static_cast<std::size_t>(begin + key * size + i)]);
            const double weight = std::exp(score / std::sqrt(static_cast<double>(size)));
            whole += weight;
            for (std::int64_t i = 0; i < size; ++i)
                sums[static_cast<std::size_t>(i)]
                    += weight * fromBf16(v[static_cast<std::size_t>(begin + key * size + i)]);
        }
        for (const double sum : sums)
            expected.push_back(static_cast<float>(sum / whole));
    }
    // What lies behind the keys seen is never read.
    for (std::int64_t at = 0; at < keyHeads * capacity * size; ++at) {
        if (at / size % capacity >= seen)
            k[static_cast<std::size_t>(at)] = v[static_cast<std::size_t>(at)] = 0xFFFF;
    }
    const std::int64_t parts = (capacity + cuda::kKeysTogether - 1) / cuda::kKeysTogether;
    const OnDevice<std::uint16_t> gq(q), gk(k), gv(v), out(of(heads * size, 20));
    const OnDevice<float> scratch(
        std::vector<float>(static_cast<std::size_t>(heads * parts * (size + 2)), NAN));
    const OnDevice<std::int64_t> place(std::vector<std::int64_t>{seen - 1});
    cuda::AttendArguments arguments;
    arguments.q = gq.get();
    arguments.keys = gk.get();
    arguments.values = gv.get();
    arguments.headStride = capacity * size;
    arguments.heads = heads;
    arguments.keyHeads = keyHeads;
    arguments.size = size;
    arguments.scale = static_cast<float>(1 / std::sqrt(static_cast<double>(size)));
    arguments.seen = seen;
    arguments.parts = (seen + cuda::kKeysTogether - 1) / cuda::kKeysTogether;
    arguments.scratch = scratch.get();
    arguments.out = out.get();
    check(cuda::attendRow(arguments, nullptr), "attendRow");
    check(cudaDeviceSynchronize(), "attendRow");
    const auto plain = out.values();
    report("attention of a row", furthestBf16(plain, expected), 1e-2);
    arguments.seen = 0;
    arguments.place = place.get();
    arguments.parts = parts;
    check(cuda::attendRow(arguments, nullptr), "attendRow");
    check(cudaDeviceSynchronize(), "attendRow");
    report("  its place on the device", plain == out.values() ? 0 : 1, 0);
}

} // namespace

void checkSteps()
{
    for (const WeightKind kind : {WeightKind::Bf16, WeightKind::Int8, WeightKind::Int4}) {
        checkProduct(kind, 3, 32);
        checkProduct(kind, 1001 / kSmaller, 4096);
        checkProduct(kind, 517 / kSmaller, 96);
    }
    checkAttention(1, 1, 2, 1, 1);
    checkAttention(8, 2, 8, 200, 65);
    checkAttention(32 / kSmaller, 8 / kSmaller, 128, 1500, 1411);
}

} // namespace ecva::test
