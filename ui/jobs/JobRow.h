#pragma once

#include "ui/jobs/JobRunner.h"

#include <QWidget>

class QProgressBar;

namespace ecva {

class IconButton;
class Label;

/// "3 s", "2 min 5 s", "1 h 4 min", in the reader's language.
QString durationText(qint64 milliseconds);
/// Milliseconds a job still takes at its mean speed; -1 while nobody can know.
qint64 remainingMs(const JobRunner::Job &job, qint64 nowMs);

/// One job of the panel.
class JobRow : public QWidget
{
    Q_OBJECT

public:
    explicit JobRow(QWidget *parent = nullptr);
    void show(const JobRunner::Job &job);
    QSize sizeHint() const override;

Q_SIGNALS:
    void cancelRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    JobRunner::State m_state = JobRunner::State::Queued;
    Label *m_title = nullptr;
    Label *m_status = nullptr;
    Label *m_detail = nullptr;
    QProgressBar *m_bar = nullptr;
    IconButton *m_cancel = nullptr;
};

} // namespace ecva
