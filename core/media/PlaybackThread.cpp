// The half of PlaybackEngine that runs in the playback thread.
#include "core/media/PlaybackEngine.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace ecva {

namespace {

using Seconds = std::chrono::duration<double>;

/// Of the display's interval: what is due that little early is not left out.
constexpr double kDisplaySlack = 0.9;
/// When decoding up to what is due would take longer than this, something on the way is shown.
constexpr double kLongestGap = 0.15;
/// Faster than this, or with more of the time spent on decoding, playing shows the proxy.
constexpr double kFastForProxy = 2;
constexpr double kBusyForProxy = 0.9;

} // namespace

void PlaybackEngine::run()
{
    while (!m_cancel.isCancelled()) {
        const bool busy = m_walking || m_playing;
        const bool ahead = m_ahead > 0 && !m_showsProxy;
        const std::optional<Command> command
            = busy || m_isNear || ahead ? m_commands.tryTake()
                                        : m_commands.wait(m_showsProxy   ? kStandStill
                                                          : m_hasArrived ? kArrived
                                                                         : std::chrono::hours(1));
        if (command)
            obey(*command);
        else if (m_walking)
            walkOn();
        else if (m_playing)
            playOn();
        else if (m_isNear || m_showsProxy)
            showReal();
        else if (ahead)
            readAhead();
        else if (std::exchange(m_hasArrived, false))
            m_source->readBehind(m_current);
    }
}

bool PlaybackEngine::isCached(FrameIndex frame) const
{
    const Frame kept = m_source->nearestCached(frame);
    return !kept.isNull() && kept.index() == frame;
}

/// Showing the frame takes so long that something near it ought to be shown first.
bool PlaybackEngine::isDear(FrameIndex target) const
{
    const int key = m_index->keyBefore(target);
    std::int64_t way
        = target.value - (key < 0 ? 0 : m_index->keys()[static_cast<std::size_t>(key)].firstFrame);
    if (target > m_current)
        way = std::min(way, target.value - m_current.value);
    return static_cast<double>(way) * m_frameSeconds > Seconds(m_options.exactWithin).count()
           && !isCached(target);
}

void PlaybackEngine::obey(const Command &command)
{
    const bool moved = command.epoch != m_state.epoch;
    const bool resized
        = command.width != m_state.width || command.height != m_state.height || moved;
    if (moved && command.walk && m_state.playing)
        m_current = command.origin;
    m_state = command;
    if (!moved) {
        if (m_playing) {
            std::scoped_lock lock(m_clockMutex);
            m_clock.setRate(command.speed, m_options.now());
        } else if (resized && !m_walking) { // else a picture that comes by itself will have it
            show(m_current);
        }
        return;
    }
    m_playing = false;
    m_isNear = false;
    m_ahead = 0;
    m_hasArrived = !command.walk && !command.playing;
    m_walking = command.walk && std::abs(command.target.value - m_current.value) <= 2 * kStepsAhead;
    if (m_walking)
        return;
    if (!command.playing && !command.proxy && isDear(command.target)) {
        const Result<Frame> near = m_source->frameNear(command.target, m_cancel);
        if (near && near->index() != command.target) {
            m_current = near->index();
            m_isNear = true; // goes on in run()
            send(picture(*near));
            return;
        }
    }
    m_playsProxy = command.proxy
                   && (isBackwards() || command.speed > kFastForProxy || !isCached(command.target));
    Event event = render(command.target);
    m_current = command.target; // even when it cannot be decoded: the next step goes past it
    if (!event.error && command.playing) {
        m_playing = true;
        event.started = true;
        // Backwards, a frame begins at its end.
        const FrameIndex from(command.target.value + (isBackwards() ? 1 : 0));
        std::scoped_lock lock(m_clockMutex);
        m_clock.start(m_index->seconds(from), command.speed, m_options.now());
    }
    send(std::move(event));
}

void PlaybackEngine::show(FrameIndex frame)
{
    m_current = frame;
    send(render(frame));
}

void PlaybackEngine::walkOn()
{
    const std::int64_t way = m_state.target.value - m_current.value;
    const std::int64_t step = way > 0 ? 1 : way < 0 ? -1 : 0;
    Event event = render(FrameIndex(m_current.value + step));
    const bool paced = m_state.held || std::abs(way) > 1;
    if (paced && !waitForDisplay()) {
        // Further steps the same way leave this picture the next one.
        const std::int64_t left = m_state.target.value - m_current.value;
        if (!m_walking || left * step <= 0)
            return;
    }
    m_current = event.index;
    m_walking = m_current != m_state.target;
    m_aheadStep = step < 0 ? -1 : 1;
    m_ahead = m_walking || event.error ? 0 : step < 0 ? 1 : kReadAhead;
    send(std::move(event));
}

