// What a picture is: turned, stretched, interlaced, deep, subsampled, of odd size, transparent.
#include "tests/support/MediaBytes.h"
#include "tests/support/MediaRecipes.h"

namespace ecva::test {
namespace {

/// The nine numbers of a display matrix for 128 × 96, as phones write them.
constexpr const char *kQuarter = "00000000"
                                 "00010000"
                                 "00000000"
                                 "ffff0000"
                                 "00000000"
                                 "00000000"
                                 "00600000"
                                 "00000000"
                                 "40000000";
constexpr const char *kHalf = "ffff0000"
                              "00000000"
                              "00000000"
                              "00000000"
                              "ffff0000"
                              "00000000"
                              "00800000"
                              "00600000"
                              "40000000";
constexpr const char *kThreeQuarters = "00000000"
                                       "ffff0000"
                                       "00000000"
                                       "00010000"
                                       "00000000"
                                       "00000000"
                                       "00000000"
                                       "00800000"
                                       "40000000";
constexpr const char *kUpsideDown = "00010000"
                                    "00000000"
                                    "00000000"
                                    "00000000"
                                    "ffff0000"
                                    "00000000"
                                    "00000000"
                                    "00600000"
                                    "40000000";

Recipe turned(const char *file, const char *property, const char *matrix, int rotation)
{
    return recipeOf(
        file, property, pictures() + x264("-g 25"),
        [rotation](const Probe &p) {
            return unless(p.rotation == rotation && p.pictures.size() == 75, "a turn");
        },
        [matrix](QByteArray &mp4) { setMatrix(mp4, matrix); });
}

Check isOf(const char *codec, const char *pixelFormat)
{
    return [=](const Probe &probe) { return isCodec(probe, codec, pixelFormat); };
}

Check isInterlaced(bool topFirst)
{
    return [topFirst](const Probe &probe) {
        return unless(!probe.pictures.empty() && probe.pictures.front().interlaced
                          && probe.pictures.front().topFirst == topFirst,
                      "interlaced pictures of this order");
    };
}

QString hevc(const char *format, const char *options)
{
    return QStringLiteral("-c:v libx265 -preset ultrafast -pix_fmt %1 -x265-params "
                          "log-level=none:keyint=20:bframes=3:frame-threads=1:pools=none %2")
        .arg(QLatin1String(format), QLatin1String(options));
}

} // namespace

std::vector<Recipe> pictureRecipes()
{
    return {
        turned("turned.mp4", "turned by 90 degrees", kQuarter, -90),
        turned("turned-180.mp4", "turned by 180 degrees", kHalf, -180),
        turned("turned-270.mp4", "turned by 270 degrees", kThreeQuarters, 90),
        recipeOf(
            "upside-down.mp4", "mirrored top to bottom", pictures() + x264("-g 25"),
            [](const Probe &p) { return unless(p.mirrored, "a mirror"); },
            [](QByteArray &mp4) { setMatrix(mp4, kUpsideDown); }),
        recipeOf("anamorphic.mp4", "pixels are 4:3", pictures() + x264("-g 25 -vf setsar=4/3"),
                 [](const Probe &p) { return unless(p.aspect == QLatin1String("4:3"), "4:3"); }),
        recipeOf(
            "anamorphic.mkv", "pixels are 64:45",
            pictures() + QStringLiteral("-c:v mpeg4 -g 12 -vf setsar=64/45"),
            [](const Probe &p) { return unless(p.aspect == QLatin1String("64:45"), "64:45"); }),
        recipeOf("interlaced.ts", "interlaced (MBAFF), top field first",
                 pictures() + x264("-flags +ilme+ildct -top 1 -g 25 -bf 2"), isInterlaced(true)),
        recipeOf("interlaced-bottom.mp4", "interlaced (MBAFF), bottom field first",
                 pictures() + x264("-flags +ilme+ildct -top 0 -g 25 -bf 2"), isInterlaced(false)),
        recipeOf("interlaced-mpeg2.ts", "interlaced MPEG-2",
                 pictures() + QStringLiteral("-c:v mpeg2video -flags +ilme+ildct -bf 2 -g 12"),
                 [](const Probe &p) {
                     return unless(!p.pictures.empty() && p.pictures.front().interlaced,
                                   "interlaced pictures");
                 }),
        recipeOf(
            "interlaced-prores.mov", "interlaced ProRes 4:2:2",
            pictures("128x96", 1)
                + QStringLiteral("-c:v prores_ks -profile:v 0 -flags +ildct -top 1 -threads 1"),
            [](const Probe &p) {
                return unless(!p.pictures.empty() && p.pictures.front().interlaced,
                              "interlaced pictures");
            }),
        recipeOf("ten-bit.mp4", "10 bits", pictures() + hevc("yuv420p10le", ""),
                 isOf("hevc", "yuv420p10le")),
        recipeOf(
            "hdr-pq.mp4", "10 bits, marked HDR (PQ)",
            pictures("96x64", 1.6)
                + hevc("yuv420p10le", "-vf setparams=color_primaries=bt2020:color_trc=smpte2084:"
                                      "colorspace=bt2020nc"),
            [](const Probe &p) { return unless(p.transfer == QLatin1String("smpte2084"), "PQ"); }),
        recipeOf("hdr-hlg.mkv", "10 bits, marked HDR (HLG)",
                 pictures("96x64", 1.6)
                     + hevc("yuv420p10le", "-vf setparams=color_primaries=bt2020:color_trc="
                                           "arib-std-b67:colorspace=bt2020nc"),
                 [](const Probe &p) {
                     return unless(p.transfer == QLatin1String("arib-std-b67"), "HLG");
                 }),
        recipeOf("ten-bit-h264.mp4", "10 bits (High 10)",
                 pictures("96x64", 2) + x264("-g 20 -bf 2 -pix_fmt yuv420p10le"),
                 isOf("h264", "yuv420p10le")),
        recipeOf("ten-bit-vp9.webm", "10 bits (profile 2)",
                 pictures("96x64", 1.6)
                     + QStringLiteral("-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -pix_fmt "
                                      "yuv420p10le -g 20"),
                 isOf("vp9", "yuv420p10le")),
        recipeOf("ten-bit-av1.mkv", "10 bits",
                 pictures("128x96", 0.8)
                     + QStringLiteral("-vf scale=64:48 -c:v libaom-av1 -cpu-used 8 -crf 8 -b:v 0 "
                                      "-pix_fmt yuv420p10le -g 8"),
                 isOf("av1", "yuv420p10le")),
        recipeOf("4-2-2.mov", "4:2:2", pictures("96x64", 2) + x264("-g 20 -bf 2 -pix_fmt yuv422p"),
                 isOf("h264", "yuv422p")),
        recipeOf("4-4-4.mkv", "4:4:4", pictures("96x64", 2) + x264("-g 20 -bf 2 -pix_fmt yuv444p"),
                 isOf("h264", "yuv444p")),
        recipeOf("rgb.mp4", "RGB in H.264",
                 pictures("96x64", 2) + QStringLiteral("-c:v libx264rgb -preset veryfast -g 20"),
                 isOf("h264", "gbrp")),
        recipeOf("gray.mkv", "gray only",
                 pictures("96x64", 2) + QStringLiteral("-c:v ffv1 -pix_fmt gray -g 10"),
                 isOf("ffv1", "gray")),
        recipeOf("transparent.mov", "transparent: ProRes 4444",
                 pictures("96x64", 1)
                     + QStringLiteral("-c:v prores_ks -pix_fmt yuva444p10le -threads 1"),
                 isOf("prores", nullptr)),
        recipeOf("transparent.gif", "transparent GIF of partial pictures",
                 pictures("96x64", 2)
                     + QStringLiteral("-vf format=rgba,colorkey=black:0.4,split[a][b],[a]"
                                      "palettegen[p],[b][p]paletteuse -c:v gif"),
                 isOf("gif", nullptr)),
        recipeOf(
            "odd-size.mp4", "127 x 95",
            pictures() + x264("-vf scale=127:95 -pix_fmt yuv444p -g 20"),
            [](const Probe &p) { return unless(p.width == 127 && p.height == 95, "127 x 95"); }),
        recipeOf("odd-size.webm", "61 x 35 in 4:2:0",
                 pictures("96x64", 2)
                     + QStringLiteral(
                         "-vf scale=61:35 -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 20"),
                 [](const Probe &p) { return unless(p.width == 61 && p.height == 35, "61 x 35"); }),
        recipeOf("odd-size.avi", "33 x 17",
                 pictures("96x64", 2) + QStringLiteral("-vf scale=33:17 -c:v mpeg4 -g 12"),
                 [](const Probe &p) { return unless(p.width == 33 && p.height == 17, "33 x 17"); }),
        recipeOf("tiny.mkv", "16 x 16",
                 pictures("128x96", 2) + x264("-vf scale=16:16 -qp 4 -g 20 -bf 2"),
                 [](const Probe &p) { return unless(p.width == 16, "16 x 16"); }),
        recipeOf("slices.ts", "four slices a picture, temporal references",
                 pictures() + x264("-g 25 -bf 2 -slices 4 -direct-pred temporal"), isPlain),
    };
}

} // namespace ecva::test
