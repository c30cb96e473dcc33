#pragma once

#include "core/media/VideoIndex.h"

#include <memory>

namespace ecva {

/// The one x axis of the timeline: seconds from the first frame, seen through a window that can be
/// zoomed and moved. Where the video is known, every x also has an exact frame; seconds are only
/// for drawing. Frame i covers [xOfFrame(i), xOfFrame(i + 1)).
class TimelineAxis
{
public:
    /// `index` null: only seconds are known, `duration` of them.
    void setClip(std::shared_ptr<const VideoIndex> index, double duration);
    /// Pixels that the visible stretch covers. Keeps the stretch, or shows all when all was shown.
    void setViewport(int left, int width);

    bool hasFrames() const { return m_index != nullptr; }
    const VideoIndex *index() const { return m_index.get(); }
    double duration() const { return m_duration; }
    /// Frames per second, the mean over the clip; 0 without frames.
    double rate() const { return m_rate; }
    bool isVariableRate() const { return m_variableRate; }
    double start() const { return m_start; }
    double end() const { return m_start + m_width / m_scale; }
    int left() const { return m_left; }
    int right() const { return m_left + m_width; }
    double pixelsPerSecond() const { return m_scale; }
    /// Mean over the clip; 0 without frames.
    double pixelsPerFrame() const;
    bool showsAll() const;

    double xOf(double seconds) const { return m_left + (seconds - m_start) * m_scale; }
    double secondsAt(double x) const { return m_start + (x - m_left) / m_scale; }

    /// Left edge of a frame; for frameCount() the end of the clip.
    int xOfFrame(FrameIndex frame) const;
    /// The frame drawn at x, clamped to the clip. Precondition: hasFrames().
    FrameIndex frameAt(int x) const;
    /// The frame boundary nearest to x, 0 to frameCount(). Precondition: hasFrames().
    FrameIndex boundaryAt(int x) const;

    void fit();
    /// `factor` > 1 comes closer; what is at x stays there.
    void zoomAt(double x, double factor);
    void panBy(double pixels);
    /// Shows [begin, end] with a margin on both sides.
    void showRange(double begin, double end);
    /// Moves the window, if it must, so that `seconds` is in it; true when it moved.
    bool reveal(double seconds);
    void centreOn(double seconds);

    /// The zoom as the slider has it: 0 all, 1 closest, in equal ratios.
    double zoom() const;
    void setZoom(double zoom, double aroundX);

private:
    double fitScale() const;
    double maxScale() const;
    void clamp();

    std::shared_ptr<const VideoIndex> m_index;
    double m_duration = 0;
    double m_rate = 0;
    bool m_variableRate = false;
    double m_start = 0; ///< seconds at m_left
    double m_scale = 1; ///< pixels per second
    int m_left = 0;
    int m_width = 1;
};

} // namespace ecva
