#include "app/cli/Arguments.h"
#include "app/cli/Commands.h"
#include "app/cli/MediaIndex.h"
#include "core/media/Certificate.h"
#include "core/media/IndexVerifier.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <charconv>
#include <cstdio>
#include <memory>
#include <optional>

namespace ecva::cli {
namespace {

struct IndexOptions
{
    std::vector<std::string> files;
    std::string verify;
    std::uint64_t seed = 0;
    bool noCache = false;
};

/// One file's outcome.
struct Indexed
{
    std::shared_ptr<const VideoIndex> index;
    std::optional<VerifyReport> verify;
    std::optional<Certificate> certificate; ///< the one that is kept for the file
};

/// Random seeks asked for by --verify: a number, or "all". Errors: InvalidArgument.
Result<std::int64_t> seeksOf(const std::string &text)
{
    if (text == "all")
        return VerifyOptions::kAll;
    std::int64_t seeks = 0;
    const char *end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, seeks);
    if (error != std::errc() || stop != end || seeks < 1) {
        return fail(ErrorCode::InvalidArgument,
                    "--verify takes a number of seeks from 1, or \"all\", not \"" + text + "\"");
    }
    return seeks;
}

Result<Indexed> indexFile(const Context &context, const std::string &file,
                          const IndexOptions &options, std::optional<std::int64_t> seeks)
{
    auto index = indexOf(context, file, !options.noCache);
    if (!index)
        return fail(index);
    Indexed indexed{std::move(*index), std::nullopt, std::nullopt};
    if (seeks) {
        VerifyOptions verify;
        verify.seeks = *seeks;
        verify.seed = options.seed;
        verify.cancel = context.cancel;
        verify.progress = [&](double done) { context.progress("Verifying " + file, done); };
        auto proof = proveFrames(file, indexed.index, verify, ECVA_VERSION);
        context.endProgress();
        if (!proof)
            return fail(proof);
        indexed.index = std::move(proof->index);
        indexed.verify = std::move(proof->report);
        if (!options.noCache)
            indexed.certificate = std::move(proof->certificate);
    } else if (!options.noCache) {
        indexed.certificate = readCertificate(indexed.index->mediaDigest(), *indexed.index);
    }
    return indexed;
}

nlohmann::ordered_json toJson(const std::optional<Certificate> &certificate)
{
    if (!certificate)
        return nullptr;
    return {{"sound", certificate->isSound()},
            {"checked", certificate->checked},
            {"seed", certificate->seed},
            {"frames", certificate->frames},
            {"linear_frames", certificate->linearFrames},
            {"mismatches", certificate->mismatchCount},
            {"issued", certificate->issuedText()},
            {"ffmpeg", certificate->mediaLibrary},
            {"program", certificate->program},
            {"index_version", certificate->indexVersion}};
}

std::string hidingText(const VideoIndex &index)
{
    return index.info().codec + " carries no checks: damage inside pictures may go unseen";
}

nlohmann::ordered_json toJson(const std::string &file, const Indexed &indexed, std::uint64_t seed)
{
    const VideoIndex &index = *indexed.index;
    const MediaInfo &info = index.info();
    nlohmann::ordered_json out;
    out["file"] = file;
    out["frames"] = index.frameCount();
    out["first_pts_s"] = index.streamSeconds(index.pts(FrameIndex(0)));
    out["last_pts_s"] = index.streamSeconds(index.pts(index.lastFrame()));
    out["duration_s"] = index.durationSeconds();
    out["avg_fps"] = info.averageRate.toDouble();
    out["vfr"] = index.isVariableRate();
    out["key_frames"] = index.keyFrameCount();
    out["rotation"] = info.rotation;
    out["width"] = info.width;
    out["height"] = info.height;
    out["sample_aspect"] = info.sampleAspect.toString();
    out["container"] = info.container;
    out["codec"] = info.codec;
    out["profile"] = info.profile;
    out["pixel_format"] = info.pixelFormat;
    if (!info.startTimecode.empty())
        out["start_timecode"] = info.startTimecode;
    out["bytes"] = info.bytes;
    out["decoded"] = index.verifiedByDecoding();
    out["audio"] = nlohmann::ordered_json::array();
    for (const AudioInfo &audio : info.audio) {
        out["audio"].push_back(
            {{"codec", audio.codec}, {"rate", audio.sampleRate}, {"channels", audio.channels}});
    }
    out["warnings"] = nlohmann::ordered_json::array();
    for (const VideoIndex::Warning &warning : index.warnings())
        out["warnings"].push_back(warning.text());
    out["notes"] = nlohmann::ordered_json::array();
    if (index.damageCanHide())
        out["notes"].push_back(hidingText(index));
    const VerifyReport verify = indexed.verify.value_or(VerifyReport());
    out["verify"]["checked"] = verify.checked;
    out["verify"]["mismatches"] = verify.mismatches.size();
    if (indexed.verify) {
        out["verify"]["linear_frames"] = verify.linearFrames;
        out["verify"]["seed"] = seed;
        out["verify"]["mismatched_frames"] = nlohmann::ordered_json::array();
        for (const FrameIndex frame : verify.mismatches)
            out["verify"]["mismatched_frames"].push_back(frame.value);
    }
    out["certificate"] = toJson(indexed.certificate);
    return out;
}

std::string toText(const std::string &file, const Indexed &indexed)
{
    const VideoIndex &index = *indexed.index;
    const MediaInfo &info = index.info();
    char numbers[160];
    std::snprintf(numbers, sizeof numbers,
                  "  frames: %lld, from %.6f s to %.6f s, %.6g a second%s; key frames: %d\n",
                  static_cast<long long>(index.frameCount()),
                  index.streamSeconds(index.pts(FrameIndex(0))),
                  index.streamSeconds(index.pts(index.lastFrame())), info.averageRate.toDouble(),
                  index.isVariableRate() ? " on average, variable" : "", index.keyFrameCount());
    std::string text = file + "\n" + numbers;
    text += "  " + info.codec + " " + info.pixelFormat + " " + std::to_string(info.width) + "x"
            + std::to_string(info.height) + " in " + info.container;
    if (info.rotation)
        text += ", turned by " + std::to_string(info.rotation) + " degrees";
    for (const AudioInfo &audio : info.audio) {
        text += "; sound " + audio.codec + " " + std::to_string(audio.sampleRate) + " Hz, "
                + std::to_string(audio.channels) + (audio.channels == 1 ? " channel" : " channels");
    }
    for (const VideoIndex::Warning &warning : index.warnings())
        text += "\n  warning: " + warning.text();
    if (index.damageCanHide())
        text += "\n  note: " + hidingText(index);
    if (indexed.certificate && !indexed.verify) {
        const Certificate &kept = *indexed.certificate;
        text += "\n  verified on " + kept.issuedText() + ": " + std::to_string(kept.checked)
                + " random seeks, " + std::to_string(kept.mismatchCount) + " mismatches";
    }
    if (indexed.verify) {
        text += "\n  verified: " + std::to_string(indexed.verify->checked) + " random seeks, "
                + std::to_string(indexed.verify->mismatches.size()) + " mismatches, "
                + std::to_string(indexed.verify->linearFrames) + " frames decoded in one go";
        for (const FrameIndex frame : indexed.verify->mismatches)
            text += "\n  mismatch: frame " + std::to_string(frame.value);
    }
    return text;
}

int runIndex(const Context &context, const IndexOptions &options)
{
    std::optional<std::int64_t> seeks;
    if (!options.verify.empty()) {
        const auto asked = seeksOf(options.verify);
        if (!asked)
            return context.report(asked.error());
        seeks = *asked;
    }
    auto all = nlohmann::ordered_json::array();
    int failure = kDone; // of the first file that failed
    bool findings = false;
    for (const std::string &file : options.files) {
        const auto indexed = indexFile(context, file, options, seeks);
        if (!indexed) {
            const int code = context.report(indexed.error());
            if (code == kCancelled)
                return code;
            failure = failure == kDone ? code : failure;
            all.push_back({{"file", file}, {"error", indexed.error().text()}});
            continue;
        }
        findings = findings || (indexed->verify && !indexed->verify->agrees(*indexed->index));
        if (context.json)
            all.push_back(toJson(file, *indexed, options.seed));
        else
            context.print(toText(file, *indexed));
    }
    if (context.json && options.files.size() > 1)
        context.print(nlohmann::json(all));
    else if (context.json && failure == kDone)
        context.print(nlohmann::json(all.front()));
    if (failure != kDone)
        return failure;
    return findings ? kFindings : kDone;
}

} // namespace

void registerIndex(CLI::App &app, Action &action)
{
    const auto options = std::make_shared<IndexOptions>();
    CLI::App *command = app.add_subcommand(
        "index", "What is in a video: its frames in presentation order, rate, size, sound");
    command->add_option("FILE", options->files, "Videos; one that fails does not stop the others")
        ->required();
    command
        ->add_option(
            "--verify", options->verify,
            "Make N random seeks (\"all\": each frame once; without N: 1) and compare them "
            "with a decode from start to end; status 1 when one differs")
        ->type_name("N")
        ->expected(0, 1)
        ->default_str("1");
    takeWholeNumbers(
        *command->add_option("--seed", options->seed, "Of the random seeks")->capture_default_str(),
        0);
    command->add_flag("--no-cache", options->noCache, "Scan again, keep nothing");
    command->callback([&action, options] {
        action = [options](const Context &context) { return runIndex(context, *options); };
    });
}

} // namespace ecva::cli
