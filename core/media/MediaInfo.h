#pragma once

#include "core/base/Ids.h"
#include "core/base/Rational.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ecva {

/// One sound stream of a file.
struct AudioInfo
{
    std::string codec; ///< FFmpeg's name, e.g. "aac"
    int sampleRate = 0;
    int channels = 0;
};

/// What a file says of its video stream, and what its decoder was seen to deliver.
struct MediaInfo
{
    std::string container; ///< FFmpeg's short name, e.g. "mov", "avi", "matroska"
    std::string codec;     ///< FFmpeg's name, e.g. "h264"
    std::string profile;
    std::string pixelFormat; ///< FFmpeg's name, e.g. "yuv420p"
    int width = 0;           ///< coded picture, before rotation and sample aspect ratio
    int height = 0;
    int rotation = 0; ///< degrees clockwise to turn the picture for showing: 0, 90, 180, 270
    Rational sampleAspect{1, 1};
    Rational timeBase{1, 1};
    Rational averageRate{0, 1}; ///< the stream's avg_frame_rate, frames per second
    /// SMPTE label of the first frame as the file has it, e.g. "10:20:30:12", "00:00:59;28" (drop
    /// frame); empty: none.
    std::string startTimecode;
    std::int64_t bytes = 0; ///< size of the file
    std::vector<AudioInfo> audio;

    /// Size on the screen: sample aspect and rotation applied.
    int displayWidth() const;
    int displayHeight() const;
};

/// Version of the FFmpeg that runs here, e.g. "7.1.2-0+deb13u1".
std::string mediaLibraryVersion();

} // namespace ecva
