#include "annotation/formats/EcvaSheetRow.h"

#include "annotation/domain/Taxonomy.h"
#include "annotation/formats/EcvaSheetCells.h"
#include "annotation/formats/EcvaSheetRules.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace ecva {
namespace {

constexpr int kMostWords = 7;       // the guideline in the sheet's own header
constexpr int kMostCharacters = 14; // of Chinese text

/// Reads one row column by column. What it meets goes to the findings, what it makes to the record.
class RowReader
{
    Q_DECLARE_TR_FUNCTIONS(EcvaSheet)

public:
    RowReader(const EcvaSheetRow &row, int index, const AcceptedFixes &fixes,
              std::vector<Finding> *findings, std::vector<ImportField> *preview)
        : m_row(row)
        , m_index(index)
        , m_fixes(fixes)
        , m_findings(findings)
        , m_preview(preview)
    {
    }

    ImportRecord read(const QString &fallbackAuthor)
    {
        m_record.place = m_row.place(SheetColumn::Id);
        m_record.round = m_row.round;
        m_record.cells = m_row.raw;
        readId();
        readClasses();
        readText(SheetColumn::Reason, Task::Cause);
        readText(SheetColumn::Result, Task::Result);
        readMoments();
        readDescriptions();
        readKeys();
        readAnnotator(fallbackAuthor);
        readRemark();
        finish();
        return std::move(m_record);
    }

private:
    const QString &cell(SheetColumn column) const { return m_row.cell(column); }

    Finding &note(const QString &rule, SheetColumn column, const QString &message)
    {
        Finding finding;
        finding.rule = rule;
        finding.place = m_row.place(column);
        finding.record = m_index;
        finding.clip = m_record.clipName.section(u'.', 0, 0);
        finding.raw = cell(column);
        finding.message = message;
        m_noted = finding;
        if (!m_findings)
            return m_noted;
        m_findings->push_back(finding);
        return m_findings->back();
    }

    void becomes(SheetColumn column, const QString &text, bool clean = true)
    {
        if (m_preview && !m_row.place(column).isEmpty())
            m_preview->push_back({m_row.titles[std::size_t(column)], cell(column), text, clean});
    }

    void readId()
    {
        static const QRegularExpression form(QStringLiteral("^(\\d{1,5})(?:-(\\d{1,3}))?$"));
        const QString id = cell(SheetColumn::Id).trimmed();
        const QRegularExpressionMatch match = form.match(id);
        if (!match.hasMatch()) {
            m_record.clipName = id;
            m_record.refused = true;
            note(ecvarule::kIdForm, SheetColumn::Id,
                 id.isEmpty() ? tr("the number is missing") : tr("not a whole number: %1").arg(id));
            becomes(SheetColumn::Id, tr("refused"), false);
            return;
        }
        m_record.clipPath
            = QStringLiteral("%1.mp4").arg(match.captured(1).toInt(), 5, 10, QChar(u'0'));
        m_isCut = !match.captured(2).isEmpty();
        m_record.clipName = m_isCut ? id : m_record.clipPath;
        if (m_row.conflicting) {
            m_record.refused = true;
            note(ecvarule::kIdConflict, SheetColumn::Id,
                 tr("another row says something else about %1").arg(id));
        }
        becomes(SheetColumn::Id,
                m_isCut ? tr("%1, a cut of %2").arg(id, m_record.clipPath) : m_record.clipPath,
                !m_row.conflicting);
    }

    void readClasses()
    {
        const QString text = cell(SheetColumn::Class);
        if (ecvasheet::isMissing(text)) {
            becomes(SheetColumn::Class, tr("nothing"), false);
            return;
        }
        const ecvasheet::Classes parsed = ecvasheet::parseClasses(text);
        if (parsed.classes.empty()) {
            readClassText(text);
            return;
        }
        QStringList shown;
        for (const ecvasheet::SheetClass &entry : parsed.classes) {
            const QString label = QStringLiteral("cuva:") + entry.code;
            const TaxonomyClass *known = Taxonomy::published().find(label);
            if (!known)
                note(ecvarule::kClassUnknown, SheetColumn::Class,
                     tr("there is no class %1").arg(entry.code));
            m_labels.push_back({known ? label : QString(), entry.severity});
            shown.append(tr("%1 %2, severity %3")
                             .arg(entry.code, known ? known->name : tr("unknown"))
                             .arg(entry.severity));
        }
        if (parsed.strayComma) {
            note(ecvarule::kClassComma, SheetColumn::Class, tr("reads %1").arg(parsed.clean)).reads
                = parsed.clean;
        }
        if (parsed.classes.size() > 1)
            note(ecvarule::kClassSeveral, SheetColumn::Class,
                 tr("%1 classes").arg(parsed.classes.size()));
        m_record.verdict = Verdict::Anomaly;
        addAnswer(Task::Classification, parsed.clean, text);
        becomes(SheetColumn::Class, shown.join(QStringLiteral("; ")), !parsed.strayComma);
    }

