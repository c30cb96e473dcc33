#pragma once

#include "core/base/Result.h"
#include "model/api/Conversation.h"
#include "model/api/Tokenizer.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ecva {

/// Stands in the ids of a prompt where a still image's visual tokens go, as kVideoPlaceholder does
/// for a video. The engine knows the latter only: see enginePlaceholders().
inline constexpr std::int32_t kImagePlaceholder = -200;

/// A prompt as text with the literal "<video>" (or "<image>") where the visual tokens go, and as
/// ids with the placeholder there.
struct Prompt
{
    std::string text;
    std::vector<std::int32_t> ids;
};

/// What the question is about; for None there is no place for pictures in the prompt.
enum class Shown { Video, Image, None };

/// The system text and what stands around a question (model spec E.3, E.4).
struct Conversation
{
    PromptTemplate layout = PromptTemplate::Mistral;
    Shown shown = Shown::Video;
    std::string_view system = {}; ///< instead of the template's own; empty: its own
};

/// Single turn, byte for byte. Errors: InvalidArgument (an empty question; one that holds the
/// placeholder itself).
Result<std::string> promptText(const Conversation &conversation, std::string_view question);

/// The text and its ids: split at the placeholder, each part encoded by itself, one BOS in front
/// (with VideoLlama2 the one that the text spells, with ChatMl none). Errors: InvalidArgument.
Result<Prompt> makePrompt(const Tokenizer &tokenizer, const Conversation &conversation,
                          std::string_view question);

/// AnomShield's single turn about a video: template "mistral".
Result<Prompt> anomShieldPrompt(const Tokenizer &tokenizer, std::string_view question);

/// The text behind an earlier turn: the answer, its end and the next question, without the
/// pictures, which the first turn holds. Errors: as promptText(); Unsupported with Plain, which
/// knows no turns.
Result<std::string> nextTurnText(PromptTemplate layout, std::string_view answer,
                                 std::string_view question);

/// The ids as the engine takes them: kVideoPlaceholder for either kind of placeholder.
std::vector<std::int32_t> enginePlaceholders(std::vector<std::int32_t> ids);

/// Which template a checkpoint's own chat_template stands for: `text` as tokenizer_config.json has
/// it. Known ones are recognised by their SHA-256. Errors: Unsupported (names the digest).
Result<PromptTemplate> templateOfChat(std::string_view text);

} // namespace ecva