/// Whoever stepped on will do so again: while the picture is painted and the key goes up and down,
/// the next one is decoded and scaled. Backwards only scaled: decoding is done behind us.
void PlaybackEngine::readAhead()
{
    const int all = m_aheadStep > 0 ? kReadAhead : 1;
    const FrameIndex next(m_current.value + m_aheadStep * (1 + all - m_ahead));
    const bool first = m_ahead == all;
    --m_ahead;
    if (!m_index->contains(next) || isReady(next) || (m_aheadStep < 0 && !isCached(next)))
        return;
    const Result<Frame> frame = m_source->frameAhead(next, m_cancel);
    if (!frame) {
        m_ahead = 0; // an error is told when the frame is asked for
    } else if (first && !m_commands.hasMessage()) {
        m_ready = picture(*frame);
        m_readyState = m_state;
    }
}

bool PlaybackEngine::isReady(FrameIndex frame) const
{
    return !m_ready.image.data.empty() && m_ready.index == frame
           && m_readyState.width == m_state.width && m_readyState.height == m_state.height;
}

/// Until the display can show another picture; false when a command changed what to do.
bool PlaybackEngine::waitForDisplay()
{
    bool unchanged = true;
    while (!m_cancel.isCancelled()) {
        const auto left = m_sentAt + m_options.displayInterval - m_options.now();
        const std::optional<Command> command
            = left.count() > 0 ? m_commands.wait(left) : m_commands.tryTake();
        if (command) {
            const bool moved = command->epoch != m_state.epoch;
            obey(*command);
            unchanged = unchanged && !moved;
            if (!m_walking)
                return false;
        } else if (m_options.now() >= m_sentAt + m_options.displayInterval) {
            return unchanged;
        }
    }
    return false;
}

FrameIndex PlaybackEngine::nextToPlay(double position, FrameIndex last) const
{
    const bool back = isBackwards();
    const std::int64_t step = back ? -1 : 1;
    const double here = m_index->seconds(m_current);
    const double interval = Seconds(m_options.displayInterval).count();
    const double shown = here + kDisplaySlack * interval * m_state.speed;
    const FrameIndex due = m_index->frameAtSeconds(position);
    std::int64_t next = m_current.value + step;
    if (back) {
        const bool edge = m_index->seconds(due) >= position && due.value > 0; // ends at `position`
        next = std::min({next, due.value - (edge ? 1 : 0), m_index->frameAtSeconds(shown).value});
        return FrameIndex(std::max(next, last.value));
    }
    next = std::max({next, due.value, m_index->firstFrameAtOrAfter(shown).value});
    next = std::min(next, last.value);
    // Too far to be decoded in time: the key frame before it, or as far as we get. The number is
    // that of the picture in any case.
    const double far = static_cast<double>(next - m_current.value) * m_decodeSeconds;
    if (far > kLongestGap && !(m_state.proxy && m_playsProxy)) {
        const int key = m_index->keyBefore(FrameIndex(next));
        const std::int64_t keyFrame
            = key < 0 ? 0 : m_index->keys()[static_cast<std::size_t>(key)].firstFrame;
        next = keyFrame > m_current.value
                   ? keyFrame
                   : m_current.value
                         + std::max<std::int64_t>(
                             1, static_cast<std::int64_t>(kLongestGap / m_decodeSeconds));
    }
    return FrameIndex(next);
}

void PlaybackEngine::playOn()
{
    const bool back = isBackwards();
    const FrameRange range = m_state.range;
    const FrameIndex last(back ? range.begin.value : range.end.value - 1);
    if (back ? m_current <= last : m_current >= last) {
        finishRound();
        return;
    }
    // Decoded and scaled before it is due. Whoever is late leaves frames out.
    const FrameIndex next = nextToPlay(clockPosition(), last);
    const PlaybackClock::Time began = m_options.now();
    Event event = render(next);
    event.played = true;
    if (!back && !event.proxy) {
        const double cost = Seconds(m_options.now() - began).count()
                            / static_cast<double>(next.value - m_current.value);
        m_decodeSeconds += (cost - m_decodeSeconds) / 8;
    }
    const FrameIndex begins(next.value + (back ? 1 : 0));
    if (!event.error && !waitUntil(m_index->seconds(begins)))
        return;
    m_current = next;
    if (event.error)
        m_playing = false;
    send(std::move(event));
}

