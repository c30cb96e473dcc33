#include "annotation/formats/SftExport.h"

#include "annotation/document/Proposal.h"
#include "annotation/domain/Prompts.h"
#include "annotation/domain/Taxonomy.h"
#include "annotation/formats/ClipFilter.h"
#include "annotation/formats/ExportRules.h"
#include "annotation/formats/ExportTally.h"
#include "annotation/formats/JsonText.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace ecva {
namespace {

/// Asked of every clip, whether somebody has written anything or not.
constexpr Task kAlwaysAsked[]
    = {Task::Description, Task::Cause, Task::Result, Task::Classification};

bool isImage(const QString &path)
{
    static const QStringList suffixes{QStringLiteral("jpg"), QStringLiteral("jpeg"),
                                      QStringLiteral("png"), QStringLiteral("bmp"),
                                      QStringLiteral("webp")};
    return suffixes.contains(QFileInfo(path).suffix().toLower());
}

/// The media token in a text, which a loader would take for the picture; empty when there is none.
QString tokenIn(const QString &text)
{
    for (const char *token : {"<image>", "<video>", "<audio>"}) {
        if (text.contains(QLatin1String(token)))
            return QString::fromLatin1(token);
    }
    return {};
}

/// Codes of the classes that an answer names: "[7-1,5]", "[7]", "[NH-5,3]", "cuva:7-1". Empty when
/// it is something else.
QStringList classCodes(const QString &answer)
{
    static const QRegularExpression bracket(
        QStringLiteral("\\G\\s*\\[\\s*([A-Za-z]{2}(?:-\\d+)?|\\d{1,2}(?:-\\d{1,2})?)\\s*(?:,\\s*[1-"
                       "5]\\s*)?\\]\\s*"));
    const Taxonomy &known = Taxonomy::published();
    if (const TaxonomyClass *entry = known.find(answer.trimmed()))
        return {entry->code};
    QStringList codes;
    qsizetype done = 0;
    while (done < answer.size()) {
        const QRegularExpressionMatch match = bracket.match(answer, done);
        if (!match.hasMatch() || !known.resolve(match.captured(1)))
            return {};
        codes.append(match.captured(1));
        done = match.capturedEnd();
    }
    return codes;
}

class SftPlanner
{
    Q_DECLARE_TR_FUNCTIONS(Export)

public:
    SftPlanner(const ProjectModel &model, const ExportRequest &request, const ClipFilter &filter)
        : m_model(model)
        , m_filter(filter)
        , m_root(request.mediaRoot.isEmpty() ? request.projectFolder : request.mediaRoot)
        , m_tally(m_plan)
    {
        m_plan.request = request;
        m_plan.separator = ",\n    ";
        for (const Task task : kAlwaysAsked) {
            if (isWanted(task))
                m_plan.tasks.push_back({task, 0, 0});
        }
    }

    Result<ExportPlan> plan(const CancelToken &cancel, const ProgressFunction &progress)
    {
        std::size_t done = 0;
        for (const auto &[id, clip] : m_model.clips()) {
            if (++done % 64 == 0) {
                if (const Result<void> go = cancel.check(); !go)
                    return fail(go);
                if (progress)
                    progress(double(done) / double(m_model.clips().size()));
            }
            if (m_filter.matches(m_model, clip))
                takeClip(clip);
        }
        m_plan.head = m_plan.records.empty() ? "[" : "[\n    ";
        m_plan.tail = m_plan.records.empty() ? "]\n" : "\n]\n";
        m_tally.finish({exportrule::kClassText, exportrule::kAnswerMissing,
                        exportrule::kAnswerToken, exportrule::kQuestionToken,
                        exportrule::kMediaMissing, exportrule::kClassDiffers,
                        exportrule::kMediaOutside, exportrule::kClipCut});
        return std::move(m_plan);
    }

private:
    bool isWanted(Task task) const
    {
        const std::vector<Task> &tasks = m_plan.request.tasks;
        return m_filter.selectsTask(task)
               && (tasks.empty() || std::find(tasks.begin(), tasks.end(), task) != tasks.end());
    }

    const Answer *answerOf(QaItemId item) const
    {
        return chosenAnswer(m_model, item,
                            [this](const QString &round) { return m_filter.selectsRound(round); });
    }

