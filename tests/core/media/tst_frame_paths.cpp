// Every way to a frame gives the picture that the ffmpeg program counts so: in batches, with
// pictures left out on the way, from the cache, read behind a backward walk, parked decoders, and
// the first picture near it.
#include "core/media/FrameBatch.h"
#include "core/media/FrameSource.h"
#include "tests/support/GeneratedMedia.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <map>
#include <random>

using namespace ecva;
using test::GeneratedMedia;

namespace {

constexpr std::uint64_t kSeed = 20261121;

struct Clip
{
    QString path;
    QStringList truth;
    std::shared_ptr<const VideoIndex> index;
};

/// Empty when the frame is the picture that the ffmpeg program counts as the frame's own number.
QString differing(const Result<Frame> &frame, const Clip &clip)
{
    const auto hash = frame ? frame->nativeHash() : fail(frame);
    if (!hash)
        return QString::fromStdString(hash.error().text());
    const QString text = QString::fromStdString(*hash);
    const auto number = static_cast<int>(frame->index().value);
    if (text == clip.truth.value(number))
        return {};
    return QStringLiteral("frame %1 gives picture %2").arg(number).arg(clip.truth.indexOf(text));
}

} // namespace

class TestFramePaths : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::map<QString, Clip> m_clips;

    /// Files of this test alone: what may and what may not be left out differs by codec.
    static const std::map<QString, QString> &ownFiles()
    {
        static const QString pictures
            = QStringLiteral("-f lavfi -i testsrc2=size=160x120:rate=25:duration=4 -c:v ");
        static const std::map<QString, QString> files{
            {QStringLiteral("own-hevc.mp4"),
             pictures
                 + QStringLiteral("libx265 -preset veryfast -x265-params "
                                  "log-level=none:keyint=50:bframes=4:b-pyramid=1")},
            {QStringLiteral("own-hevc-layers.mp4"),
             pictures
                 + QStringLiteral("libx265 -preset veryfast -x265-params "
                                  "log-level=none:keyint=50:bframes=4:temporal-layers=1")},
            {QStringLiteral("own-hevc.ts"),
             pictures
                 + QStringLiteral("libx265 -preset veryfast -x265-params "
                                  "log-level=none:keyint=50:bframes=4")},
            {QStringLiteral("own-mpeg4.mp4"),
             pictures + QStringLiteral("mpeg4 -bf 2 -g 50 -q:v 4")},
            {QStringLiteral("own-mpeg2.mkv"),
             pictures + QStringLiteral("mpeg2video -bf 2 -g 50 -q:v 4")},
            {QStringLiteral("own-mpeg1.mkv"),
             pictures + QStringLiteral("mpeg1video -bf 2 -g 50 -q:v 4")},
            {QStringLiteral("own-many-b.mkv"),
             pictures + QStringLiteral("libx264 -preset fast -bf 8 -b_strategy 0 -g 60 -refs 5")},
            {QStringLiteral("own-mbaff.mp4"),
             pictures
                 + QStringLiteral("libx264 -preset fast -bf 3 -g 50 -flags +ilme+ildct "
                                  "-x264-params tff=1")},
            {QStringLiteral("own-refresh.mp4"),
             pictures
                 + QStringLiteral(
                     "libx264 -preset fast -g 50 -x264-params intra-refresh=1:bframes=2")},
        };
        return files;
    }

    void addFiles()
    {
        QTest::addColumn<QString>("file");
        // One of every kind; tst_random_gets asks all of them at random. Not damaged HEVC: what its
        // decoder leaves unpainted is whatever the memory held.
        for (const char *file : {"b-pyramid.mp4",
                                 "long-closed-gop.mp4",
                                 "open-gop.mp4",
                                 "open-gop.ts",
                                 "open-gop-cut.ts",
                                 "edit-list.mp4",
                                 "variable-rate.mkv",
                                 "starts-negative.ts",
                                 "turned.mp4",
                                 "ten-bit.mp4",
                                 "interlaced.ts",
                                 "one-frame.mp4",
                                 "program-stream.mpg",
                                 "interlaced-mpeg2.ts",
                                 "b-frames-mpeg4.avi",
                                 "b-frames-h264.avi",
                                 "raw.h264",
                                 "mjpeg.mov",
                                 "h264.flv",
                                 "vp9.webm",
                                 "av1.mkv",
                                 "animation.gif",
                                 "equal-pts.mkv",
                                 "truncated.ts",
                                 "corrupted.mp4",
                                 "corrupted.ts",
                                 "cover.mp4"})
            QTest::newRow(file) << QString::fromLatin1(file);
        for (const auto &[file, arguments] : ownFiles())
            QTest::newRow(qPrintable(file)) << file;
    }

    /// Null when this ffmpeg program cannot make it.
    const Clip *clip(const QString &file)
    {
        if (const auto known = m_clips.find(file); known != m_clips.end())
            return &known->second;
        Clip made{m_folder.filePath(file), {}, nullptr};
        const auto own = ownFiles().find(file);
        if (own != ownFiles().end()) {
            QStringList arguments = own->second.split(u' ', Qt::SkipEmptyParts);
            if (!GeneratedMedia::ffmpeg(arguments + QStringList{made.path}).isEmpty())
                return nullptr;
        } else {
            for (const auto &recipe : GeneratedMedia::recipes()) {
                if (recipe.file == file
                    && (!GeneratedMedia::hasEncoder(recipe.encoder)
                        || !GeneratedMedia::make(recipe, m_folder.path()).isEmpty()))
                    return nullptr;
            }
        }
        made.truth = GeneratedMedia::linearHashes(made.path);
        VideoIndex::Options options;
        options.useCache = false;
        if (auto index = VideoIndex::build(made.path.toStdString(), options))
            made.index = *index;
        return &m_clips.emplace(file, made).first->second;
    }

    std::unique_ptr<FrameSource> opened(const Clip &clip, const FrameSource::Options &options)
    {
        auto source = FrameSource::open(clip.path.toStdString(), clip.index, options);
        return source ? std::move(*source) : nullptr;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!GeneratedMedia::isAvailable())
            QSKIP("the ffmpeg and ffprobe programs are not installed");
    }

    void batches_data() { addFiles(); }
    void batches()
    {
        QFETCH(QString, file);
        const Clip *made = clip(file);
        if (!made)
            QSKIP("this ffmpeg program cannot make it");
        QVERIFY(made->index);
        QCOMPARE(made->index->frameCount(), made->truth.size());
        std::mt19937_64 random(kSeed);
        const auto count = static_cast<std::uint64_t>(made->index->frameCount());
        for (const int wantedFrames : {1, 3, 17}) {
            for (const int decoders : {1, 2, 3}) {
                std::vector<FrameIndex> wanted;
                for (int i = 0; i < wantedFrames; ++i)
                    wanted.emplace_back(static_cast<std::int64_t>(random() % count));
                wanted.push_back(wanted.front());
                wanted.push_back(made->index->lastFrame());
                std::vector<QString> wrong(wanted.size(), QStringLiteral("not given"));
                std::vector<std::atomic<int>> given(wanted.size());
                FrameBatchOptions options;
                options.decoders = decoders;
                const auto done
                    = fetchFrames(made->path.toStdString(), made->index, wanted, options,
                                  [&](std::size_t place, Frame frame) -> Result<void> {
                                      ++given[place];
                                      wrong[place] = frame.index() == wanted[place]
                                                         ? differing(frame, *made)
                                                         : QStringLiteral("another's place");
                                      return {};
                                  });
                QVERIFY2(done, done ? "" : done.error().text().c_str());
                for (std::size_t i = 0; i < wanted.size(); ++i) {
                    QVERIFY2(wrong[i].isEmpty(), qPrintable(wrong[i]));
                    QCOMPARE(given[i].load(), 1);
                }
            }
        }
    }

    void batchErrors()
    {
        const Clip *made = clip(QStringLiteral("b-pyramid.mp4"));
        if (!made)
            QSKIP("this ffmpeg program cannot make it");
        const std::string path = made->path.toStdString();
        const auto nothing = [](std::size_t, Frame) -> Result<void> { return {}; };
        const std::vector<FrameIndex> outside{FrameIndex(0), FrameIndex(75)};
        const auto refused = fetchFrames(path, made->index, outside, {}, nothing);
        QVERIFY(!refused);
        QVERIFY(refused.error().code == ErrorCode::OutOfRange);

        const std::vector<FrameIndex> all{FrameIndex(0), FrameIndex(30), FrameIndex(60)};
        const auto stopped = fetchFrames(path, made->index, all, {}, [](std::size_t, Frame) {
            return Result<void>(fail(ErrorCode::Internal, "enough"));
        });
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().message, std::string("enough"));

        FrameBatchOptions cancelled;
        cancelled.cancel.cancel();
        const auto never = fetchFrames(path, made->index, all, cancelled, nothing);
        QVERIFY(!never);
        QVERIFY(never.error().code == ErrorCode::Cancelled);

        const auto missing = fetchFrames(path + ".not", made->index, all, {}, nothing);
        QVERIFY(!missing);
        QVERIFY(missing.error().code == ErrorCode::NotFound);
        QVERIFY(fetchFrames(path, made->index, {}, {}, nothing));
    }

    /// As a player goes: seeks, walks back and forth, near pictures first.
    void watching_data() { addFiles(); }
    void watching()
    {
        QFETCH(QString, file);
        const Clip *made = clip(file);
        if (!made)
            QSKIP("this ffmpeg program cannot make it");
        QVERIFY(made->index);
        std::mt19937_64 random(kSeed);
        const auto count = static_cast<std::uint64_t>(made->index->frameCount());
        // Room for all, for some and for hardly any of the frames.
        for (const std::size_t budget :
             {std::size_t{64} << 20, std::size_t{1} << 20, std::size_t{300'000}, std::size_t{0}}) {
            FrameSource::Options options = FrameSource::forWatching();
            options.cacheBytes = budget;
            options.hardware = FrameSource::Hardware::Auto;
            const auto source = opened(*made, options);
            QVERIFY(source);
            for (int walk = 0; walk < 4; ++walk) {
                const FrameIndex from(static_cast<std::int64_t>(random() % count));
                const auto near = source->frameNear(from);
                QString wrong = differing(near, *made);
                QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
                for (std::int64_t at = from.value; at >= 0 && at > from.value - 40; --at) {
                    const auto frame = source->frameAt(FrameIndex(at));
                    wrong = differing(frame, *made);
                    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
                    QCOMPARE(frame->index().value, at);
                    if (at == from.value && walk % 2 == 0)
                        source->readBehind(from);
                }
                for (int step = 0; step < 3; ++step) {
                    const std::int64_t at = source->nearestCached(from).index().value + step;
                    const auto frame
                        = source->frameAt(FrameIndex(std::min(at, made->index->lastFrame().value)));
                    wrong = differing(frame, *made);
                    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
                }
                const Frame kept = source->nearestCached(from);
                QVERIFY(!kept.isNull());
                wrong = differing(kept, *made);
                QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
            }
        }
    }

    /// Whoever stands somewhere finds the frames before it, which no seek kept, already read.
    void behindWhereOneStands()
    {
        const Clip *made = clip(QStringLiteral("long-closed-gop.mp4"));
        if (!made)
            QSKIP("this ffmpeg program cannot make it");
        const auto source = opened(*made, FrameSource::forWatching());
        source->readBehind(FrameIndex(240)); // where nobody is: nothing to do
        QVERIFY(source->frameAt(FrameIndex(240)));
        const auto missing = [&] {
            std::int64_t number = 240;
            while (number > 130
                   && source->nearestCached(FrameIndex(number)).index().value == number)
                --number;
            return number;
        };
        QVERIFY(missing() > 130); // pictures that nothing refers to were left out
        source->readBehind(FrameIndex(240));
        QTRY_COMPARE_WITH_TIMEOUT(missing(), 130, 20000);
        for (std::int64_t number = 240; number >= 130; --number) {
            const QString wrong = differing(source->nearestCached(FrameIndex(number)), *made);
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        }
    }

    /// Frames read ahead are kept, and nobody has gone there.
    void aheadOfSteps()
    {
        const Clip *made = clip(QStringLiteral("long-closed-gop.mp4"));
        if (!made)
            QSKIP("this ffmpeg program cannot make it");
        const auto source = opened(*made, FrameSource::forWatching());
        for (std::int64_t number = 100; number < 110; ++number) {
            QString wrong = differing(source->frameAt(FrameIndex(number)), *made);
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
            wrong = differing(source->frameAhead(FrameIndex(number + 2)), *made);
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
            QCOMPARE(source->nearestCached(FrameIndex(number + 2)).index().value, number + 2);
        }
        const auto outside = source->frameAhead(FrameIndex(made->index->frameCount()));
        QVERIFY(!outside);
        QVERIFY(outside.error().code == ErrorCode::OutOfRange);
    }

    void nothingKeptAtFirst()
    {
        const Clip *made = clip(QStringLiteral("long-closed-gop.mp4"));
        if (!made)
            QSKIP("this ffmpeg program cannot make it");
        const auto source = opened(*made, FrameSource::forWatching());
        QVERIFY(source->nearestCached(FrameIndex(5)).isNull());
        QVERIFY(!source->frameNear(FrameIndex(-1)));
        const auto near = source->frameNear(FrameIndex(200));
        QVERIFY(near);
        QCOMPARE(near->index().value, 0); // the group's first
        const auto exact = source->frameAt(FrameIndex(200));
        QVERIFY(exact);
        QCOMPARE(source->nearestCached(FrameIndex(203)).index().value, 200);
    }

    /// A cancelled request leaves nothing behind that a later one could take for its own.
    void cancelledOnTheWay()
    {
        const Clip *made = clip(QStringLiteral("long-closed-gop.mp4"));
        if (!made)
            QSKIP("this ffmpeg program cannot make it");
        const auto source = opened(*made, FrameSource::forWatching());
        QVERIFY(source->frameAt(FrameIndex(3)));
        CancelToken cancel;
        cancel.cancel();
        const auto never = source->frameAt(FrameIndex(240), cancel);
        QVERIFY(!never);
        QVERIFY(never.error().code == ErrorCode::Cancelled);
        for (const std::int64_t number : {20, 19, 120, 240, 60}) {
            const auto frame = source->frameAt(FrameIndex(number));
            const QString wrong = differing(frame, *made);
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        }
    }

    void withoutDeviceInSoftware()
    {
        const Clip *made = clip(QStringLiteral("b-pyramid.mp4"));
        if (!made)
            QSKIP("this ffmpeg program cannot make it");
        FrameSource::Options options;
        const auto plain = opened(*made, options);
        QCOMPARE(plain->decodedBy(), std::string("software"));
        options.hardware = FrameSource::Hardware::Auto;
        const auto source = opened(*made, options);
        const QString wrong = differing(source->frameAt(FrameIndex(40)), *made);
        if (source->decodedBy() != "software")
            QSKIP("there is a device here");
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void scaledRgb()
    {
        const Clip *made = clip(QStringLiteral("b-pyramid.mp4"));
        if (!made)
            QSKIP("this ffmpeg program cannot make it");
        const auto frame = opened(*made, {})->frameAt(FrameIndex(7));
        QVERIFY(frame);
        const auto image = frame->toRgb24(64, 48);
        QVERIFY(image);
        QCOMPARE(image->width, 64);
        QCOMPARE(image->height, 48);
        QCOMPARE(image->data.size(), std::size_t{64 * 48 * 3});
        QVERIFY(frame->toRgb24(frame->width(), frame->height())->data == frame->toRgb24()->data);
        QVERIFY(!frame->toRgb24(0, 48));
    }
};

QTEST_GUILESS_MAIN(TestFramePaths)
#include "tst_frame_paths.moc"
