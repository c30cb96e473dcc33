#pragma once

#include "core/media/VideoWriter.h"
#include "tests/support/Must.h"

#include <algorithm>
#include <filesystem>

namespace ecva::test {

/// A video of 25 frames a second, 64 × 48, whose frame i is of one grey: brighter with every frame.
inline std::filesystem::path makeSmallVideo(const std::filesystem::path &path, int frames = 50)
{
    VideoWriter::Options options;
    options.width = 64;
    options.height = 48;
    auto writer = must(VideoWriter::open(path, options));
    for (int i = 0; i < frames; ++i) {
        PackedImage picture{64, 48, 3, {}};
        picture.data.assign(std::size_t(64) * 48 * 3, std::uint8_t(std::min(250, 20 + 4 * i)));
        must(writer->writeFrame(picture));
    }
    must(writer->finish());
    return path;
}

} // namespace ecva::test
