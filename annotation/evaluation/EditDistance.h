#pragma once

#include <QString>

namespace ecva {

/// Levenshtein distance between two texts in Unicode characters (code points).
qint64 editDistance(QStringView a, QStringView b);

} // namespace ecva
