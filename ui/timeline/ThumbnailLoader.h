#pragma once

#include "core/base/CancelToken.h"
#include "core/base/Ids.h"
#include "core/concurrency/Mailbox.h"

#include <QImage>
#include <QObject>

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <thread>
#include <vector>

namespace ecva {

class VideoIndex;

/// Small exact frames of the open clip: asked for by number, decoded in a thread of their own, kept
/// in memory. The latest list of wishes wins; a frame that is being decoded is finished. UI thread.
class ThumbnailLoader : public QObject
{
    Q_OBJECT

public:
    struct Wish
    {
        FrameIndex frame;
        int height = 0; ///< device pixels
        friend auto operator<=>(const Wish &, const Wish &) = default;
    };

    explicit ThumbnailLoader(QObject *parent = nullptr);
    ~ThumbnailLoader() override;

    /// Forgets everything; `index` null: nothing to load.
    void setClip(const std::filesystem::path &path, std::shared_ptr<const VideoIndex> index);
    /// Null while it is not there.
    QImage image(const Wish &wish) const;
    /// The frame nearest to the wished one that is there, at any height; null when there is none.
    QImage nearest(FrameIndex frame) const;
    /// Wishes that are not there yet will be decoded in this order; earlier wishes are dropped.
    void want(const std::vector<Wish> &wishes);

Q_SIGNALS:
    void loaded();

private:
    struct Order
    {
        quint64 clip = 0; ///< counts setClip(): results of an earlier clip are dropped
        std::filesystem::path path;
        std::shared_ptr<const VideoIndex> index;
        std::vector<Wish> wishes;
        CancelToken cancel;
    };

    void run(); // loader thread
    void receive(quint64 clip, const Wish &wish, const QImage &image);

    Order m_order;           ///< the latest, UI thread
    std::set<Wish> m_wanted; ///< the latest list, what is there included
    std::map<Wish, QImage> m_images;
    std::set<Wish> m_failed;
    qsizetype m_bytes = 0;
    Mailbox<Order> m_orders;
    std::thread m_thread;
};

} // namespace ecva
