#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ecva {

/// One lane of a track at every zoom: which of its segments are long enough to be drawn each, and
/// for those that are not how much of every stretch they cover and of which class most of it is. So
/// that painting costs by the pixel, not by the segment. Immutable.
class LanePyramid
{
public:
    struct Span
    {
        double begin = 0; ///< seconds
        double end = 0;
        int hue = -1;
        std::uint32_t item = 0; ///< handed back by visitLong()
    };

    /// What short segments leave in a stretch of time.
    struct Column
    {
        float covered = 0; ///< 0 to 1
        int hue = -1;      ///< of most of it; -1 where covered is 0, or the class is none
    };

    LanePyramid() = default;
    /// `spans` by begin.
    explicit LanePyramid(std::vector<Span> spans);

    std::size_t size() const { return m_spans.size(); }
    /// Spans that begin in [begin, end).
    std::size_t countIn(double begin, double end) const;

    /// The level for columns of `seconds` each, two buckets or more a column; -1 when its stretches
    /// are not that fine: then few spans share a column and all can be drawn.
    int levelFor(double seconds) const;
    /// Spans of at least these seconds are in no bucket of `level`.
    double longFrom(int level) const { return kShort * bucketSeconds(level); }
    /// Fills `columns` with what the short spans leave in as many stretches of `seconds` each from
    /// `begin` on. Precondition: level >= 0.
    void columns(int level, double begin, double seconds, std::vector<Column> &columns) const;
    /// Calls visit(item) in ascending order for the spans that touch [begin, end] and are at least
    /// longFrom(level) long. A result above `begin` narrows the search: what ends before it is
    /// covered already.
    template <typename Visit>
    void visitLong(int level, double begin, double end, Visit &&visit) const
    {
        if (!m_spans.empty())
            descend(1, 0, m_leaves, level < 0 ? 0 : longFrom(level), begin, end, visit);
    }

private:
    struct Bucket
    {
        std::uint8_t covered = 0; ///< of 255; never 0 when anything is there
        std::uint8_t hue = 0;     ///< + 1
    };
    struct Node
    {
        double latestEnd = -1e300;
        double longest = -1;
    };

    static constexpr double kShort = 4; ///< buckets: shorter spans go into them

    double bucketSeconds(int level) const { return m_bucket * static_cast<double>(1LL << level); }
    void makeTree();
    void makeLevels();

    template <typename Visit>
    void descend(std::size_t node, std::size_t first, std::size_t count, double least,
                 double &begin, double end, Visit &visit) const
    {
        if (first >= m_spans.size() || m_spans[first].begin > end || m_tree[node].longest < least
            || m_tree[node].latestEnd < begin)
            return;
        if (count == 1) {
            const double covered = visit(m_spans[first].item);
            begin = begin < covered ? covered : begin;
            return;
        }
        const std::size_t half = count / 2;
        descend(2 * node, first, half, least, begin, end, visit);
        descend(2 * node + 1, first + half, half, least, begin, end, visit);
    }

    std::vector<Span> m_spans;
    std::vector<Node> m_tree; ///< node i has children 2i and 2i+1; leaves from m_leaves on
    std::size_t m_leaves = 0;
    double m_origin = 0; ///< where the first bucket begins
    double m_bucket = 1; ///< seconds of a bucket of the finest level
    std::vector<std::vector<Bucket>> m_levels;
};

} // namespace ecva
