#pragma once

#include <QString>

namespace ecva {

/// Runs of letters and digits separated by blanks or marks; apostrophes and hyphens join ("won't",
/// "two-storey"). Each Chinese character counts as one, as Chinese editors count.
int countWords(const QString &text);
/// Code points that a reader sees: blanks at the ends are not counted.
int countCharacters(const QString &text);
/// More Chinese characters than other words: measured in characters, not in words.
bool isChinese(const QString &text);

} // namespace ecva
