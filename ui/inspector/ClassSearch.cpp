#include "ui/inspector/ClassSearch.h"

#include "annotation/domain/Taxonomy.h"

#include <algorithm>

namespace ecva {

int classMatch(const TaxonomyClass &entry, const QString &typed)
{
    const QString text = typed.simplified();
    if (text.isEmpty() || entry.code.compare(text, Qt::CaseInsensitive) == 0)
        return 0;
    if (entry.code.startsWith(text, Qt::CaseInsensitive))
        return 1;
    // "71" as it is typed without looking: the sub-class, after a class of that number.
    if (entry.code.contains(QLatin1Char('-'))
        && QString(entry.code).remove(QLatin1Char('-')) == text)
        return 1;
    int best = -1;
    for (const QString &name : {entry.name, entry.nameZh}) {
        const qsizetype at = name.indexOf(text, 0, Qt::CaseInsensitive);
        if (at < 0)
            continue;
        int rank = 4;
        if (at == 0)
            rank = 2;
        else if (!name.at(at - 1).isLetterOrNumber())
            rank = 3;
        else if (const qsizetype word
                 = name.indexOf(QLatin1Char(' ') + text, 0, Qt::CaseInsensitive);
                 word >= 0)
            rank = 3;
        best = best < 0 ? rank : std::min(best, rank);
    }
    return best;
}

} // namespace ecva
