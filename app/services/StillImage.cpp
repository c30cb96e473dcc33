#include "app/services/StillImage.h"

#include <QByteArrayList>
#include <QFile>
#include <QImage>
#include <QImageReader>

#include <system_error>

namespace ecva {
namespace {

QString pathOf(const std::filesystem::path &file)
{
    return QString::fromStdU16String(file.u16string());
}

/// Colours as stored: a picture with transparency is not laid over anything.
PackedImage packed(const QImage &image)
{
    const QImage plain = image.convertToFormat(image.hasAlphaChannel() ? QImage::Format_ARGB32
                                                                       : QImage::Format_RGB32);
    PackedImage made{.width = plain.width(), .height = plain.height(), .channels = 3, .data = {}};
    made.data.reserve(std::size_t(plain.width()) * std::size_t(plain.height()) * 3);
    for (int y = 0; y < plain.height(); ++y) {
        const auto *line = reinterpret_cast<const QRgb *>(plain.constScanLine(y));
        for (int x = 0; x < plain.width(); ++x) {
            made.data.push_back(static_cast<std::uint8_t>(qRed(line[x])));
            made.data.push_back(static_cast<std::uint8_t>(qGreen(line[x])));
            made.data.push_back(static_cast<std::uint8_t>(qBlue(line[x])));
        }
    }
    return made;
}

} // namespace

bool isStillImage(const std::filesystem::path &file)
{
    QFile opened(pathOf(file));
    if (!opened.open(QIODevice::ReadOnly))
        return false;
    static const QByteArrayList kStills{"png", "jpeg", "bmp", "webp", "tiff", "ppm", "pgm"};
    return kStills.contains(QImageReader::imageFormat(&opened));
}

Result<ClipFrames> openStillImage(const std::filesystem::path &file)
{
    std::error_code error;
    if (!std::filesystem::exists(file, error))
        return fail(ErrorCode::NotFound, "no such file", file.string());
    QFile opened(pathOf(file));
    if (!opened.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Io, "cannot be read: " + opened.errorString().toStdString(),
                    file.string());
    QImageReader reader(&opened);
    reader.setAutoTransform(false);
    const QByteArray format = reader.format();
    const QImage image = reader.read();
    if (image.isNull()) {
        return fail(ErrorCode::BadInput,
                    "the picture cannot be opened: " + reader.errorString().toStdString(),
                    file.string());
    }

    VideoIndex::Parts parts;
    parts.info.container = format.toStdString();
    parts.info.codec = parts.info.container;
    parts.info.width = image.width();
    parts.info.height = image.height();
    parts.info.bytes = opened.size();
    parts.entries = {{.pts = 0, .nextPts = 1, .id = 0, .key = true}};
    parts.decoded = true;
    ClipFrames made;
    made.index = std::make_shared<const VideoIndex>(std::move(parts));
    made.source.frameCount = 1;
    made.source.kind = VideoSource::Kind::Still;
    made.source.read = [name = file.string(),
                        picture = packed(image)](std::int64_t frame) -> Result<PackedImage> {
        if (frame != 0)
            return fail(ErrorCode::OutOfRange, "outside the clip",
                        name + ", frame " + std::to_string(frame));
        return picture;
    };
    return made;
}

} // namespace ecva
