#include "tests/support/MediaProbe.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include <algorithm>

namespace ecva::test {
namespace {

constexpr int kProgramTimeout = 120'000;

double seconds(const QJsonObject &object, const char *key)
{
    return object[QLatin1String(key)].toString().toDouble();
}

double ratio(const QString &text)
{
    const QStringList parts = text.split(u'/');
    const double below = parts.size() == 2 ? parts[1].toDouble() : 0;
    return below > 0 ? parts[0].toDouble() / below : 0;
}

void readMatrix(const QJsonObject &side, Probe &probe)
{
    probe.rotation = side[QLatin1String("rotation")].toInt();
    // "00000000:  a  b  u" and so on: a b, c d is what is done to x and y.
    const QStringList rows
        = side[QLatin1String("displaymatrix")].toString().split(u'\n', Qt::SkipEmptyParts);
    if (rows.size() < 2)
        return;
    const QStringList first = rows[0].split(u' ', Qt::SkipEmptyParts);
    const QStringList second = rows[1].split(u' ', Qt::SkipEmptyParts);
    const auto number
        = [](const QStringList &row, int column) { return row.value(column).toDouble(); };
    probe.mirrored
        = number(first, 1) * number(second, 2) - number(first, 2) * number(second, 1) < 0;
}

void readStream(const QJsonObject &stream, Probe &probe)
{
    probe.codec = stream[QLatin1String("codec_name")].toString();
    probe.profile = stream[QLatin1String("profile")].toString();
    probe.pixelFormat = stream[QLatin1String("pix_fmt")].toString();
    probe.transfer = stream[QLatin1String("color_transfer")].toString();
    probe.aspect = stream[QLatin1String("sample_aspect_ratio")].toString();
    probe.fieldOrder = stream[QLatin1String("field_order")].toString();
    probe.reorderDepth = stream[QLatin1String("has_b_frames")].toInt();
    probe.width = stream[QLatin1String("width")].toInt();
    probe.height = stream[QLatin1String("height")].toInt();
    probe.startSeconds = seconds(stream, "start_time");
    probe.videoSeconds = seconds(stream, "duration");
    probe.rate = ratio(stream[QLatin1String("avg_frame_rate")].toString());
    for (const QJsonValue &side : stream[QLatin1String("side_data_list")].toArray()) {
        if (side.toObject().contains(QLatin1String("displaymatrix")))
            readMatrix(side.toObject(), probe);
    }
}

/// The stream that the specifier means, of those that are no attached picture.
int chosenStream(const QJsonArray &streams, const QString &map)
{
    const int wanted = map.section(u':', -1).toInt();
    int seen = 0;
    for (const QJsonValue &value : streams) {
        const QJsonObject stream = value.toObject();
        const bool attached
            = stream[QLatin1String("disposition")].toObject()[QLatin1String("attached_pic")].toInt()
              != 0;
        if (stream[QLatin1String("codec_type")].toString() == QLatin1String("video") && !attached
            && seen++ == wanted)
            return stream[QLatin1String("index")].toInt();
    }
    return -1;
}

/// What an input needs to be said before it: a sequence of JPEG pictures is taken for a picture
/// file otherwise.
QStringList formatOf(const QString &path)
{
    if (!path.endsWith(QLatin1String(".mjpeg")))
        return {};
    return {QStringLiteral("-f"), QStringLiteral("mjpeg")};
}

} // namespace

ProgramOutput runProgram(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(kProgramTimeout)) {
        process.kill();
        process.waitForFinished();
        return {{}, program + QStringLiteral(" does not end: ") + arguments.join(u' ')};
    }
    ProgramOutput result{process.readAllStandardOutput(), {}};
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
        result.problem = program + u' ' + arguments.join(u' ') + QStringLiteral(": ")
                         + QString::fromUtf8(process.readAllStandardError());
    }
    return result;
}

int Probe::keys() const
{
    return static_cast<int>(std::count_if(packets.begin(), packets.end(),
                                          [](const Packet &packet) { return packet.key; }));
}

int Probe::pictureCount(char type) const
{
    return static_cast<int>(
        std::count_if(pictures.begin(), pictures.end(),
                      [type](const Picture &picture) { return picture.type == type; }));
}

bool Probe::lacksPts() const
{
    return std::any_of(packets.begin(), packets.end(),
                       [](const Packet &packet) { return !packet.hasPts; });
}

bool Probe::hasEqualPts() const
{
    std::vector<double> times;
    for (const Packet &packet : packets)
        times.push_back(packet.pts);
    std::sort(times.begin(), times.end());
    return std::adjacent_find(times.begin(), times.end()) != times.end();
}

bool Probe::hasDiscarded() const
{
    return std::any_of(packets.begin(), packets.end(),
                       [](const Packet &packet) { return packet.discard; });
}

