#pragma once

#include "ui/review/ReviewSheet.h"

#include <QRect>

class QFont;
class QPainter;

namespace ecva {

struct Theme;

/// The verdict on an answer as a small frame with sign and figure, told by shape and words as well
/// as by colour. Without a measurement only quiet words.
class DeltaBadge
{
public:
    static constexpr int kHeight = 20;

    DeltaBadge(const std::optional<DeltaMark> &mark, const QFont &font);

    /// "✓ Δ +0.31 from the video", for those who hear it.
    QString text() const;
    int width() const { return m_frame; }
    /// Frame and, as far as there is room, the words behind it.
    void paint(QPainter &painter, const QRect &rect, const Theme &theme) const;

private:
    std::optional<DeltaMark> m_mark;
    QString m_figure;
    QString m_words;
    int m_frame = 0; ///< width of the frame; 0: none
};

} // namespace ecva
