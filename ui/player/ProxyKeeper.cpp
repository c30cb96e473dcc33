#include "ui/player/ProxyKeeper.h"

#include "annotation/document/Document.h"
#include "core/media/Proxy.h"
#include "ui/jobs/JobRunner.h"
#include "ui/player/PlayerController.h"
#include "ui/workspace/Workspace.h"

#include <QFileInfo>
#include <QSettings>

namespace ecva {

namespace {

constexpr char kKey[] = "player/proxies";
constexpr int kPatienceMs = 3000;
/// Of the cache's budget: a longer video would push out too many others unasked.
constexpr int kLargestShare = 4;

} // namespace

/// What the pool hands over.
struct ProxyKeeper::Found
{
    std::shared_ptr<FrameSource> proxy; ///< null: there is none
};

ProxyKeeper::ProxyKeeper(Workspace &workspace, PlayerController &player, JobRunner &jobs,
                         QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_player(player)
    , m_jobs(jobs)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatienceMs);
    connect(&m_patience, &QTimer::timeout, this, &ProxyKeeper::makeUnasked);
    connect(&workspace, &Workspace::indexChanged, this, &ProxyKeeper::look);
    connect(&jobs, &JobRunner::jobsChanged, this, &ProxyKeeper::forgetCancelled);
    look();
}

ProxyKeeper::~ProxyKeeper()
{
    m_jobs.cancel(m_lookJob);
    for (const int job : std::as_const(m_making))
        m_jobs.cancel(job);
}

void ProxyKeeper::setSettings(QSettings &settings)
{
    m_settings = &settings;
    m_used = settings.value(QLatin1String(kKey), true).toBool();
    Q_EMIT usedChanged(m_used);
}

void ProxyKeeper::setUsed(bool used)
{
    if (used == m_used)
        return;
    m_used = used;
    if (m_settings)
        m_settings->setValue(QLatin1String(kKey), used);
    Q_EMIT usedChanged(used);
    look();
}

QString ProxyKeeper::clipPath() const
{
    const Document *document = m_workspace.document();
    const Clip *clip = document ? document->model().clip(m_workspace.clip()) : nullptr;
    return clip ? document->absoluteMediaPath(*clip) : QString();
}

void ProxyKeeper::look()
{
    ++m_epoch;
    m_jobs.cancel(m_lookJob);
    m_lookJob = 0;
    m_patience.stop();
    if (m_unaskedJob) {
        m_jobs.cancel(m_unaskedJob);
        m_making.removeIf([this](const auto &making) { return making.value() == m_unaskedJob; });
        m_unaskedJob = 0;
    }
    if (m_proxy) {
        m_proxy = nullptr;
        m_player.setProxy(nullptr);
        Q_EMIT proxyChanged();
    }
    const auto index = m_workspace.index();
    if (!index)
        return;
    const quint64 epoch = m_epoch;
    const std::filesystem::path path = clipPath().toStdU16String();
    m_lookJob = m_jobs.startQuiet<Found>(
        [path, index](JobContext &) -> Result<Found> {
            const auto digest = mediaDigest(path);
            if (!digest)
                return fail(digest);
            auto opened = proxy::open(*digest, *index);
            return opened ? Found{std::move(*opened)} : Found{};
        },
        [this, epoch](Result<Found> found) {
            if (found)
                onFound(epoch, *found);
        });
}

void ProxyKeeper::onFound(quint64 epoch, const Found &found)
{
    if (epoch != m_epoch)
        return;
    m_lookJob = 0;
    if (found.proxy) {
        m_proxy = found.proxy;
        if (m_used)
            m_player.setProxy(m_proxy);
        Q_EMIT proxyChanged();
        return;
    }
    if (m_used && isHeavy(*m_workspace.index()))
        m_patience.start();
}

void ProxyKeeper::makeUnasked()
{
    const QString path = clipPath();
    if (!m_used || !makeObstacle().isEmpty())
        return;
    const proxy::Options options;
    if (proxy::estimateBytes(*m_workspace.index(), options)
        <= options.budgetBytes / kLargestShare) {
        m_unaskedJob = start(path);
    } else if (!m_offered.contains(path)) {
        m_offered.insert(path); // once: who does not want it is not asked again
        m_workspace.showHint(tr("Heavy video: “%1” makes moving through it fast.")
                                 .arg(tr("Make a proxy of this clip")));
    }
}

QString ProxyKeeper::makeObstacle() const
{
    if (!m_workspace.index())
        return tr("No video is open.");
    if (m_proxy)
        return tr("This clip has its proxy.");
    if (m_making.contains(clipPath()))
        return tr("The proxy of this clip is being made.");
    return {};
}

void ProxyKeeper::make()
{
    start(clipPath());
    m_workspace.showHint(tr("A proxy is made in the background: see the jobs."));
}

int ProxyKeeper::start(const QString &name)
{
    const auto index = m_workspace.index();
    const std::filesystem::path path = name.toStdU16String();
    const int job = m_jobs.startBackground<bool>(
        tr("Proxy of %1").arg(QFileInfo(name).fileName()),
        [path, index](JobContext &context) -> Result<bool> {
            proxy::Options options;
            options.cancel = context.cancel();
            options.progress = [&](double done) { context.setProgress(done); };
            const auto made = proxy::make(path, index, options);
            if (!made)
                return fail(made);
            return true;
        },
        [this, name](Result<bool> made) {
            const bool asked = m_making.take(name) != m_unaskedJob;
            if (!asked)
                m_unaskedJob = 0;
            if (!made)
                return; // the list of jobs says it
            if (asked)
                m_workspace.showHint(
                    tr("The proxy of %1 is ready.").arg(QFileInfo(name).fileName()));
            if (name == clipPath())
                look();
        });
    m_making[name] = job;
    return job;
}

/// The end of a job that was cancelled from the list is not told by its callback.
void ProxyKeeper::forgetCancelled()
{
    for (const JobRunner::Job &job : m_jobs.jobs()) {
        if (job.state == JobRunner::State::Cancelled)
            m_making.removeIf([&](const auto &making) { return making.value() == job.id; });
    }
}

} // namespace ecva
