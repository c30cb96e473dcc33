#pragma once

#include "core/base/Ids.h"

#include <QImage>

#include <map>
#include <set>
#include <vector>

namespace ecva {

/// A small picture of a frame.
struct ThumbnailWish
{
    FrameIndex frame;
    int height = 0; ///< device pixels
    friend auto operator<=>(const ThumbnailWish &, const ThumbnailWish &) = default;
};

/// A picture to show where a frame is wished for.
struct ShownThumbnail
{
    QImage image;
    FrameIndex frame;     ///< what it shows
    bool isExact = false; ///< it shows the wished frame, at any height
};

/// The small pictures of one clip that are in memory, within a budget of bytes; and which cannot be
/// had. UI thread.
class ThumbnailStore
{
public:
    static constexpr qsizetype kBudget = 96 * 1024 * 1024;

    void clear();
    /// Null when it is not there.
    QImage image(const ThumbnailWish &wish) const;
    /// The wished picture or the nearest one in its stead; no image when there is none.
    ShownThumbnail shown(const ThumbnailWish &wish) const;
    bool contains(const ThumbnailWish &wish) const { return m_images.contains(wish); }
    /// These are in view from now on. Returns those that are to be loaded, in their order.
    std::vector<ThumbnailWish> want(const std::vector<ThumbnailWish> &wishes);
    /// A null image: it cannot be had.
    void put(const ThumbnailWish &wish, const QImage &image);
    /// Where the budget is exceeded: down to three quarters of it, what was not wished for longest
    /// first; what is in view stays.
    void makeRoom();

private:
    struct Kept
    {
        QImage image;
        quint64 used = 0; ///< when it was last wished for
    };

    std::set<ThumbnailWish> m_wanted; ///< the latest list, what is there included
    std::map<ThumbnailWish, Kept> m_images;
    std::set<ThumbnailWish> m_failed;
    qsizetype m_bytes = 0;
    quint64 m_round = 0;
};

} // namespace ecva
