#include "ui/shell/NoticeBar.h"

#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/style/Theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace ecva {

NoticeBar::NoticeBar(QWidget *parent)
    : QWidget(parent)
    , m_title(new Label(Label::Tone::Text1, this))
    , m_cause(new Label(Label::Tone::Text2, this))
    , m_action(new QPushButton(this))
    , m_close(new IconButton(QStringLiteral("close"), this))
{
    setObjectName(QStringLiteral("noticeBar"));
    setMinimumHeight(44);
    m_title->setFont(uiFont(TextSize::Body, QFont::DemiBold));
    m_cause->setWordWrap(true);
    m_cause->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_cause->setObjectName(QStringLiteral("noticeCause"));
    m_action->setObjectName(QStringLiteral("noticeAction"));
    m_close->setAccessibleName(tr("Close this message"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(44, 6, 12, 6);
    row->setSpacing(12);
    row->addWidget(m_title);
    row->addWidget(m_cause, 1);
    row->addWidget(m_action);
    row->addWidget(m_close);
    connect(m_action, &QPushButton::clicked, this, [this] {
        hide();
        if (m_run)
            m_run();
    });
    connect(m_close, &QAbstractButton::clicked, this, &QWidget::hide);
    hide();
}

void NoticeBar::showError(const QString &title, const QString &cause, const QString &action,
                          std::function<void()> run, const QString &topic)
{
    m_topic = topic;
    m_title->setText(title);
    m_cause->setText(cause);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_run = std::move(run);
    setAccessibleName(title);
    setAccessibleDescription(cause);
    show();
}

void NoticeBar::settle(const QString &topic)
{
    if (!topic.isEmpty() && topic == m_topic)
        hide();
}

QString NoticeBar::text() const
{
    return isVisible() ? m_title->text() : QString();
}

void NoticeBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        m_close->setAccessibleName(tr("Close this message"));
    QWidget::changeEvent(event);
}

void NoticeBar::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    QColor fill = theme.error;
    fill.setAlphaF(0.10F);
    painter.fillRect(rect(), theme.raised);
    painter.fillRect(rect(), fill);
    painter.fillRect(QRect(0, 0, 3, height()), theme.error);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.hairline);
    painter.drawPixmap(16, 14,
                       iconPixmap(QStringLiteral("error"), theme.error, 16, devicePixelRatioF()));
}

} // namespace ecva
