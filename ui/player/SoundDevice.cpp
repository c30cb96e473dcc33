#include "ui/player/SoundDevice.h"

#include "core/base/Log.h"

#include <QAudioDevice>
#include <QAudioSink>
#include <QIODevice>
#include <QMediaDevices>

#include <algorithm>

namespace ecva {

namespace {

constexpr int kSampleRate = 48000;
constexpr int kChannels = 2;
constexpr int kBytesPerSample = kChannels * static_cast<int>(sizeof(qint16));

class QtSoundDevice : public SoundDevice
{
public:
    QtSoundDevice(const QAudioDevice &device, const QAudioFormat &format)
        : m_rate(format.sampleRate())
        , m_sink(device, format)
        , m_device(m_sink.start())
    {
    }
    ~QtSoundDevice() override { m_sink.stop(); }

    int sampleRate() const override { return m_rate; }
    bool isAlive() const override
    {
        return m_device && m_sink.state() != QAudio::StoppedState
               && (m_sink.error() == QAudio::NoError || m_sink.error() == QAudio::UnderrunError);
    }
    qint64 room() const override { return m_sink.bytesFree() / kBytesPerSample; }
    qint64 write(const qint16 *values, qint64 samples) override
    {
        const qint64 taken
            = m_device->write(reinterpret_cast<const char *>(values), samples * kBytesPerSample);
        if (taken <= 0)
            return 0;
        m_written += taken / kBytesPerSample;
        return taken / kBytesPerSample;
    }
    double heard() const override
    {
        // Some backends count what has been heard, some what they were given: what still waits in
        // the buffer has not been heard in either case.
        const double counted = static_cast<double>(m_sink.processedUSecs()) / 1e6 * m_rate;
        const qint64 waiting = (m_sink.bufferSize() - m_sink.bytesFree()) / kBytesPerSample;
        return std::max(0.0, std::min(counted, static_cast<double>(m_written - waiting)));
    }
    void setVolume(double volume) override
    {
        m_sink.setVolume(QAudio::convertVolume(volume, QAudio::LogarithmicVolumeScale,
                                               QAudio::LinearVolumeScale));
    }

private:
    const int m_rate;
    QAudioSink m_sink;
    QIODevice *m_device; ///< of m_sink
    qint64 m_written = 0;
};

} // namespace

std::unique_ptr<SoundDevice> openSystemSoundDevice()
{
    const QAudioDevice device = QMediaDevices::defaultAudioOutput();
    if (device.isNull())
        return nullptr;
    QAudioFormat format;
    format.setChannelCount(kChannels);
    format.setSampleFormat(QAudioFormat::Int16);
    format.setSampleRate(kSampleRate);
    if (!device.isFormatSupported(format))
        format.setSampleRate(device.preferredFormat().sampleRate());
    if (format.sampleRate() <= 0 || !device.isFormatSupported(format))
        return nullptr;
    auto opened = std::make_unique<QtSoundDevice>(device, format);
    if (opened->isAlive())
        return opened;
    log(LogLevel::Warning, "sound", "the sound device cannot be opened; playing without sound");
    return nullptr;
}

} // namespace ecva
