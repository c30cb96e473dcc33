// Goals S1 to S6: frames, seeks, indexes, thumbnails and sound, each beside those who are known for
// it. usage: ecva-bench-media [--json] [--quick] [sampling|seeks|indexes|previews…]
#include "tests/bench/BenchMedia.h"

#include "tests/support/GeneratedMedia.h"

#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>

#include <cstdio>

using namespace ecva::bench;

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QStringList parts = application.arguments().mid(1);
    const bool json = parts.removeAll(QStringLiteral("--json")) > 0;
    const bool quick = parts.removeAll(QStringLiteral("--quick")) > 0;
    if (!ecva::test::GeneratedMedia::isAvailable()) {
        std::fprintf(stderr, "ecva-bench-media: needs the ffmpeg program to make its files\n");
        return 4;
    }
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation)
                           + QStringLiteral("/ecva-studio/bench");
    QDir().mkpath(folder);

    Report report("media", json);
    PythonPeers peers;
    if (const auto versions = peers.call("versions", "{}"))
        report.fact("peers", *versions);
    else
        report.fact("peers", "without Python's: " + peers.why());
    MediaBench bench{report, peers, folder, quick};
    const auto wanted
        = [&](const char *part) { return parts.isEmpty() || parts.contains(QLatin1String(part)); };
    if (wanted("sampling"))
        benchFrames(bench);
    if (wanted("seeks"))
        benchSeeks(bench);
    if (wanted("indexes"))
        benchIndexes(bench);
    if (wanted("previews"))
        benchPreviews(bench);
    return report.finish();
}
