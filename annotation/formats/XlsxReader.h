#pragma once

#include "annotation/formats/ZipArchive.h"
#include "core/base/CancelToken.h"
#include "core/base/Result.h"

#include <QStringList>

#include <functional>
#include <map>
#include <vector>

namespace ecva {

/// A cell's text as a person sees it: strings with their rich-text runs joined, whole numbers
/// without a decimal point, other numbers as stored.
struct XlsxCell
{
    QString text;
    bool isNumber = false;
};

struct XlsxRow
{
    int number = 0;                ///< as shown, from 1
    std::map<int, XlsxCell> cells; ///< by column from 0; empty cells are left out
};

struct XlsxLimits
{
    ZipLimits zip;
    qint64 sharedStrings = 2'000'000;
    qint64 cells = 5'000'000; ///< over all sheets read
    qint64 cellCharacters = 1 << 20;
};

/// "A", "Z", "AA" for 0, 25, 26.
QString xlsxColumnName(int column);

/// Reads the texts of an .xlsx file, sheet by sheet, as a stream: formulas, styles and everything
/// else are passed over, nothing is resolved outside the file. One thread.
class XlsxReader
{
public:
    /// Reads the list of sheets and the shared strings. Errors: those of ZipArchive, BadInput.
    static Result<XlsxReader> open(const QString &path, const CancelToken &cancel,
                                   const XlsxLimits &limits = {});

    QStringList sheetNames() const;
    int partCount() const { return m_archive.partCount(); }
    qsizetype sharedStringCount() const { return m_strings.size(); }

    /// Calls `use` for each row of the file in its order, also those without a text. Errors:
    /// BadInput naming file, part and cell; what `use` fails with.
    Result<void> readSheet(int sheet, const CancelToken &cancel,
                           const std::function<Result<void>(const XlsxRow &)> &use);

private:
    struct Sheet
    {
        QString name;
        QString part;
    };
    XlsxReader(ZipArchive archive, const XlsxLimits &limits);
    Result<void> readWorkbook(const CancelToken &cancel);
    Result<std::map<QString, QString>> readRelations(const QString &part, const QString &wantedType,
                                                     const CancelToken &cancel);
    Result<void> readSharedStrings(const QString &part, const CancelToken &cancel);

    ZipArchive m_archive;
    XlsxLimits m_limits;
    std::vector<Sheet> m_sheets;
    QStringList m_strings;
    qint64 m_cells = 0;
};

} // namespace ecva
