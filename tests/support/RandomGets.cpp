#include "tests/support/RandomGets.h"

#include "core/media/FrameBatch.h"
#include "core/media/FrameSource.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>

namespace ecva::test {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kExamples = 12;
constexpr int kRun = 14;                ///< gets in one way before another is tried
constexpr std::size_t kSources = 3;     ///< at once
constexpr std::size_t kSmall = 300'000; ///< bytes: a few of the small pictures

class Gets
{
public:
    Gets(const QString &path, std::shared_ptr<const VideoIndex> index, const QStringList &truth,
         std::uint64_t seed, Watchdog &watchdog)
        : m_path(path.toStdString())
        , m_index(std::move(index))
        , m_truth(truth)
        , m_frames(m_index->frameCount())
        , m_random(seed)
        , m_watchdog(watchdog)
    {
    }

    GetsReport run(std::int64_t count)
    {
        std::vector<std::unique_ptr<FrameSource>> sources;
        for (const auto &[threads, cache] : std::initializer_list<std::pair<int, std::size_t>>{
                 {1, 0}, {1, kSmall}, {2, 64'000'000}}) {
            FrameSource::Options options;
            options.decoderThreads = threads;
            options.cacheBytes = cache;
            auto source = FrameSource::open(m_path, m_index, options);
            if (!source) {
                differs(QString::fromStdString(source.error().text()));
                return m_report;
            }
            sources.push_back(std::move(*source));
        }
        get(*sources[0], m_frames - 1, "last");
        get(*sources[0], 0, "first");
        for (std::uint64_t round = 0; m_report.gets < count; ++round) {
            FrameSource &source = *sources[m_random() % kSources];
            switch (round % 7) {
            case 0:
                atRandom(source);
                break;
            case 1:
                inSteps(source, 1, "forth");
                break;
            case 2:
                inSteps(source, -1, "back");
                break;
            case 3:
                aroundKey(source);
                break;
            case 4:
                inSteps(source, m_random() % 2 ? 7 : -9, "stride");
                break;
            case 5:
                batch();
                break;
            default:
                together(sources);
                break;
            }
        }
        return m_report;
    }

private:
    std::int64_t any()
    {
        return static_cast<std::int64_t>(m_random() % static_cast<std::uint64_t>(m_frames));
    }

    void differs(const QString &what)
    {
        const std::scoped_lock lock(m_mutex);
        ++m_report.mismatches;
        if (m_report.examples.size() < kExamples)
            m_report.examples.append(what);
    }

    void compare(const Result<Frame> &frame, std::int64_t number, const char *way)
    {
        m_watchdog.alive();
        const auto hash = frame ? frame->nativeHash() : fail(frame);
        const QString place = QStringLiteral("%1: frame %2 ").arg(QLatin1String(way)).arg(number);
        if (!hash) {
            differs(place + QString::fromStdString(hash.error().text()));
            return;
        }
        const QString text = QString::fromStdString(*hash);
        if (frame->index().value != number)
            differs(place + QStringLiteral("comes as %1").arg(frame->index().value));
        else if (text != m_truth.value(static_cast<qsizetype>(number)))
            differs(place + QStringLiteral("is picture %1").arg(m_truth.indexOf(text)));
        else if (frame->pts() != m_index->pts(FrameIndex(number)))
            differs(place + QStringLiteral("has pts %1").arg(frame->pts().value));
    }

    void get(FrameSource &source, std::int64_t number, const char *way)
    {
        const auto begun = Clock::now();
        const auto frame = source.frameAt(FrameIndex(number));
        const std::chrono::duration<double> took = Clock::now() - begun;
        compare(frame, number, way);
        const std::scoped_lock lock(m_mutex);
        ++m_report.gets;
        m_report.slowest = std::max(m_report.slowest, took.count());
    }

    void atRandom(FrameSource &source)
    {
        for (int i = 0; i < kRun; ++i)
            get(source, any(), "random");
    }

    void inSteps(FrameSource &source, std::int64_t step, const char *way)
    {
        std::int64_t number = any();
        for (int i = 0; i < kRun; ++i) {
            get(source, number, way);
            number += step;
            if (number < 0 || number >= m_frames)
                number = any();
        }
    }

