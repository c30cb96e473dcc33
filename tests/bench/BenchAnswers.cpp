// Goals S12, S14 and what a person waits for: whole answers and deltas, as the programs give them.
// usage: ecva-bench-answers [--json] [--quick] [demonstration|delta|full…]; full only when named:
// it writes a checkpoint of 14.5 GB.
#include "tests/bench/Harness.h"
#include "tests/bench/Limits.h"
#include "tests/bench/RandomCheckpoint.h"

#include "model/inference/VideoModelLoader.h"
#include "model/tiny/TinyCheckpoint.h"

#include <QTemporaryDir>

#include <cstdio>
#include <memory>
#include <stdexcept>
#include <thread>

namespace ecva::bench {
namespace {

constexpr int kVideoFrames = 300;

struct AnswerBench
{
    Report &report;
    std::filesystem::path folder;
    bool quick = false;

    int pairs() const { return quick ? 3 : 5; }
};

template <typename Value>
Value orThrow(Result<Value> result)
{
    if (!result)
        throw std::runtime_error(result.error().text());
    if constexpr (!std::is_void_v<Value>)
        return std::move(*result);
}

/// A bright square that wanders over a gradient, 640 × 360, drawn without a file; another `tint`
/// is another video.
VideoSource drawnVideo(int tint)
{
    const auto read = [tint](std::int64_t frame) -> Result<PackedImage> {
        PackedImage image{640, 360, 3, std::vector<std::uint8_t>(640 * 360 * 3)};
        const int left = static_cast<int>(frame * 2 % 560);
        for (int y = 0; y < image.height; ++y) {
            for (int x = 0; x < image.width; ++x) {
                std::uint8_t *pixel
                    = &image.data[static_cast<std::size_t>((y * image.width + x) * 3)];
                const bool inside = x >= left && x < left + 80 && y >= 140 && y < 220;
                pixel[0] = inside ? 240 : static_cast<std::uint8_t>(x / 3);
                pixel[1] = inside ? 200 : static_cast<std::uint8_t>(y / 2);
                pixel[2] = static_cast<std::uint8_t>((frame + tint) % 256);
            }
        }
        return image;
    };
    return {kVideoFrames, 25.0, read};
}

AskRequest question(int tint, std::int64_t tokens)
{
    AskRequest ask;
    ask.question = "What happens in the video?";
    ask.video = drawnVideo(tint);
    ask.generation.greedy = true;
    ask.generation.maxNewTokens = tokens;
    return ask;
}

DeltaRequest doubt(int tint, std::int64_t tokens)
{
    DeltaRequest request;
    request.question = question(tint, tokens).question;
    request.video = drawnVideo(tint);
    request.keyRanges = {{FrameIndex(100), FrameIndex(160)}};
    request.mask = MaskMode::Blank;
    request.generation.greedy = true;
    request.generation.maxNewTokens = tokens;
    return request;
}

std::unique_ptr<VideoModel> load(const std::filesystem::path &folder, DType dtype)
{
    ModelOptions options;
    options.folder = folder;
    options.dtype = dtype;
    return orThrow(loadVideoModel(options, {}, {}));
}

void add(AnswerBench &bench, const std::string &id, const std::string &what, double value,
         const std::string &unit, const std::string &goal = {}, const std::string &note = {})
{
    Figure figure;
    figure.id = id;
    figure.what = what;
    figure.ours = value;
    figure.unit = unit;
    figure.goal = goal;
    figure.note = note;
    bench.report.add(figure);
}

/// S16's second half: the demonstration checkpoint from nothing to an answer.
void benchDemonstration(AnswerBench &bench)
{
    const QTemporaryDir folder;
    const std::filesystem::path checkpoint
        = folder.filePath(QStringLiteral("model")).toStdU16String();
    const double before = residentMb();
    add(bench, "S16", "demonstration checkpoint made",
        timed([&] { orThrow(makeTinyCheckpoint(checkpoint, {})); }), "ms");
    std::unique_ptr<VideoModel> model;
    add(bench, "S16", "engine ready, modules and LibTorch opened",
        timed([&] { model = load(checkpoint, DType::Fp32); }), "ms", "≤ 1000");
    std::vector<double> asks, deltas;
    std::size_t tokens = 0;
    for (int i = -1; i < bench.pairs(); ++i) {
        const double ask
            = timed([&] { tokens = orThrow(model->ask(question(i, 64), {}, {})).tokens.size(); });
        const double delta = timed([&] { (void)orThrow(model->delta(doubt(i, 64), {}, {}, {})); });
        if (i >= 0) {
            asks.push_back(ask);
            deltas.push_back(delta);
        }
    }
    add(bench, "S16", "its answer, " + std::to_string(tokens) + " tokens", median(asks), "ms");
    add(bench, "S16", "its delta with 3 controls", median(deltas), "ms");
    add(bench, "S16", "resident, before it was loaded", before, "MB");
    add(bench, "S16", "resident, afterwards", residentMb(), "MB");
}

/// S12: one delta (an answer and four masked passes) beside five answers that share nothing.
void benchDelta(AnswerBench &bench)
{
    const int layers = 4;
    const std::filesystem::path folder = bench.folder / "anomshield-4-layers";
    orThrow(writeRandomCheckpoint(folder, layers));
    const std::int64_t tokens = bench.quick ? 16 : 48;
    for (const DType dtype : {DType::Bf16, DType::Fp32}) {
        const auto model = load(folder, dtype);
        int tint = 0;
        const auto delta = [&]() -> std::optional<double> {
            ++tint;
            return timed([&] { (void)orThrow(model->delta(doubt(tint, tokens), {}, {}, {})); });
        };
        const auto asks = [&]() -> std::optional<double> {
            return timed([&] {
                for (int i = 0; i < 5; ++i) {
                    AskRequest asked = question(++tint, tokens);
                    asked.reuse = Reuse::Nothing;
                    (void)orThrow(model->ask(asked, {}, {}));
                }
            });
        };
        Figure figure;
        figure.id = "S12";
        figure.what = std::string("delta with 3 controls, 16 frames, ") + std::to_string(tokens)
                      + " tokens, 4 layers of Mistral-7B, "
                      + (dtype == DType::Bf16 ? "bf16" : "fp32");
        figure.peer = "five asks";
        figure.goal = "≥ 4";
        bench.report.add(measurePairs(figure, bench.pairs(), delta, asks));
    }
}

/// S14 and the whole size on this machine.
void benchFull(AnswerBench &bench)
{
    constexpr int kLayers = 32;
    const std::filesystem::path folder = bench.folder / "anomshield-7b";
    const double writing = timed([&] { orThrow(writeRandomCheckpoint(folder, kLayers)); });
    if (writing > 1000)
        add(bench, "S14", "checkpoint written", writing / 1000, "s");
    double bytes = 0;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".safetensors")
            bytes += double(entry.file_size());
    }
    add(bench, "S14", "its files", bytes / 1e9, "GB");
    const int threads = static_cast<int>(std::thread::hardware_concurrency());
    const double bandwidth = readBandwidth(threads);
    add(bench, "S14", "limit: memory read", bandwidth, "GB/s");

