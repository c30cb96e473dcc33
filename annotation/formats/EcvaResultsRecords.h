#pragma once

#include "annotation/formats/ImportPlan.h"

#include <QCoreApplication>
#include <nlohmann/json.hpp>

#include <string>

namespace ecva {

/// One record that can be read.
struct ResultsRecord
{
    QString video;
    QString prompt;
    QString output;
    Task task = Task::Description;
    QByteArray rest; ///< the other members, canonical JSON
    int number = 0;  ///< in the file, from 1
    bool refused = false;
};

/// Where it stands: "00001.mp4 cause".
QString placeOf(const ResultsRecord &record);
/// The answer as people read it: without the model's end mark and blanks around it.
QString cleanedOutput(const QString &output);

/// JSON without the commas that stand before a closing bracket, outside of strings.
QByteArray withoutLastCommas(const QByteArray &text);
/// Parses, and names a member that stands twice in an object with different values: Python would
/// silently take the last. Discarded when the text is not JSON, or nested
/// deeper than any record.
nlohmann::json parseStrictly(const QByteArray &text, std::string &twice);

/// The records behind a plan.
class ResultsSource : public ImportPlan::Source
{
    Q_DECLARE_TR_FUNCTIONS(EcvaResults)

public:
    int recordCount() const override { return int(records.size()); }
    ImportRecord record(int index, const AcceptedFixes &fixes) const override;
    std::vector<ImportField> preview(int index, const AcceptedFixes &fixes) const override;

    std::vector<ResultsRecord> records;
    AnswerRole role = AnswerRole::Model;
    QString model;
};

} // namespace ecva
