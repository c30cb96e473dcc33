#include "model/tokenizer/TextTemplate.h"

#include <algorithm>

namespace ecva {

std::string filledIn(std::string_view text, std::initializer_list<TextPlace> places)
{
    std::string made;
    while (!text.empty()) {
        const auto *place = std::ranges::find_if(
            places, [&](const TextPlace &each) { return text.starts_with(each.name); });
        if (place != places.end()) {
            made += place->value;
            text.remove_prefix(place->name.size());
        } else {
            made += text.front();
            text.remove_prefix(1);
        }
    }
    return made;
}

} // namespace ecva
