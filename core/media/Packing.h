#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace ecva {

/// What the caches keep, as bytes. Packer and Unpacker have the same members, so that one function
/// template describes a layout for both ways. Integers are written with as few bytes as they need.
class Packer
{
public:
    template <typename T>
        requires std::is_integral_v<T> || std::is_enum_v<T>
    void value(const T &value)
    {
        const auto wide = static_cast<std::int64_t>(value);
        // The sign goes to the lowest bit: small negative numbers are short too.
        auto rest = (static_cast<std::uint64_t>(wide) << 1)
                    ^ static_cast<std::uint64_t>(wide < 0 ? -1 : 0);
        for (; rest >= 0x80; rest >>= 7)
            m_bytes.push_back(static_cast<char>(rest | 0x80));
        m_bytes.push_back(static_cast<char>(rest));
    }
    void value(const std::string &text)
    {
        value(text.size());
        m_bytes.append(text);
    }
    template <typename T, typename Each>
    void list(const std::vector<T> &items, Each each)
    {
        value(items.size());
        for (const T &item : items)
            each(*this, item);
    }
    const std::string &bytes() const { return m_bytes; }

private:
    std::string m_bytes;
};

/// Reads what a Packer wrote; safe on any bytes: what does not fit ends in finished() == false.
class Unpacker
{
public:
    explicit Unpacker(std::string_view bytes)
        : m_bytes(bytes)
    {
    }

    template <typename T>
        requires std::is_integral_v<T> || std::is_enum_v<T>
    void value(T &value)
    {
        std::uint64_t bits = 0;
        for (unsigned shift = 0;; shift += 7) {
            if (m_bytes.empty() || shift > 63) {
                m_good = false;
                return;
            }
            const auto byte = static_cast<std::uint8_t>(m_bytes.front());
            m_bytes.remove_prefix(1);
            bits |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if (!(byte & 0x80))
                break;
        }
        const auto wide
            = static_cast<std::int64_t>((bits >> 1) ^ (~(bits & 1) + 1)); // the sign back
        value = static_cast<T>(wide);
        m_good = m_good && static_cast<std::int64_t>(value) == wide;
    }
    void value(std::string &text)
    {
        const std::uint64_t size = count();
        text.assign(m_bytes.substr(0, size));
        m_bytes.remove_prefix(size);
    }
    template <typename T, typename Each>
    void list(std::vector<T> &items, Each each)
    {
        items.resize(count()); // every item has at least one byte
        for (T &item : items)
            each(*this, item);
    }
    bool finished() const { return m_good && m_bytes.empty(); }

private:
    std::uint64_t count()
    {
        std::uint64_t size = 0;
        value(size);
        m_good = m_good && size <= m_bytes.size();
        return m_good ? size : 0;
    }

    std::string_view m_bytes;
    bool m_good = true;
};

} // namespace ecva
