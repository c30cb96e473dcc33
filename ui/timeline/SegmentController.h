#pragma once

#include "annotation/domain/Entities.h"
#include "core/base/Result.h"

#include <QHash>
#include <QObject>

#include <functional>
#include <optional>
#include <vector>

namespace ecva {

class Edit;
class Workspace;
struct ChangeEvent;

enum class SegmentEdge { Begin, End };

/// Where a segment shall lie.
struct SegmentPlace
{
    SegmentId id;
    FrameRange range;
    QString track; ///< empty: its own
};

/// What keys and mouse do to marks and segments: each command is one Edit, each refusal a hint in
/// the person's language that names the segment and the value. UI thread.
class SegmentController : public QObject
{
    Q_OBJECT

public:
    explicit SegmentController(Workspace &workspace, QObject *parent = nullptr);

    /// The frame shown becomes the first inside.
    void markIn();
    /// The frame shown becomes the last inside.
    void markOut();
    void clearMarks();
    /// The marked range becomes a segment of the active round and is selected; the focus goes to
    /// its description. Without marks the selected segment's description gets the focus.
    void commitMarks();

    /// To the key frame or mark before (-1) or after (+1) the playhead.
    void jumpToMark(int direction);

    /// Selects the new segment. False when refused (and said why).
    bool addSegment(const QString &track, FrameRange range);
    bool setRange(SegmentId id, FrameRange range, const QString &command);
    /// All in one step, or none of them.
    bool moveTo(const QString &command, const std::vector<SegmentPlace> &places,
                const QString &mergeKey = {});
    /// The same with copies, which are selected then.
    bool copyTo(const std::vector<SegmentPlace> &places);
    void moveEdgeToPlayhead(SegmentEdge edge);
    /// An edge of every selected segment; held keys become one undo step.
    void nudge(SegmentEdge edge, int frames);
    /// The selected segments whole.
    void nudgeWhole(int frames);
    /// The selected segments that the playhead stands in.
    void split();
    /// The selected segments into one; a single one with the next of its track.
    void merge();
    void remove();
    /// Copies of the selected segments, in place, on a track.
    void duplicate(const QString &track);
    void moveToTrack(const QString &track);
    /// Tracks and rounds are one: marking and writing go to this one from now on.
    void makeActive(const QString &round);

    /// Ctrl+click: one more, or one less.
    void toggleSelected(SegmentId id);
    /// Shift+click: from the primary one to this one; on another track this one too.
    void selectUpTo(SegmentId id);
    void selectTrack(const QString &track);
    /// Shift+Up, Shift+Down: the next one of the track too, or back again.
    void extendSelection(int direction);
    /// Looks at a track: at its segment nearest to the playhead, if it has one.
    void enterTrack(const QString &track);
    /// The track that keys work on: of the selected segment, entered, or the active one.
    QString currentTrack() const;

    /// Selects the segment before (-1) or after (+1) the selected one, or the playhead, and shows
    /// it.
    void selectNeighbour(int direction);
    /// Shows the first frame or the last frame of some segment, whichever comes next.
    void jumpToEdge(int direction);
    void goToMark(SegmentEdge edge);
    void toggleKeyFrame();

    /// Why segments cannot be changed now, translated; empty when they can.
    QString obstacle() const;
    QString selectionObstacle() const;
    /// Of the selected segments: none, or on a locked track.
    QString changeObstacle() const;
    QString lockObstacle(const QString &track) const;
    QString mergeObstacle() const;
    QString markObstacle() const;

    /// Says whether a track is locked: what the person has locked is known to the view alone.
    void setLockTest(std::function<bool(const QString &track)> isLocked);

    /// The place of a segment among those of its clip and track, from 1; 0 when it is gone.
    int numberOf(SegmentId id) const;

Q_SIGNALS:
    /// Another track may be the current one.
    void currentTrackChanged();

private:
    struct Selection
    {
        std::vector<SegmentId> segments;
        SegmentId primary;
    };

    void followDocument();
    /// Undo and redo select what they have touched; what is gone is selected no more.
    void onChanged(const ChangeEvent &change);
    /// Of the clip, by begin, then by id.
    std::vector<const Segment *> selectedSegments() const;
    std::vector<const Segment *> segmentsOn(const QString &track) const;
    /// Remembers where the selection was before these were made, for undo.
    void selectMade(const std::vector<SegmentId> &made, const Selection &before);
    Selection selection() const;
    void nudgeAll(int begin, int end, const QString &key);
    const Segment *selected() const;
    /// Of the selected segment's track, else of the active round; by begin.
    std::vector<const Segment *> trackSegments() const;
    const Segment *nextOf(const Segment &segment) const;
    Result<void> carryOut(const QString &command, const std::function<Result<void>(Edit &)> &change,
                          const QString &mergeKey = {});
    /// carryOut(), with a refusal shown.
    bool commit(const QString &command, SegmentId id,
                const std::function<Result<void>(Edit &)> &change, const QString &mergeKey = {});
    bool checkRange(SegmentId id, FrameRange range);
    void showFirst(const Segment &segment);

    Workspace &m_workspace;
    QMetaObject::Connection m_documentChanges;
    std::function<bool(const QString &)> m_isLocked;
    QString m_entered; ///< a track without a selected segment; empty: the active one
    QHash<qint64, Selection> m_cameFrom; ///< by the id of what was made
};

} // namespace ecva
