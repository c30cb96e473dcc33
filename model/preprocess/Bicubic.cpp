#include "model/preprocess/Bicubic.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <vector>

namespace ecva {
namespace {

/// Weights are whole numbers of 2^-22, so that every machine adds up the same.
constexpr int kWeightBits = 22;
constexpr std::int32_t kHalf = 1 << (kWeightBits - 1);

/// The weights of the output positions [first, first + count) along one axis.
struct AxisWeights
{
    struct Taps
    {
        int begin = 0; ///< first input position
        int count = 0;
        std::size_t weights = 0; ///< offset of its weights
    };
    std::vector<Taps> taps;
    std::vector<std::int32_t> weights;
};

/// Keys' cubic with a = -0.5.
double cubic(double x)
{
    constexpr double a = -0.5;
    x = std::abs(x);
    if (x < 1.0)
        return ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0;
    if (x < 2.0)
        return (((x - 5.0) * x + 8.0) * x - 4.0) * a;
    return 0.0;
}

AxisWeights axisWeights(int inSize, std::int64_t outSize, std::int64_t first, int count)
{
    const double scale = static_cast<double>(inSize) / static_cast<double>(outSize);
    const double filterScale = std::max(scale, 1.0);
    const double support = 2.0 * filterScale;
    // PIL multiplies by the reciprocal; a division could fall on the other side of a half.
    const double step = 1.0 / filterScale;

    AxisWeights axis;
    axis.taps.reserve(static_cast<std::size_t>(count));
    std::vector<double> exact;
    for (int i = 0; i < count; ++i) {
        const double centre = (static_cast<double>(first + i) + 0.5) * scale;
        const int begin = static_cast<int>(std::max(0.0, std::floor(centre - support + 0.5)));
        const int end = static_cast<int>(
            std::min(static_cast<double>(inSize), std::floor(centre + support + 0.5)));
        exact.clear();
        double sum = 0.0;
        for (int j = begin; j < end; ++j) {
            exact.push_back(cubic((static_cast<double>(j) - centre + 0.5) * step));
            sum += exact.back();
        }
        axis.taps.push_back({begin, end - begin, axis.weights.size()});
        for (const double weight : exact) {
            const double scaled = (sum != 0.0 ? weight / sum : weight) * (1 << kWeightBits);
            axis.weights.push_back(static_cast<std::int32_t>(scaled + (scaled < 0 ? -0.5 : 0.5)));
        }
    }
    return axis;
}

std::uint8_t toByte(std::int32_t sum)
{
    return static_cast<std::uint8_t>(std::clamp(sum >> kWeightBits, 0, 255));
}

template <int Channels>
void resizeRow(const std::uint8_t *in, const AxisWeights &axis, std::uint8_t *out)
{
    for (const AxisWeights::Taps &taps : axis.taps) {
        std::int32_t sums[Channels];
        std::fill_n(sums, Channels, kHalf);
        const std::int32_t *weight = axis.weights.data() + taps.weights;
        const std::uint8_t *pixel = in + static_cast<std::size_t>(taps.begin) * Channels;
        for (int j = 0; j < taps.count; ++j, pixel += Channels) {
            for (int c = 0; c < Channels; ++c)
                sums[c] += weight[j] * pixel[c];
        }
        for (int c = 0; c < Channels; ++c)
            *out++ = toByte(sums[c]);
    }
}

void resizeRowAnyChannels(const std::uint8_t *in, const AxisWeights &axis, int channels,
                          std::uint8_t *out)
{
    for (const AxisWeights::Taps &taps : axis.taps) {
        const std::int32_t *weight = axis.weights.data() + taps.weights;
        for (int c = 0; c < channels; ++c) {
            std::int32_t sum = kHalf;
            for (int j = 0; j < taps.count; ++j)
                sum += weight[j] * in[static_cast<std::size_t>(taps.begin + j) * channels + c];
            *out++ = toByte(sum);
        }
    }
}

PackedImage blankImage(int width, int height, int channels)
{
    PackedImage image;
    image.width = width;
    image.height = height;
    image.channels = channels;
    image.data.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height)
                      * static_cast<std::size_t>(channels));
    return image;
}

