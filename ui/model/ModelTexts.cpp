#include "ui/model/ModelTexts.h"

#include "annotation/document/ProjectModel.h"
#include "ui/model/ModelCard.h"
#include "ui/model/ModelDesk.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

namespace ecva {
namespace {

QString stepText(const ChainStep &step)
{
    switch (step.kind) {
    case ChainStep::Kind::Caption:
        return ModelCard::tr("describing part %1 of %2").arg(step.part).arg(kChainParts);
    case ChainStep::Kind::Ranking:
        return ModelCard::tr("choosing two parts");
    case ChainStep::Kind::Answer:
        break;
    }
    return ModelCard::tr("answering");
}

} // namespace

QString fieldName(Task task)
{
    switch (task) {
    case Task::Description:
        return ModelCard::tr("What");
    case Task::Cause:
        return ModelCard::tr("Why");
    case Task::Result:
        return ModelCard::tr("How");
    case Task::Classification:
        return ModelCard::tr("Class");
    case Task::Time:
        return ModelCard::tr("Time");
    case Task::Free:
        break;
    }
    return ModelCard::tr("Question");
}

QString progressText(const Proposal &proposal, bool isAskingAll)
{
    switch (proposal.state) {
    case Proposal::State::Waiting:
        return isAskingAll ? ModelCard::tr("next in turn") : ModelCard::tr("waiting");
    case Proposal::State::Reading:
        return proposal.step ? stepText(*proposal.step) : ModelCard::tr("reading frames");
    case Proposal::State::Stopped:
        return ModelCard::tr("stopped");
    case Proposal::State::Failed:
        return {};
    case Proposal::State::Writing:
    case Proposal::State::Done:
        break;
    }
    const QString tokens = ModelCard::tr("%n token(s)", nullptr, static_cast<int>(proposal.tokens));
    if (!proposal.isActive() || proposal.tokensPerSecond <= 0)
        return tokens;
    return ModelCard::tr("%1 · %2 / s")
        .arg(tokens,
             QString::number(proposal.tokensPerSecond, 'f', proposal.tokensPerSecond < 10 ? 1 : 0));
}

QString chainSummary(const ChainReport &chain)
{
    if (chain.chosen.size() == 2)
        return ModelCard::tr("In steps, of parts %1 and %2 of %3")
            .arg(chain.chosen[0])
            .arg(chain.chosen[1])
            .arg(kChainParts);
    if (chain.chosen.size() == 1)
        return ModelCard::tr("In steps, of part %1 of %2").arg(chain.chosen[0]).arg(kChainParts);
    return ModelCard::tr("In steps");
}

QString chainDetails(const ChainReport &chain)
{
    QStringList lines;
    int part = 0;
    for (const ChainCaption &caption : chain.captions)
        lines.append(ModelCard::tr("Part %1: %2")
                         .arg(++part)
                         .arg(QString::fromStdString(caption.text).simplified()));
    if (chain.unranked)
        lines.append(ModelCard::tr("The model named no two parts: the first two were taken."));
    if (chain.shortened)
        lines.append(ModelCard::tr(
            "The descriptions were cut for the choice: together they are too long for the model."));
    return lines.join(QLatin1Char('\n'));
}

std::vector<qint64> framesSeen(const ProjectModel &project, ClipId clip)
{
    const Answer *newest = nullptr;
    for (const QaItem *item : project.itemsOf(clip)) {
        for (const Answer *answer : project.answersOf(item->id)) {
            if (answer->role == AnswerRole::Model && !answer->provenance.isEmpty()
                && (!newest || answer->stamp.modifiedAt > newest->stamp.modifiedAt))
                newest = answer;
        }
    }
    std::vector<qint64> frames;
    if (!newest)
        return frames;
    const QJsonValue list = QJsonDocument::fromJson(newest->provenance)[QStringLiteral("frames")];
    for (const QJsonValue &frame : list.toArray())
        frames.push_back(frame.toInteger());
    return frames;
}

} // namespace ecva
