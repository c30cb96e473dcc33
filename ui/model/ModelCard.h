#pragma once

#include "ui/model/ModelTexts.h"

#include <QPointer>
#include <QWidget>

class QCheckBox;
class QPlainTextEdit;
class QPushButton;

namespace ecva {

class ActionRegistry;
class CoverageStrip;
class Document;
class Label;
class LoadModelDialog;
class ModelDesk;
class Workspace;
struct ProposalRequest;

/// The model beside the text: asks about the field that is being written, shows the answer as it
/// comes, the frames it was read off, and takes it over. Grows with what there is to show, so that
/// it costs one line while nobody asks.
class ModelCard : public QWidget
{
    Q_OBJECT

public:
    ModelCard(Workspace &workspace, ModelDesk &desk, ActionRegistry &actions,
              QWidget *parent = nullptr);
    ~ModelCard() override;

    /// The field that a question would be about: the one that had the focus last.
    Task task() const { return m_task; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildHead();
    void buildAnswer();
    void registerCommands();
    void retranslate();
    void followFocus(QWidget *now);
    void connectDocument();

    /// The proposal in view: of this clip, else null.
    const Proposal *proposal() const;
    /// The engine that runs models is here.
    bool runsHere() const;
    QString modelTrouble() const;
    QString askObstacle() const;
    QString acceptObstacle() const;
    void refresh();
    void refreshHead(const Proposal *proposal);
    /// The name of the model is worth more than the field that is asked about.
    void fitHead();
    void refreshAnswer(const Proposal *proposal);
    void refreshCoverage(const Proposal *proposal);
    void refreshButtons(const Proposal *proposal);
    /// Frames of the proposal, else of the newest stored answer of a model about the clip.
    std::vector<qint64> framesInView(const Proposal *proposal) const;

    void ask();
    void accept();
    /// What, Why and How of a clip.
    std::vector<ProposalRequest> questionsOf(ClipId clip) const;
    void askAbout(const std::vector<ClipId> &clips);
    QString askAllObstacle() const;
    void chooseModel();

    Workspace &m_workspace;
    ModelDesk &m_desk;
    ActionRegistry &m_actions;
    QPointer<Document> m_document;
    Task m_task = Task::Description;
    QString m_shownText;
    LoadModelDialog *m_loader = nullptr; ///< made when it is first asked for

    Label *m_name;
    Label *m_about;
    bool m_hasAbout = false; ///< a field that it would be asked about, if there is room
    Label *m_rate;
    QPushButton *m_ask;
    QCheckBox *m_inSteps;
    QPushButton *m_stop;
    QPushButton *m_load;
    QPushButton *m_demonstration;
    Label *m_warning;
    Label *m_trouble;
    QPlainTextEdit *m_text;
    Label *m_chain;
    CoverageStrip *m_coverage;
    QWidget *m_foot;
    Label *m_seen;
    QPushButton *m_measure;
    QPushButton *m_accept;
};

} // namespace ecva
