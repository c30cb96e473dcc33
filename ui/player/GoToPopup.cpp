#include "ui/player/GoToPopup.h"

#include "core/base/Timecode.h"
#include "core/media/VideoIndex.h"
#include "ui/player/PlayerController.h"
#include "ui/player/TimeDisplay.h"
#include "ui/style/Controls.h"
#include "ui/style/Theme.h"
#include "ui/workspace/Workspace.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

namespace ecva {

GoToPopup::GoToPopup(Workspace &workspace, PlayerController &player, TimeDisplay &time,
                     QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_player(player)
    , m_time(time)
    , m_title(new Label(Label::Tone::Text1, this))
    , m_field(new QLineEdit(this))
    , m_note(new Label(Label::Tone::Text2, this))
{
    m_field->setObjectName(QStringLiteral("goToField"));
    m_field->installEventFilter(this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(6);
    column->addWidget(m_title);
    column->addWidget(m_field);
    column->addWidget(m_note);
    m_note->setWordWrap(true);
    setFixedWidth(300);
    connect(m_field, &QLineEdit::returnPressed, this, &GoToPopup::go);
    connect(&workspace, &Workspace::indexChanged, this, &GoToPopup::dismiss);
    retranslate();
    hide();
}

void GoToPopup::retranslate()
{
    m_title->setText(tr("Go to"));
    m_field->setAccessibleName(tr("Frame number, timecode or seconds"));
    m_field->setPlaceholderText(tr("438, 0:16.2, 16.2s or +25"));
}

void GoToPopup::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void GoToPopup::adjustHeight()
{
    m_note->setMinimumHeight(m_note->heightForWidth(width() - 24));
    layout()->activate();
    resize(width(), sizeHint().height());
    move(m_bottomLeft - QPoint(0, height()));
}

void GoToPopup::open(const QPoint &bottomLeft)
{
    const auto index = m_workspace.index();
    if (!index)
        return;
    m_note->setTone(Label::Tone::Text2);
    m_note->setText(
        tr("Frames 0 to %1, up to %2")
            .arg(index->lastFrame().value)
            .arg(QString::fromStdString(formatTimecode(index->milliseconds(index->lastFrame())))));
    m_field->setText(QString::number(m_workspace.playhead().value));
    m_field->selectAll();
    m_focusBefore = QApplication::focusWidget();
    m_bottomLeft = bottomLeft;
    adjustHeight();
    raise();
    show();
    m_field->setFocus(Qt::PopupFocusReason);
}

QString GoToPopup::goTo(const QString &typed)
{
    const auto index = m_workspace.index();
    if (!index)
        return tr("No video is open.");
    const Result<Destination> to
        = parseDestination(typed.toStdString(), m_time.rate(), m_time.firstLabel());
    if (!to) {
        switch (to.error().code) {
        case ErrorCode::Unsupported:
            return tr("This clip has no constant rate, so no frames of a second to count by.");
        case ErrorCode::OutOfRange:
            return tr("Drop-frame timecode leaves “%1” out.").arg(typed.trimmed());
        default:
            return tr("“%1” is no frame number, timecode or seconds.").arg(typed);
        }
    }
    const FrameIndex here = m_workspace.playhead();
    if (to->unit == Destination::Unit::Frames) {
        const FrameIndex frame(to->value + (to->relative ? here.value : 0));
        if (frame < FrameIndex(0))
            return tr("The first frame is 0.");
        if (!index->contains(frame))
            return tr("The last frame is %1.").arg(index->lastFrame().value);
        m_player.seek(frame);
        return {};
    }
    const double seconds
        = static_cast<double>(to->value) / 1000 + (to->relative ? index->seconds(here) : 0);
    if (seconds < 0)
        return tr("The clip begins at %1.").arg(QString::fromStdString(formatTimecode(0)));
    if (seconds > index->durationSeconds())
        return tr("The clip ends at %1.")
            .arg(QString::fromStdString(
                formatTimecode(index->milliseconds(FrameIndex(index->frameCount())))));
    // Half a millisecond on: times are shown rounded, and what is shown must lead back.
    FrameIndex frame = index->frameAtSeconds(seconds + 0.0005);
    if (to->relative) { // to where a frame begins, the nearest: there and back is no way at all
        const FrameIndex next(frame.value + 1);
        if (index->contains(next)
            && index->seconds(next) - seconds < seconds - index->seconds(frame))
            frame = next;
    }
    m_player.seek(frame);
    return {};
}

void GoToPopup::go()
{
    const QString problem = goTo(m_field->text());
    if (problem.isEmpty()) {
        dismiss();
        return;
    }
    m_note->setTone(Label::Tone::Error);
    m_note->setText(problem);
    m_field->setAccessibleDescription(problem);
    m_field->selectAll();
    adjustHeight();
}

void GoToPopup::dismiss()
{
    if (isHidden())
        return;
    const bool focused = isAncestorOf(QApplication::focusWidget());
    hide();
    if (focused && m_focusBefore)
        m_focusBefore->setFocus(Qt::PopupFocusReason);
}

bool GoToPopup::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::FocusOut && !isHidden()
        && static_cast<QFocusEvent *>(event)->reason() != Qt::ActiveWindowFocusReason)
        dismiss();
    if (event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        dismiss();
        return true;
    }
    return QWidget::eventFilter(object, event);
}

void GoToPopup::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme &theme = themeOf(this);
    painter.setPen(QPen(theme.border, theme.borderWidth));
    painter.setBrush(theme.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

} // namespace ecva
