#include "ui/timeline/TimelineAccessible.h"

#include "ui/timeline/TimelineAccessibleParts.h"
#include "ui/timeline/TimelineView.h"
#include "ui/workspace/Workspace.h"

#include <algorithm>

namespace ecva {

namespace {

constexpr qsizetype kMostParts = 4096; ///< then those whose segments are gone are forgotten
constexpr int kAnnounceMs = 150;

QAccessibleInterface *makeTimeline(const QString &className, QObject *object)
{
    if (className != QLatin1String("ecva::TimelineView"))
        return nullptr;
    auto *view = qobject_cast<TimelineView *>(object);
    return view ? new TimelineAccessible(*view) : nullptr;
}

} // namespace

TimelineAccessible *accessibleOf(TimelineView &view)
{
    return dynamic_cast<TimelineAccessible *>(QAccessible::queryAccessibleInterface(&view));
}

void TimelineAccessible::install()
{
    static const bool done = [] {
        QAccessible::installFactory(makeTimeline);
        return true;
    }();
    Q_UNUSED(done)
}

TimelineAccessible::TimelineAccessible(TimelineView &view)
    : QAccessibleWidget(&view, QAccessible::Pane)
    , m_view(view)
{
}

TimelineAccessible::~TimelineAccessible()
{
    for (const QAccessible::Id id : std::as_const(m_segments))
        QAccessible::deleteAccessibleInterface(id);
    for (const QAccessible::Id id : std::as_const(m_tracks))
        QAccessible::deleteAccessibleInterface(id);
    if (m_playhead)
        QAccessible::deleteAccessibleInterface(m_playhead);
}

QAccessibleInterface *TimelineAccessible::segment(SegmentId id)
{
    if (!m_view.scene().item(id))
        return nullptr;
    const auto found = m_segments.constFind(id.value);
    if (found != m_segments.constEnd())
        return QAccessible::accessibleInterface(*found);
    dropDead();
    auto *made = new SegmentAccessible(m_view, id);
    m_segments.insert(id.value, QAccessible::registerAccessibleInterface(made));
    return made;
}

void TimelineAccessible::dropDead()
{
    if (m_segments.size() < kMostParts)
        return;
    m_segments.removeIf([](const auto &each) {
        const QAccessibleInterface *part = QAccessible::accessibleInterface(each.value());
        if (part && part->isValid())
            return false;
        QAccessible::deleteAccessibleInterface(each.value());
        return true;
    });
}

QAccessibleInterface *TimelineAccessible::track(int row)
{
    const auto &tracks = m_view.scene().tracks;
    if (row < 0 || row >= static_cast<int>(tracks.size()))
        return nullptr;
    const QString &name = tracks[static_cast<std::size_t>(row)].name;
    const auto found = m_tracks.constFind(name);
    if (found != m_tracks.constEnd())
        return QAccessible::accessibleInterface(*found);
    auto *made = new TrackAccessible(m_view, name);
    m_tracks.insert(name, QAccessible::registerAccessibleInterface(made));
    return made;
}

QAccessibleInterface *TimelineAccessible::playhead()
{
    if (m_playhead == 0)
        m_playhead = QAccessible::registerAccessibleInterface(new PlayheadAccessible(m_view));
    return QAccessible::accessibleInterface(m_playhead);
}

int TimelineAccessible::childCount() const
{
    return static_cast<int>(m_view.scene().tracks.size()) + 1;
}

QAccessibleInterface *TimelineAccessible::child(int index) const
{
    auto *self = const_cast<TimelineAccessible *>(this); // QAccessible's const, parts made lazily
    return index == 0 ? self->playhead() : self->track(index - 1);
}

int TimelineAccessible::indexOfChild(const QAccessibleInterface *child) const
{
    if (const auto *track = dynamic_cast<const TrackAccessible *>(child))
        return track->row() < 0 ? -1 : track->row() + 1;
    return dynamic_cast<const PlayheadAccessible *>(child) ? 0 : -1;
}

QAccessibleInterface *TimelineAccessible::childAt(int x, int y) const
{
    const QPoint position = m_view.mapFromGlobal(QPoint(x, y));
    if (!m_view.rect().contains(position))
        return nullptr;
    const TimelineHit hit = m_view.scene().hit(position);
    if (hit.track >= 0)
        return const_cast<TimelineAccessible *>(this)->track(hit.track);
    return hit.part == TimelinePart::Time ? const_cast<TimelineAccessible *>(this)->playhead()
                                          : nullptr;
}

QAccessibleInterface *TimelineAccessible::focusChild() const
{
    if (!m_view.hasFocus())
        return nullptr;
    auto *self = const_cast<TimelineAccessible *>(this);
    QAccessibleInterface *chosen = self->segment(m_view.workspace().segment());
    return chosen ? chosen : self->track(m_view.currentTrack());
}

QString TimelineAccessible::text(QAccessible::Text kind) const
{
    if (kind == QAccessible::Value)
        return const_cast<TimelineAccessible *>(this)->playhead()->text(kind);
    return QAccessibleWidget::text(kind);
}

void *TimelineAccessible::interface_cast(QAccessible::InterfaceType type)
{
    if (type == QAccessible::ValueInterface)
        return static_cast<QAccessibleValueInterface *>(this);
    return QAccessibleWidget::interface_cast(type);
}

QVariant TimelineAccessible::currentValue() const
{
    return QVariant::fromValue<qint64>(m_view.workspace().playhead().value);
}

void TimelineAccessible::setCurrentValue(const QVariant &value)
{
    const auto index = m_view.workspace().index();
    bool isNumber = false;
    const FrameIndex frame(std::int64_t{value.toLongLong(&isNumber)});
    if (isNumber && index && index->contains(frame))
        m_view.workspace().requestSeek(frame);
}

QVariant TimelineAccessible::maximumValue() const
{
    const auto index = m_view.workspace().index();
    return QVariant::fromValue<qint64>(index ? index->lastFrame().value : 0);
}

QVariant TimelineAccessible::minimumValue() const
{
    return 0;
}

QVariant TimelineAccessible::minimumStepSize() const
{
    return 1;
}

TimelineAnnouncer::TimelineAnnouncer(TimelineView &view)
    : QObject(&view)
    , m_view(view)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(kAnnounceMs);
    connect(&m_timer, &QTimer::timeout, this, &TimelineAnnouncer::announce);
    const Workspace &workspace = view.workspace();
    connect(&workspace, &Workspace::segmentChanged, this, [this] { note(m_selection); });
    connect(&workspace, &Workspace::selectionChanged, this, [this] { note(m_selection); });
    connect(&workspace, &Workspace::playheadChanged, this, [this] {
        if (!m_view.workspace().isPlaying())
            note(m_playhead);
    });
    connect(&workspace, &Workspace::playingChanged, this, [this](bool playing) {
        if (!playing)
            note(m_playhead);
    });
    connect(&view, &TimelineView::tracksChanged, this, [this] { note(m_tracks); });
}

