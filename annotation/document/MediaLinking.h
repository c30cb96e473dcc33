#pragma once

#include "annotation/domain/Entities.h"
#include "core/base/CancelToken.h"
#include "core/base/Result.h"
#include "core/media/VideoIndex.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <memory>

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

/// Video files among `paths`, folders searched below, each once, sorted by name; by extension, without
/// opening. A file named itself is taken whatever it is called. Absolute paths.
QStringList findVideoFiles(const QStringList &paths);

} // namespace ecva
