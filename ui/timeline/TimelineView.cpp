#include "ui/timeline/TimelineView.h"

#include "annotation/document/Document.h"
#include "ui/style/Theme.h"
#include "ui/timeline/EdgePopup.h"
#include "ui/timeline/SegmentController.h"
#include "ui/timeline/TimelineAccessible.h"
#include "ui/timeline/TimelineDrag.h"
#include "ui/timeline/TimelinePainter.h"
#include "ui/workspace/Workspace.h"

#include <QPainter>
#include <QResizeEvent>

#include <algorithm>
#include <cmath>

namespace ecva {

namespace {

const QString kChange = QStringLiteral("change");

} // namespace

TimelineView::TimelineView(Workspace &workspace, SegmentController &segments, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_segments(segments)
    , m_drag(std::make_unique<TimelineDrag>(*this))
    , m_popup(new EdgePopup(m_thumbnails, this))
{
    TimelineAccessible::install(); // before anything asks for the interface of this one
    setObjectName(QStringLiteral("timelineView"));
    setAccessibleName(tr("Timeline"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAttribute(Qt::WA_InputMethodEnabled, false); // keys are commands here, never text
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);

    segments.setLockTest([this](const QString &track) {
        const int row = m_scene.trackNamed(track);
        return row >= 0 && m_scene.isLocked(m_scene.tracks[static_cast<std::size_t>(row)]);
    });
    connect(&workspace, &Workspace::documentChanged, this, &TimelineView::connectDocument);
    connect(&workspace, &Workspace::clipChanged, this, &TimelineView::reloadClip);
    connect(&workspace, &Workspace::indexChanged, this, &TimelineView::reloadClip);
    connect(&workspace, &Workspace::segmentChanged, this, [this] {
        m_scene.selected = m_workspace.segment();
        invalidate();
    });
    connect(&workspace, &Workspace::selectionChanged, this, [this] {
        m_scene.selection = m_workspace.selection();
        invalidate();
    });
    connect(&workspace, &Workspace::shotsChanged, this, [this] {
        m_scene.shots = m_workspace.shots();
        invalidate();
    });
    connect(&workspace, &Workspace::marksChanged, this, [this] {
        m_scene.markIn = m_workspace.markIn();
        m_scene.markOut = m_workspace.markOut();
        invalidate();
    });
    connect(&workspace, &Workspace::seenFramesChanged, this, [this] {
        readSeenFrames();
        invalidate();
    });
    connect(&workspace, &Workspace::playheadChanged, this, &TimelineView::movePlayhead);
    connect(&workspace, &Workspace::focusRequested, this, [this](const QString &field) {
        if (field == QStringLiteral("timeline")) // Esc in a text leads back here
            setFocus(Qt::OtherFocusReason);
    });
    connect(&m_thumbnails, &ThumbnailLoader::loaded, this, &TimelineView::invalidate);
    connect(&segments, &SegmentController::currentTrackChanged, this,
            qOverload<>(&QWidget::update));
    new TimelineAnnouncer(*this);
    connectDocument();
}

TimelineView::~TimelineView() = default;

void TimelineView::connectDocument()
{
    if (m_document)
        disconnect(m_document, nullptr, this, nullptr);
    m_document = m_workspace.document();
    if (m_document) {
        connect(m_document, &Document::changed, this, &TimelineView::onChanged);
        connect(m_document, &QObject::destroyed, this, [this] { m_document = nullptr; });
    }
    m_scene.hidden.clear();
    m_scene.solo.clear();
    m_scene.lockToggled.clear();
    reloadClip();
}

void TimelineView::onChanged(const ChangeEvent &change)
{
    if (change.settings || change.keyFrames || change.origin == ChangeEvent::Origin::Reload
        || change.clips.contains(m_workspace.clip())) {
        m_drag->cancel();
        // Where very many are marked, only what has changed is read again.
        m_scene.hovered = {};
        const bool few = !change.keyFrames && m_document
                         && m_document->model().clip(m_workspace.clip())
                         && updateTracks(m_scene.tracks, m_document->model(), m_workspace.clip(),
                                         m_scene.axis.index(), change);
        if (few)
            tracksReplaced();
        else
            reloadTracks();
    }
}

void TimelineView::reloadClip()
{
    m_drag->cancel();
    Document *document = m_workspace.document();
    const Clip *clip = document ? document->model().clip(m_workspace.clip()) : nullptr;
    const auto index = m_workspace.index();
    double duration = 0;
    if (clip && clip->media)
        duration = static_cast<double>(clip->media->durationMs) / 1000;
    if (clip && !clip->media) { // nobody knows how long it is: as long as what was marked
        for (const Segment *segment : document->model().segmentsOf(clip->id))
            duration = std::max(duration, static_cast<double>(segment->time.endMs) / 1000);
        duration *= 1.05;
    }
    m_scene.axis.setClip(index, duration > 0 ? duration : 60);
    m_beforeFit.reset();
    m_scroll = 0;
    if (clip && index)
        m_thumbnails.setClip(document->absoluteMediaPath(*clip).toStdU16String(), index);
    else
        m_thumbnails.setClip({}, nullptr);
    m_scene.hasSound = index && !index->info().audio.empty();
    m_scene.readOnly = document && document->isReadOnly();
    m_scene.playhead = m_workspace.playhead();
    m_scene.selected = m_workspace.segment();
    m_scene.selection = m_workspace.selection();
    m_scene.shots = m_workspace.shots();
    m_scene.markIn = m_workspace.markIn();
    m_scene.markOut = m_workspace.markOut();
    readSeenFrames();
    reloadTracks();
    Q_EMIT viewChanged();
}

void TimelineView::readSeenFrames()
{
    m_scene.seenFrames.clear();
    const auto index = m_workspace.index();
    for (const qint64 number : m_workspace.seenFrames()) {
        if (index && index->contains(FrameIndex(std::int64_t{number})))
            m_scene.seenFrames.emplace_back(std::int64_t{number});
    }
    std::sort(m_scene.seenFrames.begin(), m_scene.seenFrames.end());
    m_scene.seenFrames.erase(std::unique(m_scene.seenFrames.begin(), m_scene.seenFrames.end()),
                             m_scene.seenFrames.end());
}

void TimelineView::reloadTracks()
{
    m_scene.tracks.clear();
    m_scene.keyFrames.clear();
    m_scene.hovered = {};
    Document *document = m_workspace.document();
    if (document && document->model().clip(m_workspace.clip())) {
        const ProjectModel &model = document->model();
        m_scene.tracks = buildTracks(model, m_workspace.clip(), m_scene.axis.index());
        for (const KeyFrame *mark : model.keyFramesOf(m_workspace.clip()))
            m_scene.keyFrames.push_back(mark->frame);
        std::sort(m_scene.keyFrames.begin(), m_scene.keyFrames.end());
    }
    tracksReplaced();
}

void TimelineView::tracksReplaced()
{
    if (m_document && m_workspace.segment() && !m_document->model().segment(m_workspace.segment()))
        m_workspace.setSegment({});
    updateNotice();
    relayout();
    Q_EMIT tracksChanged();
}

void TimelineView::updateNotice()
{
    Document *document = m_workspace.document();
    const Clip *clip = document ? document->model().clip(m_workspace.clip()) : nullptr;
    if (!clip)
        m_scene.notice = tr("No clip is open.");
    else if (!m_workspace.mediaError().isEmpty())
        m_scene.notice = m_workspace.mediaError();
    else if (!m_workspace.index())
        m_scene.notice = tr("Reading the video…");
    else
        m_scene.notice.clear();
}

void TimelineView::relayout()
{
    TimelineRows wanted;
    wanted.overview = m_rows.contains(TimelineRow::Overview);
    wanted.sound = m_rows.contains(TimelineRow::Sound);
    for (TimelineCurve &curve : m_scene.curves) {
        curve.shown = curve.id != kChange || m_rows.contains(TimelineRow::Change);
        wanted.curves += curve.shown ? 1 : 0;
    }
    wanted.hidden = m_scene.hidden;
    wanted.solo = m_scene.solo;
    m_scene.layout = layOut(size(), m_scene.tracks, wanted, m_scroll);
    m_scene.axis.setViewport(m_scene.layout.left(), m_scene.layout.ruler.width());
    invalidate();
}

void TimelineView::setWaveform(std::shared_ptr<const Waveform> waveform)
{
    m_scene.waveform = std::move(waveform);
    invalidate();
}

void TimelineView::setCurve(TimelineCurve curve)
{
    curve.makeLevels();
    const auto found = std::find_if(m_scene.curves.begin(), m_scene.curves.end(),
                                    [&](const TimelineCurve &each) { return each.id == curve.id; });
    if (found != m_scene.curves.end())
        *found = std::move(curve);
    else
        m_scene.curves.push_back(std::move(curve));
    relayout();
}

void TimelineView::setRowShown(TimelineRow row, bool shown)
{
    if (shown)
        m_rows.insert(row);
    else
        m_rows.remove(row);
    relayout();
}

void TimelineView::invalidate()
{
    m_stale = true;
    update();
}

void TimelineView::axisChanged()
{
    invalidate();
    Q_EMIT viewChanged();
}

void TimelineView::movePlayhead(FrameIndex frame)
{
    const int before = m_scene.axis.xOfFrame(m_scene.playhead);
    const FrameIndex last = m_scene.playhead;
    m_scene.playhead = frame;
    if (!m_scene.axis.hasFrames())
        return;
    if (follow(last, frame)) {
        axisChanged();
        return;
    }
    update(TimelinePainter::playheadRect(m_scene, before));
    update(TimelinePainter::playheadRect(m_scene, m_scene.axis.xOfFrame(frame)));
}

void TimelineView::wishThumbnails()
{
    std::vector<ThumbnailLoader::Wish> wishes = m_popup->wishes();
    const int height
        = static_cast<int>(std::lround(m_scene.layout.frames.height() * devicePixelRatioF()));
    std::vector<ThumbnailLoader::Wish> strip;
    for (const StripTile &tile : stripTiles(m_scene))
        strip.push_back({tile.frame, height});
    if (!strip.empty()) {
        // From the playhead outwards, or from the middle where it is out of view.
        const FrameIndex playhead = m_scene.playhead;
        const bool inView = playhead >= strip.front().frame && playhead <= strip.back().frame;
        ThumbnailLoader::sortAround(strip, inView ? playhead : strip[strip.size() / 2].frame);
    }
    wishes.insert(wishes.end(), strip.begin(), strip.end());
    m_thumbnails.want(wishes);
}

void TimelineView::paintEvent(QPaintEvent *event)
{
    const qreal ratio = devicePixelRatioF();
    const Theme &theme = themeOf(this);
    if (m_stale || m_picture.size() != size() * ratio) {
        if (m_picture.size() != size() * ratio) {
            m_picture = QPixmap(size() * ratio);
            m_picture.setDevicePixelRatio(ratio);
        }
        QPainter painter(&m_picture);
        TimelinePainter(painter, m_scene, m_thumbnails, theme, ratio, &m_cache).paint();
        m_stale = false;
        wishThumbnails();
    }
    QPainter painter(this);
    painter.setClipRegion(event->region());
    painter.drawPixmap(0, 0, m_picture);
    TimelinePainter(painter, m_scene, m_thumbnails, theme, ratio, &m_cache).paintPlayhead();
    paintOverlay(painter);
}

void TimelineView::resizeEvent(QResizeEvent *)
{
    relayout();
    Q_EMIT viewChanged();
}

QRect TimelineView::segmentRect(SegmentId id) const
{
    std::size_t track = 0;
    const TimelineItem *item = m_scene.item(id, &track);
    return item ? m_scene.itemRect(track, *item) : QRect();
}

QRect TimelineView::trackRect(const QString &track) const
{
    const int row = m_scene.trackNamed(track);
    return row < 0 ? QRect() : m_scene.layout.rows[static_cast<std::size_t>(row)];
}

} // namespace ecva
