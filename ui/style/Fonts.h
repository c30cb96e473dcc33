#pragma once

#include <QFont>
#include <QRect>
#include <QString>

class QPainter;

namespace ecva {

/// The sizes of text: 11 px counters and key caps, 12 secondary, 13 body, 14 answers, 18 the one
/// sentence that a view says first, 20 timecode, 28 the first page's title.
enum class TextSize {
    Counter = 11,
    Secondary = 12,
    Body = 13,
    Answer = 14,
    Lead = 18,
    Timecode = 20,
    Title = 28
};

/// The system's UI font with a Chinese fallback. Weights used: 400, 500 and 600.
QFont uiFont(TextSize size = TextSize::Body, QFont::Weight weight = QFont::Normal);

/// Draws outlines of the kind that Chinese fonts have (CFF) as thin as all others: by default Qt
/// thickens them, which on a dark surface makes every Chinese text and many fixed-width ones look
/// bold. Before the first text is drawn; where Qt was built without FreeType it does nothing.
void drawAllOutlinesAlike();

/// The system's fixed-width font with a Chinese fallback: raw cells of files, JSON, commands.
QFont monoFont(TextSize size = TextSize::Secondary);

/// Width of a time or a number whose digits all advance alike, so that running figures do not
/// tremble. Qt before 6.7 has no switch for the font's own tabular figures.
int tabularWidth(const QFont &font, const QString &text);
/// Draws it in `rect`; of the flags only the horizontal alignment counts, vertically it is centred.
void drawTabular(QPainter &painter, const QRect &rect, Qt::Alignment alignment,
                 const QString &text);

} // namespace ecva
