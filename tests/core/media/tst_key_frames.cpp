// A key frame decoded from its own packet is the same picture that decoding from the start gives,
// in every kind of file.
#include "core/media/KeyFrames.h"
#include "tests/support/GeneratedMedia.h"

#include <QSet>
#include <QTest>

#include <mutex>

using namespace ecva;
using test::GeneratedMedia;

class TestKeyFrames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!GeneratedMedia::isAvailable())
            QSKIP("the ffmpeg and ffprobe programs are not installed");
    }

    void everyKind_data()
    {
        QTest::addColumn<int>("recipe");
        const auto &recipes = GeneratedMedia::recipes();
        for (std::size_t i = 0; i < recipes.size(); ++i)
            QTest::newRow(qPrintable(recipes[i].file)) << static_cast<int>(i);
    }
    void everyKind()
    {
        QFETCH(int, recipe);
        const auto &made = GeneratedMedia::recipes()[static_cast<std::size_t>(recipe)];
        if (!GeneratedMedia::hasEncoder(made.encoder))
            QSKIP(qPrintable(QStringLiteral("this ffmpeg program has no ") + made.encoder));
        const auto truth = GeneratedMedia::truth(made);
        if (truth.path.isEmpty() || truth.hashes.isEmpty())
            QSKIP(qPrintable(QStringLiteral("not made here: ") + truth.problem));
        VideoIndex::Options options;
        options.useCache = false;
        const auto index = VideoIndex::build(truth.path.toStdString(), options);
        QVERIFY2(index, index ? "" : index.error().text().c_str());
        if ((*index)->frameCount() != truth.hashes.size())
            QSKIP("its frames are not those that ffmpeg counts");

        std::vector<FrameIndex> wanted;
        for (std::int64_t i = 0; i < (*index)->frameCount(); ++i) {
            if (keyFrameAt(**index, FrameIndex(i)))
                wanted.emplace_back(i);
        }
        if (!wanted.empty())
            wanted.push_back(wanted.front()); // twice, and out of order
        std::mutex mutex;
        QSet<std::size_t> places;
        QStringList wrong;
        const auto done = fetchKeyFrames(
            truth.path.toStdString(), *index, wanted, {},
            [&](std::size_t place, const Frame &frame) -> Result<void> {
                const auto hash = frame.nativeHash();
                std::scoped_lock lock(mutex);
                places.insert(place);
                if (!hash || frame.index() != wanted[place]
                    || QString::fromStdString(*hash)
                           != truth.hashes[static_cast<qsizetype>(wanted[place].value)])
                    wrong.append(QString::number(wanted[place].value));
                return {};
            });
        QVERIFY2(done, done ? "" : done.error().text().c_str());
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u' ')));
        QCOMPARE(static_cast<std::size_t>(places.size()), wanted.size());
    }

    void errors()
    {
        VideoIndex::Parts parts;
        for (std::int64_t i = 0; i < 10; ++i)
            parts.entries.push_back({i, i + 1, i, i % 5 == 0});
        parts.keys = {{0, 0, 0}, {5, 5, 5}};
        const auto index = std::make_shared<const VideoIndex>(parts);
        QCOMPARE(keyFrameAt(*index, FrameIndex(5)).value_or(-1), 1);
        QVERIFY(!keyFrameAt(*index, FrameIndex(6)));
        const auto none = [](std::size_t, const Frame &) -> Result<void> { return {}; };
        const std::vector<FrameIndex> key{FrameIndex(5)};
        const std::vector<FrameIndex> noKey{FrameIndex(6)};
        const auto missing = fetchKeyFrames("/nonexistent/a.mp4", index, key, {}, none);
        QVERIFY(!missing && missing.error().code == ErrorCode::NotFound);
        const auto wrong = fetchKeyFrames("/nonexistent/a.mp4", index, noKey, {}, none);
        QVERIFY(!wrong && wrong.error().code == ErrorCode::OutOfRange);
    }
};

QTEST_GUILESS_MAIN(TestKeyFrames)
#include "tst_key_frames.moc"