bool Probe::stepsDiffer() const
{
    std::vector<double> times;
    for (const Packet &packet : packets)
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

bool Probe::hasLeadingPictures() const
{
    double key = -1e9;
    int seen = 0;
    for (const Packet &packet : packets) {
        if (packet.key) {
            key = packet.pts;
            ++seen;
        } else if (seen > 1 && packet.pts < key) {
            return true;
        }
    }
    return false;
}

bool Probe::jumpsBack() const
{
    double most = -1e9;
    for (const Packet &packet : packets) {
        if (packet.hasPts && packet.pts < most - 0.5)
            return true;
        most = std::max(most, packet.pts);
    }
    return false;
}

bool Probe::changesSize() const
{
    return std::any_of(pictures.begin(), pictures.end(), [&](const Picture &picture) {
        return picture.width != pictures.front().width || picture.height != pictures.front().height;
    });
}

Probe probeMedia(const QString &path, const QString &map)
{
    const auto arguments
        = QStringLiteral("-v quiet -threads 1 -show_format -show_streams -show_packets "
                         "-show_frames -show_entries "
                         "packet=stream_index,pts_time,flags,size:frame=stream_index,pts,pict_type,"
                         "interlaced_frame,top_field_first,width,height -of json");
    const auto said = runProgram(QStringLiteral("ffprobe"),
                                 arguments.split(u' ') + formatOf(path) + QStringList{path});
    const QJsonObject root = QJsonDocument::fromJson(said.output).object();
    const QJsonArray streams = root[QLatin1String("streams")].toArray();
    const int video = chosenStream(streams, map);
    Probe probe;
    const QJsonObject format = root[QLatin1String("format")].toObject();
    probe.container = format[QLatin1String("format_name")].toString().section(u',', 0, 0);
    probe.fileSeconds = seconds(format, "duration");
    for (const QJsonValue &value : streams) {
        const QJsonObject stream = value.toObject();
        const QString type = stream[QLatin1String("codec_type")].toString();
        const QJsonObject tags = stream[QLatin1String("tags")].toObject();
        if (tags.contains(QLatin1String("timecode")))
            probe.timecode = tags[QLatin1String("timecode")].toString();
        if (type == QLatin1String("audio")) {
            probe.audioSeconds = seconds(stream, "duration");
            const double rate = seconds(stream, "sample_rate");
            if (probe.audioSeconds == 0 && rate > 0) // AVI counts samples only
                probe.audioSeconds = seconds(stream, "nb_frames") / rate;
        }
        if (type != QLatin1String("video"))
            continue;
        if (stream[QLatin1String("disposition")]
                .toObject()[QLatin1String("attached_pic")]
                .toInt()) {
            ++probe.attachedPictures;
            continue;
        }
        ++probe.videos;
        if (stream[QLatin1String("index")].toInt() == video)
            readStream(stream, probe);
    }
    for (const QJsonValue &value : root[QLatin1String("packets_and_frames")].toArray()) {
        const QJsonObject item = value.toObject();
        if (item[QLatin1String("stream_index")].toInt() != video)
            continue;
        if (item[QLatin1String("type")].toString() == QLatin1String("packet")) {
            const QString flags = item[QLatin1String("flags")].toString();
            const QString pts = item[QLatin1String("pts_time")].toString();
            probe.packets.push_back({!pts.isEmpty(), flags.contains(u'K'), flags.contains(u'D'),
                                     pts.toDouble(),
                                     item[QLatin1String("size")].toString().toInt()});
        } else if (item.contains(QLatin1String("pict_type"))) {
            const QString type = item[QLatin1String("pict_type")].toString();
            Probe::Picture picture{type.isEmpty() ? '?' : type.front().toLatin1(),
                                   item[QLatin1String("interlaced_frame")].toInt() != 0,
                                   item[QLatin1String("top_field_first")].toInt() != 0,
                                   item[QLatin1String("width")].toInt(),
                                   item[QLatin1String("height")].toInt(),
                                   {}};
            if (item.contains(QLatin1String("pts")))
                picture.pts = item[QLatin1String("pts")].toInteger();
            probe.pictures.push_back(picture);
        }
    }
    return probe;
}

QStringList linearHashes(const QString &path, const QString &map, PictureMemory memory)
{
    const bool fresh = memory == PictureMemory::Fresh;
    // "-autoscale 0" until FFmpeg 6, a switch from 7 on.
    for (const char *unscaled : {"-autoscale 0", "-noautoscale"}) {
        const auto arguments
            = QStringLiteral("-nostdin -v quiet -threads 1 -noautorotate -i %1 -map 0:%2 "
                             "-fps_mode passthrough ")
              + QLatin1String(unscaled) + QLatin1String(fresh ? " -vf reverse" : "")
              + QStringLiteral(" -f framehash -hash sha256 -");
        QStringList split = arguments.split(u' ');
        split.replaceInStrings(QStringLiteral("%2"), map);
        const qsizetype input = split.indexOf(QStringLiteral("%1"));
        split.replace(input, path);
        split = split.mid(0, input - 1) + formatOf(path) + split.mid(input - 1);
        QStringList hashes;
        const auto said = runProgram(QStringLiteral("ffmpeg"), split);
        for (const QByteArray &line : said.output.split('\n')) {
            if (!line.isEmpty() && !line.startsWith('#'))
                hashes.append(QString::fromLatin1(line.mid(line.lastIndexOf(',') + 1).trimmed()));
        }
        if (fresh)
            std::reverse(hashes.begin(), hashes.end());
        if (!hashes.isEmpty())
            return hashes;
    }
    return {};
}

} // namespace ecva::test
