#include "ui/timeline/TimelineAccessibleParts.h"

#include "annotation/document/Document.h"
#include "annotation/domain/Taxonomy.h"
#include "core/base/Timecode.h"
#include "ui/timeline/SegmentController.h"
#include "ui/timeline/TimelineAccessible.h"
#include "ui/timeline/TimelineView.h"
#include "ui/workspace/Wording.h"
#include "ui/workspace/Workspace.h"

#include <QWindow>

#include <algorithm>
#include <cmath>

namespace ecva {

namespace {

// QAccessible's own names are not translated: programs ask for them by these.
const QString kSelect = QStringLiteral("Select");
const QString kGoTo = QStringLiteral("Go to");
const QString kDelete = QStringLiteral("Delete");
const QString kMakeActive = QStringLiteral("Make active");
const QString kFold = QStringLiteral("Show or fold");
const QString kLock = QStringLiteral("Lock or unlock");
const QString kSolo = QStringLiteral("Show alone");

QString timecode(double seconds)
{
    return QString::fromStdString(
        formatTimecode(static_cast<qint64>(std::llround(seconds * 1000))));
}

} // namespace

TimelinePartAccessible::TimelinePartAccessible(TimelineView &view)
    : m_view(&view)
{
}

QWindow *TimelinePartAccessible::window() const
{
    return m_view ? m_view->window()->windowHandle() : nullptr;
}

QRect TimelinePartAccessible::onScreen(const QRect &rect) const
{
    const QRect seen = rect.intersected(m_view->rect());
    return seen.isEmpty() ? QRect() : QRect(m_view->mapToGlobal(seen.topLeft()), seen.size());
}

// ---- the playhead

bool PlayheadAccessible::isValid() const
{
    return !m_view.isNull();
}

QAccessibleInterface *PlayheadAccessible::parent() const
{
    return m_view ? accessibleOf(*m_view) : nullptr;
}

QAccessible::State PlayheadAccessible::state() const
{
    QAccessible::State state;
    state.invalid = !isValid();
    state.disabled = !m_view || !m_view->workspace().index();
    return state;
}

QRect PlayheadAccessible::rect() const
{
    if (!m_view || !m_view->scene().axis.hasFrames())
        return {};
    const int x = m_view->xOfFrame(m_view->workspace().playhead());
    return onScreen(QRect(x - 2, 0, 5, m_view->height()));
}

QString PlayheadAccessible::text(QAccessible::Text kind) const
{
    if (!m_view)
        return {};
    if (kind == QAccessible::Name)
        return tr("Playhead");
    const auto index = m_view->workspace().index();
    const FrameIndex frame = m_view->workspace().playhead();
    if (kind != QAccessible::Value || !index || !index->contains(frame))
        return {};
    return tr("frame %1 of %2, %3")
        .arg(QString::number(frame.value), QString::number(index->lastFrame().value),
             timecode(index->seconds(frame)));
}

void *PlayheadAccessible::interface_cast(QAccessible::InterfaceType type)
{
    return type == QAccessible::ValueInterface ? static_cast<QAccessibleValueInterface *>(this)
                                               : nullptr;
}

QStringList PlayheadAccessible::actionNames() const
{
    return {};
}

void PlayheadAccessible::doAction(const QString &) {}

QVariant PlayheadAccessible::currentValue() const
{
    return m_view ? accessibleOf(*m_view)->currentValue() : QVariant();
}

void PlayheadAccessible::setCurrentValue(const QVariant &value)
{
    if (m_view)
        accessibleOf(*m_view)->setCurrentValue(value);
}

QVariant PlayheadAccessible::maximumValue() const
{
    return m_view ? accessibleOf(*m_view)->maximumValue() : QVariant();
}

// ---- tracks

TrackAccessible::TrackAccessible(TimelineView &view, QString name)
    : TimelinePartAccessible(view)
    , m_name(std::move(name))
{
}

int TrackAccessible::row() const
{
    return m_view ? m_view->scene().trackNamed(m_name) : -1;
}

const TimelineTrack *TrackAccessible::track() const
{
    const int place = row();
    return place < 0 ? nullptr : &m_view->scene().tracks[static_cast<std::size_t>(place)];
}

QAccessibleInterface *TrackAccessible::parent() const
{
    return m_view ? accessibleOf(*m_view) : nullptr;
}

int TrackAccessible::childCount() const
{
    const TimelineTrack *here = track();
    return here ? static_cast<int>(here->items.size()) : 0;
}

QAccessibleInterface *TrackAccessible::child(int index) const
{
    if (index < 0 || index >= childCount())
        return nullptr;
    return accessibleOf(*m_view)->segment(track()->items[static_cast<std::size_t>(index)].id);
}

QAccessibleInterface *TrackAccessible::childAt(int x, int y) const
{
    if (!isValid())
        return nullptr;
    const TimelineHit hit = m_view->scene().hit(m_view->mapFromGlobal(QPoint(x, y)));
    return hit.track == row() ? accessibleOf(*m_view)->segment(hit.segment) : nullptr;
}

int TrackAccessible::indexOfChild(const QAccessibleInterface *child) const
{
    const TimelineTrack *here = track();
    const auto *segment = dynamic_cast<const SegmentAccessible *>(child);
    if (!here || !segment)
        return -1;
    const auto found
        = std::find_if(here->items.begin(), here->items.end(),
                       [&](const TimelineItem &item) { return item.id == segment->id(); });
    return found == here->items.end() ? -1 : static_cast<int>(found - here->items.begin());
}

QAccessible::State TrackAccessible::state() const
{
    QAccessible::State state;
    const TimelineTrack *here = track();
    state.invalid = !here;
    if (!here)
        return state;
    const bool folded = m_view->scene().isHidden(*here);
    state.multiSelectable = true;
    state.extSelectable = true;
    state.expandable = true;
    state.collapsed = folded;
    state.expanded = !folded;
    state.active = here->active;
    state.readOnly = m_view->scene().isLocked(*here);
    state.focusable = true;
    state.focused
        = m_view->hasFocus() && !m_view->workspace().segment() && m_view->currentTrack() == row();
    return state;
}

QRect TrackAccessible::rect() const
{
    return isValid() ? onScreen(m_view->trackRect(m_name)) : QRect();
}

QString TrackAccessible::text(QAccessible::Text kind) const
{
    const TimelineTrack *here = track();
    if (!here || kind != QAccessible::Name)
        return {};
    QString name
        = tr("%1, %n segments", nullptr, static_cast<int>(here->items.size())).arg(here->title);
    if (here->active)
        name = tr("%1, marked and written in").arg(name);
    if (m_view->scene().isLocked(*here))
        name = tr("%1, locked").arg(name);
    if (m_view->scene().isHidden(*here))
        name = tr("%1, folded").arg(name);
    return name;
}

void *TrackAccessible::interface_cast(QAccessible::InterfaceType type)
{
    return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this)
                                                : nullptr;
}

