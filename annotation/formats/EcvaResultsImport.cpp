#include "annotation/formats/EcvaResultsImport.h"

#include "annotation/formats/EcvaResultsRecords.h"
#include "annotation/formats/EcvaResultsRules.h"
#include "annotation/formats/FileDigest.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QRegularExpression>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace ecva {
namespace {

using Json = nlohmann::json;

constexpr qint64 kMostBytes = 256LL << 20;

std::optional<Task> taskOf(const QString &name)
{
    static const std::map<QString, Task> known{
        {QStringLiteral("description"), Task::Description},
        {QStringLiteral("cause"), Task::Cause},
        {QStringLiteral("reason"), Task::Cause},
        {QStringLiteral("result"), Task::Result},
        {QStringLiteral("outcome"), Task::Result},
        {QStringLiteral("classification"), Task::Classification},
        {QStringLiteral("time"), Task::Time},
        {QStringLiteral("time_segment"), Task::Time},
        {QStringLiteral("timestamp"), Task::Time}};
    const auto found = known.find(name.trimmed().toLower());
    return found == known.end() ? std::nullopt : std::optional(found->second);
}

class ResultsImport
{
    Q_DECLARE_TR_FUNCTIONS(EcvaResults)

public:
    ResultsImport(const ImportRequest &request, const CancelToken &cancel,
                  const ProgressFunction &progress)
        : m_request(request)
        , m_cancel(cancel)
        , m_progress(progress)
        , m_where(request.path.toStdString())
    {
    }

    Result<ImportPlan> plan()
    {
        Result<Json> array = readFile();
        if (!array)
            return fail(array);
        const ResultsFileName named = readResultsFileName(m_plan.file);
        m_plan.model = m_request.model.isEmpty() ? named.model : m_request.model;
        m_plan.task = m_request.task ? m_request.task : named.task;
        m_source->model = m_plan.model;
        int number = 0;
        for (const Json &element : *array) {
            if (number % 64 == 0) {
                if (const Result<void> go = m_cancel.check(); !go)
                    return fail(go);
                tell(0.5 + 0.5 * number / double(std::max<std::size_t>(array->size(), 1)));
            }
            if (const Result<void> taken = take(element, ++number); !taken)
                return fail(taken);
        }
        m_plan.counts.rows = number;
        chooseRole(named.masked);
        settleDoubles();
        sumUp();
        return std::move(m_plan);
    }

private:
    void tell(double done) const
    {
        if (m_progress)
            m_progress(done);
    }

    void note(const QString &rule, const QString &place, const QString &raw, const QString &message,
              int record = -1)
    {
        Finding finding;
        finding.rule = rule;
        finding.place = place;
        finding.raw = raw.left(200);
        finding.message = message;
        finding.record = record;
        m_plan.findings.push_back(std::move(finding));
    }

    Result<Json> readFile()
    {
        const QFileInfo info(m_request.path);
        const Result<QString> digest = fileSha256(m_request.path, m_cancel);
        if (!digest)
            return fail(digest);
        QFile file(m_request.path);
        if (!file.open(QIODevice::ReadOnly))
            return fail(ErrorCode::Io, file.errorString().toStdString(), m_where);
        if (file.size() > kMostBytes)
            return fail(ErrorCode::BadInput,
                        "larger than " + std::to_string(kMostBytes >> 20) + " MiB", m_where);
        m_plan.format = QStringLiteral("ecva-results");
        m_plan.file = info.fileName();
        m_plan.bytes = info.size();
        m_plan.sha256 = *digest;
        QByteArray text = file.readAll();
        if (text.startsWith("\xEF\xBB\xBF"))
            text.remove(0, 3);
        if (text.startsWith('\n') || text.startsWith("\r\n"))
            note(resultsrule::kBlank, m_plan.file, {}, tr("the file begins with an empty line"));
        std::string twice;
        Json array = parseStrictly(text, twice);
        if (array.is_discarded()) {
            twice.clear();
            array = parseStrictly(withoutLastCommas(text), twice);
            if (!array.is_discarded())
                note(resultsrule::kComma, m_plan.file, {}, tr("read without such commas"));
        }
        tell(0.5);
        if (array.is_discarded())
            return fail(ErrorCode::BadInput, "is not JSON" + whyNot(text), m_where);
        if (!twice.empty())
            return fail(ErrorCode::BadInput,
                        "a record has '" + twice + "' twice with different values", m_where);
        if (!array.is_array())
            return fail(ErrorCode::BadInput, "is not one JSON array of records", m_where);
        return array;
    }

