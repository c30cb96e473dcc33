#include "ui/delta/FilmStrip.h"

#include "annotation/document/Document.h"
#include "ui/delta/DeltaTexts.h"
#include "ui/style/Theme.h"

#include <QEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace ecva {
namespace {

constexpr int kRight = 16;
constexpr int kTop = 8;
constexpr int kDiamonds = 16;
constexpr int kNumbers = 18;
constexpr int kRuler = 18;
constexpr int kSegments = 34;
constexpr int kMarks = 16;
constexpr int kGap = 10;
constexpr int kLeastPicture = 26;
constexpr int kBottom = 6;

} // namespace

FilmStrip::FilmStrip(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("filmStrip"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&m_thumbnails, &ThumbnailLoader::loaded, this, qOverload<>(&FilmStrip::update));
}

void FilmStrip::setClip(const Document *document, const Clip *clip,
                        std::shared_ptr<const VideoIndex> index, const QString &notice)
{
    m_notice = index ? QString() : notice;
    m_scene.tracks.clear();
    m_roundName.clear();
    m_frameCount = 0;
    if (!clip) {
        m_scene.axis.setClip(nullptr, 0);
        m_thumbnails.setClip({}, nullptr);
        layOut();
        return;
    }
    double duration = clip->media ? static_cast<double>(clip->media->durationMs) / 1000 : 0;
    m_frameCount = clip->media ? clip->media->frames : 0;
    if (index) {
        m_frameCount = index->frameCount();
        duration = index->seconds(FrameIndex(m_frameCount));
    }
    for (TimelineTrack &track : buildTracks(document->model(), clip->id, index.get())) {
        for (const TimelineItem &item : track.items)
            duration = std::max(duration, clip->media || index ? 0 : item.end);
        if (track.active) {
            m_roundName = track.title;
            m_scene.tracks.push_back(std::move(track));
        }
    }
    const bool sameVideo = index && index.get() == m_scene.axis.index();
    m_scene.axis.setClip(index, duration > 0 ? duration : 60);
    m_scene.axis.fit();
    if (!sameVideo) {
        const QString path = index ? document->absoluteMediaPath(*clip) : QString();
        m_thumbnails.setClip(path.toStdU16String(), index);
    }
    layOut();
}

void FilmStrip::setSummary(const DeltaSummary *summary)
{
    m_frames.clear();
    m_lowerFrames.clear();
    m_keyFrames.clear();
    m_blanked.clear();
    m_hasDelta = summary && summary->delta;
    m_note.clear();
    m_lowerNote.clear();
    m_mask.clear();
    if (summary) {
        m_mask = summary->mask;
        m_frames = summary->frames;
        m_keyFrames = summary->keyFrames;
        m_note = tr("%n sampled, %1 key", nullptr, static_cast<int>(m_frames.size()))
                     .arg(m_keyFrames.size());
        if (m_hasDelta) {
            m_lowerFrames = summary->key.frames;
            m_blanked = summary->key.blanked;
            m_lowerNote = maskedNote(*summary);
        } else {
            m_lowerNote = tr("nothing to take away");
        }
    }
    m_current = {};
    describe();
    layOut();
}

void FilmStrip::describe()
{
    QStringList spoken{tr("With key frames: %1").arg(m_note)};
    if (m_hasDelta)
        spoken << tr("Without them: %1").arg(m_lowerNote);
    setAccessibleName(spoken.join(u'\n'));
}

void FilmStrip::setHighestPicture(int height)
{
    if (height == m_highest)
        return;
    m_highest = height;
    layOut();
}

int FilmStrip::pictureHeight(int width) const
{
    const int count = std::max(8, slotCount());
    const int slot = (width - kGutter - kRight) / count;
    return std::clamp((slot - 4) * 9 / 16, kLeastPicture, m_highest);
}

int FilmStrip::heightFor(int width) const
{
    const int strips = 2 * (pictureHeight(width) + kNumbers);
    return kTop + kDiamonds + strips + kRuler + kSegments + kMarks + kGap + kBottom;
}

void FilmStrip::layOut()
{
    const int wide = std::max(80, width() - kGutter - kRight);
    const int picture = pictureHeight(width());
    int y = kTop + kDiamonds;
    const auto row = [&](int height) {
        const QRect rect(kGutter, y, wide, height);
        y += height;
        return rect;
    };
    m_upper = row(picture);
    y += kNumbers;
    m_ruler = row(kRuler);
    m_segments = row(kSegments);
    m_marks = row(kMarks);
    y += kGap;
    m_lower = row(picture);
    m_scene.axis.setViewport(m_upper.left(), m_upper.width());
    m_scene.axis.fit();
    m_scene.layout.tracks = QRect(0, m_segments.top(), width(), m_segments.height());
    m_scene.layout.rows.assign(m_scene.tracks.size(), m_scene.layout.tracks);
    setFixedHeight(heightFor(width()));
    wish();
    update();
}

void FilmStrip::wish()
{
    const int height = static_cast<int>(std::lround(m_upper.height() * devicePixelRatioF()));
    std::vector<ThumbnailLoader::Wish> wishes;
    for (const auto *frames : {&m_frames, &m_lowerFrames}) {
        for (const qint64 frame : *frames) {
            if (frame >= 0 && frame < m_frameCount)
                wishes.push_back({FrameIndex(std::int64_t(frame)), height});
        }
    }
    std::sort(wishes.begin(), wishes.end());
    wishes.erase(std::unique(wishes.begin(), wishes.end()), wishes.end());
    m_thumbnails.want(wishes);
}