QStringList TrackAccessible::actionNames() const
{
    return isValid() ? QStringList{kSelect, kMakeActive, kFold, kLock, kSolo} : QStringList();
}

QString TrackAccessible::localizedActionName(const QString &action) const
{
    return action == kSelect       ? tr("Select")
           : action == kMakeActive ? tr("Make active")
           : action == kFold       ? tr("Show or fold")
           : action == kLock       ? tr("Lock or unlock")
           : action == kSolo       ? tr("Show alone")
                                   : QString();
}

QString TrackAccessible::localizedActionDescription(const QString &action) const
{
    return localizedActionName(action);
}

void TrackAccessible::doAction(const QString &action)
{
    if (!isValid())
        return;
    if (action == kSelect)
        m_view->segments().enterTrack(m_name);
    else if (action == kMakeActive)
        m_view->segments().makeActive(m_name);
    else if (action == kFold)
        m_view->toggleHidden(row());
    else if (action == kLock)
        m_view->toggleLocked(row());
    else if (action == kSolo)
        m_view->toggleSolo(row());
}

// ---- segments

SegmentAccessible::SegmentAccessible(TimelineView &view, SegmentId id)
    : TimelinePartAccessible(view)
    , m_id(id)
{
}

const TimelineItem *SegmentAccessible::item(std::size_t *track) const
{
    return m_view ? m_view->scene().item(m_id, track) : nullptr;
}

bool SegmentAccessible::isValid() const
{
    return item() != nullptr;
}

