#include "tests/support/GeneratedMedia.h"

#include <QFile>

#include <algorithm>

namespace ecva::test {
namespace {

const QString kPictures = QStringLiteral("-f lavfi -i testsrc2=size=128x96:rate=25:duration=3 ");
const QString kLong = QStringLiteral("-f lavfi -i testsrc2=size=128x96:rate=25:duration=12 ");
const QString kTone = QStringLiteral("-f lavfi -i sine=frequency=440:duration=2 ");
const QString kX264 = QStringLiteral("-c:v libx264 -preset veryfast -threads 1 -pix_fmt yuv420p ");
/// Irregular steps: four of ten frames are missing.
const QString kIrregular
    = QStringLiteral("-vf select='not(eq(mod(n,10),3)+eq(mod(n,10),4)+eq(mod(n,10)"
                     ",5)+eq(mod(n,10),8))' -fps_mode vfr ");

QString unless(bool property, const char *what)
{
    return property ? QString() : QString::fromLatin1(what);
}

bool stepsDiffer(const Probe &probe)
{
    std::vector<double> times;
    for (const Probe::Packet &packet : probe.packets)
        times.push_back(packet.pts);
    std::sort(times.begin(), times.end());
    double least = 1e9;
    double most = 0;
    for (std::size_t i = 0; i + 2 < times.size(); ++i) {
        least = std::min(least, times[i + 1] - times[i]);
        most = std::max(most, times[i + 1] - times[i]);
    }
    return most > least + 0.01;
}

/// A key packet is followed, in the file, by pictures shown before it.
bool hasLeadingPictures(const Probe &probe)
{
    double key = -1e9;
    int keys = 0;
    for (const Probe::Packet &packet : probe.packets) {
        if (packet.key) {
            key = packet.pts;
            ++keys;
        } else if (keys > 1 && packet.pts < key) {
            return true;
        }
    }
    return false;
}

bool lacksPts(const Probe &probe)
{
    return std::any_of(probe.packets.begin(), probe.packets.end(),
                       [](const Probe::Packet &packet) { return !packet.hasPts; });
}

bool hasEqualPts(const Probe &probe)
{
    std::vector<double> times;
    for (const Probe::Packet &packet : probe.packets)
        times.push_back(packet.pts);
    std::sort(times.begin(), times.end());
    return std::adjacent_find(times.begin(), times.end()) != times.end();
}

bool isInterlaced(const Probe &probe)
{
    return !probe.pictures.empty() && probe.pictures.front().interlaced;
}

QString decodesLess(const Probe &probe)
{
    return unless(!probe.pictures.empty() && probe.pictures.size() < probe.packets.size(),
                  "fewer pictures than packets");
}

QString isPlain(const Probe &probe)
{
    return unless(probe.pictures.size() > 20, "pictures");
}

QString hasB(const Probe &probe)
{
    return unless(probe.pictureCount('B') > 10, "B-frames");
}

void cutTo(const QString &path, double part)
{
    QFile file(path);
    if (file.open(QIODevice::ReadWrite))
        file.resize(static_cast<qint64>(static_cast<double>(file.size()) * part));
}

/// A quarter turn in the track's header, as phones write it.
void turnTrack(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite))
        return;
    QByteArray bytes = file.readAll();
    constexpr int kMatrix = 44; // from the box's name, in version 0 of the box
    const auto box = bytes.indexOf("tkhd");
    const QByteArray quarter = QByteArray::fromHex("00000000"
                                                   "00010000"
                                                   "00000000"
                                                   "ffff0000"
                                                   "00000000"
                                                   "00000000"
                                                   "00600000"
                                                   "00000000"
                                                   "40000000");
    bytes.replace(box + kMatrix, quarter.size(), quarter);
    file.seek(0);
    file.write(bytes);
}

