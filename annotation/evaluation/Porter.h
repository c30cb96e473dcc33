#pragma once

#include <string>

namespace ecva {

/// The stem of a lower-case ASCII word by Porter's algorithm as nltk extends it (formats spec 9.3):
/// a pool of irregular words, and rules that differ from Porter's paper of 1980.
std::string porterStem(const std::string &word);

} // namespace ecva
