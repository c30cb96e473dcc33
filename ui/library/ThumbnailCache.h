#pragma once

#include "annotation/domain/Entities.h"

#include <QImage>
#include <QObject>

#include <map>
#include <set>
#include <vector>

namespace ecva {

class Document;
class JobRunner;

/// One small picture per clip, made in the pool when a row is first painted and kept on disk by the
/// video's digest. The most recently asked for is made first. UI thread.
class ThumbnailCache : public QObject
{
    Q_OBJECT

public:
    explicit ThumbnailCache(JobRunner &jobs, QObject *parent = nullptr);

    /// Null while there is none yet; then loaded() follows, unless the file cannot be shown.
    QImage image(const Document &document, const Clip &clip);
    /// The file of a linked clip was looked for and not found.
    bool isMissing(ClipId clip) const { return m_missing.contains(clip); }
    void clear();

    static constexpr int kWidth = 136; ///< device pixels for 68, 16:9
    static constexpr int kHeight = 76;

Q_SIGNALS:
    void loaded(ecva::ClipId clip);

private:
    struct Wish
    {
        ClipId clip;
        QString path;
        QString digest;
    };
    void startNext();

    JobRunner &m_jobs;
    std::map<ClipId, QImage> m_images;
    std::set<ClipId> m_asked;
    std::set<ClipId> m_missing;
    std::vector<Wish> m_wishes; ///< a stack
    int m_epoch = 0;            ///< results of an earlier project are dropped
    bool m_busy = false;
};

} // namespace ecva
