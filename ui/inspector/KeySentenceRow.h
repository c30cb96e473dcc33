#pragma once

#include "annotation/domain/Entities.h"

#include <QLineEdit>
#include <QWidget>

namespace ecva {

class Label;
class RuleMark;

/// The text of a key sentence: a frameless field that ends in "…" while it is not being edited.
class SentenceEdit : public QLineEdit
{
    Q_OBJECT

public:
    explicit SentenceEdit(QWidget *parent = nullptr);
    bool isComposing() const { return m_composing; }
    /// There is a stored sentence here, which the menu can remove and move.
    void setStoredRow(bool stored) { m_storedRow = stored; }

Q_SIGNALS:
    void composingChanged(bool composing);
    void focusEntered();
    void focusLeft();
    void leaveRequested();
    void nextRequested();
    /// Tab was pressed: what is stored now may bring the row that Tab goes to.
    void aboutToTab();
    /// -1: the row above, +1: the row below.
    void neighbourRequested(int direction);
    /// Delete in an empty field, or from the menu.
    void removeRequested();
    /// -1: one place up, +1: one down.
    void moveRequested(int direction);

protected:
    void inputMethodEvent(QInputMethodEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void paintEvent(QPaintEvent *event) override;

private:
    bool m_composing = false;
    bool m_storedRow = false;
};

/// One row of the list: number, text, "6 / 7", and a mark when it is too long. 26 px.
class KeySentenceRow : public QWidget
{
    Q_OBJECT

public:
    explicit KeySentenceRow(QWidget *parent = nullptr);

    /// 0: a sentence yet to be written.
    KeySentenceId id() const { return m_id; }
    void setId(KeySentenceId id);
    void setNumber(int number, bool last);
    /// What is stored; typed text that is not stays.
    void showStored(const QString &text);
    void setStored(const QString &text);
    /// Backspace never discards: an emptied sentence is shown again as it is stored.
    void restoreIfEmpty();
    void setFailed(bool failed, const QString &reason);
    void updateCounter(const ProjectSettings &settings);
    void retranslate();

    QString text() const { return m_edit->text().simplified(); }
    bool isDirty() const { return text() != m_stored; }
    SentenceEdit *edit() const { return m_edit; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    KeySentenceId m_id;
    QString m_stored;
    QString m_failure;
    bool m_last = false;
    int m_number = 0;
    Label *m_numberLabel;
    SentenceEdit *m_edit;
    Label *m_counter;
    RuleMark *m_mark;
};

} // namespace ecva
