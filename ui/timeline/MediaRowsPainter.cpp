// What was filmed: pictures, marks, sound, curves, shots; and the range that is being marked.
#include "core/media/Waveform.h"
#include "ui/timeline/StripFrames.h"
#include "ui/timeline/ThumbnailLoader.h"
#include "ui/timeline/TimelinePainter.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace ecva {

namespace {

constexpr int kMarkReach = 8;      ///< half a mark, at most
constexpr int kShotApart = 5;      ///< pixels between lines of shot changes, at least
constexpr float kLoudest = 110;    ///< the clip's loudest peak is drawn as high as this of 128
constexpr float kGainMost = 6;     ///< and no more than so much higher than it is
constexpr double kPixelsClose = 3; ///< of a frame: from here on single frames are told apart
constexpr int kNumberLeast = 48;   ///< a narrower picture carries no number

QColor withAlpha(QColor colour, double alpha)
{
    colour.setAlphaF(static_cast<float>(alpha));
    return colour;
}

} // namespace

void TimelinePainter::frames()
{
    const QRect row = m_scene.layout.frames;
    m_painter.fillRect(row, m_theme.canvas);
    const int height = static_cast<int>(std::lround(row.height() * m_ratio));
    const bool close = m_scene.axis.hasFrames() && m_scene.axis.pixelsPerFrame() >= kPixelsClose;
    const QColor plateColour(20, 20, 22); // over a picture, in any theme
    for (const StripTile &tile : stripTiles(m_scene)) {
        const ThumbnailLoader::Shown shown = m_thumbnails.shown({tile.frame, height});
        if (shown.image.isNull())
            continue;
        const QRect place = tile.rect.adjusted(0, 0, -1, 0);
        m_painter.drawPixmap(place.topLeft(), m_cache.picture(shown.image, place.size()));
        // A number only on the picture that it is the number of.
        if (close && shown.isExact && tile.rect.width() >= kNumberLeast) {
            const QString number = QString::number(tile.frame.value);
            const int width = m_cache.width(number, Face::Counter) + 8;
            const QRect plate(tile.rect.left() + 3, tile.rect.bottom() - 18, width, 15);
            m_painter.fillRect(plate, plateColour);
            text(plate, number, Qt::white, Face::Counter, plateColour, Qt::AlignHCenter);
        }
    }
}

void TimelinePainter::marks()
{
    if (!m_scene.axis.hasFrames())
        return;
    const TimelineAxis &axis = m_scene.axis;
    const QRect row = m_scene.layout.marks;
    const FrameIndex first = axis.frameAt(row.left() - kMarkReach);
    const FrameIndex last = axis.frameAt(row.right() + kMarkReach);
    m_painter.save();
    m_painter.setRenderHint(QPainter::Antialiasing);
    // What a model saw: filled inside the active track's segments, open outside.
    const auto &seen = m_scene.seenFrames;
    int drawn = row.left() - 2 * kMarkReach; // marks on one place are one mark
    for (auto each = std::lower_bound(seen.begin(), seen.end(), first);
         each != seen.end() && *each <= last; ++each) {
        const int x = axis.xOfFrame(*each);
        if (x <= drawn)
            continue;
        drawn = x;
        const bool inside = m_scene.isInSegment(*each);
        m_painter.setPen(QPen(inside ? m_theme.accent : m_theme.text3, 1.2));
        m_painter.setBrush(inside ? QBrush(m_theme.accent) : QBrush(Qt::NoBrush));
        const QPointF tip(x + 0.5, row.center().y() + 4.5);
        m_painter.drawPolygon(QPolygonF({tip, tip + QPointF(-4.5, -8), tip + QPointF(4.5, -8)}));
    }
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(m_theme.text1);
    drawn = row.left() - 2 * kMarkReach;
    for (auto each = std::lower_bound(m_scene.keyFrames.begin(), m_scene.keyFrames.end(), first);
         each != m_scene.keyFrames.end() && *each <= last; ++each) {
        const int x = axis.xOfFrame(*each);
        if (x <= drawn)
            continue;
        drawn = x;
        const QPointF centre(x + 0.5, row.center().y() + 0.5);
        m_painter.drawPolygon(QPolygonF({centre + QPointF(0, -5), centre + QPointF(5, 0),
                                         centre + QPointF(0, 5), centre + QPointF(-5, 0)}));
    }
    m_painter.restore();
}

