#include "ui/timeline/ThumbnailLoader.h"

#include "core/media/FrameSource.h"

namespace ecva {

namespace {

constexpr qsizetype kCacheBytes = 96 * 1024 * 1024;
/// Wide enough for any picture of the wished height: the height decides.
constexpr int kMaxAspect = 8;

QImage toImage(const PackedImage &packed)
{
    const QImage view(packed.data.data(), packed.width, packed.height, packed.width * 4,
                      QImage::Format_RGB32);
    return view.copy();
}

} // namespace

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
    m_wanted.clear();
    m_images.clear();
    m_failed.clear();
    m_bytes = 0;
    m_orders.post(m_order);
}

QImage ThumbnailLoader::image(const Wish &wish) const
{
    const auto found = m_images.find(wish);
    return found == m_images.end() ? QImage() : found->second;
}

QImage ThumbnailLoader::nearest(FrameIndex frame) const
{
    const auto after = m_images.lower_bound({frame, 0});
    if (after == m_images.begin())
        return after == m_images.end() ? QImage() : after->second;
    const auto before = std::prev(after);
    if (after == m_images.end())
        return before->second;
    const bool isNearer
        = frame.value - before->first.frame.value < after->first.frame.value - frame.value;
    return isNearer ? before->second : after->second;
}

void ThumbnailLoader::want(const std::vector<Wish> &wishes)
{
    m_wanted = {wishes.begin(), wishes.end()};
    std::vector<Wish> missing;
    for (const Wish &wish : wishes) {
        if (!m_images.contains(wish) && !m_failed.contains(wish))
            missing.push_back(wish);
    }
    if (!m_order.index || missing == m_order.wishes)
        return;
    m_order.wishes = std::move(missing);
    m_orders.post(m_order);
}

void ThumbnailLoader::run()
{
    std::unique_ptr<FrameSource> source;
    quint64 openClip = 0;
    while (!m_orders.isClosed()) {
        std::optional<Order> order = m_orders.wait(std::chrono::hours(1));
        if (!order)
            continue;
        if (order->clip != openClip || !order->index) {
            source.reset(); // closes the file even when nothing replaces it
            openClip = order->clip;
        }
        if (!order->index || order->wishes.empty())
            continue;
        if (!source) {
            auto opened = FrameSource::open(order->path, order->index, {});
            if (!opened)
                continue; // the player says why
            source = std::move(*opened);
        }
        for (const Wish &wish : order->wishes) {
            if (m_orders.hasMessage() || order->cancel.isCancelled())
                break;
            QImage image;
            if (const Result<Frame> frame = source->frameAt(wish.frame, order->cancel)) {
                const Result<PackedImage> packed
                    = frame->toBgra(wish.height * kMaxAspect, wish.height);
                if (packed)
                    image = toImage(*packed);
            }
            if (order->cancel.isCancelled())
                break;
            QMetaObject::invokeMethod(
                this, [this, clip = order->clip, wish, image] { receive(clip, wish, image); },
                Qt::QueuedConnection);
        }
    }
}

void ThumbnailLoader::receive(quint64 clip, const Wish &wish, const QImage &image)
{
    if (clip != m_order.clip)
        return;
    std::erase(m_order.wishes, wish);
    if (image.isNull()) {
        m_failed.insert(wish);
        return;
    }
    m_images[wish] = image;
    m_bytes += image.sizeInBytes();
    if (m_bytes > kCacheBytes) { // what is in view stays
        std::erase_if(m_images,
                      [this](const auto &each) { return !m_wanted.contains(each.first); });
        m_bytes = 0;
        for (const auto &[kept, picture] : m_images)
            m_bytes += picture.sizeInBytes();
    }
    Q_EMIT loaded();
}

} // namespace ecva
