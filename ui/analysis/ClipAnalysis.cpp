#include "ui/analysis/ClipAnalysis.h"

#include "annotation/document/Document.h"
#include "core/media/ShotChanges.h"
#include "core/media/Waveform.h"
#include "ui/jobs/JobRunner.h"
#include "ui/workspace/Workspace.h"

namespace ecva {

ClipAnalysis::ClipAnalysis(Workspace &workspace, JobRunner &jobs, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_jobs(jobs)
{
    connect(&workspace, &Workspace::indexChanged, this, &ClipAnalysis::restart);
    restart();
}

ClipAnalysis::~ClipAnalysis()
{
    cancel();
}

void ClipAnalysis::cancel()
{
    m_jobs.cancel(m_waveformJob);
    m_jobs.cancel(m_shotsJob);
    m_waveformJob = 0;
    m_shotsJob = 0;
}

void ClipAnalysis::restart()
{
    if (m_workspace.index() == m_index)
        return;
    cancel();
    m_index = m_workspace.index();
    m_waveform.reset();
    m_shots.reset();
    Q_EMIT waveformChanged();
    Q_EMIT shotsChanged();
    const Document *document = m_workspace.document();
    const Clip *clip = document ? document->model().clip(m_workspace.clip()) : nullptr;
    if (!m_index || !clip)
        return;
    const std::filesystem::path path = document->absoluteMediaPath(*clip).toStdU16String();
    if (!m_index->info().audio.empty()) {
        using Peaks = std::shared_ptr<const Waveform>;
        const double first = m_index->streamSeconds(m_index->pts(FrameIndex(0)));
        m_waveformJob = m_jobs.startQuiet<Peaks>(
            [path, first](JobContext &context) {
                Waveform::Options options;
                options.cancel = context.cancel();
                return Waveform::build(path, first, options);
            },
            [this, index = m_index](Result<Peaks> built) {
                if (!built || index != m_index)
                    return;
                m_waveform = std::move(*built);
                Q_EMIT waveformChanged();
            });
    }
    using Shots = std::shared_ptr<const ShotScan>;
    m_shotsJob = m_jobs.startQuiet<Shots>(
        [path, index = m_index](JobContext &context) {
            ShotScanOptions options;
            options.cancel = context.cancel();
            return scanShots(path, index, options);
        },
        [this, index = m_index](Result<Shots> scanned) {
            if (!scanned || index != m_index)
                return;
            m_shots = std::move(*scanned);
            m_workspace.setShots(m_shots->shots);
            Q_EMIT shotsChanged();
        });
}

} // namespace ecva
