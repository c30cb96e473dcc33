// Files that are cut short or hurt, but of which something can be seen.
#include "tests/support/MediaBytes.h"
#include "tests/support/MediaRecipes.h"

namespace ecva::test {
namespace {

constexpr unsigned kSeed = 77;

QString isShort(const Probe &probe)
{
    return unless(probe.packets.size() > 20 && probe.packets.size() < 75, "a part of its packets");
}

QString isSeen(const Probe &probe)
{
    return unless(probe.pictures.size() > 20, "pictures");
}

Recipe truncated(const char *file, const QString &arguments, double part)
{
    return recipeOf(file, "cut short", pictures() + arguments, isShort,
                    [part](QByteArray &bytes) { cutTo(bytes, part); });
}

Recipe corrupted(const char *file, const QString &arguments, double from, double to, int each)
{
    return recipeOf(file, "flipped bits in the pictures", pictures() + arguments, isSeen,
                    [=](QByteArray &bytes) { flipBits(bytes, from, to, each, kSeed); });
}

} // namespace

std::vector<Recipe> damageRecipes()
{
    const QString h264 = x264("-g 12 -bf 2 ");
    std::vector<Recipe> recipes{
        truncated("truncated-fragments.mp4", x264("-g 12 -movflags +frag_keyframe+empty_moov"),
                  0.62),
        truncated("truncated.mkv", h264, 0.62),
        truncated("truncated.ts", h264, 0.62),
        truncated("truncated.flv", h264, 0.62),
        truncated("truncated.avi", QStringLiteral("-c:v mpeg4 -bf 2 -g 12"), 0.62),
        truncated("truncated.mpg", QStringLiteral("-c:v mpeg2video -bf 2 -g 12"), 0.62),
        truncated("truncated.ogv", QStringLiteral("-c:v libtheora -g 12"), 0.62),
        truncated("truncated.gif", QStringLiteral("-c:v gif"), 0.62),
        truncated("truncated.webm", vp8("-g 20"), 0.62),
        recipeOf(
            "truncated-faststart.mp4", "cut short, the table at the front promises more",
            pictures() + x264("-g 12 -bf 2 -movflags +faststart"),
            [](const Probe &p) {
                return unless(p.pictures.size() > 10 && p.pictures.size() < 75, "fewer pictures");
            },
            [](QByteArray &bytes) { cutTo(bytes, 0.6); }),
        corrupted("corrupted.mp4", h264, 0.3, 0.6, 900),
        corrupted("corrupted.mkv", h264, 0.3, 0.6, 900),
        corrupted("corrupted.ts", h264, 0.3, 0.6, 2500),
        corrupted("corrupted.flv", h264, 0.3, 0.6, 900),
        corrupted("corrupted.avi", QStringLiteral("-c:v mpeg4 -bf 2 -g 12"), 0.3, 0.6, 900),
        corrupted("corrupted-hevc.mkv",
                  QStringLiteral("-c:v libx265 -preset ultrafast -x265-params "
                                 "log-level=none:keyint=15:bframes=3:frame-threads=1:pools=none"),
                  0.3, 0.6, 900),
        corrupted("corrupted.webm",
                  QStringLiteral("-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 20"), 0.3, 0.6,
                  900),
        corrupted("corrupted-mjpeg.avi", QStringLiteral("-c:v mjpeg -pix_fmt yuvj420p"), 0.3, 0.6,
                  2500),
        recipeOf("lost-packets.ts", "every 40th transport packet is missing", pictures() + h264,
                 isSeen, [](QByteArray &bytes) { dropPackets(bytes, 60, 40); }),
        recipeOf("lost-packets-mpeg2.ts", "every 30th transport packet is missing",
                 pictures() + QStringLiteral("-c:v mpeg2video -bf 2 -g 12"), isSeen,
                 [](QByteArray &bytes) { dropPackets(bytes, 60, 30); }),
    };
    for (Recipe &recipe : recipes)
        recipe.damaged = true;
    return recipes;
}

} // namespace ecva::test
