#pragma once

#include <QTimer>
#include <QWidget>

namespace ecva {

class AnswerEdit;
class Label;
class RuleMark;

/// A labelled text with its counter. Knows when what was typed should be stored (400 ms after the
/// last key, and on leaving), not where: whoever owns it stores on commitRequested() and answers
/// with setStored() or setFailed(). Nothing is asked for while an input method composes.
class TextField : public QWidget
{
    Q_OBJECT

public:
    explicit TextField(const QString &editName, QWidget *parent = nullptr);

    void setTitles(const QString &title, const QString &subtitle, const QString &placeholder);
    /// An empty text is a gap.
    void setRequired(bool required);
    void setReadOnly(bool readOnly, const QString &reason);

    AnswerEdit *edit() const { return m_edit; }
    QString text() const;
    /// Typed and not stored.
    bool isDirty() const;

    /// Another text to look at: what is shown now is forgotten. flush() first.
    void reset(const QString &stored);
    /// The same text was changed elsewhere. Typed text that is not stored yet stays.
    void refresh(const QString &stored);
    /// The answer to commitRequested(): it is on disk.
    void setStored(const QString &stored);
    /// The answer to commitRequested(): it is not, and is tried again at the next change.
    void setFailed(const QString &reason);
    /// Stores now what was typed; a word being composed is taken as it is.
    void flush();
    void retranslate();

Q_SIGNALS:
    void commitRequested(const QString &text);
    void leaveRequested();

private:
    void onEdited();
    void commit();
    void updateCounter();

    Label *m_title;
    Label *m_subtitle;
    Label *m_counter;
    RuleMark *m_mark;
    AnswerEdit *m_edit;
    QTimer m_delay;
    QString m_stored;
    QString m_failure;
    bool m_required = true;
};

} // namespace ecva
