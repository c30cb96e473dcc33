#include "ui/jobs/JobsIndicator.h"

#include "ui/jobs/JobRunner.h"
#include "ui/jobs/JobsPanel.h"
#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"

#include <QEvent>
#include <QFrame>
#include <QPainter>
#include <QScreen>
#include <QVBoxLayout>

#include <cmath>

namespace ecva {
namespace {

constexpr int kRing = 16;
constexpr int kPadding = 8;
constexpr int kFullCircle = 360 * 16; // QPainter counts sixteenths of a degree

/// The frame that holds the list: as wide and high as its content, redrawn in the theme.
class Popup : public QFrame
{
public:
    explicit Popup(QWidget *parent)
        : QFrame(parent, Qt::Popup)
    {
        setFrameShape(QFrame::NoFrame);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = themeOf(this);
        QPainter painter(this);
        painter.fillRect(rect(), theme.border);
        const int line = theme.borderWidth;
        painter.fillRect(rect().adjusted(line, line, -line, -line), theme.panel);
    }
};

} // namespace

JobsIndicator::JobsIndicator(JobRunner &jobs, QWidget *parent)
    : QAbstractButton(parent)
    , m_jobs(jobs)
{
    setObjectName(QStringLiteral("jobsIndicator"));
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    connect(&m_jobs, &JobRunner::jobsChanged, this, &JobsIndicator::refresh);
    connect(this, &QAbstractButton::clicked, this, &JobsIndicator::openPanel);
    refresh();
}

void JobsIndicator::refresh()
{
    setToolTip(tr("Jobs"));
    const int running = m_jobs.runningCount();
    if (running > 0) {
        const int percent = static_cast<int>(m_jobs.overallProgress() * 100);
        const QString text = tr("%n job(s) %1%", nullptr, running).arg(percent);
        if (text.size() != this->text().size())
            updateGeometry();
        setText(text);
        setAccessibleName(text);
        update();
    }
    setVisible(running > 0);
}

QSize JobsIndicator::sizeHint() const
{
    return {2 * kPadding + kRing + 8 + tabularWidth(font(), text()), 28};
}

void JobsIndicator::openPanel()
{
    if (m_popup)
        return;
    m_popup = new Popup(this);
    m_popup->setAttribute(Qt::WA_DeleteOnClose);
    auto *panel = new JobsPanel(m_jobs, m_popup);
    auto *layout = new QVBoxLayout(m_popup);
    const int line = themeOf(this).borderWidth;
    layout->setContentsMargins(line, line, line, line);
    layout->addWidget(panel);
    // Its right edge under ours, or under the window's while there is nothing to hang it on.
    const QWidget *anchor = isVisible() ? static_cast<QWidget *>(this) : window();
    const int right
        = anchor->mapToGlobal(QPoint(anchor->width(), 0)).x() - (anchor == this ? 0 : 12);
    const int top = anchor->mapToGlobal(QPoint(0, anchor == this ? height() + 4 : 48)).y();
    m_popup->adjustSize();
    m_popup->move(std::max(0, right - m_popup->width()), top);
    m_popup->show();
    connect(&m_jobs, &JobRunner::jobsChanged, m_popup, [popup = m_popup.data()] {
        const int right = popup->geometry().right();
        popup->adjustSize();
        popup->move(right - popup->width() + 1, popup->y());
    });
}

void JobsIndicator::changeEvent(QEvent *event)
{
    QAbstractButton::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        refresh();
}

void JobsIndicator::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (isDown() || underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isDown() ? theme.pressed : theme.hover);
        painter.drawRoundedRect(rect(), 4, 4);
    }
    const QRectF ring(kPadding + 1.5, (height() - kRing) / 2.0 + 1.5, kRing - 3, kRing - 3);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.border, 2));
    painter.drawEllipse(ring);
    painter.setPen(QPen(theme.accent, 2, Qt::SolidLine, Qt::FlatCap));
    painter.drawArc(ring, kFullCircle / 4,
                    -static_cast<int>(std::lround(kFullCircle * m_jobs.overallProgress())));
    painter.setPen(theme.text2);
    drawTabular(painter, rect().adjusted(kPadding + kRing + 8, 0, -kPadding, 0), Qt::AlignLeft,
                text());
    if (hasFocus()) {
        painter.setPen(QPen(theme.accent, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
}

} // namespace ecva
