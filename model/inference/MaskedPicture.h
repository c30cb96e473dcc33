#pragma once

#include "core/base/PackedImage.h"

#include <array>
#include <cstdint>

namespace ecva {

/// A picture of `like`'s size in one colour.
PackedImage solidPicture(const PackedImage &like, const std::array<std::uint8_t, 3> &colour);

/// A strong blur: three box blurs in a row, which come close to a Gaussian whose deviation is a
/// sixteenth of the longer side. The edge pixels go on outside; whole numbers only, rounded to the
/// nearest after each of the six passes, so it is the same on every machine.
PackedImage blurredPicture(PackedImage image);

} // namespace ecva
