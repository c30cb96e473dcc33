#include "annotation/formats/EcvaXlsxImport.h"

#include "annotation/formats/EcvaSheetCells.h"
#include "annotation/formats/EcvaSheetRow.h"
#include "annotation/formats/EcvaSheetRules.h"
#include "annotation/formats/FileDigest.h"
#include "annotation/formats/XlsxReader.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>
#include <map>

namespace ecva {
namespace {

/// What a header says before its guideline in brackets, whatever its blanks and bracket forms.
QString headerKey(const QString &header)
{
    const QString folded = header.normalized(QString::NormalizationForm_KC);
    return folded.section(u'(', 0, 0).simplified().toCaseFolded();
}

const std::array<QString, kSheetColumns> &columnKeys()
{
    static const std::array<QString, kSheetColumns> keys{QStringLiteral("video_id"),
                                                         QStringLiteral("x1"),
                                                         QStringLiteral("x2 - reason"),
                                                         QStringLiteral("x2 - result"),
                                                         QStringLiteral("x3 - moment"),
                                                         QStringLiteral("x3 - description"),
                                                         QStringLiteral("x4 - key sentences"),
                                                         QStringLiteral("annotator"),
                                                         QStringLiteral("备注")};
    return keys;
}

QString placeOf(const QString &sheet, int column, int row)
{
    return sheet + u'!' + xlsxColumnName(column) + QString::number(row);
}

class EcvaSheetSource : public ImportPlan::Source
{
public:
    int recordCount() const override { return int(rows.size()); }
    ImportRecord record(int index, const AcceptedFixes &fixes) const override
    {
        return readSheetRow(rows[std::size_t(index)], index, fixes, file, nullptr, nullptr);
    }
    std::vector<ImportField> preview(int index, const AcceptedFixes &fixes) const override
    {
        std::vector<ImportField> fields;
        readSheetRow(rows[std::size_t(index)], index, fixes, file, nullptr, &fields);
        return fields;
    }

    QString file;
    std::vector<EcvaSheetRow> rows;
};

class SheetImport
{
    Q_DECLARE_TR_FUNCTIONS(EcvaSheet)

public:
    SheetImport(const ImportRequest &request, const CancelToken &cancel,
                const ProgressFunction &progress)
        : m_request(request)
        , m_cancel(cancel)
        , m_progress(progress)
    {
    }

    Result<ImportPlan> plan()
    {
        const QFileInfo info(m_request.path);
        const Result<QString> digest = fileSha256(m_request.path, m_cancel);
        if (!digest)
            return fail(digest);
        Result<XlsxReader> reader = XlsxReader::open(m_request.path, m_cancel);
        if (!reader)
            return fail(reader);
        m_plan.format = QStringLiteral("ecva-xlsx");
        m_plan.file = info.fileName();
        m_plan.bytes = info.size();
        m_plan.sha256 = *digest;
        m_plan.summary = tr("zip, %1 parts, %2 strings")
                             .arg(reader->partCount())
                             .arg(QLocale().toString(reader->sharedStringCount()));
        m_source->file = m_plan.file;
        if (const Result<void> chosen = chooseSheets(reader->sheetNames()); !chosen)
            return fail(chosen);
        for (int i = 0; i < int(m_plan.sheets.size()); ++i) {
            if (const Result<void> read = readSheet(*reader, i); !read)
                return fail(read);
            tell(0.7 * (i + 1) / double(m_plan.sheets.size()));
        }
        dropRepeated();
        noteEqualContent();
        if (const Result<void> read = readRecords(); !read)
            return fail(read);
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
              int record = -1, const QString &clip = {})
    {
        Finding finding;
        finding.rule = rule;
        finding.place = place;
        finding.raw = raw;
        finding.message = message;
        finding.record = record;
        finding.clip = clip;
        m_plan.findings.push_back(finding);
    }

    Result<void> chooseSheets(const QStringList &names)
    {
        for (const QString &name : names)
            m_plan.sheets.push_back({name, 0, QString()});
        if (m_request.sheets.empty()) {
            m_plan.sheets.front().round = QStringLiteral("round1");
            return {};
        }
        for (const auto &[name, round] : m_request.sheets) {
            const auto found
                = std::find_if(m_plan.sheets.begin(), m_plan.sheets.end(),
                               [&, n = name](const ImportSheet &sheet) { return sheet.name == n; });
            if (found == m_plan.sheets.end()) {
                return fail(ErrorCode::InvalidArgument,
                            "no sheet \"" + name.toStdString() + "\"; there are "
                                + names.join(QStringLiteral(", ")).toStdString(),
                            m_request.path.toStdString());
            }
            found->round = round;
        }
        return {};
    }