int FilmStrip::loadedPictures() const
{
    const int height = static_cast<int>(std::lround(m_upper.height() * devicePixelRatioF()));
    return static_cast<int>(std::count_if(m_frames.begin(), m_frames.end(), [&](qint64 frame) {
        return !m_thumbnails.image({FrameIndex(std::int64_t(frame)), height}).isNull();
    }));
}

QRect FilmStrip::slotRect(bool lower, int slot) const
{
    const QRect &strip = lower ? m_lower : m_upper;
    const int count = std::max(1, slotCount());
    const int x0 = strip.left() + strip.width() * slot / count;
    const int x1 = strip.left() + strip.width() * (slot + 1) / count;
    const int gap = x1 - x0 > 20 ? 2 : 0;
    return {x0 + gap, strip.top(), x1 - x0 - 2 * gap, strip.height()};
}

qint64 FilmStrip::frameAt(bool lower, int slot) const
{
    const auto place = static_cast<std::size_t>(slot);
    const std::vector<qint64> &frames = lower ? m_lowerFrames : m_frames;
    return slot >= 0 && place < frames.size() ? frames[place] : -1;
}

bool FilmStrip::isStruckOut(bool lower, int slot) const
{
    return lower && std::find(m_blanked.begin(), m_blanked.end(), slot) != m_blanked.end();
}

bool FilmStrip::isKey(int slot) const
{
    return std::find(m_keyFrames.begin(), m_keyFrames.end(), frameAt(false, slot))
           != m_keyFrames.end();
}

std::vector<FilmStrip::Run> FilmStrip::runs() const
{
    std::vector<Run> runs;
    for (int slot = 0; slot < slotCount(); ++slot) {
        if (!isKey(slot))
            continue;
        if (!runs.empty() && runs.back().end == slot)
            ++runs.back().end;
        else
            runs.push_back({slot, slot + 1});
    }
    return runs;
}

double FilmStrip::xOfFrame(double frame) const
{
    const VideoIndex *index = m_scene.axis.index();
    if (!index)
        return m_frameCount > 0
                   ? m_upper.left() + m_upper.width() * frame / static_cast<double>(m_frameCount)
                   : m_upper.left();
    const auto whole = static_cast<std::int64_t>(std::floor(frame));
    const auto clamped = std::clamp<std::int64_t>(whole, 0, m_frameCount);
    const double x = m_scene.axis.xOfFrame(FrameIndex(clamped));
    if (clamped >= m_frameCount)
        return x;
    const double next = m_scene.axis.xOfFrame(FrameIndex(clamped + 1));
    return x + (next - x) * (frame - static_cast<double>(whole));
}

std::optional<FilmStrip::Slot> FilmStrip::slotAt(const QPoint &position) const
{
    for (const bool lower : {false, true}) {
        for (int slot = 0; slot < slotCount(); ++slot) {
            if (frameAt(lower, slot) >= 0
                && slotRect(lower, slot).adjusted(-2, 0, 2, kNumbers).contains(position))
                return Slot{lower, slot};
        }
    }
    return std::nullopt;
}

QString FilmStrip::tipFor(const Slot &slot) const
{
    const qint64 frame = frameAt(slot.lower, slot.place);
    if (isStruckOut(slot.lower, slot.place))
        return tr("Frame %1, taken away").arg(frame);
    if (!slot.lower && isKey(slot.place))
        return tr("Frame %1, a key frame").arg(frame);
    return tr("Frame %1").arg(frame);
}

void FilmStrip::resizeEvent(QResizeEvent *)
{
    layOut();
}

void FilmStrip::mouseMoveEvent(QMouseEvent *event)
{
    setCursor(slotAt(event->position().toPoint()) ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void FilmStrip::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (const auto slot = slotAt(event->position().toPoint())) {
        m_current = *slot;
        update();
        Q_EMIT frameChosen(frameAt(slot->lower, slot->place));
    }
}

void FilmStrip::keyPressEvent(QKeyEvent *event)
{
    Slot next = m_current;
    switch (event->key()) {
    case Qt::Key_Left:
        --next.place;
        break;
    case Qt::Key_Right:
        ++next.place;
        break;
    case Qt::Key_Home:
        next.place = 0;
        break;
    case Qt::Key_End:
        next.place = slotCount() - 1;
        break;
    case Qt::Key_Up:
        next.lower = false;
        break;
    case Qt::Key_Down:
        next.lower = true;
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (const qint64 frame = frameAt(m_current.lower, m_current.place); frame >= 0)
            Q_EMIT frameChosen(frame);
        return;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    if (frameAt(next.lower, next.place) < 0)
        return;
    m_current = next;
    const QRect rect = slotRect(next.lower, next.place);
    QToolTip::showText(mapToGlobal(rect.bottomLeft()), tipFor(next), this, rect);
    update();
}

void FilmStrip::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        describe();
    QWidget::changeEvent(event);
}

bool FilmStrip::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        if (const auto slot = slotAt(help->pos()))
            QToolTip::showText(help->globalPos(), tipFor(*slot), this,
                               slotRect(slot->lower, slot->place));
        return true;
    }
    if (event->type() == QEvent::ShortcutOverride) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_Home:
        case Qt::Key_End:
        case Qt::Key_Return:
        case Qt::Key_Enter:
            event->accept();
            return true;
        default:
            break;
        }
    }
    return QWidget::event(event);
}

} // namespace ecva
