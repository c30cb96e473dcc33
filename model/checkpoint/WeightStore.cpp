#include "model/checkpoint/WeightStore.h"

#include "model/checkpoint/JsonFile.h"
#include "model/checkpoint/SafetensorsHeader.h"
#include "model/checkpoint/TorchFile.h"

#include <cstring>
#include <exception>
#include <new>

namespace ecva {
namespace {

namespace fs = std::filesystem;

struct Names
{
    const char *single;
    const char *index;
};
/// In the order in which they are looked for.
constexpr Names kNames[] = {{"model.safetensors", "model.safetensors.index.json"},
                            {"pytorch_model.bin", "pytorch_model.bin.index.json"}};

std::uint64_t littleEndian(std::span<const std::byte> bytes)
{
    std::uint64_t value = 0;
    for (std::size_t i = 8; i-- > 0;)
        value = value << 8 | std::to_integer<std::uint64_t>(bytes[i]);
    return value;
}

/// Of the two formats; a header of safetensors begins behind its length, with "{".
bool isSafetensors(const fs::path &path, std::span<const std::byte> bytes)
{
    const bool hasHeader = bytes.size() > 8 && bytes[8] == std::byte{'{'};
    const bool isZip = bytes.size() > 4 && std::memcmp(bytes.data(), "PK\3\4", 4) == 0;
    return hasHeader || (path.extension() == ".safetensors" && !isZip);
}

/// tensor → shard, from the index. A shard is a plain name: its folder is the index's.
Result<std::map<std::string, std::string>> readIndex(const fs::path &file)
{
    const auto index = readJsonObject(file);
    if (!index)
        return fail(index);
    const auto map = index->find("weight_map");
    if (map == index->end() || !map->is_object())
        return fail(ErrorCode::BadInput, "has no object weight_map", file.string());
    if (map->empty())
        return fail(ErrorCode::BadInput, "weight_map is empty", file.string());
    std::map<std::string, std::string> shards;
    for (const auto &[tensor, shard] : map->items()) {
        const std::string name = shard.is_string() ? shard.get<std::string>() : std::string();
        if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos
            || name.find('\0') != std::string::npos) {
            return fail(ErrorCode::BadInput,
                        "weight_map: tensor \"" + tensor + "\" lies in " + valueText(shard)
                            + ": must be the name of a file in this folder",
                        file.string());
        }
        shards.emplace(tensor, name);
    }
    return shards;
}

} // namespace

Result<WeightStore> WeightStore::open(const fs::path &folder)
try {
    WeightStore store;
    std::error_code ignored;
    for (const Names &names : kNames) {
        if (fs::exists(folder / names.single, ignored)) {
            if (auto added = store.add(folder / names.single); !added)
                return fail(added);
            return store;
        }
        if (fs::exists(folder / names.index, ignored)) {
            if (auto read = store.readShards(folder / names.index); !read)
                return fail(read);
            return store;
        }
    }
    std::string known;
    for (const Names &names : kNames)
        known += (known.empty() ? "" : ", ") + std::string(names.single) + ", " + names.index;
    return fail(ErrorCode::NotFound, "holds no weights (" + known + ")", folder.string());
} catch (const std::bad_alloc &) {
    return fail(ErrorCode::OutOfMemory, "its header does not fit into memory", folder.string());
} catch (const std::exception &error) {
    return fail(ErrorCode::BadInput, error.what(), folder.string());
}

Result<WeightStore> WeightStore::openFile(const fs::path &file)
try {
    WeightStore store;
    if (auto added = store.add(file); !added)
        return fail(added);
    return store;
} catch (const std::bad_alloc &) {
    return fail(ErrorCode::OutOfMemory, "its header does not fit into memory", file.string());
} catch (const std::exception &error) {
    return fail(ErrorCode::BadInput, error.what(), file.string());
}

