// The rows of tracks and the segments on them.
#include "ui/style/Icons.h"
#include "ui/timeline/TimelinePainter.h"

#include <QImage>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace ecva {

namespace {

using Fold = TimelineLayout::Fold;

constexpr int kBar = 3;
constexpr int kLabelLeast = 22;  ///< a segment narrower than this carries no text inside
constexpr int kBesideLeast = 34; ///< room that a text beside a narrow segment needs
constexpr int kBesideMost = 240;
constexpr int kTextHeightLeast = 13;
constexpr int kDenseFrom = 400;   ///< segments of a lane in view; fewer are all looked at
constexpr double kFaintest = 0.5; ///< of the bar's colour where next to nothing is covered
constexpr int kProposalLeast = 8; ///< a narrower proposal is a bar like all others

} // namespace

const QColor &TimelinePainter::bedOf(std::size_t track) const
{
    return m_scene.tracks[track].active ? m_theme.raised : m_theme.panel;
}

void TimelinePainter::tracks()
{
    const QRect seen = m_scene.layout.tracks;
    const auto each = [&](auto draw) {
        for (std::size_t i = 0; i < m_scene.tracks.size(); ++i) {
            if (m_scene.layout.rows[i].intersects(seen))
                draw(i);
        }
    };
    m_painter.save();
    m_painter.setClipRect(seen);
    each([this](std::size_t i) { trackBed(i); });
    m_painter.restore();
    m_painter.save();
    m_painter.setClipRect(QRect(m_scene.layout.left(), m_scene.layout.marks.top(),
                                m_scene.layout.ruler.width(),
                                seen.bottom() + 1 - m_scene.layout.marks.top()));
    shots();
    m_painter.restore();
    m_painter.save();
    m_painter.setClipRect(seen);
    each([this](std::size_t i) {
        trackHead(i);
        segments(i);
    });
    m_painter.restore();
}

void TimelinePainter::trackBed(std::size_t i)
{
    const QRect row = m_scene.layout.rows[i];
    if (m_scene.tracks[i].active) {
        m_painter.fillRect(row.adjusted(0, 0, TimelineLayout::kRightMargin, 0), m_theme.raised);
        m_painter.fillRect(QRect(0, row.top(), 3, row.height()), m_theme.accent);
    }
    m_painter.fillRect(QRect(0, row.bottom(), row.width() + TimelineLayout::kRightMargin, 1),
                       m_theme.hairline);
}

void TimelinePainter::trackHead(std::size_t i)
{
    const TimelineTrack &track = m_scene.tracks[i];
    const QRect row = m_scene.layout.rows[i];
    const Fold fold = m_scene.layout.fold(i);
    const bool locked = m_scene.isLocked(track);
    const bool soloed = m_scene.solo.contains(track.name);
    const bool pointed = m_scene.hoveredTrack == static_cast<int>(i);
    const bool solo = soloed || pointed || m_scene.layout.isWide();
    const QRect glyphs = solo ? m_scene.soloRect(i) : m_scene.eyeRect(i);
    const QColor &bed = bedOf(i);
    const Face face = fold != Fold::None ? Face::Counter
                      : track.active     ? Face::SmallBold
                                         : Face::Small;
    text(QRect(12, row.top(), glyphs.left() - 16, row.height() - 1), track.title,
         track.active ? m_theme.text1 : m_theme.text2, face, bed);
    const QColor quiet = pointed ? m_theme.text2 : m_theme.text3;
    if (solo) {
        const QRect place = m_scene.soloRect(i);
        if (soloed)
            m_painter.fillRect(place, m_theme.accent);
        text(place, tr("S", "solo"), soloed ? m_theme.panel : quiet, Face::SmallBold,
             soloed ? m_theme.accent : bed, Qt::AlignHCenter);
    }
    const int less = fold != Fold::None ? 2 : 0; // a thin line has room for small glyphs
    drawGlyph(fold == Fold::Hidden ? QStringLiteral("eye-off") : QStringLiteral("eye"),
              m_scene.eyeRect(i).adjusted(less, less, -less, -less),
              track.active ? m_theme.text1 : quiet);
    if (fold != Fold::Hidden)
        drawGlyph(locked ? QStringLiteral("lock") : QStringLiteral("unlock"),
                  m_scene.lockRect(i).adjusted(less, less, -less, -less),
                  locked ? m_theme.text1 : quiet);
}

void TimelinePainter::trackHint(std::size_t i)
{
    const TimelineTrack &track = m_scene.tracks[i];
    QString hint;
    if (track.name == QLatin1String("gold"))
        hint = tr("Empty until a reviewer accepts a round.");
    else if (track.active && m_scene.axis.hasFrames() && !m_scene.markIn && !m_scene.markOut)
        hint = tr("Press I at the start, O at the end, Enter.");
    const bool thin = m_scene.layout.fold(i) != Fold::None;
    text(m_scene.layout.rows[i].adjusted(m_scene.layout.gutter + 10, 0, 0, -1), hint, m_theme.text3,
         thin ? Face::Counter : Face::Small, bedOf(i));
}

