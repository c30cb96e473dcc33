#pragma once

#include "core/media/PlaybackEngine.h"
#include "tests/core/playback/NumberedClip.h"

#include <atomic>
#include <cmath>
#include <random>
#include <string>
#include <thread>

// Random commands to a player against a simple model of what it may show. Without Qt, so that it
// can be built under the thread sanitizer by itself.

namespace ecva::test {

class RandomCommands
{
public:
    RandomCommands(const NumberedClip &clip, unsigned seed)
        : m_clip(clip)
        , m_random(seed)
    {
        PlaybackEngine::Options options;
        options.viewWidth = NumberedClip::kWidth;
        options.viewHeight = NumberedClip::kHeight;
        options.now = [this] { return PlaybackClock::Time(m_time.load()); };
        options.displayInterval = PlaybackClock::Time(seed % 2 ? 16'000'000 : 0);
        if (seed % 4 >= 2) // every seek shows something near it first
            options.exactWithin = PlaybackClock::Time(-1);
        m_engine = std::make_unique<PlaybackEngine>(clip.source(), clip.index, options);
    }

    /// What went wrong, empty when all is well.
    std::string run(int steps)
    {
        for (int i = 0; i < steps && m_wrong.empty(); ++i) {
            command();
            m_time += any(0, 4) == 0 ? any(0, 400) * 1'000'000 : any(0, 20) * 1'000'000;
            if (any(0, 2) == 0) // lets the player come to something
                std::this_thread::sleep_for(std::chrono::milliseconds(any(0, 3)));
            for (std::int64_t events = any(0, 6); events > 0 && check(); --events) {
            }
            if (any(0, 7) == 0)
                settle();
        }
        if (m_wrong.empty())
            settle();
        return m_wrong.empty() ? std::string() : m_wrong + " after: " + m_history;
    }

    std::int64_t shown() const { return m_pictures; }

private:
    std::int64_t any(std::int64_t least, std::int64_t most)
    {
        return std::uniform_int_distribution<std::int64_t>(least, most)(m_random);
    }
    std::int64_t frames() const { return m_clip.index->frameCount(); }
    std::int64_t clamped(std::int64_t frame) const
    {
        return std::clamp<std::int64_t>(frame, 0, frames() - 1);
    }
    void say(const std::string &text)
    {
        m_history += text + "; ";
        if (m_history.size() > 600)
            m_history.erase(0, m_history.size() - 600);
    }
    void expect(bool right, const std::string &what)
    {
        if (!right && m_wrong.empty())
            m_wrong = what;
    }

    void command()
    {
        PlaybackEngine &engine = *m_engine;
        const std::int64_t asked = engine.requestedFrame().value;
        switch (any(0, 9)) {
        case 0:
        case 1: {
            const std::int64_t to = any(-5, frames() + 5);
            say("seek " + std::to_string(to));
            engine.seek(FrameIndex(to));
            expect(engine.requestedFrame().value == clamped(to), "a seek goes where it is told");
            break;
        }
        case 2:
        case 3: {
            const int direction = any(0, 1) == 0 ? -1 : 1;
            const std::int64_t count = any(1, 12);
            say("step " + std::to_string(direction * count));
            for (std::int64_t i = 0; i < count; ++i) {
                const std::int64_t before = engine.requestedFrame().value;
                engine.step(direction);
                const std::int64_t way = engine.requestedFrame().value - before;
                expect(way == 0 || way == direction, "a step is one frame");
            }
            expect(!engine.isPlaying(), "a step stops playing");
            break;
        }
        case 4:
            say("play");
            engine.play();
            expect(engine.isPlaying(), "it plays");
            break;
        case 5: {
            const bool playing = engine.isPlaying();
            const std::int64_t shown = engine.shownFrame().value;
            say("pause");
            engine.pause();
            expect(!engine.isPlaying(), "it pauses");
            expect(engine.requestedFrame().value == (playing ? shown : asked),
                   "a pause stays where it is");
            break;
        }
        case 6: {
            constexpr double speeds[] = {0.1, 0.5, 1, 2, 4, 8, -0.1, -1, -2, -8, 0, NAN};
            const double speed = speeds[any(0, std::ssize(speeds) - 1)];
            say("speed " + std::to_string(speed));
            engine.setSpeed(speed);
            break;
        }
        case 7: {
            const FrameRange range{FrameIndex(any(-5, frames())),
                                   FrameIndex(any(-5, frames() + 5))};
            say("range " + std::to_string(range.begin.value) + ".."
                + std::to_string(range.end.value));
            engine.playRange(range);
            expect(engine.playedRange().length() >= 1 && engine.playedRange().begin.value >= 0
                       && engine.playedRange().end.value <= frames(),
                   "a range lies in the clip");
            break;
        }
        case 8: {
            const bool looping = any(0, 1) == 0;
            say(looping ? "loop" : "no loop");
            engine.setLooping(looping);
            break;
        }
        default: {
            m_width = static_cast<int>(any(32, 90));
            say("size " + std::to_string(m_width));
            engine.setViewSize(m_width, 100);
            (void)engine.followSound(static_cast<double>(any(-10, 100)) / 10);
        }
        }
    }

