#include "model/tokenizer/Prompt.h"

#include "core/base/Sha256.h"
#include "embedded/kAnomShieldSystem.h"
#include "embedded/kChatMlSystem.h"
#include "embedded/kChatMlTurn.h"
#include "embedded/kLlama2System.h"
#include "embedded/kLlama2Turn.h"
#include "embedded/kVideoLlama2System.h"
#include "model/api/Engine.h"
#include "model/tokenizer/TextTemplate.h"

#include <algorithm>
#include <array>
#include <utility>

namespace ecva {
namespace {

std::string_view placeholderText(Shown shown)
{
    switch (shown) {
    case Shown::Video:
        return "<video>";
    case Shown::Image:
        return "<image>";
    case Shown::None:
        break;
    }
    return {};
}

std::string_view systemOf(PromptTemplate layout)
{
    switch (layout) {
    case PromptTemplate::Mistral:
        return embedded::kAnomShieldSystem;
    case PromptTemplate::Llama2:
        return embedded::kLlama2System;
    case PromptTemplate::VideoLlama2:
        return embedded::kVideoLlama2System;
    case PromptTemplate::ChatMl:
        return embedded::kChatMlSystem;
    case PromptTemplate::Plain:
        break;
    }
    return {};
}

/// SHA-256 of templates that give exactly a known turn. The one of the published VideoLLaMA2 was
/// not at hand: this is the shortest that spells its turn.
constexpr std::array<std::pair<std::string_view, PromptTemplate>, 3> kKnownChats{{
    {"4cdd33672fb377db07b7479e39d6e635dfd1b3534eb476aeed6371d93f1947da",
     PromptTemplate::VideoLlama2},
    // Qwen2-7B-Instruct's, its line breaks as such and as Jinja spells them.
    {"793202280c0910ab26bc6eb57c8212c2417324c6d8c4efd0d10d59092ab3e3eb", PromptTemplate::ChatMl},
    {"f0206845c9ebc3abb4735d44f286eb81ce99238ad2accc710c6fc60e6cb8ccc8", PromptTemplate::ChatMl},
}};

} // namespace

Result<std::string> promptText(const Conversation &conversation, std::string_view question)
{
    if (question.empty())
        return fail(ErrorCode::InvalidArgument, "the question is empty");
    const std::string_view place = placeholderText(conversation.shown);
    if (!place.empty() && question.find(place) != std::string_view::npos) {
        return fail(ErrorCode::InvalidArgument,
                    "the question holds \"" + std::string(place) + "\", which stands for the "
                        + (conversation.shown == Shown::Video ? "video" : "picture") + " itself");
    }
    std::string message(place);
    if (conversation.layout == PromptTemplate::Plain)
        return message.append(question).append("\n");
    if (!place.empty())
        message += '\n';
    message += question;
    const std::string_view system
        = conversation.system.empty() ? systemOf(conversation.layout) : conversation.system;
    const bool isChatMl = conversation.layout == PromptTemplate::ChatMl;
    std::string text = filledIn(isChatMl ? embedded::kChatMlTurn : embedded::kLlama2Turn,
                                {{"{system}", system}, {"{message}", message}});
    if (conversation.layout == PromptTemplate::VideoLlama2)
        text.insert(0, "<s>");
    return text;
}

Result<Prompt> makePrompt(const Tokenizer &tokenizer, const Conversation &conversation,
                          std::string_view question)
{
    auto text = promptText(conversation, question);
    if (!text)
        return fail(text);
    Prompt prompt{std::move(*text), {}};
    const bool isWhole = conversation.layout == PromptTemplate::VideoLlama2
                         || conversation.layout == PromptTemplate::ChatMl;
    if (!isWhole && tokenizer.bos() >= 0)
        prompt.ids.push_back(tokenizer.bos());
    const std::string_view placeholder = placeholderText(conversation.shown);
    std::string_view rest = prompt.text;
    for (;;) {
        const std::size_t place
            = placeholder.empty() ? std::string_view::npos : rest.find(placeholder);
        const auto ids = tokenizer.encode(rest.substr(0, place));
        if (!ids)
            return fail(ErrorCode::InvalidArgument, "the question: " + ids.error().message);
        prompt.ids.insert(prompt.ids.end(), ids->begin(), ids->end());
        if (place == std::string_view::npos)
            return prompt;
        prompt.ids.push_back(conversation.shown == Shown::Image ? kImagePlaceholder
                                                                : kVideoPlaceholder);
        rest.remove_prefix(place + placeholder.size());
    }
}

Result<Prompt> anomShieldPrompt(const Tokenizer &tokenizer, std::string_view question)
{
    return makePrompt(tokenizer, {}, question);
}

Result<std::string> nextTurnText(PromptTemplate layout, std::string_view answer,
                                 std::string_view question)
{
    if (layout == PromptTemplate::Plain)
        return fail(ErrorCode::Unsupported, "the template \"plain\" knows no second question");
    if (question.empty())
        return fail(ErrorCode::InvalidArgument, "the question is empty");
    if (layout == PromptTemplate::ChatMl) {
        return filledIn("{answer}<|im_end|>\n<|im_start|>user\n{question}<|im_end|>\n"
                        "<|im_start|>assistant\n",
                        {{"{answer}", answer}, {"{question}", question}});
    }
    std::string text = " ";
    text.append(answer).append(" </s>");
    if (layout != PromptTemplate::Mistral) // whose separator is empty
        text += "<s>";
    return text.append("[INST] ").append(question).append(" [/INST]");
}

std::vector<std::int32_t> enginePlaceholders(std::vector<std::int32_t> ids)
{
    std::ranges::replace(ids, kImagePlaceholder, kVideoPlaceholder);
    return ids;
}

Result<PromptTemplate> templateOfChat(std::string_view text)
{
    const std::string digest = sha256Hex(text);
    for (const auto &[known, layout] : kKnownChats) {
        if (known == digest)
            return layout;
    }
    return fail(ErrorCode::Unsupported, "its chat_template (SHA-256 " + digest
                                            + ") is not known here: choose a template by name");
}

} // namespace ecva
