#include "ui/timeline/ThumbnailLoader.h"

#include "core/media/FrameBatch.h"
#include "core/media/FrameSource.h"
#include "core/media/KeyFrames.h"
#include "ui/timeline/StripCache.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <map>

#include <sys/resource.h>

namespace ecva {

namespace {

/// Wide enough for any picture of the wished height: the height decides.
constexpr int kMaxAspect = 8;
constexpr int kNice = 5; ///< the player comes first
/// So few are quicker by a decoder that stands near them than by one that is opened for them.
constexpr std::size_t kFew = 3;
/// Groups of pictures, and pictures, that are decoded at once: as few as keep the decoders busy, so
/// that a new wish is not kept waiting.
constexpr std::size_t kGroupsAtOnce = 2;
constexpr std::int64_t kPicturesAtOnce = 60;
constexpr std::size_t kSourceBytes = 48U << 20;
/// Key frames further apart than this are worth showing before the exact frames.
constexpr std::int64_t kLongGroup = 12;
constexpr auto kFlushAfter = std::chrono::milliseconds(700);

QImage pictureOf(const Frame &frame, int height)
{
    const Result<PackedImage> packed = frame.toBgra(height * kMaxAspect, height);
    if (!packed)
        return {};
    return QImage(packed->data.data(), packed->width, packed->height, packed->width * 4,
                  QImage::Format_RGB32)
        .copy();
}

} // namespace

/// What the loader thread has of one clip.
class ThumbnailLoader::Loading
{
public:
    Loading(ThumbnailLoader &loader, const Order &order)
        : m_loader(loader)
        , m_clip(order.clip)
        , m_path(order.path)
        , m_index(order.index)
        , m_cancel(order.cancel)
        , m_disk(order.path, order.index)
    {
    }

    quint64 clip() const { return m_clip; }
    bool isDirty() const { return m_disk.isDirty(); }
    void flush() { m_disk.flush(); }

    void load(std::vector<Wish> wishes)
    {
        std::erase_if(wishes, [this](const Wish &wish) { return readKept(wish); });
        if (isOver() || wishes.empty())
            return;
        if (wishes.size() > kFew)
            loadKeyFrames(wishes);
        while (!wishes.empty() && !isOver()) {
            const std::vector<Wish> batch = takeBatch(wishes);
            decode(batch, batch);
        }
    }

private:
    bool isOver() const { return m_cancel.isCancelled() || m_loader.m_orders.hasMessage(); }

    bool readKept(const Wish &wish)
    {
        if (isOver())
            return false;
        const QImage image = m_disk.read(wish.frame, wish.height);
        if (image.isNull())
            return false;
        m_loader.deliver({m_clip, wish, image});
        return true;
    }

    /// Pictures that are cheap and near, for nearest().
    void loadKeyFrames(const std::vector<Wish> &wishes)
    {
        std::vector<Wish> keys;
        for (const Wish &wish : wishes) {
            const int key = m_index->keyBefore(wish.frame);
            if (key < 0)
                continue;
            const Wish first{FrameIndex(m_index->keys()[static_cast<std::size_t>(key)].firstFrame),
                             wish.height};
            if (wish.frame.value - first.frame.value >= kLongGroup && !m_keysShown.contains(first)
                && std::find(wishes.begin(), wishes.end(), first) == wishes.end()) {
                if (!readKept(first) && std::find(keys.begin(), keys.end(), first) == keys.end())
                    keys.push_back(first);
            }
        }
        if (keys.empty() || isOver())
            return;
        decode(keys, wishes);
        m_keysShown.insert(keys.begin(), keys.end());
    }

