#include "annotation/formats/EcvaResultsExport.h"

#include "annotation/document/Proposal.h"
#include "annotation/domain/Prompts.h"
#include "annotation/formats/ClipFilter.h"
#include "annotation/formats/ExportRules.h"
#include "annotation/formats/ExportTally.h"
#include "annotation/formats/JsonText.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <map>
#include <optional>

namespace ecva {
namespace {

constexpr int kNumbers = 1000; // rows of the published sheet, which the scripts pair by position

std::optional<QString> taskType(Task task)
{
    switch (task) {
    case Task::Description:
        return QStringLiteral("Description");
    case Task::Cause:
        return QStringLiteral("Cause");
    case Task::Result:
        return QStringLiteral("Result");
    case Task::Classification:
        return QStringLiteral("Classification");
    case Task::Time:
    case Task::Free:
        break;
    }
    return std::nullopt;
}

int numberOf(const Clip &clip)
{
    static const QRegularExpression numbered(QStringLiteral("^(\\d{5})\\.mp4$"));
    const QRegularExpressionMatch match = numbered.match(clip.path.section(u'/', -1));
    return match.hasMatch() ? match.captured(1).toInt() : 0;
}

class ResultsPlanner
{
    Q_DECLARE_TR_FUNCTIONS(Export)

public:
    ResultsPlanner(const ProjectModel &model, const ExportRequest &request,
                   const ClipFilter &filter)
        : m_model(model)
        , m_filter(filter)
        , m_tally(m_plan)
    {
        m_plan.request = request;
        m_plan.head = "[\n    ";
        m_plan.separator = ",\n    ";
        m_plan.tail = "\n]"; // json.dump writes no final newline
    }

    Result<ExportPlan> plan(const CancelToken &cancel)
    {
        const std::vector<Task> &tasks = m_plan.request.tasks;
        if (tasks.size() != 1 || !taskType(tasks.front())) {
            return fail(ErrorCode::InvalidArgument,
                        "ecva-results holds one task a file: say --task description, cause, result "
                        "or classification");
        }
        m_task = tasks.front();
        m_plan.tasks.push_back({m_task, 0, 0});
        if (const Result<void> chosen = chooseModel(); !chosen)
            return fail(chosen);
        std::map<int, const Clip *> byNumber;
        for (const auto &[id, clip] : m_model.clips()) {
            if (const Result<void> go = cancel.check(); !go)
                return fail(go);
            if (m_filter.matches(m_model, clip))
                sortIn(clip, byNumber);
        }
        writeRecords(byNumber);
        m_tally.finish({exportrule::kAnswerMissing, exportrule::kClipNumber, exportrule::kClipTwice,
                        exportrule::kClipCut});
        return std::move(m_plan);
    }

private:
    /// The one model of the task, or the one that was asked for.
    Result<void> chooseModel()
    {
        QStringList models;
        for (const auto &[id, answer] : m_model.answers()) {
            const QaItem *item = m_model.item(answer.item);
            if (answer.role == AnswerRole::Model && item && item->task == m_task
                && !isDemonstration(answer) && !models.contains(answer.author)) {
                models.append(answer.author);
            }
        }
        const QString &wanted = m_plan.request.model;
        const std::string known = models.join(QStringLiteral(", ")).toStdString();
        if (!wanted.isEmpty() && !models.contains(wanted))
            return fail(ErrorCode::InvalidArgument,
                        "no answers of model \"" + wanted.toStdString() + "\""
                            + (models.isEmpty() ? std::string() : "; there are " + known));
        if (wanted.isEmpty() && models.size() > 1)
            return fail(ErrorCode::InvalidArgument,
                        "answers of several models: say --model " + known);
        m_author = wanted.isEmpty() ? models.value(0) : wanted;
        return {};
    }

    void sortIn(const Clip &clip, std::map<int, const Clip *> &byNumber)
    {
        if (clip.cut) {
            m_tally.warn(clip, exportrule::kClipCut, tr("left out: a cut of %1").arg(clip.path));
            return;
        }
        ++m_plan.clips;
        const int number = numberOf(clip);
        if (number < 1 || number > kNumbers) {
            m_tally.refuse(m_task, clip, exportrule::kClipNumber,
                           tr("not one of 00001.mp4 to %1.mp4").arg(kNumbers, 5, 10, QChar(u'0')),
                           clip.path);
        } else if (!byNumber.emplace(number, &clip).second) {
            m_tally.refuse(m_task, clip, exportrule::kClipTwice, tr("its number is taken"),
                           clip.path);
        }
    }

