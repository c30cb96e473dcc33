#pragma once

#include "ui/player/SoundDecoder.h"

#include <QByteArray>
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <filesystem>
#include <memory>
#include <optional>

class QAudioSink;
class QIODevice;

namespace ecva {

/// Plays the sound of the open clip through the system's device. Without a device, without sound in
/// the file and after any error of the device it is silent: nothing here stops the picture. UI
/// thread.
class SoundOutput : public QObject
{
    Q_OBJECT

public:
    explicit SoundOutput(QObject *parent = nullptr);
    ~SoundOutput() override;

    void setClip(const std::filesystem::path &path, double firstFrameSeconds);
    void clearClip();

    void start(double seconds);
    void stop();
    /// Seconds from the first frame that are heard now; nothing while it is silent.
    std::optional<double> position() const;

    /// 0 to 1, as the ear hears it.
    void setVolume(double volume);
    double volume() const { return m_volume; }
    void setMuted(bool muted);
    bool isMuted() const { return m_muted; }

Q_SIGNALS:
    void mutedChanged(bool muted);

private:
    bool openDevice();
    void closeDevice();
    void feed();
    void applyVolume();

    std::filesystem::path m_path;
    double m_firstFrameSeconds = 0;
    bool m_hasClip = false;
    std::unique_ptr<SoundDecoder> m_decoder;
    std::unique_ptr<QAudioSink> m_sink;
    QIODevice *m_device = nullptr; ///< of m_sink, while it plays
    QTimer m_feeder;
    QElapsedTimer m_sinceStart;
    QByteArray m_pending; ///< decoded, not yet taken by the device
    double m_from = 0;    ///< seconds asked for by start()
    double m_base = 0;    ///< seconds of the first sample given to the device
    bool m_begun = false;
    qint64 m_written = 0; ///< bytes the device has taken since start()
    int m_sampleRate = 0;
    double m_volume = 0.8;
    bool m_muted = false;
};

} // namespace ecva