/// Columns [left, left + count) of `image` at the new width; rows [top, top + height) of it.
PackedImage resizeAcross(const PackedImage &image, std::int64_t width, std::int64_t left, int count,
                         int top, int height)
{
    const AxisWeights axis = axisWeights(image.width, width, left, count);
    PackedImage out = blankImage(count, height, image.channels);
    const std::size_t inStride = static_cast<std::size_t>(image.width) * image.channels;
    const std::size_t outStride = static_cast<std::size_t>(count) * image.channels;
    for (int y = 0; y < height; ++y) {
        const std::uint8_t *in = image.data.data() + static_cast<std::size_t>(top + y) * inStride;
        std::uint8_t *row = out.data.data() + static_cast<std::size_t>(y) * outStride;
        switch (image.channels) {
        case 3:
            resizeRow<3>(in, axis, row);
            break;
        case 4:
            resizeRow<4>(in, axis, row);
            break;
        default:
            resizeRowAnyChannels(in, axis, image.channels, row);
        }
    }
    return out;
}

/// One output row for each entry of `axis`; the taps count rows from `firstRow` of the full image.
PackedImage resizeDown(const PackedImage &image, const AxisWeights &axis, int firstRow)
{
    PackedImage out = blankImage(image.width, static_cast<int>(axis.taps.size()), image.channels);
    const std::size_t stride = static_cast<std::size_t>(image.width) * image.channels;
    std::vector<std::int32_t> sums(stride);
    std::uint8_t *target = out.data.data();
    for (const AxisWeights::Taps &taps : axis.taps) {
        std::fill(sums.begin(), sums.end(), kHalf);
        for (int j = 0; j < taps.count; ++j) {
            // Row by row: memory is read in its order and the compiler adds many at once.
            const std::int32_t weight = axis.weights[taps.weights + static_cast<std::size_t>(j)];
            const std::uint8_t *row
                = image.data.data() + static_cast<std::size_t>(taps.begin - firstRow + j) * stride;
            for (std::size_t x = 0; x < stride; ++x)
                sums[x] += weight * row[x];
        }
        for (std::size_t x = 0; x < stride; ++x)
            target[x] = toByte(sums[x]);
        target += stride;
    }
    return out;
}

PackedImage cutOut(const PackedImage &image, int left, int top, int width, int height)
{
    PackedImage out = blankImage(width, height, image.channels);
    const std::size_t channels = static_cast<std::size_t>(image.channels);
    const std::size_t rowBytes = static_cast<std::size_t>(width) * channels;
    for (int y = 0; y < height; ++y) {
        const std::size_t pixel
            = static_cast<std::size_t>(top + y) * image.width + static_cast<std::size_t>(left);
        std::memcpy(out.data.data() + static_cast<std::size_t>(y) * rowBytes,
                    image.data.data() + pixel * channels, rowBytes);
    }
    return out;
}

} // namespace

PackedImage resizeBicubicWindow(const PackedImage &image, std::int64_t width, std::int64_t height,
                                const PixelWindow &window)
{
    const bool across = width != image.width;
    if (height == image.height) {
        const int top = static_cast<int>(window.top);
        return across
                   ? resizeAcross(image, width, window.left, window.width, top, window.height)
                   : cutOut(image, static_cast<int>(window.left), top, window.width, window.height);
    }
    const AxisWeights rows = axisWeights(image.height, height, window.top, window.height);
    const int firstRow = rows.taps.front().begin;
    const int endRow = rows.taps.back().begin + rows.taps.back().count;
    const PackedImage columns = across ? resizeAcross(image, width, window.left, window.width,
                                                      firstRow, endRow - firstRow)
                                       : cutOut(image, static_cast<int>(window.left), firstRow,
                                                window.width, endRow - firstRow);
    return resizeDown(columns, rows, firstRow);
}

ResizeTable resizeTable(int inSize, int outSize)
{
    const AxisWeights axis = axisWeights(inSize, outSize, 0, outSize);
    ResizeTable table;
    for (const AxisWeights::Taps &taps : axis.taps)
        table.stride = std::max(table.stride, taps.count);
    for (const AxisWeights::Taps &taps : axis.taps) {
        table.begin.push_back(taps.begin);
        table.count.push_back(taps.count);
        const auto from = axis.weights.begin() + static_cast<std::ptrdiff_t>(taps.weights);
        table.weights.insert(table.weights.end(), from, from + taps.count);
        table.weights.resize(table.count.size() * static_cast<std::size_t>(table.stride));
    }
    return table;
}

} // namespace ecva
