#include "core/media/AudioSource.h"

#include "core/media/Container.h"
#include "core/media/SoundPlacing.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ecva {
namespace {

/// Decoders need some packets before their sound is exact (AAC, MP3): begin this much earlier.
constexpr double kPrerollSeconds = 0.25;

} // namespace

struct AudioSource::Impl
{
    Impl() = default;
    ~Impl() { av_channel_layout_uninit(&layout); }
    Impl(const Impl &) = delete;
    Impl &operator=(const Impl &) = delete;

    std::unique_ptr<Container> container;
    ff::CodecPtr decoder;
    ff::SwrPtr resampler;
    int format = AV_SAMPLE_FMT_NONE; ///< of the frames that `resampler` takes, with the two below
    int frameRate = 0;
    AVChannelLayout layout{};
    ff::PacketPtr packet{av_packet_alloc()};
    ff::FramePtr frame{av_frame_alloc()};
    int stream = -1;
    int rate = 48000;
    double firstFrameSeconds = 0;
    std::vector<std::int16_t> ready; ///< converted, not yet read
    std::size_t readyFrom = 0;       ///< values of `ready` already read
    std::int64_t silence = 0;        ///< values of silence to read before `ready`
    SoundPlacing placing;
    bool ended = false;

    /// A new resampler for the first frame, and where a damaged or joined file changes its sound.
    Result<void> prepareResampler()
    {
        if (resampler && frame->format == format && frame->sample_rate == frameRate
            && av_channel_layout_compare(&frame->ch_layout, &layout) == 0)
            return {};
        format = frame->format;
        frameRate = frame->sample_rate;
        if (av_channel_layout_copy(&layout, &frame->ch_layout) < 0)
            return fail(ErrorCode::OutOfMemory, "no memory for its sound", container->path());
        AVChannelLayout stereo = AV_CHANNEL_LAYOUT_STEREO;
        SwrContext *made = nullptr;
        const int code = swr_alloc_set_opts2(
            &made, &stereo, AV_SAMPLE_FMT_S16, rate, &frame->ch_layout,
            static_cast<AVSampleFormat>(frame->format), frame->sample_rate, 0, nullptr);
        resampler.reset(made);
        if (code < 0 || swr_init(resampler.get()) < 0)
            return fail(ErrorCode::Unsupported, "its sound cannot be converted", container->path());
        return {};
    }

    /// Puts in silence, or forgets the first of the samples to come, so that they lie where their
    /// time stamp says. Returns how many samples of the frame to leave out.
    std::int64_t align()
    {
        const auto step = placing.place(*frame, swr_get_delay(resampler.get(), rate));
        silence = step.silence * kChannels; // not stored: a damaged stamp may ask for days of it
        return step.leaveOut;
    }

    void convert(std::int64_t leaveOut)
    {
        const std::int64_t most = swr_get_out_samples(resampler.get(), frame->nb_samples);
        const std::size_t before = ready.size();
        ready.resize(before
                     + static_cast<std::size_t>(std::max<std::int64_t>(most, 0)) * kChannels);
        auto *to = reinterpret_cast<std::uint8_t *>(ready.data() + before);
        const int made = swr_convert(resampler.get(), &to, static_cast<int>(most),
                                     const_cast<const std::uint8_t **>(frame->extended_data),
                                     frame->nb_samples);
        const std::int64_t samples = std::max(made, 0);
        ready.resize(before + static_cast<std::size_t>(samples) * kChannels);
        const std::int64_t drop = placing.advance(samples, leaveOut);
        ready.erase(ready.begin() + static_cast<std::ptrdiff_t>(before),
                    ready.begin() + static_cast<std::ptrdiff_t>(before)
                        + static_cast<std::ptrdiff_t>(drop * kChannels));
    }

    /// Decodes until there is something to read or the sound ends.
    Result<void> fill()
    {
        while (silence == 0 && readyFrom >= ready.size() && !ended) {
            ready.clear();
            readyFrom = 0;
            if (ff::receivePicture(*decoder, *frame)) {
                if (auto prepared = prepareResampler(); !prepared)
                    return prepared;
                convert(align());
                av_frame_unref(frame.get());
                continue;
            }
            const auto more = container->read(*packet);
            if (!more)
                return fail(more);
            if (avcodec_send_packet(decoder.get(), *more ? packet.get() : nullptr) == AVERROR_EOF)
                ended = true;
        }
        return {};
    }
};

AudioSource::AudioSource(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

AudioSource::~AudioSource() = default;

Result<std::unique_ptr<AudioSource>> AudioSource::open(const std::filesystem::path &path,
                                                       double firstFrameSeconds, int sampleRate)
{
    auto impl = std::make_unique<Impl>();
    auto container = Container::open(path, {});
    if (!container)
        return fail(container);
    impl->container = std::move(*container);
    impl->stream = impl->container->audioStream();
    if (impl->stream < 0)
        return fail(ErrorCode::NotFound, "there is no sound in it", path.string());
    impl->container->selectStream(impl->stream);
    auto decoder = openDecoder(*impl->container->stream(impl->stream), 1, path.string());
    if (!decoder)
        return fail(decoder);
    impl->decoder = std::move(*decoder);
    impl->rate = sampleRate;
    impl->firstFrameSeconds = firstFrameSeconds;
    impl->placing = SoundPlacing(sampleRate, firstFrameSeconds,
                                 impl->container->stream(impl->stream)->time_base);
    return std::unique_ptr<AudioSource>(new AudioSource(std::move(impl)));
}

Result<void> AudioSource::seek(double seconds)
{
    Impl &impl = *m_impl;
    const double target = std::max(0.0, seconds);
    const AVRational base = impl.container->stream(impl.stream)->time_base;
    const double from = target - kPrerollSeconds + impl.firstFrameSeconds;
    const auto stamp = static_cast<std::int64_t>(std::floor(from / av_q2d(base)));
    if (target <= kPrerollSeconds || !impl.container->seek(stamp)) {
        if (auto rewound = impl.container->rewind(); !rewound)
            return rewound;
    }
    avcodec_flush_buffers(impl.decoder.get());
    impl.resampler.reset();
    impl.ready.clear();
    impl.readyFrom = 0;
    impl.silence = 0;
    impl.placing.restart(static_cast<std::int64_t>(std::llround(target * impl.rate)));
    impl.ended = false;
    return {};
}

Result<std::size_t> AudioSource::read(std::span<std::int16_t> values)
{
    Impl &impl = *m_impl;
    const std::size_t wanted = values.size() - values.size() % kChannels;
    std::size_t written = 0;
    while (written < wanted) {
        if (auto filled = impl.fill(); !filled)
            return fail(filled);
        if (impl.silence > 0) {
            const std::size_t count
                = std::min(static_cast<std::size_t>(impl.silence), wanted - written);
            std::fill_n(values.begin() + static_cast<std::ptrdiff_t>(written), count,
                        std::int16_t{0});
            impl.silence -= static_cast<std::int64_t>(count);
            written += count;
            continue;
        }
        const std::size_t available = impl.ready.size() - impl.readyFrom;
        if (available == 0)
            break;
        const std::size_t count = std::min(available, wanted - written);
        std::copy_n(impl.ready.begin() + static_cast<std::ptrdiff_t>(impl.readyFrom), count,
                    values.begin() + static_cast<std::ptrdiff_t>(written));
        impl.readyFrom += count;
        written += count;
    }
    return written;
}

} // namespace ecva
