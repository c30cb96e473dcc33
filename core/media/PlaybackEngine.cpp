#include "core/media/PlaybackEngine.h"

#include <algorithm>
#include <cstdlib>

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
{
    m_wanted.width = m_options.viewWidth;
    m_wanted.height = m_options.viewHeight;
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
}

void PlaybackEngine::seek(FrameIndex frame)
{
    post(clamped(frame.value), false, m_wanted.playing);
}

void PlaybackEngine::step(int direction)
{
    const std::int64_t step = direction < 0 ? -1 : 1;
    if (m_pending && !m_wanted.walk) { // on the way to somewhere else: beside that, in one go
        post(clamped(m_wanted.target.value + step), false, false);
        return;
    }
    const std::int64_t target = std::clamp(
        requestedFrame().value + step, m_shown.value - kStepsAhead, m_shown.value + kStepsAhead);
    post(clamped(target), true, false);
}

void PlaybackEngine::play()
{
    const FrameIndex from
        = requestedFrame() == m_index->lastFrame() ? FrameIndex(0) : requestedFrame();
    post(from, false, true);
}

void PlaybackEngine::pause()
{
    post(m_wanted.playing || !m_pending ? m_shown : m_wanted.target, false, false);
}

void PlaybackEngine::setViewSize(int width, int height)
{
    m_wanted.width = std::max(1, width);
    m_wanted.height = std::max(1, height);
    m_commands.post(m_wanted);
}

void PlaybackEngine::followSound(double seconds)
{
    std::scoped_lock lock(m_clockMutex);
    m_clock.follow(seconds, m_options.now());
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

void PlaybackEngine::run()
{
    while (!m_cancel.isCancelled()) {
        const bool busy = m_walking || m_playing;
        const std::optional<Command> command
            = busy ? m_commands.tryTake() : m_commands.wait(std::chrono::hours(1));
        if (command)
            obey(*command);
        else if (m_walking)
            walkOn();
        else if (m_playing)
            playOn();
    }
}

void PlaybackEngine::obey(const Command &command)
{
    const bool moved = command.epoch != m_state.epoch;
    m_state = command;
    if (!moved) { // another size; a picture that comes by itself will have it
        if (!m_playing && !m_walking)
            show(m_current);
        return;
    }
    m_playing = false;
    m_walking = command.walk && std::abs(command.target.value - m_current.value) <= 2 * kStepsAhead;
    if (m_walking)
        return;
    if (show(command.target) && command.playing) {
        m_playing = true;
        std::scoped_lock lock(m_clockMutex);
        m_clock.start(m_index->seconds(command.target), m_options.now());
    }
}

bool PlaybackEngine::show(FrameIndex frame)
{
    Event event = render(frame);
    const bool shown = !event.error;
    m_current = frame; // even when it cannot be decoded: the next step goes past it
    send(std::move(event));
    return shown;
}

void PlaybackEngine::walkOn()
{
    const std::int64_t way = m_state.target.value - m_current.value;
    show(FrameIndex(m_current.value + (way > 0 ? 1 : way < 0 ? -1 : 0)));
    m_walking = m_current != m_state.target;
}

void PlaybackEngine::playOn()
{
    if (m_current == m_index->lastFrame()) {
        if (!waitUntil(m_index->durationSeconds()))
            return;
        m_playing = false;
        Event event;
        event.index = m_current;
        event.ended = true;
        event.played = true;
        send(std::move(event));
        return;
    }
    // Decoded and scaled before it is due. Whoever is late leaves frames out.
    const FrameIndex due = m_index->frameAtSeconds(clockPosition());
    const FrameIndex next = std::max(FrameIndex(m_current.value + 1), due);
    Event event = render(next);
    event.played = true;
    if (!event.error && !waitUntil(m_index->seconds(next)))
        return;
    m_current = next;
    if (event.error)
        m_playing = false;
    send(std::move(event));
}

bool PlaybackEngine::waitUntil(double seconds)
{
    while (!m_cancel.isCancelled()) {
        const double remaining = seconds - clockPosition();
        // Commands are looked at even when we are late, or a slow decoder would never hear of them.
        const auto wait = std::chrono::duration<double>(std::clamp(remaining, 0.0, 1.0));
        if (const std::optional<Command> command = m_commands.wait(wait)) {
            obey(*command);
            return false;
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

PlaybackEngine::Event PlaybackEngine::render(FrameIndex frame)
{
    Event event;
    event.index = frame;
    Result<Frame> decoded = m_source->frameAt(frame, m_cancel);
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

void PlaybackEngine::send(Event event)
{
    if (m_cancel.isCancelled())
        return;
    event.epoch = m_state.epoch;
    if (m_events.push(std::move(event)))
        m_options.wakeUp();
}

} // namespace ecva
