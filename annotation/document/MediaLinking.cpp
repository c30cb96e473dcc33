#include "annotation/document/MediaLinking.h"

#include "annotation/document/Document.h"

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QSet>

#include <algorithm>

namespace ecva {

MediaFacts mediaFacts(const VideoIndex &index, const QString &digest)
{
    const MediaInfo &info = index.info();
    MediaFacts facts;
    facts.frames = index.frameCount();
    facts.firstPts = index.entries().front().pts;
    facts.timeBase = info.timeBase;
    facts.averageRate = info.averageRate;
    facts.variableRate = index.isVariableRate();
    facts.durationMs = scaleRounded(index.entries().back().nextPts - facts.firstPts,
                                    {info.timeBase.num * 1000, info.timeBase.den});
    facts.width = info.width;
    facts.height = info.height;
    facts.rotation = info.rotation;
    facts.codec = QString::fromStdString(info.codec);
    facts.hasAudio = !info.audio.empty();
    facts.bytes = info.bytes;
    facts.digest = digest;
    return facts;
}

Result<ProbedMedia> probeMedia(const QString &path, const CancelToken &cancel,
                               const std::function<void(double)> &progress)
{
    const std::filesystem::path file(QFile::encodeName(path).toStdString());
    VideoIndex::Options options;
    options.cancel = cancel;
    options.progress = progress;
    auto index = VideoIndex::build(file, options);
    if (!index)
        return fail(index);
    const auto digest = mediaDigest(file);
    if (!digest)
        return fail(digest);
    return ProbedMedia{QFileInfo(path).absoluteFilePath(),
                       mediaFacts(**index, QString::fromStdString(*digest)), std::move(*index)};
}

const QStringList &videoExtensions()
{
    static const QStringList extensions{
        QStringLiteral("mp4"), QStringLiteral("m4v"), QStringLiteral("mov"),
        QStringLiteral("avi"), QStringLiteral("mkv"), QStringLiteral("webm"),
        QStringLiteral("flv"), QStringLiteral("ts"),  QStringLiteral("m2ts"),
        QStringLiteral("mts"), QStringLiteral("mpg"), QStringLiteral("mpeg"),
        QStringLiteral("wmv"), QStringLiteral("asf"), QStringLiteral("3gp"),
        QStringLiteral("ogv")};
    return extensions;
}

QStringList findVideoFiles(const QStringList &paths)
{
    QStringList found;
    QSet<QString> known;
    for (const QString &path : paths) {
        const QFileInfo info(path);
        QStringList here;
        if (info.isDir()) {
            QDirIterator each(info.absoluteFilePath(), QDir::Files, QDirIterator::Subdirectories);
            while (each.hasNext()) {
                each.next();
                if (videoExtensions().contains(each.fileInfo().suffix().toLower()))
                    here.append(each.fileInfo().absoluteFilePath());
            }
            std::sort(here.begin(), here.end());
        } else {
            here.append(info.absoluteFilePath());
        }
        for (const QString &file : std::as_const(here)) {
            if (!known.contains(file)) {
                known.insert(file);
                found.append(file);
            }
        }
    }
    return found;
}

Result<std::vector<AddedVideo>> addVideos(Document &document,
                                          const std::vector<ProbedMedia> &videos)
{
    QHash<QString, ClipId> byDigest;
    QHash<QString, ClipId> byPath;
    QHash<QString, std::vector<ClipId>> missing; // by file name
    for (const auto &[id, clip] : document.model().clips()) {
        if (clip.media) {
            byDigest.insert(clip.media->digest, id);
            byPath.insert(document.absoluteMediaPath(clip), id);
        } else {
            missing[QFileInfo(clip.path).fileName()].push_back(id);
        }
    }
    Edit edit(document, QStringLiteral("clip.add"));
    std::vector<AddedVideo> report;
    for (const ProbedMedia &video : videos) {
        AddedVideo entry{video.path, {}, AddedVideo::Outcome::Added};
        const auto waiting = missing.find(QFileInfo(video.path).fileName());
        if (const auto known = byPath.find(video.path); known != byPath.end()) {
            entry.clip = *known;
            entry.outcome = AddedVideo::Outcome::Duplicate;
        } else if (waiting != missing.end()) {
            for (const ClipId id : *waiting) {
                if (auto linked = edit.linkMedia(id, video.path, video.facts, *video.index);
                    !linked)
                    return fail(linked);
            }
            entry.clip = waiting->front();
            entry.outcome = AddedVideo::Outcome::Linked;
            missing.erase(waiting);
        } else if (const auto same = byDigest.find(video.facts.digest); same != byDigest.end()) {
            entry.clip = *same;
            entry.outcome = AddedVideo::Outcome::Duplicate;
        } else {
            const auto added = edit.addClip({video.path, {}, video.facts, {}, {}, {}});
            if (!added)
                return fail(added);
            entry.clip = *added;
        }
        byPath.insert(video.path, entry.clip);
        byDigest.insert(video.facts.digest, entry.clip);
        report.push_back(entry);
    }
    if (auto done = document.commit(std::move(edit)); !done)
        return fail(done);
    return report;
}

} // namespace ecva
