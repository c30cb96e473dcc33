#include "model/inference/MaskedPicture.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace ecva {
namespace {

/// Mean of 2·radius + 1 values around each of `count` values that stand `stride` apart.
void boxBlur(std::uint8_t *values, int count, std::ptrdiff_t stride, int radius,
             std::vector<std::uint8_t> &line)
{
    line.resize(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
        line[static_cast<std::size_t>(i)] = values[i * stride];
    const auto at = [&](int i) {
        return static_cast<std::int64_t>(
            line[static_cast<std::size_t>(std::clamp(i, 0, count - 1))]);
    };
    const std::int64_t width = 2 * static_cast<std::int64_t>(radius) + 1;
    std::int64_t sum = 0;
    for (int i = -radius; i <= radius; ++i)
        sum += at(i);
    for (int i = 0; i < count; ++i) {
        values[i * stride] = static_cast<std::uint8_t>((2 * sum + width) / (2 * width));
        sum += at(i + radius + 1) - at(i - radius);
    }
}

} // namespace

PackedImage solidPicture(const PackedImage &like, const std::array<std::uint8_t, 3> &colour)
{
    PackedImage image{.width = like.width, .height = like.height, .channels = 3, .data = {}};
    image.data.resize(static_cast<std::size_t>(like.width) * static_cast<std::size_t>(like.height)
                      * 3);
    for (std::size_t i = 0; i < image.data.size(); ++i)
        image.data[i] = colour[i % 3];
    return image;
}

PackedImage blurredPicture(PackedImage image)
{
    constexpr int kPart = 16;
    const int radius = std::max(1, std::max(image.width, image.height) / kPart);
    const std::ptrdiff_t row = static_cast<std::ptrdiff_t>(image.width) * image.channels;
    std::vector<std::uint8_t> line;
    for (int pass = 0; pass < 3; ++pass) {
        for (int y = 0; y < image.height; ++y) {
            for (int c = 0; c < image.channels; ++c)
                boxBlur(image.data.data() + y * row + c, image.width, image.channels, radius, line);
        }
        for (std::ptrdiff_t x = 0; x < row; ++x)
            boxBlur(image.data.data() + x, image.height, row, radius, line);
    }
    return image;
}

} // namespace ecva
