#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace ecva {

/// How a typed pattern is found in a text: its letters in order, blanks ignored, in any case.
struct FuzzyHit
{
    int score = 0;        ///< higher is better
    QList<int> positions; ///< of the matched letters in the text
};

/// Nothing when a letter is missing. Beginnings of words and neighbours count more.
std::optional<FuzzyHit> fuzzyMatch(const QString &pattern, const QString &text);

} // namespace ecva
