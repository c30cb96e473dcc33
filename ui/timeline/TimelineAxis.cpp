#include "ui/timeline/TimelineAxis.h"

#include <algorithm>
#include <cmath>

namespace ecva {

namespace {

constexpr double kMaxPixelsPerFrame = 80;
constexpr double kMaxPixelsPerSecond = 2000; // where no frames are known
constexpr double kMinDuration = 0.001;
constexpr double kRangeMargin = 0.15; // of the range, on both sides
constexpr double kTiny = 1e-6;        // far below a pixel, far above rounding of doubles

} // namespace

void TimelineAxis::setClip(std::shared_ptr<const VideoIndex> index, double duration)
{
    m_index = std::move(index);
    m_duration = std::max(kMinDuration, m_index ? m_index->durationSeconds() : duration);
    m_rate = m_index ? static_cast<double>(m_index->frameCount()) / m_duration : 0;
    m_variableRate = m_index && m_index->isVariableRate(); // looks at every frame
    fit();
}

void TimelineAxis::setViewport(int left, int width)
{
    const bool all = showsAll();
    m_left = left;
    m_width = std::max(1, width);
    if (all)
        fit();
    else
        clamp();
}

double TimelineAxis::pixelsPerFrame() const
{
    return m_index ? m_scale * m_duration / static_cast<double>(m_index->frameCount()) : 0;
}

bool TimelineAxis::showsAll() const
{
    return m_scale <= fitScale() * (1 + kTiny);
}

int TimelineAxis::xOfFrame(FrameIndex frame) const
{
    // Up to the next whole pixel, so that the frame drawn at its own left edge is itself.
    return static_cast<int>(std::ceil(xOf(m_index ? m_index->seconds(frame) : 0) - kTiny));
}

FrameIndex TimelineAxis::frameAt(int x) const
{
    // xOfFrame() decides: what is drawn at x and what a click on x means are the same frame.
    FrameIndex frame = m_index->frameAtSeconds(secondsAt(x));
    while (frame.value > 0 && xOfFrame(frame) > x)
        --frame.value;
    while (frame < m_index->lastFrame() && xOfFrame(FrameIndex(frame.value + 1)) <= x)
        ++frame.value;
    return frame;
}

FrameIndex TimelineAxis::boundaryAt(int x) const
{
    const FrameIndex frame = frameAt(x);
    const double seconds = secondsAt(x);
    const double begin = m_index->seconds(frame);
    const double end = m_index->seconds(FrameIndex(frame.value + 1));
    return seconds - begin <= end - seconds ? frame : FrameIndex(frame.value + 1);
}

void TimelineAxis::fit()
{
    m_scale = fitScale();
    m_start = 0;
}

void TimelineAxis::zoomAt(double x, double factor)
{
    const double seconds = secondsAt(x);
    m_scale = std::clamp(m_scale * factor, fitScale(), maxScale());
    m_start = seconds - (x - m_left) / m_scale;
    clamp();
}

void TimelineAxis::panBy(double pixels)
{
    m_start += pixels / m_scale;
    clamp();
}

void TimelineAxis::showRange(double begin, double end)
{
    const double margin = (end - begin) * kRangeMargin;
    const double length = std::max(kMinDuration, end - begin + 2 * margin);
    m_scale = std::clamp(m_width / length, fitScale(), maxScale());
    centreOn((begin + end) / 2);
}

bool TimelineAxis::reveal(double seconds)
{
    const double before = m_start;
    if (seconds < m_start || seconds > end()) {
        m_start = seconds - 0.1 * m_width / m_scale; // what comes next is what matters
        clamp();
    }
    return m_start != before;
}

void TimelineAxis::centreOn(double seconds)
{
    m_start = seconds - m_width / m_scale / 2;
    clamp();
}

double TimelineAxis::zoom() const
{
    const double range = std::log(maxScale() / fitScale());
    return range <= 0 ? 0 : std::clamp(std::log(m_scale / fitScale()) / range, 0.0, 1.0);
}

void TimelineAxis::setZoom(double zoom, double aroundX)
{
    const double scale = fitScale() * std::pow(maxScale() / fitScale(), std::clamp(zoom, 0.0, 1.0));
    zoomAt(aroundX, scale / m_scale);
}

double TimelineAxis::fitScale() const
{
    return m_width / std::max(kMinDuration, m_duration);
}

double TimelineAxis::maxScale() const
{
    const double closest
        = m_index ? kMaxPixelsPerFrame * static_cast<double>(m_index->frameCount()) / m_duration
                  : kMaxPixelsPerSecond;
    return std::max(closest, fitScale());
}

void TimelineAxis::clamp()
{
    m_scale = std::clamp(m_scale, fitScale(), maxScale());
    m_start = std::clamp(m_start, 0.0, std::max(0.0, m_duration - m_width / m_scale));
}

} // namespace ecva
