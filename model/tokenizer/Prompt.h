#pragma once

#include "core/base/Result.h"
#include "model/api/Tokenizer.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ecva {

/// A prompt as text with the literal "<video>" where the visual tokens go, and as ids with
/// kVideoPlaceholder there.
struct Prompt
{
    std::string text;
    std::vector<std::int32_t> ids;
};

/// AnomShield's single turn (template "mistral", model spec E.3, E.4), byte for byte. The text is
/// split on "<video>", each part encoded with BOS, BOS of later parts removed. A question that
/// holds
/// "<video>" itself is refused. Errors: InvalidArgument.
Result<Prompt> anomShieldPrompt(const Tokenizer &tokenizer, std::string_view question);

} // namespace ecva
