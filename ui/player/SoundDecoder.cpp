#include "ui/player/SoundDecoder.h"

#include "core/base/Log.h"
#include "core/media/AudioSource.h"

namespace ecva {

SoundDecoder::SoundDecoder(std::filesystem::path path, double firstFrameSeconds, int sampleRate)
    : m_path(std::move(path))
    , m_firstFrameSeconds(firstFrameSeconds)
    , m_sampleRate(sampleRate)
{
    m_thread = std::thread([this] { run(); });
}

SoundDecoder::~SoundDecoder()
{
    m_commands.close();
    m_blocks.close();
    m_thread.join();
}

void SoundDecoder::start(double seconds)
{
    post(true, seconds);
}

void SoundDecoder::stop()
{
    post(false, 0);
}

void SoundDecoder::post(bool active, double seconds)
{
    m_commands.post({++m_epoch, active, seconds});
    m_blocks.clear(); // lets go of a thread that waits for room
}

std::optional<SoundDecoder::Samples> SoundDecoder::take()
{
    while (std::optional<Block> block = m_blocks.tryPop()) {
        if (block->epoch == m_epoch)
            return std::move(block->samples);
    }
    return std::nullopt;
}

void SoundDecoder::run()
{
    std::unique_ptr<AudioSource> source;
    Command state;
    while (!m_commands.isClosed()) {
        const std::optional<Command> command
            = state.active ? m_commands.tryTake() : m_commands.wait(std::chrono::hours(1));
        if (command) {
            state = *command;
            if (!state.active)
                continue;
            if (!source) {
                auto opened = AudioSource::open(m_path, m_firstFrameSeconds, m_sampleRate);
                if (!opened) {
                    log(LogLevel::Warning, "sound", opened.error().text());
                    return; // the picture goes on in silence
                }
                source = std::move(*opened);
            }
            if (const Result<void> sought = source->seek(state.seconds); !sought) {
                log(LogLevel::Warning, "sound", sought.error().text());
                state.active = false;
                continue;
            }
        }
        if (!state.active)
            continue;
        Block block{state.epoch, Samples(kBlockValues)};
        const Result<std::size_t> count = source->read(block.samples);
        if (!count)
            log(LogLevel::Warning, "sound", count.error().text());
        if (!count || *count == 0) {
            state.active = false;
            continue;
        }
        block.samples.resize(*count);
        m_blocks.push(std::move(block));
    }
}

} // namespace ecva
