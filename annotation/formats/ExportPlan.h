#pragma once

#include "annotation/domain/Entities.h"
#include "annotation/formats/Finding.h"

#include <QStringList>

#include <map>
#include <vector>

namespace ecva {

struct ExportRequest
{
    QString format;            ///< "sft"
    QString filter;            ///< ClipFilter; empty: everything
    std::vector<Task> tasks;   ///< empty: all that the format has (ecva-results: exactly one)
    QString projectFolder;     ///< absolute: media of relative paths lies under it
    QString mediaRoot;         ///< paths are written relative to it; empty: the project's folder
    QString model;             ///< whose answers, where there are several
    bool requireMedia = false; ///< refuse records whose video is missing, instead of a warning
};

struct ExportTaskCount
{
    Task task = Task::Description;
    int written = 0;
    int refused = 0;
};

/// What would be written and what not, and why. Immutable once made; safe in any thread.
struct ExportPlan
{
    ExportRequest request;
    int clips = 0;                      ///< that the filter lets through
    int asked = 0;                      ///< records asked for: written and refused
    int written = 0;                    ///< of these; ecva-results holds placeholders besides
    std::vector<ExportTaskCount> tasks; ///< empty for formats that are not of questions
    std::vector<RuleInfo> rules;        ///< all rules of the format, met or not
    std::vector<Finding> refused;       ///< severity Error; `place` is "00167 cause"
    std::vector<Finding> warnings;      ///< severity Warning: nothing is refused for them

    // The file: head, then the records with `separator` between, then tail. UTF-8.
    QByteArray head;
    QByteArray separator;
    QByteArray tail;
    std::vector<QByteArray> records;

    qint64 bytes() const;
    /// Record `index` laid out for a person.
    QByteArray preview(int index) const;
};

/// What has been written.
struct ExportOutcome
{
    QString file;     ///< absolute
    QString manifest; ///< absolute
    int written = 0;
    int refused = 0;
    QString sha256; ///< of `file`
};

} // namespace ecva
