// How pictures lie in the file: fragments, missing tables, sound, covers, more than one stream.
#include "tests/support/MediaBytes.h"
#include "tests/support/MediaRecipes.h"

namespace ecva::test {
namespace {

const QString kCover = QStringLiteral(
    "-i {dir}/b-pyramid.mp4 -f lavfi -i color=red:size=64x64:rate=25:duration=0.04 "
    "-map 0 -map 1 -c:v:0 copy -c:v:1 png -disposition:v:1 attached_pic");

/// Two streams: a small one first, a larger one behind it that is the main one.
Recipe withTwo(const char *file, const char *options)
{
    Recipe recipe = recipeOf(
        file, "two video streams, the second is the main one",
        pictures("64x48", 2) + pictures("128x96", 2)
            + QStringLiteral("-map 0 -map 1 -disposition:v:0 0 -disposition:v:1 default ")
            + x264(options),
        [](const Probe &p) { return unless(p.videos == 2 && p.width == 128, "two videos"); });
    recipe.map = QStringLiteral("V:1");
    return recipe;
}

QString hasCover(const Probe &probe)
{
    return unless(probe.attachedPictures == 1 && probe.pictures.size() == 75, "cover art");
}

QString hasTimecode(const Probe &probe)
{
    return unless(!probe.timecode.isEmpty() && probe.pictures.size() > 10, "a timecode");
}

} // namespace

std::vector<Recipe> containerRecipes()
{
    const QString plain = pictures() + x264("-g 25 -bf 2 ");
    return {
        recipeOf("h264.flv", "H.264 in FLV", plain,
                 [](const Probe &p) { return unless(p.pictureCount('B') > 10, "B-frames"); }),
        recipeOf("h264.mov", "H.264 in QuickTime", plain, isPlain),
        recipeOf("h264.m2ts", "transport packets of 192 bytes",
                 plain + QStringLiteral("-mpegts_m2ts_mode 1"), isPlain),
        recipeOf("h264.nut", "NUT", plain, isPlain),
        recipeOf("vp9.ivf", "IVF",
                 pictures("96x64", 2)
                     + QStringLiteral("-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 20"),
                 isPlain),
        recipeOf("mpeg2.mxf", "MXF with timecode",
                 pictures("128x96", 2)
                     + QStringLiteral("-c:v mpeg2video -bf 2 -g 12 -timecode 01:00:00:00"),
                 isPlain),
        recipeOf("fragments.mp4", "fragmented",
                 pictures() + x264("-g 12 -bf 2 -movflags +frag_keyframe+empty_moov"), isPlain),
        recipeOf("fragments-each.mp4", "every frame a fragment, in mid-GOP",
                 pictures() + x264("-g 25 -bf 2 -movflags +frag_every_frame+empty_moov"), isPlain),
        recipeOf("fragments-dash.mp4", "DASH segments with an index",
                 pictures() + x264("-g 12 -bf 2 -movflags +dash+delay_moov -frag_duration 400000"),
                 isPlain),
        recipeOf("faststart.mp4", "table at the front",
                 plain + QStringLiteral("-movflags +faststart"), isPlain),
        recipeOf("no-cues.mkv", "no index, unknown sizes and length",
                 plain + QStringLiteral("-live 1"),
                 [](const Probe &p) {
                     return unless(p.fileSeconds == 0 && p.pictures.size() == 75, "no duration");
                 }),
        recipeOf("unknown-duration.webm", "no index, unknown sizes and length",
                 pictures("96x64", 2) + vp8("-g 20 -live 1"),
                 [](const Probe &p) { return unless(p.fileSeconds == 0, "no duration"); }),
        recipeOf("small-clusters.mkv", "many small clusters",
                 plain + QStringLiteral("-cluster_time_limit 80"), isPlain),
        recipeOf("timecode.mov", "timecode track", plain + QStringLiteral("-timecode 10:20:30:12"),
                 hasTimecode),
        recipeOf("drop-frame.mov", "drop-frame timecode track at 29.97",
                 pictures("128x96", 3, "30000/1001") + x264("-g 30 -bf 2 -timecode 00:00:59;28"),
                 [](const Probe &p) {
                     return unless(p.timecode.contains(u';'), "a drop-frame timecode");
                 }),
        withTwo("two-videos.mkv", "-g 25 -bf 2"),
        withTwo("two-videos.mp4", "-g 25 -bf 2"),
        recipeOf("cover.mkv", "attached picture", kCover,
                 [](const Probe &p) { return unless(p.pictures.size() == 75, "pictures"); }),
        recipeOf("cover.mp4", "attached picture", kCover, hasCover),
        recipeOf("outlasts-its-sound.mp4", "longer than its sound",
                 pictures() + tone(2) + x264("-g 25 -c:a aac"),
                 [](const Probe &p) {
                     return unless(p.audioSeconds > 1.5 && p.audioSeconds < 2.5, "2 s of sound");
                 }),
        recipeOf("outlasted-by-its-sound.mp4", "shorter than its sound",
                 pictures("128x96", 1) + tone(4) + x264("-g 25 -bf 2 -c:a aac"),
                 [](const Probe &p) { return unless(p.audioSeconds > 3.5, "4 s of sound"); }),
        recipeOf("outlasted-by-its-sound.avi", "shorter than its sound",
                 pictures("128x96", 1) + tone(4)
                     + QStringLiteral("-c:v mpeg4 -bf 2 -g 12 -c:a pcm_s16le"),
                 [](const Probe &p) { return unless(p.audioSeconds > 3.5, "4 s of sound"); }),
        recipeOf("sound-first.mkv", "sound begins 2 s before the pictures",
                 QStringLiteral("-itsoffset 2 ") + pictures() + tone(5)
                     + x264("-g 25 -bf 2 -c:a libopus"),
                 [](const Probe &p) { return unless(p.startSeconds > 1.5, "a late start"); }),
        recipeOf("sound.ts", "with sound", pictures() + tone(2) + x264("-g 25 -bf 2 -c:a aac"),
                 [](const Probe &p) { return unless(p.audioSeconds > 1.5, "2 s of sound"); }),
        recipeOf("sound.avi", "with sound",
                 pictures() + tone(3) + QStringLiteral("-c:v mpeg4 -bf 2 -g 12 -c:a mp2"),
                 [](const Probe &p) { return unless(p.audioSeconds > 1.5, "sound"); }),
    };
}

} // namespace ecva::test
