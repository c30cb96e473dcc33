#pragma once

#include "ui/player/SoundWorker.h"

#include <QObject>
#include <QThread>

namespace ecva {

/// Plays the sound of the open clip through the system's device. Without a device, without sound in
/// the file and after any error of the device it is silent: nothing here stops the picture or
/// waits. UI thread; the device lives in a thread of its own, with an event loop.
class SoundOutput : public QObject
{
    Q_OBJECT

public:
    /// `open`: for tests; empty: the system's device.
    explicit SoundOutput(QObject *parent = nullptr, SoundDeviceOpener open = {});
    ~SoundOutput() override;

    void setClip(const std::filesystem::path &path, double firstFrameSeconds);
    void clearClip();

    /// `passage.from` is on the screen now.
    void start(const SoundDecoder::Passage &passage);
    void stop();
    /// Seconds of the clip, from the first frame, that were heard a moment ago; nothing while it is
    /// silent.
    std::optional<SoundWorker::Heard> heard() const { return m_worker->heard(); }
    /// Starts from now on are heard so many seconds earlier: the device is that late, although it
    /// does not say so before it plays.
    void addDelay(double seconds) { m_worker->addDelay(seconds); }

    /// 0 to 1, as the ear hears it.
    void setVolume(double volume);
    double volume() const { return m_volume; }
    void setMuted(bool muted);
    bool isMuted() const { return m_muted; }

Q_SIGNALS:
    void mutedChanged(bool muted);
    /// What start() began is silent now, though it has not ended: no device, or it failed.
    void lost();

private:
    void applyVolume();
    std::uint64_t nextRun();

    std::filesystem::path m_path;
    double m_firstFrameSeconds = 0;
    bool m_hasClip = false;
    std::uint64_t m_run = 0;
    double m_volume = 0.8;
    bool m_muted = false;
    QThread *m_thread;
    SoundWorker *m_worker; ///< lives in m_thread
};

} // namespace ecva
