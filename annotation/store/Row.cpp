#include "annotation/store/Row.h"

#include <map>
#include <utility>

namespace ecva {

RowChanges reversed(const RowChanges &changes)
{
    RowChanges back(changes.rbegin(), changes.rend());
    for (RowChange &change : back)
        std::swap(change.before, change.after);
    return back;
}

RowChanges combined(const RowChanges &first, const RowChanges &second)
{
    RowChanges all = first;
    std::map<std::pair<Table, qint64>, std::size_t> places;
    for (std::size_t i = 0; i < all.size(); ++i)
        places.emplace(std::pair{all[i].table, all[i].id}, i);
    for (const RowChange &change : second) {
        const auto [place, isNew] = places.emplace(std::pair{change.table, change.id}, all.size());
        if (isNew)
            all.push_back(change);
        else
            all[place->second].after = change.after;
    }
    std::erase_if(all, [](const RowChange &change) { return change.before == change.after; });
    return all;
}

} // namespace ecva
