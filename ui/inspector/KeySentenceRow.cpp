#include "ui/inspector/KeySentenceRow.h"

#include "annotation/lint/ClipRules.h"
#include "ui/inspector/RuleMark.h"
#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"
#include "ui/workspace/Wording.h"

#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

namespace ecva {
namespace {

constexpr int kTextInset = 2; ///< of QLineEdit, which has no name for it

} // namespace

SentenceEdit::SentenceEdit(QWidget *parent)
    : QLineEdit(parent)
{
    setFrame(false);
    setFont(uiFont(TextSize::Body));
    setTextMargins(-8, 0, -8, 0); // the row keeps the distances
}

void SentenceEdit::inputMethodEvent(QInputMethodEvent *event)
{
    const bool composing = !event->preeditString().isEmpty();
    QLineEdit::inputMethodEvent(event);
    if (composing != m_composing) {
        m_composing = composing;
        Q_EMIT composingChanged(composing);
    }
}

void SentenceEdit::focusInEvent(QFocusEvent *event)
{
    QLineEdit::focusInEvent(event);
    Q_EMIT focusEntered();
}

void SentenceEdit::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason) {
        deselect();
        Q_EMIT focusLeft();
    }
}

void SentenceEdit::keyPressEvent(QKeyEvent *event)
{
    const bool plain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (plain && !m_composing) {
        switch (event->key()) {
        case Qt::Key_Escape:
            Q_EMIT leaveRequested();
            return;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            Q_EMIT nextRequested();
            return;
        case Qt::Key_Up:
        case Qt::Key_Down:
            Q_EMIT neighbourRequested(event->key() == Qt::Key_Up ? -1 : 1);
            return;
        case Qt::Key_Delete:
            if (text().isEmpty() && !event->isAutoRepeat()) {
                Q_EMIT removeRequested();
                return;
            }
            break;
        default:
            break;
        }
    }
    if (event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier) && !m_composing
        && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)) {
        Q_EMIT moveRequested(event->key() == Qt::Key_Up ? -1 : 1);
        return;
    }
    QLineEdit::keyPressEvent(event);
}

bool SentenceEdit::focusNextPrevChild(bool next)
{
    Q_EMIT aboutToTab();
    return QLineEdit::focusNextPrevChild(next);
}

void SentenceEdit::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu *menu = createStandardContextMenu();
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addSeparator();
    const auto add = [&](const QString &text, const QString &keys, auto run) {
        QAction *action = menu->addAction(text + QLatin1Char('\t') + keys);
        action->setEnabled(m_storedRow && !isReadOnly());
        connect(action, &QAction::triggered, this, run);
    };
    const auto keyText = [](Qt::Key key) {
        return QKeySequence(Qt::CTRL | Qt::SHIFT | key).toString(QKeySequence::NativeText);
    };
    add(tr("Move up"), keyText(Qt::Key_Up), [this] { Q_EMIT moveRequested(-1); });
    add(tr("Move down"), keyText(Qt::Key_Down), [this] { Q_EMIT moveRequested(1); });
    add(tr("Remove this sentence"), QString(), [this] { Q_EMIT removeRequested(); });
    menu->popup(event->globalPos());
}

void SentenceEdit::paintEvent(QPaintEvent *event)
{
    const QFontMetrics metrics(font());
    if (hasFocus() || metrics.horizontalAdvance(text()) <= width()) {
        QLineEdit::paintEvent(event);
        return;
    }
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::Text));
    const QRect line = rect().adjusted(kTextInset, 0, 0, 0);
    painter.drawText(line, Qt::AlignVCenter | Qt::AlignLeft,
                     metrics.elidedText(text(), Qt::ElideRight, line.width()));
}

KeySentenceRow::KeySentenceRow(QWidget *parent)
    : QWidget(parent)
    , m_numberLabel(new Label(Label::Tone::Text3))
    , m_edit(new SentenceEdit)
    , m_counter(new Label(Label::Tone::Text3))
    , m_mark(new RuleMark)
{
    setFixedHeight(26);
    m_numberLabel->setFont(uiFont(TextSize::Secondary));
    m_numberLabel->setFixedWidth(18);
    m_counter->setFont(uiFont(TextSize::Secondary));
    m_counter->setTabular(true);
    m_counter->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_counter->setMinimumWidth(44);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(9, 0, 8, 0);
    row->setSpacing(8);
    row->addWidget(m_numberLabel);
    row->setSpacing(0);
    row->addWidget(m_edit, 1);
    row->addSpacing(8);
    row->addWidget(m_counter);
    row->addSpacing(8);
    row->addWidget(m_mark);
}

void KeySentenceRow::setId(KeySentenceId id)
{
    m_id = id;
    m_edit->setStoredRow(static_cast<bool>(id));
}

void KeySentenceRow::setNumber(int number, bool last)
{
    m_number = number;
    m_last = last;
    m_numberLabel->setText(QString::number(number));
    retranslate();
    update();
}

void KeySentenceRow::showStored(const QString &text)
{
    const bool dirty = isDirty();
    m_stored = text;
    if (!dirty && m_edit->text() != text && this->text() != text) {
        const int caret = m_edit->cursorPosition();
        m_edit->setText(text);
        m_edit->setCursorPosition(m_edit->hasFocus() ? caret : 0);
    }
}

void KeySentenceRow::restoreIfEmpty()
{
    if (m_id && text().isEmpty())
        m_edit->setText(m_stored);
}

void KeySentenceRow::setStored(const QString &text)
{
    m_stored = text;
    m_failure.clear();
}

void KeySentenceRow::setFailed(bool failed, const QString &reason)
{
    m_failure = failed ? reason : QString();
}

void KeySentenceRow::updateCounter(const ProjectSettings &settings)
{
    SentenceLength length = sentenceLength(settings, m_edit->text());
    if (m_edit->text().trimmed().isEmpty() && interfaceIsChinese())
        length.limit = settings.keySentenceCharacters;
    const bool bad = length.tooLong() || !m_failure.isEmpty();
    m_counter->setText(m_failure.isEmpty()
                           ? tr("%1 / %2", "length, limit").arg(length.length).arg(length.limit)
                           : tr("Not saved"));
    m_counter->setFont(uiFont(TextSize::Secondary, bad ? QFont::DemiBold : QFont::Normal));
    m_counter->setTone(bad ? Label::Tone::Error : Label::Tone::Text3);
    m_mark->setState(bad ? RuleMark::State::Broken : RuleMark::State::None);
    m_mark->setToolTip(m_failure);
    m_counter->setToolTip(m_failure);
}

void KeySentenceRow::retranslate()
{
    m_edit->setPlaceholderText(m_id ? tr("Delete removes this sentence")
                                    : tr("Add a short sentence"));
    m_edit->setAccessibleName(tr("Key sentence %1").arg(m_number));
}

void KeySentenceRow::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    if (!m_last)
        painter.fillRect(0, height() - 1, width(), 1, theme.hairline);
    if (m_edit->hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme.accent, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 3, 3);
    }
}

} // namespace ecva
