#pragma once

#include "core/base/CancelToken.h"
#include "core/concurrency/Mailbox.h"
#include "ui/timeline/ThumbnailStore.h"

#include <QImage>
#include <QObject>

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

namespace ecva {

class VideoIndex;

/// Small pictures of the open clip, each the frame that its number says: asked for by number, read
/// from disk or decoded in threads of their own, kept in memory and on disk. Where many are missing
/// the key frames around them come first, for nearest(). The latest list of wishes wins; what is
/// being decoded is finished while any of it is still wished for. UI thread.
class ThumbnailLoader : public QObject
{
    Q_OBJECT

public:
    using Wish = ThumbnailWish;
    using Shown = ShownThumbnail;

    explicit ThumbnailLoader(QObject *parent = nullptr);
    ~ThumbnailLoader() override;

    /// Forgets everything; `index` null: nothing to load.
    void setClip(const std::filesystem::path &path, std::shared_ptr<const VideoIndex> index);
    /// The wished frame; null while it is not there.
    QImage image(const Wish &wish) const { return m_store.image(wish); }
    /// The frame nearest to the wished one that is there, at any height; null when there is none.
    QImage nearest(FrameIndex frame) const { return shown({frame, 0}).image; }
    /// The wished picture or the nearest one in its stead; no image when there is none.
    Shown shown(const Wish &wish) const { return m_store.shown(wish); }
    bool isExact(const Wish &wish) const { return m_store.contains(wish); }
    /// Wishes that are not there yet will be loaded in this order; earlier wishes are dropped.
    void want(const std::vector<Wish> &wishes);

    /// Puts those nearest to `centre` first.
    static void sortAround(std::vector<Wish> &wishes, FrameIndex centre);

Q_SIGNALS:
    void loaded();

private:
    struct Order
    {
        quint64 clip = 0; ///< counts setClip(): results of an earlier clip are dropped
        std::filesystem::path path;
        std::shared_ptr<const VideoIndex> index;
        std::vector<Wish> wishes;
        CancelToken cancel; ///< of the clip
    };
    struct Made
    {
        quint64 clip = 0;
        Wish wish;
        QImage image; ///< null: it cannot be had
    };
    class Loading;

    void run(); // loader thread
    /// From any thread.
    void deliver(Made made);
    void receive();

    Order m_order; ///< the latest, UI thread
    ThumbnailStore m_store;

    std::mutex m_mutex;
    std::vector<Made> m_made;  // guarded by m_mutex; empty: no receive() is on its way
    std::set<Wish> m_decoding; // guarded by m_mutex
    std::optional<CancelToken> m_decodingNow; // guarded by m_mutex
    Mailbox<Order> m_orders;
    std::thread m_thread;
};

} // namespace ecva
