#include "core/media/TimeStretch.h"

#include "core/media/FilterLibrary.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

namespace ecva {
namespace {

/// What one atempo does without leaving samples out, which is heard as a stutter.
constexpr double kLeastOfOne = 0.5;
constexpr double kMostOfOne = 2.0;

/// Samples of silence that keep output sample n at input sample n × speed. atempo's window is the
/// power of two at or above 1/24 s; slowing down, each stage swallows half of one less than it
/// ought to make of it (measured: bursts came 16 to 25 ms early at 0.5×, 160 to 235 at 0.1×).
std::int64_t leadOf(int rate, double speed)
{
    if (speed >= 1)
        return 0;
    const int least = rate / 24;
    double window = 1;
    while (window < least)
        window *= 2;
    return std::llround(window / 2 * (1 / speed - 1));
}

int stagesFor(double speed)
{
    int stages = 0;
    for (double least = 1, most = 1; speed < least || speed > most; ++stages) {
        least *= kLeastOfOne;
        most *= kMostOfOne;
    }
    return stages;
}

Result<AVFilterContext *> addFilter(const FilterLibrary &library, AVFilterGraph &graph,
                                    const char *filter, const std::string &arguments)
{
    const AVFilter *kind = library.getByName(filter);
    if (!kind)
        return fail(ErrorCode::Unsupported,
                    std::string("FFmpeg was built without the filter ") + filter);
    AVFilterContext *context = nullptr;
    const int code
        = library.graphCreateFilter(&context, kind, nullptr, arguments.c_str(), nullptr, &graph);
    if (code < 0)
        return fail(code == AVERROR(ENOMEM) ? ErrorCode::OutOfMemory : ErrorCode::Internal,
                    std::string(filter) + " refuses " + arguments + ": " + ff::errorText(code));
    return context;
}

} // namespace

struct TimeStretch::Impl
{
    explicit Impl(const FilterLibrary &filters)
        : library(filters)
        , graph(library.graphAlloc())
    {
    }
    ~Impl() { library.graphFree(&graph); }
    Impl(const Impl &) = delete;
    Impl &operator=(const Impl &) = delete;

    const FilterLibrary &library;
    AVFilterGraph *graph;
    AVFilterContext *source = nullptr;
    AVFilterContext *sink = nullptr;
    ff::FramePtr frame{av_frame_alloc()};
    int rate = 0;
    std::int64_t written = 0;          ///< samples
    std::vector<std::int16_t> waiting; ///< of the last frame of the sink, not yet read
    std::size_t waitingFrom = 0;

    /// Takes the next frame from the graph; false when it has none.
    bool fill()
    {
        if (library.sinkGetFrame(sink, frame.get()) < 0)
            return false;
        const auto *samples = reinterpret_cast<const std::int16_t *>(frame->data[0]);
        waiting.assign(samples, samples + std::ptrdiff_t(frame->nb_samples) * kChannels);
        waitingFrom = 0;
        av_frame_unref(frame.get());
        return true;
    }
};

TimeStretch::TimeStretch(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

TimeStretch::~TimeStretch() = default;

Result<std::unique_ptr<TimeStretch>> TimeStretch::create(int sampleRate, double speed)
{
    if (sampleRate <= 0 || !(speed >= kSlowest && speed <= kFastest))
        return fail(ErrorCode::InvalidArgument, "sound of " + std::to_string(sampleRate)
                                                    + " Hz cannot be played at "
                                                    + std::to_string(speed) + " times its speed");
    const auto library = FilterLibrary::get();
    if (!library)
        return fail(library);
    auto impl = std::make_unique<Impl>(**library);
    if (!impl->graph || !impl->frame)
        return fail(ErrorCode::OutOfMemory, "no memory to change the speed of the sound");
    impl->rate = sampleRate;
    impl->graph->nb_threads = 1;
    const std::string rate = std::to_string(sampleRate);
    const auto source = addFilter(**library, *impl->graph, "abuffer",
                                  "time_base=1/" + rate + ":sample_rate=" + rate
                                      + ":sample_fmt=s16:channel_layout=stereo");
    if (!source)
        return fail(source);
    impl->source = *source;
    AVFilterContext *last = *source;
    const int stages = stagesFor(speed);
    for (int i = 0; i <= stages; ++i) {
        char tempo[64];
        std::snprintf(tempo, sizeof tempo, "tempo=%.12f", std::pow(speed, 1.0 / stages));
        const auto next = i < stages ? addFilter(**library, *impl->graph, "atempo", tempo)
                                     : addFilter(**library, *impl->graph, "abuffersink", {});
        if (!next)
            return fail(next);
        if ((*library)->link(last, 0, *next, 0) < 0)
            return fail(ErrorCode::Internal, "the sound's filters do not fit together");
        last = *next;
    }
    impl->sink = last;
    impl->waiting.assign(static_cast<std::size_t>(leadOf(sampleRate, speed)) * kChannels, 0);
    if (const int code = (*library)->graphConfig(impl->graph, nullptr); code < 0)
        return fail(ErrorCode::Internal, "the sound's filters refuse: " + ff::errorText(code));
    return std::unique_ptr<TimeStretch>(new TimeStretch(std::move(impl)));
}

Result<void> TimeStretch::write(std::span<const std::int16_t> values)
{
    Impl &impl = *m_impl;
    const auto samples = static_cast<int>(values.size() / kChannels);
    if (samples == 0)
        return {};
    const ff::FramePtr frame{av_frame_alloc()};
    if (!frame)
        return fail(ErrorCode::OutOfMemory, "no memory to change the speed of the sound");
    frame->format = AV_SAMPLE_FMT_S16;
    frame->sample_rate = impl.rate;
    frame->nb_samples = samples;
    frame->pts = impl.written;
    av_channel_layout_default(&frame->ch_layout, kChannels);
    if (av_frame_get_buffer(frame.get(), 0) < 0)
        return fail(ErrorCode::OutOfMemory, "no memory to change the speed of the sound");
    std::copy_n(values.begin(), std::ptrdiff_t(samples) * kChannels,
                reinterpret_cast<std::int16_t *>(frame->data[0]));
    impl.written += samples;
    if (const int code = impl.library.sourceAddFrame(impl.source, frame.get()); code < 0)
        return fail(ErrorCode::Internal, "the sound's filters refuse: " + ff::errorText(code));
    return {};
}

Result<void> TimeStretch::finish()
{
    if (const int code = m_impl->library.sourceAddFrame(m_impl->source, nullptr); code < 0)
        return fail(ErrorCode::Internal, "the sound's filters refuse: " + ff::errorText(code));
    return {};
}

std::size_t TimeStretch::read(std::span<std::int16_t> values)
{
    Impl &impl = *m_impl;
    const std::size_t wanted = values.size() - values.size() % kChannels;
    std::size_t count = 0;
    while (count < wanted) {
        if (impl.waitingFrom == impl.waiting.size() && !impl.fill())
            break;
        const std::size_t part = std::min(wanted - count, impl.waiting.size() - impl.waitingFrom);
        std::copy_n(impl.waiting.begin() + static_cast<std::ptrdiff_t>(impl.waitingFrom), part,
                    values.begin() + static_cast<std::ptrdiff_t>(count));
        impl.waitingFrom += part;
        count += part;
    }
    return count;
}

} // namespace ecva