    /// What an annotator wrote where no class fits. Only what says so plainly becomes a verdict.
    void readClassText(const QString &text)
    {
        static const QRegularExpression broken(QStringLiteral("^(视频损坏.*|没有视频)$"));
        static const QRegularExpression onlyFilming(QStringLiteral("^单纯的?拍摄视频$"));
        const QString trimmed = text.trimmed();
        m_record.verdict = Verdict::NeedsClass;
        m_remarks.append(trimmed);
        addAnswer(Task::Classification, trimmed, text);
        if (broken.match(trimmed).hasMatch()) {
            m_record.verdict = Verdict::FileBroken;
            note(ecvarule::kClassText, SheetColumn::Class, tr("says that there is no whole video"))
                .reads
                = tr("verdict: file broken");
            becomes(SheetColumn::Class, tr("verdict: file broken"), false);
            return;
        }
        if (onlyFilming.match(trimmed).hasMatch()) {
            Finding &finding = note(ecvarule::kClassText, SheetColumn::Class,
                                    tr("says that nothing happens but filming"));
            finding.suggestion = toName(Verdict::NoAnomaly);
            finding.reads = tr("verdict: no anomaly");
            if (m_fixes.accepts(ecvarule::kClassText, m_row.place(SheetColumn::Class))) {
                m_record.verdict = Verdict::NoAnomaly;
                becomes(SheetColumn::Class, finding.reads, false);
                return;
            }
        } else {
            note(ecvarule::kClassText, SheetColumn::Class, tr("no class of the list"));
        }
        becomes(SheetColumn::Class, tr("verdict: needs a new class"), false);
    }

    void addAnswer(Task task, const QString &text, const QString &raw)
    {
        m_record.answers.push_back({task, text, text == raw ? QString() : raw});
    }

    void readText(SheetColumn column, Task task)
    {
        const QString raw = cell(column);
        if (ecvasheet::isMissing(raw)) {
            becomes(column, tr("nothing"), false);
            return;
        }
        addAnswer(task, raw.trimmed(), raw);
        becomes(column, tr("%1 words").arg(ecvasheet::sentenceLength(raw)));
    }

    void readMoments()
    {
        const std::vector<ecvasheet::Moment> moments
            = ecvasheet::parseMoments(cell(SheetColumn::Moment));
        QStringList shown;
        bool clean = !moments.empty();
        for (const ecvasheet::Moment &moment : moments) {
            TimeRangeMs time = moment.time;
            if (moment.fault != ecvasheet::Moment::Fault::None) {
                clean = false;
                const bool fixed = noteMoment(moment);
                if (!fixed)
                    continue;
                time = moment.suggestedTime;
            }
            ImportedSegment segment;
            segment.time = time;
            segment.rawTime = moment.raw;
            segment.rawLabel = cell(SheetColumn::Class);
            m_record.segments.push_back(segment);
            shown.append(range(time));
        }
        for (std::size_t i = 0; i < m_record.segments.size() && !m_labels.empty(); ++i) {
            const bool paired = m_labels.size() == m_record.segments.size();
            const auto &[label, severity] = m_labels[paired ? i : 0];
            m_record.segments[i].label = label;
            m_record.segments[i].severity = severity;
        }
        becomes(SheetColumn::Moment,
                shown.isEmpty() ? tr("nothing") : shown.join(QStringLiteral("; ")), clean);
    }

    /// Whether the moment is to be read with its fix.
    bool noteMoment(const ecvasheet::Moment &moment)
    {
        using Fault = ecvasheet::Moment::Fault;
        const SheetColumn column = SheetColumn::Moment;
        switch (moment.fault) {
        case Fault::None:
            return false;
        case Fault::Seconds:
            m_record.refused = true;
            note(ecvarule::kTimeSeconds, column, tr("seconds above 59")).raw = moment.raw;
            return false;
        case Fault::Order:
            note(ecvarule::kTimeOrder, column, tr("the end is not after the begin")).raw
                = moment.raw;
            return false;
        case Fault::NoEnd: {
            Finding &finding = note(ecvarule::kTimeForm, column, tr("no end given"));
            finding.raw = moment.raw;
            if (moment.beginMs)
                finding.reads = tr("starts at %1").arg(ecvasheet::clock(*moment.beginMs));
            return false;
        }
        case Fault::Form:
            break;
        }
        Finding &finding
            = note(ecvarule::kTimeForm, column,
                   moment.oddDigits > 0 ? tr("%1 digits instead of 4").arg(moment.oddDigits)
                                        : tr("not two times in brackets"));
        finding.raw = moment.raw;
        if (moment.suggestion.isEmpty())
            return false;
        finding.suggestion = moment.suggestion;
        finding.reads = range(moment.suggestedTime);
        return m_fixes.accepts(ecvarule::kTimeForm, m_row.place(column));
    }

    static QString range(const TimeRangeMs &time)
    {
        return tr("%1 to %2").arg(ecvasheet::clock(time.beginMs), ecvasheet::clock(time.endMs));
    }

