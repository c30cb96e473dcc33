#include "ui/model/CoverageStrip.h"

#include "ui/style/Theme.h"

#include <QPainter>

namespace ecva {

CoverageStrip::CoverageStrip(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(16);
}

void CoverageStrip::setCoverage(qint64 frameCount, std::vector<qint64> seen,
                                std::optional<FrameRange> segment, int hue)
{
    m_frameCount = frameCount;
    m_seen = std::move(seen);
    m_segment = segment;
    m_hue = hue;
    update();
}

void CoverageStrip::paintEvent(QPaintEvent *)
{
    if (m_frameCount <= 0)
        return;
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    const auto xOf = [this](qint64 frame) {
        return static_cast<int>(static_cast<double>(frame) / static_cast<double>(m_frameCount)
                                * (width() - 1));
    };
    const int middle = height() / 2;
    painter.fillRect(QRect(0, middle, width(), 1), theme.border);
    if (m_segment) {
        const int begin = xOf(m_segment->begin.value);
        const int end = std::max(begin + 2, xOf(m_segment->end.value));
        painter.fillRect(QRect(begin, middle - 1, end - begin, 3),
                         m_hue >= 0 ? theme.classBar(m_hue) : theme.text2);
    }
    for (const qint64 frame : m_seen) {
        const bool inside = m_segment && m_segment->contains(FrameIndex(std::int64_t{frame}));
        const int half = inside ? 6 : 4;
        painter.fillRect(QRect(xOf(frame), middle - half, 2, 2 * half + 1),
                         inside ? theme.accent : theme.text3);
    }
}

} // namespace ecva
