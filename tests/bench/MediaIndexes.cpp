// S5: the first index of a long file, the same from the cache, and a window far into it in
// Matroska beside MP4.
#include "core/media/FrameSource.h"
#include "core/media/VideoIndex.h"
#include "tests/bench/BenchMedia.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <nlohmann/json.hpp>

#include <cmath>

namespace ecva::bench {
namespace {

constexpr int kPieceFrames = 1000;
constexpr int kRate = 30;
/// The window of torchcodec's issue 1223: five seconds at ten pictures a second.
constexpr double kWindowSeconds = 5;
constexpr double kWindowRate = 10;

bool ffmpeg(const QString &arguments)
{
    return QProcess::execute(QStringLiteral("ffmpeg"),
                             (QStringLiteral("-nostdin -v error -y ") + arguments).split(u' '))
           == 0;
}

/// A 360p file of h264 and aac made of `pieces` copies of one piece, in the container of its name;
/// empty when it cannot be made.
QString longFile(const MediaBench &bench, int pieces, const QString &suffix,
                 const QString &options = {})
{
    const QDir folder(bench.folder);
    const QString file
        = folder.filePath(QStringLiteral("index-%1-%2").arg(pieces * kPieceFrames).arg(suffix));
    if (QFile::exists(file))
        return file;
    const QString piece = folder.filePath(QStringLiteral("index-piece.mp4"));
    if (!QFile::exists(piece)
        && !ffmpeg(QStringLiteral(
                       "-f lavfi -i testsrc2=size=640x360:rate=%1 -f lavfi -i sine=frequency=440 "
                       "-frames:v %2 -shortest -c:v libx264 -preset veryfast -crf 30 -g 250 -bf 2 "
                       "-pix_fmt yuv420p -c:a aac -b:a 96k %3")
                       .arg(kRate)
                       .arg(kPieceFrames)
                       .arg(piece)))
        return {};
    const QString part = folder.filePath(QStringLiteral("part-") + suffix);
    const bool made = ffmpeg(QStringLiteral("-stream_loop %1 -i %2 -c copy %3 %4")
                                 .arg(QString::number(pieces - 1), piece, options, part)
                                 .simplified());
    return made && QFile::rename(part, file) ? file : QString();
}

std::optional<double> timeIndex(const QString &file, bool useCache, std::int64_t *frames = nullptr)
{
    std::int64_t count = 0;
    const double ms = timed([&] {
        VideoIndex::Options options;
        options.useCache = useCache;
        if (const auto index = VideoIndex::build(file.toStdString(), options))
            count = (*index)->frameCount();
    });
    if (frames)
        *frames = count;
    return count > 0 ? std::optional(ms) : std::nullopt;
}

/// Opens a file that was indexed before and gets the pictures of the window.
std::optional<double> timeWindow(const QString &file, double start)
{
    int shown = 0;
    const int wanted = static_cast<int>(kWindowSeconds * kWindowRate);
    const double ms = timed([&] {
        const auto index = VideoIndex::build(file.toStdString(), {});
        if (!index)
            return;
        const auto source = FrameSource::open(file.toStdString(), *index, {});
        for (int i = 0; source && i < wanted; ++i) {
            const FrameIndex frame = (*index)->frameAtSeconds(start + i / kWindowRate);
            const auto picture = (*source)->frameAt(frame);
            shown += picture && picture->index() == frame ? 1 : 0;
        }
    });
    return shown == wanted ? std::optional(ms) : std::nullopt;
}

Figure figure(const std::string &what)
{
    Figure made;
    made.id = "S5";
    made.what = what;
    return made;
}

std::string arguments(const QString &file, double start)
{
    return nlohmann::json{{"path", file.toStdString()},
                          {"start", start},
                          {"seconds", kWindowSeconds},
                          {"rate", kWindowRate}}
        .dump();
}

void benchFirstIndex(MediaBench &bench, const QString &file, const std::string &kind)
{
    std::int64_t frames = 0;
    timeIndex(file, false, &frames);
    const std::string what = "first index of " + std::to_string(frames) + " frames, " + kind + ", ";
    const QString beside = QDir(bench.folder).filePath(QStringLiteral("peer.ffindex"));
    std::string why;
    Figure ffms = figure(what + "beside ffmsindex");
    ffms.peer = "ffmsindex";
    ffms.goal = "≥ 0.83";
    ffms = measurePairs(
        ffms, bench.pairs(), [&] { return timeIndex(file, false); },
        [&] {
            return timeProgram(QStringLiteral("ffmsindex"),
                               {QStringLiteral("-f"), QStringLiteral("-p"), file, beside}, &why);
        });
    QFile::remove(beside);
    ffms.note += why;
    bench.report.add(ffms);

    Figure scan = figure(what + "beside torchcodec's exact scan");
    scan.peer = "torchcodec";
    scan = measurePairs(
        scan, bench.pairs(), [&] { return timeIndex(file, false); },
        [&] { return bench.peers.time("torchcodec_scan", arguments(file, 0)); });
    if (scan.theirs <= 0)
        scan.note = bench.peers.why();
    bench.report.add(scan);
}

void benchCached(MediaBench &bench, const QString &file)
{
    std::vector<double> times;
    for (int i = 0; i <= 2 * bench.pairs(); ++i) {
        if (const auto ms = timeIndex(file, true); ms && i > 0) // the first one may have to make it
            times.push_back(*ms);
    }
    Figure cached = figure("the same index from the cache, digest included");
    cached.goal = "≤ 20 ms";
    if (!times.empty())
        cached.ours = median(times);
    bench.report.add(cached);
}

void benchWindow(MediaBench &bench, const QString &mp4, const QString &mkv, const QString &noCues,
                 double start)
{
    const std::string what
        = "50 pictures from " + std::to_string(std::lround(start)) + " s on, cached index, ";
    Figure window = figure(what + "MKV beside MP4");
    window.peer = "ourselves, MP4";
    window.goal = "≥ 0.83";
    bench.report.add(measurePairs(
        window, bench.pairs(), [&] { return timeWindow(mkv, start); },
        [&] { return timeWindow(mp4, start); }));
    window.what = what + "MKV without cues beside MP4";
    bench.report.add(measurePairs(
        window, bench.pairs(), [&] { return timeWindow(noCues, start); },
        [&] { return timeWindow(mp4, start); }));

    for (const char *mode : {"torchcodec_window", "torchcodec_window_approximate"}) {
        Figure peer = figure(what + "MKV, beside " + mode);
        peer.peer = "torchcodec";
        peer = measurePairs(
            peer, bench.pairs(), [&] { return timeWindow(mkv, start); },
            [&] { return bench.peers.time(mode, arguments(mkv, start)); });
        if (const auto theirMp4 = bench.peers.time(mode, arguments(mp4, start)))
            peer.note = "the peer's MP4 takes " + std::to_string(std::lround(*theirMp4)) + " ms";
        else
            peer.note = bench.peers.why();
        bench.report.add(peer);
    }
}

} // namespace

void benchIndexes(MediaBench &bench)
{
    const int pieces = bench.quick ? 9 : 36;
    const QString mp4 = longFile(bench, pieces, QStringLiteral("a.mp4"));
    const QString mkv = longFile(bench, pieces, QStringLiteral("a.mkv"));
    // Written as to a pipe: neither cues nor a duration.
    const QString noCues
        = longFile(bench, pieces, QStringLiteral("live.mkv"), QStringLiteral("-live 1"));
    if (mp4.isEmpty() || mkv.isEmpty() || noCues.isEmpty()) {
        Figure missing = figure("index of a long file");
        missing.note = "the ffmpeg program cannot make the file";
        bench.report.add(missing);
        return;
    }
    benchFirstIndex(bench, mp4, "MP4");
    benchFirstIndex(bench, mkv, "MKV");
    benchCached(bench, mp4);
    Figure containers = figure("first index, MKV beside MP4 of the same packets");
    containers.peer = "ourselves, MP4";
    containers.goal = "≥ 0.83";
    bench.report.add(measurePairs(
        containers, bench.pairs(), [&] { return timeIndex(mkv, false); },
        [&] { return timeIndex(mp4, false); }));
    benchWindow(bench, mp4, mkv, noCues, pieces * kPieceFrames / double(kRate) * 250 / 300);
}

} // namespace ecva::bench
