#include "app/services/DemoProject.h"

#include "annotation/document/Document.h"
#include "annotation/document/MediaLinking.h"
#include "app/services/demo/Annotations.h"
#include "app/services/demo/Scene.h"
#include "core/media/VideoWriter.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <array>
#include <atomic>
#include <chrono>
#include <future>

namespace ecva {
namespace {

struct DemoClip
{
    const char *file;
    std::unique_ptr<demo::Scene> (*scene)();
};

constexpr std::array kClips{
    DemoClip{"market-street.mp4", demo::makeStreetScene},
    DemoClip{"store-b-aisle-4.mp4", demo::makeWarehouseScene},
    DemoClip{"yard-north.mp4", demo::makeYardScene},
};
constexpr int kSampleRate = 48000;

// Draws and encodes one clip. Any thread; `drawn` counts the finished frames of all clips.
Result<void> makeClip(const DemoClip &clip, const QString &path, std::atomic<int> &drawn,
                      const CancelToken &cancel)
{
    VideoWriter::Options options;
    options.width = demo::kWidth;
    options.height = demo::kHeight;
    options.frameRate = Rational{demo::kFps, 1};
    options.sampleRate = kSampleRate;
    auto writer = VideoWriter::open(QFile::encodeName(path).toStdString(), options);
    if (!writer)
        return fail(writer);

    const std::unique_ptr<demo::Scene> scene = clip.scene();
    const std::vector<std::int16_t> sound = scene->sound(kSampleRate);
    QImage picture(demo::kWidth, demo::kHeight, QImage::Format_RGB32);
    PackedImage packed{demo::kWidth, demo::kHeight, 4, {}};
    constexpr std::size_t kValuesPerFrame = 2 * kSampleRate / demo::kFps;
    for (int frame = 0; frame < demo::kFrames; ++frame) {
        if (cancel.isCancelled())
            return fail(ErrorCode::Cancelled, "cancelled", path.toStdString());
        scene->draw(picture, frame);
        packed.data.assign(picture.constBits(), picture.constBits() + picture.sizeInBytes());
        if (const auto written = (*writer)->writeFrame(packed); !written)
            return written;
        const std::span<const std::int16_t> values
            = std::span(sound).subspan(std::size_t(frame) * kValuesPerFrame, kValuesPerFrame);
        if (const auto written = (*writer)->writeAudio(values); !written)
            return written;
        ++drawn;
    }
    return (*writer)->finish();
}

Result<void> makeClips(const QStringList &paths, const std::function<void(double)> &progress,
                       const CancelToken &cancel)
{
    std::atomic<int> drawn = 0;
    std::vector<std::future<Result<void>>> work;
    for (std::size_t i = 0; i < kClips.size(); ++i)
        work.push_back(std::async(std::launch::async, [&, i] {
            return makeClip(kClips[i], paths[int(i)], drawn, cancel);
        }));
    Result<void> result;
    for (auto &clip : work) {
        while (clip.wait_for(std::chrono::milliseconds(50)) != std::future_status::ready)
            if (progress)
                progress(drawn / double(demo::kFrames * kClips.size()));
        const Result<void> made = clip.get();
        if (result && !made)
            result = made;
    }
    return result;
}

Result<void> fillProject(const QString &file, const QStringList &paths, const QString &author,
                         const CancelToken &cancel)
{
    auto document = Document::create(file, author);
    if (!document)
        return fail(document);
    Edit edit(**document, QStringLiteral("clip.add"));
    std::vector<ClipId> ids;
    for (const QString &path : paths) {
        const Result<ProbedMedia> media = probeMedia(path, cancel);
        if (!media)
            return fail(media);
        NewClip clip;
        clip.path = media->path;
        clip.media = media->facts;
        const Result<ClipId> id = edit.addClip(clip);
        if (!id)
            return fail(id);
        ids.push_back(*id);
    }
    if (const auto added = (*document)->commit(std::move(edit)); !added)
        return fail(added);
    return demo::annotate(**document, {ids[0], ids[1], ids[2]});
}

} // namespace

Result<DemoProject> makeDemoProject(const QString &folder, const QString &author,
                                    const std::function<void(double)> &progress,
                                    const CancelToken &cancel)
{
    const QDir dir(folder);
    DemoProject made;
    made.project = dir.absoluteFilePath(QStringLiteral("demo.ecva"));
    for (const DemoClip &clip : kClips)
        made.clips << dir.absoluteFilePath(QString::fromLatin1(clip.file));
    // Never over something of the user's.
    for (const QString &path : made.clips + QStringList{made.project})
        if (QFileInfo::exists(path))
            return fail(ErrorCode::InvalidArgument, "exists already", path.toStdString());
    const bool wasThere = dir.exists();
    if (!dir.mkpath(QStringLiteral(".")))
        return fail(ErrorCode::Io, "cannot make the folder", folder.toStdString());

    const QString unfinished = dir.absoluteFilePath(QStringLiteral(".demo.ecva.part"));
    const auto clear = [&] {
        for (const QString &path : made.clips + QStringList{unfinished})
            QFile::remove(path);
        if (!wasThere)
            QDir().rmdir(dir.absolutePath());
    };
    Result<void> done = makeClips(made.clips, progress, cancel);
    if (done)
        done = fillProject(unfinished, made.clips, author, cancel);
    if (done && !QFile::rename(unfinished, made.project))
        done = fail(ErrorCode::Io, "cannot be written", made.project.toStdString());
    if (!done) {
        clear();
        return fail(done);
    }
    return made;
}

} // namespace ecva
