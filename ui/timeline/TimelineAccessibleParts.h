#pragma once

#include "annotation/domain/Ids.h"
#include "ui/timeline/TimelineScene.h"

#include <QAccessible>
#include <QCoreApplication>
#include <QPointer>

namespace ecva {

class TimelineView;

/// What the parts of the timeline share. They name what they stand for by id and look it up every
/// time: none of them ever points into the scene.
class TimelinePartAccessible : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    explicit TimelinePartAccessible(TimelineView &view);

    QObject *object() const override { return nullptr; }
    QWindow *window() const override;
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    void setText(QAccessible::Text, const QString &) override {}
    QStringList keyBindingsForAction(const QString &) const override { return {}; }

protected:
    /// On the screen, cut to what is seen of the timeline.
    QRect onScreen(const QRect &rect) const;

    QPointer<TimelineView> m_view;
};

class PlayheadAccessible : public TimelinePartAccessible, public QAccessibleValueInterface
{
    Q_DECLARE_TR_FUNCTIONS(PlayheadAccessible)

public:
    using TimelinePartAccessible::TimelinePartAccessible;

    bool isValid() const override;
    QAccessibleInterface *parent() const override;
    QAccessible::Role role() const override { return QAccessible::Slider; }
    QAccessible::State state() const override;
    QRect rect() const override;
    QString text(QAccessible::Text kind) const override;
    void *interface_cast(QAccessible::InterfaceType type) override;
    QStringList actionNames() const override;
    void doAction(const QString &action) override;

    QVariant currentValue() const override;
    void setCurrentValue(const QVariant &value) override;
    QVariant maximumValue() const override;
    QVariant minimumValue() const override { return 0; }
    QVariant minimumStepSize() const override { return 1; }
};

class TrackAccessible : public TimelinePartAccessible
{
    Q_DECLARE_TR_FUNCTIONS(TrackAccessible)

public:
    TrackAccessible(TimelineView &view, QString name);

    /// -1 when it is gone.
    int row() const;
    bool isValid() const override { return row() >= 0; }
    QAccessibleInterface *parent() const override;
    QAccessibleInterface *child(int index) const override;
    QAccessibleInterface *childAt(int x, int y) const override;
    int childCount() const override;
    int indexOfChild(const QAccessibleInterface *child) const override;
    QAccessible::Role role() const override { return QAccessible::List; }
    QAccessible::State state() const override;
    QRect rect() const override;
    QString text(QAccessible::Text kind) const override;
    void *interface_cast(QAccessible::InterfaceType type) override;
    QStringList actionNames() const override;
    QString localizedActionName(const QString &action) const override;
    QString localizedActionDescription(const QString &action) const override;
    void doAction(const QString &action) override;

private:
    const TimelineTrack *track() const;

    const QString m_name;
};

class SegmentAccessible : public TimelinePartAccessible
{
    Q_DECLARE_TR_FUNCTIONS(SegmentAccessible)

public:
    SegmentAccessible(TimelineView &view, SegmentId id);

    SegmentId id() const { return m_id; }
    bool isValid() const override;
    QAccessibleInterface *parent() const override;
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QAccessible::State state() const override;
    QRect rect() const override;
    QString text(QAccessible::Text kind) const override;
    void *interface_cast(QAccessible::InterfaceType type) override;
    QStringList actionNames() const override;
    QString localizedActionName(const QString &action) const override;
    QString localizedActionDescription(const QString &action) const override;
    void doAction(const QString &action) override;

private:
    const TimelineItem *item(std::size_t *track = nullptr) const;
    QString name() const;

    const SegmentId m_id;
};

/// The interface of a timeline.
class TimelineAccessible;
TimelineAccessible *accessibleOf(TimelineView &view);

} // namespace ecva
