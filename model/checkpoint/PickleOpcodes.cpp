// The machine's reading: bytes to operations. What the operations make is in Pickle.cpp.
#include "model/checkpoint/Pickle.h"

#include <bit>

namespace ecva::pickle {

Result<std::span<const std::byte>> Machine::take(std::uint64_t count)
{
    if (count > m_bytes.size() - m_at)
        return refuse("ends within a value");
    const auto taken = m_bytes.subspan(m_at, static_cast<std::size_t>(count));
    m_at += taken.size();
    return taken;
}

Result<std::uint64_t> Machine::little(unsigned bytes)
{
    const auto taken = take(bytes);
    if (!taken)
        return fail(taken);
    std::uint64_t value = 0;
    for (std::size_t i = bytes; i-- > 0;)
        value = value << 8 | std::to_integer<std::uint64_t>((*taken)[i]);
    return value;
}

Result<std::string_view> Machine::line()
{
    const std::string_view rest(reinterpret_cast<const char *>(m_bytes.data()) + m_at,
                                m_bytes.size() - m_at);
    const auto end = rest.find('\n');
    if (end == std::string_view::npos)
        return refuse("ends within a name");
    m_at += end + 1;
    return rest.substr(0, end);
}

Result<void> Machine::step(std::uint8_t opcode)
{
    const auto number = [&](unsigned bytes, auto &&use) -> Result<void> {
        const auto value = little(bytes);
        if (!value)
            return fail(value);
        return use(*value);
    };
    const auto tuple = [&](std::size_t count) -> Result<void> {
        if (m_stack.size() < count)
            return refuse("takes values from an empty stack");
        std::vector<Value> values(m_stack.end() - static_cast<std::ptrdiff_t>(count),
                                  m_stack.end());
        for (const Value &value : values) {
            if (value.kind == Kind::Mark)
                return refuse("takes values from an empty stack");
        }
        m_stack.resize(m_stack.size() - count);
        pushList(std::move(values));
        return {};
    };
    const auto put = [&](std::uint64_t key) { return memoize(key); };
    const auto get = [&](std::uint64_t key) { return recall(key); };
    const auto putInt = [&](std::uint64_t value) -> Result<void> {
        push(Kind::Int, static_cast<std::int64_t>(value));
        return {};
    };

    switch (opcode) {
    case 0x80: // PROTO
        return number(1, [&](std::uint64_t version) -> Result<void> {
            if (version > 2)
                return refuse("is of protocol " + std::to_string(version) + ": only 2 is read");
            return {};
        });
    case '(': // MARK
        push(Kind::Mark);
        return {};
    case ')': // EMPTY_TUPLE
    case ']': // EMPTY_LIST
        pushList({});
        return {};
    case '}': // EMPTY_DICT
        m_dicts.emplace_back();
        push(Kind::Dict, static_cast<std::int64_t>(m_dicts.size()) - 1);
        return {};
    case 't': { // TUPLE
        const auto from = popMark();
        return from ? tuple(m_stack.size() - *from) : Result<void>(fail(from));
    }
    case 0x85: // TUPLE1
        return tuple(1);
    case 0x86: // TUPLE2
        return tuple(2);
    case 0x87: // TUPLE3
        return tuple(3);
    case 'N': // NONE
        push(Kind::None);
        return {};
    case 0x88: // NEWTRUE
    case 0x89: // NEWFALSE
        push(Kind::Bool, opcode == 0x88);
        return {};
    case 'J': // BININT
        return number(4, [&](std::uint64_t value) -> Result<void> {
            push(Kind::Int, static_cast<std::int32_t>(static_cast<std::uint32_t>(value)));
            return {};
        });
    case 'K': // BININT1
        return number(1, putInt);
    case 'M': // BININT2
        return number(2, putInt);
    case 0x8a: // LONG1
        return number(1, [&](std::uint64_t length) -> Result<void> {
            if (length > 8)
                // Only the magic number of the legacy form is longer; its value is not needed.
                return take(length).map([&](auto) { push(Kind::Float); });
            return number(static_cast<unsigned>(length), [&](std::uint64_t value) -> Result<void> {
                const unsigned unused = 64 - 8 * static_cast<unsigned>(length);
                const auto high = length == 0 ? 0 : static_cast<std::int64_t>(value << unused);
                push(Kind::Int, length == 0 ? 0 : high >> unused);
                return {};
            });
        });
    case 'G': { // BINFLOAT, big-endian
        const auto taken = take(8);
        if (!taken)
            return fail(taken);
        std::uint64_t bits = 0;
        for (const std::byte byte : *taken)
            bits = bits << 8 | std::to_integer<std::uint64_t>(byte);
        push(Kind::Float, 0, std::bit_cast<double>(bits));
        return {};
    }
    case 'X': // BINUNICODE
        return number(4, [&](std::uint64_t length) { return putText(length); });
    case 'U': // SHORT_BINSTRING
        return number(1, [&](std::uint64_t length) { return putText(length); });
    case 'q': // BINPUT
        return number(1, put);
    case 'r': // LONG_BINPUT
        return number(4, put);
    case 'h': // BINGET
        return number(1, get);
    case 'j': // LONG_BINGET
        return number(4, get);
    case 'c': // GLOBAL
        return putGlobal();
    case 'Q': // BINPERSID
        return persistent();
    case 'R': // REDUCE
        return reduce();
    case 'b': { // BUILD: a dict's attributes ("_metadata"), which nobody needs
        const auto state = pop();
        if (!state)
            return fail(state);
        if (m_stack.empty() || m_stack.back().kind != Kind::Dict)
            return refuse("sets attributes of something that is no dict");
        return {};
    }
    case 'a': // APPEND
        return m_stack.empty() ? refuse("appends nothing") : appendTo(m_stack.size() - 1);
    case 'e': { // APPENDS
        const auto from = popMark();
        return from ? appendTo(*from) : Result<void>(fail(from));
    }
    case 's': // SETITEM
        return m_stack.size() < 3 ? refuse("puts nothing into a dict")
                                  : setItems(m_stack.size() - 2);
    case 'u': { // SETITEMS
        const auto from = popMark();
        return from ? setItems(*from) : Result<void>(fail(from));
    }
    default: {
        constexpr char kDigits[] = "0123456789abcdef";
        return refuse(std::string("has operation 0x") + kDigits[opcode >> 4] + kDigits[opcode & 15]
                      + ", which no file of tensors needs");
    }
    }
}

Result<Value> Machine::run(std::span<const std::byte> bytes, std::size_t &at)
{
    m_bytes = bytes;
    m_at = at;
    m_stack.clear();
    m_memo.clear();
    for (;;) {
        m_opcodeAt = m_at;
        const auto opcode = take(1);
        if (!opcode)
            return refuse("ends without its last operation");
        const auto code = std::to_integer<std::uint8_t>((*opcode)[0]);
        if (code == '.') { // STOP
            const auto value = pop();
            if (!value)
                return fail(value);
            at = m_at;
            return *value;
        }
        if (auto done = step(code); !done)
            return fail(done);
    }
}

} // namespace ecva::pickle