    /// Where decoding begins anew is where frames get lost.
    void aroundKey(FrameSource &source)
    {
        const auto &keys = m_index->keys();
        const std::int64_t key = keys.empty() ? any() : keys[m_random() % keys.size()].firstFrame;
        for (const int off : {0, -1, 0, 1, -1, 2, -2, 1, -3, 3, 0, -1}) {
            const std::int64_t number = key + off;
            if (number >= 0 && number < m_frames)
                get(source, number, "around a key");
        }
    }

    void batch()
    {
        std::vector<FrameIndex> wanted;
        for (int i = 0; i < kRun; ++i)
            wanted.emplace_back(i % 5 == 4 ? wanted.front().value : any());
        std::vector<std::atomic<int>> taken(wanted.size());
        FrameBatchOptions options;
        options.decoders = 1 + static_cast<int>(m_random() % 3);
        const auto done = fetchFrames(m_path, m_index, wanted, options,
                                      [&](std::size_t place, Frame frame) -> Result<void> {
                                          compare(frame, wanted[place].value, "batch");
                                          ++taken[place];
                                          return {};
                                      });
        if (!done)
            differs(QStringLiteral("batch: ") + QString::fromStdString(done.error().text()));
        else if (!std::all_of(taken.begin(), taken.end(),
                              [](const auto &times) { return times == 1; }))
            differs(QStringLiteral("batch: not each frame came once"));
        m_report.gets += static_cast<std::int64_t>(wanted.size());
    }

    void together(const std::vector<std::unique_ptr<FrameSource>> &sources)
    {
        std::vector<std::vector<std::int64_t>> ways(sources.size());
        for (auto &way : ways) {
            for (int i = 0; i < kRun / 2; ++i)
                way.push_back(any());
        }
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < sources.size(); ++i) {
            threads.emplace_back([&, i] {
                for (const std::int64_t number : ways[i])
                    get(*sources[i], number, "several at once");
            });
        }
        for (std::thread &thread : threads)
            thread.join();
    }

    const std::string m_path;
    const std::shared_ptr<const VideoIndex> m_index;
    const QStringList &m_truth;
    const std::int64_t m_frames;
    std::mt19937_64 m_random;
    Watchdog &m_watchdog;
    std::mutex m_mutex;
    GetsReport m_report; // guarded by m_mutex while several threads run
};

} // namespace

Watchdog::Watchdog(std::chrono::seconds patience)
    : m_patience(patience)
    , m_thread([this] { watch(); })
{
}

Watchdog::~Watchdog()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_end = true;
    }
    m_ended.notify_all();
    m_thread.join();
}

void Watchdog::nowAt(const QString &what)
{
    const std::scoped_lock lock(m_mutex);
    m_what = what;
    alive();
}

/// That all threads of this process have used.
static double processorSeconds()
{
    timespec used{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

void Watchdog::watch()
{
    std::unique_lock lock(m_mutex);
    std::uint64_t heard = m_beats;
    auto heardAt = std::chrono::steady_clock::now();
    double cpuThen = processorSeconds();
    // Seconds of the processor, so that a busy machine is no hang; a lock that nobody opens uses
    // none of it and is known by the clock on the wall.
    constexpr int kWall = 12;
    while (!m_ended.wait_for(lock, std::chrono::seconds(1), [this] { return m_end; })) {
        const std::uint64_t beats = m_beats;
        const auto now = std::chrono::steady_clock::now();
        if (beats == heard
            && (processorSeconds() - cpuThen > static_cast<double>(m_patience.count())
                || now - heardAt > kWall * m_patience)) {
            std::fprintf(stderr, "HANG: nothing for %lld s at %s\n",
                         static_cast<long long>(m_patience.count()), qPrintable(m_what));
            std::abort();
        }
        if (beats != heard) {
            heard = beats;
            heardAt = now;
            cpuThen = processorSeconds();
        }
    }
}

GetsReport randomGets(const QString &path, const std::shared_ptr<const VideoIndex> &index,
                      const QStringList &truth, std::int64_t count, std::uint64_t seed,
                      Watchdog &watchdog)
{
    return Gets(path, index, truth, seed, watchdog).run(count);
}

} // namespace ecva::test