    bool isForPeople(QaItemId item) const
    {
        const std::vector<const Answer *> answers = m_model.answersOf(item);
        return answers.empty()
               || std::any_of(answers.begin(), answers.end(), [](const Answer *answer) {
                      return answer->role == AnswerRole::Expert || answer->role == AnswerRole::Gold;
                  });
    }

    void takeClip(const Clip &clip)
    {
        if (clip.cut) {
            m_tally.warn(clip, exportrule::kClipCut, tr("left out: a cut of %1").arg(clip.path));
            return;
        }
        ++m_plan.clips;
        if (!lookAtMedia(clip))
            return;
        for (const Task task : {Task::Description, Task::Cause, Task::Result, Task::Classification,
                                Task::Time, Task::Free}) {
            if (isWanted(task))
                takeTask(clip, task);
        }
    }

    /// Sets the path that goes out; false when the whole clip is refused.
    bool lookAtMedia(const Clip &clip)
    {
        const QString file
            = QDir::cleanPath(QDir(m_plan.request.projectFolder).absoluteFilePath(clip.path));
        m_path = QDir(m_root).relativeFilePath(file);
        if (m_path.startsWith(u"../"))
            m_tally.warn(clip, exportrule::kMediaOutside, tr("outside of %1").arg(m_root), m_path);
        if (QFileInfo(file).isFile())
            return true;
        if (!m_plan.request.requireMedia) {
            m_tally.warn(clip, exportrule::kMediaMissing, tr("no file %1").arg(file), m_path);
            return true;
        }
        for (const Task task : kAlwaysAsked) {
            if (isWanted(task))
                m_tally.refuse(task, clip, exportrule::kMediaMissing, tr("no file %1").arg(file),
                               m_path);
        }
        return false;
    }

    /// The questions of one task: of the segments in their order, then of the whole clip.
    std::vector<const QaItem *> itemsOf(const Clip &clip, Task task) const
    {
        std::vector<const QaItem *> items;
        for (const QaItem *item : m_model.itemsOf(clip.id)) {
            // What only models have answered, nobody has asked of a person yet.
            if (item->task == task && (isForPeople(item->id) || answerOf(item->id)))
                items.push_back(item);
        }
        const auto place = [this](const QaItem *item) {
            const Segment *segment = m_model.segment(item->segment);
            return std::tuple(segment ? 0 : 1, segment ? segment->time.beginMs : 0, item->id);
        };
        std::sort(items.begin(), items.end(),
                  [&](const QaItem *a, const QaItem *b) { return place(a) < place(b); });
        return items;
    }

    void takeTask(const Clip &clip, Task task)
    {
        std::vector<const QaItem *> items = itemsOf(clip, task);
        // A question that only another round or nobody answered is asked once for the clip, not
        // once for each of its segments.
        const bool anyAnswer = std::any_of(items.begin(), items.end(), [this](const QaItem *item) {
            return answerOf(item->id) != nullptr;
        });
        if (items.empty() || !anyAnswer) {
            const QString question = items.empty() ? QString() : items.front()->question;
            takeUnanswered(clip, task, question, items.empty());
            return;
        }
        for (const QaItem *item : items) {
            const Answer *answer = answerOf(item->id);
            if (!answer) {
                m_tally.refuse(task, clip, exportrule::kAnswerMissing, tr("nobody has answered"));
                continue;
            }
            if (task == Task::Classification)
                compareWithSegments(clip, *answer);
            takeRecord(clip, task, item->question, answer->text);
        }
    }

    void takeUnanswered(const Clip &clip, Task task, const QString &question, bool nobodyAsked)
    {
        if (task == Task::Classification) {
            // Who marks in the window gives the class to the segments.
            const QString classes = classesOf(clip);
            if (!classes.isEmpty()) {
                takeRecord(clip, task, question, classes);
                return;
            }
        }
        if (nobodyAsked && (task == Task::Time || task == Task::Free))
            return;
        m_tally.refuse(task, clip, exportrule::kAnswerMissing, whyMissing(clip, task));
    }

    QString whyMissing(const Clip &clip, Task task) const
    {
        for (const QaItem *item : m_model.itemsOf(clip.id)) {
            for (const Answer *answer : m_model.answersOf(item->id)) {
                if (item->task == task && answer->role != AnswerRole::Masked
                    && isDemonstration(*answer))
                    return tr("only the words of a demonstration model");
            }
        }
        return tr("nobody has answered");
    }