    /// The wishes of the next few groups of pictures, in the order of the wishes.
    std::vector<Wish> takeBatch(std::vector<Wish> &wishes) const
    {
        std::map<int, std::int64_t> groups; // pictures to decode by key packet
        std::int64_t cost = 0;
        std::vector<Wish> batch;
        std::erase_if(wishes, [&](const Wish &wish) {
            const int key = m_index->keyBefore(wish.frame);
            const std::int64_t first
                = key < 0 ? 0 : m_index->keys()[static_cast<std::size_t>(key)].firstFrame;
            if (!groups.contains(key) && groups.size() >= kGroupsAtOnce && cost >= kPicturesAtOnce)
                return false;
            std::int64_t &decoded = groups[key];
            const std::int64_t needed = std::max(decoded, wish.frame.value - first + 1);
            cost += needed - decoded;
            decoded = needed;
            batch.push_back(wish);
            return true;
        });
        return batch;
    }

    /// `serves`: whose sake it is done for; once none of them is wished for it ends.
    void decode(const std::vector<Wish> &batch, const std::vector<Wish> &serves)
    {
        const CancelToken cancel = m_cancel.child();
        {
            std::scoped_lock lock(m_loader.m_mutex);
            m_loader.m_decoding = {batch.begin(), batch.end()};
            m_loader.m_decoding.insert(serves.begin(), serves.end());
            m_loader.m_decodingNow = cancel;
        }
        if (batch.size() <= kFew)
            decodeFew(batch, cancel);
        else
            decodeMany(batch, cancel);
        std::vector<std::pair<Wish, QImage>> fresh;
        {
            std::scoped_lock lock(m_loader.m_mutex);
            m_loader.m_decoding.clear();
            m_loader.m_decodingNow.reset();
            fresh.swap(m_fresh);
        }
        for (const auto &[wish, image] : fresh)
            m_disk.add(wish.frame, wish.height, image);
    }

    /// From a decoding thread.
    void finished(const Wish &wish, const QImage &image)
    {
        {
            std::scoped_lock lock(m_loader.m_mutex);
            m_loader.m_decoding.erase(wish);
            if (!image.isNull())
                m_fresh.emplace_back(wish, image);
        }
        m_loader.deliver({m_clip, wish, image});
    }

    void decodeMany(const std::vector<Wish> &batch, const CancelToken &cancel)
    {
        std::vector<Wish> keys = batch;
        const auto others
            = std::stable_partition(keys.begin(), keys.end(), [this](const Wish &wish) {
                  return keyFrameAt(*m_index, wish.frame).has_value();
              });
        fetch(fetchKeyFrames, {keys.begin(), others}, cancel);
        fetch(fetchFrames, {others, keys.end()}, cancel);
        if (cancel.isCancelled())
            return;
        // One frame that does not decode ends a batch: what is left one by one.
        std::vector<Wish> left;
        {
            std::scoped_lock lock(m_loader.m_mutex);
            std::copy_if(batch.begin(), batch.end(), std::back_inserter(left),
                         [this](const Wish &wish) { return m_loader.m_decoding.contains(wish); });
        }
        decodeFew(left, cancel);
    }

    void fetch(decltype(fetchFrames) function, const std::vector<Wish> &wishes,
               const CancelToken &cancel)
    {
        if (wishes.empty())
            return;
        std::vector<FrameIndex> frames;
        for (const Wish &wish : wishes)
            frames.push_back(wish.frame);
        FrameBatchOptions options;
        options.cancel = cancel;
        // How it ended is seen by what is left.
        (void)function(m_path, m_index, frames, options,
                       [&](std::size_t place, const Frame &frame) -> Result<void> {
                           finished(wishes[place], pictureOf(frame, wishes[place].height));
                           return {};
                       });
    }

    void decodeFew(const std::vector<Wish> &batch, const CancelToken &cancel)
    {
        for (const Wish &wish : batch) {
            if (!m_source) {
                FrameSource::Options options;
                options.decoders = 2;
                options.cacheBytes = kSourceBytes;
                auto opened = FrameSource::open(m_path, m_index, options);
                if (!opened)
                    return; // the player says why
                m_source = std::move(*opened);
            }
            const Result<Frame> frame = m_source->frameAt(wish.frame, cancel);
            if (cancel.isCancelled())
                return;
            finished(wish, frame ? pictureOf(*frame, wish.height) : QImage());
        }
    }

