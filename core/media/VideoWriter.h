#pragma once

#include "core/base/Rational.h"
#include "core/base/Result.h"
#include "core/media/Frame.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

namespace ecva {

/// Writes an MP4: H.264 with a closed group of pictures a second long (or of key frames only), and
/// AAC stereo. The file
/// appears under its name only when finish() has succeeded; a writer destroyed before leaves
/// nothing. The same input gives the same bytes on one machine. Not thread-safe.
class VideoWriter
{
public:
    /// AllKey: each picture can be decoded alone, and fast.
    enum class Pictures { Groups, AllKey };

    struct Options
    {
        int width = 0;  ///< even
        int height = 0; ///< even
        Rational frameRate{25, 1};
        int sampleRate = 0; ///< of the sound; 0: no sound
        int quality = 20;   ///< x264's constant rate factor: lower is better and larger
        Pictures pictures = Pictures::Groups;
    };

    /// Errors: InvalidArgument (odd size, no rate), Io (cannot write there), Unsupported (no
    /// encoder).
    static Result<std::unique_ptr<VideoWriter>> open(const std::filesystem::path &path,
                                                     const Options &options);
    ~VideoWriter();

    /// The next picture, of the size of the options; 3 channels are RGB, 4 are BGRA whose alpha is
    /// ignored. Errors: InvalidArgument (another size), Io.
    Result<void> writeFrame(const PackedImage &picture);
    /// The next sound, interleaved stereo. Errors: InvalidArgument (opened without sound), Io.
    Result<void> writeAudio(std::span<const std::int16_t> values);
    /// Writes what is pending and gives the file its name. Nothing may be written afterwards.
    Result<void> finish();

private:
    struct Impl;
    explicit VideoWriter(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace ecva
