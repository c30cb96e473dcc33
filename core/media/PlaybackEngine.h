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
/// The caller asks for a state (this frame, playing or not, this speed and size) and the latest
/// wins; a picture whose decoding has begun is always finished, so that dragging shows pictures.
/// The number in an event is that of the picture in it, whatever was asked for meanwhile.
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
        bool started = false;       ///< playing has begun with this picture: playPosition() runs
        /// A stand-in of the picture: the real one follows as soon as nothing else is asked for.
        bool proxy = false;
        std::uint64_t epoch = 0; ///< of the request that it belongs to
    };

    struct Options
    {
        int viewWidth = 1; ///< device pixels; pictures are scaled to fit
        int viewHeight = 1;
        /// There is something to take(). Called from the playback thread; must not block.
        std::function<void()> wakeUp;
        /// Reading of a monotonic clock; empty: std::chrono::steady_clock.
        std::function<PlaybackClock::Time()> now;
        /// Between two pictures that the display can show; 0: no limit.
        PlaybackClock::Time displayInterval{};
        /// A seek that is estimated to take longer shows a picture near its goal at once (with the
        /// number of that picture), then the goal, unless something else is asked for first.
        PlaybackClock::Time exactWithin = std::chrono::milliseconds(40);
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
    /// Stops playing. Steps of a held key, and those that run ahead of the picture, go no faster
    /// than the display; a single one is shown as soon as it can be.
    enum class StepKey { Pressed, Held };
    void step(int direction, StepKey key = StepKey::Pressed);
    /// From the frame shown; from the start when the last one is shown. Backwards it ends on the
    /// first frame.
    void play();
    /// Shows these frames (clamped to the clip, at least one) and no other, and stays on the last,
    /// or begins again where looping is on. Backwards from the last to the first.
    void playRange(FrameRange range);
    /// The range that playing keeps to, else the whole clip. A range is left by a seek out of it
    /// and, where looping is off, by any other play(), step() or seek().
    FrameRange playedRange() const { return m_wanted.range; }
    /// Stays on the frame shown.
    void pause();
    bool isPlaying() const { return m_wanted.playing; }
    /// Clip seconds per second, backwards below 0; from the next picture on. 0 and what is not
    /// finite are ignored.
    void setSpeed(double speed);
    double speed() const { return m_wanted.speed; }
    void setLooping(bool looping);
    bool isLooping() const { return m_wanted.looping; }
    /// Device pixels; the picture shown is delivered again at the new size.
    void setViewSize(int width, int height);
    /// A light stand-in of the video, frame for frame: what passes by is shown from it, what stands
    /// still, and forward playing that the video itself can keep up with, from the video. Null:
    /// none.
    void setProxy(std::shared_ptr<FrameSource> proxy);
    /// The sound heard so long ago belongs to `seconds` from the first frame. Returns by how many
    /// seconds of hearing the sound should move back, as PlaybackClock::follow.
    double followSound(double seconds, PlaybackClock::Time age = {});
    /// Seconds from the first frame that are on the screen now, while playing has started.
    double playPosition() const { return clockPosition(); }

    /// The next thing to show, without waiting. Pictures of a play that has been stopped or left by
    /// a seek are dropped here.
    std::optional<Event> take();
    /// Of the last picture taken.
    FrameIndex shownFrame() const { return m_shown; }
    /// The frame asked for, as long as it has not been shown; else the one shown.
    FrameIndex requestedFrame() const { return m_pending ? m_wanted.target : m_shown; }

private:
    /// Shorter loops are shown as if they were so long: a file may say that its frame lasts no
    /// time.
    static constexpr double kShortestLoop = 0.001;

    /// The state asked for, whole, so that only the latest matters.
    struct Command
    {
        std::uint64_t epoch = 0; ///< of the last seek, step, play or pause
        FrameIndex target;
        bool walk = false; ///< show every frame on the way from where we are to the target
        bool held = false; ///< a walk by a held key
        FrameIndex origin; ///< of a walk that interrupts playing: the frame that was shown then
        bool playing = false;
        double speed = 1;
        FrameRange range; ///< what playing keeps to; not empty
        bool looping = false;
        int width = 1;
        int height = 1;
        std::shared_ptr<FrameSource> proxy; ///< used by the playback thread only
    };
    enum class Want { Quick, Real };

    static constexpr std::size_t kEventsAhead = 3;
    /// How far a held step key may run ahead of the picture, and the longest walk.
    static constexpr int kStepsAhead = 8;
    /// A proxy's picture that nothing followed for so long is replaced by the real one.
    static constexpr std::chrono::milliseconds kStandStill{120};
    /// Frames decoded beyond the one that was stepped to.
    static constexpr int kReadAhead = 2;
    /// Who stands where he went for so long may step back from there.
    static constexpr std::chrono::milliseconds kArrived{30};

    void post(FrameIndex target, bool walk, bool playing);
    FrameIndex clamped(std::int64_t frame) const;
    FrameRange wholeClip() const { return {FrameIndex(0), FrameIndex(m_index->frameCount())}; }
    void leaveRange(FrameIndex target);
    void startPlaying(FrameIndex from);
    double loopSeconds(const Command &command) const;

    // Playback thread only:
    void run();
    void obey(const Command &command);
    void show(FrameIndex frame);
    void walkOn();
    void playOn();
    void finishRound();
    bool isBackwards() const { return m_state.speed < 0; }
    /// The frame to show after m_current, at clip second `position`; never beyond `last`.
    FrameIndex nextToPlay(double position, FrameIndex last) const;
    /// Waits until the clock is at `seconds`; false when something else is to be done first (a
    /// command came and was obeyed, or the engine closes).
    bool waitUntil(double seconds);
    bool waitForDisplay();
    double clockPosition() const;
    Event render(FrameIndex frame, Want want, const CancelToken &cancel);
    Event render(FrameIndex frame) { return render(frame, Want::Quick, m_cancel); }
    void showReal();
    void readAhead();
    bool isReady(FrameIndex frame) const;
    bool isDear(FrameIndex target) const;
    bool isCached(FrameIndex frame) const;
    bool playsProxy();
    Event picture(const Frame &frame) const;
    void send(Event event);

    const std::shared_ptr<const VideoIndex> m_index;
    const Options m_options;
    CancelToken m_cancel;
    Mailbox<Command> m_commands;
    BoundedQueue<Event> m_events{kEventsAhead};
    mutable std::mutex m_clockMutex;
    PlaybackClock m_clock; // guarded by m_clockMutex

    std::mutex m_standMutex;
    CancelToken m_stand; // guarded by m_standMutex: of the real picture that is being decoded

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
    bool m_showsProxy = false; // the last picture sent is a stand-in
    bool m_isNear = false;     // the last picture sent is near m_state.target, which is to come
    bool m_playsProxy = false; // this playing shows stand-ins
    int m_ahead = 0;           // frames still to be decoded beyond m_current
    int m_aheadStep = 1;       // the way that was stepped
    bool m_hasArrived = false; // by a seek, and nothing was read behind it yet
    Event m_ready;             // of the next step, the video's own, as large as m_readyState says
    Command m_readyState;
    const double m_frameSeconds;    // estimate of what decoding a frame costs
    PlaybackClock::Time m_sentAt{}; // of the last picture
    double m_decodeSeconds = 0;     // what one frame costs when playing on, about

    std::thread m_thread; // last: runs with all of the above
};

} // namespace ecva
