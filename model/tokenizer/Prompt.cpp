#include "model/tokenizer/Prompt.h"

namespace ecva {

Result<Prompt> anomShieldPrompt(const Tokenizer &, std::string_view)
{
    return fail(ErrorCode::Unsupported, "not yet");
}

} // namespace ecva
