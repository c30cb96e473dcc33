#pragma once

#include "core/concurrency/BoundedQueue.h"
#include "core/concurrency/Mailbox.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

namespace ecva {

class AudioSource;
class TimeStretch;

/// Decodes the sound of one file ahead of its being heard, at the speed it is played at, round and
/// round where a loop is played, in a thread of its own. All functions are for one caller.
class SoundDecoder
{
public:
    /// What is to be heard, in seconds of the clip from its first frame.
    struct Passage
    {
        double from = 0;
        double speed = 1;           ///< 0.1 to 8
        std::optional<double> end;  ///< nothing is heard from here on; else to the end of the sound
        std::optional<double> loop; ///< with `end`: goes on from here
    };

    /// Sound without a break.
    struct Block
    {
        /// Interleaved stereo, in playing order.
        std::vector<std::int16_t> samples;
        /// Clip second of the first sample; those behind it are speed/sampleRate apart.
        double begins = 0;
    };

    /// Opens the file in the thread. `firstFrameSeconds` as AudioSource::open wants it.
    SoundDecoder(std::filesystem::path path, double firstFrameSeconds, int sampleRate);
    ~SoundDecoder();

    /// Blocks of this passage; those decoded for an earlier one are dropped.
    void start(const Passage &passage);
    void stop();
    /// The next block, without waiting; nothing when it is not ready, at the end, and after an
    /// error.
    std::optional<Block> take();

private:
    struct Command
    {
        std::uint64_t epoch = 0;
        bool active = false;
        Passage passage;
    };
    struct Numbered
    {
        std::uint64_t epoch = 0;
        Block block;
    };
    /// One way through the passage.
    struct Round
    {
        double from = 0;
        std::int64_t made = 0;           ///< samples
        std::optional<std::int64_t> all; ///< samples that it has
        std::unique_ptr<TimeStretch> stretch;
        bool finished = false; ///< the source has no more
    };

    static constexpr std::size_t kBlocksAhead = 12;
    static constexpr std::size_t kBlockValues = 4096; ///< 43 ms at 48 kHz

    void post(bool active, const Passage &passage);

    // Decoder's thread:
    void run();
    bool begin(const Command &command);
    bool beginRound(const Passage &passage, double from);
    std::optional<Block> next(const Passage &passage);
    std::size_t read(std::vector<std::int16_t> &values);

    const std::filesystem::path m_path;
    const double m_firstFrameSeconds;
    const int m_sampleRate;
    std::uint64_t m_epoch = 0; // caller's thread
    Mailbox<Command> m_commands;
    BoundedQueue<Numbered> m_blocks{kBlocksAhead};
    std::unique_ptr<AudioSource> m_source; // decoder's thread, with the one below
    Round m_round;
    std::thread m_thread; // last
};

} // namespace ecva
