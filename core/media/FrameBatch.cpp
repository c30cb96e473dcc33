#include "core/media/FrameBatch.h"

#include "core/media/FrameSource.h"
#include "core/media/PictureReader.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <new>
#include <optional>
#include <thread>
#include <vector>

namespace ecva {
namespace {

using Take = std::function<Result<void>(std::size_t place, Frame frame)>;

/// With fewer groups than this for each decoder the last of them would run alone: every decoder
/// then has as many threads as there are decoders.
constexpr std::size_t kGroupsEach = 4;

/// Frames that decode from the same key packet, ascending and each once.
struct Group
{
    int key = PictureReader::kFromStart;
    std::vector<std::int64_t> frames;
    std::int64_t cost = 0; ///< pictures from the key packet to the last of them
};

std::vector<Group> groupsOf(const VideoIndex &index, std::span<const FrameIndex> wanted)
{
    std::map<int, Group> byKey;
    for (const FrameIndex frame : wanted) {
        Group &group = byKey[index.keyBefore(frame)];
        group.frames.push_back(frame.value);
    }
    std::vector<Group> groups;
    for (auto &[key, group] : byKey) {
        group.key = key;
        std::sort(group.frames.begin(), group.frames.end());
        group.frames.erase(std::unique(group.frames.begin(), group.frames.end()),
                           group.frames.end());
        const std::int64_t first
            = key < 0 ? 0 : index.keys()[static_cast<std::size_t>(key)].firstFrame;
        group.cost = group.frames.back() - first + 1;
        groups.push_back(std::move(group));
    }
    // The longest first, so that the decoders end at about the same time.
    std::stable_sort(groups.begin(), groups.end(),
                     [](const Group &a, const Group &b) { return a.cost > b.cost; });
    return groups;
}

/// One fetchFrames(): the groups are handed out to whoever is free.
class Batch
{
public:
    Batch(const std::filesystem::path &path, std::shared_ptr<const VideoIndex> index,
          std::span<const FrameIndex> wanted, const FrameBatchOptions &options, const Take &take)
        : m_path(path)
        , m_index(std::move(index))
        , m_take(take)
        , m_cancel(options.cancel.child())
        , m_groups(groupsOf(*m_index, wanted))
    {
        for (std::size_t place = 0; place < wanted.size(); ++place)
            m_places.emplace(wanted[place].value, place);
        const auto decoders = static_cast<std::size_t>(std::max(1, options.decoders));
        m_decoders = std::min(decoders, m_groups.size());
        // Bit errors that the HEVC decoder does not see come out otherwise with several threads.
        const bool alone
            = m_groups.size() >= kGroupsEach * decoders || m_index->info().codec == "hevc";
        m_threads = alone ? 1 : static_cast<int>(decoders);
    }

    Result<void> run()
    {
        std::vector<std::thread> others;
        for (std::size_t i = 1; i < m_decoders; ++i)
            others.emplace_back([this] { work(); });
        work();
        for (std::thread &other : others)
            other.join();
        return m_error ? Result<void>(tl::unexpected(*m_error)) : Result<void>();
    }

private:
    void work()
    {
        try {
            if (auto done = readGroups(); !done)
                giveUp(done.error());
        } catch (const std::bad_alloc &) {
            giveUp({ErrorCode::OutOfMemory, "not enough memory for its frames", m_path.string()});
        }
    }

    void giveUp(const Error &error)
    {
        std::scoped_lock lock(m_mutex);
        if (!m_error)
            m_error = error;
        m_cancel.cancel();
    }

    std::optional<Group> nextGroup()
    {
        std::scoped_lock lock(m_mutex);
        if (m_error || m_begun == m_groups.size())
            return std::nullopt;
        return m_groups[m_begun++];
    }

    Result<void> readGroups()
    {
        std::unique_ptr<PictureReader> reader;
        std::unique_ptr<FrameSource> source;
        while (const auto group = nextGroup()) {
            if (!reader) {
                auto opened = PictureReader::open(m_path, m_index, {m_threads});
                if (!opened)
                    return fail(opened);
                reader = std::move(*opened);
            }
            if (auto read = readGroup(*reader, source, *group); !read)
                return read;
        }
        return {};
    }

    Result<void> readGroup(PictureReader &reader, std::unique_ptr<FrameSource> &source,
                           const Group &group)
    {
        auto expected = group.frames.begin();
        if (auto started = reader.startAt(group.key, m_cancel); !started)
            return started;
        reader.want(0, group.frames);
        while (expected != group.frames.end()) {
            auto frame = reader.next(m_cancel);
            if (!frame)
                return fail(frame);
            if (!*frame || reader.isDoubtful() || (*frame)->index().value > *expected)
                break;
            if ((*frame)->index().value != *expected)
                continue;
            if (auto given = give(**frame); !given)
                return given;
            ++expected;
        }
        if (expected == group.frames.end())
            return {};
        // What did not come out well: as anybody would ask for it, who also says what is wrong.
        if (!source) {
            auto opened = FrameSource::open(m_path, m_index, {});
            if (!opened)
                return fail(opened);
            source = std::move(*opened);
        }
        for (; expected != group.frames.end(); ++expected) {
            auto frame = source->frameAt(FrameIndex(*expected), m_cancel);
            if (!frame)
                return fail(frame);
            if (auto given = give(*frame); !given)
                return given;
        }
        return {};
    }

    Result<void> give(const Frame &frame)
    {
        const auto [begin, end] = m_places.equal_range(frame.index().value);
        for (auto place = begin; place != end; ++place) {
            if (auto taken = m_take(place->second, frame); !taken)
                return taken;
        }
        return {};
    }

    const std::filesystem::path &m_path;
    const std::shared_ptr<const VideoIndex> m_index;
    const Take &m_take;
    const CancelToken m_cancel;
    const std::vector<Group> m_groups;
    std::multimap<std::int64_t, std::size_t> m_places; // not changed while running
    std::size_t m_decoders = 1;
    int m_threads = 1;

    std::mutex m_mutex; // guards the next two
    std::size_t m_begun = 0;
    std::optional<Error> m_error; ///< the first
};

} // namespace

Result<void> fetchFrames(const std::filesystem::path &path,
                         const std::shared_ptr<const VideoIndex> &index,
                         std::span<const FrameIndex> wanted, const FrameBatchOptions &options,
                         const std::function<Result<void>(std::size_t place, Frame frame)> &take)
{
    for (const FrameIndex frame : wanted) {
        if (!index->contains(frame)) {
            return fail(ErrorCode::OutOfRange,
                        "frame " + std::to_string(frame.value) + " is outside the clip (0 to "
                            + std::to_string(index->lastFrame().value) + ")",
                        path.string());
        }
    }
    if (wanted.empty())
        return {};
    return Batch(path, index, wanted, options, take).run();
}

} // namespace ecva
