#pragma once

#include "annotation/domain/Ids.h"

#include <QWidget>

#include <memory>

class QStackedWidget;

namespace ecva {

class ActionRegistry;
class AnswerGrid;
class DecisionBar;
class GoldEditor;
class IconMark;
class JobRunner;
class Label;
class ModelDesk;
class NoAnswersPage;
class ReviewColumn;
class ReviewSession;
class SegmentedControl;
class Workspace;
struct ReviewField;

/// Expert and model answers of a clip side by side, settled into gold by keyboard. Registers the
/// commands of the review at once; its widgets are made when it is first opened.
class ReviewView : public QWidget
{
    Q_OBJECT

public:
    ReviewView(Workspace &workspace, ModelDesk &desk, JobRunner &jobs, ActionRegistry &actions,
               QWidget *parent = nullptr);
    ~ReviewView() override;

    /// Shows the clip and the item that the workspace points at.
    void open();
    /// The window's picture and timeline, shown here until release().
    void lend(QWidget *player, QWidget *timeline);
    void release();
    /// Stores the gold answer that is being written.
    void flush();
    const ReviewSession &session() const { return *m_session; }
    void setVisible(bool visible) override;

Q_SIGNALS:
    void closed(); ///< back to the panels

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void build();
    QWidget *buildTitle();
    QWidget *buildStatus();
    void registerCommands();
    void retranslate();
    void onSheet();
    void onCurrent();
    void showTitle();
    void showGold();
    void showStatus();
    void showFrames();
    void chooseCell(int row, int column);
    void chooseItem(int item);
    void walk(bool forward);
    void decide(int settlement);
    void writeGold();
    void mergeGold();
    void saveGold();
    void finish();
    void switchMarking();
    bool marksAgreement() const;
    QString notHere() const;
    QString expertNote() const;

    Workspace &m_workspace;
    ActionRegistry &m_actions;
    ReviewSession *m_session;
    ReviewColumn *m_column = nullptr;
    QStackedWidget *m_pages = nullptr; ///< the grid, or why there is none
    AnswerGrid *m_grid = nullptr;
    NoAnswersPage *m_empty = nullptr;
    GoldEditor *m_gold = nullptr;
    DecisionBar *m_decisions = nullptr;
    Label *m_name = nullptr;
    IconMark *m_statusIcon = nullptr;
    Label *m_status = nullptr;
    Label *m_markTitle = nullptr;
    SegmentedControl *m_marks = nullptr;
    Label *m_place = nullptr;
    Label *m_hint = nullptr;
    Label *m_marking = nullptr;
    ClipId m_goldClip; ///< whose field the editor shows
    int m_goldRow = -1;
    AnswerId m_goldAnswer;
    QString m_goldText;
    int m_chosenMarking = 0; ///< AnswerGrid::Marking
};

} // namespace ecva