void TimelinePainter::sound()
{
    const TimelineAxis &axis = m_scene.axis;
    if (!axis.hasFrames())
        return;
    const QRect row = m_scene.layout.sound;
    if (!m_scene.hasSound) {
        rowNote(row, tr("No sound in this file."));
        return;
    }
    const int middle = row.center().y();
    const int last = std::min(row.right(), static_cast<int>(axis.xOf(axis.duration())) - 1);
    const Waveform *waveform = m_scene.waveform.get();
    if (!waveform) { // not read yet: a thin line, so that nothing jumps
        m_painter.fillRect(QRect(row.left(), middle, last + 1 - row.left(), 1), m_theme.border);
        return;
    }
    const SoundPeak whole = waveform->peak(0, waveform->durationSeconds());
    const float loudest = static_cast<float>(std::max({1, +whole.high, -whole.low}));
    const float gain = std::clamp(kLoudest / loudest, 1.0F, kGainMost);
    const auto half = static_cast<float>(row.height() - 4) / 2;
    const double column = 1 / axis.pixelsPerSecond();
    const QColor colour = m_theme.isDark() && m_theme.borderWidth == 1
                              ? mixed(m_theme.text3, m_theme.panel, 0.8)
                              : m_theme.text3;
    for (int x = row.left(); x <= last; ++x) {
        const double from = axis.secondsAt(x);
        const SoundPeak peak = waveform->peak(from, from + column);
        const auto reach = [&](int value) {
            return static_cast<int>(
                std::lround(std::min(1.0F, gain * static_cast<float>(value) / 128) * half));
        };
        const int up = reach(peak.high);
        const int down = reach(-peak.low);
        m_painter.fillRect(QRect(x, middle - up, 1, up + down + 1), colour);
    }
}

void TimelinePainter::curve(const TimelineCurve &curve, const QRect &row)
{
    const TimelineAxis &axis = m_scene.axis;
    if (!curve.note.isEmpty()) {
        rowNote(row, curve.note);
        return;
    }
    const QRectF area = QRectF(row).adjusted(0, 3, 0, -1);
    const auto yOf = [&](double value) { return area.bottom() - value * area.height(); };
    if (axis.hasFrames() && !curve.frames.empty()) {
        const auto placeOf = [&](FrameIndex frame) {
            return static_cast<std::size_t>(
                std::lower_bound(curve.frames.begin(), curve.frames.end(), frame)
                - curve.frames.begin());
        };
        // One point beyond the view on both sides.
        std::size_t first = placeOf(axis.frameAt(row.left()));
        first = first > 0 ? first - 1 : 0;
        const std::size_t last
            = std::min(curve.frames.size(), placeOf(axis.frameAt(row.right() + 1)) + 2);
        QPolygonF line;
        if (last - first <= static_cast<std::size_t>(row.width())) {
            for (std::size_t i = first; i < last; ++i)
                line << QPointF(axis.xOf(axis.index()->seconds(curve.frames[i])),
                                yOf(static_cast<double>(curve.values[i])));
        } else { // more values than pixels: the highest of each two columns
            std::size_t next = first;
            for (int x = row.left(); x <= row.right() + 2 && next < last; x += 2) {
                const std::size_t from = next;
                next = std::max(from + 1,
                                placeOf(axis.index()->frameAtSeconds(axis.secondsAt(x + 2))));
                line << QPointF(
                    x + 1, yOf(static_cast<double>(curve.highest(from, std::min(next, last)))));
            }
        }
        if (!line.isEmpty()) {
            m_painter.save();
            m_painter.setRenderHint(QPainter::Antialiasing);
            if (m_theme.borderWidth == 1) { // high contrast has no tints
                QPolygonF filled = line;
                filled.prepend(QPointF(line.first().x(), area.bottom()));
                filled.append(QPointF(line.last().x(), area.bottom()));
                m_painter.setPen(Qt::NoPen);
                m_painter.setBrush(withAlpha(m_theme.accent, m_theme.isDark() ? 0.16 : 0.14));
                m_painter.drawPolygon(filled);
            }
            m_painter.setBrush(Qt::NoBrush);
            m_painter.setPen(QPen(m_theme.borderWidth == 1 ? m_theme.accent : m_theme.text1, 1.3));
            m_painter.drawPolyline(line);
            m_painter.restore();
        }
    }
    if (curve.threshold) {
        const int y = static_cast<int>(std::lround(yOf(*curve.threshold)));
        for (int x = row.left(); x <= row.right(); x += 4)
            m_painter.fillRect(QRect(x, y, 1, 1), m_theme.text3);
        if (row.height() >= 56)
            text(QRect(row.left() + 6, y - 17, 200, 15),
                 tr("threshold %1").arg(*curve.threshold, 0, 'f', 2), m_theme.text3, Face::Counter,
                 m_theme.panel);
    }
}

