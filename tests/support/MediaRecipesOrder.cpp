// How pictures hang together: groups, B-frames, open GOPs, key frames that are none, missing pts.
#include "tests/support/MediaBytes.h"
#include "tests/support/MediaRecipes.h"

namespace ecva::test {
namespace {

constexpr const char *kOpen = "-g 20 -bf 3 -x264-params open-gop=1:b-adapt=0:scenecut=0";
const QString kOpenHevc
    = QStringLiteral("-c:v libx265 -preset ultrafast -pix_fmt yuv420p -x265-params "
                     "log-level=none:keyint=15:min-keyint=15:bframes=3:b-adapt=0:open-gop=1:"
                     "scenecut=0:frame-threads=1:pools=none ");

QString isOpen(const Probe &probe)
{
    return unless(probe.hasLeadingPictures(), "leading pictures");
}

QString hasNoPts(const Probe &probe)
{
    return unless(probe.lacksPts() && probe.pictures.size() > 10, "packets without pts");
}

QString hasBWithoutPts(const Probe &probe)
{
    return unless(probe.lacksPts() && probe.pictureCount('B') > 10, "B-frames without pts");
}

} // namespace

std::vector<Recipe> orderRecipes()
{
    return {
        recipeOf(
            "b-pyramid.mp4", "pyramid of B-frames",
            pictures() + x264("-bf 3 -g 24 -x264-params b-pyramid=normal:b-adapt=0"),
            [](const Probe &p) { return unless(p.reorderDepth == 2, "a pyramid of B-frames"); }),
        recipeOf("deep-b-frames.mkv", "16 B-frames, 16 references",
                 pictures() + x264("-bf 16 -refs 16 -g 60 -x264-params b-adapt=0:b-pyramid=strict"),
                 [](const Probe &p) { return unless(p.pictureCount('B') > 50, "many B-frames"); }),
        recipeOf("long-closed-gop.mp4", "group of 250",
                 pictures("128x96", 12) + x264("-g 250 -sc_threshold 0"),
                 [](const Probe &p) { return unless(p.keys() == 2, "a group of 250"); }),
        recipeOf("huge-gop.mkv", "one key frame for 600",
                 pictures("64x48", 24) + x264("-g 9999 -keyint_min 9999 -sc_threshold 0 -bf 2"),
                 [](const Probe &p) {
                     return unless(p.keys() == 1 && p.packets.size() == 600, "one key frame");
                 }),
        recipeOf("all-intra.mp4", "key frames only", pictures() + x264("-g 1"),
                 [](const Probe &p) { return unless(p.keys() == 75, "key frames only"); }),
        recipeOf(
            "one-frame.mp4", "one frame", pictures() + x264("-frames:v 1"),
            [](const Probe &p) { return unless(p.pictures.size() == 1, "exactly one frame"); }),
        recipeOf(
            "one-frame.gif", "one frame", pictures() + QStringLiteral("-c:v gif -frames:v 1"),
            [](const Probe &p) { return unless(p.pictures.size() == 1, "exactly one frame"); }),
        recipeOf(
            "two-frames.mkv", "two frames", pictures() + x264("-frames:v 2"),
            [](const Probe &p) { return unless(p.pictures.size() == 2, "exactly two frames"); }),
        recipeOf("open-gop.mp4", "open GOP", pictures() + x264(kOpen), isOpen),
        recipeOf("open-gop.ts", "open GOP", pictures() + x264(kOpen), isOpen),
        recipeOf("open-gop.mkv", "open GOP", pictures() + x264(kOpen), isOpen),
        recipeOf("open-gop-cut.ts", "open GOP, begins with pictures that lack references",
                 QStringLiteral("-ss 1.7 -i {dir}/open-gop.ts -c copy"), decodesLess),
        recipeOf("open-gop-cut.mp4", "open GOP, begins with pictures that lack references",
                 QStringLiteral("-ss 1.7 -i {dir}/open-gop.ts -c copy -use_editlist 0"),
                 decodesLess),
        recipeOf("hevc-open-gop.mp4", "open GOP: CRA and RASL pictures", pictures() + kOpenHevc,
                 isOpen),
        recipeOf("hevc-open-gop.ts", "open GOP: CRA and RASL pictures", pictures() + kOpenHevc,
                 isOpen),
        recipeOf("hevc-open-gop-cut.ts", "begins with CRA, RASL pictures are skipped",
                 QStringLiteral("-ss 1.9 -i {dir}/hevc-open-gop.ts -c copy"), decodesLess),
        recipeOf("hevc-open-gop-cut.mkv", "begins with CRA, RASL pictures are skipped",
                 QStringLiteral("-ss 1.9 -i {dir}/hevc-open-gop.ts -c copy"), decodesLess),
        recipeOf("mpeg2-open-gop.ts", "open GOP of MPEG-2",
                 pictures() + QStringLiteral("-c:v mpeg2video -bf 2 -g 12"), isOpen),
        recipeOf("intra-refresh.mp4", "intra refresh: no IDR after the first",
                 pictures() + x264("-g 20 -bf 0 -x264-params intra-refresh=1:scenecut=0"), isPlain),
        recipeOf("intra-refresh.ts", "intra refresh: recovery points instead of key frames",
                 pictures() + x264("-g 20 -bf 0 -x264-params intra-refresh=1:scenecut=0"), isPlain),
        recipeOf(
            "no-sync-table.mp4", "no table of key frames", pictures() + x264("-g 24 -bf 2"),
            [](const Probe &p) { return unless(p.pictures.size() == 75, "pictures"); },
            dropSyncTable),
        recipeOf(
            "false-sync-table.mp4", "the table of key frames names others",
            pictures() + x264("-g 24 -bf 0"),
            [](const Probe &p) { return unless(p.keys() == 4, "four key packets"); },
            [](QByteArray &mp4) { setSyncTable(mp4, {1, 10, 31, 70}); }),
        recipeOf(
            "false-keys.avi", "every packet claims to be a key frame",
            pictures() + QStringLiteral("-c:v msmpeg4v2 -g 25"),
            [](const Probe &p) { return unless(p.keys() == 75, "only key packets"); }, markAllKeys),
        recipeOf("starts-mid-gop.mkv", "begins without a key frame",
                 QStringLiteral("-ss 0.9 -i {dir}/open-gop.ts -c copy -copyinkf"),
                 [](const Probe &p) {
                     return unless(!p.packets.empty() && !p.packets.front().key,
                                   "a first packet that is no key frame");
                 }),
        recipeOf("b-frames-mpeg4.avi", "no pts, B-frames",
                 pictures() + QStringLiteral("-c:v mpeg4 -bf 2 -g 25"), hasBWithoutPts),
        recipeOf("b-frames-h264.avi", "no pts, B-frames", pictures() + x264("-bf 2 -g 25"),
                 hasBWithoutPts),
        recipeOf("no-b-frames.avi", "no pts", pictures() + x264("-bf 0 -g 25"), hasNoPts),
        recipeOf("packed-b-frames.avi", "packed B-frames: two pictures in a packet",
                 pictures() + QStringLiteral("-c:v libxvid -bf 2 -g 25"),
                 [](const Probe &p) { return unless(p.pictureCount('B') > 10, "B-frames"); }),
        recipeOf("raw.h264", "raw stream: no pts", pictures() + x264("-bf 2 -g 25"), hasNoPts),
        recipeOf("raw.hevc", "raw stream: no pts", pictures() + kOpenHevc, hasNoPts),
        recipeOf("raw.m4v", "raw stream: no pts",
                 pictures() + QStringLiteral("-c:v mpeg4 -bf 2 -g 12"), isPlain),
        recipeOf("raw.m2v", "raw stream: no pts",
                 pictures() + QStringLiteral("-c:v mpeg2video -bf 2 -g 12"), hasNoPts),
    };
}

} // namespace ecva::test
