#pragma once

#include "core/base/Ids.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace ecva {

/// Which frames a PictureReader is asked for: all, those from one on, or a list; and how many of a
/// list have been sent to the decoder and have come out of it.
class WantedFrames
{
public:
    WantedFrames() = default;
    /// `listed` ascending; empty: those from `from` on.
    explicit WantedFrames(std::int64_t from, std::vector<std::int64_t> listed)
        : m_from(from)
        , m_listed(std::move(listed))
        , m_toSend(m_listed.size())
        , m_toCome(m_listed.size())
    {
    }

    bool areAll() const { return !areListed() && m_from <= 0; }
    bool areListed() const { return !m_listed.empty(); }
    /// Whether `frame`, whose packet is about to be sent, is one of them.
    bool send(FrameIndex frame)
    {
        if (!areListed())
            return frame.value >= m_from;
        if (!isListed(frame))
            return false;
        m_toSend -= m_toSend > 0;
        return true;
    }
    void cameOut(FrameIndex frame) { m_toCome -= m_toCome > 0 && isListed(frame); }
    /// Only lists end: every packet was read, every frame came out.
    bool areSent() const { return areListed() && m_toSend == 0; }
    bool haveComeOut() const { return areListed() && m_toCome == 0; }

private:
    bool isListed(FrameIndex frame) const
    {
        return std::binary_search(m_listed.begin(), m_listed.end(), frame.value);
    }

    std::int64_t m_from = 0;
    std::vector<std::int64_t> m_listed;
    std::size_t m_toSend = 0;
    std::size_t m_toCome = 0;
};

} // namespace ecva
