#include "model/checkpoint/Pickle.h"

#include <algorithm>
#include <array>

namespace ecva::pickle {
namespace {

constexpr std::size_t kMostSides = 64; ///< of a tensor, as in torch

struct NamedGlobal
{
    std::string_view module;
    std::string_view name;
    Global global;
};

/// All that a pickle may name. Anything else could run code.
constexpr std::array kAllowed{
    NamedGlobal{"collections", "OrderedDict", Global::OrderedDict},
    NamedGlobal{"torch._utils", "_rebuild_tensor_v2", Global::RebuildTensor},
    NamedGlobal{"torch._utils", "_rebuild_parameter", Global::RebuildParameter},
    NamedGlobal{"torch", "FloatStorage", Global::FloatStorage},
    NamedGlobal{"torch", "HalfStorage", Global::HalfStorage},
    NamedGlobal{"torch", "BFloat16Storage", Global::BFloat16Storage},
    NamedGlobal{"torch", "DoubleStorage", Global::DoubleStorage},
    NamedGlobal{"torch", "LongStorage", Global::LongStorage},
    NamedGlobal{"torch", "IntStorage", Global::IntStorage},
    NamedGlobal{"torch", "ShortStorage", Global::ShortStorage},
    NamedGlobal{"torch", "CharStorage", Global::CharStorage},
    NamedGlobal{"torch", "ByteStorage", Global::ByteStorage},
    NamedGlobal{"torch", "BoolStorage", Global::BoolStorage},
};

bool isStorage(Global global)
{
    return global >= Global::FloatStorage;
}

/// For a message: what a file says, without what a terminal would obey.
std::string printable(std::string_view text)
{
    constexpr std::size_t kMost = 80;
    std::string said;
    for (const char c : text.substr(0, kMost))
        said += c >= 0x20 && c < 0x7f ? c : '?';
    return text.size() > kMost ? said + "…" : said;
}

} // namespace

tl::unexpected<Error> Machine::refuse(const std::string &what) const
{
    return fail(ErrorCode::BadInput, "pickle, byte " + std::to_string(m_opcodeAt) + ": " + what);
}

Result<Value> Machine::pop()
{
    if (m_stack.empty() || m_stack.back().kind == Kind::Mark)
        return refuse("takes a value from an empty stack");
    const Value value = m_stack.back();
    m_stack.pop_back();
    return value;
}

Result<std::size_t> Machine::popMark()
{
    const auto mark = std::find_if(m_stack.rbegin(), m_stack.rend(),
                                   [](const Value &value) { return value.kind == Kind::Mark; });
    if (mark == m_stack.rend())
        return refuse("has no mark to go back to");
    const auto at = static_cast<std::size_t>(m_stack.rend() - mark) - 1;
    m_stack.erase(m_stack.begin() + static_cast<std::ptrdiff_t>(at));
    return at;
}

void Machine::pushList(std::vector<Value> values)
{
    m_lists.push_back(std::move(values));
    push(Kind::List, static_cast<std::int64_t>(m_lists.size()) - 1);
}

Result<void> Machine::putText(std::uint64_t length)
{
    const auto taken = take(length);
    if (!taken)
        return fail(taken);
    m_texts.emplace_back(reinterpret_cast<const char *>(taken->data()), taken->size());
    push(Kind::Text, static_cast<std::int64_t>(m_texts.size()) - 1);
    return {};
}

Result<void> Machine::memoize(std::uint64_t key)
{
    // Every number that is kept took an opcode: a larger one is made up.
    if (m_stack.empty() || m_stack.back().kind == Kind::Mark || key > m_bytes.size())
        return refuse("keeps a value under number " + std::to_string(key));
    if (key >= m_memo.size())
        m_memo.resize(static_cast<std::size_t>(key) + 1, {Kind::Mark, 0, 0});
    m_memo[static_cast<std::size_t>(key)] = m_stack.back();
    return {};
}

Result<void> Machine::recall(std::uint64_t key)
{
    if (key >= m_memo.size() || m_memo[static_cast<std::size_t>(key)].kind == Kind::Mark)
        return refuse("asks for value " + std::to_string(key) + ", which was not kept");
    m_stack.push_back(m_memo[static_cast<std::size_t>(key)]);
    return {};
}

Result<void> Machine::putGlobal()
{
    const auto module = line();
    if (!module)
        return fail(module);
    const auto name = line();
    if (!name)
        return fail(name);
    for (const NamedGlobal &allowed : kAllowed) {
        if (allowed.module == *module && allowed.name == *name) {
            push(Kind::Global, static_cast<std::int64_t>(allowed.global));
            return {};
        }
    }
    return refuse("wants " + printable(*module) + "." + printable(*name)
                  + ": only tensors are read, nothing is run");
}

/// ('storage', type, key, location, elements), in place of the storage's bytes.
Result<void> Machine::persistent()
{
    const auto id = pop();
    if (!id)
        return fail(id);
    if (id->kind != Kind::List || list(*id).size() < 5)
        return refuse("names something that is no storage");
    const std::vector<Value> &parts = list(*id);
    if (parts[0].kind != Kind::Text || text(parts[0]) != "storage" || parts[1].kind != Kind::Global
        || !isStorage(static_cast<Global>(parts[1].number)) || parts[2].kind != Kind::Text
        || parts[4].kind != Kind::Int || parts[4].number < 0)
        return refuse("names something that is no storage");
    // In the legacy form a view of a storage follows; None where there is none.
    if (parts.size() > 5 && parts[5].kind != Kind::None)
        return refuse("names a view of a storage: such files are from before torch 0.4");
    m_storages.push_back({static_cast<Global>(parts[1].number), text(parts[2]), parts[4].number});
    push(Kind::Storage, static_cast<std::int64_t>(m_storages.size()) - 1);
    return {};
}

/// (storage, offset, shape, stride, requires_grad, hooks)
Result<void> Machine::rebuildTensor(const std::vector<Value> &arguments)
{
    if (arguments.size() < 4 || arguments[0].kind != Kind::Storage || arguments[1].kind != Kind::Int
        || arguments[2].kind != Kind::List || arguments[3].kind != Kind::List)
        return refuse("makes a tensor of other values than a storage, offset, shape and stride");
    Tensor tensor;
    tensor.storage = index(arguments[0]);
    tensor.offset = arguments[1].number;
    for (const auto &[from, into] :
         {std::pair{&arguments[2], &tensor.shape}, std::pair{&arguments[3], &tensor.stride}}) {
        const std::vector<Value> &sides = list(*from);
        if (sides.size() > kMostSides)
            return refuse("makes a tensor of " + std::to_string(sides.size()) + " dimensions");
        for (const Value &side : sides) {
            if (side.kind != Kind::Int || side.number < 0)
                return refuse("makes a tensor with a side that is no number");
            into->push_back(side.number);
        }
    }
    if (tensor.shape.size() != tensor.stride.size() || tensor.offset < 0)
        return refuse("makes a tensor whose shape and stride do not fit each other");
    m_tensors.push_back(std::move(tensor));
    push(Kind::Tensor, static_cast<std::int64_t>(m_tensors.size()) - 1);
    return {};
}

Result<void> Machine::reduce()
{
    const auto arguments = pop();
    if (!arguments)
        return fail(arguments);
    const auto callee = pop();
    if (!callee)
        return fail(callee);
    if (callee->kind != Kind::Global || arguments->kind != Kind::List)
        return refuse("calls something that is no function");
    const std::vector<Value> &given = list(*arguments);
    switch (static_cast<Global>(callee->number)) {
    case Global::OrderedDict:
        // Without arguments; or with a list of pairs, as protocol 0 and 1 did.
        if (!given.empty())
            return refuse("makes an OrderedDict of something");
        m_dicts.emplace_back();
        push(Kind::Dict, static_cast<std::int64_t>(m_dicts.size()) - 1);
        return {};
    case Global::RebuildTensor:
        return rebuildTensor(given);
    case Global::RebuildParameter: // (tensor, requires_grad, hooks)
        if (given.empty() || given[0].kind != Kind::Tensor)
            return refuse("makes a parameter of something that is no tensor");
        m_stack.push_back(given[0]);
        return {};
    default:
        return refuse("calls a type of storage");
    }
}

Result<void> Machine::appendTo(std::size_t from)
{
    if (from == 0 || from > m_stack.size() || m_stack[from - 1].kind != Kind::List)
        return refuse("appends to something that is no list");
    const auto begin = m_stack.begin() + static_cast<std::ptrdiff_t>(from);
    std::vector<Value> &into = m_lists[index(m_stack[from - 1])];
    into.insert(into.end(), begin, m_stack.end());
    m_stack.erase(begin, m_stack.end());
    return {};
}

Result<void> Machine::setItems(std::size_t from)
{
    if (from == 0 || from > m_stack.size() || m_stack[from - 1].kind != Kind::Dict
        || (m_stack.size() - from) % 2 != 0)
        return refuse("puts items into something that is no dict");
    auto &into = m_dicts[index(m_stack[from - 1])];
    for (std::size_t i = from; i < m_stack.size(); i += 2)
        into.emplace_back(m_stack[i], m_stack[i + 1]);
    m_stack.resize(from);
    return {};
}

} // namespace ecva::pickle
