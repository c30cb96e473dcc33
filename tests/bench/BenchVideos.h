#pragma once

#include <QString>

#include <string>

namespace ecva::bench {

/// A video made for the benchmarks: moving test pictures with a little noise at the bit rate of a
/// surveillance or phone video, closed groups of pictures of one length, B-pictures as x264 makes
/// them.
struct BenchVideo
{
    int width = 1280;
    int height = 720;
    int group = 250; ///< frames between key frames
    int frames = 1500;
    int kilobits = 3000; ///< a second

    static constexpr int kRate = 30; ///< frames a second
    /// "720p, groups of 250"
    std::string title() const;
};

/// Its path in `folder`; made with the ffmpeg program unless it is there. Empty, and told on
/// stderr, when that fails.
QString makeVideo(const BenchVideo &video, const QString &folder);

} // namespace ecva::bench