    static std::string whyNot(const QByteArray &text)
    {
        QJsonParseError error;
        QJsonDocument::fromJson(text, &error);
        if (error.error == QJsonParseError::NoError)
            return {};
        const auto line = text.left(error.offset).count('\n') + 1;
        return ": line " + std::to_string(line) + ": " + error.errorString().toStdString();
    }

    static std::optional<QString> textIn(const Json &object, const char *key)
    {
        const auto found = object.find(key);
        if (found == object.end() || !found->is_string())
            return std::nullopt;
        return QString::fromStdString(found->get_ref<const std::string &>());
    }

    Result<void> take(const Json &element, int number)
    {
        using namespace resultsrule;
        ResultsRecord record;
        record.number = number;
        const QString here = QStringLiteral("#%1").arg(number);
        const auto shown = [&element] {
            return QString::fromStdString(
                element.dump(-1, ' ', false, Json::error_handler_t::replace).substr(0, 200));
        };
        const auto video = element.is_object() ? textIn(element, "video_file") : std::nullopt;
        const auto output = element.is_object() ? textIn(element, "output") : std::nullopt;
        if (!video || video->trimmed().isEmpty() || !output) {
            note(kForm, here, shown(),
                 !element.is_object()                   ? tr("not an object")
                 : !video || video->trimmed().isEmpty() ? tr("video_file is missing or no text")
                                                        : tr("output is missing or no text"));
            ++m_plan.counts.refused;
            return {};
        }
        record.video = video->trimmed();
        record.output = *output;
        record.prompt = textIn(element, "prompt").value_or(QString());
        const QString type = textIn(element, "task_type").value_or(QString());
        if (type.compare(u"default", Qt::CaseInsensitive) == 0) {
            ++m_plan.counts.placeholders;
            note(kPlaceholder, record.video, record.output, tr("nobody has answered"));
            return {};
        }
        if (record.output.trimmed() == u"ERROR") {
            ++m_plan.counts.failed;
            note(kFailed, record.video, record.output, tr("no answer"));
            return {};
        }
        if (cleanedOutput(record.output).isEmpty()) {
            ++m_plan.counts.failed;
            note(kEmpty, record.video, record.output, tr("no answer"));
            return {};
        }
        const std::optional<Task> named = type.isEmpty() ? m_plan.task : taskOf(type);
        const std::optional<Task> task = m_request.task ? m_request.task : named;
        if (!task && type.isEmpty())
            return fail(ErrorCode::InvalidArgument,
                        "neither its name nor record " + std::to_string(number)
                            + " says which task the answers are of: say --task description, "
                              "cause, result, classification or time",
                        m_where);
        if (!task) {
            note(kTask, record.video, type, tr("task_type is “%1”").arg(type));
            ++m_plan.counts.refused;
            return {};
        }
        record.task = *task;
        Json rest = element;
        for (const char *kept : {"prompt", "output"})
            rest.erase(kept);
        record.rest
            = QByteArray::fromStdString(rest.dump(-1, ' ', false, Json::error_handler_t::replace));
        m_source->records.push_back(std::move(record));
        return {};
    }

    /// The published suffix of the prompts to masked videos asks for one word.
    void chooseRole(bool namedMasked)
    {
        const bool asksForNone = std::any_of(
            m_source->records.begin(), m_source->records.end(), [](const ResultsRecord &record) {
                return record.prompt.contains(QStringLiteral("answer with one word None"));
            });
        const AnswerRole role = namedMasked || asksForNone ? AnswerRole::Masked : AnswerRole::Model;
        m_plan.role = m_request.role.value_or(role);
        m_source->role = *m_plan.role;
    }

