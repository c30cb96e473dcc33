#include "ui/inspector/AnswerEdit.h"

#include "annotation/lint/TextCount.h"
#include "ui/style/EcvaStyle.h"
#include "ui/style/Fonts.h"
#include "ui/workspace/Wording.h"

#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QTextBlock>
#include <QTextDocument>

#include <algorithm>

namespace ecva {
namespace {

constexpr int kPaddingX = 8;
constexpr int kPaddingY = 6;
constexpr int kLine = 19;
constexpr int kChineseLine = 22;

} // namespace

AnswerEdit::AnswerEdit(QWidget *parent)
    : QTextEdit(parent)
    , m_chinese(interfaceIsChinese())
{
    setAcceptRichText(false);
    setUndoRedoEnabled(false);
    setTabChangesFocus(true);
    setFont(uiFont(TextSize::Body));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    document()->setDocumentMargin(0);
    setViewportMargins(kPaddingX - 1, kPaddingY - 1, 4, kPaddingY - 1);
    applyLineHeight();
    connect(document(), &QTextDocument::contentsChanged, this, &AnswerEdit::onContentsChanged);
}

void AnswerEdit::showText(const QString &text)
{
    const QString old = toPlainText();
    if (old == text)
        return;
    qsizetype front = 0;
    while (front < std::min(old.size(), text.size()) && old.at(front) == text.at(front))
        ++front;
    qsizetype back = 0;
    while (back < std::min(old.size(), text.size()) - front
           && old.at(old.size() - 1 - back) == text.at(text.size() - 1 - back))
        ++back;
    QTextCursor cursor(document());
    cursor.setPosition(static_cast<int>(front));
    cursor.setPosition(static_cast<int>(old.size() - back), QTextCursor::KeepAnchor);
    cursor.insertText(text.mid(front, text.size() - front - back));
}

int AnswerEdit::heightForLines(int lines) const
{
    return lines * (m_chinese ? kChineseLine : kLine) + 2 * kPaddingY;
}

QSize AnswerEdit::sizeHint() const
{
    return {200, m_height > 0 ? m_height : heightForLines(kMinLines)};
}

void AnswerEdit::applyLineHeight()
{
    QTextBlockFormat format;
    format.setLineHeight(m_chinese ? kChineseLine : kLine, QTextBlockFormat::FixedHeight);
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    cursor.mergeBlockFormat(format);
}

void AnswerEdit::onContentsChanged()
{
    const QString text = toPlainText();
    const bool chinese = text.isEmpty() ? interfaceIsChinese() : isChinese(text);
    if (chinese != m_chinese) {
        m_chinese = chinese;
        applyLineHeight();
    }
    const int contents = static_cast<int>(document()->size().height()) + 2 * kPaddingY;
    const int height = std::clamp(contents, heightForLines(kMinLines), heightForLines(kMaxLines));
    if (height != m_height) {
        m_height = height;
        setVerticalScrollBarPolicy(contents > height ? Qt::ScrollBarAsNeeded
                                                     : Qt::ScrollBarAlwaysOff);
        updateGeometry();
    }
    if (text != m_text) {
        m_text = text;
        Q_EMIT textEdited();
    }
}

bool AnswerEdit::event(QEvent *event)
{
    // The frame's own paint event; the text's goes to the viewport, which does not reach the
    // border.
    if (event->type() == QEvent::Paint) {
        const auto *own = qobject_cast<const EcvaStyle *>(style());
        if (own) {
            QPainter painter(this);
            own->drawSurface(&painter, rect(), palette().color(QPalette::Base), own->theme().border,
                             hasFocus());
            return true;
        }
    }
    return QTextEdit::event(event);
}

void AnswerEdit::inputMethodEvent(QInputMethodEvent *event)
{
    const bool composing = !event->preeditString().isEmpty();
    QTextEdit::inputMethodEvent(event);
    if (composing != m_composing) {
        m_composing = composing;
        Q_EMIT composingChanged(composing);
    }
}

void AnswerEdit::focusOutEvent(QFocusEvent *event)
{
    QTextEdit::focusOutEvent(event);
    // A popup (the context menu, an input method's list) only borrows the focus.
    if (event->reason() != Qt::PopupFocusReason)
        Q_EMIT focusLeft();
}

void AnswerEdit::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && event->modifiers() == Qt::NoModifier && !m_composing) {
        Q_EMIT leaveRequested();
        return;
    }
    QTextEdit::keyPressEvent(event);
}

void AnswerEdit::insertFromMimeData(const QMimeData *source)
{
    QString text = source->text();
    text.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    text.replace(QLatin1Char('\r'), QLatin1Char('\n'));
    text.remove(QChar::Null);
    text.remove(QChar::ObjectReplacementCharacter);
    textCursor().insertText(text);
    ensureCursorVisible();
}

void AnswerEdit::changeEvent(QEvent *event)
{
    QTextEdit::changeEvent(event);
    if (event->type() == QEvent::LanguageChange && toPlainText().isEmpty())
        onContentsChanged();
}

void AnswerEdit::resizeEvent(QResizeEvent *event)
{
    QTextEdit::resizeEvent(event);
    onContentsChanged();
}

} // namespace ecva
