#pragma once

#include <QObject>
#include <QTimer>

#include <filesystem>
#include <memory>

namespace ecva {

class JobRunner;
class VideoIndex;
class Waveform;
class Workspace;
struct ShotScan;

/// What can be computed from the current clip's file without a model: the look of its sound, how
/// much its pictures change, its shots (which it gives to the workspace). What the cache has comes
/// at once; the rest is made in the background, one after the other, once the clip has been open
/// for a moment, so that player and strip have their first pictures and a person who leafs through
/// clips starts nothing. A clip that is left is not analysed on. UI thread.
class ClipAnalysis : public QObject
{
    Q_OBJECT

public:
    ClipAnalysis(Workspace &workspace, JobRunner &jobs, QObject *parent = nullptr);
    ~ClipAnalysis() override;

    /// Null until something of it is known, and for a clip without sound. Grows while it is made.
    std::shared_ptr<const Waveform> waveform() const { return m_waveform; }
    /// Null until it is known.
    std::shared_ptr<const ShotScan> shots() const { return m_shots; }

    /// How long a clip has to be open before anything is decoded for it.
    static constexpr int kSettleMs = 400;

Q_SIGNALS:
    void waveformChanged();
    void shotsChanged();

private:
    struct Growing;
    struct Kept;

    void restart();
    void cancel();
    void readCache();
    void makeMissing();
    void makeWaveform();
    void makeShots();
    void takeGrown();
    void setWaveform(std::shared_ptr<const Waveform> waveform);
    void setShots(std::shared_ptr<const ShotScan> shots);

    Workspace &m_workspace;
    JobRunner &m_jobs;
    std::shared_ptr<const VideoIndex> m_index; ///< of what is being analysed
    std::filesystem::path m_path;
    std::shared_ptr<const Waveform> m_waveform;
    std::shared_ptr<const ShotScan> m_shots;
    bool m_soundDone = false; ///< known as well as it can be, so m_waveform may be null
    std::shared_ptr<Growing> m_growing;
    QTimer m_settle;
    QTimer m_grow;
    int m_cacheJob = 0;
    int m_waveformJob = 0;
    int m_shotsJob = 0;
};

} // namespace ecva