Result<void> WeightStore::readShards(const fs::path &index)
{
    const fs::path folder = index.parent_path();
    const auto shards = readIndex(index);
    if (!shards)
        return fail(shards);
    std::map<std::string, std::string> firstTensorOf; // file → why it is needed
    for (const auto &[tensor, shard] : *shards)
        firstTensorOf.emplace(shard, tensor);
    for (const auto &[shard, tensor] : firstTensorOf) {
        auto added = add(folder / shard);
        if (!added && added.error().code == ErrorCode::NotFound) {
            return fail(ErrorCode::BadInput,
                        "weight_map: tensor \"" + tensor + "\" lies in " + shard
                            + ", which is not there",
                        index.string());
        }
        if (!added)
            return fail(added);
    }
    for (const auto &[tensor, shard] : *shards) {
        const TensorView *view = find(tensor);
        if (view && view->file == shard)
            continue;
        return fail(ErrorCode::BadInput,
                    "weight_map: tensor \"" + tensor + "\" is not in " + shard
                        + (view ? " but in " + view->file : std::string()),
                    index.string());
    }
    return {};
}

Result<void> WeightStore::add(const fs::path &path)
{
    const auto file = MappedFile::open(path);
    if (!file)
        return fail(file);
    m_mappings.push_back(*file);
    return isSafetensors(path, (*file)->bytes()) ? addSafetensors(**file) : addTorch(**file);
}

Result<void> WeightStore::put(std::string name, TensorView view, const fs::path &path)
{
    const auto [place, isNew] = m_tensors.emplace(std::move(name), std::move(view));
    if (isNew)
        return {};
    return fail(ErrorCode::BadInput,
                "tensor \"" + place->first + "\" is also in " + place->second.file, path.string());
}

Result<void> WeightStore::addTorch(const MappedFile &file)
{
    const fs::path &path = file.path();
    auto entries = readTorchFile(file.bytes());
    if (!entries)
        return fail(entries.error().code, entries.error().message, path.string());
    const std::string name = path.filename().string();
    for (TorchEntry &entry : *entries) {
        TensorView view{entry.type, entry.shape, entry.data.data(), entry.data.size(), name};
        if (!entry.isContiguous()) {
            m_copies.push_back(std::make_shared<const std::vector<std::byte>>(entry.packed()));
            view.data = m_copies.back()->data();
            view.bytes = m_copies.back()->size();
        }
        if (auto done = put(std::move(entry.name), std::move(view), path); !done)
            return done;
    }
    return {};
}

Result<void> WeightStore::addSafetensors(const MappedFile &file)
{
    const fs::path &path = file.path();
    const std::span<const std::byte> bytes = file.bytes();
    if (bytes.size() < 8) {
        return fail(ErrorCode::BadInput,
                    "has " + std::to_string(bytes.size())
                        + " bytes: a safetensors file begins with 8 that give its header's length",
                    path.string());
    }
    const std::uint64_t length = littleEndian(bytes);
    if (length > kLargestSafetensorsHeader) {
        return fail(ErrorCode::BadInput,
                    "its header says it has " + std::to_string(length) + " bytes: at most "
                        + std::to_string(kLargestSafetensorsHeader),
                    path.string());
    }
    if (length > bytes.size() - 8) {
        return fail(ErrorCode::BadInput,
                    "its header says it has " + std::to_string(length) + " bytes, but only "
                        + std::to_string(bytes.size() - 8) + " follow: the file is cut short",
                    path.string());
    }
    const auto data = bytes.subspan(8 + length);
    const std::string_view header(reinterpret_cast<const char *>(bytes.data()) + 8, length);
    auto entries = parseSafetensorsHeader(header, data.size());
    if (!entries)
        return fail(entries.error().code, entries.error().message, path.string());

    const std::string name = path.filename().string();
    for (SafetensorsEntry &entry : *entries) {
        TensorView view{entry.type, std::move(entry.shape), data.data() + entry.begin,
                        entry.end - entry.begin, name};
        if (auto done = put(std::move(entry.name), std::move(view), path); !done)
            return done;
    }
    return {};
}

const TensorView *WeightStore::find(std::string_view name) const
{
    const auto found = m_tensors.find(name);
    return found == m_tensors.end() ? nullptr : &found->second;
}

std::vector<fs::path> WeightStore::files() const
{
    std::vector<fs::path> paths;
    for (const auto &mapping : m_mappings)
        paths.push_back(mapping->path());
    return paths;
}

} // namespace ecva
