#pragma once

#include "annotation/domain/Entities.h"
#include "core/base/Result.h"

#include <QObject>

#include <functional>
#include <optional>
#include <vector>

namespace ecva {

class Edit;
class Workspace;

enum class SegmentEdge { Begin, End };

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

    /// Selects the new segment. False when refused (and said why).
    bool addSegment(const QString &track, FrameRange range);
    bool setRange(SegmentId id, FrameRange range, const QString &command);
    void moveEdgeToPlayhead(SegmentEdge edge);
    /// Of the selected segment; held keys become one undo step.
    void nudge(SegmentEdge edge, int frames);
    void split();
    /// The selected segment with the next one of its track.
    void mergeWithNext();
    void remove();
    void duplicate(const QString &track);
    /// Tracks and rounds are one: marking and writing go to this one from now on.
    void makeActive(const QString &round);

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
    QString mergeObstacle() const;
    QString markObstacle() const;

    /// The place of a segment among those of its clip and track, from 1; 0 when it is gone.
    int numberOf(SegmentId id) const;

private:
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
};

} // namespace ecva
