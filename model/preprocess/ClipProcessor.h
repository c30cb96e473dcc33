#pragma once

#include "core/base/PackedImage.h"
#include "core/base/Result.h"
#include "model/checkpoint/ModelConfig.h"

#include <array>
#include <cstdint>
#include <vector>

namespace ecva {

/// PIL's bicubic resize of an 8-bit image, bit for bit (model spec A.1): two passes, horizontal
/// first, the intermediate rounded to 8 bits. Any number of channels.
/// Errors: InvalidArgument (a side below 1), OutOfMemory.
Result<PackedImage> resizeBicubic(const PackedImage &image, int width, int height);

/// Square canvas of the longer side in `colour`, the picture in the middle (A.3, expand2square).
PackedImage padToSquare(const PackedImage &image, const std::array<std::uint8_t, 3> &colour);

/// int(mean · 255) per channel: (122, 116, 104) for CLIP. Also the colour of a blanked frame.
std::array<std::uint8_t, 3> meanColour(const ProcessorConfig &config);

/// The 8-bit half of clipPixels(): padded when asked, the shorter side brought to
/// `shortestEdge`, the middle crop × crop cut out, black where the picture does not reach; for
/// SigLIP stretched to crop × crop instead.
/// Errors: InvalidArgument (not RGB, empty), OutOfMemory.
Result<PackedImage> clipCrop(const PackedImage &rgb, const ProcessorConfig &config, bool pad);

/// HF's CLIPImageProcessor or SiglipImageProcessor on one RGB picture (A.2; A.3 first when `pad`):
/// [3, crop, crop] floats appended to `out`. Errors: those of clipCrop().
Result<void> clipPixels(const PackedImage &rgb, const ProcessorConfig &config, bool pad,
                        std::vector<float> &out);

} // namespace ecva
