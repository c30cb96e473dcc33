#include "ui/player/GoToPopup.h"

#include "core/base/Timecode.h"
#include "core/media/VideoIndex.h"
#include "ui/player/PlayerController.h"
#include "ui/style/Controls.h"
#include "ui/style/Theme.h"
#include "ui/workspace/Workspace.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

namespace ecva {

GoToPopup::GoToPopup(Workspace &workspace, PlayerController &player, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_player(player)
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
    m_field->setPlaceholderText(tr("438, 0:16.2 or 16.2s"));
}

void GoToPopup::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
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
    adjustSize();
    move(bottomLeft - QPoint(0, height()));
    raise();
    show();
    m_field->setFocus(Qt::PopupFocusReason);
}

void GoToPopup::go()
{
    const auto index = m_workspace.index();
    const Result<TypedPosition> typed = parsePosition(m_field->text().toStdString());
    QString problem;
    if (!typed) {
        problem = tr("“%1” is no frame number, timecode or seconds.").arg(m_field->text());
    } else if (const auto *frame = std::get_if<FrameIndex>(&*typed)) {
        if (index->contains(*frame))
            m_player.seek(*frame);
        else
            problem = tr("The last frame is %1.").arg(index->lastFrame().value);
    } else {
        const double seconds = static_cast<double>(std::get<std::int64_t>(*typed)) / 1000;
        if (seconds <= index->durationSeconds())
            // Half a millisecond on: times are shown rounded, and what is shown must lead back.
            m_player.seek(index->frameAtSeconds(seconds + 0.0005));
        else
            problem = tr("The clip ends at %1.")
                          .arg(QString::fromStdString(formatTimecode(
                              index->milliseconds(FrameIndex(index->frameCount())))));
    }
    if (problem.isEmpty()) {
        dismiss();
        return;
    }
    m_note->setTone(Label::Tone::Error);
    m_note->setText(problem);
    m_field->selectAll();
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
