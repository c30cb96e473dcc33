#pragma once

#include <cstdint>
#include <limits>
#include <string>

namespace CLI {
class App;
class Option;
class ParseError;
} // namespace CLI

namespace ecva::cli {

/// `option` takes whole decimal numbers in this range and refuses all else by its text. The parser
/// alone would take -1 for the largest seed, cap what is too large, and read 010 as 8.
void takeWholeNumbers(CLI::Option &option, std::int64_t least,
                      std::uint64_t most = std::numeric_limits<std::uint64_t>::max());

/// After parsing: throws CLI::ValidationError where an argument that has to be there is an empty
/// text, as an unset variable of a script leaves it.
void refuseEmptyTexts(const CLI::App &app);

/// What a wrong use is told: two lines, the second names the help of the command that was meant.
std::string usageText(const CLI::App &app, const CLI::ParseError &error);

} // namespace ecva::cli
