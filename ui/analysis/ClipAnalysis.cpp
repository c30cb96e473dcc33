#include "ui/analysis/ClipAnalysis.h"

#include "annotation/document/Document.h"
#include "core/base/Log.h"
#include "core/media/ShotChanges.h"
#include "core/media/Waveform.h"
#include "ui/jobs/JobRunner.h"
#include "ui/workspace/Workspace.h"

#include <mutex>
#include <utility>

namespace ecva {
namespace {

constexpr int kGrowMs = 250;

double firstFrameSeconds(const VideoIndex &index)
{
    return index.streamSeconds(index.pts(FrameIndex(0)));
}

/// A clip whose shots are not found can be annotated all the same: nobody is disturbed.
void note(const Error &error)
{
    if (error.code != ErrorCode::Cancelled)
        log(LogLevel::Warning, "analysis", error.text());
}

} // namespace

/// The waveform as far as it is made; from the background to the UI thread.
struct ClipAnalysis::Growing
{
    std::mutex mutex;
    std::shared_ptr<const Waveform> latest; // guarded by mutex
};

struct ClipAnalysis::Kept
{
    std::shared_ptr<const Waveform> waveform;
    std::shared_ptr<const ShotScan> shots;
};

ClipAnalysis::ClipAnalysis(Workspace &workspace, JobRunner &jobs, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_jobs(jobs)
{
    m_settle.setSingleShot(true);
    m_settle.setInterval(kSettleMs);
    m_grow.setInterval(kGrowMs);
    connect(&m_settle, &QTimer::timeout, this, &ClipAnalysis::makeMissing);
    connect(&m_grow, &QTimer::timeout, this, &ClipAnalysis::takeGrown);
    connect(&workspace, &Workspace::indexChanged, this, &ClipAnalysis::restart);
    restart();
}

ClipAnalysis::~ClipAnalysis()
{
    cancel();
}

void ClipAnalysis::cancel()
{
    for (int *job : {&m_cacheJob, &m_waveformJob, &m_shotsJob})
        m_jobs.cancel(std::exchange(*job, 0));
    m_settle.stop();
    m_grow.stop();
    m_growing.reset();
}

void ClipAnalysis::restart()
{
    if (m_workspace.index() == m_index)
        return;
    cancel();
    m_index = m_workspace.index();
    m_soundDone = false;
    if (std::exchange(m_waveform, nullptr))
        Q_EMIT waveformChanged();
    if (std::exchange(m_shots, nullptr)) {
        m_workspace.setShots({});
        Q_EMIT shotsChanged();
    }
    const Document *document = m_workspace.document();
    const Clip *clip = document ? document->model().clip(m_workspace.clip()) : nullptr;
    if (!m_index || !clip)
        return;
    m_path = document->absoluteMediaPath(*clip).toStdU16String();
    m_soundDone = m_index->info().audio.empty();
    readCache();
}

void ClipAnalysis::readCache()
{
    m_cacheJob = m_jobs.startQuiet<Kept>(
        [path = m_path, index = m_index,
         sound = !m_soundDone](JobContext &context) -> Result<Kept> {
            Kept kept;
            if (sound) {
                Waveform::Options options;
                options.cacheOnly = true;
                options.cancel = context.cancel();
                kept.waveform
                    = Waveform::build(path, firstFrameSeconds(*index), options).value_or(nullptr);
            }
            ShotScanOptions options;
            options.cacheOnly = true;
            options.cancel = context.cancel();
            kept.shots = scanShots(path, index, options).value_or(nullptr);
            return kept;
        },
        [this](const Result<Kept> &kept) {
            m_cacheJob = 0;
            if (kept && kept->waveform) {
                m_soundDone = true;
                setWaveform(kept->waveform);
            }
            if (kept && kept->shots)
                setShots(kept->shots);
            if (!m_soundDone || !m_shots)
                m_settle.start();
        });
}

void ClipAnalysis::makeMissing()
{
    if (!m_soundDone)
        makeWaveform();
    if (!m_shots)
        makeShots();
}

void ClipAnalysis::makeWaveform()
{
    using Peaks = std::shared_ptr<const Waveform>;
    m_growing = std::make_shared<Growing>();
    m_grow.start();
    m_waveformJob = m_jobs.startBackground<Peaks>(
        tr("Drawing the sound"),
        [path = m_path, first = firstFrameSeconds(*m_index),
         growing = m_growing](JobContext &context) -> Result<Peaks> {
            Waveform::Options options;
            options.cancel = context.cancel();
            options.progress = [&context](double fraction) { context.setProgress(fraction); };
            options.partial = [growing](std::shared_ptr<const Waveform> part) {
                std::scoped_lock lock(growing->mutex);
                growing->latest = std::move(part);
            };
            auto made = Waveform::build(path, first, options);
            if (made || made.error().code == ErrorCode::Cancelled)
                return made;
            note(made.error());
            return Peaks();
        },
        [this](Result<Peaks> made) {
            m_waveformJob = 0;
            m_grow.stop();
            m_growing.reset();
            m_soundDone = true;
            setWaveform(made.value_or(nullptr));
        });
}

void ClipAnalysis::takeGrown()
{
    if (!m_growing)
        return;
    std::shared_ptr<const Waveform> latest;
    {
        std::scoped_lock lock(m_growing->mutex);
        latest = std::move(m_growing->latest);
    }
    if (latest)
        setWaveform(std::move(latest));
}

void ClipAnalysis::makeShots()
{
    using Shots = std::shared_ptr<const ShotScan>;
    m_shotsJob = m_jobs.startBackground<Shots>(
        tr("Looking for shots"),
        [path = m_path, index = m_index](JobContext &context) -> Result<Shots> {
            ShotScanOptions options;
            options.cancel = context.cancel();
            options.progress = [&context](double fraction) { context.setProgress(fraction); };
            auto scanned = scanShots(path, index, options);
            if (scanned || scanned.error().code == ErrorCode::Cancelled)
                return scanned;
            note(scanned.error());
            return Shots();
        },
        [this](Result<Shots> scanned) {
            m_shotsJob = 0;
            if (auto shots = scanned.value_or(nullptr))
                setShots(std::move(shots));
        });
}

void ClipAnalysis::setWaveform(std::shared_ptr<const Waveform> waveform)
{
    if (waveform == m_waveform)
        return;
    m_waveform = std::move(waveform);
    Q_EMIT waveformChanged();
}

void ClipAnalysis::setShots(std::shared_ptr<const ShotScan> shots)
{
    m_shots = std::move(shots);
    m_workspace.setShots(m_shots->shots);
    Q_EMIT shotsChanged();
}

} // namespace ecva
