#pragma once

#include "annotation/formats/ImportPlan.h"

#include <array>

namespace ecva {

/// The columns that mean something, in the order of the published sheet.
enum class SheetColumn { Id, Class, Reason, Result, Moment, Description, Keys, Annotator, Remark };
inline constexpr std::size_t kSheetColumns = 9;

/// A data row of ECVA's sheet as it stands in the file.
struct EcvaSheetRow
{
    QString sheet;
    QString round;
    int number = 0; ///< of the row
    std::array<QString, kSheetColumns> cells;
    std::array<QString, kSheetColumns> places; ///< "一轮标注!E238"; empty: no such column
    std::array<QString, kSheetColumns> titles; ///< header as it is in the file
    QByteArray raw;                            ///< canonical JSON, header → text, of all columns
    bool conflicting = false;                  ///< another row with this number says something else

    const QString &cell(SheetColumn column) const { return cells[std::size_t(column)]; }
    const QString &place(SheetColumn column) const { return places[std::size_t(column)]; }
};

/// Reads one row. `record` is its index in the plan; `findings` and `preview` may be null.
/// `fallbackAuthor` stands where the Annotator field names nobody.
ImportRecord readSheetRow(const EcvaSheetRow &row, int record, const AcceptedFixes &fixes,
                          const QString &fallbackAuthor, std::vector<Finding> *findings,
                          std::vector<ImportField> *preview);

} // namespace ecva
