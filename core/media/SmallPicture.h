#pragma once

#include "core/base/Result.h"
#include "core/media/FfmpegCompat.h"

#include <array>
#include <cstdint>
#include <vector>

namespace ecva {

/// A picture as means over a fixed grid, whatever its size and shape: luma and both chromas at the
/// same places. What shot changes are found with.
struct SmallPicture
{
    static constexpr int kWidth = 48;
    static constexpr int kHeight = 32;
    using Plane = std::array<std::uint8_t, std::size_t{kWidth} * kHeight>;

    Plane y{};
    Plane u{};
    Plane v{};
};

/// Reduces decoded pictures. Keeps its tables: one per thread.
class PictureReducer
{
public:
    /// Errors: Unsupported (a pixel format that swscale does not read).
    Result<void> reduce(const AVFrame &frame, SmallPicture &small);

private:
    Result<void> throughScaler(const AVFrame &frame, SmallPicture &small);

    ff::SwsPtr m_scaler;
    std::vector<std::uint8_t> m_scaled;
    std::vector<std::uint16_t> m_columns;
};

/// How different two pictures are, 0 to 1: half of it the differences that are left once every
/// block was looked for in the neighbourhood of its place, half the difference of the luma and
/// chroma histograms.
float pictureChange(const SmallPicture &before, const SmallPicture &after);

/// Whether the two show the same things, 0 to 1, however bright: the mean normalised correlation of
/// the luma of their blocks, each looked for in the neighbourhood of its place, weighted by
/// contrast. 1 for two pictures without contrast.
float pictureLikeness(const SmallPicture &before, const SmallPicture &after);

} // namespace ecva
