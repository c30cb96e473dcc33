#include "model/api/Conversation.h"

namespace ecva {

std::string_view nameOf(PromptTemplate layout)
{
    switch (layout) {
    case PromptTemplate::Mistral:
        return "mistral";
    case PromptTemplate::Llama2:
        return "llama2";
    case PromptTemplate::Plain:
        return "plain";
    case PromptTemplate::VideoLlama2:
        return "videollama2";
    case PromptTemplate::ChatMl:
        return "chatml";
    }
    return {};
}

std::optional<PromptTemplate> promptTemplateFrom(std::string_view name)
{
    for (const PromptTemplate layout :
         {PromptTemplate::Mistral, PromptTemplate::Llama2, PromptTemplate::Plain,
          PromptTemplate::VideoLlama2, PromptTemplate::ChatMl}) {
        if (nameOf(layout) == name)
            return layout;
    }
    return {};
}

} // namespace ecva
