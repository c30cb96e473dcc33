#pragma once

#ifndef Q_MOC_RUN // the moc of Qt 6.4 cannot read the header
#include <compare>
#endif
#include <cstdint>
#include <functional>

namespace ecva {

/// A database key that cannot be mistaken for another table's. 0 means "none".
template <typename Tag>
struct Id
{
    std::int64_t value = 0;

    constexpr explicit operator bool() const { return value != 0; }
    friend constexpr auto operator<=>(Id, Id) = default;
};

/// Position of a frame in presentation order, from 0: what annotators, exports and models all mean
/// by "frame". Never computed from seconds by multiplying with a rate: ask the VideoIndex.
struct FrameIndex
{
    std::int64_t value = 0;

    constexpr FrameIndex() = default;
    constexpr explicit FrameIndex(std::int64_t index)
        : value(index)
    {
    }
    constexpr explicit FrameIndex(int index)
        : value(index)
    {
    }
    explicit FrameIndex(double) = delete;
    friend constexpr auto operator<=>(FrameIndex, FrameIndex) = default;
};

/// Presentation time stamp in units of the stream's time base.
struct Pts
{
    std::int64_t value = 0;

    constexpr Pts() = default;
    constexpr explicit Pts(std::int64_t ticks)
        : value(ticks)
    {
    }
    explicit Pts(double) = delete;
    friend constexpr auto operator<=>(Pts, Pts) = default;
};

/// Frames [begin, end): half-open inside the program; other conventions only at a format's edge.
struct FrameRange
{
    FrameIndex begin;
    FrameIndex end;

    constexpr std::int64_t length() const { return end.value - begin.value; }
    constexpr bool contains(FrameIndex frame) const { return begin <= frame && frame < end; }
    friend constexpr auto operator<=>(const FrameRange &, const FrameRange &) = default;
};

} // namespace ecva

template <typename Tag>
struct std::hash<ecva::Id<Tag>>
{
    std::size_t operator()(ecva::Id<Tag> id) const noexcept
    {
        return std::hash<std::int64_t>{}(id.value);
    }
};
