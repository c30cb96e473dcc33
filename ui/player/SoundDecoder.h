#pragma once

#include "core/concurrency/BoundedQueue.h"
#include "core/concurrency/Mailbox.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <thread>
#include <vector>

namespace ecva {

/// Decodes the sound of one file ahead of its being heard, in a thread of its own. All functions
/// are for one caller.
class SoundDecoder
{
public:
    /// Interleaved stereo, in playing order.
    using Samples = std::vector<std::int16_t>;

    /// Opens the file in the thread. `firstFrameSeconds` as AudioSource::open wants it.
    SoundDecoder(std::filesystem::path path, double firstFrameSeconds, int sampleRate);
    ~SoundDecoder();

    /// Blocks from `seconds` on; those decoded for an earlier place are dropped.
    void start(double seconds);
    void stop();
    /// The next block, without waiting; nothing when it is not ready, at the end, and after an
    /// error.
    std::optional<Samples> take();

private:
    struct Command
    {
        std::uint64_t epoch = 0;
        bool active = false;
        double seconds = 0;
    };
    struct Block
    {
        std::uint64_t epoch = 0;
        Samples samples;
    };

    static constexpr std::size_t kBlocksAhead = 12;
    static constexpr std::size_t kBlockValues = 4096; ///< 43 ms at 48 kHz

    void run();
    void post(bool active, double seconds);

    const std::filesystem::path m_path;
    const double m_firstFrameSeconds;
    const int m_sampleRate;
    std::uint64_t m_epoch = 0; // caller's thread
    Mailbox<Command> m_commands;
    BoundedQueue<Block> m_blocks{kBlocksAhead};
    std::thread m_thread; // last
};

} // namespace ecva
