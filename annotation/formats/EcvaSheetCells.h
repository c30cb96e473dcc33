#pragma once

#include "annotation/domain/Entities.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

/// The grammar of the cells of ECVA's annotation sheet, dirt included. Pure functions of a cell's
/// text: what is certain is read, what is not is at most suggested.
namespace ecva::ecvasheet {

/// "/", "[,]", "[]" and blanks: the annotator had nothing to write.
bool isMissing(const QString &cell);

/// One bracket of a moment cell: "[MMSS,MMSS]".
struct Moment
{
    enum class Fault {
        None,
        Form,    ///< not two times of four digits
        NoEnd,   ///< the second time is empty
        Seconds, ///< seconds above 59: no time at all
        Order,   ///< the end is not after the begin
    };
    QString raw; ///< "[0052,0114]"
    Fault fault = Fault::None;
    TimeRangeMs time;   ///< as written, when there is no fault
    QString suggestion; ///< "[0043,0048]"; empty: no certain fix
    TimeRangeMs suggestedTime;
    std::optional<qint64> beginMs; ///< with NoEnd: where it starts
    int oddDigits = 0; ///< with Form: number of digits of the time that is not four long
};
/// Empty for a missing cell. Anything outside of brackets is a moment with a fault.
std::vector<Moment> parseMoments(const QString &cell);

struct SheetClass
{
    QString code; ///< "7-1"
    int severity = 0;
};
struct Classes
{
    std::vector<SheetClass> classes; ///< empty: missing, or text
    bool strayComma = false;         ///< "[3-1,3,]"
    QString clean;                   ///< "[3-1,3]": the classes written as they should be
};
/// The classes of a cell like "[7-1,5][4-1,3]"; none when anything else stands in it.
Classes parseClasses(const QString &cell);

struct Parts
{
    std::vector<QString> raw;    ///< between the brackets, word for word
    QStringList texts;           ///< trimmed, empty ones dropped with their raw text
    bool bracketMissing = false; ///< the first or the last bracket is missing
};
Parts parseParts(const QString &cell);

struct Keys
{
    QStringList sentences; ///< trimmed; empty ones dropped
    bool repaired = false; ///< a quote was missing
    bool unreadable = false;
    QString clean; ///< with `repaired`: the list as it should be
};
Keys parseKeys(const QString &cell);

/// "时间切割00：36-01：30" → 36 s to 90 s.
std::optional<TimeRangeMs> parseCut(const QString &annotator);

/// Words between blanks; of a text with Chinese characters the characters.
int sentenceLength(const QString &sentence, bool *chinese = nullptr);

/// "1:14", "1:02:03"; with three decimals when the time is no whole second.
QString clock(qint64 milliseconds);

} // namespace ecva::ecvasheet
