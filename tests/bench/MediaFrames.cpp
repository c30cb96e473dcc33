// S1, S2: sixteen frames spread over a clip as RGB of 336², as a model wants them.
#include "core/media/FrameBatch.h"
#include "tests/bench/BenchMedia.h"
#include "tests/bench/BenchVideos.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace ecva::bench {
namespace {

constexpr int kFrames = 16;
constexpr int kSide = 336;
constexpr int kSmall = 24; ///< side of the pictures that both sides' frames are compared by

using Images = std::vector<PackedImage>;

std::vector<FrameIndex> uniform(std::int64_t frameCount)
{
    std::vector<FrameIndex> frames;
    for (int i = 0; i < kFrames; ++i)
        frames.emplace_back((2 * i + 1) * frameCount / (2 * kFrames));
    return frames;
}

Result<Images> fetch(const QString &path, const std::shared_ptr<const VideoIndex> &index,
                     const std::vector<FrameIndex> &frames, int side)
{
    Images images(frames.size());
    auto done = fetchFrames(path.toStdString(), index, frames, {},
                            [&](std::size_t place, Frame frame) -> Result<void> {
                                auto image = frame.toRgb24(side, side);
                                if (!image)
                                    return fail(image);
                                images[place] = std::move(*image);
                                return {};
                            });
    if (!done)
        return fail(done);
    return images;
}

/// Mean brightness of the cells of a grid.
std::vector<double> small(const PackedImage &image)
{
    std::vector<double> cells(kSmall * kSmall);
    const int cell = kSide / kSmall;
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const std::uint8_t *rgb = image.data.data() + (y * kSide + x) * 3;
            cells[static_cast<std::size_t>(y / cell * kSmall + x / cell)]
                += (rgb[0] + rgb[1] + rgb[2]) / (3.0 * cell * cell);
        }
    }
    return cells;
}

double psnr(const std::vector<double> &a, const std::vector<double> &b)
{
    double squares = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        squares += (a[i] - b[i]) * (a[i] - b[i]);
    return squares == 0 ? 99.0
                        : 10 * std::log10(255.0 * 255.0 * static_cast<double>(a.size()) / squares);
}

/// How many of the peer's frames are more like ours of the same number than like its neighbours,
/// and how like the least of them is.
std::string sameFrames(const std::string &answer, const QString &path,
                       const std::shared_ptr<const VideoIndex> &index,
                       const std::vector<FrameIndex> &frames)
{
    const auto parsed = nlohmann::json::parse(answer, nullptr, false);
    if (!parsed.is_object() || !parsed.contains("small"))
        return "frames not compared";
    const auto theirs = parsed["small"].get<std::vector<std::vector<double>>>();
    std::vector<FrameIndex> asked;
    for (const FrameIndex frame : frames) {
        for (const int step : {-1, 0, 1})
            asked.emplace_back(
                std::clamp<std::int64_t>(frame.value + step, 0, index->lastFrame().value));
    }
    const auto ours = fetch(path, index, asked, kSide);
    if (!ours || theirs.size() != frames.size())
        return "frames not compared";
    int same = 0;
    double least = 99;
    for (std::size_t i = 0; i < theirs.size(); ++i) {
        const double before = psnr(small((*ours)[3 * i]), theirs[i]);
        const double equal = psnr(small((*ours)[3 * i + 1]), theirs[i]);
        const double after = psnr(small((*ours)[3 * i + 2]), theirs[i]);
        same += equal > before && equal > after ? 1 : 0;
        least = std::min(least, equal);
    }
    char text[80];
    std::snprintf(text, sizeof text, "%d of %zu the same frames, PSNR ≥ %.1f dB", same,
                  theirs.size(), least);
    return text;
}

struct Peer
{
    const char *function;
    const char *name;
    const char *goal;
};

void compare(MediaBench &bench, const char *id, const BenchVideo &video,
             const std::vector<Peer> &peers)
{
    const QString path = makeVideo(video, bench.folder);
    VideoIndex::Options options;
    const auto index = VideoIndex::build(path.toStdString(), options);
    if (!index) {
        std::fprintf(stderr, "%s\n", index.error().text().c_str());
        return;
    }
    const auto frames = uniform((*index)->frameCount());
    nlohmann::json arguments{{"path", path.toStdString()},
                             {"side", kSide},
                             {"cells", kSmall},
                             {"compare", true},
                             {"frames", nlohmann::json::array()}};
    for (const FrameIndex frame : frames)
        arguments["frames"].push_back(frame.value);
    for (const Peer &peer : peers) {
        Figure figure;
        figure.id = id;
        figure.what = std::to_string(kFrames) + " frames to RGB " + std::to_string(kSide) + "², "
                      + video.title();
        figure.peer = peer.name;
        figure.goal = peer.goal;
        arguments["compare"] = true;
        const auto answer = bench.peers.call(peer.function, arguments.dump());
        figure.note = answer ? sameFrames(*answer, path, *index, frames) : bench.peers.why();
        arguments["compare"] = false;
        std::string why;
        figure = measurePairs(
            figure, bench.pairs(),
            [&]() -> std::optional<double> {
                bool well = false;
                const double ms
                    = timed([&] { well = fetch(path, *index, frames, kSide).has_value(); });
                return well ? std::optional(ms) : std::nullopt;
            },
            [&] {
                const auto ms = bench.peers.time(peer.function, arguments.dump());
                if (!ms)
                    why = bench.peers.why();
                return ms;
            });
        if (!why.empty())
            figure.note += "; " + why;
        bench.report.add(figure);
    }
}

} // namespace

void benchFrames(MediaBench &bench)
{
    bench.report.fact("frames", "both sides with the file's index at hand (torchcodec: its scan), "
                                "ours opening the file each time");
    compare(bench, "S1", {1280, 720, 250, bench.quick ? 750 : 1500, 3000},
            {{"frames_opencv_seek", "opencv, a seek per frame", "≥ 2"},
             {"frames_opencv_all", "opencv, decoding all", "≥ 2"},
             {"frames_pyav_seek", "PyAV, a seek per frame", "≥ 2"},
             {"frames_pyav_all", "PyAV, decoding all", "≥ 2"},
             {"frames_torchcodec", "torchcodec exact", "≥ 1.2"}});
    compare(bench, "S2", {1920, 1080, 600, bench.quick ? 1200 : 1800, 5000},
            {{"frames_opencv_seek", "opencv, a seek per frame", "≥ 8"},
             {"frames_opencv_all", "opencv, decoding all", "≥ 2"},
             {"frames_pyav_seek", "PyAV, a seek per frame", "≥ 8"},
             {"frames_pyav_all", "PyAV, decoding all", "≥ 2"},
             {"frames_torchcodec", "torchcodec exact", "≥ 1.2"}});
}

} // namespace ecva::bench
