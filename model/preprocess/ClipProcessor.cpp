#include "model/preprocess/ClipProcessor.h"

namespace ecva {

Result<PackedImage> resizeBicubic(const PackedImage &, int, int)
{
    return fail(ErrorCode::Unsupported, "not yet");
}

PackedImage padToSquare(const PackedImage &image, const std::array<std::uint8_t, 3> &)
{
    return image;
}

std::array<std::uint8_t, 3> meanColour(const ProcessorConfig &)
{
    return {122, 116, 104};
}

Result<void> clipPixels(const PackedImage &, const ProcessorConfig &, bool, std::vector<float> &)
{
    return fail(ErrorCode::Unsupported, "not yet");
}

} // namespace ecva