void TimelinePainter::shots()
{
    const TimelineAxis &axis = m_scene.axis;
    if (!axis.hasFrames() || m_scene.shots.empty())
        return;
    const TimelineLayout &layout = m_scene.layout;
    const int top = layout.marks.top();
    const int height = layout.tracks.bottom() + 1 - top;
    const QPixmap dots = m_cache.dots(height, m_theme.text3);
    const FrameIndex first = axis.frameAt(axis.left());
    int drawn = axis.left() - kShotApart;
    for (auto shot = std::lower_bound(m_scene.shots.begin(), m_scene.shots.end(), first);
         shot != m_scene.shots.end(); ++shot) {
        const int x = axis.xOfFrame(*shot);
        if (x > axis.right())
            break;
        if (x - drawn < kShotApart)
            continue;
        drawn = x;
        m_painter.drawPixmap(QRectF(x, top, 1, height), dots,
                             QRectF(0, 0, dots.width(), height * m_ratio));
    }
}

void TimelinePainter::markedRange()
{
    if (!m_scene.axis.hasFrames() || (!m_scene.markIn && !m_scene.markOut))
        return;
    const TimelineLayout &layout = m_scene.layout;
    m_painter.save();
    m_painter.setClipRect(QRect(layout.left() - 1, layout.ruler.top(), layout.ruler.width() + 2,
                                layout.tracks.bottom() + 1 - layout.ruler.top()));
    const auto bracket = [&](int x, int direction) {
        const QRect row = layout.marks.adjusted(0, 2, 0, -2);
        m_painter.fillRect(QRect(direction > 0 ? x : x - 2, row.top(), 2, row.height()),
                           m_theme.accent);
        const int arm = direction > 0 ? x : x - 6;
        m_painter.fillRect(QRect(arm, row.top(), 6, 2), m_theme.accent);
        m_painter.fillRect(QRect(arm, row.bottom() - 1, 6, 2), m_theme.accent);
    };
    if (m_scene.markIn)
        bracket(m_scene.axis.xOfFrame(*m_scene.markIn), 1);
    if (m_scene.markOut)
        bracket(m_scene.axis.xOfFrame(*m_scene.markOut), -1);
    if (m_scene.markIn && m_scene.markOut) {
        const int x0 = m_scene.axis.xOfFrame(*m_scene.markIn);
        const int x1 = m_scene.axis.xOfFrame(*m_scene.markOut);
        m_painter.fillRect(QRect(x0, layout.ruler.bottom() - 2, std::max(2, x1 - x0), 3),
                           m_theme.accent);
        const int active = m_scene.activeTrack();
        if (active >= 0) {
            const auto row = static_cast<std::size_t>(active);
            const QRect rect = layout.segmentRect(m_scene.tracks[row], row, 0, x0, x1);
            m_painter.setPen(QPen(m_theme.accent, m_theme.borderWidth, Qt::DashLine));
            m_painter.setBrush(withAlpha(m_theme.accent, 0.12));
            m_painter.drawRect(rect.adjusted(0, 0, -1, -1));
        }
    }
    m_painter.restore();
}

std::vector<StripTile> stripTiles(const TimelineScene &scene)
{
    std::vector<StripTile> tiles;
    const TimelineAxis &axis = scene.axis;
    if (!axis.hasFrames())
        return tiles;
    const MediaInfo &info = axis.index()->info();
    const QRect row = scene.layout.frames;
    const double aspect
        = static_cast<double>(std::max(1, info.displayWidth())) / std::max(1, info.displayHeight());
    const int width = std::clamp(static_cast<int>(std::lround(row.height() * aspect)), 24, 400);
    const double end = axis.xOf(axis.duration());
    const double origin = axis.xOf(0);
    const auto first = static_cast<std::int64_t>(std::floor((row.left() - origin) / width));
    for (std::int64_t i = std::max<std::int64_t>(0, first);; ++i) {
        const double x = origin + static_cast<double>(i) * width;
        if (x > row.right() || x >= end)
            break;
        StripTile tile;
        tile.rect = QRect(static_cast<int>(std::lround(x)), row.top(), width, row.height());
        tile.frame = axis.frameAt(tile.rect.left());
        // Far out a tile stands for many frames: for the one that is cheap and comes again.
        if (axis.pixelsPerFrame() < kPixelsClose) {
            const FrameIndex next = axis.frameAt(tile.rect.right() + 1);
            tile.frame = stripFrame(*axis.index(), tile.frame,
                                    FrameIndex(std::max(next.value, tile.frame.value + 1)));
        }
        tiles.push_back(tile);
    }
    return tiles;
}

} // namespace ecva
