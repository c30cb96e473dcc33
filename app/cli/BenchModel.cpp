// The embedded model on the demonstration checkpoint: how soon it answers, and what it costs.
#include "app/cli/BenchModel.h"

#include "model/api/VideoModel.h"
#include "model/inference/VideoModelLoader.h"
#include "model/tiny/TinyCheckpoint.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <vector>

namespace ecva::cli {
namespace {

constexpr int kRuns = 5;
constexpr int kFrames = 300;

/// Resident memory of this process in MB.
double residentMb()
{
    std::ifstream status("/proc/self/status");
    std::string word;
    while (status >> word) {
        if (word == "VmRSS:") {
            double kib = 0;
            status >> kib;
            return kib / 1024;
        }
    }
    return 0;
}

/// A bright square that wanders over a gradient, 640 × 360, drawn without a file.
Result<PackedImage> drawnFrame(std::int64_t frame)
{
    PackedImage image{640, 360, 3, std::vector<std::uint8_t>(640 * 360 * 3)};
    const int left = static_cast<int>(frame * 2 % 560);
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            std::uint8_t *pixel = &image.data[static_cast<std::size_t>((y * image.width + x) * 3)];
            const bool inside = x >= left && x < left + 80 && y >= 140 && y < 220;
            pixel[0] = inside ? 240 : static_cast<std::uint8_t>(x / 3);
            pixel[1] = inside ? 200 : static_cast<std::uint8_t>(y / 2);
            pixel[2] = static_cast<std::uint8_t>(frame % 256);
        }
    }
    return image;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace

Result<nlohmann::ordered_json> benchModel()
{
    const QTemporaryDir folder;
    if (!folder.isValid())
        return fail(ErrorCode::Io, "no temporary folder");
    const std::filesystem::path checkpoint
        = folder.filePath(QStringLiteral("model")).toStdU16String();
    const double before = residentMb();
    QElapsedTimer timer;
    timer.start();
    if (const auto made = makeTinyCheckpoint(checkpoint, {}); !made)
        return fail(made);
    const double made = double(timer.nsecsElapsed()) / 1e6;

    timer.restart();
    ModelOptions options;
    options.folder = checkpoint;
    const auto model = loadVideoModel(options, {}, {});
    if (!model)
        return fail(model);
    const double ready = double(timer.nsecsElapsed()) / 1e6;
    const double loaded = residentMb();

    const VideoSource video{kFrames, 25.0, drawnFrame};
    std::vector<double> asks, deltas, rates;
    std::int64_t tokens = 0;
    for (int i = -1; i < kRuns; ++i) { // one of each to warm up
        AskRequest ask;
        ask.question = "What happens in the video?";
        ask.video = video;
        ask.generation.greedy = true;
        ask.generation.maxNewTokens = 64;
        timer.restart();
        const auto answer = (*model)->ask(ask, {}, {});
        if (!answer)
            return fail(answer);
        const double seconds = double(timer.nsecsElapsed()) / 1e9;
        DeltaRequest request;
        request.question = ask.question;
        request.video = video;
        request.keyRanges = {{FrameIndex(100), FrameIndex(160)}};
        request.generation.maxNewTokens = 64;
        timer.restart();
        const auto delta = (*model)->delta(request, {}, {}, {});
        if (!delta)
            return fail(delta);
        if (i < 0)
            continue;
        asks.push_back(seconds);
        deltas.push_back(double(timer.nsecsElapsed()) / 1e9);
        tokens = static_cast<std::int64_t>(answer->tokens.size());
        rates.push_back(double(tokens) / std::max(1e-9, answer->timings.decodeSeconds));
    }
    return nlohmann::ordered_json{
        {"bench", "model"},
        {"runs", kRuns},
        {"make_tiny_ms", made},
        {"ready_ms", ready},
        {"ask_s", median(asks)},
        {"answer_tokens", tokens},
        {"tokens_per_s", median(rates)},
        {"delta_s", median(deltas)},
        {"rss_before_mb", before},
        {"rss_loaded_mb", loaded},
        {"rss_after_mb", residentMb()},
    };
}

} // namespace ecva::cli
