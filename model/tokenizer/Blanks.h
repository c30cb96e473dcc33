#pragma once

#include <string>
#include <string_view>

namespace ecva {

/// `text` without the blanks at both ends, as Python's str.strip() knows blanks.
std::string_view stripped(std::string_view text);

/// stripped() of a text that comes in pieces of whole characters: what all push() returned, joined,
/// is stripped() of all pieces, joined.
class BlankStripper
{
public:
    /// What is certain to be inside; blanks wait until something follows them.
    std::string push(std::string_view piece);

private:
    bool m_begun = false;
    std::string m_waiting;
};

} // namespace ecva
