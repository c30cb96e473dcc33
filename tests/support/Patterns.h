#pragma once

#include "core/base/PackedImage.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

// The pictures of tests/golden/patterns.py, byte for byte.

namespace ecva::test {

/// `byte(x, y, c)` gives the value of channel c there.
template <typename Byte>
PackedImage drawn(int width, int height, const Byte &byte)
{
    PackedImage image;
    image.width = width;
    image.height = height;
    image.channels = 3;
    image.data.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    for (std::int64_t y = 0; y < height; ++y) {
        for (std::int64_t x = 0; x < width; ++x) {
            for (std::int64_t c = 0; c < 3; ++c)
                image.data.push_back(static_cast<std::uint8_t>(byte(x, y, c)));
        }
    }
    return image;
}

/// "noise", "ramps" or "checks".
inline PackedImage pattern(std::string_view name, int width, int height)
{
    if (name == "noise") {
        return drawn(width, height, [](std::int64_t x, std::int64_t y, std::int64_t c) {
            const std::int64_t v = x * 73 + y * 151 + c * 199;
            return ((v * v * 31 + v * 17 + x * y * 7) >> 4) & 255;
        });
    }
    if (name == "ramps") {
        return drawn(width, height, [](std::int64_t x, std::int64_t y, std::int64_t c) {
            return (x * 3 + y * 2 + c * 80 + ((x * y) >> 5)) & 255;
        });
    }
    return drawn(width, height, [](std::int64_t x, std::int64_t y, std::int64_t c) {
        return (((x >> 1) + (y >> 1) + c) & 1) * 255;
    });
}

/// Frame `frame` of the synthetic clip: a slow background and two rectangles that cross it, the
/// second in frames 12 to 23 only.
inline PackedImage movingFrame(std::int64_t frame, int width, int height)
{
    const std::int64_t left = (frame * 9) % (width - 60);
    const std::int64_t top = height / 4;
    const std::int64_t side = frame >= 12 && frame < 24 ? 10 + (frame - 12) * 8 : 0;
    return drawn(width, height, [=](std::int64_t x, std::int64_t y, std::int64_t c) {
        constexpr std::int64_t red[]{230, 40, 20};
        constexpr std::int64_t blue[]{10, 20, 250};
        if (std::abs(x - width / 2) * 2 < side && std::abs(y - height / 2) * 2 < side)
            return blue[c];
        if (x >= left && x < left + 60 && y >= top && y < top + 50)
            return red[c];
        return (x / 2 + y + c * 40 + frame * 3) % 160 + 30;
    });
}

} // namespace ecva::test
