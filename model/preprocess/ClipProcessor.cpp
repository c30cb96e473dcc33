#include "model/preprocess/ClipProcessor.h"

#include "model/preprocess/Bicubic.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string>

namespace ecva {
namespace {

/// Refused without asking for the memory: a system that promises more than it has would try.
constexpr std::int64_t kMostPixels = std::int64_t{1} << 33;

std::string sizeText(std::int64_t width, std::int64_t height)
{
    return std::to_string(width) + " x " + std::to_string(height);
}

Result<void> checkImage(const PackedImage &image)
{
    if (image.width < 1 || image.height < 1 || image.channels < 1) {
        return fail(ErrorCode::InvalidArgument, "a picture of "
                                                    + sizeText(image.width, image.height)
                                                    + " pixels cannot be resized");
    }
    const std::size_t bytes = static_cast<std::size_t>(image.width)
                              * static_cast<std::size_t>(image.height)
                              * static_cast<std::size_t>(image.channels);
    if (image.data.size() != bytes) {
        return fail(ErrorCode::InvalidArgument,
                    "a picture of " + sizeText(image.width, image.height) + " pixels holds "
                        + std::to_string(image.data.size()) + " bytes instead of "
                        + std::to_string(bytes));
    }
    return {};
}

/// Runs `make`; a failed allocation becomes an error.
template <typename Make>
Result<PackedImage> orOutOfMemory(const Make &make, std::int64_t width, std::int64_t height)
{
    const auto refused = [&] {
        return fail(ErrorCode::OutOfMemory,
                    "no memory for a picture of " + sizeText(width, height) + " pixels");
    };
    try {
        return make();
    } catch (const std::bad_alloc &) {
        return refused();
    } catch (const std::length_error &) {
        return refused();
    }
}

std::int64_t floorHalf(std::int64_t value)
{
    return (value - (value < 0 ? 1 : 0)) / 2;
}

/// The part of [0, size) that a crop of `crop` in the middle covers, and where it lies in the crop.
struct MiddlePart
{
    std::int64_t begin = 0;
    int count = 0;
    int offset = 0;
};

MiddlePart middlePart(std::int64_t size, int crop)
{
    const std::int64_t shift = floorHalf(size - crop); // negative: the picture is the smaller one
    if (shift >= 0)
        return {shift, crop, 0};
    return {0, static_cast<int>(size), static_cast<int>(-shift)};
}

/// A side brought from `side` to what keeps the shape when the shorter one, `shorter`, becomes
/// `edge`: cut to a whole number, as Python's int() of a float division.
std::int64_t scaledSide(int side, int shorter, int edge)
{
    return static_cast<std::int64_t>(static_cast<double>(std::int64_t{edge} * side)
                                     / static_cast<double>(shorter));
}

} // namespace

Result<PackedImage> resizeBicubic(const PackedImage &image, int width, int height)
{
    if (auto valid = checkImage(image); !valid)
        return fail(valid);
    if (width < 1 || height < 1) {
        return fail(ErrorCode::InvalidArgument,
                    "a picture cannot be resized to " + sizeText(width, height) + " pixels");
    }
    if (std::int64_t{width} * height > kMostPixels) {
        return fail(ErrorCode::OutOfMemory,
                    "no memory for a picture of " + sizeText(width, height) + " pixels");
    }
    const auto make
        = [&] { return resizeBicubicWindow(image, width, height, {0, 0, width, height}); };
    return orOutOfMemory(make, width, height);
}

PackedImage padToSquare(const PackedImage &image, const std::array<std::uint8_t, 3> &colour)
{
    if (image.width == image.height || image.channels != 3)
        return image;
    const int side = std::max(image.width, image.height);
    const auto left = static_cast<std::size_t>((side - image.width) / 2);
    const auto top = static_cast<std::size_t>((side - image.height) / 2);
    PackedImage square;
    square.width = side;
    square.height = side;
    square.channels = 3;
    const std::size_t stride = static_cast<std::size_t>(side) * 3;
    std::vector<std::uint8_t> empty(stride);
    for (std::size_t i = 0; i < stride; ++i)
        empty[i] = colour[i % 3];
    square.data.reserve(stride * static_cast<std::size_t>(side));
    for (int y = 0; y < side; ++y)
        square.data.insert(square.data.end(), empty.begin(), empty.end());
    const std::size_t rowBytes = static_cast<std::size_t>(image.width) * 3;
    for (std::size_t y = 0; y < static_cast<std::size_t>(image.height); ++y) {
        std::memcpy(square.data.data() + (top + y) * stride + left * 3,
                    image.data.data() + y * rowBytes, rowBytes);
    }
    return square;
}

std::array<std::uint8_t, 3> meanColour(const ProcessorConfig &config)
{
    std::array<std::uint8_t, 3> colour{};
    for (std::size_t c = 0; c < colour.size(); ++c)
        colour[c] = static_cast<std::uint8_t>(std::clamp(config.mean[c] * 255.0, 0.0, 255.0));
    return colour;
}

Result<PackedImage> clipCrop(const PackedImage &rgb, const ProcessorConfig &config, bool pad)
{
    if (auto valid = checkImage(rgb); !valid)
        return fail(valid);
    if (rgb.channels != 3) {
        return fail(ErrorCode::InvalidArgument,
                    "a picture of " + std::to_string(rgb.channels) + " channels is not RGB");
    }
    if (config.shortestEdge < 1 || config.crop < 1) {
        return fail(ErrorCode::InvalidArgument, "the processor asks for pictures of "
                                                    + sizeText(config.shortestEdge, config.crop)
                                                    + " pixels");
    }
    if (pad && rgb.width != rgb.height) {
        const int side = std::max(rgb.width, rgb.height);
        const auto padded
            = orOutOfMemory([&] { return padToSquare(rgb, meanColour(config)); }, side, side);
        return padded ? clipCrop(*padded, config, false) : padded;
    }

    if (!config.keepsShape)
        return resizeBicubic(rgb, config.crop, config.crop);
    const int shorter = std::min(rgb.width, rgb.height);
    const std::int64_t width = scaledSide(rgb.width, shorter, config.shortestEdge);
    const std::int64_t height = scaledSide(rgb.height, shorter, config.shortestEdge);
    const MiddlePart across = middlePart(width, config.crop);
    const MiddlePart down = middlePart(height, config.crop);
    const PixelWindow window{across.begin, down.begin, across.count, down.count};
    auto part = orOutOfMemory([&] { return resizeBicubicWindow(rgb, width, height, window); },
                              across.count, down.count);
    if (!part || (across.count == config.crop && down.count == config.crop))
        return part;

    PackedImage square;
    square.width = config.crop;
    square.height = config.crop;
    square.channels = 3;
    const std::size_t stride = static_cast<std::size_t>(config.crop) * 3;
    square.data.assign(stride * static_cast<std::size_t>(config.crop), 0);
    const std::size_t rowBytes = static_cast<std::size_t>(across.count) * 3;
    for (int y = 0; y < down.count; ++y) {
        std::memcpy(square.data.data() + static_cast<std::size_t>(down.offset + y) * stride
                        + static_cast<std::size_t>(across.offset) * 3,
                    part->data.data() + static_cast<std::size_t>(y) * rowBytes, rowBytes);
    }
    return square;
}

Result<void> clipPixels(const PackedImage &rgb, const ProcessorConfig &config, bool pad,
                        std::vector<float> &out)
{
    const auto crop = clipCrop(rgb, config, pad);
    if (!crop)
        return fail(crop);
    // A byte has 256 values: rescaled in double, the rest in float, as numpy does it.
    std::array<std::array<float, 256>, 3> values{};
    for (std::size_t c = 0; c < 3; ++c) {
        const auto mean = static_cast<float>(config.mean[c]);
        const auto deviation = static_cast<float>(config.std[c]);
        for (std::size_t v = 0; v < 256; ++v) {
            const auto scaled = static_cast<float>(static_cast<double>(v) * config.rescale);
            values[c][v] = (scaled - mean) / deviation;
        }
    }
    const std::size_t pixels = crop->data.size() / 3;
    const std::size_t start = out.size();
    out.resize(start + pixels * 3);
    for (std::size_t c = 0; c < 3; ++c) {
        float *plane = out.data() + start + c * pixels;
        for (std::size_t i = 0; i < pixels; ++i)
            plane[i] = values[c][crop->data[i * 3 + c]];
    }
    return {};
}

} // namespace ecva
