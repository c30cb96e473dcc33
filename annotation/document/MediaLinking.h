#pragma once

#include "annotation/domain/Entities.h"
#include "core/base/CancelToken.h"
#include "core/base/Result.h"
#include "core/media/VideoIndex.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <vector>

namespace ecva {

/// A video found on disk and indexed; made in the pool, committed on the UI thread.
struct ProbedMedia
{
    QString path; ///< absolute
    MediaFacts facts;
    std::shared_ptr<const VideoIndex> index;
};

/// Facts that a clip stores of the video with this index; `digest` is mediaDigest() of the file.
MediaFacts mediaFacts(const VideoIndex &index, const QString &digest);

/// Reads everything a project stores of a video. Any thread. `progress` as VideoIndex::Options.
/// Errors as VideoIndex::build.
Result<ProbedMedia> probeMedia(const QString &path, const CancelToken &cancel,
                               const std::function<void(double)> &progress = {});

/// Extensions by which videos are found in folders, lower case, without a dot.
const QStringList &videoExtensions();

/// Video files among `paths`, folders searched below, each once, sorted by name; by extension,
/// without opening. A file named itself is taken whatever it is called. Absolute paths.
QStringList findVideoFiles(const QStringList &paths);

/// What became of one video that was to be added.
struct AddedVideo
{
    enum class Outcome {
        Added,     ///< a clip of its own
        Linked,    ///< it is the missing video of a clip with this file name
        Duplicate, ///< the project has this path or this very video already
    };
    QString path; ///< absolute
    ClipId clip;  ///< the clip it became, or already was
    Outcome outcome = Outcome::Added;
};

class Document;

/// Adds videos to a project, all in one step. A video whose file name a clip without video expects
/// is linked to it instead (to every cut of it). UI thread. Errors as Document::commit.
Result<std::vector<AddedVideo>> addVideos(Document &document,
                                          const std::vector<ProbedMedia> &videos);

} // namespace ecva
