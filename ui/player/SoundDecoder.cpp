#include "ui/player/SoundDecoder.h"

#include "core/base/Log.h"
#include "core/media/AudioSource.h"
#include "core/media/TimeStretch.h"

#include <algorithm>
#include <cmath>

namespace ecva {

namespace {

/// Shorter loops are heard as if they were so long.
constexpr double kShortestLoop = 0.02;

void say(const Error &error)
{
    log(LogLevel::Warning, "sound", error.text()); // the picture goes on in silence
}

} // namespace

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

void SoundDecoder::start(const Passage &passage)
{
    post(true, passage);
}

void SoundDecoder::stop()
{
    post(false, {});
}

void SoundDecoder::post(bool active, const Passage &passage)
{
    m_commands.post({++m_epoch, active, passage});
    m_blocks.clear(); // lets go of a thread that waits for room
}

std::optional<SoundDecoder::Block> SoundDecoder::take()
{
    while (std::optional<Numbered> numbered = m_blocks.tryPop()) {
        if (numbered->epoch == m_epoch)
            return std::move(numbered->block);
    }
    return std::nullopt;
}

void SoundDecoder::run()
{
    Command state;
    while (!m_commands.isClosed()) {
        const std::optional<Command> command
            = state.active ? m_commands.tryTake() : m_commands.wait(std::chrono::hours(1));
        if (command) {
            state = *command;
            state.active = state.active && begin(state);
        }
        if (!state.active)
            continue;
        std::optional<Block> block = next(state.passage);
        if (block)
            m_blocks.push({state.epoch, std::move(*block)});
        else
            state.active = false;
    }
}

bool SoundDecoder::begin(const Command &command)
{
    if (!m_source) {
        auto opened = AudioSource::open(m_path, m_firstFrameSeconds, m_sampleRate);
        if (!opened) {
            say(opened.error());
            return false;
        }
        m_source = std::move(*opened);
    }
    return beginRound(command.passage, command.passage.from);
}

bool SoundDecoder::beginRound(const Passage &passage, double from)
{
    m_round = {};
    m_round.from = from;
    if (passage.end) {
        double length = *passage.end - from;
        if (passage.loop && from == *passage.loop)
            length = std::max(length, kShortestLoop);
        m_round.all = std::llround(std::max(0.0, length) / passage.speed * m_sampleRate);
    }
    if (const Result<void> sought = m_source->seek(from); !sought) {
        say(sought.error());
        return false;
    }
    if (passage.speed == 1)
        return true;
    auto stretch = TimeStretch::create(m_sampleRate, passage.speed);
    if (!stretch) {
        say(stretch.error());
        return false;
    }
    m_round.stretch = std::move(*stretch);
    return true;
}

/// The next values of the round, at its speed; 0 at the end of the sound and after an error.
std::size_t SoundDecoder::read(std::vector<std::int16_t> &values)
{
    Round &round = m_round;
    const auto fromSource = [&](std::vector<std::int16_t> &to) -> std::size_t {
        const Result<std::size_t> count = m_source->read(to);
        if (!count)
            say(count.error());
        return count ? *count : 0;
    };
    if (!round.stretch)
        return fromSource(values);
    for (;;) {
        if (const std::size_t count = round.stretch->read(values); count > 0 || round.finished)
            return count;
        std::vector<std::int16_t> input(kBlockValues);
        input.resize(fromSource(input));
        round.finished = input.empty();
        const Result<void> taken
            = round.finished ? round.stretch->finish() : round.stretch->write(input);
        if (!taken) {
            say(taken.error());
            return 0;
        }
    }
}

std::optional<SoundDecoder::Block> SoundDecoder::next(const Passage &passage)
{
    constexpr std::int64_t channels = AudioSource::kChannels;
    if (m_round.all && m_round.made >= *m_round.all
        && (!passage.loop || !beginRound(passage, *passage.loop)))
        return std::nullopt;
    std::int64_t values = kBlockValues;
    if (m_round.all)
        values = std::min(values, (*m_round.all - m_round.made) * channels);
    Block block;
    block.begins = m_round.from + static_cast<double>(m_round.made) / m_sampleRate * passage.speed;
    block.samples.resize(static_cast<std::size_t>(values));
    const std::size_t count = read(block.samples);
    if (count == 0 && !passage.loop)
        return std::nullopt;
    // A loop is longer than the sound in it: silence, so that every round takes its time.
    block.samples.resize(count > 0 ? count : static_cast<std::size_t>(values));
    m_round.made += static_cast<std::int64_t>(block.samples.size()) / channels;
    return block;
}

} // namespace ecva