    void readDescriptions()
    {
        const SheetColumn column = SheetColumn::Description;
        const QString raw = cell(column);
        const ecvasheet::Parts parts = ecvasheet::parseParts(raw);
        if (parts.texts.isEmpty()) {
            becomes(column, tr("nothing"), false);
            return;
        }
        if (parts.bracketMissing)
            note(ecvarule::kTextBracket, column, tr("a square bracket is missing"));
        const std::size_t count = std::size_t(parts.texts.size());
        if (count == m_record.segments.size()) {
            for (std::size_t i = 0; i < count; ++i) {
                ImportedSegment &segment = m_record.segments[i];
                segment.description = parts.texts[qsizetype(i)];
                if (parts.raw[i] != segment.description)
                    segment.rawDescription = parts.raw[i];
            }
            becomes(column, tr("%1 texts for %2 segments").arg(count).arg(count),
                    !parts.bracketMissing);
            return;
        }
        const QString message
            = tr("%1 texts for %2 times").arg(count).arg(m_record.segments.size());
        if (!m_record.refused) // else its times are the trouble
            note(ecvarule::kTextPairs, column, message);
        addAnswer(Task::Description, parts.texts.join(u' '), raw);
        becomes(column, message, false);
    }

    void readKeys()
    {
        const SheetColumn column = SheetColumn::Keys;
        const ecvasheet::Keys keys = ecvasheet::parseKeys(cell(column));
        if (keys.unreadable) {
            note(ecvarule::kKeysUnreadable, column, tr("not a list of texts in quotes"));
            becomes(column, tr("nothing"), false);
            return;
        }
        if (keys.repaired)
            note(ecvarule::kKeysQuote, column, tr("a quotation mark is missing")).reads
                = keys.clean;
        m_record.keySentences = keys.sentences;
        QStringList lengths;
        for (const QString &sentence : keys.sentences) {
            bool chinese = false;
            const int length = ecvasheet::sentenceLength(sentence, &chinese);
            lengths.append(QString::number(length));
            if (length <= (chinese ? kMostCharacters : kMostWords))
                continue;
            note(ecvarule::kKeysLong, column,
                 chinese ? tr("%1 characters").arg(length) : tr("%1 words").arg(length))
                .raw
                = sentence;
        }
        becomes(column,
                keys.sentences.isEmpty() ? tr("nothing")
                                         : tr("%1 sentences of %2 words")
                                               .arg(keys.sentences.size())
                                               .arg(lengths.join(QStringLiteral(", "))),
                !keys.repaired && !keys.sentences.isEmpty());
    }

    void readAnnotator(const QString &fallbackAuthor)
    {
        const SheetColumn column = SheetColumn::Annotator;
        const QString text = cell(column).trimmed();
        const std::optional<TimeRangeMs> cut = ecvasheet::parseCut(text);
        m_record.author = text.isEmpty() || cut ? fallbackAuthor : text;
        if (cut) {
            note(ecvarule::kCutNote, column, range(*cut)).reads = range(*cut);
            // A whole video whose row covers only a part stays whole: its other parts are cuts.
            if (m_isCut)
                m_record.cut = cut;
            else
                m_remarks.append(text);
        } else if (text.isEmpty()) {
            note(ecvarule::kAnnotatorNone, column, tr("the field is empty"));
        }
        if (m_isCut && !cut)
            note(ecvarule::kCutMissing, column, tr("no times of the cut"));
        becomes(column, cut ? range(*cut) : m_record.author);
    }

    void readRemark()
    {
        const QString text = cell(SheetColumn::Remark).trimmed();
        if (!text.isEmpty())
            m_remarks.append(text);
        m_record.remark = m_remarks.join(u'\n');
        becomes(SheetColumn::Remark, text.isEmpty() ? tr("nothing") : tr("remark"));
    }

    void finish()
    {
        const bool noMoment = ecvasheet::isMissing(cell(SheetColumn::Moment));
        const bool silent = noMoment && ecvasheet::isMissing(cell(SheetColumn::Description))
                            && ecvasheet::isMissing(cell(SheetColumn::Keys))
                            && ecvasheet::isMissing(cell(SheetColumn::Reason))
                            && ecvasheet::isMissing(cell(SheetColumn::Result));
        if (silent)
            note(ecvarule::kRowMissing, SheetColumn::Moment, tr("nothing but a class"));
        else if (ecvasheet::isMissing(cell(SheetColumn::Class)))
            note(ecvarule::kClassMissing, SheetColumn::Class, tr("the field is empty"));
        if (m_record.verdict == Verdict::Undecided && !m_record.segments.empty())
            m_record.verdict = Verdict::Anomaly;
    }

    const EcvaSheetRow &m_row;
    int m_index;
    const AcceptedFixes &m_fixes;
    std::vector<Finding> *m_findings;
    std::vector<ImportField> *m_preview;
    Finding m_noted; // where nobody keeps findings
    ImportRecord m_record;
    bool m_isCut = false;
    std::vector<std::pair<QString, int>> m_labels; // label, severity
    QStringList m_remarks;
};

} // namespace

ImportRecord readSheetRow(const EcvaSheetRow &row, int record, const AcceptedFixes &fixes,
                          const QString &fallbackAuthor, std::vector<Finding> *findings,
                          std::vector<ImportField> *preview)
{
    return RowReader(row, record, fixes, findings, preview).read(fallbackAuthor);
}

} // namespace ecva
