#pragma once

#include "core/media/FfmpegCompat.h"

#include <cstddef>

namespace ecva {

/// Codecs whose decoders leave out, with AVDISCARD_NONREF, only pictures without which every other
/// one is the same. Not HEVC: its mark holds within one temporal layer only, and what a damaged
/// picture lacks is, untold, what lay in its memory before.
bool saysWhatIsReferred(const AVCodecParameters &codec);

/// Bytes before each unit of an H.264 packet that say how long it is; 0 where start codes separate
/// them, or the codec is another one.
std::size_t lengthBytes(const AVCodecParameters &codec);

/// Slices that no picture refers to and nothing else but delimiters and filling (ITU-T H.264,
/// 7.4.1): a decoder that has not seen the packet goes on as if it had.
bool isUnreferred(const AVPacket &data, std::size_t lengthBytes);

} // namespace ecva
