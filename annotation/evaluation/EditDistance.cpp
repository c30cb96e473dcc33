#include "annotation/evaluation/EditDistance.h"

#include <QList>

#include <algorithm>
#include <numeric>
#include <vector>

namespace ecva {

qint64 editDistance(QStringView a, QStringView b)
{
    const QList<uint> left = a.toUcs4();
    const QList<uint> right = b.toUcs4();
    std::vector<qint64> row(static_cast<std::size_t>(right.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < left.size(); ++i) {
        qint64 diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 1; j < row.size(); ++j) {
            const qint64 above = row[j];
            const bool same = left[i] == right[static_cast<qsizetype>(j - 1)];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (same ? 0 : 1)});
            diagonal = above;
        }
    }
    return row.back();
}

} // namespace ecva
