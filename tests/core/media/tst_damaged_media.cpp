// Damaged copies of good files, some of each kind of damage for each container, are indexed,
// stepped through, sought in, listened to and played: no crash, no hang, and what is wrong is said.
// ECVA_DAMAGED_VARIANTS=24 tries as many of each container; under a sanitizer that is the default.
#include "core/media/AudioSource.h"
#include "core/media/FrameSource.h"
#include "core/media/PlaybackEngine.h"
#include "tests/support/Damage.h"
#include "tests/support/Files.h"
#include "tests/support/GeneratedMedia.h"
#include "tests/support/MediaBytes.h"
#include "tests/support/RandomGets.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace ecva;
using test::GeneratedMedia;

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kSeed = 31;
#ifdef __SANITIZE_ADDRESS__
constexpr int kVariants = 24;
#else
constexpr int kVariants = 5;
#endif
/// Nothing may take longer; the watchdog ends the program.
constexpr std::chrono::seconds kPatience{5};
constexpr int kGets = 8;

int variants()
{
    const int asked = qEnvironmentVariableIntValue("ECVA_DAMAGED_VARIANTS");
    return asked > 0 ? asked : kVariants;
}

/// Who plays a file with a hole of hours in its damaged time stamps waits for hours.
constexpr double kLongest = 60;

/// A clock on which each look costs 20 ms, so that playing goes as fast as decoding; whoever waits
/// for half a second, in a hole, has waited for a minute.
std::function<PlaybackClock::Time()> hastyClock()
{
    struct State
    {
        std::mutex mutex;
        PlaybackClock::Time now{};
        Clock::time_point looked = Clock::now();
    };
    return [state = std::make_shared<State>()] {
        const std::scoped_lock lock(state->mutex);
        const auto real = Clock::now();
        const bool waited = real - state->looked > std::chrono::milliseconds(500);
        state->now += waited ? PlaybackClock::Time(std::chrono::minutes(1))
                             : PlaybackClock::Time(std::chrono::milliseconds(20));
        state->looked = real;
        return state->now;
    };
}

} // namespace

