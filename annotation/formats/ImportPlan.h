#pragma once

#include "annotation/domain/Entities.h"
#include "annotation/formats/Finding.h"

#include <QJsonObject>
#include <QStringList>

#include <memory>
#include <vector>

namespace ecva {

/// A stretch of a record, in milliseconds of the whole video, with the text that belongs to it.
struct ImportedSegment
{
    TimeRangeMs time;
    QString label; ///< a taxonomy label; empty: none
    std::optional<int> severity;
    QString rawTime;
    QString rawLabel;
    QString description;    ///< empty: none of its own
    QString rawDescription; ///< set where `description` was cleaned
};

/// An answer about the whole clip.
struct ImportedAnswer
{
    Task task = Task::Description;
    QString text;
    QString rawText; ///< set where `text` was cleaned
};

/// What one record of a file becomes, with the accepted fixes.
struct ImportRecord
{
    QString place; ///< "一轮标注!A238"
    QString round; ///< also the track of its segments
    QString clipName;
    QString clipPath; ///< the expected video: "00229.mp4"; often nobody has it
    std::optional<TimeRangeMs> cut;
    Verdict verdict = Verdict::Undecided;
    QString remark;
    QString author;
    std::vector<ImportedSegment> segments;
    std::vector<ImportedAnswer> answers;
    QStringList keySentences;
    QByteArray cells;     ///< canonical JSON, column → raw text: kept as SourceRow
    bool refused = false; ///< an error without a fix: nothing of it is imported
    AnswerRole role = AnswerRole::Expert;
    QString prompt;            ///< what was asked, word for word; kept as provenance
    bool existingOnly = false; ///< never makes a clip: its answers meet one of the project, or none
};

/// One column of a record beside what becomes of it, for a preview.
struct ImportField
{
    QString column;
    QString raw;
    QString becomes; ///< in the reader's language: "2 texts for 2 segments"
    bool clean = true;
};

/// A sheet (or another part) of the file.
struct ImportSheet
{
    QString name;
    int rows = 0;  ///< data rows, blank ones not counted
    QString round; ///< where it goes ("round1"); empty: left out
};

struct ImportCounts
{
    int rows = 0;      ///< data rows of the sheets that go in, blank ones not counted
    int clips = 0;     ///< whole videos
    int cuts = 0;      ///< cuts of a video
    int templates = 0; ///< worked examples, left out
    int blank = 0;     ///< left out
    int merged = 0;    ///< the same row again, left out
    int refused = 0;
    int segments = 0;
    int classes = 0; ///< records with a class that is a code
    int missing = 0; ///< clips without time, text and key sentences
    int keySentences = 0;
    int answers = 0;      ///< of a model, in results
    int failed = 0;       ///< results without an answer ("ERROR", nothing), left out
    int placeholders = 0; ///< of videos nobody has answered, left out
};

/// With the names that reports use: "key_sentences".
QJsonObject toJson(const ImportCounts &counts);

/// A file read and understood; nothing is written yet. Immutable and cheap to copy: safe in any
/// thread. `counts` is of the records without any fix; countsWith() says what fixes add.
class ImportPlan
{
public:
    /// The parsed file behind a plan; one class per format.
    class Source
    {
    public:
        virtual ~Source() = default;
        virtual int recordCount() const = 0;
        virtual ImportRecord record(int index, const AcceptedFixes &fixes) const = 0;
        virtual std::vector<ImportField> preview(int index, const AcceptedFixes &fixes) const = 0;
    };

    QString format; ///< "ecva-xlsx"
    QString file;   ///< name without folder
    qint64 bytes = 0;
    QString sha256;
    QString summary; ///< of the container: "zip 17 parts, 4,380 shared strings"
    std::vector<ImportSheet> sheets;
    std::optional<AnswerRole> role; ///< of results; none: a sheet of experts
    QString model;                  ///< of results
    std::optional<Task> task;       ///< of results whose records do not say theirs
    ImportCounts counts;
    std::vector<RuleInfo> rules;   ///< the worst first; those met at least once
    std::vector<Finding> findings; ///< of whole sheets, then of the rows in their order
    std::shared_ptr<const Source> source;

    int recordCount() const { return source ? source->recordCount() : 0; }
    /// Record `index` (0 ≤ index < recordCount()) as it would be imported.
    ImportRecord record(int index, const AcceptedFixes &fixes = {}) const
    {
        return source->record(index, fixes);
    }
    std::vector<ImportField> preview(int index, const AcceptedFixes &fixes = {}) const
    {
        return source->preview(index, fixes);
    }
    ImportCounts countsWith(const AcceptedFixes &fixes) const;
    /// The findings of one rule, in the order of the file.
    std::vector<const Finding *> findingsOf(const QString &rule) const;
    /// The report as canonical JSON: file, digest, counts, rules and every finding.
    QByteArray report() const;
    /// The same without the findings, of which each place has one: what a project keeps.
    QByteArray summaryReport() const;
};

} // namespace ecva
