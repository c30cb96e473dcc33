#pragma once

#include "ui/style/Theme.h"

#include <QFont>
#include <QHash>
#include <QPixmap>
#include <QString>

#include <array>
#include <optional>

class QImage;

namespace ecva {

/// How a segment is drawn, apart from its class.
struct SegmentLook
{
    bool locked = false;
    bool selected = false;
    bool proposal = false; ///< of a model: dashed, without a pattern
    bool active = false;   ///< on the active track's bed
};

/// The colours of one class in one look, mixed beforehand so that nothing is blended on the screen.
struct SegmentStyle
{
    QColor bar, tint, text;
    QPixmap pattern;            ///< a tile, opaque, of kTile pixels; null: none
    QPixmap dashes, dashesDown; ///< tiles of an outline's dashes; for proposals
};

/// What a timeline has drawn and will draw again: lines of text, patterns of classes, pictures
/// scaled for the screen. For one theme and ratio at a time; a view keeps one. UI thread.
class TimelineCache
{
public:
    enum class Face { Counter, Small, SmallBold };

    static constexpr int kTile = 56; ///< a multiple of the pattern's period, in pixels

    TimelineCache();

    /// Forgets everything when they differ from before.
    void setLook(const Theme &theme, qreal ratio);
    void clear();

    const QFont &font(Face face) const { return m_fonts[static_cast<std::size_t>(face)]; }
    int height(Face face) const { return m_heights[static_cast<std::size_t>(face)]; }
    int width(const QString &text, Face face);
    /// Cut with an ellipsis to `room` pixels; empty when nothing but that would be left.
    QString elided(const QString &text, Face face, int room);
    /// One line, width() by height(), on `bed`. Digits all advance alike when `tabular`.
    QPixmap text(const QString &text, Face face, const QColor &colour, const QColor &bed,
                 bool tabular = false);

    /// `hue` -1: no class yet.
    const SegmentStyle &style(int hue, int pattern, SegmentLook look);
    /// The image at this size, in device pixels of the screen.
    QPixmap picture(const QImage &image, const QSize &size);
    /// A column of dots, one pixel wide, `height` at least.
    QPixmap dots(int height, const QColor &colour);

private:
    struct TextKey
    {
        QString text;
        quint64 look = 0; ///< face, colours, room
        friend bool operator==(const TextKey &, const TextKey &) = default;
        friend size_t qHash(const TextKey &key, size_t seed = 0)
        {
            return qHashMulti(seed, key.text, key.look);
        }
    };

    SegmentStyle makeStyle(int hue, int pattern, SegmentLook look) const;
    QPixmap patternTile(int pattern, const QColor &tint, const QColor &colour) const;
    QPixmap tile(int width, int height) const;

    Theme m_theme;
    qreal m_ratio = 0;
    std::array<QFont, 3> m_fonts;
    std::array<int, 3> m_heights{};
    QHash<TextKey, QPixmap> m_texts;
    QHash<TextKey, QString> m_elided;
    QHash<TextKey, int> m_widths;
    QHash<int, SegmentStyle> m_styles;
    QHash<std::pair<qint64, qint64>, QPixmap> m_pictures;
    QPixmap m_dots;
    QRgb m_dotsColour = 0;
};

/// `share` of `over` on `under`, opaque.
QColor mixed(const QColor &over, const QColor &under, double share);

} // namespace ecva
