#include "core/media/PlaybackEngine.h"

#include "core/media/Proxy.h"

#include <algorithm>
#include <cmath>

namespace ecva {

namespace {

PlaybackEngine::Options completed(PlaybackEngine::Options options)
{
    if (!options.now)
        options.now = [] { return std::chrono::steady_clock::now().time_since_epoch(); };
    if (!options.wakeUp)
        options.wakeUp = [] {};
    options.viewWidth = std::max(1, options.viewWidth);
    options.viewHeight = std::max(1, options.viewHeight);
    return options;
}

} // namespace

PlaybackEngine::PlaybackEngine(std::unique_ptr<FrameSource> source,
                               std::shared_ptr<const VideoIndex> index, Options options)
    : m_index(std::move(index))
    , m_options(completed(std::move(options)))
    , m_source(std::move(source))
    , m_frameSeconds(estimateDecodeCost(*m_index).frameMs / 1000)
{
    m_wanted.width = m_options.viewWidth;
    m_wanted.height = m_options.viewHeight;
    m_wanted.range = wholeClip();
    m_state.range = wholeClip();
    post(FrameIndex(0), false, false);
    m_thread = std::thread([this] { run(); });
}

PlaybackEngine::~PlaybackEngine()
{
    m_cancel.cancel();
    m_commands.close();
    m_events.close();
    m_thread.join();
}

FrameIndex PlaybackEngine::clamped(std::int64_t frame) const
{
    return FrameIndex(std::clamp<std::int64_t>(frame, 0, m_index->frameCount() - 1));
}

void PlaybackEngine::post(FrameIndex target, bool walk, bool playing)
{
    ++m_wanted.epoch;
    m_wanted.target = target;
    m_wanted.walk = walk;
    m_wanted.playing = playing;
    m_pending = true;
    m_commands.post(m_wanted);
    std::scoped_lock lock(m_standMutex);
    m_stand.cancel(); // what moves again needs no picture of where it stood
}

void PlaybackEngine::leaveRange(FrameIndex target)
{
    if (!m_wanted.looping || !m_wanted.range.contains(target))
        m_wanted.range = wholeClip();
}

void PlaybackEngine::seek(FrameIndex frame)
{
    const FrameIndex target = clamped(frame.value);
    leaveRange(target);
    post(target, false, m_wanted.playing);
}

void PlaybackEngine::step(int direction, StepKey key)
{
    const std::int64_t step = direction < 0 ? -1 : 1;
    if (m_wanted.playing)
        m_wanted.origin = m_shown; // pictures that were played ahead are dropped
    const bool elsewhere = m_pending && !m_wanted.walk;
    const std::int64_t asked = requestedFrame().value;
    std::int64_t target = asked + step;
    // Elsewhere: beside where we are going, in one go. Else never too far ahead of the picture; but
    // pictures of an earlier walk may still come, and they do not take back what was asked for.
    if (!elsewhere && std::abs(target - m_shown.value) > kStepsAhead
        && (target > m_shown.value) == (step > 0))
        target = asked;
    leaveRange(clamped(target));
    m_wanted.held = key == StepKey::Held;
    post(clamped(target), !elsewhere, false);
}

void PlaybackEngine::startPlaying(FrameIndex from)
{
    const FrameRange range = m_wanted.range;
    const FrameIndex first = range.begin;
    const FrameIndex last(range.end.value - 1);
    if (m_wanted.speed > 0 && from == last)
        from = first;
    else if (m_wanted.speed < 0 && from == first && m_wanted.looping)
        from = last;
    post(from, false, true);
}

void PlaybackEngine::play()
{
    const FrameIndex from = requestedFrame();
    leaveRange(from);
    startPlaying(from);
}

void PlaybackEngine::playRange(FrameRange range)
{
    const FrameIndex first = clamped(range.begin.value);
    const FrameIndex last = clamped(std::max(range.end.value - 1, first.value));
    m_wanted.range = {first, FrameIndex(last.value + 1)};
    post(m_wanted.speed < 0 ? last : first, false, true);
}

void PlaybackEngine::pause()
{
    post(m_wanted.playing || !m_pending ? m_shown : m_wanted.target, false, false);
}

void PlaybackEngine::setSpeed(double speed)
{
    if (speed == 0 || !std::isfinite(speed) || speed == m_wanted.speed)
        return;
    const bool turns = (speed < 0) != (m_wanted.speed < 0);
    m_wanted.speed = speed;
    if (m_wanted.playing && turns) {
        post(requestedFrame(), false, true); // back from the picture that is seen
        return;
    }
    {
        std::scoped_lock lock(m_clockMutex);
        if (m_wanted.playing && !turns && !m_pending)
            m_clock.setRate(speed, m_options.now());
    }
    m_commands.post(m_wanted);
}

void PlaybackEngine::setLooping(bool looping)
{
    if (looping == m_wanted.looping)
        return;
    m_wanted.looping = looping;
    m_commands.post(m_wanted);
}

void PlaybackEngine::setViewSize(int width, int height)
{
    m_wanted.width = std::max(1, width);
    m_wanted.height = std::max(1, height);
    m_commands.post(m_wanted);
}

void PlaybackEngine::setProxy(std::shared_ptr<FrameSource> proxy)
{
    m_wanted.proxy = std::move(proxy);
    m_commands.post(m_wanted);
}

double PlaybackEngine::loopSeconds(const Command &command) const
{
    return std::max(kShortestLoop,
                    m_index->seconds(command.range.end) - m_index->seconds(command.range.begin));
}

double PlaybackEngine::followSound(double seconds, PlaybackClock::Time age)
{
    if (!m_wanted.playing || m_wanted.speed < 0)
        return 0;
    std::scoped_lock lock(m_clockMutex);
    return m_clock.follow(seconds, m_options.now(), age,
                          m_wanted.looping ? loopSeconds(m_wanted) : 0);
}

std::optional<PlaybackEngine::Event> PlaybackEngine::take()
{
    while (std::optional<Event> event = m_events.tryPop()) {
        const bool current = event->epoch == m_wanted.epoch;
        if (event->played && !current)
            continue;
        if (current && (event->ended || event->error))
            m_wanted.playing = false;
        if (!event->image.data.empty())
            m_shown = event->index;
        if (current && (event->error || event->played || event->index == m_wanted.target))
            m_pending = false;
        return event;
    }
    return std::nullopt;
}

} // namespace ecva
