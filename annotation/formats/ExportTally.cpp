#include "annotation/formats/ExportTally.h"

#include "annotation/document/Proposal.h"
#include "annotation/formats/EcvaSheetCells.h"
#include "annotation/formats/ExportRules.h"

#include <algorithm>
#include <tuple>

namespace ecva {
ExportTally::ExportTally(ExportPlan &plan)
    : m_plan(plan)
{
}

ExportTaskCount &ExportTally::count(Task task)
{
    for (ExportTaskCount &entry : m_plan.tasks) {
        if (entry.task == task)
            return entry;
    }
    m_plan.tasks.push_back({task, 0, 0});
    return m_plan.tasks.back();
}

void ExportTally::write(Task task, QByteArray record)
{
    ++count(task).written;
    write(std::move(record));
}

void ExportTally::write(QByteArray record)
{
    ++m_plan.asked;
    ++m_plan.written;
    m_plan.records.push_back(std::move(record));
}

void ExportTally::refuse(Task task, const Clip &clip, const QString &rule, const QString &message,
                         const QString &raw)
{
    ++m_plan.asked;
    ++count(task).refused;
    Finding finding;
    finding.rule = rule;
    finding.severity = Severity::Error;
    finding.clip = clipStem(clip);
    finding.place = finding.clip + u' ' + toName(task);
    finding.raw = raw;
    finding.message = message;
    m_plan.refused.push_back(std::move(finding));
}

void ExportTally::warn(const Clip &clip, const QString &rule, const QString &message,
                       const QString &raw)
{
    Finding finding;
    finding.rule = rule;
    finding.severity = Severity::Warning;
    finding.clip = clipStem(clip);
    finding.place = finding.clip;
    finding.raw = raw;
    finding.message = message;
    m_plan.warnings.push_back(std::move(finding));
}

void ExportTally::finish(const QStringList &rules)
{
    for (const QString &id : rules) {
        RuleInfo rule = ExportRules::find(id);
        const auto isOfRule = [&id](const Finding &finding) { return finding.rule == id; };
        rule.places = int(std::count_if(m_plan.refused.begin(), m_plan.refused.end(), isOfRule));
        const auto warned = std::count_if(m_plan.warnings.begin(), m_plan.warnings.end(), isOfRule);
        if (warned > 0 && rule.places == 0)
            rule.severity = Severity::Warning;
        rule.places += int(warned);
        m_plan.rules.push_back(std::move(rule));
    }
}

QString clipStem(const Clip &clip)
{
    const qsizetype dot = clip.name.lastIndexOf(u'.');
    const bool hasSuffix = dot > 0 && clip.name.size() - dot <= 5;
    return hasSuffix ? clip.name.left(dot) : clip.name;
}

const Answer *chosenAnswer(const ProjectModel &model, QaItemId item,
                           const std::function<bool(const QString &)> &inRound)
{
    const auto rank = [](const Answer &answer) {
        if (answer.role == AnswerRole::Gold)
            return 3;
        if (answer.state == AnswerState::Accepted)
            return 2;
        return answer.role == AnswerRole::Expert ? 1 : 0;
    };
    const std::vector<const Answer *> answers = model.answersOf(item);
    // An accepted proposal is the expert's text from then on, with whatever was changed in it.
    const auto isTakenOver = [&answers](const Answer &proposal) {
        return std::any_of(answers.begin(), answers.end(), [&proposal](const Answer *other) {
            return other->role == AnswerRole::Expert
                   && proposalOf(other->provenance) == proposal.id;
        });
    };
    const Answer *best = nullptr;
    for (const Answer *answer : answers) {
        if (rank(*answer) == 0 || answer->role == AnswerRole::Masked
            || answer->state == AnswerState::Rejected || !inRound(answer->round)
            || isDemonstration(*answer) || ecvasheet::isMissing(answer->text)
            || (answer->role == AnswerRole::Model && isTakenOver(*answer))) {
            continue;
        }
        if (!best) {
            best = answer;
            continue;
        }
        const int ours = rank(*answer);
        const int theirs = rank(*best);
        const bool sameRound = answer->round == best->round;
        const bool later = sameRound ? std::tie(best->stamp.modifiedAt, best->id)
                                           < std::tie(answer->stamp.modifiedAt, answer->id)
                                     : isEarlierRound(best->round, answer->round);
        if (ours > theirs || (ours == theirs && later))
            best = answer;
    }
    return best;
}

} // namespace ecva
