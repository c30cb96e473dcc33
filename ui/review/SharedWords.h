#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace ecva {

/// A stretch of a text, in UTF-16 units.
struct TextSpan
{
    int start = 0;
    int length = 0;

    friend bool operator==(const TextSpan &, const TextSpan &) = default;
};

/// Words of `text` that carry its sense and are also in `other`, in order; neighbours are one span.
/// Words are compared without case and endings ("steals", "stealing"); articles, pronouns and the
/// like do not count. Chinese is compared by pairs of characters.
std::vector<TextSpan> sharedWords(const QString &text, const QString &other);

/// Words of `text` that carry its sense and are not in `other`; those with only small words between
/// them are one span.
std::vector<TextSpan> newWords(const QString &text, const QString &other);

/// Up to `most` words (Chinese: phrases) of `text` that carry its sense and are not in `other`, as
/// they are written, each once.
QStringList wordsOnlyIn(const QString &text, const QString &other, int most);

} // namespace ecva
