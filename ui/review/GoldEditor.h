#pragma once

#include "annotation/domain/Ids.h"

#include <QString>
#include <QWidget>

class QScrollArea;

namespace ecva {

class AnswerEdit;
class IconMark;
class Label;
class MarkedLabel;

/// Where the gold answer of a field is written: the text, and beside it what differs from the text
/// that it was made from, or the model's answer whose words are to go into it.
class GoldEditor : public QWidget
{
    Q_OBJECT

public:
    struct Source
    {
        AnswerId answer;
        QString name; ///< "the expert answer", "Video-LLaMA"
        QString text;
    };

    explicit GoldEditor(QWidget *parent = nullptr);

    /// Shows a field and its gold answer, empty where there is none. What was being written is
    /// forgotten: save it first.
    void showStored(const QString &field, const QString &text, const Source &source);
    /// Begins to write with `text`. `beside`: an answer to take words from; null: the pane shows
    /// what was changed.
    void begin(const QString &text, const Source &source, const Source *beside);
    void setReadOnly(bool readOnly, const QString &reason);

    QString text() const;
    const Source &source() const { return m_source; }
    /// Begun, and not stored.
    bool isWriting() const { return m_writing; }
    /// Differs from what it was begun with.
    bool isChanged() const;
    AnswerEdit *edit() const { return m_edit; }
    void retranslate();

Q_SIGNALS:
    void leaveRequested(); ///< Escape
    void changed();        ///< text or state

private:
    void onEdited();
    void refresh();
    void refreshPane();

    IconMark *m_star;
    Label *m_title;
    Label *m_note;
    Label *m_counter;
    Label *m_paneTitle;
    AnswerEdit *m_edit;
    QScrollArea *m_scroll;
    MarkedLabel *m_pane;
    QString m_field;
    QString m_stored;
    QString m_begun;
    Source m_source;
    Source m_beside;
    bool m_hasBeside = false;
    bool m_writing = false;
    bool m_showing = false; ///< the text is set from outside
};

} // namespace ecva
