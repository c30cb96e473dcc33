#pragma once

#include "ui/workspace/ActionRegistry.h"

#include <QWidget>

class QPushButton;
class QStackedWidget;

namespace ecva {

class Bar;
class DeltaHead;
class DeltaSession;
class EmptyDelta;
class EvidencePane;
class FilmStrip;
class JobRunner;
class Label;
class MaskedPane;
class ModelDesk;
class NumberStrip;
class VerdictRow;
class WarnLine;
class Workspace;

/// What of a model's answer was really seen: the answer with and without the key frames. Verdict,
/// proof, words, numbers, in that order.
class DeltaView : public QWidget
{
    Q_OBJECT

public:
    DeltaView(Workspace &workspace, ModelDesk &desk, JobRunner &jobs, ActionRegistry &actions,
              QWidget *parent = nullptr);
    ~DeltaView() override;

    /// Shows the clip and the item that the workspace points at.
    void open();

Q_SIGNALS:
    void closed(); ///< back to the panels

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    bool event(QEvent *event) override;

private:
    void addCommands();
    void makeResults();
    void makeStatusLine();
    void retranslate();
    void refresh();
    void refreshModel();
    void refreshFilm();
    void refreshNumbers();
    void refreshStatus();
    void showEmpty();
    bool isDemonstration() const;
    void goToFrame(qint64 frame);

    Workspace &m_workspace;
    ModelDesk &m_desk;
    ActionRegistry &m_actions;
    DeltaSession *m_session;
    DeltaHead *m_head;
    WarnLine *m_demonstration;
    QStackedWidget *m_pages;
    EmptyDelta *m_empty;
    QWidget *m_results;
    VerdictRow *m_verdict;
    FilmStrip *m_film;
    EvidencePane *m_evidence;
    MaskedPane *m_masked;
    NumberStrip *m_numbers;
    Bar *m_status;
    Label *m_place;
    Label *m_cost;
    Label *m_decoding;
    QPushButton *m_copy;
    bool m_stale = true; ///< refresh() waits until the view is seen
};

} // namespace ecva
