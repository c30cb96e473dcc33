#pragma once

#include "annotation/document/Edit.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace ecva {

class Document;
class KeyCap;
class KeySentenceRow;
class Label;
class RuleMark;

/// The key sentences of a clip in one round, edited in place. What is typed is stored as in the
/// text fields. Enter goes to the next row or begins a new one; a row is removed by Delete when it
/// is empty and by command, never by Backspace.
class KeySentenceList : public QWidget
{
    Q_OBJECT

public:
    explicit KeySentenceList(QWidget *parent = nullptr);

    /// Stores what was typed for the old clip first.
    void bind(Document *document, ClipId clip, const QString &round, const QString &readOnlyReason);
    /// After a change of the document.
    void refresh();
    void flush();
    void retranslate();
    void setKeyHint(const QString &keys); ///< of "next error"
    void setRequired(bool required);
    /// The widget before the first row in the tab order; rows come and go.
    void setTabPredecessor(QWidget *widget);

    /// Gives the row of `id` the focus; 0: the first row that is yet to be written, else the last.
    void focusRow(KeySentenceId id);
    /// Of the row with the focus; 0 when there is none or it is yet to be written.
    KeySentenceId focusedSentence() const;
    bool hasFocusInside() const;

Q_SIGNALS:
    void leaveRequested();
    /// Something could not be done; for the status bar.
    void refused(const QString &reason);
    void rowFocused(QWidget *row);

private:
    std::vector<const KeySentence *> stored() const;
    KeySentenceRow *addRow();
    void discard(KeySentenceRow *row);
    KeySentenceRow *focusedRow() const;
    int indexOf(const KeySentenceRow *row) const;
    void commit(KeySentenceRow *row);
    void goToNext(KeySentenceRow *row);
    void remove(KeySentenceRow *row);
    void move(KeySentenceRow *row, int direction);
    void commitChange(Edit &&edit, Result<void> prepared);
    void updateRows();
    void updateHeader();

    QPointer<Document> m_document;
    ClipId m_clip;
    QString m_round;
    QString m_readOnlyReason;
    bool m_required = true;
    QPointer<QWidget> m_tabPredecessor;

    Label *m_title;
    Label *m_limits;
    Label *m_state;
    KeyCap *m_key;
    RuleMark *m_mark;
    QWidget *m_box;
    QVBoxLayout *m_rowsLayout;
    std::vector<KeySentenceRow *> m_rows; ///< in order; the last may be one yet to be written
    QTimer m_delay;
    KeySentenceRow *m_typing = nullptr; ///< the row m_delay runs for
};

} // namespace ecva
