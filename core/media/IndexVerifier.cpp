#include "core/media/IndexVerifier.h"

#include "core/media/Container.h"
#include "core/media/FrameSource.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <random>

namespace ecva {
namespace {

constexpr double kLinearShare = 0.5; ///< of the progress

std::vector<std::int64_t> framesToAsk(std::int64_t frameCount, const VerifyOptions &options)
{
    std::mt19937_64 random(options.seed);
    std::vector<std::int64_t> frames;
    if (options.seeks == VerifyOptions::kAll) {
        frames.resize(static_cast<std::size_t>(frameCount));
        std::iota(frames.begin(), frames.end(), 0);
        std::shuffle(frames.begin(), frames.end(), random);
        return frames;
    }
    std::uniform_int_distribution<std::int64_t> any(0, frameCount - 1);
    for (std::int64_t i = 0; i < options.seeks; ++i)
        frames.push_back(any(random));
    return frames;
}

/// Hashes of the wanted pictures, counted as the decoder delivers them; returns how many came.
Result<std::int64_t> decodeLinearly(const std::filesystem::path &path, const VideoIndex &index,
                                    std::map<std::int64_t, std::string> &wanted,
                                    const VerifyOptions &options)
{
    auto container = Container::open(path, options.cancel);
    if (!container)
        return fail(container);
    const auto stream = (*container)->videoStream();
    if (!stream)
        return fail(stream);
    (*container)->selectStream(*stream);
    auto decoder = openDecoder(*(*container)->stream(*stream), 1, path.string());
    if (!decoder)
        return fail(decoder);

    std::int64_t count = 0;
    ff::PacketPtr packet(av_packet_alloc());
    for (bool ended = false; !ended;) {
        const auto more = (*container)->read(*packet);
        if (!more)
            return fail(more);
        ended = !*more;
        avcodec_send_packet(decoder->get(), ended ? nullptr : packet.get());
        for (;;) {
            std::shared_ptr<AVFrame> picture(av_frame_alloc(), ff::FreeByAddress<av_frame_free>{});
            if (!picture)
                return fail(ErrorCode::OutOfMemory, "no memory for a picture", path.string());
            if (!ff::receivePicture(*decoder->get(), *picture))
                break;
            if (const auto hash = wanted.find(count); hash != wanted.end()) {
                const Frame frame(picture, FrameIndex(count), Pts(picture->pts), index.info());
                auto text = frame.nativeHash();
                if (!text)
                    return fail(text);
                hash->second = std::move(*text);
            }
            ++count;
            if (options.progress && count % 64 == 0) {
                options.progress(kLinearShare
                                 * std::min(1.0, static_cast<double>(count)
                                                     / static_cast<double>(index.frameCount())));
            }
        }
    }
    return count;
}

} // namespace

Result<VerifyReport> verifyIndex(const std::filesystem::path &path,
                                 const std::shared_ptr<const VideoIndex> &index,
                                 const VerifyOptions &options)
{
    try {
        if (auto same = index->checkUnchanged(path); !same)
            return fail(same);
        const auto asked = framesToAsk(index->frameCount(), options);
        std::map<std::int64_t, std::string> truth;
        for (const std::int64_t frame : asked)
            truth.emplace(frame, std::string());

        VerifyReport report;
        const auto linear = decodeLinearly(path, *index, truth, options);
        if (!linear)
            return fail(linear);
        report.linearFrames = *linear;

        auto source = FrameSource::open(path, index, {});
        if (!source)
            return fail(source);
        for (const std::int64_t number : asked) {
            const auto frame = (*source)->frameAt(FrameIndex(number), options.cancel);
            if (!frame && frame.error().code == ErrorCode::Cancelled)
                return fail(frame);
            const auto hash = frame ? frame->nativeHash() : fail(frame);
            if (!hash || *hash != truth[number])
                report.mismatches.emplace_back(number);
            ++report.checked;
            if (options.progress) {
                options.progress(kLinearShare
                                 + (1.0 - kLinearShare) * static_cast<double>(report.checked)
                                       / static_cast<double>(asked.size()));
            }
        }
        if (auto same = index->checkUnchanged(path); !same)
            return fail(same);
        std::sort(report.mismatches.begin(), report.mismatches.end());
        return report;
    } catch (const std::bad_alloc &) {
        return fail(ErrorCode::OutOfMemory, "not enough memory to verify it", path.string());
    }
}

} // namespace ecva
