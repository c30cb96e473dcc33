#pragma once

#include <QObject>

#include <memory>

namespace ecva {

class JobRunner;
class VideoIndex;
class Waveform;
class Workspace;
struct ShotScan;

/// What can be computed from the current clip's file without a model: the look of its sound, how
/// much its pictures change, its shots (which it gives to the workspace). Works in the pool once
/// the clip is open and keeps what it finds in the cache; a clip that is left is not analysed on.
/// UI thread.
class ClipAnalysis : public QObject
{
    Q_OBJECT

public:
    ClipAnalysis(Workspace &workspace, JobRunner &jobs, QObject *parent = nullptr);
    ~ClipAnalysis() override;

    /// Null until it is known, and for a clip without sound.
    std::shared_ptr<const Waveform> waveform() const { return m_waveform; }
    /// Null until it is known.
    std::shared_ptr<const ShotScan> shots() const { return m_shots; }

Q_SIGNALS:
    void waveformChanged();
    void shotsChanged();

private:
    void restart();
    void cancel();

    Workspace &m_workspace;
    JobRunner &m_jobs;
    std::shared_ptr<const VideoIndex> m_index; ///< of what is being analysed
    std::shared_ptr<const Waveform> m_waveform;
    std::shared_ptr<const ShotScan> m_shots;
    int m_waveformJob = 0;
    int m_shotsJob = 0;
};

} // namespace ecva
