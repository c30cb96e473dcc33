#include "model/checkpoint/TorchFile.h"

#include "model/checkpoint/Pickle.h"
#include "model/checkpoint/StoredZip.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <string_view>

namespace ecva {
namespace {

using pickle::Global;
using pickle::Kind;
using pickle::Machine;
using pickle::Value;

ScalarType typeOf(Global storage)
{
    switch (storage) {
    case Global::HalfStorage:
        return ScalarType::F16;
    case Global::BFloat16Storage:
        return ScalarType::BF16;
    case Global::DoubleStorage:
        return ScalarType::F64;
    case Global::LongStorage:
        return ScalarType::I64;
    case Global::IntStorage:
        return ScalarType::I32;
    case Global::ShortStorage:
        return ScalarType::I16;
    case Global::CharStorage:
        return ScalarType::I8;
    case Global::ByteStorage:
        return ScalarType::U8;
    case Global::BoolStorage:
        return ScalarType::Bool;
    default:
        return ScalarType::F32;
    }
}

/// key → the bytes of that storage
using StorageBytes = std::map<std::string_view, std::span<const std::byte>>;

tl::unexpected<Error> badTensor(std::string_view name, const std::string &what)
{
    return fail(ErrorCode::BadInput, "tensor \"" + std::string(name) + "\": " + what);
}

Result<TorchEntry> entryOf(std::string_view name, const pickle::Tensor &tensor,
                           const Machine &machine, const StorageBytes &storages)
{
    const pickle::Storage &storage = machine.storages()[tensor.storage];
    const auto found = storages.find(storage.key);
    if (found == storages.end())
        return badTensor(name, "its storage " + std::string(storage.key) + " is not in the file");
    TorchEntry entry;
    entry.name = name;
    entry.type = typeOf(storage.type);
    entry.shape = tensor.shape;
    entry.stride = tensor.stride;
    const auto size = static_cast<std::int64_t>(byteSize(entry.type));
    const auto available = static_cast<std::int64_t>(found->second.size()) / size;
    if (storage.elements > available) {
        return badTensor(name, "its storage " + std::string(storage.key) + " should have "
                                   + std::to_string(storage.elements) + " elements, but has "
                                   + std::to_string(available));
    }
    std::int64_t last = tensor.offset; // of its last element, in the storage
    std::int64_t elements = 1;
    bool empty = false;
    for (std::size_t i = 0; i < tensor.shape.size(); ++i)
        empty = empty || tensor.shape[i] == 0;
    for (std::size_t i = 0; !empty && i < tensor.shape.size(); ++i) {
        std::int64_t reach = 0;
        if (__builtin_mul_overflow(tensor.shape[i] - 1, tensor.stride[i], &reach)
            || __builtin_add_overflow(last, reach, &last)
            || __builtin_mul_overflow(elements, tensor.shape[i], &elements))
            return badTensor(name, "its shape " + shapeText(tensor.shape) + " is too large");
    }
    if (empty)
        return entry;
    // Not more elements than there are: a stride of 0 could make a large one of a small file.
    if (last >= storage.elements || elements > storage.elements) {
        return badTensor(name, "shape " + shapeText(tensor.shape) + " with stride "
                                   + shapeText(tensor.stride) + " from element "
                                   + std::to_string(tensor.offset) + " on is more than the "
                                   + std::to_string(storage.elements) + " elements of storage "
                                   + std::string(storage.key));
    }
    entry.data = found->second.subspan(static_cast<std::size_t>(tensor.offset * size),
                                       static_cast<std::size_t>((last - tensor.offset + 1) * size));
    return entry;
}

/// The tensors of a dict; one level down where a training tool wrapped them in "state_dict" or
/// "model".
Result<std::vector<TorchEntry>> entriesOf(const Value &top, const Machine &machine,
                                          const StorageBytes &storages)
{
    if (top.kind != Kind::Dict)
        return fail(ErrorCode::BadInput, "holds no dict of tensors");
    std::vector<TorchEntry> entries;
    for (const auto &[key, value] : machine.dict(top)) {
        if (key.kind != Kind::Text)
            continue;
        if (value.kind == Kind::Dict
            && (machine.text(key) == "state_dict" || machine.text(key) == "model")) {
            const auto &inner = machine.dict(value);
            for (const auto &[name, tensor] : inner) {
                if (name.kind != Kind::Text || tensor.kind != Kind::Tensor)
                    continue;
                auto entry = entryOf(machine.text(name), machine.tensor(tensor), machine, storages);
                if (!entry)
                    return fail(entry);
                entries.push_back(std::move(*entry));
            }
        }
        if (value.kind != Kind::Tensor)
            continue;
        auto entry = entryOf(machine.text(key), machine.tensor(value), machine, storages);
        if (!entry)
            return fail(entry);
        entries.push_back(std::move(*entry));
    }
    return entries;
}

Result<std::vector<TorchEntry>> readZip(std::span<const std::byte> file)
{
    const auto members = readStoredZip(file);
    if (!members)
        return fail(members);
    constexpr std::string_view kPickle = "/data.pkl";
    const ZipMember *pickled = nullptr;
    for (const ZipMember &member : *members) {
        if (member.name.ends_with(kPickle)
            && member.name.find('/') == member.name.size() - kPickle.size())
            pickled = &member;
    }
    if (!pickled)
        return fail(ErrorCode::BadInput, "is a zip file without data.pkl: torch did not write it");
    const std::string_view folder
        = std::string_view(pickled->name).substr(0, pickled->name.size() - kPickle.size());
    const std::string data = std::string(folder) + "/data/";
    const std::string order = std::string(folder) + "/byteorder";
    StorageBytes storages;
    for (const ZipMember &member : *members) {
        if (member.name.starts_with(data))
            storages[std::string_view(member.name).substr(data.size())] = member.data;
        if (member.name == order
            && std::string_view(reinterpret_cast<const char *>(member.data.data()),
                                member.data.size())
                   != "little")
            return fail(ErrorCode::Unsupported, "its numbers are not little-endian");
    }
    if (pickled->data.size() > kLargestPickle) {
        return fail(ErrorCode::BadInput, "its data.pkl has " + std::to_string(pickled->data.size())
                                             + " bytes: at most " + std::to_string(kLargestPickle));
    }
    Machine machine;
    std::size_t at = 0;
    const auto top = machine.run(pickled->data, at);
    if (!top)
        return fail(top);
    return entriesOf(*top, machine, storages);
}

/// Five pickles (magic number, protocol, system, object, keys), then each storage: its number of
/// elements in 8 bytes, its elements.
Result<std::vector<TorchEntry>> readLegacy(std::span<const std::byte> file)
{
    // The first pickle, whole: a number of ten bytes.
    constexpr unsigned char kMagic[]
        = {0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, '.'};
    if (file.size() < sizeof kMagic || std::memcmp(file.data(), kMagic, sizeof kMagic) != 0) {
        return fail(ErrorCode::BadInput,
                    "is neither safetensors nor a file of torch, zip or older");
    }
    const auto pickles = file.first(std::min<std::size_t>(file.size(), kLargestPickle));
    Machine head;
    std::size_t at = 0;
    for (int i = 0; i < 3; ++i) {
        const auto value = head.run(pickles, at);
        if (!value)
            return fail(value);
        if (i == 1 && (value->kind != Kind::Int || value->number != 1001)) {
            return fail(ErrorCode::BadInput,
                        "is of another version than the one that torch wrote before 1.6");
        }
        // {"protocol_version", "little_endian", "type_sizes"}
        if (i == 2 && value->kind == Kind::Dict) {
            for (const auto &[key, said] : head.dict(*value)) {
                if (key.kind == Kind::Text && head.text(key) == "little_endian"
                    && said.kind == Kind::Bool && said.number == 0)
                    return fail(ErrorCode::Unsupported, "its numbers are not little-endian");
            }
        }
    }
    Machine machine;
    const auto top = machine.run(pickles, at);
    if (!top)
        return fail(top);
    const auto keys = machine.run(pickles, at);
    if (!keys)
        return fail(keys);
    if (keys->kind != Kind::List)
        return fail(ErrorCode::BadInput, "does not list its storages");
    std::map<std::string_view, const pickle::Storage *> named;
    for (const pickle::Storage &storage : machine.storages())
        named[storage.key] = &storage;
    StorageBytes storages;
    for (const Value &key : machine.list(*keys)) {
        const auto found = key.kind == Kind::Text ? named.find(machine.text(key)) : named.end();
        if (found == named.end())
            return fail(ErrorCode::BadInput, "lists a storage that no tensor uses");
        if (file.size() - at < 8)
            return fail(ErrorCode::BadInput, "ends before its storages do: it is cut short");
        std::uint64_t elements = 0;
        std::memcpy(&elements, file.data() + at, 8);
        at += 8;
        const std::uint64_t size = byteSize(typeOf(found->second->type));
        if (elements > (file.size() - at) / size) {
            return fail(ErrorCode::BadInput,
                        "storage " + std::string(found->first) + " should have "
                            + std::to_string(elements)
                            + " elements, but the file ends before: it is cut short");
        }
        storages[found->first] = file.subspan(at, static_cast<std::size_t>(elements * size));
        at += static_cast<std::size_t>(elements * size);
    }
    return entriesOf(*top, machine, storages);
}

} // namespace

bool TorchEntry::isContiguous() const
{
    if (data.empty())
        return true;
    std::int64_t step = 1;
    for (std::size_t i = shape.size(); i-- > 0;) {
        if (shape[i] != 1 && stride[i] != step)
            return false;
        step *= shape[i];
    }
    return true;
}

std::vector<std::byte> TorchEntry::packed() const
{
    const std::size_t size = byteSize(type);
    std::size_t elements = 1;
    for (const std::int64_t side : shape)
        elements *= static_cast<std::size_t>(side);
    std::vector<std::byte> bytes(elements * size);
    std::vector<std::int64_t> place(shape.size(), 0);
    std::int64_t from = 0;
    for (std::size_t i = 0; i < elements; ++i) {
        std::memcpy(bytes.data() + i * size, data.data() + static_cast<std::size_t>(from) * size,
                    size);
        for (std::size_t side = shape.size(); side-- > 0;) {
            from += stride[side];
            if (++place[side] < shape[side])
                break;
            from -= stride[side] * shape[side];
            place[side] = 0;
        }
    }
    return bytes;
}

Result<std::vector<TorchEntry>> readTorchFile(std::span<const std::byte> file)
{
    constexpr char kZip[4] = {'P', 'K', 3, 4};
    if (file.size() >= sizeof kZip && std::memcmp(file.data(), kZip, sizeof kZip) == 0)
        return readZip(file);
    return readLegacy(file);
}

} // namespace ecva
