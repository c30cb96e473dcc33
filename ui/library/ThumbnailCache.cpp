#include "ui/library/ThumbnailCache.h"

#include "annotation/document/Document.h"
#include "core/media/DiskCache.h"
#include "core/media/FrameSource.h"
#include "core/media/VideoIndex.h"
#include "ui/jobs/JobRunner.h"

#include <QBuffer>
#include <QFileInfo>

#include <filesystem>

namespace ecva {
namespace {

// Raise it whenever the picture that is chosen or its size changes.
constexpr std::uint32_t kVersion = 1;
constexpr std::uintmax_t kBudget = 128ULL << 20;
constexpr int kQuality = 90;

DiskCache disk()
{
    return DiskCache("thumbnails", kVersion, kBudget);
}

/// The key frame nearest to a third of the clip: often past the titles, and the cheapest to decode.
FrameIndex pictureFrame(const VideoIndex &index)
{
    const std::int64_t wanted = index.frameCount() / 3;
    std::int64_t best = 0;
    for (std::int64_t i = 0; i < index.frameCount(); ++i) {
        if (index.entry(FrameIndex(i)).key && std::abs(i - wanted) < std::abs(best - wanted))
            best = i;
    }
    return FrameIndex(best);
}

/// Fills the 16:9 field: cropped, not squeezed, without black bars.
QImage cropped(const QImage &picture)
{
    const QSize field(ThumbnailCache::kWidth, ThumbnailCache::kHeight);
    const QImage scaled
        = picture.scaled(field, Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation);
    return scaled.copy((scaled.width() - field.width()) / 2, (scaled.height() - field.height()) / 2,
                       field.width(), field.height());
}

Result<QImage> makeThumbnail(const QString &path, const QString &digest, const CancelToken &cancel)
{
    const std::string key = digest.toStdString();
    if (const auto bytes = disk().read(key)) {
        QImage image = QImage::fromData(reinterpret_cast<const uchar *>(bytes->data()),
                                        static_cast<int>(bytes->size()));
        if (image.size() == QSize(ThumbnailCache::kWidth, ThumbnailCache::kHeight))
            return image;
    }
    const std::filesystem::path file = path.toStdU16String();
    VideoIndex::Options options;
    options.cancel = cancel;
    const auto index = VideoIndex::build(file, options);
    if (!index)
        return fail(index);
    auto source = FrameSource::open(file, *index, {});
    if (!source)
        return fail(source);
    const Result<Frame> frame = (*source)->frameAt(pictureFrame(**index), cancel);
    if (!frame)
        return fail(frame);
    const Result<PackedImage> pixels = frame->toBgra(320, 320);
    if (!pixels)
        return fail(pixels);
    const QImage view(pixels->data.data(), pixels->width, pixels->height,
                      static_cast<qsizetype>(pixels->width) * 4, QImage::Format_RGB32);
    const QImage picture = cropped(view);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (buffer.open(QIODevice::WriteOnly) && picture.save(&buffer, "JPG", kQuality))
        disk().write(key,
                     std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
    return picture;
}

} // namespace

ThumbnailCache::ThumbnailCache(JobRunner &jobs, QObject *parent)
    : QObject(parent)
    , m_jobs(jobs)
{
}

void ThumbnailCache::clear()
{
    ++m_epoch;
    m_images.clear();
    m_asked.clear();
    m_missing.clear();
    m_wishes.clear();
}

QImage ThumbnailCache::image(const Document &document, const Clip &clip)
{
    if (const auto found = m_images.find(clip.id); found != m_images.end())
        return found->second;
    if (clip.media && m_asked.insert(clip.id).second) {
        m_wishes.push_back({clip.id, document.absoluteMediaPath(clip), clip.media->digest});
        // Not now: this is called while painting.
        QMetaObject::invokeMethod(this, &ThumbnailCache::startNext, Qt::QueuedConnection);
    }
    return {};
}

void ThumbnailCache::startNext()
{
    if (m_busy || m_wishes.empty())
        return;
    const Wish wish = m_wishes.back();
    m_wishes.pop_back();
    m_busy = true;
    m_jobs.startQuiet<QImage>(
        [wish](JobContext &context) -> Result<QImage> {
            if (!QFileInfo::exists(wish.path))
                return fail(ErrorCode::NotFound, "no such file", wish.path.toStdString());
            return makeThumbnail(wish.path, wish.digest, context.cancel());
        },
        [this, wish, epoch = m_epoch](const Result<QImage> &image) {
            m_busy = false;
            if (epoch == m_epoch) {
                if (image)
                    m_images[wish.clip] = *image;
                else if (image.error().code == ErrorCode::NotFound)
                    m_missing.insert(wish.clip);
                Q_EMIT loaded(wish.clip);
            }
            startNext();
        });
}

} // namespace ecva
