// S6: a hundred thumbnails of a long file beside ffmpegthumbnailer, the look of its sound beside
// ffmpeg and beside decoding alone; what finding the shots costs.
#include "core/media/Container.h"
#include "core/media/FrameBatch.h"
#include "core/media/KeyFrames.h"
#include "core/media/ShotChanges.h"
#include "core/media/Waveform.h"
#include "tests/bench/BenchMedia.h"
#include "tests/support/GeneratedMedia.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cstdio>

namespace ecva::bench {
namespace {

constexpr int kThumbnails = 100;
constexpr int kSide = 128; ///< ffmpegthumbnailer's own
constexpr int kPieces = 20;
constexpr double kMinute = 60;

/// 20 minutes of 720p at 30 a second with sound: a minute of moving pictures with noise, joined to
/// itself without coding again. Empty when it cannot be made.
QString longVideo(const QString &folder)
{
    const QString path = folder + QStringLiteral("/twenty-minutes.mp4");
    if (QFileInfo::exists(path))
        return path;
    const QString minute = folder + QStringLiteral("/minute.mp4");
    QString problem = test::GeneratedMedia::ffmpeg(
        QStringLiteral("-f lavfi -i testsrc2=size=1280x720:rate=30:duration=60,noise=alls=8:allf=t "
                       "-f lavfi -i aevalsrc=sin(t*440)*mod(t\\,1)+0.2*random(0)|sin(t*550)*"
                       "mod(t*3\\,1):s=48000:d=60 -c:v libx264 -preset veryfast -g 250 -b:v 3000k "
                       "-pix_fmt yuv420p -c:a aac -b:a 160k")
            .split(u' ')
        + QStringList{minute});
    const QString list = folder + QStringLiteral("/twenty-minutes.txt");
    QFile file(list);
    if (problem.isEmpty() && file.open(QIODevice::WriteOnly)) {
        for (int i = 0; i < kPieces; ++i)
            file.write("file '" + minute.toUtf8() + "'\n");
        file.close();
        problem = test::GeneratedMedia::ffmpeg({QStringLiteral("-f"), QStringLiteral("concat"),
                                                QStringLiteral("-safe"), QStringLiteral("0"),
                                                QStringLiteral("-i"), list, QStringLiteral("-c"),
                                                QStringLiteral("copy"), path});
    }
    if (!problem.isEmpty()) {
        std::fprintf(stderr, "previews: %s\n", qPrintable(problem));
        QFile::remove(path);
        return {};
    }
    return path;
}

using Index = std::shared_ptr<const VideoIndex>;

Result<Index> indexOf(const QString &path)
{
    VideoIndex::Options options;
    options.useCache = false;
    return VideoIndex::build(path.toStdString(), options);
}

enum class Exactness { KeyFrames, Exact };

/// The whole way from the file to PNG files, its index included.
Result<void> makeThumbnails(const QString &path, int count, Exactness exactness,
                            const QString &folder)
{
    const auto index = indexOf(path);
    if (!index)
        return fail(index);
    std::vector<FrameIndex> frames;
    for (int i = 0; i < count; ++i) {
        FrameIndex frame((*index)->frameCount() * i / count);
        if (exactness == Exactness::KeyFrames) {
            const int key = std::max(0, (*index)->keyBefore(frame));
            frame = FrameIndex((*index)->keys().at(static_cast<std::size_t>(key)).firstFrame);
        }
        frames.push_back(frame);
    }
    const auto fetch = exactness == Exactness::KeyFrames ? fetchKeyFrames : fetchFrames;
    return fetch(path.toStdString(), *index, frames, {},
                 [&](std::size_t place, const Frame &frame) -> Result<void> {
                     const auto image = frame.toBgra(kSide, kSide);
                     if (!image)
                         return fail(image);
                     return writePng(
                         *image,
                         (folder + QStringLiteral("/ours-%1.png").arg(place)).toStdString());
                 });
}

std::optional<double> timedResult(const std::function<Result<void>()> &work)
{
    Result<void> done;
    const double ms = timed([&] { done = work(); });
    if (!done)
        std::fprintf(stderr, "previews: %s\n", done.error().text().c_str());
    return done ? std::optional(ms) : std::nullopt;
}

void benchThumbnails(MediaBench &bench, const QString &path)
{
    const QString folder = bench.folder + QStringLiteral("/thumbnails");
    QDir().mkpath(folder);
    const int count = bench.quick ? kThumbnails / 5 : kThumbnails;
    std::string why;
    const auto theirs = [&]() -> std::optional<double> {
        double sum = 0;
        for (int i = 0; i < count; ++i) {
            const auto ms
                = timeProgram(QStringLiteral("ffmpegthumbnailer"),
                              {QStringLiteral("-i"), path, QStringLiteral("-o"),
                               folder + QStringLiteral("/theirs-%1.png").arg(i),
                               QStringLiteral("-s"), QString::number(kSide), QStringLiteral("-t"),
                               QString::number(100.0 * i / count, 'f', 2) + QStringLiteral("%")},
                              &why);
            if (!ms)
                return std::nullopt;
            sum += *ms;
        }
        return sum;
    };
    const auto start
        = timeProgram(QStringLiteral("ffmpegthumbnailer"), {QStringLiteral("-v")}, &why);
    // Their turns take long: fewer of them.
    const int pairs = std::min(3, bench.pairs());
    for (const Exactness exactness : {Exactness::KeyFrames, Exactness::Exact}) {
        Figure figure;
        figure.id = "S6";
        figure.what = std::to_string(count) + " thumbnails of 20 minutes 720p, "
                      + (exactness == Exactness::Exact ? "the exact frames" : "key frames");
        figure.peer = "ffmpegthumbnailer";
        figure.goal = exactness == Exactness::Exact ? "" : "≥ 5";
        figure.note = "ours: one process, index and PNG files included; theirs: a program run each "
                      "(its start alone "
                      + std::to_string(static_cast<int>(start.value_or(0) * count))
                      + " ms of it), key frames";
        figure = measurePairs(
            figure, pairs,
            [&] {
                return timedResult([&] { return makeThumbnails(path, count, exactness, folder); });
            },
            theirs);
        if (!why.empty())
            figure.note += "; " + why;
        bench.report.add(figure);
    }
}

/// Reads and decodes the sound, and nothing else.
Result<void> decodeSound(const QString &path)
{
    auto container = Container::open(path.toStdString(), {});
    if (!container)
        return fail(container);
    const int stream = (*container)->audioStream();
    (*container)->selectStream(stream);
    auto decoder = openDecoder(*(*container)->stream(stream), 1, path.toStdString());
    if (!decoder)
        return fail(decoder);
    const ff::PacketPtr packet(av_packet_alloc());
    const ff::FramePtr frame(av_frame_alloc());
    for (bool ended = false; !ended;) {
        const auto more = (*container)->read(*packet);
        if (!more)
            return fail(more);
        ended = !*more;
        avcodec_send_packet(decoder->get(), ended ? nullptr : packet.get());
        while (ff::receivePicture(**decoder, *frame))
            av_frame_unref(frame.get());
    }
    return {};
}

void benchWaveform(MediaBench &bench, const QString &path)
{
    const auto ours = [&] {
        return timedResult([&]() -> Result<void> {
            Waveform::Options options;
            options.useCache = false;
            const auto made = Waveform::build(path.toStdString(), 0, options);
            if (!made)
                return fail(made);
            return {};
        });
    };
    Figure bare;
    bare.id = "S6";
    bare.what = "waveform of 20 minutes of AAC";
    bare.peer = "decoding alone";
    bare.goal = "≥ 0.87"; // within 1.15 times
    bare.note = "the same loop without the peaks, in this process";
    bench.report.add(measurePairs(bare, bench.pairs(), ours,
                                  [&] { return timedResult([&] { return decodeSound(path); }); }));

    std::string why;
    Figure program = bare;
    program.peer = "ffmpeg";
    program.note = "ffmpeg -i F -vn -f null -, its start included";
    program = measurePairs(program, bench.pairs(), ours, [&] {
        return timeProgram(QStringLiteral("ffmpeg"),
                           {QStringLiteral("-nostdin"), QStringLiteral("-v"),
                            QStringLiteral("quiet"), QStringLiteral("-i"), path,
                            QStringLiteral("-vn"), QStringLiteral("-f"), QStringLiteral("null"),
                            QStringLiteral("-")},
                           &why);
    });
    if (!why.empty())
        program.note += "; " + why;
    bench.report.add(program);
}

/// Milliseconds of a scan and the seconds of video in it.
void benchShots(MediaBench &bench)
{
    const QString path = bench.folder + QStringLiteral("/minute.mp4");
    const auto index = indexOf(path);
    if (!index)
        return;
    Figure figure;
    figure.id = "S6";
    figure.what = "shots of a minute of 720p";
    std::vector<double> times;
    for (int round = 0; round < bench.pairs(); ++round) {
        const auto ms = timedResult([&]() -> Result<void> {
            ShotScanOptions options;
            options.useCache = false;
            const auto scan = scanShots(path.toStdString(), *index, options);
            if (!scan)
                return fail(scan);
            return {};
        });
        if (ms)
            times.push_back(*ms * kMinute / (*index)->durationSeconds());
    }
    if (times.empty())
        return;
    figure.ours = median(times);
    figure.note = "every frame decoded and compared, two decoder threads, 30 frames a second";
    bench.report.add(figure);
}

} // namespace

void benchPreviews(MediaBench &bench)
{
    const QString path = longVideo(bench.folder);
    if (path.isEmpty())
        return;
    benchThumbnails(bench, path);
    benchWaveform(bench, path);
    benchShots(bench);
}

} // namespace ecva::bench