void TimelineAnnouncer::setSink(std::function<void(QAccessibleEvent &)> sink)
{
    m_sink = std::move(sink);
}

bool TimelineAnnouncer::isHeard() const
{
    return m_sink || QAccessible::isActive();
}

void TimelineAnnouncer::note(bool &what)
{
    if (!isHeard())
        return;
    what = true;
    if (!m_timer.isActive())
        m_timer.start();
}

void TimelineAnnouncer::tell(QAccessibleEvent &&event)
{
    if (m_sink)
        m_sink(event);
    else
        QAccessible::updateAccessibility(&event);
}

void TimelineAnnouncer::announce()
{
    if (TimelineAccessible *timeline = isHeard() ? accessibleOf(m_view) : nullptr) {
        QAccessibleInterface *chosen = timeline->segment(m_view.workspace().segment());
        if (m_tracks) {
            tell(QAccessibleEvent(&m_view, QAccessible::ObjectReorder));
            if (chosen && !m_selection) // the same segment may read otherwise now
                tell(QAccessibleEvent(chosen, QAccessible::NameChanged));
        }
        if (m_selection) {
            tell(QAccessibleEvent(&m_view, QAccessible::SelectionWithin));
            if (chosen)
                tell(QAccessibleEvent(chosen, QAccessible::Selection));
            if (QAccessibleInterface *focus = timeline->focusChild())
                tell(QAccessibleEvent(focus, QAccessible::Focus));
        }
        if (m_playhead)
            tell(QAccessibleValueChangeEvent(&m_view, timeline->currentValue()));
    }
    m_selection = m_playhead = m_tracks = false;
}

} // namespace ecva