    Result<void> readSheet(XlsxReader &reader, int index)
    {
        ImportSheet &sheet = m_plan.sheets[std::size_t(index)];
        std::map<int, QString> headers; // column → text
        std::array<int, kSheetColumns> columns;
        columns.fill(-1);
        int blankFrom = 0;
        int blankTo = 0;
        const auto endBlanks = [&] {
            if (blankFrom == 0)
                return;
            const int count = blankTo - blankFrom + 1;
            if (!sheet.round.isEmpty()) {
                m_plan.counts.blank += count;
                note(ecvarule::kRowBlank, placeOf(sheet.name, 0, blankFrom), {},
                     count == 1 ? tr("1 row") : tr("%1 rows").arg(count));
            }
            blankFrom = 0;
        };
        Result<void> read
            = reader.readSheet(index, m_cancel, [&](const XlsxRow &row) -> Result<void> {
                  const bool blank
                      = std::all_of(row.cells.begin(), row.cells.end(), [](const auto &cell) {
                            return cell.second.text.trimmed().isEmpty();
                        });
                  if (headers.empty()) {
                      // Sheets that are left out are only counted, whatever is in them.
                      return sheet.round.isEmpty() && row.cells.empty()
                                 ? Result<void>()
                                 : readHeader(sheet, row, headers, columns);
                  }
                  if (blank) {
                      blankFrom = blankFrom == 0 ? row.number : blankFrom;
                      blankTo = row.number;
                      return {};
                  }
                  endBlanks();
                  ++sheet.rows;
                  if (!sheet.round.isEmpty())
                      takeRow(sheet, row, headers, columns);
                  return {};
              });
        endBlanks();
        if (read && headers.empty() && !sheet.round.isEmpty())
            return noHeader(sheet);
        return read;
    }

    tl::unexpected<Error> noHeader(const ImportSheet &sheet) const
    {
        return fail(ErrorCode::BadInput, "the first row has no video_id",
                    (m_request.path + u':' + sheet.name).toStdString());
    }

    Result<void> readHeader(const ImportSheet &sheet, const XlsxRow &row,
                            std::map<int, QString> &headers,
                            std::array<int, kSheetColumns> &columns)
    {
        for (const auto &[column, cell] : row.cells) {
            headers.emplace(column, cell.text);
            const auto &keys = columnKeys();
            const auto key = std::find(keys.begin(), keys.end(), headerKey(cell.text));
            if (key == keys.end())
                continue;
            int &place = columns[std::size_t(key - keys.begin())];
            if (place >= 0 && !sheet.round.isEmpty())
                return fail(ErrorCode::BadInput, "two columns are called " + key->toStdString(),
                            (m_request.path + u':' + sheet.name).toStdString());
            place = column;
        }
        if (sheet.round.isEmpty()) {
            if (headers.empty())
                headers.emplace(0, QString());
            return {};
        }
        if (row.number != 1 || columns[0] < 0)
            return noHeader(sheet);
        for (std::size_t i = 1; i < kSheetColumns; ++i) {
            if (columns[i] < 0)
                note(ecvarule::kColumnMissing, placeOf(sheet.name, 0, 1), columnKeys()[i],
                     tr("no column %1").arg(columnKeys()[i]));
        }
        return {};
    }

    void takeRow(const ImportSheet &sheet, const XlsxRow &row,
                 const std::map<int, QString> &headers,
                 const std::array<int, kSheetColumns> &columns)
    {
        EcvaSheetRow taken;
        taken.sheet = sheet.name;
        taken.round = sheet.round;
        taken.number = row.number;
        for (std::size_t i = 0; i < kSheetColumns; ++i) {
            if (columns[i] < 0)
                continue;
            taken.places[i] = placeOf(sheet.name, columns[i], row.number);
            taken.titles[i] = headers.at(columns[i]);
            if (const auto cell = row.cells.find(columns[i]); cell != row.cells.end())
                taken.cells[i] = cell->second.text;
        }
        QJsonObject raw;
        for (const auto &[column, cell] : row.cells) {
            const auto header = headers.find(column);
            raw.insert(header != headers.end() && !header->second.isEmpty()
                           ? header->second
                           : xlsxColumnName(column),
                       cell.text);
        }
        taken.raw = QJsonDocument(raw).toJson(QJsonDocument::Compact);
        if (taken.cell(SheetColumn::Id).trimmed().compare(u"example", Qt::CaseInsensitive) == 0) {
            ++m_plan.counts.templates;
            note(ecvarule::kRowTemplate, taken.place(SheetColumn::Id), taken.cell(SheetColumn::Id),
                 tr("left out"));
            return;
        }
        m_source->rows.push_back(std::move(taken));
    }

