#include "ui/player/SoundOutput.h"

#include "core/base/Log.h"
#include "core/media/AudioSource.h"

#include <QAudioDevice>
#include <QAudioSink>
#include <QIODevice>
#include <QMediaDevices>

#include <algorithm>

namespace ecva {

namespace {

constexpr int kFeedMs = 15;
constexpr int kSampleRate = 48000;
constexpr int kBytesPerSample = AudioSource::kChannels * static_cast<int>(sizeof(std::int16_t));

} // namespace

SoundOutput::SoundOutput(QObject *parent)
    : QObject(parent)
{
    m_feeder.setTimerType(Qt::PreciseTimer);
    m_feeder.setInterval(kFeedMs);
    connect(&m_feeder, &QTimer::timeout, this, &SoundOutput::feed);
}

SoundOutput::~SoundOutput()
{
    closeDevice();
}

void SoundOutput::setClip(const std::filesystem::path &path, double firstFrameSeconds)
{
    clearClip();
    m_path = path;
    m_firstFrameSeconds = firstFrameSeconds;
    m_hasClip = true;
}

void SoundOutput::clearClip()
{
    stop();
    m_decoder.reset();
    m_hasClip = false;
}

bool SoundOutput::openDevice()
{
    const QAudioDevice device = QMediaDevices::defaultAudioOutput();
    if (device.isNull())
        return false;
    QAudioFormat format;
    format.setChannelCount(AudioSource::kChannels);
    format.setSampleFormat(QAudioFormat::Int16);
    format.setSampleRate(kSampleRate);
    if (!device.isFormatSupported(format))
        format.setSampleRate(device.preferredFormat().sampleRate());
    if (format.sampleRate() <= 0 || !device.isFormatSupported(format))
        return false;
    if (m_sampleRate != format.sampleRate())
        m_decoder.reset();
    m_sampleRate = format.sampleRate();
    m_sink = std::make_unique<QAudioSink>(device, format);
    applyVolume();
    m_device = m_sink->start();
    if (m_device && m_sink->error() == QAudio::NoError)
        return true;
    log(LogLevel::Warning, "sound", "the sound device cannot be opened; playing without sound");
    closeDevice();
    return false;
}

void SoundOutput::closeDevice()
{
    m_device = nullptr;
    if (m_sink)
        m_sink->stop();
    m_sink.reset();
}

void SoundOutput::start(double seconds)
{
    stop();
    if (!m_hasClip || !openDevice())
        return;
    if (!m_decoder)
        m_decoder = std::make_unique<SoundDecoder>(m_path, m_firstFrameSeconds, m_sampleRate);
    m_from = seconds;
    m_begun = false;
    m_written = 0;
    m_decoder->start(seconds);
    m_sinceStart.start();
    m_feeder.start();
}

void SoundOutput::stop()
{
    m_feeder.stop();
    if (m_decoder)
        m_decoder->stop();
    closeDevice();
    m_pending.clear();
    m_begun = false;
}

void SoundOutput::feed()
{
    if (!m_sink || !m_device || m_sink->state() == QAudio::StoppedState) {
        stop(); // the device is gone: silence until the next start
        return;
    }
    while (true) {
        if (m_pending.isEmpty()) {
            std::optional<SoundDecoder::Samples> samples = m_decoder->take();
            if (!samples)
                return;
            m_pending = QByteArray(reinterpret_cast<const char *>(samples->data()),
                                   static_cast<qsizetype>(samples->size() * sizeof(std::int16_t)));
            if (!m_begun) {
                // The picture has been running since start(): what it has passed is not heard.
                const double late = static_cast<double>(m_sinceStart.nsecsElapsed()) / 1e9;
                const qsizetype skip
                    = static_cast<qsizetype>(late * m_sampleRate) * kBytesPerSample;
                const qsizetype dropped = std::min(skip, m_pending.size());
                m_pending.remove(0, dropped);
                m_from += static_cast<double>(dropped / kBytesPerSample) / m_sampleRate;
                m_sinceStart.restart();
                m_base = m_from;
                if (m_pending.isEmpty())
                    continue;
                m_begun = true;
            }
        }
        const qsizetype room = m_sink->bytesFree() / kBytesPerSample * kBytesPerSample;
        if (room <= 0)
            return;
        const qint64 written
            = m_device->write(m_pending.constData(), std::min(room, m_pending.size()));
        if (written <= 0)
            return;
        m_pending.remove(0, written);
        m_written += written;
    }
}

std::optional<double> SoundOutput::position() const
{
    if (!m_sink || !m_begun)
        return std::nullopt;
    // Some backends count what has been heard, some what they were given: what still waits in the
    // buffer has not been heard in either case.
    const double counted = static_cast<double>(m_sink->processedUSecs()) / 1e6;
    const auto waiting = static_cast<qint64>(m_sink->bufferSize() - m_sink->bytesFree());
    const double passed
        = static_cast<double>((m_written - waiting) / kBytesPerSample) / m_sampleRate;
    return m_base + std::max(0.0, std::min(counted, passed));
}

void SoundOutput::setVolume(double volume)
{
    m_volume = std::clamp(volume, 0.0, 1.0);
    applyVolume();
}

void SoundOutput::setMuted(bool muted)
{
    m_muted = muted;
    applyVolume();
    Q_EMIT mutedChanged(muted);
}

void SoundOutput::applyVolume()
{
    if (m_sink)
        m_sink->setVolume(m_muted ? 0
                                  : QAudio::convertVolume(m_volume, QAudio::LogarithmicVolumeScale,
                                                          QAudio::LinearVolumeScale));
}

} // namespace ecva
