#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ecva::pickle {

/// What the machine can make. Containers and texts are numbers of the machine's lists, so that a
/// deep or circular pickle costs nothing to take down.
enum class Kind : std::uint8_t {
    None,
    Bool,
    Int,
    Float,
    Text,   ///< Machine::text()
    Global, ///< one of the allowed ones
    List,   ///< also tuples; Machine::list()
    Dict,   ///< Machine::dict()
    Storage,
    Tensor,
    Mark, ///< only on the stack
};

enum class Global : std::uint8_t {
    OrderedDict,
    RebuildTensor,
    RebuildParameter,
    FloatStorage,
    HalfStorage,
    BFloat16Storage,
    DoubleStorage,
    LongStorage,
    IntStorage,
    ShortStorage,
    CharStorage,
    ByteStorage,
    BoolStorage,
};

struct Value
{
    Kind kind = Kind::None;
    std::int64_t number = 0; ///< Bool, Int, Global; else the place in the machine's list
    double real = 0;         ///< Float
};

/// A storage that the pickle names; its bytes lie elsewhere.
struct Storage
{
    Global type = Global::FloatStorage;
    std::string_view key;
    std::int64_t elements = 0;
};

struct Tensor
{
    std::size_t storage = 0; ///< place in storages()
    std::int64_t offset = 0; ///< elements
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> stride;
};

/// Reads pickles of protocol 2 that hold tensors of torch. `bytes` must outlive it: texts are
/// views.
class Machine
{
public:
    /// Runs one pickle from `at` on and moves `at` behind it. Errors: BadInput (opcode and place;
    /// a global that is not allowed by its name).
    Result<Value> run(std::span<const std::byte> bytes, std::size_t &at);

    std::string_view text(const Value &value) const { return m_texts[index(value)]; }
    const std::vector<Value> &list(const Value &value) const { return m_lists[index(value)]; }
    const std::vector<std::pair<Value, Value>> &dict(const Value &value) const
    {
        return m_dicts[index(value)];
    }
    const Tensor &tensor(const Value &value) const { return m_tensors[index(value)]; }
    const std::vector<Storage> &storages() const { return m_storages; }

private:
    static std::size_t index(const Value &value) { return static_cast<std::size_t>(value.number); }

    Result<void> step(std::uint8_t opcode);
    Result<void> putGlobal();
    Result<void> reduce();
    Result<void> rebuildTensor(const std::vector<Value> &arguments);
    Result<void> persistent();
    Result<void> appendTo(std::size_t from);
    Result<void> setItems(std::size_t from);

    Result<std::span<const std::byte>> take(std::uint64_t count);
    Result<std::uint64_t> little(unsigned bytes);
    Result<std::string_view> line();
    Result<void> putText(std::uint64_t length);
    Result<void> memoize(std::uint64_t key);
    Result<void> recall(std::uint64_t key);
    Result<Value> pop();
    /// Place behind the topmost mark, which is taken away; what is above it stays.
    Result<std::size_t> popMark();
    void push(Kind kind, std::int64_t number = 0, double real = 0)
    {
        m_stack.push_back({kind, number, real});
    }
    void pushList(std::vector<Value> values);
    tl::unexpected<Error> refuse(const std::string &what) const;

    std::span<const std::byte> m_bytes;
    std::size_t m_at = 0;
    std::size_t m_opcodeAt = 0;
    std::vector<Value> m_stack;
    std::vector<Value> m_memo; ///< Kind::Mark: not set
    std::vector<std::string_view> m_texts;
    std::vector<std::vector<Value>> m_lists;
    std::vector<std::vector<std::pair<Value, Value>>> m_dicts;
    std::vector<Tensor> m_tensors;
    std::vector<Storage> m_storages;
};

} // namespace ecva::pickle
