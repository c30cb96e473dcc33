#include "annotation/formats/ImportPlan.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace ecva {

QString toName(Severity severity)
{
    switch (severity) {
    case Severity::Error:
        return QStringLiteral("error");
    case Severity::Warning:
        return QStringLiteral("warning");
    case Severity::Note:
        break;
    }
    return QStringLiteral("note");
}

std::vector<const Finding *> ImportPlan::findingsOf(const QString &rule) const
{
    std::vector<const Finding *> found;
    for (const Finding &finding : findings) {
        if (finding.rule == rule)
            found.push_back(&finding);
    }
    return found;
}

ImportCounts ImportPlan::countsWith(const AcceptedFixes &fixes) const
{
    ImportCounts sums = counts;
    sums.segments = 0;
    sums.keySentences = 0;
    for (int i = 0; i < recordCount(); ++i) {
        const ImportRecord made = record(i, fixes);
        if (made.refused)
            continue;
        sums.segments += int(made.segments.size());
        sums.keySentences += int(made.keySentences.size());
    }
    return sums;
}

QJsonObject toJson(const ImportCounts &counts)
{
    QJsonObject sums{{QStringLiteral("rows"), counts.rows},
                     {QStringLiteral("clips"), counts.clips},
                     {QStringLiteral("cuts"), counts.cuts},
                     {QStringLiteral("templates"), counts.templates},
                     {QStringLiteral("blank"), counts.blank},
                     {QStringLiteral("merged"), counts.merged},
                     {QStringLiteral("refused"), counts.refused},
                     {QStringLiteral("segments"), counts.segments},
                     {QStringLiteral("classes"), counts.classes},
                     {QStringLiteral("missing"), counts.missing},
                     {QStringLiteral("key_sentences"), counts.keySentences}};
    if (counts.answers + counts.failed + counts.placeholders > 0) {
        sums.insert(QStringLiteral("answers"), counts.answers);
        sums.insert(QStringLiteral("failed"), counts.failed);
        sums.insert(QStringLiteral("placeholders"), counts.placeholders);
    }
    return sums;
}

namespace {

QJsonObject summaryOf(const ImportPlan &plan)
{
    QJsonObject places;
    for (const RuleInfo &rule : plan.rules)
        places.insert(rule.id, rule.places);
    return {
        {QStringLiteral("format"), plan.format},         {QStringLiteral("file"), plan.file},
        {QStringLiteral("bytes"), plan.bytes},           {QStringLiteral("sha256"), plan.sha256},
        {QStringLiteral("counts"), toJson(plan.counts)}, {QStringLiteral("rules"), places}};
}

} // namespace

QByteArray ImportPlan::summaryReport() const
{
    return QJsonDocument(summaryOf(*this)).toJson(QJsonDocument::Compact);
}

QByteArray ImportPlan::report() const
{
    QJsonArray list;
    for (const Finding &finding : findings) {
        QJsonObject entry{{QStringLiteral("rule"), finding.rule},
                          {QStringLiteral("severity"), toName(finding.severity)},
                          {QStringLiteral("place"), finding.place},
                          {QStringLiteral("message"), finding.message}};
        const auto add = [&entry](const QString &key, const QString &value) {
            if (!value.isEmpty())
                entry.insert(key, value);
        };
        add(QStringLiteral("clip"), finding.clip);
        add(QStringLiteral("raw"), finding.raw);
        add(QStringLiteral("suggestion"), finding.suggestion);
        add(QStringLiteral("reads"), finding.reads);
        list.append(entry);
    }
    QJsonObject report = summaryOf(*this);
    report.insert(QStringLiteral("findings"), list);
    return QJsonDocument(report).toJson(QJsonDocument::Compact);
}

} // namespace ecva
