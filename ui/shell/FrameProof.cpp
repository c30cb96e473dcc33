#include "ui/shell/FrameProof.h"

#include "annotation/document/Document.h"
#include "ui/jobs/JobRunner.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRandomGenerator>

#include <algorithm>
#include <filesystem>

namespace ecva {
namespace {

/// As many show a seek that misses one frame in twenty with a chance of 95 %.
constexpr std::int64_t kSeeks = 60;

} // namespace

FrameProof::FrameProof(Workspace &workspace, JobRunner &jobs, ActionRegistry &actions,
                       QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_jobs(jobs)
{
    ActionRegistry::Command command;
    command.id = QStringLiteral("player.verify");
    command.group = QStringLiteral("player");
    command.area = FocusArea::Everywhere;
    command.text = [] { return tr("Verify frame numbers"); };
    command.obstacle = [self = QPointer(this)] { return self ? self->obstacle() : QString(); };
    command.run = [self = QPointer(this)] {
        if (self)
            self->verify();
    };
    actions.add(std::move(command));
    connect(&workspace, &Workspace::indexChanged, this, &FrameProof::follow);
    connect(&jobs, &JobRunner::jobsChanged, this, [this] {
        if (m_verifying)
            Q_EMIT changed();
    });
    // Every picture shown moves the playhead: what was met on the way to it is known then.
    connect(&workspace, &Workspace::playheadChanged, this, [this] {
        if (m_index && !m_metDamage && m_index->hasMetDamage()) {
            m_metDamage = true;
            Q_EMIT changed();
        }
    });
    follow();
}

FrameProof::~FrameProof()
{
    m_jobs.cancel(m_reading);
    m_jobs.cancel(m_verifying);
}

std::optional<FrameTruth> FrameProof::truth() const
{
    if (!m_index)
        return std::nullopt;
    return frameTruth(*m_index, m_certificate);
}

std::optional<double> FrameProof::progress() const
{
    if (!m_verifying || m_verified != m_index)
        return std::nullopt;
    for (const JobRunner::Job &job : m_jobs.jobs()) {
        if (job.id == m_verifying && job.isActive())
            return job.progress;
    }
    return std::nullopt;
}

QString FrameProof::obstacle() const
{
    if (!m_index)
        return tr("No video is shown");
    const auto isOurs
        = [this](const JobRunner::Job &job) { return job.id == m_verifying && job.isActive(); };
    return std::any_of(m_jobs.jobs().begin(), m_jobs.jobs().end(), isOurs)
               ? tr("Frame numbers are being verified already")
               : QString();
}

void FrameProof::follow()
{
    m_jobs.cancel(m_reading);
    m_reading = 0;
    m_index = m_workspace.index();
    m_certificate.reset();
    m_metDamage = false;
    Q_EMIT changed();
    if (!m_index || m_index->mediaDigest().empty())
        return;
    m_reading = m_jobs.startQuiet<std::optional<Certificate>>(
        [index = m_index](JobContext &) -> Result<std::optional<Certificate>> {
            return readCertificate(index->mediaDigest(), *index);
        },
        [this](Result<std::optional<Certificate>> read) {
            m_reading = 0;
            if (!read || !*read)
                return;
            m_certificate = std::move(**read);
            Q_EMIT changed();
        });
}

void FrameProof::verify()
{
    Document *document = m_workspace.document();
    const Clip *clip = document ? document->model().clip(m_workspace.clip()) : nullptr;
    if (!clip || !obstacle().isEmpty())
        return;
    const QString file = document->absoluteMediaPath(*clip);
    const std::filesystem::path path = file.toStdU16String();
    const std::string program = QCoreApplication::applicationVersion().toStdString();
    m_verified = m_index;
    m_verifying = m_jobs.start<FrameProofResult>(
        tr("Verify frame numbers of %1").arg(QFileInfo(file).fileName()),
        [path, program, index = m_index](JobContext &context) -> Result<FrameProofResult> {
            VerifyOptions options;
            options.seeks = index->frameCount() <= kSeeks ? VerifyOptions::kAll : kSeeks;
            options.seed = QRandomGenerator::global()->generate();
            options.cancel = context.cancel();
            options.progress = [&context](double done) { context.setProgress(done); };
            return proveFrames(path, index, options, program);
        },
        [this, index = m_index](Result<FrameProofResult> made) {
            m_verifying = 0;
            if (made)
                onVerified(index, *made);
            Q_EMIT changed();
        });
    Q_EMIT changed();
}

void FrameProof::onVerified(const std::shared_ptr<const VideoIndex> &index,
                            const FrameProofResult &proof)
{
    if (index != m_index) // another clip is shown by now; its own badge tells
        return;
    m_index = proof.index;
    m_certificate = proof.certificate;
    const Certificate &certificate = proof.certificate;
    if (proof.index != index)
        m_workspace.requestReopen();
    m_workspace.showHint(certificate.isSound()
                             ? tr("Frame numbers verified: %n seek(s), no difference", nullptr,
                                  static_cast<int>(certificate.checked))
                             : tr("Frame numbers are not exact: see the status line"));
}

} // namespace ecva
