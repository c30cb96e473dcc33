// S3, S4: exact seeks, the first picture of a seek, steps back inside a long group.
#include "core/media/FrameSource.h"
#include "tests/bench/BenchMedia.h"
#include "tests/bench/BenchVideos.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <random>
#include <thread>

namespace ecva::bench {
namespace {

constexpr std::uint64_t kSeed = 5;
constexpr auto kHeldKey = std::chrono::microseconds(16'667); // steps at the display's rate

struct Video
{
    BenchVideo made;
    std::string path;
    std::shared_ptr<const VideoIndex> index;

    std::unique_ptr<FrameSource> open() const
    {
        auto source = FrameSource::open(path, index, FrameSource::forWatching());
        return source ? std::move(*source) : nullptr;
    }
};

std::vector<std::int64_t> randomFrames(const Video &video, int count, std::uint64_t seed)
{
    std::mt19937_64 random(seed);
    std::vector<std::int64_t> frames;
    for (int i = 0; i < count; ++i)
        frames.push_back(static_cast<std::int64_t>(
            random() % static_cast<std::uint64_t>(video.index->frameCount())));
    return frames;
}

/// Nothing when a frame does not come.
std::optional<double> timedFrame(FrameSource &source, std::int64_t number)
{
    bool well = false;
    const double ms = timed([&] {
        const auto frame = source.frameAt(FrameIndex(number));
        well = frame && frame->index().value == number;
    });
    return well ? std::optional(ms) : std::nullopt;
}

/// The "each" of mpv's answer: milliseconds of every seek or step. `same` counts those after which
/// mpv says the frame number that was asked for.
std::vector<double> mpvTimes(MediaBench &bench, const char *function,
                             const nlohmann::json &arguments, int *same, std::string *why)
{
    const auto answer = bench.peers.call(function, arguments.dump());
    const auto parsed = nlohmann::json::parse(answer.value_or("{}"), nullptr, false);
    if (!parsed.is_object() || !parsed.contains("each")) {
        *why = !answer              ? bench.peers.why()
               : parsed.is_object() ? parsed.value("error", "mpv does not answer")
                                    : *answer;
        return {};
    }
    *same += parsed["same"].get<int>();
    return parsed["each"].get<std::vector<double>>();
}

void benchRandomSeeks(MediaBench &bench, const Video &video)
{
    const int seeks = bench.quick ? 8 : 20;
    int same = 0;
    int asked = 0;
    std::string why;
    std::uint64_t pair = 0;
    Figure figure;
    figure.id = "S3";
    figure.what = "exact random seek, median, " + video.made.title();
    figure.peer = "mpv hr-seek";
    figure.goal = "ours ≤ 0.6× mpv: ratio ≥ 1.67";
    figure = measurePairs(
        figure, bench.pairs(),
        [&]() -> std::optional<double> {
            const auto source = video.open();
            std::vector<double> each;
            for (const std::int64_t number : randomFrames(video, seeks, kSeed + ++pair)) {
                const auto ms = source ? timedFrame(*source, number) : std::nullopt;
                if (!ms)
                    return std::nullopt;
                each.push_back(*ms);
            }
            return median(each);
        },
        [&]() -> std::optional<double> {
            asked += seeks;
            const auto each = mpvTimes(bench, "mpv_seeks",
                                       {{"path", video.path},
                                        {"frames", randomFrames(video, seeks, kSeed + pair)},
                                        {"rate", BenchVideo::kRate}},
                                       &same, &why);
            return each.empty() ? std::nullopt : std::optional(median(each));
        });
    figure.note += (figure.note.empty() ? "" : "; ")
                   + (why.empty() ? std::to_string(same) + " of " + std::to_string(asked)
                                        + " seeks of mpv end at the frame asked for"
                                  : why);
    bench.report.add(figure);
}

void benchFirstPictures(MediaBench &bench, const Video &video)
{
    const auto source = video.open();
    std::vector<double> each;
    double away = 0;
    for (const std::int64_t number : randomFrames(video, bench.quick ? 20 : 60, kSeed)) {
        each.push_back(timed([&] {
            if (const auto near = source->frameNear(FrameIndex(number)))
                away += std::abs(static_cast<double>(near->index().value - number));
        }));
        (void)source->frameAt(FrameIndex(number));
    }
    Figure figure;
    figure.id = "S3";
    figure.what
        = "first picture of a random seek (nearest kept or key), p95, " + video.made.title();
    figure.ours = quantile(each, 0.95);
    figure.goal = "≤ 40 ms";
    char note[80];
    std::snprintf(note, sizeof note,
                  "median %.1f ms, on average %.0f frames from the one asked for", median(each),
                  away / static_cast<double>(each.size()));
    figure.note = note;
    bench.report.add(figure);
}

/// Milliseconds of `steps` steps back from `from`, where the source already is; `held`: at the
/// display's rate, else as fast as they come.
std::vector<double> stepsBack(FrameSource &source, std::int64_t from, int steps, bool held)
{
    std::vector<double> each;
    auto due = std::chrono::steady_clock::now();
    for (int i = 1; i <= steps; ++i) {
        const auto ms = timedFrame(source, from - i);
        if (!ms)
            return {};
        each.push_back(*ms);
        due += kHeldKey;
        if (held)
            std::this_thread::sleep_until(due);
    }
    return each;
}

void benchBackSteps(MediaBench &bench, const Video &video)
{
    const int steps = bench.quick ? 60 : 120;
    const int theirSteps = bench.quick ? 3 : 6;
    const std::int64_t from = video.made.group * 7 / 4; // well inside the second group
    int same = 0;
    int asked = 0;
    std::string why;
    std::vector<double> worst;
    Figure figure;
    figure.id = "S4";
    figure.what = "a step back, key held (60 a second), p95, " + video.made.title();
    figure.peer = "mpv frame-back-step, median";
    figure.goal = "≤ 5 ms, ratio ≥ 50";
    figure = measurePairs(
        figure, bench.pairs(),
        [&]() -> std::optional<double> {
            const auto source = video.open();
            if (!source || !timedFrame(*source, from))
                return std::nullopt;
            const auto each = stepsBack(*source, from, steps, true);
            if (each.empty())
                return std::nullopt;
            worst.push_back(quantile(each, 1.0));
            return quantile(each, 0.95);
        },
        [&]() -> std::optional<double> {
            asked += theirSteps;
            const auto each = mpvTimes(bench, "mpv_back_steps",
                                       {{"path", video.path},
                                        {"start", from},
                                        {"steps", theirSteps},
                                        {"rate", BenchVideo::kRate}},
                                       &same, &why);
            return each.empty() ? std::nullopt : std::optional(median(each));
        });
    if (!worst.empty()) {
        char note[80];
        std::snprintf(note, sizeof note, "longest wait %.0f ms; 512 MB of frames", median(worst));
        figure.note += (figure.note.empty() ? "" : "; ") + std::string(note);
    }
    figure.note += "; "
                   + (why.empty() ? std::to_string(same) + " of " + std::to_string(asked)
                                        + " steps of mpv end at the frame before"
                                  : why);
    bench.report.add(figure);

    const auto source = video.open();
    if (!source || !timedFrame(*source, from))
        return;
    std::vector<double> each;
    const double ms = timed([&] { each = stepsBack(*source, from, steps, false); });
    Figure rate;
    rate.id = "S4";
    rate.what = "walking back as fast as frames come, " + video.made.title();
    rate.ours = static_cast<double>(each.size()) / ms * 1000;
    rate.unit = "frames/s";
    rate.goal = "≥ 60";
    bench.report.add(rate);
}

} // namespace

void benchSeeks(MediaBench &bench)
{
    const FrameSource::Options options = FrameSource::forWatching();
    bench.report.fact("player", std::to_string(options.decoders) + " decoders of "
                                    + std::to_string(options.decoderThreads) + " threads, "
                                    + std::to_string(options.cacheBytes >> 20) + " MB of frames");
    for (const BenchVideo &made : {BenchVideo{1280, 720, 250, bench.quick ? 750 : 1500, 3000},
                                   BenchVideo{1920, 1080, 600, bench.quick ? 1200 : 1800, 5000}}) {
        const QString path = makeVideo(made, bench.folder);
        const auto index = VideoIndex::build(path.toStdString(), {});
        if (!index) {
            std::fprintf(stderr, "%s\n", index.error().text().c_str());
            continue;
        }
        const Video video{made, path.toStdString(), *index};
        benchRandomSeeks(bench, video);
        benchFirstPictures(bench, video);
        benchBackSteps(bench, video);
    }
}

} // namespace ecva::bench
