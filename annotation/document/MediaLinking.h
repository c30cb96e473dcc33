#pragma once

#include "annotation/domain/Entities.h"
#include "core/base/CancelToken.h"
#include "core/base/Result.h"
#include "core/media/VideoIndex.h"

#include <QString>
#include <QStringList>

#include <memory>

namespace ecva {

/// A video found on disk and indexed; made in the pool, committed on the UI thread.
struct ProbedMedia
{
    QString path; ///< absolute
    MediaFacts facts;
    std::shared_ptr<const VideoIndex> index;
};

/// Reads everything a project stores of a video. Any thread. Errors as VideoIndex::build.
Result<ProbedMedia> probeMedia(const QString &path, const CancelToken &cancel);

/// Video files among `paths`, folders searched below, sorted by name; by extension, without opening.
QStringList findVideoFiles(const QStringList &paths);

} // namespace ecva
