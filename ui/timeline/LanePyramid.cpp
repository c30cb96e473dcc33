#include "ui/timeline/LanePyramid.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

namespace ecva {

namespace {

constexpr std::size_t kMostBuckets = std::size_t(1) << 22; // 8 MB
constexpr std::size_t kFewSpans = 512; // so many are drawn each, wherever they are
constexpr int kHues = 16;

/// Seconds covered by class; index: hue + 1.
using Sums = std::array<float, kHues>;

} // namespace

LanePyramid::LanePyramid(std::vector<Span> spans)
    : m_spans(std::move(spans))
{
    makeTree();
    if (m_spans.size() > kFewSpans)
        makeLevels();
}

void LanePyramid::makeTree()
{
    m_leaves = std::bit_ceil(std::max<std::size_t>(1, m_spans.size()));
    m_tree.assign(2 * m_leaves, {});
    for (std::size_t i = 0; i < m_spans.size(); ++i)
        m_tree[m_leaves + i] = {m_spans[i].end, m_spans[i].end - m_spans[i].begin};
    for (std::size_t node = m_leaves - 1; node > 0; --node) {
        const Node &a = m_tree[2 * node];
        const Node &b = m_tree[2 * node + 1];
        m_tree[node] = {std::max(a.latestEnd, b.latestEnd), std::max(a.longest, b.longest)};
    }
}

void LanePyramid::makeLevels()
{
    const double duration = m_tree[1].latestEnd - m_spans.front().begin;
    double shortest = std::numeric_limits<double>::max();
    for (const Span &span : m_spans)
        shortest = std::min(shortest, span.end - span.begin);
    if (!(duration > 0))
        return;
    m_origin = m_spans.front().begin;
    const std::size_t most = std::min(kMostBuckets, 4 * std::bit_ceil(m_spans.size()));
    std::size_t count = 1;
    while (count < most && duration / static_cast<double>(count) > shortest / kShort)
        count *= 2;
    m_bucket = duration / static_cast<double>(count);

    // The spans in the order of the level from which on they are short.
    const auto levelOf = [this](const Span &span) {
        int level = 0;
        while (span.end - span.begin >= longFrom(level))
            ++level;
        return level;
    };
    std::vector<std::vector<std::uint32_t>> byLevel(64);
    for (std::size_t i = 0; i < m_spans.size(); ++i)
        byLevel[static_cast<std::size_t>(std::min(63, levelOf(m_spans[i])))].push_back(
            static_cast<std::uint32_t>(i));

    for (int level = 0; count > 0; ++level, count /= 2) {
        std::vector<Bucket> buckets(count);
        if (level > 0) {
            const std::vector<Bucket> &finer = m_levels.back();
            for (std::size_t i = 0; i < count; ++i) {
                const Bucket a = finer[2 * i];
                const Bucket b = finer[2 * i + 1];
                const int sum = a.covered + b.covered;
                buckets[i] = {static_cast<std::uint8_t>((sum + 1) / 2),
                              b.covered > a.covered ? b.hue : a.hue};
            }
        }
        // What becomes short here; spans of a lane hardly overlap, so the sums of one bucket are
        // complete once the next span lies behind it.
        const double width = bucketSeconds(level);
        Sums sums{};
        std::size_t open = 0;
        const auto close = [&] {
            float total = 0;
            int best = 0;
            for (int hue = 0; hue < kHues; ++hue) {
                total += sums[static_cast<std::size_t>(hue)];
                if (sums[static_cast<std::size_t>(hue)] > sums[static_cast<std::size_t>(best)])
                    best = hue;
            }
            if (total <= 0)
                return;
            Bucket &bucket = buckets[open];
            const double share = std::min(1.0, total / width);
            const int covered = std::clamp(static_cast<int>(std::lround(share * 255)), 1, 255);
            if (covered > bucket.covered)
                bucket.hue = static_cast<std::uint8_t>(best);
            bucket.covered = static_cast<std::uint8_t>(std::min(255, bucket.covered + covered));
            sums.fill(0);
        };
        for (const std::uint32_t place : byLevel[static_cast<std::size_t>(level)]) {
            const Span &span = m_spans[place];
            const auto at = [&](double seconds) {
                const double bucket = std::floor((seconds - m_origin) / width);
                return static_cast<std::size_t>(
                    std::clamp(bucket, 0.0, static_cast<double>(count - 1)));
            };
            const std::size_t first = at(span.begin);
            const std::size_t last = std::max(first, at(span.end));
            for (std::size_t i = first; i <= last; ++i) {
                const double from = m_origin + static_cast<double>(i) * width;
                const double covered
                    = std::min(span.end, from + width) - std::max(span.begin, from);
                if (covered <= 0 && i > first)
                    continue; // ends where the bucket begins
                if (i != open) {
                    close();
                    open = i;
                }
                sums[static_cast<std::size_t>(std::clamp(span.hue + 1, 0, kHues - 1))]
                    += static_cast<float>(std::max(covered, width * 1e-3));
            }
        }
        close();
        m_levels.push_back(std::move(buckets));
    }
}

std::size_t LanePyramid::countIn(double begin, double end) const
{
    const auto byBegin = [](const Span &span, double seconds) { return span.begin < seconds; };
    const auto first = std::lower_bound(m_spans.begin(), m_spans.end(), begin, byBegin);
    return static_cast<std::size_t>(std::lower_bound(first, m_spans.end(), end, byBegin) - first);
}

int LanePyramid::levelFor(double seconds) const
{
    if (m_levels.empty() || m_bucket > seconds / 2)
        return -1;
    int level = 0;
    while (level + 1 < static_cast<int>(m_levels.size()) && bucketSeconds(level + 1) <= seconds / 2)
        ++level;
    return level;
}

void LanePyramid::columns(int level, double begin, double seconds,
                          std::vector<Column> &columns) const
{
    const std::vector<Bucket> &buckets = m_levels[static_cast<std::size_t>(level)];
    const double width = bucketSeconds(level);
    const double perColumn = seconds / width;
    const auto count = static_cast<double>(buckets.size());
    double from = (begin - m_origin) / width;
    for (Column &column : columns) {
        const double to = from + perColumn;
        column = {};
        const double low = std::max(0.0, from);
        const double high = std::min(count, to);
        int best = 0;
        double sum = 0;
        for (auto i = static_cast<std::size_t>(low); static_cast<double>(i) < high; ++i) {
            const Bucket bucket = buckets[i];
            if (bucket.covered == 0)
                continue;
            const auto place = static_cast<double>(i);
            const double part = std::min(high, place + 1) - std::max(low, place);
            const double covered = part * bucket.covered;
            sum += covered;
            if (bucket.covered > best) {
                best = bucket.covered;
                column.hue = bucket.hue - 1;
            }
        }
        column.covered = static_cast<float>(std::min(1.0, sum / (255 * perColumn)));
        from = to;
    }
}

} // namespace ecva
