#pragma once

#include <cstdint>
#include <vector>

namespace ecva {

/// 8-bit picture in memory, rows packed without padding: `stride == width * channels`.
struct PackedImage
{
    int width = 0;
    int height = 0;
    int channels = 0; ///< 3 = RGB, 4 = BGRA in memory (QImage::Format_RGB32 on little endian)
    std::vector<std::uint8_t> data;
};

} // namespace ecva
