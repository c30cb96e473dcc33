#pragma once

#include <QTextEdit>

namespace ecva {

/// Plain text in lines of 19 px (22 px for Chinese) that grows with what is written, from three
/// lines to eight. Has no undo of its own: the document's is the only one.
class AnswerEdit : public QTextEdit
{
    Q_OBJECT

public:
    explicit AnswerEdit(QWidget *parent = nullptr);

    /// Shows `text`, changing only what differs, so that the caret stays where the person left it.
    void showText(const QString &text);
    /// An input method is putting a word together.
    bool isComposing() const { return m_composing; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {80, heightForLines(kMinLines)}; }

Q_SIGNALS:
    /// The text differs from before: typed, pasted, or shown.
    void textEdited();
    void composingChanged(bool composing);
    void focusLeft();
    /// Escape.
    void leaveRequested();

protected:
    bool event(QEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void insertFromMimeData(const QMimeData *source) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    static constexpr int kMinLines = 3;
    static constexpr int kMaxLines = 8;

    int heightForLines(int lines) const;
    void applyLineHeight();
    void onContentsChanged();

    QString m_text;
    bool m_chinese = false;
    bool m_composing = false;
    int m_height = 0;
};

} // namespace ecva
