#include "tests/bench/BenchVideos.h"

#include <QFile>
#include <QProcess>

#include <cstdio>

namespace ecva::bench {

std::string BenchVideo::title() const
{
    return std::to_string(height) + "p, groups of " + std::to_string(group);
}

QString makeVideo(const BenchVideo &video, const QString &folder)
{
    const QString path = QStringLiteral("%1/%2p-g%3-%4f-%5k.mp4")
                             .arg(folder)
                             .arg(video.height)
                             .arg(video.group)
                             .arg(video.frames)
                             .arg(video.kilobits);
    if (QFile::exists(path))
        return path;
    std::fprintf(stderr, "making %s\n", qPrintable(path));
    const QString unfinished = path + QStringLiteral(".part.mp4");
    const QString arguments
        = QStringLiteral("-nostdin -v error -y -f lavfi -i "
                         "testsrc2=size=%1x%2:rate=%3,noise=alls=6:allf=t -frames:v %4 -c:v "
                         "libx264 -preset fast -b:v %5k -maxrate %6k -bufsize %7k -g %8 "
                         "-keyint_min %8 -sc_threshold 0 -pix_fmt yuv420p")
              .arg(video.width)
              .arg(video.height)
              .arg(BenchVideo::kRate)
              .arg(video.frames)
              .arg(video.kilobits)
              .arg(video.kilobits * 6 / 5)
              .arg(video.kilobits * 2)
              .arg(video.group);
    QProcess ffmpeg;
    ffmpeg.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    ffmpeg.start(QStringLiteral("ffmpeg"), arguments.split(u' ') + QStringList{unfinished});
    constexpr int kPatienceMs = 1'200'000;
    if (!ffmpeg.waitForFinished(kPatienceMs) || ffmpeg.exitCode() != 0
        || !QFile::rename(unfinished, path)) {
        std::fprintf(stderr, "cannot be made: %s\n", qPrintable(path));
        return {};
    }
    return path;
}

} // namespace ecva::bench
