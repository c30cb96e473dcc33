#pragma once

#include "annotation/document/ProjectModel.h"
#include "annotation/domain/Rounds.h"
#include "annotation/formats/ExportPlan.h"

#include <functional>

namespace ecva {

/// Keeps the books of an export being planned: what is asked for ends written or refused.
class ExportTally
{
public:
    explicit ExportTally(ExportPlan &plan);

    void write(Task task, QByteArray record);
    /// A record that is not of a task.
    void write(QByteArray record);
    void refuse(Task task, const Clip &clip, const QString &rule, const QString &message,
                const QString &raw = {});
    void warn(const Clip &clip, const QString &rule, const QString &message,
              const QString &raw = {});
    /// Adds the rules with their counts; the refusals first, in the order given.
    void finish(const QStringList &rules);

private:
    ExportTaskCount &count(Task task);
    ExportPlan &m_plan;
};

/// Name of a clip without its file suffix: "00001".
QString clipStem(const Clip &clip);

/// The answer an export takes: gold, else an accepted one, else the expert's of the latest round.
/// Never a masked, rejected or missing one and never one of demonstration weights. `inRound` says
/// which rounds are looked at. Null when there is none.
const Answer *chosenAnswer(const ProjectModel &model, QaItemId item,
                           const std::function<bool(const QString &)> &inRound);

} // namespace ecva
