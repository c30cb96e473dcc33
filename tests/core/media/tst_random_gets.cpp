// R5: frame n is frame n. Thousands of gets in every way over all generated clips, against the
// ffmpeg program's decode from start to end. ECVA_RANDOM_GETS=100000 asks for as many.
#include "tests/support/GeneratedMedia.h"
#include "tests/support/RandomGets.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>

using namespace ecva;
using test::GeneratedMedia;

namespace {

constexpr std::uint64_t kSeed = 20251121;
constexpr int kGets = 5000;
constexpr std::chrono::seconds kPatience{60};

int wantedGets()
{
    const int asked = qEnvironmentVariableIntValue("ECVA_RANDOM_GETS");
    return asked > 0 ? asked : kGets;
}

} // namespace

class TestRandomGets : public QObject
{
    Q_OBJECT

private:
    test::Watchdog m_watchdog{kPatience};
    std::int64_t m_gets = 0;
    std::int64_t m_mismatches = 0;
    int m_clips = 0;
    double m_slowest = 0;
    QElapsedTimer m_timer;

    static std::shared_ptr<const VideoIndex> indexOf(const QString &path, QString &problem)
    {
        VideoIndex::Options options;
        options.useCache = false;
        auto index = VideoIndex::build(path.toStdString(), options);
        if (index)
            return *index;
        problem = QString::fromStdString(index.error().text());
        return nullptr;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!GeneratedMedia::isAvailable())
            QSKIP("the ffmpeg and ffprobe programs are not installed");
        m_timer.start();
    }

    void gets_data()
    {
        QTest::addColumn<QString>("file");
        for (const auto &recipe : GeneratedMedia::recipes())
            QTest::newRow(qPrintable(recipe.file)) << recipe.file;
    }
    void gets()
    {
        QFETCH(QString, file);
        const auto &recipe = *GeneratedMedia::recipe(file);
        if (!GeneratedMedia::hasEncoder(recipe.encoder))
            QSKIP(qPrintable(QStringLiteral("this ffmpeg program has no ") + recipe.encoder));
        m_watchdog.nowAt(file);
        const GeneratedMedia::Truth truth = GeneratedMedia::truth(recipe);
        QVERIFY2(truth.problem.isEmpty(), qPrintable(truth.problem));
        // A picture that looks like its neighbour would hide a mistake.
        qsizetype same = 0;
        for (qsizetype i = 0; i + 1 < truth.hashes.size(); ++i)
            same += truth.hashes[i] == truth.hashes[i + 1];
        QVERIFY2(same * 10 <= truth.hashes.size(),
                 qPrintable(QStringLiteral("%1 of %2 pictures equal their neighbour")
                                .arg(same)
                                .arg(truth.hashes.size())));

        QString problem;
        const auto index = indexOf(truth.path, problem);
        QVERIFY2(index, qPrintable(problem));
        QCOMPARE(index->frameCount(), static_cast<std::int64_t>(truth.hashes.size()));
        const auto share = std::max<std::int64_t>(
            1, wantedGets() / static_cast<int>(GeneratedMedia::recipes().size()));
        const auto report
            = test::randomGets(truth.path, index, truth.hashes, share, kSeed, m_watchdog);
        // Nothing is called damaged that is not. Behind its hole this one begins in mid-group.
        const bool lacksReferences = file == QLatin1String("edit-hole.mp4");
        QVERIFY(recipe.damaged || lacksReferences || !index->hasMetDamage());
        for (const VideoIndex::Warning &warning : index->warnings()) {
            QVERIFY2(recipe.damaged || warning.kind != VideoIndex::Warning::Kind::ContainerErrors,
                     warning.text().c_str());
        }
        m_gets += report.gets;
        m_mismatches += report.mismatches;
        m_slowest = std::max(m_slowest, report.slowest);
        ++m_clips;
        QVERIFY2(report.mismatches == 0,
                 qPrintable(QStringLiteral("%1 of %2: ").arg(report.mismatches).arg(report.gets)
                            + report.examples.join(QStringLiteral("; "))));
    }

    /// Total, last frame, seconds and time stamps are ffprobe's.
    void facts_data() { gets_data(); }
    void facts()
    {
        QFETCH(QString, file);
        const auto &recipe = *GeneratedMedia::recipe(file);
        if (!GeneratedMedia::hasEncoder(recipe.encoder))
            QSKIP(qPrintable(QStringLiteral("this ffmpeg program has no ") + recipe.encoder));
        m_watchdog.nowAt(file);
        const GeneratedMedia::Truth truth = GeneratedMedia::truth(recipe);
        QVERIFY2(truth.problem.isEmpty(), qPrintable(truth.problem));
        QString problem;
        const auto index = indexOf(truth.path, problem);
        QVERIFY2(index, qPrintable(problem));
        QCOMPARE(index->frameCount(), static_cast<std::int64_t>(truth.pts.size()));
        QCOMPARE(index->lastFrame().value, static_cast<std::int64_t>(truth.pts.size()) - 1);
        const double tick = index->info().timeBase.toDouble();
        std::optional<std::int64_t> last;
        for (std::size_t i = 0; i < truth.pts.size(); ++i) {
            const FrameIndex frame(static_cast<std::int64_t>(i));
            const auto &entry = index->entry(frame);
            QVERIFY2(entry.nextPts > entry.pts, qPrintable(QString::number(i)));
            // Where ffprobe's stamps are missing, equal or go back, ours only have to ascend.
            const bool usable = truth.pts[i] && (!last || *truth.pts[i] > *last)
                                && index->identity() == VideoIndex::Identity::Pts;
            if (usable) {
                QCOMPARE(entry.pts, *truth.pts[i]);
                const double seconds = static_cast<double>(*truth.pts[i] - *truth.pts[0]) * tick;
                QVERIFY(std::abs(index->seconds(frame) - seconds) < 1e-6);
                last = truth.pts[i];
            }
            QCOMPARE(index->frameAtSeconds(index->seconds(frame)).value, frame.value);
        }
    }

    void cleanupTestCase()
    {
        qInfo("seed %llu: %lld gets over %d clips, %lld mismatches, slowest %.2f s, %.0f s in all",
              static_cast<unsigned long long>(kSeed), static_cast<long long>(m_gets), m_clips,
              static_cast<long long>(m_mismatches), m_slowest,
              static_cast<double>(m_timer.elapsed()) / 1000.0);
    }
};

QTEST_GUILESS_MAIN(TestRandomGets)
#include "tst_random_gets.moc"
