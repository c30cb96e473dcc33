#include "annotation/formats/EcvaSheetRules.h"

namespace ecva {

std::vector<RuleInfo> EcvaSheetRules::all()
{
    using namespace ecvarule;
    constexpr Severity error = Severity::Error;
    constexpr Severity warning = Severity::Warning;
    constexpr Severity note = Severity::Note;
    return {
        {kTimeForm, error, tr("Time not in MMSS form"),
         tr("Four digits, minutes then seconds. A fix is a guess until you tick it."),
         tr("No segment without the fix")},
        {kTimeSeconds, error, tr("Seconds above 59"),
         tr("No such time: the digits are minutes and seconds."), tr("Row refused")},
        {kTimeOrder, error, tr("Time ends before it begins"),
         tr("The end must lie after the begin."), tr("No segment")},
        {kIdForm, error, tr("Not a video number"),
         tr("A whole number, or a number with a part like 19-1."), tr("Row refused")},
        {kIdConflict, error, tr("Same clip twice, different content"),
         tr("Nobody can tell which of the rows is right."), tr("Rows refused")},
        {kClassText, warning, tr("Class is text, not a code"),
         tr("A class is written [main-sub,severity], for example [7-1,5]."),
         tr("Keep text, needs a new class")},
        {kClassMissing, warning, tr("Class missing"),
         tr("The field is empty although the row has times."), tr("Segments without class")},
        {kClassUnknown, warning, tr("No such class"),
         tr("The published list has 11 classes with 42 sub-classes."),
         tr("Segments without class")},
        {kTextPairs, warning, tr("Texts and times differ in number"),
         tr("Each description belongs to one time."), tr("One description for the clip")},
        {kRowMissing, warning, tr("Time, texts and keys missing"),
         tr("The row says nothing about the video."), tr("Clip without annotation")},
        {kKeysQuote, warning, tr("Key list not closed"), tr("A quotation mark is missing."),
         tr("Read with the quote")},
        {kKeysUnreadable, warning, tr("Key list cannot be read"),
         tr("A list of texts in quotes is expected."), tr("No key sentences, text kept")},
        {kTextBracket, warning, tr("Text bracket not closed"),
         tr("A description stands in square brackets."), tr("Read with the bracket")},
        {kClassComma, warning, tr("Class with a stray comma"),
         tr("Nothing follows the last comma."), tr("Read without the comma")},
        {kCutMissing, warning, tr("Cut without times"),
         tr("The Annotator field of a cut says which part of the video it is."),
         tr("Cut of unknown place")},
        {kColumnMissing, warning, tr("Column missing"),
         tr("The sheet lacks a column of the published one."), tr("Read without it")},
        {kKeysLong, warning, tr("Key sentence over 7 words"),
         tr("Short sentences of at most 7 words, or 14 Chinese characters."), tr("Keep")},
        {kRowTwice, warning, tr("Same clip twice, same content"),
         tr("Two rows with one number say the same."), tr("Take one")},
        {kClassSeveral, note, tr("Several classes in one row"),
         tr("The published rows have one class each."), tr("One each, or the first")},
        {kContentEqual, note, tr("Same content in other clips"),
         tr("Probably the same video, uploaded again: keep such clips in one split."), tr("Keep")},
        {kCutNote, note, tr("Time cut in the Annotator field"),
         tr("The row is about a part of the video."), tr("Cut, or keep as remark")},
        {kAnnotatorNone, note, tr("No annotator"), tr("The file's name stands for the author."),
         tr("Keep")},
        {kRowTemplate, note, tr("Template rows"), tr("Worked examples of the guideline."),
         tr("Leave out")},
        {kRowBlank, note, tr("Blank rows"), tr("Rows without any text."), tr("Leave out")},
    };
}

} // namespace ecva
