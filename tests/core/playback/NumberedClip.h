#pragma once

#include "core/media/FrameSource.h"
#include "core/media/VideoWriter.h"
#include "tests/support/Must.h"

#include <filesystem>
#include <memory>
#include <optional>

namespace ecva::test {

/// A video whose pictures say which frame they are: eight bars hold the bits of the number, above
/// the same turned round, so that a picture that is half of another is found out.
struct NumberedClip
{
    static constexpr int kWidth = 64;
    static constexpr int kHeight = 48;
    static constexpr int kBits = 8;

    std::filesystem::path path;
    std::shared_ptr<const VideoIndex> index;

    static NumberedClip make(const std::filesystem::path &path, int frames)
    {
        VideoWriter::Options options;
        options.width = kWidth;
        options.height = kHeight;
        auto writer = must(VideoWriter::open(path, options));
        for (int frame = 0; frame < frames; ++frame) {
            PackedImage picture{kWidth, kHeight, 3, {}};
            for (int y = 0; y < kHeight; ++y) {
                for (int x = 0; x < kWidth; ++x) {
                    const int bit = (frame >> (x * kBits / kWidth)) & 1;
                    const bool white = (bit == 1) == (y < kHeight / 2);
                    picture.data.insert(picture.data.end(), 3, white ? 235 : 20);
                }
            }
            must(writer->writeFrame(picture));
        }
        must(writer->finish());
        VideoIndex::Options indexOptions;
        indexOptions.useCache = false;
        return {path, must(VideoIndex::build(path, indexOptions))};
    }

    /// The number in the picture, at whatever size; nothing when it is not a picture of ours.
    static std::optional<std::int64_t> numberIn(const PackedImage &image)
    {
        if (image.width < kBits || image.height < 2)
            return std::nullopt;
        const auto white = [&](int bit, int half) {
            const int x = (2 * bit + 1) * image.width / (2 * kBits);
            const int y = (2 * half + 1) * image.height / 4;
            const auto at = (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width)
                             + static_cast<std::size_t>(x))
                            * static_cast<std::size_t>(image.channels);
            return image.data[at] > 128;
        };
        std::int64_t number = 0;
        for (int bit = 0; bit < kBits; ++bit) {
            if (white(bit, 0) == white(bit, 1))
                return std::nullopt;
            number |= std::int64_t(white(bit, 0)) << bit;
        }
        return number;
    }

    std::unique_ptr<FrameSource> source(std::size_t cacheBytes = std::size_t(4) << 20) const
    {
        FrameSource::Options options;
        options.cacheBytes = cacheBytes;
        return must(FrameSource::open(path, index, options));
    }
};

} // namespace ecva::test
