#include "ui/shell/FuzzyMatch.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace ecva {
namespace {

constexpr int kLetter = 1;
constexpr int kNeighbour = 8;
constexpr int kWordStart = 10;

bool startsWord(const QString &text, int at)
{
    return at == 0 || (text.at(at).isLetterOrNumber() && !text.at(at - 1).isLetterOrNumber());
}

} // namespace

std::optional<FuzzyHit> fuzzyMatch(const QString &pattern, const QString &text)
{
    QString wanted;
    for (const QChar c : pattern) {
        if (!c.isSpace())
            wanted.append(c.toCaseFolded());
    }
    if (wanted.isEmpty())
        return FuzzyHit{};
    const QString folded = text.toCaseFolded();
    const auto rows = static_cast<std::size_t>(wanted.size());
    const auto columns = static_cast<std::size_t>(folded.size());
    if (folded.size() != text.size() || columns < rows)
        return std::nullopt;

    // best[i][j]: best score of the first i+1 letters with letter i at text position j.
    constexpr int kNone = std::numeric_limits<int>::min() / 2;
    std::vector<std::vector<int>> best(rows, std::vector<int>(columns, kNone));
    std::vector<std::vector<int>> from(rows, std::vector<int>(columns, -1));
    for (std::size_t i = 0; i < rows; ++i) {
        int reach = kNone; // best of the row above, up to j - 1
        int reachAt = -1;
        for (std::size_t j = 0; j < columns; ++j) {
            if (folded.at(static_cast<qsizetype>(j)) == wanted.at(static_cast<qsizetype>(i))) {
                const int own = kLetter + (startsWord(text, static_cast<int>(j)) ? kWordStart : 0);
                if (i == 0) {
                    best[i][j] = own;
                } else {
                    if (reach > kNone) {
                        best[i][j] = reach + own;
                        from[i][j] = reachAt;
                    }
                    if (j > 0 && best[i - 1][j - 1] > kNone
                        && best[i - 1][j - 1] + own + kNeighbour > best[i][j]) {
                        best[i][j] = best[i - 1][j - 1] + own + kNeighbour;
                        from[i][j] = static_cast<int>(j) - 1;
                    }
                }
            }
            if (i > 0 && best[i - 1][j] > reach) {
                reach = best[i - 1][j];
                reachAt = static_cast<int>(j);
            }
        }
    }
    const auto last = std::max_element(best[rows - 1].begin(), best[rows - 1].end());
    if (*last <= kNone)
        return std::nullopt;
    FuzzyHit hit;
    hit.score = *last * 100 - static_cast<int>(columns); // of equals the shorter text
    int at = static_cast<int>(last - best[rows - 1].begin());
    for (auto i = static_cast<int>(rows) - 1; i >= 0; --i) {
        hit.positions.prepend(at);
        at = from[static_cast<std::size_t>(i)][static_cast<std::size_t>(at)];
    }
    return hit;
}

} // namespace ecva