    /// Takes one event; false when there is none.
    bool check()
    {
        const std::optional<PlaybackEngine::Event> event = m_engine->take();
        if (!event)
            return false;
        const std::int64_t index = event->index.value;
        const std::string number = std::to_string(index);
        expect(!event->error, "frame " + number + " decodes");
        expect(index >= 0 && index < frames(), "frame " + number + " is in the clip");
        expect(event->epoch >= m_epoch, "answers come in the order of the requests");
        const bool sameRequest = event->epoch == m_epoch;
        m_epoch = event->epoch;
        if (!event->image.data.empty()) {
            ++m_pictures;
            const auto painted = NumberedClip::numberIn(event->image);
            expect(painted.has_value(), "the picture of " + number + " is whole");
            expect(painted == index,
                   "frame " + number + " shows frame " + std::to_string(painted.value_or(-1)));
            expect(m_engine->shownFrame() == event->index, "it is the frame shown");
        }
        const FrameRange range = m_engine->playedRange();
        if (event->played) {
            expect(range.contains(event->index), "playing keeps to its range, not " + number);
            const std::int64_t way = index - m_last;
            if (sameRequest && !event->ended && !m_engine->isLooping() && !m_looped)
                expect(m_engine->speed() > 0 ? way > 0 : way < 0, "playing goes one way, not from "
                                                                      + std::to_string(m_last)
                                                                      + " to " + number);
        }
        m_looped = m_engine->isLooping() || (sameRequest && m_looped);
        if (event->ended) {
            const FrameIndex last(m_engine->speed() > 0 ? range.end.value - 1 : range.begin.value);
            expect(event->index == last, "it ends on the last frame, not " + number);
            expect(m_engine->shownFrame() == last, "which is the one shown");
            expect(!m_engine->isPlaying(), "and has stopped");
        }
        m_last = index;
        return true;
    }

    /// Stops, or plays to the end, and waits until all has been said.
    void settle()
    {
        const bool toTheEnd = m_engine->isPlaying() && !m_engine->isLooping() && any(0, 1) == 0;
        say(toTheEnd ? "to the end" : "settle");
        if (m_engine->isPlaying() && !toTheEnd)
            m_engine->pause();
        const FrameIndex wanted = m_engine->requestedFrame();
        for (int quiet = 0, waited = 0; quiet < 3 && m_wrong.empty(); ++waited) {
            m_time += 100'000'000;
            m_engine->setViewSize(m_width, 100); // looks at the clock again
            const bool taken = check();
            const bool there = toTheEnd
                                   ? !m_engine->isPlaying()
                                   : m_engine->shownFrame() == wanted
                                         && m_engine->requestedFrame() == m_engine->shownFrame();
            quiet = !taken && there ? quiet + 1 : 0;
            if (!taken)
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            expect(waited < 30000, "frame " + std::to_string(wanted.value) + " never came");
        }
        if (!toTheEnd)
            expect(m_engine->shownFrame() == wanted, "the latest request wins");
    }

    const NumberedClip &m_clip;
    std::mt19937 m_random;
    std::atomic<std::int64_t> m_time = 0; ///< nanoseconds
    std::unique_ptr<PlaybackEngine> m_engine;
    int m_width = NumberedClip::kWidth;
    std::uint64_t m_epoch = 0;
    std::int64_t m_last = 0;
    bool m_looped = false; ///< looping has been on since the last request
    std::int64_t m_pictures = 0;
    std::string m_wrong;
    std::string m_history;
};

} // namespace ecva::test
