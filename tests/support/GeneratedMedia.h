#pragma once

#include <QString>
#include <QStringList>

#include <functional>
#include <vector>

namespace ecva::test {

/// What the ffprobe program says of a file's first video stream.
struct Probe
{
    struct Packet
    {
        bool hasPts = false;
        bool key = false;
        bool discard = false;
        double pts = 0; ///< seconds
    };
    struct Picture
    {
        char type = '?'; ///< I, P, B
        bool interlaced = false;
    };

    std::vector<Packet> packets;   ///< in file order
    std::vector<Picture> pictures; ///< as decoded
    QString pixelFormat;
    int reorderDepth = 0; ///< has_b_frames
    int rotation = 0;     ///< of the display matrix, degrees as ffprobe prints them
    int attachedPictures = 0;
    double startSeconds = 0; ///< of the stream
    double audioSeconds = 0; ///< 0 without sound

    int keys() const;
    int pictureCount(char type) const;
};

/// Small videos with every awkward property that real ones have, made with the ffmpeg program from
/// its own test pictures: nothing of anybody else's is needed, and the answer can be computed anew.
class GeneratedMedia
{
public:
    /// One file to make. `lacks` looks at the finished file and says what of the wanted property is
    /// missing, empty when it is there: a file without it would test nothing.
    struct Recipe
    {
        QString file;      ///< its name tells the property
        QString encoder;   ///< FFmpeg's name of what it takes, for a visible skip
        QStringList steps; ///< arguments of ffmpeg; {dir} is the folder
        std::function<void(const QString &path)> after; ///< changes bytes afterwards; may be empty
        std::function<QString(const Probe &)> lacks;
    };

    static const std::vector<Recipe> &recipes();
    /// Both programs, ffmpeg and ffprobe, are there.
    static bool isAvailable();
    static bool hasEncoder(const QString &name);
    /// Makes the recipe's file in `folder`, and those it is cut from; a file that is there is kept.
    /// Returns what went wrong, or what the file lacks; empty when all is well.
    static QString make(const Recipe &recipe, const QString &folder);
    static Probe probe(const QString &path);

    /// SHA-256 of each picture as the ffmpeg program decodes it from start to end.
    static QStringList linearHashes(const QString &path);
    /// Runs ffmpeg with these arguments; empty, or what it said.
    static QString ffmpeg(const QStringList &arguments);
};

} // namespace ecva::test
