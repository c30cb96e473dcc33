// Goals S1 to S6: frames, seeks, indexes, thumbnails and sound, each beside those who are known for
// it. usage: ecva-bench-media [--json] [--quick] [sampling|seeks|indexes|previews…]
#include "tests/bench/BenchMedia.h"

#include "tests/support/GeneratedMedia.h"

#include <cstdio>

using namespace ecva::bench;

int main(int argc, char **argv)
{
    return benchMain(argc, argv, "ecva-bench-media", [](const BenchArguments &arguments) {
        if (!ecva::test::GeneratedMedia::isAvailable()) {
            std::fprintf(stderr, "ecva-bench-media: needs the ffmpeg program to make its files\n");
            return 4;
        }
        Report report("media", arguments.json);
        PythonPeers peers;
        if (const auto versions = peers.call("versions", "{}"))
            report.fact("peers", *versions);
        else
            report.fact("peers", "without Python's: " + peers.why());
        MediaBench bench{report, peers, arguments.folder, arguments.quick};
        if (arguments.wants("sampling"))
            benchFrames(bench);
        if (arguments.wants("seeks"))
            benchSeeks(bench);
        if (arguments.wants("indexes"))
            benchIndexes(bench);
        if (arguments.wants("previews"))
            benchPreviews(bench);
        return report.finish();
    });
}
