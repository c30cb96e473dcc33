#include "annotation/formats/ExportRules.h"

namespace ecva {

std::vector<RuleInfo> ExportRules::all()
{
    using namespace exportrule;
    constexpr Severity error = Severity::Error;
    constexpr Severity warning = Severity::Warning;
    const QString refused = tr("Refused");
    const QString written = tr("Written all the same");
    return {
        {kAnswerMissing, error, tr("Answer is missing"),
         tr("Nobody has answered, or the answer is “/”."), refused},
        {kClassText, error, tr("Class is text, not a code"),
         tr("A class is written [main-sub,severity], for example [7-1,5]."), refused},
        {kAnswerToken, error, tr("Placeholder token inside an answer"),
         tr("<image>, <video> and <audio> would be taken for the picture itself."), refused},
        {kQuestionToken, error, tr("Second placeholder in the question"),
         tr("The exporter writes the one placeholder at the front."), refused},
        {kMediaMissing, error, tr("File not found"),
         tr("A trainer replaces a file it cannot read by another one, silently."), refused},
        {kClipNumber, error, tr("Not a numbered clip"),
         tr("These scripts pair files by number: 00001.mp4."), refused},
        {kClipTwice, error, tr("Two clips with one number"),
         tr("One record for each number is wanted."), refused},
        {kClassDiffers, warning, tr("Class differs from the segments"),
         tr("The answer names another class than the segments of its round."), written},
        {kMediaOutside, warning, tr("File outside the media folder"),
         tr("Its path begins with “../”."), written},
        {kClipCut, warning, tr("Cut of a longer video"),
         tr("A record would show the whole video with the text of a part."), tr("Not asked for")},
    };
}

RuleInfo ExportRules::find(const QString &id)
{
    for (RuleInfo &rule : all()) {
        if (rule.id == id)
            return rule;
    }
    return {};
}

} // namespace ecva
