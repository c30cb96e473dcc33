#include "ui/jobs/JobRow.h"

#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/style/Theme.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QPainter>
#include <QProgressBar>

namespace ecva {
namespace {

constexpr int kIconColumn = 40;
constexpr double kLeastProgress = 0.02; // below it an estimate jumps about

} // namespace

QString durationText(qint64 milliseconds)
{
    const qint64 seconds = (milliseconds + 999) / 1000;
    if (seconds < 60)
        return JobRow::tr("%1 s").arg(seconds);
    if (seconds < 3600)
        return JobRow::tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    return JobRow::tr("%1 h %2 min").arg(seconds / 3600).arg(seconds / 60 % 60);
}

qint64 remainingMs(const JobRunner::Job &job, qint64 nowMs)
{
    if (job.state != JobRunner::State::Running || job.progress < kLeastProgress)
        return -1;
    const auto spent = static_cast<double>(nowMs - job.startedMs);
    return static_cast<qint64>(spent * (1.0 - job.progress) / job.progress);
}

JobRow::JobRow(QWidget *parent)
    : QWidget(parent)
{
    m_title = new Label(Label::Tone::Text1, this);
    m_title->setFont(uiFont(TextSize::Body, QFont::Medium));
    m_title->setElided(true);
    m_status = new Label(Label::Tone::Text2, this);
    m_status->setFont(uiFont(TextSize::Secondary));
    m_status->setTabular(true);
    m_detail = new Label(Label::Tone::Text3, this);
    m_detail->setFont(uiFont(TextSize::Secondary));
    m_detail->setWordWrap(true);
    m_bar = new QProgressBar(this);
    m_bar->setRange(0, 1000);
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(4);
    m_cancel = new IconButton(QStringLiteral("close"), this);
    connect(m_cancel, &IconButton::clicked, this, &JobRow::cancelRequested);

    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_title, 1);
    head->addWidget(m_status);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(4);
    texts->addLayout(head);
    texts->addWidget(m_bar);
    texts->addWidget(m_detail);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(kIconColumn, 10, 12, 10);
    layout->setSpacing(8);
    layout->addLayout(texts, 1);
    layout->addWidget(m_cancel, 0, Qt::AlignTop);
}

QSize JobRow::sizeHint() const
{
    return {380, QWidget::sizeHint().height()};
}

void JobRow::show(const JobRunner::Job &job)
{
    using State = JobRunner::State;
    m_state = job.state;
    m_title->setText(job.title);
    m_bar->setVisible(job.isActive());
    m_bar->setValue(static_cast<int>(job.progress * 1000));
    m_bar->setAccessibleName(tr("Progress of %1").arg(job.title));
    m_cancel->setVisible(job.isActive());
    m_cancel->setToolTip(tr("Cancel"));
    m_cancel->setAccessibleName(tr("Cancel %1").arg(job.title));

    QString status;
    Label::Tone tone = Label::Tone::Text2;
    switch (job.state) {
    case State::Queued:
        status = tr("Waiting");
        break;
    case State::Running: {
        const qint64 left = remainingMs(job, QDateTime::currentMSecsSinceEpoch());
        const int percent = static_cast<int>(job.progress * 100);
        status = left < 0 ? tr("%1%").arg(percent)
                          : tr("%1%, %2 left").arg(percent).arg(durationText(left));
        break;
    }
    case State::Done:
        status = tr("Done in %1").arg(durationText(job.endedMs - job.startedMs));
        break;
    case State::Failed:
        status = tr("Failed");
        tone = Label::Tone::Error;
        break;
    case State::Cancelled:
        status = tr("Cancelled");
        break;
    }
    m_status->setText(status);
    m_status->setTone(tone);
    m_status->updateGeometry();
    const bool failed = job.state == State::Failed;
    m_detail->setText(failed ? job.error : job.detail);
    m_detail->setTone(failed ? Label::Tone::Error : Label::Tone::Text3);
    m_detail->setVisible(!m_detail->text().isEmpty());
    update();
}

void JobRow::paintEvent(QPaintEvent *)
{
    using State = JobRunner::State;
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    QString name = QStringLiteral("clock");
    QColor colour = theme.text3;
    if (m_state == State::Done) {
        name = QStringLiteral("check");
        colour = theme.ok;
    } else if (m_state == State::Failed) {
        name = QStringLiteral("error");
        colour = theme.error;
    } else if (m_state == State::Cancelled) {
        name = QStringLiteral("close");
    } else if (m_state == State::Running) {
        colour = theme.accent;
    }
    painter.drawPixmap(12, m_title->geometry().center().y() - 7,
                       iconPixmap(name, colour, 16, devicePixelRatioF()));
    painter.fillRect(0, height() - 1, width(), 1, theme.hairline);
}

} // namespace ecva
