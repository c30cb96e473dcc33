// Commands of the model card: load, ask, stop, accept.
#include "annotation/document/Document.h"
#include "ui/model/LoadModelDialog.h"
#include "ui/model/ModelCard.h"
#include "ui/model/ModelDesk.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

namespace ecva {

QString ModelCard::askObstacle() const
{
    const QString obstacle = m_desk.obstacle();
    if (!obstacle.isEmpty())
        return obstacle;
    if (!m_document || !m_document->model().clip(m_workspace.clip()))
        return tr("No clip is open");
    if (!m_workspace.index())
        return tr("The clip has no video to look at");
    return m_document->isReadOnly() ? tr("The project is open for reading only") : QString();
}

QString ModelCard::acceptObstacle() const
{
    const Proposal *shown = proposal();
    if (!shown || shown->state != Proposal::State::Done)
        return tr("There is no answer to accept");
    if (!m_document || !m_document->model().answer(shown->answer))
        return tr("The answer was taken back");
    return m_document->isReadOnly() ? tr("The project is open for reading only") : QString();
}

void ModelCard::ask()
{
    m_workspace.requestFlush(); // what is being typed is not mixed up with what comes
    ProposalRequest request;
    request.clip = m_workspace.clip();
    request.task = m_task;
    if (m_task == Task::Description) // causes and results belong to the clip
        request.segment = m_workspace.segment();
    request.inSteps = m_desk.wantsSteps();
    m_desk.ask(request);
}

void ModelCard::accept()
{
    const Proposal *shown = proposal();
    m_workspace.requestFlush();
    Edit edit(*m_document, QStringLiteral("answer.accept"));
    const auto accepted = edit.acceptProposal(shown->answer);
    if (!accepted) {
        m_workspace.showHint(QString::fromStdString(accepted.error().text()));
        return;
    }
    const Task task = shown->request.task;
    if (const auto committed = m_document->commit(std::move(edit)); !committed)
        return; // the window says it
    m_workspace.requestFocus(task == Task::Description ? QStringLiteral("description")
                             : task == Task::Cause     ? QStringLiteral("cause")
                                                       : QStringLiteral("result"));
}

std::vector<ProposalRequest> ModelCard::questionsOf(ClipId clip) const
{
    // The whole clip is looked at. Where it has one segment, what happened is that segment's.
    const auto segments = m_document->model().segmentsOf(clip);
    std::vector<ProposalRequest> questions;
    for (const Task task : {Task::Description, Task::Cause, Task::Result}) {
        ProposalRequest request;
        request.clip = clip;
        request.task = task;
        if (task == Task::Description && segments.size() == 1)
            request.segment = segments.front()->id;
        request.inSteps = m_desk.wantsSteps();
        questions.push_back(request);
    }
    return questions;
}

void ModelCard::askAbout(const std::vector<ClipId> &clips)
{
    m_workspace.requestFlush();
    std::vector<ProposalRequest> all;
    for (const ClipId clip : clips) {
        const auto questions = questionsOf(clip);
        all.insert(all.end(), questions.begin(), questions.end());
    }
    m_desk.askAll(all);
}

QString ModelCard::askAllObstacle() const
{
    const QString obstacle = m_desk.obstacle();
    if (!obstacle.isEmpty())
        return obstacle;
    if (m_desk.isAskingAll())
        return tr("Several clips are being asked about already");
    if (!m_document || m_document->model().clips().empty())
        return tr("The project has no clips");
    return m_document->isReadOnly() ? tr("The project is open for reading only") : QString();
}

void ModelCard::chooseModel()
{
    if (!m_loader)
        m_loader = new LoadModelDialog(m_desk, window());
    m_loader->present();
}

void ModelCard::registerCommands()
{
    const auto add = [this](const char *id, QList<QKeySequence> keys, std::function<QString()> text,
                            std::function<void()> run, std::function<QString()> obstacle = {}) {
        ActionRegistry::Command command;
        command.id = QString::fromLatin1(id);
        command.group = QStringLiteral("model");
        command.area = FocusArea::Everywhere;
        command.defaultKeys = std::move(keys);
        command.text = std::move(text);
        command.obstacle = std::move(obstacle);
        command.run = std::move(run);
        m_actions.add(std::move(command));
    };
    add(
        "model.ask", {QKeySequence(Qt::Key_F9)},
        [this] { return tr("Ask the model on %1").arg(fieldName(m_task)); }, [this] { ask(); },
        [this] { return askObstacle(); });
    add(
        "model.stop", {QKeySequence(Qt::SHIFT | Qt::Key_F9)}, [] { return tr("Stop the model"); },
        [this] { m_desk.stop(); },
        [this] {
            const Proposal *asked = m_desk.proposal();
            return asked && asked->isActive() ? QString() : tr("Nothing is being asked");
        });
    add(
        "model.accept", {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Return)},
        [] { return tr("Accept the model's answer"); }, [this] { accept(); },
        [this] { return acceptObstacle(); });
    ActionRegistry::Command steps;
    steps.id = QStringLiteral("model.inSteps");
    steps.group = QStringLiteral("model");
    steps.checkable = true;
    steps.text = [] { return tr("Answer in steps"); };
    steps.run = [this] { m_desk.setWantsSteps(!m_desk.wantsSteps()); };
    m_actions.add(std::move(steps));
    add(
        "model.askClip", {}, [] { return tr("Ask What, Why and How of this clip"); },
        [this] { askAbout({m_workspace.clip()}); },
        [this] {
            const QString why = askAllObstacle();
            return why.isEmpty() && !m_document->model().clip(m_workspace.clip())
                       ? tr("No clip is open")
                       : why;
        });
    add(
        "model.askSelected", {},
        [this] {
            return tr("Ask What, Why and How of the %n selected clip(s)", nullptr,
                      static_cast<int>(m_workspace.selectedClips().size()));
        },
        [this] { askAbout(m_workspace.selectedClips()); },
        [this] {
            const QString why = askAllObstacle();
            return why.isEmpty() && m_workspace.selectedClips().size() < 2
                       ? tr("Select several clips first, with Ctrl or Shift")
                       : why;
        });
    add(
        "model.askAll", {}, [] { return tr("Ask What, Why and How of all clips"); },
        [this] {
            std::vector<ClipId> clips;
            for (const auto &[id, clip] : m_document->model().clips())
                clips.push_back(id);
            askAbout(clips);
        },
        [this] { return askAllObstacle(); });
    add(
        "model.stopAll", {}, [] { return tr("Stop asking about several clips"); },
        [this] { m_desk.stopAskingAll(); },
        [this] { return m_desk.isAskingAll() ? QString() : tr("Nothing is being asked"); });
    const auto noEngine = [this] {
        return m_desk.readiness() == ModelDesk::Readiness::NoEngine ? m_desk.obstacle() : QString();
    };
    add("model.load", {}, [] { return tr("Load a model…"); }, [this] { chooseModel(); }, noEngine);
    add(
        "model.demonstration", {}, [] { return tr("Load the demonstration model"); },
        [this] { m_desk.loadDemonstration(); }, noEngine);
}

} // namespace ecva
