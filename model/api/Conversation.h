#pragma once

#include <optional>
#include <string_view>

namespace ecva {

/// What stands around a question (model spec E.3, E.4).
enum class PromptTemplate {
    Mistral,     ///< AnomShield's own: the layout of Llama 2 with a short system text
    Llama2,      ///< the same layout with Llama 2's safety text
    Plain,       ///< of pre-training: the video, the text, a line break
    VideoLlama2, ///< VideoLLaMA2's own: spells its BOS
    ChatMl,      ///< of Qwen2, and so VideoLLaMA2.1's: no BOS
};

/// "mistral", "llama2", "plain", "videollama2", "chatml".
std::string_view nameOf(PromptTemplate layout);
std::optional<PromptTemplate> promptTemplateFrom(std::string_view name);

} // namespace ecva
