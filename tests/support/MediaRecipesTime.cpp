// When pictures are shown: rates, starts, edit lists, time stamps that are missing, equal or jump.
#include "tests/support/Files.h"
#include "tests/support/MediaBytes.h"
#include "tests/support/MediaRecipes.h"

namespace ecva::test {
namespace {

/// Irregular steps: four of ten frames are missing.
const QString kIrregular
    = QStringLiteral("-vf select='not(eq(mod(n,10),3)+eq(mod(n,10),4)+eq(mod(n,10)"
                     ",5)+eq(mod(n,10),8))' -fps_mode vfr ");

/// B-frames in groups of 24, of 25 frames/s: a sample is 512 ticks long, the first is shown at
/// 1024.
const QString kEdited = pictures() + x264("-bf 2 -g 24 -x264-params b-adapt=0:scenecut=0");
/// Other pictures than those of the first part.
const QString kNegative = QStringLiteral("-vf negate ");
constexpr std::int32_t kSample = 512;
constexpr std::int32_t kFirst = 1024;
constexpr std::uint32_t kSampleMs = 40;

Edit edit(int frames, int from)
{
    return {static_cast<std::uint32_t>(frames) * kSampleMs, kFirst + from * kSample};
}

Recipe edited(const char *file, const char *property, const std::vector<Edit> &edits, Check lacks)
{
    return recipeOf(file, property, kEdited, std::move(lacks),
                    [edits](QByteArray &mp4) { setEdits(mp4, edits); });
}

/// Several transport streams one behind the other, byte for byte.
Recipe joined(const char *file, const char *property, const QStringList &parts, Check lacks)
{
    Recipe recipe;
    recipe.file = QString::fromLatin1(file);
    recipe.property = QString::fromLatin1(property);
    for (int i = 0; i < parts.size(); ++i) {
        recipe.steps.append(parts[i]
                            + (i == 0 ? QStringLiteral(" {dir}/") + recipe.file
                                      : QStringLiteral(" -f mpegts {dir}/part%1").arg(i)));
    }
    const int count = static_cast<int>(parts.size());
    recipe.change = [count](QByteArray &bytes, const QString &folder) {
        for (int i = 1; i < count; ++i)
            bytes += contentOf(folder + QStringLiteral("/part%1").arg(i));
    };
    recipe.lacks = std::move(lacks);
    return recipe;
}

QString startsLate(const Probe &probe)
{
    return unless(probe.startSeconds > 1, "a start behind 1 s");
}

QString isIrregular(const Probe &probe)
{
    return unless(probe.stepsDiffer(), "a variable rate");
}

QString isEdited(const Probe &probe)
{
    return unless(probe.hasDiscarded(), "packets marked DISCARD");
}

} // namespace

std::vector<Recipe> timeRecipes()
{
    const QString ts = pictures("128x96", 1.6) + x264("-bf 2 -g 15 ");
    return {
        recipeOf("variable-rate.mp4", "variable rate", pictures() + kIrregular + x264("-g 30"),
                 isIrregular),
        recipeOf("variable-rate.mkv", "variable rate, B-frames",
                 pictures() + kIrregular + x264("-g 30 -bf 2"), isIrregular),
        recipeOf("variable-rate.webm", "variable rate",
                 pictures("96x64", 3) + kIrregular + vp8("-g 20"), isIrregular),
        recipeOf("variable-rate.avi", "variable rate: empty packets fill the holes",
                 pictures() + kIrregular + QStringLiteral("-c:v mpeg4 -g 12"),
                 [](const Probe &p) {
                     return unless(p.pictures.size() < 60 && p.videoSeconds > 2.5, "holes");
                 }),
        recipeOf("wild-rate.mkv", "steps from 1 ms to 4 s",
                 pictures()
                     + x264("-g 20 -bf 2 -bsf:v "
                            "setts=ts=TS+if(gt(N\\,30)\\,4000\\,0)+if(gt(N\\,50)\\,3000\\,0)"),
                 isIrregular),
        recipeOf("high-rate.mp4", "1000 frames/s",
                 pictures("128x96", 0.15, "1000") + x264("-g 50 -bf 2"),
                 [](const Probe &p) { return unless(p.rate > 900, "1000 frames a second"); }),
        recipeOf("slow-rate.mp4", "one frame in 10 s",
                 pictures("64x48", 300, "0.1") + x264("-g 8 -bf 2"),
                 [](const Probe &p) { return unless(p.rate < 0.2, "a frame in 10 s"); }),
        recipeOf("ntsc.mkv", "29.97 frames/s rounded to milliseconds",
                 pictures("128x96", 3, "30000/1001") + x264("-g 30 -bf 2"),
                 [](const Probe &p) { return unless(p.rate > 29.9 && p.rate < 29.98, "29.97"); }),
        recipeOf("starts-late.ts", "starts at 1.4 s", pictures() + x264("-g 25 -bf 2"), startsLate),
        recipeOf("starts-late.mkv", "starts at 5 s", pictures() + x264("-g 25 -output_ts_offset 5"),
                 startsLate),
        recipeOf("starts-late.mp4", "starts at 2 s: an empty edit",
                 pictures() + x264("-g 25 -output_ts_offset 2"), startsLate),
        recipeOf("starts-negative.ts", "starts before 0",
                 pictures()
                     + x264("-g 25 -bf 2 -output_ts_offset -1 -avoid_negative_ts disabled "
                            "-muxdelay 0 -muxpreload 0"),
                 [](const Probe &p) { return unless(p.startSeconds < 0, "a start below 0"); }),
        recipeOf("negative-offsets.mp4", "negative composition offsets, dts below 0",
                 pictures() + x264("-g 25 -bf 2 -movflags negative_cts_offsets"), isPlain),
        recipeOf("pts-wrap.ts", "33-bit clock wraps in the middle",
                 pictures() + x264("-g 25 -bf 2 -output_ts_offset 95441"), isPlain),
        recipeOf("pts-wrap.mpg", "33-bit clock wraps in the middle",
                 pictures() + QStringLiteral("-c:v mpeg2video -bf 2 -g 12 -output_ts_offset 95441"),
                 isPlain),
        recipeOf("equal-pts.mkv", "two frames with one pts",
                 pictures()
                     + x264("-g 15 -bf 0 -bsf:v "
                            "setts=ts=if(eq(mod(N\\,10)\\,9)\\,PREV_OUTPTS\\,TS)"),
                 [](const Probe &p) { return unless(p.hasEqualPts(), "equal pts"); }),
        recipeOf(
            "equal-pts.mp4", "two frames with one pts", pictures() + x264("-g 15 -bf 0"),
            [](const Probe &p) { return unless(p.hasEqualPts(), "equal pts"); },
            [](QByteArray &mp4) { setZeroSteps(mp4, 75, 512, 10); }),
        recipeOf("edit-list.mp4", "edit list: cut without encoding, in mid-GOP",
                 QStringLiteral("-ss 1.5 -i {dir}/b-pyramid.mp4 -c copy"), isEdited),
        edited("edit-mid-gop.mp4", "edit list begins and ends in mid-GOP", {edit(30, 29)},
               isEdited),
        edited("edits-several.mp4", "edit list of three parts",
               {edit(10, 5), edit(12, 30), edit(15, 55)}, isEdited),
        edited("edits-backwards.mp4", "edit list shows the end first", {edit(20, 50), edit(20, 3)},
               isPlain),
        edited("edits-repeated.mp4", "edit list shows a part twice", {edit(20, 10), edit(20, 10)},
               isPlain),
        edited("edit-empty.mp4", "empty edit, then all", {{1200, -1}, edit(75, 0)}, startsLate),
        edited("edit-hole.mp4", "empty edit in the middle", {edit(20, 0), {2000, -1}, edit(30, 40)},
               isPlain),
        joined("joined.ts", "two streams joined: pts go back", {ts, ts + kNegative},
               [](const Probe &p) { return unless(p.jumpsBack(), "a jump back"); }),
        joined("joined-later.ts", "two streams joined: an hour missing",
               {ts, ts + kNegative + QStringLiteral("-output_ts_offset 3600")}, isIrregular),
        joined("size-change.ts", "picture size changes in the middle",
               {ts, pictures("96x80", 1.6) + x264("-bf 2 -g 15 -output_ts_offset 1.6")},
               [](const Probe &p) { return unless(p.changesSize(), "two sizes"); }),
    };
}

} // namespace ecva::test
