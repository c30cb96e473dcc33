#pragma once

#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>
#include <vector>

namespace ecva::test {

/// What the ffprobe program says of a file's video stream.
struct Probe
{
    struct Packet
    {
        bool hasPts = false;
        bool key = false;
        bool discard = false;
        double pts = 0; ///< seconds
        int bytes = 0;
    };
    struct Picture
    {
        char type = '?'; ///< I, P, B
        bool interlaced = false;
        bool topFirst = false;
        int width = 0;
        int height = 0;
        std::optional<std::int64_t> pts; ///< in the stream's time base; nothing where it has none
    };

    std::vector<Packet> packets;   ///< in file order
    std::vector<Picture> pictures; ///< as decoded
    QString container;             ///< first of ffprobe's names
    QString codec;
    QString profile;
    QString pixelFormat;
    QString transfer; ///< colour transfer, e.g. "smpte2084"
    QString aspect;   ///< of a sample, e.g. "4:3"
    QString fieldOrder;
    int reorderDepth = 0;  ///< has_b_frames
    int rotation = 0;      ///< of the display matrix, degrees as ffprobe prints them
    bool mirrored = false; ///< the display matrix does not only turn
    int attachedPictures = 0;
    int videos = 0; ///< video streams that are no attached picture
    int width = 0;
    int height = 0;
    double startSeconds = 0; ///< of the stream
    double videoSeconds = 0; ///< what the container promises; 0 when it does not
    double fileSeconds = 0;  ///< the same of the whole file
    double audioSeconds = 0; ///< 0 without sound
    double rate = 0;         ///< avg_frame_rate
    QString timecode;        ///< of a timecode track or the stream's own

    int keys() const;
    int pictureCount(char type) const;
    /// Some packets have no pts.
    bool lacksPts() const;
    bool hasEqualPts() const;
    bool hasDiscarded() const;
    /// Steps between packets in order of their pts differ by more than 10 ms, the last ignored.
    bool stepsDiffer() const;
    /// A key packet other than the first is followed, in the file, by pictures shown before it.
    bool hasLeadingPictures() const;
    /// Pts, or dts where there is none, goes back by more than reordering explains: 0.5 s.
    bool jumpsBack() const;
    bool changesSize() const;
};

struct ProgramOutput
{
    QByteArray output;
    QString problem; ///< empty when it ended well
};
ProgramOutput runProgram(const QString &program, const QStringList &arguments);

/// Packets and pictures of the stream that `map` (ffprobe's stream specifier) names.
Probe probeMedia(const QString &path, const QString &map = QStringLiteral("V:0"));

/// Whether the ffmpeg program may decode a picture into memory that held another one. Some decoders
/// leave the missing parts of a damaged picture as they find them.
enum class PictureMemory { Reused, Fresh };
/// SHA-256 of each picture as the ffmpeg program decodes it from start to end, with one thread.
/// Fresh keeps all pictures until the end; not for streams that change their size.
QStringList linearHashes(const QString &path, const QString &map = QStringLiteral("V:0"),
                         PictureMemory memory = PictureMemory::Reused);

} // namespace ecva::test