    for (const char *when : {"first", "again, page cache warm"}) {
        std::unique_ptr<VideoModel> model;
        add(bench, "S14", std::string("ready, ") + when,
            timed([&] { model = load(folder, DType::Bf16); }), "ms", "≤ 1000 warm");
    }
    const auto model = load(folder, DType::Bf16);
    const std::int64_t tokens = bench.quick ? 8 : 32;
    for (const char *when : {"first", "second"}) {
        AskResult answer;
        const double ms
            = timed([&] { answer = orThrow(model->ask(question(int(*when), tokens), {}, {})); });
        const AskTimings &t = answer.timings;
        const std::string name = std::string(when) + " answer, ";
        add(bench, "S14", name + std::to_string(tokens) + " tokens", ms / 1000, "s");
        add(bench, "S14", name + "tower and connector", t.visionSeconds, "s");
        add(bench, "S14", name + "prefill", double(t.promptTokens) / t.prefillSeconds, "tokens/s",
            {}, std::to_string(t.promptTokens) + " positions");
        const double rate = double(tokens - 1) / t.decodeSeconds;
        // Each token reads every weight of the decoder once but the embeddings' table.
        const double read = rate * (7.242e9 - 131e6) * 2 / 1e9;
        char note[80];
        std::snprintf(note, sizeof note, "%.1f GB/s of weights, %.0f %% of the limit", read,
                      100 * read / bandwidth);
        add(bench, "S14", name + "decode", rate, "tokens/s", {}, note);
    }
    add(bench, "S14", "resident", residentMb() / 1000, "GB", "≤ 1.1 × the files");
}

} // namespace
} // namespace ecva::bench

using namespace ecva::bench;

int main(int argc, char **argv)
{
    return benchMain(argc, argv, "ecva-bench-answers", [](const BenchArguments &arguments) {
        Report report("answers", arguments.json);
        AnswerBench bench{report, arguments.folder.toStdU16String(), arguments.quick};
        if (arguments.wants("demonstration"))
            benchDemonstration(bench);
        if (arguments.wants("delta"))
            benchDelta(bench);
        if (arguments.names("full"))
            benchFull(bench);
        return report.finish();
    });
}