void TimelinePainter::segments(std::size_t i)
{
    const TimelineTrack &track = m_scene.tracks[i];
    const Fold fold = m_scene.layout.fold(i);
    if (fold == Fold::Hidden)
        return;
    const bool drawingHere = m_scene.drag && m_scene.drag->track == track.name;
    if (track.items.empty() && !drawingHere) {
        trackHint(i);
        return;
    }
    const QRect row = m_scene.layout.rows[i];
    const TimelineAxis &axis = m_scene.axis;
    const Look common{{m_scene.isLocked(track), false, false, track.active}, fold != Fold::None, 0};
    m_painter.save();
    m_painter.setClipRect(
        QRect(axis.left() - 1, row.top(), axis.right() - axis.left() + 2, row.height()),
        Qt::IntersectClip);

    // Of many segments within one pixel column of a lane one stroke is enough.
    std::vector<int> drawnTo(static_cast<std::size_t>(track.lanes), axis.left() - 1000);
    std::vector<std::pair<const TimelineItem *, QRect>> selected;
    const double reach = 4 / axis.pixelsPerSecond();
    const auto isMoving = [this](SegmentId id) {
        return m_scene.drag && m_scene.drag->segment == id && !m_scene.drag->copy;
    };
    const auto consider = [&](std::size_t n) {
        const TimelineItem &item = track.items[n];
        int &drawn = drawnTo[static_cast<std::size_t>(item.lane)];
        const auto covered = [&] { return axis.secondsAt(drawn - 3); };
        if (isMoving(item.id))
            return covered();
        const QRect rect = m_scene.itemRect(i, item);
        if (m_scene.isSelected(item.id) || item.id == m_scene.selected) {
            selected.emplace_back(&item, rect);
            return covered();
        }
        if (rect.right() <= drawn)
            return covered();
        drawn = rect.right();
        Look look = common;
        look.style.proposal = item.proposal;
        if (rect.width() < kLabelLeast) // room to the right of a narrow one, up to the next
            look.room = (n + 1 < track.items.size() ? m_scene.itemRect(i, track.items[n + 1]).left()
                                                    : axis.right())
                        - rect.right();
        segment(item, rect, look);
        return covered();
    };
    if (m_exact || track.pyramids.size() != static_cast<std::size_t>(track.lanes)) {
        track.index.visit(axis.start() - reach, axis.end(), consider);
    } else {
        for (int lane = 0; lane < track.lanes; ++lane) {
            const LanePyramid &pyramid = track.pyramids[static_cast<std::size_t>(lane)];
            const int level
                = denseLane(i, lane) ? pyramid.levelFor(1 / axis.pixelsPerSecond()) : -1;
            pyramid.visitLong(level, axis.start() - reach, axis.end(), consider);
        }
    }
    // A selected one that is short may not have been met.
    for (const SegmentId id : m_scene.selection) {
        const TimelineItem *item = selected.size() > 64 ? nullptr : track.find(id);
        const auto met = [item](const auto &each) { return each.first == item; };
        if (item && std::none_of(selected.begin(), selected.end(), met))
            selected.emplace_back(item, m_scene.itemRect(i, *item));
    }
    // The one that is looked at lies on top.
    std::stable_partition(selected.begin(), selected.end(),
                          [this](const auto &each) { return each.first->id != m_scene.selected; });
    for (const auto &[item, rect] : selected) {
        if (isMoving(item->id))
            continue;
        Look look = common;
        look.style.selected = true;
        look.style.proposal = item->proposal;
        segment(*item, rect, look);
        outline(rect, item->id == m_scene.selected && !common.style.locked && !common.thin
                          && item->basis == Basis::Frames);
    }
    if (drawingHere)
        dragged(i);
    m_painter.restore();
}

void TimelinePainter::dragged(std::size_t i)
{
    const TimelineItem *moved = m_scene.item(m_scene.drag->segment);
    const QRect rect = m_scene.previewRect();
    const bool active = m_scene.tracks[i].active;
    segment(moved ? *moved : TimelineItem(), rect, {{false, true, false, active}, false, 0});
    outline(rect, true);
}

