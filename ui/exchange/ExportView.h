#pragma once

#include "annotation/domain/Ids.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace ecva {

class Bar;
class ExportPlanPage;
class ExportSession;
class IconButton;
class JobRunner;
class Label;
class Workspace;

/// Takes annotations out of the project in a published format: says first what would be written and
/// refused, and why, and writes file and manifest with the last button. A full view inside the
/// window: Esc or Cancel closes it.
class ExportView : public QWidget
{
    Q_OBJECT

public:
    ExportView(Workspace &workspace, JobRunner &jobs, QWidget *parent = nullptr);
    ~ExportView() override;

    /// Starts the dry run on the open project.
    void open();

Q_SIGNALS:
    void closed();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void makeTitleRow();
    void makeActionBar();
    void makeStatusLine();
    void retranslate();
    void refresh();
    void refreshTitle();
    void refreshActions();
    void cancel();
    void chooseOut();
    void goToClip(ClipId clip);

    Workspace &m_workspace;
    ExportSession *m_session;

    Bar *m_title;
    Label *m_heading = nullptr;
    Label *m_formatLabel = nullptr;
    QComboBox *m_format = nullptr;
    Label *m_modelLabel = nullptr;
    QComboBox *m_model = nullptr;
    Label *m_filterLabel = nullptr;
    QLineEdit *m_filter = nullptr;
    Label *m_filterState = nullptr;
    Label *m_outLabel = nullptr;
    QLineEdit *m_out = nullptr;
    IconButton *m_chooseOut = nullptr;
    ExportPlanPage *m_page;
    Bar *m_actions;
    Label *m_sentence = nullptr;
    Label *m_detail = nullptr;
    QPushButton *m_showFolder = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_export = nullptr;
    Bar *m_status;
    Label *m_time = nullptr;
    Label *m_sameLabel = nullptr;
    QLineEdit *m_command = nullptr;
};

} // namespace ecva
