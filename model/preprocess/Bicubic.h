#pragma once

#include "core/base/PackedImage.h"

#include <cstdint>
#include <vector>

namespace ecva {

/// A rectangle of an image that need not exist as a whole.
struct PixelWindow
{
    std::int64_t left = 0;
    std::int64_t top = 0;
    int width = 0;
    int height = 0;
};

/// What each output position along one side reads, as a table: weights are whole numbers of 2⁻²²,
/// `stride` to a position. For those who resize elsewhere than here.
struct ResizeTable
{
    std::vector<int> begin, count;
    std::vector<std::int32_t> weights;
    int stride = 0;
};
ResizeTable resizeTable(int inSize, int outSize);

/// The part `window` of what resizing `image` to `width` × `height` gives, without computing the
/// rest: a picture of one row would be millions of columns wide otherwise. Same pixels as the whole
/// (model spec A.1). All sizes at least 1, the window inside; throws std::bad_alloc.
PackedImage resizeBicubicWindow(const PackedImage &image, std::int64_t width, std::int64_t height,
                                const PixelWindow &window);

} // namespace ecva