bool TimelinePainter::denseLane(std::size_t i, int lane)
{
    const TimelineTrack &track = m_scene.tracks[i];
    const LanePyramid &pyramid = track.pyramids[static_cast<std::size_t>(lane)];
    const TimelineAxis &axis = m_scene.axis;
    if (pyramid.countIn(axis.start(), axis.end()) < kDenseFrom)
        return false;
    const int level = pyramid.levelFor(1 / axis.pixelsPerSecond());
    if (level < 0)
        return false;
    std::vector<LanePyramid::Column> columns(static_cast<std::size_t>(axis.right() - axis.left()));
    pyramid.columns(level, axis.start(), 1 / axis.pixelsPerSecond(), columns);

    const QRect rect = m_scene.layout.segmentRect(track, i, lane, axis.left(), axis.right());
    const QColor &bed = bedOf(i);
    const bool locked = m_scene.isLocked(track);
    QImage image(static_cast<int>(columns.size()), rect.height(),
                 QImage::Format_ARGB32_Premultiplied);
    auto *line = reinterpret_cast<QRgb *>(image.scanLine(0));
    // Colours by class and coverage, mixed once.
    constexpr int kSteps = 16;
    std::array<std::array<QRgb, kSteps + 1>, Theme::kHues + 1> colours{};
    for (std::size_t x = 0; x < columns.size(); ++x) {
        const LanePyramid::Column column = columns[x];
        if (column.covered <= 0) {
            line[x] = 0;
            continue;
        }
        const int step = static_cast<int>(std::lround(column.covered * kSteps));
        QRgb &colour
            = colours[static_cast<std::size_t>(column.hue + 1)][static_cast<std::size_t>(step)];
        if (colour == 0) {
            const QColor bar
                = m_cache.style(column.hue, 0, {locked, false, false, track.active}).bar;
            colour = mixed(bar, bed, kFaintest + (1 - kFaintest) * step / double(kSteps)).rgb();
        }
        line[x] = colour;
    }
    for (int y = 1; y < image.height(); ++y)
        std::copy_n(line, columns.size(), reinterpret_cast<QRgb *>(image.scanLine(y)));
    m_painter.drawImage(rect.topLeft(), image);
    return true;
}

void TimelinePainter::segment(const TimelineItem &item, const QRect &rect, const Look &look)
{
    const QRect seen
        = rect.intersected(QRect(m_scene.axis.left() - 8, rect.top(),
                                 m_scene.axis.right() - m_scene.axis.left() + 16, rect.height()));
    if (seen.isEmpty())
        return;
    const SegmentStyle &style = m_cache.style(item.hue, item.pattern, look.style);
    if (rect.width() <= 3) { // one frame, from far: all bar
        m_painter.fillRect(seen, style.bar);
        besideLabel(item, rect, look);
        return;
    }
    if (look.style.proposal && rect.width() >= kProposalLeast) {
        proposal(seen, rect, style);
    } else {
        if (style.pattern.isNull() || seen.height() <= kBar + 2) {
            m_painter.fillRect(seen, style.tint);
        } else {
            // Anchored at the segment's own corner, so that its pattern moves with it.
            constexpr int kTile = TimelineCache::kTile;
            const int along = (seen.left() - rect.left()) % kTile;
            const int down = (kTile - rect.height() % kTile) % kTile;
            m_painter.drawTiledPixmap(seen, style.pattern, QPoint(along, down));
        }
        m_painter.fillRect(
            QRect(seen.left(), seen.top(), seen.width(), std::min(kBar, seen.height())), style.bar);
        if (m_theme.borderWidth > 1 && rect.width() > 8) { // tints alone do not tell it from black
            m_painter.fillRect(QRect(rect.left(), seen.top(), 2, seen.height()), style.bar);
            m_painter.fillRect(QRect(rect.right() - 1, seen.top(), 2, seen.height()), style.bar);
            m_painter.fillRect(QRect(seen.left(), seen.bottom() - 1, seen.width(), 2), style.bar);
        }
    }
    if (item.id == m_scene.hovered && !look.style.selected && rect.width() > 8) {
        m_painter.setPen(QPen(m_theme.text3, m_theme.borderWidth));
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawRect(rect.adjusted(0, 0, -1, -1));
    }
    if (rect.width() < kLabelLeast)
        besideLabel(item, rect, look);
    else
        segmentLabel(item, rect, look, style);
}

void TimelinePainter::proposal(const QRect &seen, const QRect &rect, const SegmentStyle &style)
{
    m_painter.fillRect(seen, style.tint);
    const auto period
        = static_cast<int>(std::lround(style.dashes.width() / style.dashes.devicePixelRatio()));
    const int along = (seen.left() - rect.left()) % std::max(1, period);
    const int wide = m_theme.borderWidth;
    for (int i = 0; i < wide; ++i) {
        m_painter.drawTiledPixmap(QRect(seen.left(), seen.top() + i, seen.width(), 1), style.dashes,
                                  QPoint(along, 0));
        m_painter.drawTiledPixmap(QRect(seen.left(), seen.bottom() - i, seen.width(), 1),
                                  style.dashes, QPoint(along, 0));
        m_painter.drawTiledPixmap(QRect(rect.left() + i, seen.top(), 1, seen.height()),
                                  style.dashesDown);
        m_painter.drawTiledPixmap(QRect(rect.right() - i, seen.top(), 1, seen.height()),
                                  style.dashesDown);
    }
}