    /// One answer for each video and task: the same twice counts once, different ones not at all.
    void settleDoubles()
    {
        std::map<std::pair<QString, Task>, std::size_t> first;
        std::vector<ResultsRecord> &records = m_source->records;
        std::vector<bool> dropped(records.size(), false);
        for (std::size_t i = 0; i < records.size(); ++i) {
            const auto [place, isNew] = first.try_emplace({records[i].video, records[i].task}, i);
            if (isNew)
                continue;
            ResultsRecord &earlier = records[place->second];
            if (earlier.output == records[i].output && earlier.prompt == records[i].prompt) {
                dropped[i] = true;
                ++m_plan.counts.merged;
                note(resultsrule::kTwice, placeOf(records[i]), {},
                     tr("records %1 and %2").arg(earlier.number).arg(records[i].number));
                continue;
            }
            for (ResultsRecord *record : {&earlier, &records[i]}) {
                m_plan.counts.refused += record->refused ? 0 : 1;
                record->refused = true;
            }
            note(resultsrule::kConflict, placeOf(records[i]), records[i].output,
                 tr("records %1 and %2").arg(earlier.number).arg(records[i].number));
        }
        std::size_t next = 0;
        for (std::size_t i = 0; i < records.size(); ++i) {
            if (dropped[i])
                continue;
            if (next != i)
                records[next] = std::move(records[i]);
            ++next;
        }
        records.resize(next);
    }

    void sumUp()
    {
        static const QRegularExpression classNumber(QStringLiteral("\\[\\s*(\\d+)[^\\]]*\\]"));
        static const QRegularExpression clockTimes(QStringLiteral(
            "^\\[\\s*\\d{1,2}(:\\d{2}){1,2}\\s*,\\s*\\d{1,2}(:\\d{2}){1,2}\\s*\\]$"));
        const auto &records = m_source->records;
        for (std::size_t i = 0; i < records.size(); ++i) {
            const ResultsRecord &record = records[i];
            if (record.refused)
                continue;
            ++m_plan.counts.answers;
            const QString place = placeOf(record);
            const QString text = cleanedOutput(record.output);
            if (record.output.trimmed().endsWith(QStringLiteral("</s>")))
                note(resultsrule::kTail, place, QStringLiteral("</s>"), tr("taken off"), int(i));
            if (record.task == Task::Classification) {
                const int number = classNumber.match(text).captured(1).toInt();
                if (number < 1 || number > 11)
                    note(resultsrule::kClass, place, text, tr("no class from 1 to 11"), int(i));
            }
            if (record.task == Task::Time && !clockTimes.match(text).hasMatch())
                note(resultsrule::kTime, place, text, tr("the unit is not known"), int(i));
        }
        for (RuleInfo &rule : EcvaResultsRules::all()) {
            for (Finding &finding : m_plan.findings) {
                if (finding.rule != rule.id)
                    continue;
                finding.severity = rule.severity;
                if (finding.place != m_plan.file && !finding.place.startsWith(u'#'))
                    finding.clip = QFileInfo(finding.place.section(u' ', 0, 0)).completeBaseName();
                ++rule.places;
            }
            if (rule.places > 0)
                m_plan.rules.push_back(std::move(rule));
        }
        m_plan.summary
            = tr("%1 answers of %2").arg(QLocale().toString(m_plan.counts.answers), m_plan.model);
        m_plan.source = m_source;
        tell(1.0);
    }

    const ImportRequest &m_request;
    const CancelToken &m_cancel;
    const ProgressFunction &m_progress;
    std::string m_where;
    ImportPlan m_plan;
    std::shared_ptr<ResultsSource> m_source = std::make_shared<ResultsSource>();
};

} // namespace

ResultsFileName readResultsFileName(const QString &file)
{
    static const QRegularExpression ending(
        QStringLiteral("[_-]?(description|reason|cause|outcome|result|classification|time_segment|"
                       "timestamp|time)s?$"),
        QRegularExpression::CaseInsensitiveOption);
    const QString stem = QFileInfo(file).completeBaseName();
    ResultsFileName said;
    QString rest = stem;
    if (const QRegularExpressionMatch match = ending.match(stem); match.hasMatch()) {
        said.task = taskOf(match.captured(1));
        rest = stem.left(match.capturedStart());
    }
    static const QRegularExpression masked(QStringLiteral("[_-]new$"),
                                           QRegularExpression::CaseInsensitiveOption);
    if (const QRegularExpressionMatch match = masked.match(rest); match.hasMatch()) {
        said.masked = true;
        rest = rest.left(match.capturedStart());
    }
    said.model = rest.isEmpty() ? stem : rest;
    return said;
}

Result<ImportPlan> planEcvaResultsImport(const ImportRequest &request, const CancelToken &cancel,
                                         const ProgressFunction &progress)
{
    return ResultsImport(request, cancel, progress).plan();
}

} // namespace ecva
