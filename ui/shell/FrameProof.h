#pragma once

#include "core/media/Certificate.h"

#include <QObject>
#include <QPointer>
#include <QString>

#include <memory>
#include <optional>

namespace ecva {

class ActionRegistry;
class Document;
class JobRunner;
class Workspace;

/// Knows what is proven about the frame numbers of the current clip, and proves them when asked
/// (command "player.verify"): a listed job that compares random seeks with a decode from start to
/// end and keeps the certificate. UI thread.
class FrameProof : public QObject
{
    Q_OBJECT

public:
    FrameProof(Workspace &workspace, JobRunner &jobs, ActionRegistry &actions,
               QObject *parent = nullptr);
    ~FrameProof() override;

    /// Nothing while there is no index.
    std::optional<FrameTruth> truth() const;
    const std::optional<Certificate> &certificate() const { return m_certificate; }
    /// Of the current clip's video; null while it is read.
    std::shared_ptr<const VideoIndex> index() const { return m_index; }
    /// Fraction done of the check of the current clip; nothing when none runs.
    std::optional<double> progress() const;

    void verify();
    /// Why verify() cannot be done now, translated; empty when it can.
    QString obstacle() const;

Q_SIGNALS:
    void changed();

private:
    void follow();
    void onVerified(const std::shared_ptr<const VideoIndex> &index, const FrameProofResult &proof);

    Workspace &m_workspace;
    JobRunner &m_jobs;
    std::shared_ptr<const VideoIndex> m_index;
    std::optional<Certificate> m_certificate;
    bool m_metDamage = false; ///< as it was told last
    int m_reading = 0;        ///< job that reads the kept certificate
    int m_verifying = 0;      ///< job that checks, whichever clip is current by now
    std::shared_ptr<const VideoIndex> m_verified; ///< what it checks
};

} // namespace ecva
