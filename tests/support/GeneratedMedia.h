#pragma once

#include "tests/support/MediaProbe.h"

#include <QByteArray>

#include <functional>
#include <vector>

namespace ecva::test {

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
        QString property;  ///< the same in words, for the table
        QStringList steps; ///< arguments of ffmpeg; {dir} is the folder
        std::function<QString(const Probe &)> lacks;
        /// Changes the bytes of the finished file; `folder` holds the other files that the steps
        /// made. May be empty.
        std::function<void(QByteArray &bytes, const QString &folder)> change = {};
        /// The video stream in it that is meant, where there are several.
        QString map = QStringLiteral("V:0");
        QString encoder = {}; ///< FFmpeg's name of what it takes, for a visible skip
        /// Some pictures cannot be decoded whole.
        bool damaged = false;
    };

    /// What the ffmpeg and ffprobe programs say of a finished file, once and for all.
    struct Truth
    {
        QString path;       ///< in the cache that all tests share: to be read only
        QString problem;    ///< why there is no such file; empty when all is well
        QStringList hashes; ///< of each picture, decoded from start to end
        /// Of a damaged file: pictures that come out otherwise when their memory has held others
        /// before. `hashes` has them as they come out of memory that was never used.
        int unsettled = 0;
        std::vector<std::optional<std::int64_t>> pts; ///< of each picture, as ffprobe decodes it
        QString container;
        QString codec;
        int packets = 0;
        double videoSeconds = 0; ///< what the container promises; 0 when it does not
    };

    static const std::vector<Recipe> &recipes();
    /// Null when there is no such recipe.
    static const Recipe *recipe(const QString &file);
    /// Both programs, ffmpeg and ffprobe, are there.
    static bool isAvailable();
    static bool hasEncoder(const QString &name);
    /// Makes the recipe's file in `folder`; a file that is there is kept.
    /// Returns what went wrong, or what the file lacks; empty when all is well.
    static QString make(const Recipe &recipe, const QString &folder);
    /// The file in the shared cache below the build tree, made when it is not there, with what is
    /// known of it. Thread-safe; several processes may ask at once.
    static Truth truth(const Recipe &recipe);
    static Probe probe(const QString &path) { return probeMedia(path); }

    /// SHA-256 of each picture as the ffmpeg program decodes it from start to end.
    static QStringList linearHashes(const QString &path) { return test::linearHashes(path); }
    /// Runs ffmpeg with these arguments; empty, or what it said.
    static QString ffmpeg(const QStringList &arguments);
};

} // namespace ecva::test
