#pragma once

#include "annotation/document/Edit.h"
#include "annotation/lint/ClipRules.h"

#include <QPointer>
#include <QWidget>

#include <vector>

class QScrollArea;

namespace ecva {

class ActionRegistry;
class AnswerBinding;
class ClassPicker;
struct ChangeEvent;
class Document;
class IconButton;
class InspectorFooter;
class KeySentenceList;
class Label;
class SegmentedControl;
class SegmentTimes;
class StatusControl;
class TextField;
class VerdictCombo;
class Workspace;

/// Everything that is said about the clip and the segment that are being looked at: class, times,
/// severity, verdict, what, why, how, key sentences, and what is still open. What belongs to the
/// selected segment (to the clip when none is selected), the rest of the texts to the clip.
class InspectorPanel : public QWidget
{
    Q_OBJECT

public:
    InspectorPanel(Workspace &workspace, ActionRegistry &actions, QWidget *parent = nullptr);
    /// Stores what was typed last.
    ~InspectorPanel() override;

    /// Puts a card above the footer, outside of what scrolls. Takes it over.
    void setCard(QWidget *card);
    /// Stores now what was typed, before an undo or the end of the program.
    void flush();

    QSize sizeHint() const override { return {400, 760}; }
    QSize minimumSizeHint() const override { return {320, 240}; }

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeHeader();
    QWidget *makeContents();
    void connectWorkspace();
    void connectFields();
    void registerCommands();
    void retranslate();
    void applyPalette();

    /// Shows what the workspace points at; typed text goes to where it was typed first.
    void bind();
    void onDocumentChanged();
    void onChanged(const ChangeEvent &event);
    void refreshSegment();
    void refreshClip();
    void refreshIssues();

    /// Null when there is none in the document.
    const Clip *clip() const;
    const Segment *segment() const;
    QString readOnlyReason() const;

    void setVerdict(Verdict verdict);
    void setStatus(ClipStatus status);
    void setLabel(const QString &label);
    void setSeverity(int index);
    /// Of all selected segments, in one step.
    void patchSelected(const QString &command, const SegmentPatch &patch);
    void commit(Edit &&edit, const Result<void> &prepared);

    void openClassPicker(const QString &typed);
    void goToNextIssue();
    bool isAt(const ClipIssue &issue) const;
    void goTo(const ClipIssue &issue);
    void focusField(const QString &field);
    void skip();
    void submitAndGoOn();

    Workspace &m_workspace;
    ActionRegistry &m_actions;
    QPointer<Document> m_document;
    ClipId m_clip;
    SegmentId m_segment;
    std::vector<ClipIssue> m_issues;

    Label *m_title;
    Label *m_count;
    StatusControl *m_status;
    IconButton *m_previous;
    IconButton *m_next;
    QScrollArea *m_scroll;
    ClassPicker *m_class;
    SegmentTimes *m_times;
    Label *m_severityLabel;
    SegmentedControl *m_severity;
    VerdictCombo *m_verdict;
    TextField *m_what;
    TextField *m_why;
    TextField *m_how;
    AnswerBinding *m_whatBinding;
    AnswerBinding *m_whyBinding;
    AnswerBinding *m_howBinding;
    KeySentenceList *m_sentences;
    InspectorFooter *m_footer;
};

} // namespace ecva
