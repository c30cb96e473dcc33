#include "core/media/IndexVerifier.h"

#include "core/media/Container.h"
#include "core/media/FrameSource.h"

#include <algorithm>
#include <cstring>
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

/// The same picture, sample for sample.
bool areEqual(const AVFrame &a, const AVFrame &b)
{
    const AVPixFmtDescriptor *format = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(a.format));
    if (a.format != b.format || a.width != b.width || a.height != b.height || !format)
        return false;
    for (int plane = 0; plane < av_pix_fmt_count_planes(static_cast<AVPixelFormat>(a.format));
         ++plane) {
        const int bytes
            = av_image_get_linesize(static_cast<AVPixelFormat>(a.format), a.width, plane);
        const int shift = plane == 1 || plane == 2 ? format->log2_chroma_h : 0;
        for (int row = 0; bytes > 0 && row < AV_CEIL_RSHIFT(a.height, shift); ++row) {
            if (std::memcmp(a.data[plane] + std::ptrdiff_t{row} * a.linesize[plane],
                            b.data[plane] + std::ptrdiff_t{row} * b.linesize[plane],
                            static_cast<std::size_t>(bytes))
                != 0)
                return false;
        }
    }
    return true;
}

/// Decodes one more time what another decoder decodes, in memory that held something else, where
/// the codec's decoder may leave it as it is: parts that differ were not decoded.
class Witness
{
public:
    static Result<Witness> open(const AVStream &stream, const std::string &path)
    {
        Witness witness;
        if (concealsDamage(stream.codecpar->codec_id))
            return witness;
        auto decoder = openDecoder(stream, 1, path, fillMemoryWithOnes);
        if (!decoder)
            return fail(decoder);
        witness.m_decoder = std::move(*decoder);
        return witness;
    }

    void send(const AVPacket *packet)
    {
        if (m_decoder)
            avcodec_send_packet(m_decoder.get(), packet);
    }

    /// True where there is nobody to ask.
    bool hasSame(const AVFrame &picture)
    {
        return !m_decoder
               || (ff::receivePicture(*m_decoder, *m_picture) && areEqual(picture, *m_picture));
    }

private:
    ff::CodecPtr m_decoder;
    ff::FramePtr m_picture{av_frame_alloc()};
};

/// Hashes of the wanted pictures, counted as the decoder delivers them; how many came and how many
/// of them are damaged go into `report`.
Result<void> decodeLinearly(const std::filesystem::path &path, const VideoIndex &index,
                            std::map<std::int64_t, std::string> &wanted,
                            const VerifyOptions &options, VerifyReport &report)
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
    auto witness = Witness::open(*(*container)->stream(*stream), path.string());
    if (!witness)
        return fail(witness);

    std::int64_t &count = report.linearFrames;
    ff::PacketPtr packet(av_packet_alloc());
    for (bool ended = false; !ended;) {
        const auto more = (*container)->read(*packet);
        if (!more)
            return fail(more);
        ended = !*more;
        witness->send(ended ? nullptr : packet.get());
        report.damaged += avcodec_send_packet(decoder->get(), ended ? nullptr : packet.get()) < 0;
        for (;;) {
            std::shared_ptr<AVFrame> picture(av_frame_alloc(), ff::FreeByAddress<av_frame_free>{});
            if (!picture)
                return fail(ErrorCode::OutOfMemory, "no memory for a picture", path.string());
            if (!ff::receivePicture(**decoder, *picture))
                break;
            const bool whole = witness->hasSame(*picture) && picture->decode_error_flags == 0
                               && !(picture->flags & AV_FRAME_FLAG_CORRUPT);
            report.damaged += !whole;
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
    return {};
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
        if (auto linear = decodeLinearly(path, *index, truth, options, report); !linear)
            return fail(linear);

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