    /// The same number again in one sheet: the same text is taken once, another one is a conflict.
    void dropRepeated()
    {
        std::map<std::pair<QString, QString>, std::size_t> seen; // sheet, number → row kept
        std::vector<EcvaSheetRow> kept;
        for (EcvaSheetRow &row : m_source->rows) {
            const QString id = row.cell(SheetColumn::Id).trimmed();
            const auto [place, isNew] = seen.emplace(std::pair(row.sheet, id), kept.size());
            if (isNew || id.isEmpty()) {
                kept.push_back(std::move(row));
                continue;
            }
            EcvaSheetRow &first = kept[place->second];
            if (first.raw == row.raw) {
                ++m_plan.counts.merged;
                note(ecvarule::kRowTwice, row.place(SheetColumn::Id), id,
                     tr("says the same as row %1").arg(first.number), int(place->second), id);
                continue;
            }
            first.conflicting = true;
            row.conflicting = true;
            kept.push_back(std::move(row));
        }
        m_source->rows = std::move(kept);
    }

    /// Groups of whole videos that agree in all six columns of content: re-uploads.
    void noteEqualContent()
    {
        std::map<std::pair<QString, QStringList>, std::vector<std::size_t>> groups;
        for (std::size_t i = 0; i < m_source->rows.size(); ++i) {
            const EcvaSheetRow &row = m_source->rows[i];
            if (row.cell(SheetColumn::Id).contains(u'-'))
                continue;
            QStringList content;
            for (std::size_t column = 1; column <= std::size_t(SheetColumn::Keys); ++column)
                content.append(row.cells[column]);
            groups[{row.sheet, content}].push_back(i);
        }
        std::vector<std::vector<std::size_t>> several;
        for (auto &[content, members] : groups) {
            // Without its texts a row says too little to be called a copy.
            const bool hasTexts = !content.second[qsizetype(SheetColumn::Reason) - 1].isEmpty();
            if (members.size() > 1 && hasTexts)
                several.push_back(members);
        }
        std::sort(several.begin(), several.end());
        for (const std::vector<std::size_t> &members : several) {
            QStringList ids;
            for (const std::size_t member : members)
                ids.append(m_source->rows[member].cell(SheetColumn::Id).trimmed());
            const EcvaSheetRow &first = m_source->rows[members.front()];
            note(ecvarule::kContentEqual, first.place(SheetColumn::Id),
                 ids.join(QStringLiteral(", ")),
                 tr("%1 clips with the same content").arg(ids.size()), int(members.front()),
                 ids.first());
        }
    }

    Result<void> readRecords()
    {
        const int count = m_source->recordCount();
        ImportCounts &counts = m_plan.counts;
        QSet<QString> names;
        for (int i = 0; i < count; ++i) {
            if (i % 64 == 0) {
                if (const Result<void> go = m_cancel.check(); !go)
                    return go;
                tell(0.7 + 0.3 * i / count);
            }
            const EcvaSheetRow &row = m_source->rows[std::size_t(i)];
            const std::size_t before = m_plan.findings.size();
            const ImportRecord record
                = readSheetRow(row, i, {}, m_plan.file, &m_plan.findings, nullptr);
            const bool missing = std::any_of(
                m_plan.findings.begin() + std::ptrdiff_t(before), m_plan.findings.end(),
                [](const Finding &finding) { return finding.rule == ecvarule::kRowMissing; });
            if (record.refused) {
                ++counts.refused;
                continue;
            }
            if (!names.contains(record.clipName)) { // another sheet may speak of it too
                names.insert(record.clipName);
                (row.cell(SheetColumn::Id).contains(u'-') ? counts.cuts : counts.clips) += 1;
            }
            counts.segments += int(record.segments.size());
            counts.classes
                += ecvasheet::parseClasses(row.cell(SheetColumn::Class)).classes.empty() ? 0 : 1;
            counts.keySentences += int(record.keySentences.size());
            counts.missing += missing ? 1 : 0;
        }
        return {};
    }

    void sumUp()
    {
        for (const ImportSheet &sheet : m_plan.sheets)
            m_plan.counts.rows += sheet.round.isEmpty() ? 0 : sheet.rows;
        for (RuleInfo &rule : EcvaSheetRules::all()) {
            for (Finding &finding : m_plan.findings) {
                if (finding.rule != rule.id)
                    continue;
                finding.severity = rule.severity;
                ++rule.places;
            }
            if (rule.places > 0)
                m_plan.rules.push_back(rule);
        }
        m_plan.source = m_source;
        tell(1.0);
    }

    const ImportRequest &m_request;
    const CancelToken &m_cancel;
    const ProgressFunction &m_progress;
    ImportPlan m_plan;
    std::shared_ptr<EcvaSheetSource> m_source = std::make_shared<EcvaSheetSource>();
};

} // namespace

Result<ImportPlan> planEcvaXlsx(const ImportRequest &request, const CancelToken &cancel,
                                const ProgressFunction &progress)
{
    return SheetImport(request, cancel, progress).plan();
}

} // namespace ecva
