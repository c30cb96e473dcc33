#include "ui/jobs/JobsPanel.h"

#include "ui/jobs/JobRow.h"
#include "ui/jobs/JobRunner.h"
#include "ui/style/Controls.h"

#include <QEvent>
#include <QScrollArea>
#include <QVBoxLayout>

#include <set>

namespace ecva {
namespace {

constexpr int kWidth = 400;
constexpr int kMostHeight = 420;
constexpr int kEmptyHeight = 64;

} // namespace

JobsPanel::JobsPanel(JobRunner &jobs, QWidget *parent)
    : QWidget(parent)
    , m_jobs(jobs)
{
    setObjectName(QStringLiteral("jobsPanel"));
    m_empty = new Label(Label::Tone::Text2, this);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setFixedHeight(kEmptyHeight);

    auto *content = new QWidget(this);
    m_list = new QVBoxLayout(content);
    m_list->setContentsMargins(0, 0, 0, 0);
    m_list->setSpacing(0);
    m_list->addStretch(1);
    m_scroll = new QScrollArea(this);
    m_scroll->setWidget(content);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_empty);
    layout->addWidget(m_scroll, 1);

    connect(&m_jobs, &JobRunner::jobsChanged, this, &JobsPanel::refresh);
    retranslate();
}

void JobsPanel::retranslate()
{
    setAccessibleName(tr("Jobs"));
    m_empty->setText(tr("No jobs. Imports, exports and video indexes show here."));
    refresh();
}

void JobsPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

QSize JobsPanel::sizeHint() const
{
    if (m_rows.empty())
        return {kWidth, kEmptyHeight};
    return {kWidth, std::min(kMostHeight, m_scroll->widget()->sizeHint().height())};
}

void JobsPanel::refresh()
{
    std::set<int> known;
    int place = 0;
    for (const JobRunner::Job &job : m_jobs.jobs()) {
        known.insert(job.id);
        JobRow *&row = m_rows[job.id];
        if (!row) {
            row = new JobRow(this);
            const int id = job.id;
            connect(row, &JobRow::cancelRequested, this, [this, id] { m_jobs.cancel(id); });
            m_list->insertWidget(place, row);
        }
        row->show(job);
        ++place;
    }
    std::erase_if(m_rows, [&known](const auto &entry) {
        const bool gone = !known.contains(entry.first);
        if (gone)
            entry.second->deleteLater(); // it may be the sender
        return gone;
    });
    m_empty->setVisible(m_rows.empty());
    m_scroll->setVisible(!m_rows.empty());
    updateGeometry();
}

} // namespace ecva
