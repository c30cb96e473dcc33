#include "model/tokenizer/Prompt.h"

#include "embedded/kAnomShieldSystem.h"
#include "embedded/kAnomShieldTurn.h"
#include "model/api/Engine.h"

namespace ecva {
namespace {

constexpr std::string_view kVideo = "<video>";

/// The template with its places filled in; what is filled in is not looked at again.
std::string filledIn(std::string_view turn, std::string_view system, std::string_view question)
{
    std::string text;
    while (!turn.empty()) {
        if (turn.starts_with("{system}")) {
            text += system;
            turn.remove_prefix(sizeof("{system}") - 1);
        } else if (turn.starts_with("{question}")) {
            text += question;
            turn.remove_prefix(sizeof("{question}") - 1);
        } else {
            text += turn.front();
            turn.remove_prefix(1);
        }
    }
    return text;
}

} // namespace

Result<Prompt> anomShieldPrompt(const Tokenizer &tokenizer, std::string_view question)
{
    if (question.empty())
        return fail(ErrorCode::InvalidArgument, "the question is empty");
    if (question.find(kVideo) != std::string_view::npos) {
        return fail(ErrorCode::InvalidArgument,
                    "the question holds \"<video>\", which stands for the video itself");
    }
    Prompt prompt;
    prompt.text = filledIn(embedded::kAnomShieldTurn, embedded::kAnomShieldSystem, question);
    prompt.ids.push_back(tokenizer.bos());
    std::string_view rest = prompt.text;
    for (std::size_t place = rest.find(kVideo);; place = rest.find(kVideo)) {
        const auto ids = tokenizer.encode(rest.substr(0, place));
        if (!ids)
            return fail(ErrorCode::InvalidArgument, "the question: " + ids.error().message);
        prompt.ids.insert(prompt.ids.end(), ids->begin(), ids->end());
        if (place == std::string_view::npos)
            return prompt;
        prompt.ids.push_back(kVideoPlaceholder);
        rest.remove_prefix(place + kVideo.size());
    }
}

} // namespace ecva
