#pragma once

#include "annotation/domain/Ids.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QHash>
#include <QObject>
#include <QTimer>

#include <functional>

namespace ecva {

class TimelineView;

/// The timeline as screen readers and test programs see it: the playhead, then the tracks as lists
/// with their segments as items. Its value is the number of the frame shown. The parts are made
/// when somebody asks for them, never all; a part whose segment is gone says that it is invalid. UI
/// thread.
class TimelineAccessible : public QAccessibleWidget, public QAccessibleValueInterface
{
public:
    explicit TimelineAccessible(TimelineView &view);
    ~TimelineAccessible() override;

    /// Lets QAccessible find it for every TimelineView; may be called again.
    static void install();

    /// Null when there is no such segment.
    QAccessibleInterface *segment(SegmentId id);
    /// Null when there is no such row.
    QAccessibleInterface *track(int row);
    QAccessibleInterface *playhead();
    /// Parts that exist now.
    qsizetype partCount() const { return m_segments.size() + m_tracks.size(); }

    int childCount() const override;
    QAccessibleInterface *child(int index) const override;
    int indexOfChild(const QAccessibleInterface *child) const override;
    QAccessibleInterface *childAt(int x, int y) const override;
    QAccessibleInterface *focusChild() const override;
    QString text(QAccessible::Text kind) const override;
    void *interface_cast(QAccessible::InterfaceType type) override;

    QVariant currentValue() const override;
    void setCurrentValue(const QVariant &value) override;
    QVariant maximumValue() const override;
    QVariant minimumValue() const override;
    QVariant minimumStepSize() const override;

private:
    void dropDead();

    TimelineView &m_view;
    QHash<qint64, QAccessible::Id> m_segments; ///< by the segment's id
    QHash<QString, QAccessible::Id> m_tracks;  ///< by name
    QAccessible::Id m_playhead = 0;
};

/// Tells assistive programs what has changed, some times a second at most, and only while one
/// listens. The playhead of a playing clip is not read aloud: its place is told when it stops.
class TimelineAnnouncer : public QObject
{
    Q_OBJECT

public:
    explicit TimelineAnnouncer(TimelineView &view);

    /// Where events go instead of to QAccessible, also while nobody listens: for tests.
    void setSink(std::function<void(QAccessibleEvent &)> sink);

private:
    bool isHeard() const;
    void note(bool &what);
    void announce();
    void tell(QAccessibleEvent &&event);

    TimelineView &m_view;
    std::function<void(QAccessibleEvent &)> m_sink;
    QTimer m_timer;
    bool m_selection = false;
    bool m_playhead = false;
    bool m_tracks = false;
};

} // namespace ecva
