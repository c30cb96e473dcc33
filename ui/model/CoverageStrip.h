#pragma once

#include "core/base/Ids.h"

#include <QColor>
#include <QWidget>

#include <optional>
#include <vector>

namespace ecva {

/// A clip as a line with a tick at every frame that a model saw; the segment's stretch and the
/// ticks in it stand out.
class CoverageStrip : public QWidget
{
    Q_OBJECT

public:
    explicit CoverageStrip(QWidget *parent = nullptr);

    /// `hue`: of the segment's class, -1 for none.
    void setCoverage(qint64 frameCount, std::vector<qint64> seen, std::optional<FrameRange> segment,
                     int hue);
    QSize sizeHint() const override { return {240, 16}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    qint64 m_frameCount = 0;
    std::vector<qint64> m_seen;
    std::optional<FrameRange> m_segment;
    int m_hue = -1;
};

} // namespace ecva