QAccessibleInterface *SegmentAccessible::parent() const
{
    std::size_t row = 0;
    return item(&row) ? accessibleOf(*m_view)->track(static_cast<int>(row)) : nullptr;
}

QAccessible::State SegmentAccessible::state() const
{
    QAccessible::State state;
    std::size_t row = 0;
    state.invalid = !item(&row);
    if (state.invalid)
        return state;
    const TimelineScene &scene = m_view->scene();
    state.selectable = state.multiSelectable = state.focusable = true;
    state.selected = scene.isSelected(m_id);
    state.focused = m_view->hasFocus() && m_view->workspace().segment() == m_id;
    state.readOnly = scene.isLocked(scene.tracks[row]);
    state.invisible = scene.isHidden(scene.tracks[row]);
    state.offscreen = rect().isEmpty();
    return state;
}

QRect SegmentAccessible::rect() const
{
    std::size_t row = 0;
    const TimelineItem *here = item(&row);
    if (!here)
        return {};
    const TimelineScene &scene = m_view->scene();
    const QRect seen(scene.axis.left(), scene.layout.tracks.top(),
                     scene.axis.right() - scene.axis.left(), scene.layout.tracks.height());
    return onScreen(scene.itemRect(row, *here).intersected(seen));
}

QString SegmentAccessible::name() const
{
    std::size_t row = 0;
    const TimelineItem *here = item(&row);
    if (!here)
        return {};
    const TimelineTrack &track = m_view->scene().tracks[row];
    const Document *document = m_view->workspace().document();
    const Segment *segment = document ? document->model().segment(m_id) : nullptr;
    const TaxonomyClass *found = segment ? Taxonomy::published().find(segment->label) : nullptr;
    const QString what = found                                  ? displayName(*found)
                         : segment && !segment->label.isEmpty() ? segment->label
                                                                : tr("no class yet");
    const auto number = static_cast<int>(here - track.items.data()) + 1;
    QString name
        = tr("Segment %1, %2, %3 to %4")
              .arg(QString::number(number), what, timecode(here->begin), timecode(here->end));
    if (here->basis == Basis::Frames)
        name = tr("%1, %n frames", nullptr, static_cast<int>(here->frames.length())).arg(name);
    name = tr("%1, %2", "segment, track").arg(name, track.title);
    if (here->overlaps)
        name = tr("%1, over another segment").arg(name);
    if (m_view->scene().isLocked(track))
        name = tr("%1, locked").arg(name);
    return m_view->scene().isSelected(m_id) ? tr("%1, selected").arg(name) : name;
}

QString SegmentAccessible::text(QAccessible::Text kind) const
{
    if (kind == QAccessible::Name)
        return name();
    const TimelineItem *here = kind == QAccessible::Description ? item() : nullptr;
    return here ? here->text : QString();
}

void *SegmentAccessible::interface_cast(QAccessible::InterfaceType type)
{
    return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this)
                                                : nullptr;
}

QStringList SegmentAccessible::actionNames() const
{
    std::size_t row = 0;
    if (!item(&row))
        return {};
    const TimelineScene &scene = m_view->scene();
    return scene.isLocked(scene.tracks[row]) ? QStringList{kSelect, kGoTo}
                                             : QStringList{kSelect, kGoTo, kDelete};
}

QString SegmentAccessible::localizedActionName(const QString &action) const
{
    return action == kSelect   ? tr("Select")
           : action == kGoTo   ? tr("Go to")
           : action == kDelete ? tr("Delete")
                               : QString();
}

QString SegmentAccessible::localizedActionDescription(const QString &action) const
{
    return localizedActionName(action);
}

void SegmentAccessible::doAction(const QString &action)
{
    const TimelineItem *here = item();
    if (!here || !actionNames().contains(action))
        return;
    Workspace &workspace = m_view->workspace();
    const FrameIndex first = here->frames.begin;
    const bool hasFrames = here->basis == Basis::Frames && workspace.index();
    workspace.setSegment(m_id); // `here` may be gone from now on
    if (action == kGoTo && hasFrames)
        workspace.requestSeek(first);
    else if (action == kDelete)
        m_view->segments().remove();
}

} // namespace ecva