    void writeRecords(const std::map<int, const Clip *> &byNumber)
    {
        std::vector<int> gaps;
        for (int number = 1; number <= kNumbers; ++number) {
            const auto found = byNumber.find(number);
            const Clip *clip = found == byNumber.end() ? nullptr : found->second;
            const Answer *output = clip ? modelAnswer(*clip) : nullptr;
            if (output) {
                m_tally.write(m_task, record(number, *clip, *output));
                continue;
            }
            if (clip)
                m_tally.refuse(m_task, *clip, exportrule::kAnswerMissing,
                               tr("the model has not answered: written as default"));
            gaps.push_back(number);
        }
        // Placeholders are part of the layout, not records somebody asked for.
        for (const int number : gaps)
            m_plan.records.push_back(placeholder(number));
    }

    const QaItem *clipItem(const Clip &clip) const { return m_model.findItem(clip.id, {}, m_task); }

    const Answer *modelAnswer(const Clip &clip) const
    {
        const Answer *latest = nullptr;
        for (const QaItem *item : m_model.itemsOf(clip.id)) {
            if (item->task != m_task)
                continue;
            for (const Answer *answer : m_model.answersOf(item->id)) {
                if (answer->role == AnswerRole::Model && answer->author == m_author
                    && !isDemonstration(*answer) && (!latest || latest->id < answer->id)) {
                    latest = answer;
                }
            }
        }
        return latest;
    }

    /// As the released files have it: the texts of the segments with the brackets between them.
    QString expertAnswer(const Clip &clip) const
    {
        const auto inRound = [this](const QString &round) { return m_filter.selectsRound(round); };
        const auto verbatim = [](const Answer &answer) {
            const bool untouched = answer.rawText.trimmed() == answer.text;
            return untouched && !answer.rawText.isEmpty() ? answer.rawText : answer.text;
        };
        QStringList parts;
        for (const Segment *segment : m_model.segmentsOf(clip.id)) {
            const QaItem *item = m_model.findItem(clip.id, segment->id, m_task);
            if (const Answer *answer = item ? chosenAnswer(m_model, item->id, inRound) : nullptr)
                parts.append(verbatim(*answer));
        }
        if (const QaItem *item = clipItem(clip)) {
            if (const Answer *answer = chosenAnswer(m_model, item->id, inRound))
                parts.append(verbatim(*answer));
        }
        return parts.isEmpty() ? QStringLiteral("/") : parts.join(QStringLiteral("]["));
    }

    QByteArray record(int number, const Clip &clip, const Answer &output) const
    {
        const QaItem *item = m_model.item(output.item);
        const QString prompt
            = item && !item->question.isEmpty() ? item->question : publishedQuestion(m_task);
        nlohmann::ordered_json json;
        json["video_file"] = toJson(fileName(number));
        json["prompt"] = toJson(prompt);
        json["output"] = toJson(output.text);
        json["human_expert_answer"] = toJson(expertAnswer(clip));
        json["task_type"] = toJson(*taskType(m_task));
        return indented(json);
    }

    static QByteArray placeholder(int number)
    {
        nlohmann::ordered_json json;
        json["video_file"] = toJson(fileName(number));
        json["prompt"] = "This is a placeholder: there is no answer for this video.";
        json["output"] = "This is a placeholder: there is no answer for this video.";
        json["human_expert_answer"] = "/";
        json["task_type"] = "default";
        return indented(json);
    }

    static QString fileName(int number)
    {
        return QStringLiteral("%1.mp4").arg(number, 5, 10, QChar(u'0'));
    }

    const ProjectModel &m_model;
    const ClipFilter &m_filter;
    ExportPlan m_plan;
    ExportTally m_tally;
    Task m_task = Task::Description;
    QString m_author;
};

} // namespace

Result<ExportPlan> planEcvaResults(const ProjectModel &model, const ExportRequest &request,
                                   const ClipFilter &filter, const CancelToken &cancel)
{
    return ResultsPlanner(model, request, filter).plan(cancel);
}

} // namespace ecva
