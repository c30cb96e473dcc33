#pragma once

#include <string>
#include <string_view>

namespace ecva {

// How files of byte-level BPE spell bytes: the printable ones of Latin-1 as themselves, the others
// as the characters from U+0100 on, in their order ("Ġ" for a blank, "Ċ" for a line break).

/// "Ġthe" for " the".
std::string spelledBytes(std::string_view bytes);

/// " the" for "Ġthe" into `bytes`; false where a character stands for no byte.
bool bytesOfSpelling(std::string_view spelling, std::string &bytes);

} // namespace ecva
