#pragma once

#include <QString>

#include <vector>

namespace ecva {

/// A run of whole words with the blanks behind them.
struct DiffPiece
{
    enum class Kind { Same, Gone, New };
    Kind kind = Kind::Same;
    QString text;

    friend bool operator==(const DiffPiece &, const DiffPiece &) = default;
};

/// The shortest change from `before` to `after` in words; Chinese characters are words of their
/// own. Gone precedes New where both change. Same and New joined are `after`, Same and Gone joined
/// are `before` up to the blanks.
std::vector<DiffPiece> wordDiff(const QString &before, const QString &after);

} // namespace ecva
