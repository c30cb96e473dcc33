#pragma once

#include <string>
#include <string_view>

namespace ecva::cli {

/// UTF-8 text without what steers a terminal: control characters but line feed and tab become
/// U+FFFD. A model's words are not to be trusted there.
std::string withoutControls(std::string_view text);

/// The same where stdout is a terminal, else the text as it is.
std::string forStdout(std::string_view text);

} // namespace ecva::cli
