#include "ui/player/SoundWorker.h"

#include <algorithm>
#include <cmath>

namespace ecva {

namespace {

constexpr std::size_t kChannels = 2;

double toSeconds(SoundWorker::Time time)
{
    return std::chrono::duration<double>(time).count();
}

} // namespace

SoundWorker::SoundWorker(SoundDeviceOpener open)
    : m_open(std::move(open))
    , m_feeder(this) // goes to the sound thread with us
{
    m_feeder.setTimerType(Qt::PreciseTimer);
    m_feeder.setInterval(kFeedMs);
    connect(&m_feeder, &QTimer::timeout, this, &SoundWorker::feed);
}

SoundWorker::~SoundWorker() = default;

void SoundWorker::addDelay(double seconds)
{
    m_delay = std::clamp(m_delay + seconds, 0.0, kMostDelay);
}

std::optional<SoundWorker::Heard> SoundWorker::heard() const
{
    std::scoped_lock lock(m_mutex);
    return m_heard && m_heard->run == m_latest ? m_heard : std::nullopt;
}

void SoundWorker::play(const Request &request)
{
    stop();
    if (request.run != m_latest)
        return; // a server that was slow to answer has let them pile up
    m_request = request;
    m_device = m_open();
    if (request.run != m_latest)
        return;
    if (!m_device) {
        loseDevice();
        return;
    }
    applyVolume();
    const int rate = m_device->sampleRate();
    if (!m_decoder || m_decoderPath != request.path || m_decoderRate != rate) {
        m_decoder = std::make_unique<SoundDecoder>(request.path, request.firstFrameSeconds, rate);
        m_decoderPath = request.path;
        m_decoderRate = rate;
    }
    m_decoder->start(request.passage);
    m_feeder.start();
}

void SoundWorker::stop()
{
    m_feeder.stop();
    if (m_decoder)
        m_decoder->stop();
    m_device.reset();
    m_block = {};
    m_blockFrom = 0;
    m_begun = false;
    m_dropped = 0;
    m_written = 0;
    m_pieces.clear();
    std::scoped_lock lock(m_mutex);
    m_heard.reset();
}

void SoundWorker::forget()
{
    stop();
    m_decoder.reset();
}

void SoundWorker::loseDevice()
{
    stop(); // silence until the next start
    Q_EMIT lost(m_request.run);
}

/// Makes m_block something to give to the device; false when nothing is ready.
bool SoundWorker::nextBlock()
{
    while (m_blockFrom >= m_block.samples.size()) {
        std::optional<SoundDecoder::Block> block = m_decoder->take();
        if (!block)
            return false;
        m_block = std::move(*block);
        m_blockFrom = 0;
        const int rate = m_device->sampleRate();
        if (!m_begun) {
            // The picture has been running since: what it will have passed when this is heard is
            // not heard.
            const double late = toSeconds(now() - m_request.at) + m_delay;
            const qint64 all = std::ssize(m_block.samples) / qint64(kChannels);
            const qint64 toDrop = std::clamp<qint64>(std::llround(late * rate) - m_dropped, 0, all);
            m_dropped += toDrop;
            m_blockFrom = static_cast<std::size_t>(toDrop) * kChannels;
            if (toDrop == all)
                continue;
            m_begun = true;
        }
        m_pieces.push_back({m_written, m_block.begins
                                           + static_cast<double>(m_blockFrom / kChannels) / rate
                                                 * m_request.passage.speed});
    }
    return true;
}

void SoundWorker::feed()
{
    if (!m_device || !m_device->isAlive()) {
        loseDevice();
        return;
    }
    while (nextBlock()) {
        const qint64 left
            = (std::ssize(m_block.samples) - static_cast<qint64>(m_blockFrom)) / qint64(kChannels);
        const qint64 room = std::min(m_device->room(), left);
        const qint64 taken
            = room > 0 ? m_device->write(m_block.samples.data() + m_blockFrom, room) : 0;
        if (taken <= 0)
            break;
        m_blockFrom += static_cast<std::size_t>(taken) * kChannels;
        m_written += taken;
    }
    publish();
}

void SoundWorker::publish()
{
    if (m_pieces.empty())
        return;
    const double sample = m_device->heard();
    const Time at = now();
    while (m_pieces.size() > 1 && static_cast<double>(m_pieces[1].sample) <= sample)
        m_pieces.pop_front();
    const Piece &piece = m_pieces.front();
    const double seconds = piece.begins
                           + (sample - static_cast<double>(piece.sample)) / m_device->sampleRate()
                                 * m_request.passage.speed;
    std::scoped_lock lock(m_mutex);
    m_heard = Heard{m_request.run, seconds, at};
}

void SoundWorker::applyVolume()
{
    if (m_device)
        m_device->setVolume(m_volume);
}

} // namespace ecva
