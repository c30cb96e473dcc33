#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace ecva {

/// A place in a text, "{question}", and what is to stand there.
struct TextPlace
{
    std::string_view name;
    std::string_view value;
};

/// The text with its places filled in; what is filled in is not looked at again.
std::string filledIn(std::string_view text, std::initializer_list<TextPlace> places);

} // namespace ecva
