// One file for each further codec.
#include "tests/support/MediaRecipes.h"

namespace ecva::test {
namespace {

Recipe plain(const char *file, const char *property, const char *codec, const QString &arguments)
{
    return recipeOf(file, property, arguments,
                    [codec](const Probe &probe) { return isCodec(probe, codec); });
}

const QString kVp9
    = QStringLiteral("-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -auto-alt-ref 1 "
                     "-lag-in-frames 10 -g 30 ");

} // namespace

std::vector<Recipe> codecRecipes()
{
    const QString some = pictures("96x64", 2);
    return {
        plain("vp9.webm", "VP9", "vp9", pictures() + kVp9),
        plain("vp9.mp4", "VP9 in MP4", "vp9", some + kVp9),
        recipeOf("vp9-hidden.webm", "VP9 with hidden pictures",
                 pictures("96x64", 4)
                     + QStringLiteral("-c:v libvpx-vp9 -deadline good -cpu-used 5 -auto-alt-ref 1 "
                                      "-lag-in-frames 25 -b:v 100k -g 60"),
                 isPlain),
        recipeOf("vp8.webm", "VP8",
                 pictures("96x64", 4) + vp8("-auto-alt-ref 1 -lag-in-frames 16 -b:v 100k -g 40"),
                 isPlain),
        plain("av1.mkv", "AV1", "av1",
              pictures("128x96", 1.2)
                  + QStringLiteral(
                      "-vf scale=64:48 -c:v libaom-av1 -cpu-used 8 -crf 8 -b:v 0 -g 12")),
        plain("av1.mp4", "AV1 in MP4", "av1",
              pictures("64x64", 1.6) + QStringLiteral("-c:v libsvtav1 -preset 12 -g 15")),
        plain(
            "hevc.mkv", "HEVC", "hevc",
            pictures()
                + QStringLiteral("-c:v libx265 -preset ultrafast -x265-params "
                                 "log-level=none:keyint=20:bframes=4:frame-threads=1:pools=none")),
        plain("mpeg2.vob", "MPEG-2 in a program stream", "mpeg2video",
              some + QStringLiteral("-c:v mpeg2video -bf 2 -g 12")),
        plain("mpeg1.mpg", "MPEG-1", "mpeg1video",
              some + QStringLiteral("-c:v mpeg1video -bf 2 -g 12")),
        plain("program-stream.mpg", "MPEG-2 in a program stream", "mpeg2video",
              pictures() + QStringLiteral("-c:v mpeg2video -bf 2 -g 12")),
        plain("wmv2.wmv", "WMV 2", "wmv2", pictures() + QStringLiteral("-c:v wmv2 -g 25")),
        plain("wmv1.avi", "WMV 1", "wmv1", some + QStringLiteral("-c:v wmv1 -g 12")),
        plain("msmpeg4.avi", "MS-MPEG-4", "msmpeg4v2",
              some + QStringLiteral("-c:v msmpeg4v2 -g 12")),
        plain("theora.ogv", "Theora", "theora",
              pictures() + QStringLiteral("-c:v libtheora -g 25")),
        plain("h263.3gp", "H.263", "h263",
              pictures("176x144", 2) + QStringLiteral("-c:v h263 -g 12")),
        plain("flv1.flv", "Sorenson H.263", "flv1", some + QStringLiteral("-c:v flv -g 12")),
        plain("mjpeg.mov", "Motion JPEG", "mjpeg",
              pictures() + QStringLiteral("-c:v mjpeg -pix_fmt yuvj422p")),
        plain("mjpeg.avi", "Motion JPEG", "mjpeg",
              some + QStringLiteral("-c:v mjpeg -pix_fmt yuvj420p")),
        plain("raw.mjpeg", "Motion JPEG without a container", "mjpeg",
              some + QStringLiteral("-c:v mjpeg -pix_fmt yuvj420p")),
        plain("prores.mov", "ProRes", "prores",
              pictures("96x64", 1) + QStringLiteral("-c:v prores_ks -profile:v 2 -threads 1")),
        plain("ffv1.mkv", "FFV1, groups of 10", "ffv1",
              some + QStringLiteral("-c:v ffv1 -level 3 -g 10")),
        plain("huffyuv.avi", "HuffYUV", "huffyuv", some + QStringLiteral("-c:v huffyuv")),
        plain("dnxhd.mov", "DNxHR", "dnxhd",
              pictures("256x128", 0.6)
                  + QStringLiteral("-c:v dnxhd -profile:v dnxhr_lb -pix_fmt yuv422p -threads 1")),
        plain("rle.mov", "QuickTime animation", "qtrle", some + QStringLiteral("-c:v qtrle -g 20")),
        plain("png.mov", "PNG pictures", "png", some + QStringLiteral("-c:v png")),
        plain("raw.y4m", "uncompressed", "rawvideo", some + QStringLiteral("-c:v wrapped_avframe")),
        plain("animation.gif", "GIF", "gif", pictures() + QStringLiteral("-c:v gif")),
        recipeOf("odd-delays.gif", "GIF with odd delays",
                 pictures("96x64", 3)
                     + QStringLiteral("-vf select='not(eq(mod(n,7),3)+eq(mod(n,7),4)+eq(mod(n,5)"
                                      ",1))' -fps_mode vfr -c:v gif"),
                 [](const Probe &p) { return unless(p.stepsDiffer(), "delays that differ"); }),
    };
}

} // namespace ecva::test
