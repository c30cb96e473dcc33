#include "core/media/PlaybackEngine.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace ecva {

namespace {

using Seconds = std::chrono::duration<double>;

/// Shorter loops are shown as if they were so long: a file may say that its frame lasts no time.
constexpr double kShortestLoop = 0.001;
/// Of the display's interval: what is due that little early is not left out.
constexpr double kDisplaySlack = 0.9;
/// When decoding up to what is due would take longer than this, something on the way is shown.
constexpr double kLongestGap = 0.15;

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
    , m_displayInterval(m_options.displayInterval.count())
    , m_source(std::move(source))
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

// ---------------------------------------------------------------- the caller's thread

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

void PlaybackEngine::step(int direction)
{
    const std::int64_t step = direction < 0 ? -1 : 1;
    if (m_wanted.playing)
        m_wanted.origin = m_shown; // pictures that were played ahead are dropped
    const bool elsewhere = m_pending && !m_wanted.walk;
    std::int64_t target = requestedFrame().value + step;
    if (!elsewhere) { // else beside where we are going, in one go
        target = std::clamp(target, m_shown.value - kStepsAhead, m_shown.value + kStepsAhead);
    }
    leaveRange(clamped(target));
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

// ---------------------------------------------------------------- the playback thread

void PlaybackEngine::run()
{
    while (!m_cancel.isCancelled()) {
        const bool busy = m_walking || m_playing;
        const std::optional<Command> command
            = busy ? m_commands.tryTake()
                   : m_commands.wait(m_showsProxy ? kStandStill : std::chrono::hours(1));
        if (command)
            obey(*command);
        else if (m_walking)
            walkOn();
        else if (m_playing)
            playOn();
        else if (m_showsProxy)
            showReal();
    }
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
    m_walking = command.walk && std::abs(command.target.value - m_current.value) <= 2 * kStepsAhead;
    if (m_walking)
        return;
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
    if (!waitForDisplay()) {
        // Further steps the same way leave this picture the next one.
        const std::int64_t left = m_state.target.value - m_current.value;
        if (!m_walking || left * step <= 0)
            return;
    }
    m_current = event.index;
    m_walking = m_current != m_state.target;
    send(std::move(event));
}

/// Until the display can show another picture; false when a command changed what to do.
bool PlaybackEngine::waitForDisplay()
{
    bool unchanged = true;
    while (!m_cancel.isCancelled()) {
        const auto left
            = m_sentAt + PlaybackClock::Time(m_displayInterval.load()) - m_options.now();
        const std::optional<Command> command
            = left.count() > 0 ? m_commands.wait(left) : m_commands.tryTake();
        if (command) {
            const bool moved = command->epoch != m_state.epoch;
            obey(*command);
            unchanged = unchanged && !moved;
            if (!m_walking)
                return false;
        } else if (m_options.now() >= m_sentAt + PlaybackClock::Time(m_displayInterval.load())) {
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
    const double interval = Seconds(PlaybackClock::Time(m_displayInterval.load())).count();
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
    if (far > kLongestGap) {
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
    if (!back) {
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
        const Frame kept = m_state.playing ? Frame() : m_source->nearestCached(frame);
        event.proxy = kept.isNull() || kept.index() != frame;
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
    Result<PackedImage> image = decoded->toBgra(m_state.width, m_state.height);
    if (image)
        event.image = std::move(*image);
    else
        event.error = image.error();
    return event;
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
    Event event = render(m_current, Want::Real, stand);
    if (stand.isCancelled())
        return;
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
