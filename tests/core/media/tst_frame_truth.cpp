// Frame i is the i-th picture that the ffmpeg program decodes from start to end, byte for byte,
// however one gets there: for made files of every awkward kind and for the shared real clips.
#include "core/media/FrameSource.h"
#include "tests/support/GeneratedMedia.h"

#include <QDir>
#include <QTest>

#include <random>

using namespace ecva;
using test::GeneratedMedia;

namespace {

constexpr std::uint64_t kSeed = 20240607;
constexpr int kRandomSeeks = 60;

QString clipsFolder()
{
    const QString shared
        = qEnvironmentVariable("ECVA_SHARED_DATA", qEnvironmentVariable("ECVA_SOURCE_DIR")
                                                       + QStringLiteral("/../shared/data"));
    return shared + QStringLiteral("/clips");
}

} // namespace

class TestFrameTruth : public QObject
{
    Q_OBJECT

private:
    int m_files = 0;
    qint64 m_linear = 0;
    qint64 m_random = 0;

    /// Where the player and the models go: anywhere, a step on, a step back, the ends.
    static std::vector<std::int64_t> journey(std::int64_t frames)
    {
        std::mt19937_64 random(kSeed + static_cast<std::uint64_t>(frames));
        std::uniform_int_distribution<std::int64_t> any(0, frames - 1);
        std::vector<std::int64_t> places{frames - 1, 0, frames / 2, frames - 1};
        while (static_cast<int>(places.size()) < kRandomSeeks) {
            places.push_back(any(random));
            for (const int step : {1, -1, -1, 5, -7}) {
                const std::int64_t next = places.back() + step;
                if (next >= 0 && next < frames && random() % 2 == 0)
                    places.push_back(next);
            }
        }
        return places;
    }

    static void checkTimes(const VideoIndex &index)
    {
        for (std::int64_t i = 0; i < index.frameCount(); ++i) {
            const VideoIndex::Entry &entry = index.entry(FrameIndex(i));
            QVERIFY2(entry.nextPts > entry.pts, qPrintable(QString::number(i)));
            if (i > 0)
                QCOMPARE(index.entry(FrameIndex(i - 1)).nextPts, entry.pts);
            QCOMPARE(index.frameAtSeconds(index.seconds(FrameIndex(i))).value, i);
            QCOMPARE(index.firstFrameAtOrAfter(index.seconds(FrameIndex(i))).value, i);
        }
    }

    /// Empty when frame `number` is the picture that the ffmpeg program counts so.
    static QString differing(FrameSource &source, std::int64_t number, const QStringList &truth)
    {
        const auto frame = source.frameAt(FrameIndex(number));
        const auto hash = frame ? frame->nativeHash() : fail(frame);
        if (!hash)
            return QString::fromStdString(hash.error().text());
        const QString text = QString::fromStdString(*hash);
        if (frame->index().value == number && text == truth[static_cast<int>(number)])
            return {};
        return QStringLiteral("frame %1 gives picture %2").arg(number).arg(truth.indexOf(text));
    }

    enum class Ways { InOrder, All };

    void compare(const QString &path, const QStringList &truth, Ways ways)
    {
        QVERIFY2(!truth.isEmpty(), "the ffmpeg program decodes nothing");
        VideoIndex::Options options;
        options.useCache = false;
        const auto index = VideoIndex::build(path.toStdString(), options);
        QVERIFY2(index, index ? "" : index.error().text().c_str());
        QCOMPARE((*index)->frameCount(), truth.size());
        checkTimes(**index);

        QStringList wrong;
        const auto check = [&](FrameSource &source, std::int64_t number, const char *way) {
            const QString difference = differing(source, number, truth);
            if (!difference.isEmpty())
                wrong.append(QLatin1String(way) + difference);
        };
        {
            auto source = FrameSource::open(path.toStdString(), *index, {});
            QVERIFY2(source, source ? "" : source.error().text().c_str());
            for (std::int64_t i = 0; i < (*index)->frameCount(); ++i, ++m_linear)
                check(**source, i, "in order: ");
        }
        for (const std::size_t cache : {std::size_t{0}, std::size_t{300'000}}) {
            if (ways == Ways::InOrder)
                break;
            FrameSource::Options sourceOptions;
            sourceOptions.cacheBytes = cache;
            auto source = FrameSource::open(path.toStdString(), *index, sourceOptions);
            QVERIFY(source);
            for (const std::int64_t number : journey((*index)->frameCount())) {
                ++m_random;
                check(**source, number, "at random: ");
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.mid(0, 12).join(QStringLiteral("; "))));
        ++m_files;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!GeneratedMedia::isAvailable())
            QSKIP("the ffmpeg and ffprobe programs are not installed");
    }

    void generated_data()
    {
        QTest::addColumn<int>("recipe");
        const auto &recipes = GeneratedMedia::recipes();
        for (std::size_t i = 0; i < recipes.size(); ++i)
            QTest::newRow(qPrintable(recipes[i].file)) << static_cast<int>(i);
    }
    void generated()
    {
        QFETCH(int, recipe);
        const auto &made = GeneratedMedia::recipes()[static_cast<std::size_t>(recipe)];
        if (!GeneratedMedia::hasEncoder(made.encoder))
            QSKIP(qPrintable(QStringLiteral("this ffmpeg program has no ") + made.encoder));
        const auto truth = GeneratedMedia::truth(made);
        QVERIFY2(truth.problem.isEmpty(), qPrintable(truth.problem));
        compare(truth.path, truth.hashes, Ways::InOrder); // tst_random_gets goes all other ways
    }

    void shared_data()
    {
        QTest::addColumn<QString>("path");
        for (const QFileInfo &clip : QDir(clipsFolder()).entryInfoList(QDir::Files))
            QTest::newRow(qPrintable(clip.fileName())) << clip.filePath();
        if (QDir(clipsFolder()).isEmpty())
            QTest::newRow("none") << QString();
    }
    void shared()
    {
        QFETCH(QString, path);
        if (path.isEmpty())
            QSKIP(qPrintable(QStringLiteral("no shared clips in ") + clipsFolder()));
        compare(path, GeneratedMedia::linearHashes(path), Ways::All);
    }

    void cleanupTestCase()
    {
        qInfo("seed %llu: %d files, %lld frames in order and %lld at random equal the ffmpeg "
              "program's",
              static_cast<unsigned long long>(kSeed), m_files, static_cast<long long>(m_linear),
              static_cast<long long>(m_random));
    }
};

QTEST_GUILESS_MAIN(TestFrameTruth)
#include "tst_frame_truth.moc"