    /// Segments of the gold track, else of the latest round.
    std::vector<const Segment *> latestSegments(const Clip &clip) const
    {
        const auto isRound = [this](const QString &track) {
            return (track == u"gold" || track.startsWith(u"round")) && m_filter.selectsRound(track);
        };
        QString best;
        for (const Segment *segment : m_model.segmentsOf(clip.id)) {
            if (!isRound(segment->track) || best == u"gold")
                continue;
            if (best.isEmpty() || segment->track == u"gold" || isEarlierRound(best, segment->track))
                best = segment->track;
        }
        std::vector<const Segment *> segments;
        for (const Segment *segment : m_model.segmentsOf(clip.id)) {
            if (segment->track == best)
                segments.push_back(segment);
        }
        return segments;
    }

    QString classesOf(const Clip &clip) const
    {
        QStringList classes;
        for (const Segment *segment : latestSegments(clip)) {
            const TaxonomyClass *entry = Taxonomy::published().find(segment->label);
            if (!entry)
                continue;
            const QString text
                = segment->severity
                      ? QStringLiteral("[%1,%2]").arg(entry->code).arg(*segment->severity)
                      : QStringLiteral("[%1]").arg(entry->code);
            if (!classes.contains(text))
                classes.append(text);
        }
        return classes.join(QString());
    }

    /// An imported class does not follow when a segment gets another one.
    void compareWithSegments(const Clip &clip, const Answer &answer)
    {
        const QStringList named = classCodes(answer.text);
        QStringList marked;
        for (const Segment *segment : latestSegments(clip)) {
            if (const TaxonomyClass *entry = Taxonomy::published().find(segment->label))
                marked.append(entry->code);
        }
        const bool differs = std::any_of(marked.begin(), marked.end(), [&](const QString &code) {
            return !named.contains(code);
        });
        if (!named.isEmpty() && differs) {
            marked.removeDuplicates();
            m_tally.warn(clip, exportrule::kClassDiffers,
                         tr("the segments say %1").arg(marked.join(QStringLiteral(", "))),
                         answer.text);
        }
    }

    void takeRecord(const Clip &clip, Task task, const QString &question, const QString &answer)
    {
        if (task == Task::Classification && classCodes(answer).isEmpty()) {
            m_tally.refuse(task, clip, exportrule::kClassText, tr("no code of a class"), answer);
            return;
        }
        if (const QString token = tokenIn(answer); !token.isEmpty()) {
            m_tally.refuse(task, clip, exportrule::kAnswerToken,
                           tr("the answer holds %1").arg(token), answer);
            return;
        }
        const QString asked = question.isEmpty() ? publishedQuestion(task) : question;
        if (const QString token = tokenIn(asked); !token.isEmpty()) {
            m_tally.refuse(task, clip, exportrule::kQuestionToken,
                           tr("the question holds %1 already").arg(token), asked);
            return;
        }
        const bool image = isImage(m_path);
        nlohmann::ordered_json record;
        record["id"] = toJson(uniqueId(clip, task));
        record[image ? "image" : "video"] = toJson(m_path);
        const QString human
            = (image ? QStringLiteral("<image>\n") : QStringLiteral("<video>\n")) + asked;
        record["conversations"] = {{{"from", "human"}, {"value", toJson(human)}},
                                   {{"from", "gpt"}, {"value", toJson(answer)}}};
        m_tally.write(task, indented(record));
    }

    QString uniqueId(const Clip &clip, Task task)
    {
        const QString base = clipStem(clip) + u'-' + toName(task);
        QString id = base;
        for (int number = 2; m_ids.contains(id); ++number)
            id = base + u'-' + QString::number(number);
        m_ids.insert(id);
        return id;
    }

    const ProjectModel &m_model;
    const ClipFilter &m_filter;
    QString m_root;
    ExportPlan m_plan;
    ExportTally m_tally;
    QString m_path; // of the clip at hand, relative to the media folder
    QSet<QString> m_ids;
};

} // namespace

Result<ExportPlan> planSftExport(const ProjectModel &model, const ExportRequest &request,
                                 const ClipFilter &filter, const CancelToken &cancel,
                                 const ProgressFunction &progress)
{
    return SftPlanner(model, request, filter).plan(cancel, progress);
}

} // namespace ecva
