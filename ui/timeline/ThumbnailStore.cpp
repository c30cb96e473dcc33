#include "ui/timeline/ThumbnailStore.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ecva {

void ThumbnailStore::clear()
{
    m_wanted.clear();
    m_images.clear();
    m_failed.clear();
    m_bytes = 0;
}

QImage ThumbnailStore::image(const ThumbnailWish &wish) const
{
    const auto found = m_images.find(wish);
    return found == m_images.end() ? QImage() : found->second.image;
}

ShownThumbnail ThumbnailStore::shown(const ThumbnailWish &wish) const
{
    const auto shownAs = [&](const auto &entry) {
        return ShownThumbnail{entry->second.image, entry->first.frame,
                              entry->first.frame == wish.frame};
    };
    if (m_images.empty())
        return {};
    const auto after = m_images.lower_bound(wish);
    if (after == m_images.begin())
        return shownAs(after);
    const auto before = std::prev(after);
    if (after == m_images.end())
        return shownAs(before);
    const bool isNearer = wish.frame.value - before->first.frame.value
                          < after->first.frame.value - wish.frame.value;
    return shownAs(isNearer ? before : after);
}

std::vector<ThumbnailWish> ThumbnailStore::want(const std::vector<ThumbnailWish> &wishes)
{
    ++m_round;
    m_wanted = {wishes.begin(), wishes.end()};
    std::vector<ThumbnailWish> missing;
    for (const ThumbnailWish &wish : wishes) {
        const auto found = m_images.find(wish);
        if (found != m_images.end())
            found->second.used = m_round;
        else if (!m_failed.contains(wish))
            missing.push_back(wish);
    }
    return missing;
}

void ThumbnailStore::put(const ThumbnailWish &wish, const QImage &image)
{
    if (image.isNull()) {
        m_failed.insert(wish);
        return;
    }
    Kept &kept = m_images[wish];
    m_bytes += image.sizeInBytes() - kept.image.sizeInBytes();
    kept = {image, m_round};
}

void ThumbnailStore::makeRoom()
{
    if (m_bytes <= kBudget)
        return;
    std::vector<std::pair<quint64, ThumbnailWish>> oldest;
    for (const auto &[wish, kept] : m_images) {
        if (!m_wanted.contains(wish))
            oldest.emplace_back(kept.used, wish);
    }
    std::sort(oldest.begin(), oldest.end());
    for (const auto &[used, wish] : oldest) {
        if (m_bytes <= kBudget / 4 * 3)
            break;
        const auto found = m_images.find(wish);
        m_bytes -= found->second.image.sizeInBytes();
        m_images.erase(found);
    }
}

} // namespace ecva
