#include "core/media/SmallPicture.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

namespace ecva {
namespace {

constexpr int kWidth = SmallPicture::kWidth;
constexpr int kHeight = SmallPicture::kHeight;
/// Cells by which a block is looked for around its place: 6 % of the picture's width.
constexpr int kSearch = 3;
constexpr int kBlock = 4; ///< cells
constexpr int kBlocksX = kWidth / kBlock;
constexpr int kBlocksY = kHeight / kBlock;
constexpr int kWide = kWidth + 2 * kSearch;
constexpr int kHigh = kHeight + 2 * kSearch;
using Wide = std::array<std::uint8_t, std::size_t{kWide} * kHigh>;

/// Means of an 8-bit plane over the grid; `step`: bytes from one value to the next.
void reducePlane(const std::uint8_t *data, std::ptrdiff_t stride, int width, int height, int step,
                 std::vector<std::uint16_t> &columns, SmallPicture::Plane &plane)
{
    constexpr int kMostRows = 128; // so that a column's sum fits 16 bits
    const std::size_t bytes = static_cast<std::size_t>(width) * static_cast<std::size_t>(step);
    columns.resize(bytes);
    for (int cellY = 0; cellY < kHeight; ++cellY) {
        const int top = cellY * height / kHeight;
        const int bottom = std::max(top + 1, (cellY + 1) * height / kHeight);
        const int skip = (bottom - top + kMostRows - 1) / kMostRows;
        std::fill(columns.begin(), columns.end(), std::uint16_t{0});
        int rows = 0;
        for (int y = top; y < bottom; y += skip, ++rows) {
            const std::uint8_t *row = data + y * stride;
            for (std::size_t x = 0; x < bytes; ++x)
                columns[x] = static_cast<std::uint16_t>(columns[x] + row[x]);
        }
        for (int cellX = 0; cellX < kWidth; ++cellX) {
            const int left = cellX * width / kWidth;
            const int right = std::max(left + 1, (cellX + 1) * width / kWidth);
            std::uint32_t sum = 0;
            for (int x = left; x < right; ++x)
                sum += columns[static_cast<std::size_t>(x) * static_cast<std::size_t>(step)];
            const auto count = static_cast<std::uint32_t>((right - left) * rows);
            plane[static_cast<std::size_t>(cellY * kWidth + cellX)]
                = static_cast<std::uint8_t>((sum + count / 2) / count);
        }
    }
}

/// The plane with its edges repeated outwards, so that a search needs no tests.
void widen(const SmallPicture::Plane &plane, Wide &wide)
{
    for (int y = 0; y < kHigh; ++y) {
        const int from = std::clamp(y - kSearch, 0, kHeight - 1) * kWidth;
        for (int x = 0; x < kWide; ++x) {
            wide[static_cast<std::size_t>(y * kWide + x)]
                = plane[static_cast<std::size_t>(from + std::clamp(x - kSearch, 0, kWidth - 1))];
        }
    }
}

using BlockSums = std::array<std::uint16_t, std::size_t{kBlocksX} * kBlocksY>;

/// Sum of absolute differences of each block of `after` with its place in `before`, shifted.
void blockDifferences(const Wide &before, const SmallPicture::Plane &after, int dx, int dy,
                      BlockSums &sums)
{
    for (int blockY = 0; blockY < kBlocksY; ++blockY) {
        std::array<std::uint16_t, kWidth> columns{};
        for (int y = blockY * kBlock; y < (blockY + 1) * kBlock; ++y) {
            const std::uint8_t *a = before.data() + (y + kSearch + dy) * kWide + kSearch + dx;
            const std::uint8_t *b = after.data() + y * kWidth;
            for (std::size_t x = 0; x < kWidth; ++x) {
                columns[x]
                    = static_cast<std::uint16_t>(columns[x] + std::abs(int{a[x]} - int{b[x]}));
            }
        }
        for (int blockX = 0; blockX < kBlocksX; ++blockX) {
            std::uint16_t sum = 0;
            for (int x = 0; x < kBlock; ++x)
                sum = static_cast<std::uint16_t>(
                    sum + columns[static_cast<std::size_t>(blockX * kBlock + x)]);
            sums[static_cast<std::size_t>(blockY * kBlocksX + blockX)] = sum;
        }
    }
}

/// Mean difference of the blocks at their best places: luma plus half of the chromas, 0 to 255 and
/// more.
float movedDifference(const SmallPicture &before, const SmallPicture &after)
{
    Wide y, u, v;
    widen(before.y, y);
    widen(before.u, u);
    widen(before.v, v);
    std::array<std::uint32_t, std::size_t{kBlocksX} * kBlocksY> best;
    best.fill(UINT32_MAX);
    BlockSums luma, blue, red;
    for (int dy = -kSearch; dy <= kSearch; ++dy) {
        for (int dx = -kSearch; dx <= kSearch; ++dx) {
            blockDifferences(y, after.y, dx, dy, luma);
            blockDifferences(u, after.u, dx, dy, blue);
            blockDifferences(v, after.v, dx, dy, red);
            for (std::size_t i = 0; i < best.size(); ++i) {
                const std::uint32_t sum = luma[i] + (std::uint32_t{blue[i]} + red[i]) / 2;
                best[i] = std::min(best[i], sum);
            }
        }
    }
    float sum = 0;
    for (const std::uint32_t each : best)
        sum += static_cast<float>(each);
    return sum / static_cast<float>(kWidth * kHeight);
}

/// Half the sum of differences of two histograms whose values are shared between the two nearest
/// bins: a picture that only gets a little brighter moves a little.
template <int Bins>
float histogramDifference(const SmallPicture::Plane &before, const SmallPicture::Plane &after)
{
    constexpr int kBinWidth = 256 / Bins;
    std::array<std::int32_t, Bins + 2> difference{};
    const auto add = [&](std::uint8_t value, std::int32_t sign) {
        const int shifted = value + kBinWidth / 2;
        const auto bin = static_cast<std::size_t>(shifted / kBinWidth);
        const int right = shifted % kBinWidth;
        difference[bin] += sign * (kBinWidth - right);
        difference[bin + 1] += sign * right;
    };
    for (std::size_t i = 0; i < before.size(); ++i) {
        add(before[i], 1);
        add(after[i], -1);
    }
    std::int32_t sum = 0;
    for (const std::int32_t each : difference)
        sum += std::abs(each);
    return static_cast<float>(sum) / static_cast<float>(2 * kBinWidth * kWidth * kHeight);
}

} // namespace

Result<void> PictureReducer::throughScaler(const AVFrame &frame, SmallPicture &small)
{
    constexpr int kTwice = 2;
    constexpr int kScaledWidth = kWidth * kTwice;
    constexpr int kScaledHeight = kHeight * kTwice;
    constexpr std::size_t kPlane = std::size_t{kScaledWidth} * kScaledHeight;
    const auto format = static_cast<AVPixelFormat>(frame.format);
    m_scaler.reset(sws_getCachedContext(m_scaler.release(), frame.width, frame.height, format,
                                        kScaledWidth, kScaledHeight, AV_PIX_FMT_YUV444P, SWS_AREA,
                                        nullptr, nullptr, nullptr));
    if (!m_scaler)
        return fail(ErrorCode::Unsupported,
                    std::string("cannot convert pixel format ") + av_get_pix_fmt_name(format));
    constexpr std::size_t kSlack = 64; // swscale writes whole vectors
    m_scaled.resize(3 * kPlane + kSlack);
    std::uint8_t *planes[4]
        = {m_scaled.data(), m_scaled.data() + kPlane, m_scaled.data() + 2 * kPlane, nullptr};
    const int strides[4] = {kScaledWidth, kScaledWidth, kScaledWidth, 0};
    sws_scale(m_scaler.get(), frame.data, frame.linesize, 0, frame.height, planes, strides);
    SmallPicture::Plane *targets[3] = {&small.y, &small.u, &small.v};
    for (std::size_t i = 0; i < 3; ++i)
        reducePlane(planes[i], kScaledWidth, kScaledWidth, kScaledHeight, 1, m_columns,
                    *targets[i]);
    return {};
}

Result<void> PictureReducer::reduce(const AVFrame &frame, SmallPicture &small)
{
    const AVPixFmtDescriptor *format
        = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
    constexpr std::uint64_t kOther = AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL
                                     | AV_PIX_FMT_FLAG_BITSTREAM | AV_PIX_FMT_FLAG_HWACCEL;
    if (!format || (format->flags & kOther) || format->comp[0].depth != 8 || frame.linesize[0] <= 0)
        return throughScaler(frame, small);
    SmallPicture::Plane *targets[3] = {&small.y, &small.u, &small.v};
    for (std::size_t i = 0; i < 3; ++i) {
        if (format->nb_components < 3 && i > 0) {
            targets[i]->fill(128);
            continue;
        }
        const AVComponentDescriptor &component = format->comp[i];
        const int width = i == 0 ? frame.width : AV_CEIL_RSHIFT(frame.width, format->log2_chroma_w);
        const int height
            = i == 0 ? frame.height : AV_CEIL_RSHIFT(frame.height, format->log2_chroma_h);
        // The last value's own bytes only: what lies behind it may be the end of the buffer.
        reducePlane(frame.data[component.plane] + component.offset, frame.linesize[component.plane],
                    width, height, component.step, m_columns, *targets[i]);
    }
    return {};
}

float pictureChange(const SmallPicture &before, const SmallPicture &after)
{
    // Two pictures that have nothing in common differ by about this much.
    constexpr float kUnlike = 40.0F;
    const float moved = std::min(1.0F, movedDifference(before, after) / kUnlike);
    const float colours = 0.5F * histogramDifference<16>(before.y, after.y)
                          + 0.25F * histogramDifference<16>(before.u, after.u)
                          + 0.25F * histogramDifference<16>(before.v, after.v);
    return 0.5F * moved + 0.5F * std::min(1.0F, colours);
}

float pictureLikeness(const SmallPicture &before, const SmallPicture &after)
{
    constexpr int kLarge = 8; // cells: enough of them for a correlation to mean something
    constexpr int kCells = kLarge * kLarge;
    Wide wide;
    widen(before.y, wide);
    double likeness = 0;
    double weights = 0;
    for (int top = 0; top < kHeight; top += kLarge) {
        for (int left = 0; left < kWidth; left += kLarge) {
            int sum = 0;
            int squares = 0;
            for (int y = top; y < top + kLarge; ++y) {
                for (int x = left; x < left + kLarge; ++x) {
                    const int value = after.y[static_cast<std::size_t>(y * kWidth + x)];
                    sum += value;
                    squares += value * value;
                }
            }
            const double spread = squares - double(sum) * sum / kCells;
            double best = 0;
            double placeSpread = 0;
            for (int dy = 0; dy <= 2 * kSearch; ++dy) {
                for (int dx = 0; dx <= 2 * kSearch; ++dx) {
                    int otherSum = 0;
                    int otherSquares = 0;
                    int products = 0;
                    for (int y = top; y < top + kLarge; ++y) {
                        const std::uint8_t *a = wide.data() + (y + dy) * kWide + left + dx;
                        const std::uint8_t *b = after.y.data() + y * kWidth + left;
                        for (int x = 0; x < kLarge; ++x) {
                            otherSum += a[x];
                            otherSquares += a[x] * a[x];
                            products += a[x] * b[x];
                        }
                    }
                    const double otherSpread = otherSquares - double(otherSum) * otherSum / kCells;
                    if (dy == kSearch && dx == kSearch)
                        placeSpread = otherSpread;
                    const double together = products - double(sum) * otherSum / kCells;
                    const double both = std::sqrt(spread * otherSpread);
                    if (both > 0)
                        best = std::max(best, together / both);
                }
            }
            // Blocks flatter than noise say nothing.
            constexpr double kNoise = 4.0 * kCells;
            const double weight = std::max(0.0, std::max(spread, placeSpread) - kNoise);
            likeness += std::sqrt(weight) * best;
            weights += std::sqrt(weight);
        }
    }
    return weights > 0 ? static_cast<float>(likeness / weights) : 1.0F;
}

} // namespace ecva