std::vector<GeneratedMedia::Recipe> makeRecipes()
{
    const auto x264 = [](const char *file, const QString &input, const char *options, auto lacks) {
        const QString name = QString::fromLatin1(file);
        return GeneratedMedia::Recipe{
            name,
            QStringLiteral("libx264"),
            {input + kX264 + QLatin1String(options) + u' ' + QStringLiteral("{dir}/") + name},
            {},
            lacks};
    };
    const auto other = [](const char *file, const char *encoder, const QString &input,
                          const char *options, auto lacks) {
        const QString name = QString::fromLatin1(file);
        return GeneratedMedia::Recipe{name,
                                      QString::fromLatin1(encoder),
                                      {input + QStringLiteral("-c:v ") + QLatin1String(encoder)
                                       + u' ' + QLatin1String(options) + QStringLiteral(" {dir}/")
                                       + name},
                                      {},
                                      lacks};
    };
    /// Packets of another file, not encoded again.
    const auto copy = [](const char *file, const QString &arguments, auto lacks) {
        return GeneratedMedia::Recipe{QString::fromLatin1(file),
                                      QStringLiteral("libx264"),
                                      {arguments + QStringLiteral(" {dir}/") + QLatin1String(file)},
                                      {},
                                      lacks};
    };
    const auto truncated = [](const char *file, const char *options, double part) {
        const QString name = QString::fromLatin1(file);
        return GeneratedMedia::Recipe{
            name,
            QStringLiteral("libx264"),
            {kPictures + kX264 + QLatin1String(options) + QStringLiteral(" {dir}/") + name},
            [part](const QString &path) { cutTo(path, part); },
            [](const Probe &probe) {
                return unless(probe.packets.size() > 20 && probe.packets.size() < 75,
                              "a part of its packets");
            }};
    };

    std::vector<GeneratedMedia::Recipe> all{
        x264("b-pyramid.mp4", kPictures, "-bf 3 -g 24 -x264-params b-pyramid=normal:b-adapt=0",
             [](const Probe &p) { return unless(p.reorderDepth == 2, "a pyramid of B-frames"); }),
        x264("long-closed-gop.mp4", kLong, "-g 250 -sc_threshold 0",
             [](const Probe &p) { return unless(p.keys() == 2, "a group of 250"); }),
        x264("open-gop.mp4", kPictures, "-g 20 -bf 3 -x264-params open-gop=1:b-adapt=0:scenecut=0",
             [](const Probe &p) { return unless(hasLeadingPictures(p), "leading pictures"); }),
        x264("open-gop.ts", kPictures, "-g 20 -bf 3 -x264-params open-gop=1:b-adapt=0:scenecut=0",
             [](const Probe &p) { return unless(hasLeadingPictures(p), "leading pictures"); }),
        copy("open-gop-cut.ts", QStringLiteral("-ss 1.7 -i {dir}/open-gop.ts -c copy"),
             decodesLess),
        copy("open-gop-cut.mp4",
             QStringLiteral("-ss 1.7 -i {dir}/open-gop.ts -c copy -use_editlist 0"), decodesLess),
        copy("edit-list.mp4", QStringLiteral("-ss 1.5 -i {dir}/b-pyramid.mp4 -c copy"),
             [](const Probe &p) {
                 return unless(std::any_of(p.packets.begin(), p.packets.end(),
                                           [](const auto &packet) { return packet.discard; }),
                               "packets marked DISCARD");
             }),
        x264("variable-rate.mp4", kPictures + kIrregular, "-g 30",
             [](const Probe &p) { return unless(stepsDiffer(p), "a variable rate"); }),
        x264("variable-rate.mkv", kPictures + kIrregular, "-g 30 -bf 2",
             [](const Probe &p) { return unless(stepsDiffer(p), "a variable rate"); }),
        x264("starts-late.ts", kPictures, "-g 25 -bf 2",
             [](const Probe &p) { return unless(p.startSeconds > 1, "a start behind 1 s"); }),
        x264("starts-late.mkv", kPictures, "-g 25 -output_ts_offset 5",
             [](const Probe &p) { return unless(p.startSeconds > 4, "a start behind 4 s"); }),
        x264("starts-late.mp4", kPictures, "-g 25 -output_ts_offset 2",
             [](const Probe &p) { return unless(p.startSeconds > 1, "a start behind 1 s"); }),
        x264("starts-negative.ts", kPictures,
             "-g 25 -bf 2 -output_ts_offset -1 -avoid_negative_ts disabled -muxdelay 0 -muxpreload "
             "0",
             [](const Probe &p) { return unless(p.startSeconds < 0, "a start below 0"); }),
        x264("turned.mp4", kPictures, "-g 25",
             [](const Probe &p) { return unless(p.rotation == -90, "a quarter turn"); }),
        other("ten-bit.mp4", "libx265", kPictures,
              "-preset ultrafast -pix_fmt yuv420p10le -x265-params "
              "log-level=none:keyint=20:bframes=3",
              [](const Probe &p) {
                  return unless(p.pixelFormat == QLatin1String("yuv420p10le"), "10 bits");
              }),
        x264("interlaced.ts", kPictures, "-flags +ilme+ildct -x264-params tff=1 -g 25 -bf 2",
             [](const Probe &p) { return unless(isInterlaced(p), "interlaced pictures"); }),
        other("interlaced-mpeg2.ts", "mpeg2video", kPictures, "-flags +ilme+ildct -bf 2 -g 12",
              [](const Probe &p) { return unless(isInterlaced(p), "interlaced pictures"); }),
        other("program-stream.mpg", "mpeg2video", kPictures, "-bf 2 -g 12", hasB),
        x264("one-frame.mp4", kPictures, "-frames:v 1",
             [](const Probe &p) { return unless(p.pictures.size() == 1, "exactly one frame"); }),
        other("b-frames-mpeg4.avi", "mpeg4", kPictures, "-bf 2 -g 25",
              [](const Probe &p) {
                  return unless(lacksPts(p) && p.pictureCount('B') > 10, "B-frames without pts");
              }),
        x264("b-frames-h264.avi", kPictures, "-bf 2 -g 25",
             [](const Probe &p) {
                 return unless(lacksPts(p) && p.pictureCount('B') > 10, "B-frames without pts");
             }),
        x264("no-b-frames.avi", kPictures, "-bf 0 -g 25",
             [](const Probe &p) { return unless(lacksPts(p), "packets without pts"); }),
        x264("raw.h264", kPictures, "-bf 2 -g 25",
             [](const Probe &p) { return unless(lacksPts(p), "packets without pts"); }),
        other("mjpeg.mov", "mjpeg", kPictures, "-pix_fmt yuvj422p",
              [](const Probe &p) { return unless(p.keys() == 75, "key frames only"); }),
        x264("h264.flv", kPictures, "-bf 2 -g 25", hasB),
        other("vp9.webm", "libvpx-vp9", kPictures,
              "-deadline realtime -cpu-used 8 -auto-alt-ref 1 -lag-in-frames 10 -g 30", isPlain),
        other("av1.mkv", "libaom-av1",
              QStringLiteral("-f lavfi -i testsrc2=size=64x48:rate=25:duration=1.2 "),
              "-cpu-used 8 -g 12", isPlain),
        other("animation.gif", "gif", kPictures, "", isPlain),
        other("wmv2.wmv", "wmv2", kPictures, "-g 25", isPlain),
        other("theora.ogv", "libtheora", kPictures, "-g 25", isPlain),
        copy("cover.mkv",
             QStringLiteral(
                 "-i {dir}/b-pyramid.mp4 -f lavfi -i color=red:size=64x64:rate=25:duration=0.04 "
                 "-map 0 -map 1 -c:v:0 copy -c:v:1 png -disposition:v:1 attached_pic"),
             isPlain),
        copy("cover.mp4",
             QStringLiteral(
                 "-i {dir}/b-pyramid.mp4 -f lavfi -i color=red:size=64x64:rate=25:duration=0.04 "
                 "-map 0 -map 1 -c:v:0 copy -c:v:1 png -disposition:v:1 attached_pic"),
             [](const Probe &p) { return unless(p.attachedPictures == 1, "cover art"); }),
        x264("outlasts-its-sound.mp4", kPictures + kTone, "-g 25 -c:a aac",
             [](const Probe &p) {
                 return unless(p.audioSeconds > 1.5 && p.audioSeconds < 2.5, "2 s of sound");
             }),
        x264("sound.ts", kPictures + kTone, "-g 25 -bf 2 -c:a aac",
             [](const Probe &p) { return unless(p.audioSeconds > 1.5, "2 s of sound"); }),
        x264("equal-pts.mkv", kPictures,
             "-g 15 -bf 0 -bsf:v setts=ts=if(eq(mod(N\\,10)\\,9)\\,PREV_OUTPTS\\,TS)",
             [](const Probe &p) { return unless(hasEqualPts(p), "equal pts"); }),
        truncated("truncated-fragments.mp4", "-g 12 -movflags +frag_keyframe+empty_moov", 0.62),
        truncated("truncated.mkv", "-g 12 -bf 2", 0.62),
        truncated("truncated.ts", "-g 12 -bf 2", 0.62),
    };
    const auto turned = std::find_if(all.begin(), all.end(), [](const auto &recipe) {
        return recipe.file == QLatin1String("turned.mp4");
    });
    turned->after = turnTrack;
    return all;
}

} // namespace

const std::vector<GeneratedMedia::Recipe> &GeneratedMedia::recipes()
{
    static const std::vector<Recipe> all = makeRecipes();
    return all;
}

} // namespace ecva::test
