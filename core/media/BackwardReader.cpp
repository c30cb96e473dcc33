#include "core/media/BackwardReader.h"

#include "core/media/PictureReader.h"

#include <algorithm>
#include <chrono>

#include <sys/resource.h>

namespace ecva {
namespace {

/// One stretch is walked over while the next is read; a little is left for what lies around them.
constexpr double kShareOfBudget = 0.4;
constexpr std::int64_t kLongest = 128;
/// Below this many frames reading behind would drop what it has just read.
constexpr std::int64_t kShortest = 4;
constexpr int kNice = 5;                               ///< what is on the screen comes first
constexpr auto kLookUp = std::chrono::milliseconds(5); // for cancellation

} // namespace

BackwardReader::BackwardReader(std::filesystem::path path, std::shared_ptr<const VideoIndex> index,
                               const FrameSource::Options &options, FrameCache &cache)
    : m_path(std::move(path))
    , m_index(std::move(index))
    , m_options(options)
    , m_cache(cache)
{
}

BackwardReader::~BackwardReader()
{
    {
        std::scoped_lock lock(m_mutex);
        m_closed = true;
        m_next.reset();
        if (m_running)
            m_running->cancel.cancel();
        m_changed.notify_all();
    }
    if (m_thread.joinable())
        m_thread.join();
}

/// The stretch that ends with `missing`, from a key packet's frame where one lies in its first
/// half.
BackwardReader::Job BackwardReader::jobBefore(std::int64_t missing, std::int64_t length) const
{
    Job job;
    job.end = missing;
    job.begin = std::max<std::int64_t>(0, missing - length + 1);
    const int key = m_index->keyBefore(FrameIndex(job.begin));
    const auto after = static_cast<std::size_t>(key + 1);
    if (after < m_index->keys().size()) {
        const std::int64_t first = m_index->keys()[after].firstFrame;
        if (first <= job.begin + length / 2)
            job.begin = std::max(job.begin, first);
    }
    return job;
}

void BackwardReader::follow(FrameIndex at, std::int64_t missing, std::size_t frameBytes)
{
    if (missing < 0 || frameBytes == 0 || m_damaged)
        return;
    const auto fit = static_cast<std::int64_t>(
        kShareOfBudget * static_cast<double>(m_cache.budget()) / static_cast<double>(frameBytes));
    const std::int64_t length = std::min(fit, kLongest);
    if (length < kShortest || at.value - missing > length)
        return;
    std::scoped_lock lock(m_mutex);
    if ((m_next && m_next->covers(missing)) || (m_running && m_running->covers(missing)))
        return;
    // What lies in between was perhaps last used long ago, on the way forth: room is made of what
    // has been walked over.
    m_cache.expect(FrameIndex(missing + 1), at);
    m_next = jobBefore(missing, length);
    if (m_running)
        m_running->cancel.cancel();
    if (!m_thread.joinable())
        m_thread = std::thread([this] { run(); });
    m_changed.notify_all();
}

void BackwardReader::stop()
{
    std::scoped_lock lock(m_mutex);
    m_next.reset();
    if (m_running)
        m_running->cancel.cancel();
}

bool BackwardReader::waitFor(FrameIndex frame, const CancelToken &cancel)
{
    std::unique_lock lock(m_mutex);
    const auto isComing = [&] {
        return (m_next && m_next->covers(frame.value))
               || (m_running && m_running->covers(frame.value) && m_done < frame.value
                   && !m_running->cancel.isCancelled());
    };
    const bool covered = isComing() || (m_running && m_running->covers(frame.value));
    while (isComing() && !cancel.isCancelled())
        m_changed.wait_for(lock, kLookUp);
    return covered;
}

void BackwardReader::run()
{
    setpriority(PRIO_PROCESS, 0, kNice); // of this thread and its decoder's, on Linux
    std::unique_lock lock(m_mutex);
    while (!m_closed) {
        if (!m_next) {
            m_changed.wait(lock);
            continue;
        }
        m_running = std::exchange(m_next, std::nullopt);
        m_done = -1;
        const Job job = *m_running;
        lock.unlock();
        read(job);
        lock.lock();
        m_running.reset();
        m_changed.notify_all();
    }
}

/// A frame that does not come out is left to the caller's own decoder, which says why.
void BackwardReader::read(const Job &job)
{
    if (!m_reader) {
        auto opened
            = PictureReader::open(m_path, m_index, {m_options.decoderThreads, m_options.hardware});
        if (!opened)
            return;
        m_reader = std::move(*opened);
    }
    const int key = m_index->keyBefore(FrameIndex(job.begin));
    for (;;) {
        const std::string before = m_reader->decodedBy();
        if (!m_reader->startAt(key, job.cancel))
            break;
        m_reader->want(job.begin);
        bool again = false;
        for (;;) {
            auto frame = m_reader->next(job.cancel);
            if (!frame || job.cancel.isCancelled())
                break;
            again = m_reader->decodedBy() != before; // the device gave up
            if (m_reader->isDoubtful()) {
                m_damaged = true;
                break;
            }
            if (again || !*frame)
                break;
            const std::int64_t number = (*frame)->index().value;
            if (number < job.begin)
                continue;
            m_cache.insert(**frame);
            if (number >= job.end)
                break;
            std::scoped_lock lock(m_mutex);
            m_done = number;
            m_changed.notify_all();
        }
        if (!again)
            break;
    }
    m_reader->forgetPlace();
}

} // namespace ecva
