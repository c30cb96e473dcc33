#include "core/media/Waveform.h"

#include "core/media/Container.h"
#include "core/media/DiskCache.h"
#include "core/media/SoundPeaks.h"
#include "core/media/SoundPlacing.h"
#include "core/media/VideoIndex.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>

namespace ecva {
namespace {

using Clock = std::chrono::steady_clock;

// Raise it whenever the layout or the meaning of the peaks changes.
constexpr std::uint32_t kVersion = 1;
constexpr std::uintmax_t kBudget = 256ULL << 20;

DiskCache cache()
{
    return DiskCache("waveform", kVersion, kBudget);
}

static_assert(sizeof(SoundPeak) == 2 && std::is_trivially_copyable_v<SoundPeak>);

/// The first frame's place in the stream, then the peaks: an index that begins elsewhere needs
/// others.
std::optional<std::vector<SoundPeak>> readCached(const std::string &digest, double firstFrame)
{
    const auto bytes = cache().read(digest);
    double stored = 0;
    if (!bytes || bytes->size() < sizeof stored || bytes->size() % sizeof(SoundPeak) != 0)
        return std::nullopt;
    std::memcpy(&stored, bytes->data(), sizeof stored);
    if (stored != firstFrame)
        return std::nullopt;
    std::vector<SoundPeak> peaks((bytes->size() - sizeof stored) / sizeof(SoundPeak));
    if (!peaks.empty())
        std::memcpy(peaks.data(), bytes->data() + sizeof stored, bytes->size() - sizeof stored);
    return peaks;
}

void writeCached(const std::string &digest, double firstFrame, const std::vector<SoundPeak> &peaks)
{
    std::string bytes(sizeof firstFrame + peaks.size() * sizeof(SoundPeak), '\0');
    std::memcpy(bytes.data(), &firstFrame, sizeof firstFrame);
    if (!peaks.empty())
        std::memcpy(bytes.data() + sizeof firstFrame, peaks.data(),
                    peaks.size() * sizeof(SoundPeak));
    cache().write(digest, bytes);
}

Result<std::vector<SoundPeak>> decode(const std::filesystem::path &path, double firstFrame,
                                      const Waveform::Options &options)
{
    auto container = Container::open(path, options.cancel);
    if (!container)
        return fail(container);
    const int number = (*container)->audioStream();
    if (number < 0)
        return fail(ErrorCode::NotFound, "there is no sound in it", path.string());
    (*container)->selectStream(number);
    const AVStream &stream = *(*container)->stream(number);
    auto decoder = openDecoder(stream, 1, path.string());
    if (!decoder)
        return fail(decoder);

    const double whole
        = static_cast<double>((*container)->format()->duration) / double{AV_TIME_BASE};
    std::optional<SoundPeaks> peaks; // from the first frame on: only it knows the rate
    SoundPlacing placing;
    int rate = 0;
    const ff::PacketPtr packet(av_packet_alloc());
    const ff::FramePtr frame(av_frame_alloc());
    Clock::time_point told = Clock::now();
    for (bool ended = false; !ended;) {
        const auto more = (*container)->read(*packet);
        if (!more)
            return fail(more);
        ended = !*more;
        // A damaged packet costs its own sound only.
        avcodec_send_packet(decoder->get(), ended ? nullptr : packet.get());
        while (ff::receivePicture(**decoder, *frame)) {
            if (!peaks) {
                rate = frame->sample_rate > 0 ? frame->sample_rate : 48000;
                placing = SoundPlacing(rate, firstFrame, stream.time_base);
                peaks.emplace(rate);
            }
            const auto step = placing.place(*frame, 0);
            const std::int64_t begins = placing.position();
            const std::int64_t theirRate = frame->sample_rate > 0 ? frame->sample_rate : rate;
            const std::int64_t left = placing.advance(
                frame->nb_samples * std::int64_t{rate} / theirRate, step.leaveOut);
            peaks->add(*frame, left * theirRate / rate, begins);
            av_frame_unref(frame.get());
        }
        if (const auto now = Clock::now(); peaks && now - told >= options.partialEvery) {
            told = now;
            if (options.progress && whole > 0)
                options.progress(std::clamp(peaks->seconds() / whole, 0.0, 1.0));
            if (options.partial)
                options.partial(std::make_shared<const Waveform>(peaks->peaks()));
        }
    }
    return peaks ? peaks->peaks() : std::vector<SoundPeak>();
}

SoundPeak joined(const SoundPeak &a, const SoundPeak &b)
{
    return {std::min(a.low, b.low), std::max(a.high, b.high)};
}

} // namespace

Result<std::shared_ptr<const Waveform>>
Waveform::build(const std::filesystem::path &path, double firstFrameSeconds, const Options &options)
{
    try {
        std::string digest;
        if (options.useCache || options.cacheOnly) {
            auto made = mediaDigest(path);
            if (!made)
                return fail(made);
            digest = std::move(*made);
            if (auto peaks = readCached(digest, firstFrameSeconds))
                return std::make_shared<const Waveform>(std::move(*peaks));
        }
        if (options.cacheOnly)
            return fail(ErrorCode::NotFound, "no waveform of it is in the cache", path.string());
        auto peaks = decode(path, firstFrameSeconds, options);
        if (!peaks)
            return fail(peaks);
        if (options.useCache)
            writeCached(digest, firstFrameSeconds, *peaks);
        return std::make_shared<const Waveform>(std::move(*peaks));
    } catch (const std::bad_alloc &) {
        return fail(ErrorCode::OutOfMemory, "not enough memory for its waveform", path.string());
    }
}

Waveform::Waveform(std::vector<SoundPeak> finest)
    : m_levels{std::move(finest)}
{
    while (m_levels.back().size() > 1) {
        const std::vector<SoundPeak> &fine = m_levels.back();
        std::vector<SoundPeak> coarse((fine.size() + 1) / 2);
        for (std::size_t i = 0; i < coarse.size(); ++i) {
            const std::size_t second = std::min(2 * i + 1, fine.size() - 1);
            coarse[i] = joined(fine[2 * i], fine[second]);
        }
        m_levels.push_back(std::move(coarse));
    }
}

double Waveform::durationSeconds() const
{
    return static_cast<double>(finest().size()) / kPeaksPerSecond;
}

SoundPeak Waveform::peak(double begin, double end) const
{
    const auto last = static_cast<double>(finest().size());
    // Seconds that were made from whole peaks find them again.
    constexpr double kSlack = 1e-6;
    const double from = std::floor(begin * kPeaksPerSecond + kSlack);
    const double to = std::max(std::ceil(end * kPeaksPerSecond - kSlack), from + 1);
    if (!(from < last && to > 0)) // what is no number, too
        return {};
    auto a = static_cast<std::size_t>(std::max(from, 0.0));
    auto b = static_cast<std::size_t>(std::min(to, last));
    // The coarsest peaks that tile the stretch: at most two of each level.
    SoundPeak sum = finest()[a];
    for (std::size_t level = 0; a < b; ++level, a /= 2, b /= 2) {
        if (a % 2 == 1)
            sum = joined(sum, m_levels[level][a++]);
        if (b % 2 == 1)
            sum = joined(sum, m_levels[level][--b]);
    }
    return sum;
}

} // namespace ecva
