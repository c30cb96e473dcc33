#include "annotation/formats/EcvaResultsRules.h"

namespace ecva {

std::vector<RuleInfo> EcvaResultsRules::all()
{
    using namespace resultsrule;
    constexpr Severity error = Severity::Error;
    constexpr Severity warning = Severity::Warning;
    constexpr Severity note = Severity::Note;
    return {
        {kForm, error, tr("Not a record"),
         tr("An object with the texts video_file and output is expected."), tr("Record refused")},
        {kConflict, error, tr("Same video twice, different answers"),
         tr("Nobody can tell which of the records is right."), tr("Records refused")},
        {kTask, error, tr("Unknown task"),
         tr("Description, Cause, Result, Classification or Time is expected."),
         tr("Record refused")},
        {kTwice, warning, tr("Same video twice, same answer"), tr("Two records say the same."),
         tr("Take one")},
        {kFailed, warning, tr("The model failed"), tr("The answer is the word ERROR."),
         tr("Leave out")},
        {kEmpty, warning, tr("Empty answer"), tr("The model has said nothing."), tr("Leave out")},
        {kClass, warning, tr("No class in the answer"),
         tr("The first number in brackets counts, from [1] to [11]."), tr("Keep text")},
        {kTime, warning, tr("Time of unknown unit"),
         tr("Only MM:SS and HH:MM:SS say what they mean."), tr("Keep text")},
        {kComma, warning, tr("Comma behind the last member"), tr("JSON has none there."),
         tr("Read without it")},
        {kPlaceholder, note, tr("Placeholder"), tr("A record of a video that nobody has answered."),
         tr("Leave out")},
        {kTail, note, tr("End mark of the model"), tr("The answer ends with </s>."),
         tr("Raw text keeps it")},
        {kBlank, note, tr("Blank line before the array"), tr("It means nothing."), tr("Ignore")},
    };
}

} // namespace ecva
