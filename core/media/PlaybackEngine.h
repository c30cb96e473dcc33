#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Error.h"
#include "core/concurrency/BoundedQueue.h"
#include "core/concurrency/Mailbox.h"
#include "core/media/Frame.h"
#include "core/media/FrameSource.h"
#include "core/media/PlaybackClock.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace ecva {

/// Shows the pictures of one video: a thread of its own decodes, scales and paces them. Everything
/// public is for one caller (the UI thread); only `Options::wakeUp` is called from the thread.
///
/// The caller asks for a state (this frame, playing or not, this size) and the latest wins; a
/// picture whose decoding has begun is always finished, so that dragging shows pictures. The number
/// in an event is that of the picture in it, whatever was asked for meanwhile.
class PlaybackEngine
{
public:
    /// What the thread has to show or to say.
    struct Event
    {
        PackedImage image;          ///< BGRA; empty when `error` is set or only `ended` is said
        FrameIndex index;           ///< of `image`
        bool ended = false;         ///< playing has reached the end and stopped on the last frame
        std::optional<Error> error; ///< this frame cannot be shown; playing has stopped
        bool played = false;        ///< came by playing, not as the answer to a seek
        std::uint64_t epoch = 0;    ///< of the request that it belongs to
    };

    struct Options
    {
        int viewWidth = 1; ///< device pixels; pictures are scaled to fit
        int viewHeight = 1;
        /// There is something to take(). Called from the playback thread; must not block.
        std::function<void()> wakeUp;
        /// Reading of a monotonic clock; empty: std::chrono::steady_clock.
        std::function<PlaybackClock::Time()> now;
    };

    /// Starts the thread and asks for frame 0.
    PlaybackEngine(std::unique_ptr<FrameSource> source, std::shared_ptr<const VideoIndex> index,
                   Options options);
    /// Stops decoding and joins.
    ~PlaybackEngine();
    PlaybackEngine(const PlaybackEngine &) = delete;
    PlaybackEngine &operator=(const PlaybackEngine &) = delete;

    const VideoIndex &index() const { return *m_index; }

    /// Shows `frame` (clamped to the clip). While playing, goes on playing from there.
    void seek(FrameIndex frame);
    /// One frame forth or back from where earlier steps lead: every frame between is shown, so that
    /// a held key neither jumps nor, where decoding is slow, runs on for long after it is released.
    /// Stops playing.
    void step(int direction);
    /// From the frame shown; from the start when the last one is shown.
    void play();
    /// Stays on the frame shown.
    void pause();
    bool isPlaying() const { return m_wanted.playing; }
    /// Device pixels; the picture shown is delivered again at the new size.
    void setViewSize(int width, int height);
    /// The sound heard now belongs to `seconds` from the first frame.
    void followSound(double seconds);

    /// The next thing to show, without waiting. Pictures of a play that has been stopped or left by
    /// a seek are dropped here.
    std::optional<Event> take();
    /// Of the last picture taken.
    FrameIndex shownFrame() const { return m_shown; }
    /// The frame asked for, as long as it has not been shown; else the one shown.
    FrameIndex requestedFrame() const { return m_pending ? m_wanted.target : m_shown; }

private:
    /// The state asked for, whole, so that only the latest matters.
    struct Command
    {
        std::uint64_t epoch = 0; ///< of the last seek, step, play or pause
        FrameIndex target;
        bool walk = false; ///< show every frame on the way from where we are to the target
        bool playing = false;
        int width = 1;
        int height = 1;
    };

    static constexpr std::size_t kEventsAhead = 3;
    /// How far a held step key may run ahead of the picture, and the longest walk.
    static constexpr int kStepsAhead = 8;

    void post(FrameIndex target, bool walk, bool playing);
    FrameIndex clamped(std::int64_t frame) const;

    // Playback thread only:
    void run();
    void obey(const Command &command);
    bool show(FrameIndex frame);
    void walkOn();
    void playOn();
    /// Waits until the clock is at `seconds`; false when a command came first (and was obeyed).
    bool waitUntil(double seconds);
    double clockPosition() const;
    Event render(FrameIndex frame);
    void send(Event event);

    const std::shared_ptr<const VideoIndex> m_index;
    const Options m_options;
    CancelToken m_cancel;
    Mailbox<Command> m_commands;
    BoundedQueue<Event> m_events{kEventsAhead};
    mutable std::mutex m_clockMutex;
    PlaybackClock m_clock; // guarded by m_clockMutex

    // Caller's thread:
    Command m_wanted;
    FrameIndex m_shown;
    bool m_pending = true; ///< m_wanted.target has not been shown yet

    // Playback thread:
    std::unique_ptr<FrameSource> m_source;
    Command m_state;      // the command being obeyed
    FrameIndex m_current; // last picture sent
    bool m_playing = false;
    bool m_walking = false;

    std::thread m_thread; // last: runs with all of the above
};

} // namespace ecva