void TimelinePainter::segmentLabel(const TimelineItem &item, const QRect &rect, const Look &look,
                                   const SegmentStyle &style)
{
    if (look.thin || rect.height() < kTextHeightLeast)
        return;
    // The label stays in view while its segment reaches out of it.
    const int left = std::max(rect.left(), m_scene.axis.left());
    const int right = std::min(rect.right(), m_scene.axis.right());
    const int handle = look.style.selected ? 4 : 0;
    const int bar = look.style.proposal ? 1 : kBar; // above the text
    QRect area(left + 3 + handle, rect.top() + bar, right - left - 5 - 2 * handle,
               rect.height() - bar);
    const int warning = item.overlaps && area.width() > 40 ? 18 : 0;
    area.setRight(area.right() - warning);
    if (warning > 0)
        drawGlyph(QStringLiteral("warning"),
                  QRect(right - handle - 17, area.center().y() - 7, 14, 14), m_theme.warn);
    const int codeWidth = m_cache.width(item.code, Face::SmallBold);
    if (area.width() < (item.code.isEmpty() ? 24 : codeWidth + 8))
        return;
    const int gap = codeWidth > 0 ? 6 : 0;
    const QString description
        = item.score ? QLocale().toString(static_cast<double>(*item.score), 'f', 2) : item.text;
    const QString shown
        = m_cache.elided(description, Face::Small, area.width() - codeWidth - gap - 8);
    const int textWidth = shown.isEmpty() ? 0 : gap + m_cache.width(shown, Face::Small);
    if (codeWidth + textWidth == 0)
        return;
    const QRect line(area.left() + 4, area.top(), codeWidth + textWidth + 20, area.height());
    if (!style.pattern.isNull()) { // plain: text never stands on stripes
        const int edge = m_theme.borderWidth > 1 ? 2 : 0;
        const QRect plate(left, area.top(), line.left() - left + codeWidth + textWidth + 5,
                          area.height());
        m_painter.fillRect(plate.adjusted(edge, 0, 0, -edge), style.tint);
    }
    text(line, item.code, style.text, Face::SmallBold, style.tint);
    text(line.adjusted(codeWidth + gap, 0, 0, 0), shown, style.text, Face::Small, style.tint);
}

void TimelinePainter::besideLabel(const TimelineItem &item, const QRect &rect, const Look &look)
{
    const int room = std::min(look.room - 10, kBesideMost);
    if (look.thin || room < kBesideLeast || rect.height() < kTextHeightLeast)
        return;
    const QColor &bed = look.style.active ? m_theme.raised : m_theme.panel;
    const QColor colour = look.style.locked ? m_theme.text2 : m_theme.text1;
    const bool one = item.basis == Basis::Frames && item.frames.length() == 1;
    const QString below = one ? tr("one frame, %1").arg(item.frames.begin.value) : item.text;
    const QRect area(rect.right() + 5, rect.top(), room, rect.height());
    const int line = m_cache.height(Face::Small);
    const int codeWidth = m_cache.width(item.code, Face::SmallBold);
    if (codeWidth > room)
        return;
    const bool fits = m_cache.width(below, Face::Small) <= room;
    if (one && codeWidth > 0 && fits && area.height() >= 2 * line) {
        const int top = area.top() + (area.height() - 2 * line) / 2;
        text(QRect(area.left(), top, room, line), item.code, colour, Face::SmallBold, bed);
        text(QRect(area.left(), top + line, room, line), below, m_theme.text2, Face::Small, bed);
        return;
    }
    text(area, item.code, colour, Face::SmallBold, bed);
    const int used = codeWidth > 0 ? codeWidth + 6 : 0;
    if (m_cache.width(below, Face::Small) <= room - used) // whole or not at all
        text(area.adjusted(used, 0, 0, 0), below, m_theme.text2, Face::Small, bed);
}

void TimelinePainter::outline(const QRect &rect, bool handles)
{
    const QColor colour = m_theme.isDark() ? QColor(Qt::white) : QColor(Qt::black);
    m_painter.save();
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setPen(QPen(colour, 2));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawRoundedRect(QRectF(rect), 2, 2);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(colour);
    if (handles && rect.width() > 14) {
        const int height = std::min(14, rect.height() - 6);
        const double y = rect.center().y() - height / 2.0 + 0.5;
        m_painter.drawRoundedRect(QRectF(rect.left(), y, 4, height), 1.5, 1.5);
        m_painter.drawRoundedRect(QRectF(rect.right() - 3, y, 4, height), 1.5, 1.5);
    }
    m_painter.restore();
}

} // namespace ecva
