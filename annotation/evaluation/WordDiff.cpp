#include "annotation/evaluation/WordDiff.h"

namespace ecva {

std::vector<DiffPiece> wordDiff(const QString &before, const QString &after)
{
    if (before == after)
        return {{DiffPiece::Kind::Same, after}};
    return {{DiffPiece::Kind::Gone, before}, {DiffPiece::Kind::New, after}};
}

} // namespace ecva