/// The last frame is shown: it stays for its time, then playing ends or begins again.
void PlaybackEngine::finishRound()
{
    const bool back = isBackwards();
    const FrameRange range = m_state.range;
    Event event;
    event.played = true;
    const FrameIndex first(back ? range.end.value - 1 : range.begin.value);
    if (m_state.looping && first != m_current)
        event = render(first); // ready before it is due
    const double begin = m_index->seconds(range.begin);
    const double length = loopSeconds(m_state);
    if (!waitUntil(back ? begin : begin + length))
        return;
    if (m_state.looping) {
        std::scoped_lock lock(m_clockMutex);
        const double over = m_clock.position(m_options.now()) - begin;
        m_clock.moveBy(-length
                       * (back ? std::min(-1.0, std::floor(over / length))
                               : std::max(1.0, std::floor(over / length))));
    } else {
        m_playing = false;
        event.ended = true;
        event.index = m_current;
    }
    event.played = true;
    if (event.error)
        m_playing = false;
    if (!event.image.data.empty())
        m_current = event.index;
    if (event.ended || event.error || !event.image.data.empty())
        send(std::move(event));
}

bool PlaybackEngine::waitUntil(double seconds)
{
    while (!m_cancel.isCancelled()) {
        const double remaining = (seconds - clockPosition()) / m_state.speed;
        // Commands are looked at even when we are late, or a slow decoder would never hear of them.
        const auto wait = Seconds(std::clamp(remaining, 0.0, 1.0));
        if (const std::optional<Command> command = m_commands.wait(wait)) {
            const bool same = command->epoch == m_state.epoch && command->width == m_state.width
                              && command->height == m_state.height
                              && command->looping == m_state.looping;
            obey(*command);
            if (!same)
                return false;
            continue; // only the speed, which the picture that waits does not mind
        }
        if (remaining <= 0)
            return true;
    }
    return false;
}

double PlaybackEngine::clockPosition() const
{
    std::scoped_lock lock(m_clockMutex);
    return m_clock.position(m_options.now());
}

PlaybackEngine::Event PlaybackEngine::render(FrameIndex frame, Want want, const CancelToken &cancel)
{
    Event event;
    event.index = frame;
    FrameSource *source = m_source.get();
    if (want == Want::Quick && m_state.proxy) {
        // Playing keeps to one of the two: pictures that are now sharp, now soft would flicker.
        event.proxy = m_state.playing ? playsProxy() : !isCached(frame);
        if (event.proxy)
            source = m_state.proxy.get();
    }
    Result<Frame> decoded = source->frameAt(frame, cancel);
    if (!decoded && event.proxy) { // it should be there, but the video is not the worse for it
        event.proxy = false;
        decoded = m_source->frameAt(frame, cancel);
    }
    if (!decoded) {
        event.error = decoded.error();
        return event;
    }
    const bool proxy = event.proxy;
    if (!proxy && isReady(frame))
        return std::exchange(m_ready, {});
    event = picture(*decoded);
    event.index = frame;
    event.proxy = proxy;
    return event;
}

PlaybackEngine::Event PlaybackEngine::picture(const Frame &frame) const
{
    Event event;
    event.index = frame.index();
    Result<PackedImage> image = frame.toBgra(m_state.width, m_state.height);
    if (image)
        event.image = std::move(*image);
    else
        event.error = image.error();
    return event;
}

/// Once this playing has gone over to the proxy it stays with it.
bool PlaybackEngine::playsProxy()
{
    const double rate = static_cast<double>(m_index->frameCount())
                        / std::max(kShortestLoop, m_index->durationSeconds());
    m_playsProxy = m_playsProxy || m_state.speed > kFastForProxy
                   || m_decodeSeconds * rate * m_state.speed > kBusyForProxy;
    return m_playsProxy;
}

void PlaybackEngine::showReal()
{
    const CancelToken stand = m_cancel.child();
    {
        std::scoped_lock lock(m_standMutex);
        m_stand = stand;
    }
    if (m_commands.hasMessage()) // came before we could hear of it
        return;
    const FrameIndex frame = m_isNear ? m_state.target : m_current;
    Event event = render(frame, Want::Real, stand);
    if (stand.isCancelled())
        return;
    m_current = frame;
    m_isNear = false;
    m_showsProxy = false;
    send(std::move(event));
}

void PlaybackEngine::send(Event event)
{
    if (m_cancel.isCancelled())
        return;
    event.epoch = m_state.epoch;
    if (!event.image.data.empty())
        m_showsProxy = event.proxy;
    if (m_events.push(std::move(event))) {
        m_sentAt = m_options.now();
        m_options.wakeUp();
    }
}

} // namespace ecva
