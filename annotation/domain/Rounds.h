#pragma once

#include <QString>

#include <utility>

namespace ecva {

/// Rounds in their order: by the number at the end, then by name.
inline bool isEarlierRound(const QString &a, const QString &b)
{
    const auto number = [](const QString &round) {
        qsizetype i = round.size();
        while (i > 0 && round[i - 1].isDigit())
            --i;
        return round.mid(i).toLongLong();
    };
    return std::pair(number(a), a) < std::pair(number(b), b);
}

} // namespace ecva
