#pragma once

#include <QWidget>

#include <memory>

class QComboBox;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace ecva {

class Bar;
class IconMark;
class ImportPlanPage;
class ImportSession;
class JobRunner;
class Label;
class Workspace;

/// Brings a public file into the project: says first what would come of it, lets the guessed fixes
/// be ticked, and writes everything as one undo step with the last button. A full view inside the
/// window: Esc or Cancel closes it.
class ImportView : public QWidget
{
    Q_OBJECT

public:
    ImportView(Workspace &workspace, JobRunner &jobs, QWidget *parent = nullptr);
    ~ImportView() override;

    /// Starts reading; needs an open project to be imported into.
    void open(const QString &file);

Q_SIGNALS:
    void closed();
    /// New clips, segments and answers of the step just written.
    void imported(int clips, int segments, int answers);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void makeTitleRow();
    QWidget *makeReadingPage();
    QWidget *makeFailedPage();
    void makeActionBar();
    void retranslate();
    void refresh();
    void refreshTitle();
    void refreshSheets();
    void refreshActions();
    void cancel();
    void chooseOther();
    void saveReport();
    void importNow();
    void write();
    void showProblem(const QString &text);

    Workspace &m_workspace;
    ImportSession *m_session;
    bool m_writing = false;

    Bar *m_title;
    Label *m_heading = nullptr;
    Label *m_file = nullptr;
    Label *m_bytes = nullptr;
    Label *m_formatLabel = nullptr;
    QComboBox *m_format = nullptr;
    QWidget *m_sheets = nullptr;
    Label *m_time = nullptr;
    QStackedWidget *m_pages;
    Label *m_reading = nullptr;
    QProgressBar *m_progress = nullptr;
    Label *m_failedTitle = nullptr;
    Label *m_failedText = nullptr;
    QPushButton *m_choose = nullptr;
    ImportPlanPage *m_page;
    Bar *m_actions;
    Label *m_sentence = nullptr;
    Label *m_detail = nullptr;
    IconMark *m_undoIcon = nullptr;
    Label *m_oneStep = nullptr;
    QPushButton *m_report = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_import = nullptr;
    Bar *m_status;
    Label *m_place = nullptr;
    Label *m_keys = nullptr;
    Label *m_container = nullptr;
};

} // namespace ecva
