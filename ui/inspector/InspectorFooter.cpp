#include "ui/inspector/InspectorFooter.h"

#include "ui/style/Controls.h"
#include "ui/style/EcvaStyle.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/style/Theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace ecva {
namespace {

constexpr int kKeysFrom
    = 376; ///< narrower, the key beside "Submit and next" would push out the count

} // namespace

RulesButton::RulesButton(QWidget *parent)
    : QAbstractButton(parent)
{
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setFont(uiFont(TextSize::Body));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void RulesButton::setState(Tone tone, const QString &text)
{
    m_tone = tone;
    setText(text);
    setEnabled(!text.isEmpty());
    updateGeometry();
    update();
}

QSize RulesButton::sizeHint() const
{
    return {22 + fontMetrics().horizontalAdvance(text()) + 6, 28};
}

void RulesButton::paintEvent(QPaintEvent *)
{
    if (text().isEmpty())
        return;
    const Theme &theme = themeOf(this);
    const QColor colours[] = {theme.ok, theme.warn, theme.error};
    const QString icons[]
        = {QStringLiteral("check"), QStringLiteral("warning"), QStringLiteral("error")};
    const auto tone = static_cast<int>(m_tone);
    QPainter painter(this);
    if (const auto *own = qobject_cast<const EcvaStyle *>(style());
        own && (hasFocus() || (underMouse() && m_tone != Tone::Ok)))
        own->drawSurface(&painter, rect(), underMouse() ? theme.hover : QColor(), {}, hasFocus());
    painter.drawPixmap(2, (height() - 16) / 2,
                       iconPixmap(icons[tone], colours[tone], 16, devicePixelRatioF()));
    painter.setPen(colours[tone]);
    const QRect rest = rect().adjusted(23, 0, -2, 0);
    painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(text(), Qt::ElideRight, rest.width()));
}

InspectorFooter::InspectorFooter(QWidget *parent)
    : QWidget(parent)
    , m_rules(new RulesButton)
    , m_skip(new QPushButton)
    , m_submit(new QPushButton)
{
    setFixedHeight(52);
    m_rules->setObjectName(QStringLiteral("rulesLabel"));
    m_skip->setObjectName(QStringLiteral("skipButton"));
    m_submit->setObjectName(QStringLiteral("submitButton"));
    setButtonKind(m_submit, ButtonKind::Primary);
    m_skip->setFocusPolicy(Qt::TabFocus);
    m_submit->setFocusPolicy(Qt::TabFocus);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(14, 0, 16, 0);
    row->setSpacing(8);
    row->addWidget(m_rules);
    row->addStretch(1);
    row->addWidget(m_skip);
    row->addWidget(m_submit);
    connect(m_rules, &QAbstractButton::clicked, this, &InspectorFooter::nextIssueRequested);
    connect(m_skip, &QAbstractButton::clicked, this, &InspectorFooter::skipRequested);
    connect(m_submit, &QAbstractButton::clicked, this, &InspectorFooter::submitRequested);
    retranslate();
}

void InspectorFooter::setOpen(int missing, int broken)
{
    m_missing = missing;
    m_broken = broken;
    updateRules();
}

void InspectorFooter::updateRules()
{
    if (!m_hasClip)
        m_rules->setState(RulesButton::Tone::Ok, {});
    else if (m_broken > 0)
        m_rules->setState(RulesButton::Tone::Broken,
                          tr("%n rule(s) open", nullptr, m_broken + m_missing));
    else if (m_missing > 0)
        m_rules->setState(RulesButton::Tone::Missing, tr("%n field(s) open", nullptr, m_missing));
    else
        m_rules->setState(RulesButton::Tone::Ok, tr("Complete"));
    m_rules->setToolTip(m_missing + m_broken > 0 && !m_nextKeys.isEmpty()
                            ? tr("Go to the next one (%1)").arg(m_nextKeys)
                            : QString());
    m_rules->setAccessibleName(m_rules->text());
}

void InspectorFooter::showRefusal(const QString &reason)
{
    m_rules->setState(RulesButton::Tone::Broken, reason);
    m_rules->setToolTip(reason);
    m_rules->setAccessibleName(reason);
}

void InspectorFooter::setUsable(bool clip, const QString &readOnlyReason)
{
    m_hasClip = clip;
    m_readOnlyReason = readOnlyReason;
    m_skip->setEnabled(clip);
    m_submit->setEnabled(clip && readOnlyReason.isEmpty());
    m_submit->setToolTip(readOnlyReason);
    updateRules();
}

void InspectorFooter::setKeyHints(const QString &submit, const QString &next)
{
    m_submitKeys = submit;
    m_nextKeys = next;
    setKeyHint(m_submit, width() >= kKeysFrom ? m_submitKeys : QString());
    updateRules();
}

void InspectorFooter::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    setKeyHint(m_submit, width() >= kKeysFrom ? m_submitKeys : QString());
}

void InspectorFooter::retranslate()
{
    m_skip->setText(tr("Skip"));
    m_submit->setText(tr("Submit and next"));
    updateRules();
}

} // namespace ecva
