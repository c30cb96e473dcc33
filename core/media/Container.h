#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Result.h"
#include "core/media/FfmpegCompat.h"
#include "core/media/VideoIndex.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace ecva {

/// An opened file. Only plain files in the containers of an allow-list are opened, and only through
/// FFmpeg's "file" protocol, so that a hostile file cannot name another one. Not thread-safe.
class Container
{
public:
    /// Errors: NotFound, Io, BadInput (not a video file), Unsupported (container), Cancelled.
    static Result<std::unique_ptr<Container>> open(const std::filesystem::path &path,
                                                   const CancelToken &cancel);

    AVFormatContext *format() { return m_format.get(); }
    const std::string &path() const { return m_path; }

    /// The video: FFmpeg's best video stream that is no attached picture. Errors: BadInput.
    Result<int> videoStream() const;
    /// -1 when there is no sound.
    int audioStream() const;
    /// All packets but those of `stream` are dropped while reading.
    void selectStream(int stream);
    AVStream *stream(int index) { return m_format->streams[index]; }

    /// Reads the video that `index` is of, and seeks with what it knows: a file without a seek
    /// table is not read through for one again. Errors: BadInput (there is no such stream).
    Result<void> follow(std::shared_ptr<const VideoIndex> index);

    /// Next packet of the selected stream; false at the end of the file. A damaged end counts as
    /// the end and is told by readError(). Errors: Cancelled.
    Result<bool> read(AVPacket &packet);
    /// FFmpeg's error that ended reading, 0 when the file just ended.
    int readError() const { return m_readError; }
    /// What FFmpeg's demuxer has called an error since the file was opened, though it read on.
    const ff::Complaints &complaints() const { return *m_complaints; }
    /// Goes to the last place at or before `timestamp` (the stream's time base) from which packets
    /// can be read; false when the container cannot.
    bool seek(std::int64_t timestamp);
    /// Back to the first packet, by opening the file again: exact in every container. Errors as
    /// open().
    Result<void> rewind();

private:
    explicit Container(std::string path, CancelToken cancel);
    void addSeekPoints();

    std::string m_path;
    std::unique_ptr<const CancelToken> m_cancel; // FFmpeg keeps its address: must outlive m_format
    std::unique_ptr<ff::Complaints> m_complaints = std::make_unique<ff::Complaints>(); // as above
    ff::FormatPtr m_format;
    int m_selected = -1;
    std::shared_ptr<const VideoIndex> m_index; ///< see follow()
    int m_readError = 0;
};

/// The codec's decoder fills in what a damaged picture lacks (or gives none). Others leave there
/// what its memory held before: it is empty, unless `prepare` calls fillMemoryWithOnes().
bool concealsDamage(AVCodecID codec);
/// For a second decoder beside one with empty memory: where their pictures differ, something in
/// them was not decoded at all.
void fillMemoryWithOnes(AVCodecContext &decoder);

/// A decoder for one stream, checked against limits on picture size; `prepare` sees it before it is
/// opened. Errors: Unsupported (no such decoder here), BadInput (it refuses the stream's
/// parameters).
Result<ff::CodecPtr> openDecoder(const AVStream &stream, int threads, const std::string &path,
                                 const std::function<void(AVCodecContext &)> &prepare = {});

/// Regular file, readable, not empty. Errors: NotFound, Io, BadInput.
Result<std::uintmax_t> checkPlainFile(const std::filesystem::path &path);

} // namespace ecva