    ThumbnailLoader &m_loader;
    const quint64 m_clip;
    const std::filesystem::path m_path;
    const std::shared_ptr<const VideoIndex> m_index;
    const CancelToken m_cancel;
    StripCache m_disk;
    std::set<Wish> m_keysShown;
    std::unique_ptr<FrameSource> m_source;
    std::vector<std::pair<Wish, QImage>> m_fresh; // guarded by the loader's mutex
};

ThumbnailLoader::ThumbnailLoader(QObject *parent)
    : QObject(parent)
{
    m_thread = std::thread([this] { run(); });
}

ThumbnailLoader::~ThumbnailLoader()
{
    m_order.cancel.cancel();
    m_orders.close();
    m_thread.join();
}

void ThumbnailLoader::setClip(const std::filesystem::path &path,
                              std::shared_ptr<const VideoIndex> index)
{
    m_order.cancel.cancel();
    const quint64 clip = m_order.clip + 1;
    m_order = {clip, path, std::move(index), {}, CancelToken()};
    m_store.clear();
    m_orders.post(m_order);
}

void ThumbnailLoader::sortAround(std::vector<Wish> &wishes, FrameIndex centre)
{
    std::stable_sort(wishes.begin(), wishes.end(), [centre](const Wish &a, const Wish &b) {
        return std::abs(a.frame.value - centre.value) < std::abs(b.frame.value - centre.value);
    });
}

void ThumbnailLoader::want(const std::vector<Wish> &wishes)
{
    std::vector<Wish> missing = m_store.want(wishes);
    if (!m_order.index || missing == m_order.wishes)
        return;
    m_order.wishes = std::move(missing);
    {
        std::scoped_lock lock(m_mutex);
        const bool useful
            = std::any_of(m_order.wishes.begin(), m_order.wishes.end(),
                          [this](const Wish &wish) { return m_decoding.contains(wish); });
        if (m_decodingNow && !useful && !m_order.wishes.empty())
            m_decodingNow->cancel();
    }
    m_orders.post(m_order);
}

void ThumbnailLoader::run()
{
    setpriority(PRIO_PROCESS, 0, kNice); // of this thread and those it starts, on Linux
    std::unique_ptr<Loading> loading;
    while (!m_orders.isClosed()) {
        const bool dirty = loading && loading->isDirty();
        const std::optional<Order> order
            = dirty ? m_orders.wait(kFlushAfter) : m_orders.wait(std::chrono::hours(1));
        if (!order) {
            if (dirty && !m_orders.isClosed())
                loading->flush();
            continue;
        }
        if (!order->index || (loading && loading->clip() != order->clip))
            loading.reset(); // closes the file even when nothing replaces it
        if (!order->index || order->wishes.empty())
            continue;
        if (!loading)
            loading = std::make_unique<Loading>(*this, *order);
        loading->load(order->wishes);
    }
}

void ThumbnailLoader::deliver(Made made)
{
    bool first = false;
    {
        std::scoped_lock lock(m_mutex);
        first = m_made.empty();
        m_made.push_back(std::move(made));
    }
    if (first)
        QMetaObject::invokeMethod(this, &ThumbnailLoader::receive, Qt::QueuedConnection);
}

void ThumbnailLoader::receive()
{
    std::vector<Made> batch;
    {
        std::scoped_lock lock(m_mutex);
        batch.swap(m_made);
    }
    bool changed = false;
    for (const Made &made : batch) {
        if (made.clip != m_order.clip)
            continue;
        std::erase(m_order.wishes, made.wish);
        changed = true;
        m_store.put(made.wish, made.image);
    }
    if (!changed)
        return;
    m_store.makeRoom();
    Q_EMIT loaded();
}

} // namespace ecva