class TestDamagedMedia : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    test::Watchdog m_watchdog{kPatience};
    int m_files = 0;
    int m_refused = 0;
    int m_warned = 0;
    int m_met = 0;
    int m_warnedWhenDecoded = 0;
    int m_hidden = 0;
    int m_untouched = 0;
    int m_frameErrors = 0;
    int m_silent = 0;
    double m_slowest = 0;

    template <typename Do>
    auto timed(Do something)
    {
        m_watchdog.alive();
        const auto begun = Clock::now();
        auto result = something();
        m_slowest
            = std::max(m_slowest, std::chrono::duration<double>(Clock::now() - begun).count());
        m_watchdog.alive();
        return result;
    }

    /// What looking at some frames of it has shown.
    struct Look
    {
        bool differs = false; ///< from the pictures of the good file
        bool failed = false;  ///< a frame came as an error
    };

    Look lookAt(const std::string &path, const std::shared_ptr<const VideoIndex> &index,
                const QStringList &truth, std::mt19937_64 &random)
    {
        Look look;
        auto source = timed([&] { return FrameSource::open(path, index, {}); });
        if (!source) {
            look.failed = true;
            return look;
        }
        const std::int64_t frames = index->frameCount();
        look.differs = frames != truth.size();
        std::vector<std::int64_t> way{0, 1, 2, frames - 1, frames - 2, frames - 3};
        for (int i = 0; i < kGets; ++i)
            way.push_back(static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(frames)));
        for (const std::int64_t number : way) {
            if (number < 0 || number >= frames)
                continue;
            const auto frame = timed([&] { return (*source)->frameAt(FrameIndex(number)); });
            if (!frame) {
                look.failed = look.failed || !frame.error().message.empty();
                continue;
            }
            const auto hash = timed([&] { return frame->nativeHash(); });
            look.differs
                = look.differs || !hash
                  || QString::fromStdString(*hash) != truth.value(static_cast<qsizetype>(number));
            (void)timed([&] { return frame->toRgb24(); });
            (void)timed([&] { return frame->toBgra(64, 64); });
        }
        return look;
    }

    /// Plays to the end, backwards, and steps; true when it came to an end or said why not.
    bool play(const std::string &path, const std::shared_ptr<const VideoIndex> &index)
    {
        auto source = FrameSource::open(path, index, {});
        if (!source)
            return true;
        PlaybackEngine::Options options;
        options.viewWidth = 48;
        options.viewHeight = 48;
        options.now = hastyClock();
        PlaybackEngine engine(std::move(*source), index, options);
        const auto finishes = [&] {
            const auto begun = Clock::now();
            while (Clock::now() - begun < 4 * kPatience) {
                while (const auto event = engine.take()) {
                    m_watchdog.alive();
                    if (event->ended || event->error)
                        return true;
                }
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
            return false;
        };
        if (index->durationSeconds() > kLongest) {
            engine.seek(index->lastFrame());
            engine.step(-1);
            return true;
        }
        engine.play();
        if (!finishes())
            return false;
        engine.step(-1);
        engine.seek(FrameIndex(index->frameCount() / 2));
        engine.setSpeed(-2);
        engine.play();
        const bool finished = finishes();
        engine.step(1);
        return finished;
    }

    /// The index looks at the beginning and the end only: what does decoding all of it say?
    void decodeAll(const std::string &path, const QString &what)
    {
        VideoIndex::Options options;
        options.useCache = false;
        options.decodeAlways = true;
        const auto index = timed([&] { return VideoIndex::build(path, options); });
        if (!index || !(*index)->warnings().empty()) {
            ++m_warnedWhenDecoded;
            return;
        }
        // Only for codecs that are known to let it through; that is said, too.
        if ((*index)->damageCanHide())
            ++m_hidden;
        else
            ++m_silent;
        qInfo("without a word: %s", qPrintable(what));
    }

    void listen(const std::string &path)
    {
        auto sound = timed([&] { return AudioSource::open(path, 0, 48000); });
        if (!sound)
            return;
        std::vector<std::int16_t> values(48'000);
        (void)timed([&] { return (*sound)->read(values); });
        if (timed([&] { return (*sound)->seek(1.0); }))
            (void)timed([&] { return (*sound)->read(values); });
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!GeneratedMedia::isAvailable())
            QSKIP("the ffmpeg and ffprobe programs are not installed");
    }

    void damaged_data()
    {
        QTest::addColumn<QString>("file");
        for (const char *file : {"outlasts-its-sound.mp4",
                                 "faststart.mp4",
                                 "fragments.mp4",
                                 "hevc-open-gop.mp4",
                                 "drop-frame.mov",
                                 "mjpeg.mov",
                                 "sound-first.mkv",
                                 "av1.mkv",
                                 "sound.avi",
                                 "packed-b-frames.avi",
                                 "vp9.webm",
                                 "vp8.webm",
                                 "sound.ts",
                                 "hevc-open-gop.ts",
                                 "h264.flv",
                                 "animation.gif",
                                 "theora.ogv",
                                 "wmv2.wmv",
                                 "program-stream.mpg",
                                 "mpeg2.mxf",
                                 "raw.h264"})
            QTest::newRow(file) << QString::fromLatin1(file);
    }
    void damaged()
    {
        QFETCH(QString, file);
        const auto &recipe = *GeneratedMedia::recipe(file);
        if (!GeneratedMedia::hasEncoder(recipe.encoder))
            QSKIP(qPrintable(QStringLiteral("this ffmpeg program has no ") + recipe.encoder));
        const auto truth = GeneratedMedia::truth(recipe);
        QVERIFY2(truth.problem.isEmpty(), qPrintable(truth.problem));
        const QByteArray good = test::contentOf(truth.path);
        std::mt19937_64 random(kSeed);
        for (int variant = 0; variant < variants(); ++variant) {
            const QString what = QStringLiteral("%1 with %2 (variant %3)")
                                     .arg(file, QLatin1String(test::damageName(variant)))
                                     .arg(variant);
            m_watchdog.nowAt(what);
            const QString name
                = m_folder.filePath(QStringLiteral("damaged-%1-").arg(variant) + file);
            {
                QFile out(name);
                QVERIFY(out.open(QIODevice::WriteOnly));
                out.write(test::damaged(good, variant, kSeed));
            }
            ++m_files;
            const std::string path = name.toStdString();
            VideoIndex::Options options;
            options.useCache = false;
            const auto index = timed([&] { return VideoIndex::build(path, options); });
            listen(path);
            if (!index) {
                const std::string text = index.error().text();
                QVERIFY2(text.find(path) != std::string::npos && text.size() > path.size() + 8,
                         text.c_str());
                ++m_refused;
                QFile::remove(name);
                continue;
            }
            for (const VideoIndex::Warning &warning : (*index)->warnings())
                QVERIFY(warning.text().size() > 8);
            const Look look = lookAt(path, *index, truth.hashes, random);
            QVERIFY2(play(path, *index), qPrintable(what + QStringLiteral(" plays for ever")));
            if (!(*index)->warnings().empty())
                ++m_warned;
            else if ((*index)->hasMetDamage())
                ++m_met;
            else if (look.failed)
                ++m_frameErrors;
            else if (!look.differs)
                ++m_untouched;
            else
                decodeAll(path, what);
            QFile::remove(name);
        }
    }

    void cleanupTestCase()
    {
        qInfo(
            "%d damaged files: %d refused, %d with a warning, %d told of when frames are decoded, "
            "%d with a warning once all is, %d with an error at a frame; %d look as before; other "
            "and not a word: %d of codecs that carry no checks, %d of others; slowest %.2f s",
            m_files, m_refused, m_warned, m_met, m_warnedWhenDecoded, m_frameErrors, m_untouched,
            m_hidden, m_silent, m_slowest);
    }
};

QTEST_GUILESS_MAIN(TestDamagedMedia)
#include "tst_damaged_media.moc"
