#include "tests/support/GeneratedMedia.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>

#include <algorithm>

namespace ecva::test {
namespace {

constexpr int kProgramTimeout = 120'000;

struct ProgramOutput
{
    QByteArray output;
    QString problem;
};

ProgramOutput run(const QString &program, const QStringList &arguments)
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

} // namespace

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

bool GeneratedMedia::isAvailable()
{
    return !QStandardPaths::findExecutable(QStringLiteral("ffmpeg")).isEmpty()
           && !QStandardPaths::findExecutable(QStringLiteral("ffprobe")).isEmpty();
}

bool GeneratedMedia::hasEncoder(const QString &name)
{
    const auto list = run(QStringLiteral("ffmpeg"), {QStringLiteral("-v"), QStringLiteral("error"),
                                                     QStringLiteral("-encoders")});
    return list.output.contains(' ' + name.toUtf8() + ' ');
}

QString GeneratedMedia::ffmpeg(const QStringList &arguments)
{
    return run(QStringLiteral("ffmpeg"),
               QStringList{QStringLiteral("-nostdin"), QStringLiteral("-v"),
                           QStringLiteral("error"), QStringLiteral("-y")}
                   + arguments)
        .problem;
}

QString GeneratedMedia::make(const Recipe &recipe, const QString &folder)
{
    const QString path = QDir(folder).filePath(recipe.file);
    if (QFile::exists(path))
        return {};
    for (QString step : recipe.steps) {
        step.replace(QStringLiteral("{dir}"), folder);
        // A file that this one is cut from is a recipe of its own.
        for (const Recipe &source : recipes()) {
            if (&source != &recipe && step.contains(u'/' + source.file + u' ')) {
                if (const QString problem = make(source, folder); !problem.isEmpty())
                    return problem;
            }
        }
        if (const QString problem = ffmpeg(step.split(u' ', Qt::SkipEmptyParts));
            !problem.isEmpty())
            return problem;
    }
    if (recipe.after)
        recipe.after(path);
    return recipe.lacks(probe(path));
}

Probe GeneratedMedia::probe(const QString &path)
{
    const auto arguments
        = QStringLiteral("-v quiet -show_streams -show_packets -show_frames -show_entries "
                         "packet=stream_index,pts_time,flags:"
                         "frame=stream_index,pict_type,interlaced_frame -of json");
    const auto said = run(QStringLiteral("ffprobe"), arguments.split(u' ') + QStringList{path});
    const QJsonObject root = QJsonDocument::fromJson(said.output).object();
    Probe probe;
    int video = -1;
    for (const QJsonValue &value : root[QLatin1String("streams")].toArray()) {
        const QJsonObject stream = value.toObject();
        const QString type = stream[QLatin1String("codec_type")].toString();
        if (type == QLatin1String("audio"))
            probe.audioSeconds = stream[QLatin1String("duration")].toString().toDouble();
        if (type != QLatin1String("video"))
            continue;
        if (stream[QLatin1String("disposition")]
                .toObject()[QLatin1String("attached_pic")]
                .toInt()) {
            ++probe.attachedPictures;
            continue;
        }
        if (video >= 0)
            continue;
        video = stream[QLatin1String("index")].toInt();
        probe.pixelFormat = stream[QLatin1String("pix_fmt")].toString();
        probe.reorderDepth = stream[QLatin1String("has_b_frames")].toInt();
        probe.startSeconds = stream[QLatin1String("start_time")].toString().toDouble();
        for (const QJsonValue &side : stream[QLatin1String("side_data_list")].toArray()) {
            if (side.toObject().contains(QLatin1String("rotation")))
                probe.rotation = side.toObject()[QLatin1String("rotation")].toInt();
        }
    }
    for (const QJsonValue &value : root[QLatin1String("packets_and_frames")].toArray()) {
        const QJsonObject item = value.toObject();
        if (item[QLatin1String("stream_index")].toInt() != video)
            continue;
        if (item[QLatin1String("type")].toString() == QLatin1String("packet")) {
            const QString flags = item[QLatin1String("flags")].toString();
            const QString pts = item[QLatin1String("pts_time")].toString();
            probe.packets.push_back(
                {!pts.isEmpty(), flags.contains(u'K'), flags.contains(u'D'), pts.toDouble()});
        } else if (item.contains(QLatin1String("pict_type"))) {
            const QString type = item[QLatin1String("pict_type")].toString();
            probe.pictures.push_back({type.isEmpty() ? '?' : type.front().toLatin1(),
                                      item[QLatin1String("interlaced_frame")].toInt() != 0});
        }
    }
    return probe;
}

QStringList GeneratedMedia::linearHashes(const QString &path)
{
    const auto arguments = QStringLiteral("-nostdin -v quiet -noautorotate -i %1 -map 0:v:0 "
                                          "-fps_mode passthrough -f framehash -hash sha256 -");
    QStringList split = arguments.split(u' ');
    split.replaceInStrings(QStringLiteral("%1"), path);
    QStringList hashes;
    for (const QByteArray &line : run(QStringLiteral("ffmpeg"), split).output.split('\n')) {
        if (!line.isEmpty() && !line.startsWith('#'))
            hashes.append(QString::fromLatin1(line.mid(line.lastIndexOf(',') + 1).trimmed()));
    }
    return hashes;
}

} // namespace ecva::test
