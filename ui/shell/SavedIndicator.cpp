#include "ui/shell/SavedIndicator.h"

#include "annotation/document/Document.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/style/Theme.h"
#include "ui/workspace/Workspace.h"

#include <QEvent>
#include <QPainter>
#include <QTimer>

namespace ecva {
namespace {

constexpr int kPatienceMs = 300;

} // namespace

SavedIndicator::SavedIndicator(Workspace &workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_patience(new QTimer(this))
{
    setObjectName(QStringLiteral("savedIndicator"));
    setFont(uiFont(TextSize::Secondary));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_patience->setSingleShot(true);
    m_patience->setInterval(kPatienceMs);
    connect(m_patience, &QTimer::timeout, this, [this] { setState(State::Saving); });
    connect(&workspace, &Workspace::documentChanged, this, &SavedIndicator::follow);
    follow();
}

void SavedIndicator::follow()
{
    m_patience->stop();
    m_when = {};
    Document *document = m_workspace.document();
    if (!document) {
        setState(State::Hidden);
        return;
    }
    connect(document, &Document::saved, this, [this](const QDateTime &when) {
        m_patience->stop();
        m_when = when.toLocalTime();
        setState(State::Saved);
        Q_EMIT saveWorks();
    });
    connect(document, &Document::saveFailed, this, [this](const QString &cause) {
        m_patience->stop();
        setState(State::Failed);
        Q_EMIT saveFailed(cause);
    });
    // What was read is what is on the disk.
    setState(document->isReadOnly() ? State::ReadOnly : State::Saved);
}

void SavedIndicator::setPending(bool pending)
{
    if (m_state == State::Hidden || m_state == State::ReadOnly)
        return;
    if (!pending) {
        m_patience->stop();
        if (m_state == State::Saving)
            setState(State::Saved);
    } else if (!m_patience->isActive() && m_state != State::Saving) {
        m_patience->start();
    }
}

QString SavedIndicator::text() const
{
    switch (m_state) {
    case State::Saved:
        return m_when.isValid() ? tr("Saved %1").arg(m_when.toString(QStringLiteral("HH:mm:ss")))
                                : tr("Saved");
    case State::Saving:
        return tr("Saving…");
    case State::Failed:
        return tr("Not saved");
    case State::ReadOnly:
        return tr("Read-only");
    case State::Hidden:
        break;
    }
    return {};
}

void SavedIndicator::setState(State state)
{
    m_state = state;
    setVisible(state != State::Hidden);
    setAccessibleName(text());
    updateGeometry();
    update();
}

QSize SavedIndicator::sizeHint() const
{
    return {16 + 6 + tabularWidth(font(), text()), 28};
}

void SavedIndicator::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        setState(m_state);
    QWidget::changeEvent(event);
}

void SavedIndicator::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QColor colour = theme.text2;
    QString icon = QStringLiteral("clock");
    if (m_state == State::Saved) {
        colour = theme.ok;
        icon = QStringLiteral("check");
    } else if (m_state == State::Failed) {
        colour = theme.error;
        icon = QStringLiteral("error");
    } else if (m_state == State::ReadOnly) {
        icon = QStringLiteral("lock");
    }
    QPainter painter(this);
    painter.drawPixmap(0, (height() - 16) / 2, iconPixmap(icon, colour, 16, devicePixelRatioF()));
    painter.setPen(colour);
    drawTabular(painter, rect().adjusted(22, 0, 0, 0), Qt::AlignLeft, text());
}

} // namespace ecva
