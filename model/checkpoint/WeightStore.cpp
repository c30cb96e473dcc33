#include "model/checkpoint/WeightStore.h"

#include "model/checkpoint/JsonFile.h"
#include "model/checkpoint/SafetensorsHeader.h"

#include <exception>
#include <new>

namespace ecva {
namespace {

namespace fs = std::filesystem;

constexpr char kSingle[] = "model.safetensors";
constexpr char kIndex[] = "model.safetensors.index.json";

std::uint64_t littleEndian(std::span<const std::byte> bytes)
{
    std::uint64_t value = 0;
    for (std::size_t i = 8; i-- > 0;)
        value = value << 8 | std::to_integer<std::uint64_t>(bytes[i]);
    return value;
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
    if (fs::exists(folder / kSingle, ignored)) {
        if (auto added = store.add(folder / kSingle); !added)
            return fail(added);
        return store;
    }
    if (!fs::exists(folder / kIndex, ignored)) {
        for (const char *other : {"pytorch_model.bin", "pytorch_model.bin.index.json"}) {
            if (fs::exists(folder / other, ignored)) {
                return fail(ErrorCode::Unsupported,
                            "only safetensors are read yet: convert it first",
                            (folder / other).string());
            }
        }
        return fail(ErrorCode::NotFound, std::string("holds neither ") + kSingle + " nor " + kIndex,
                    folder.string());
    }

    const fs::path index = folder / kIndex;
    const auto shards = readIndex(index);
    if (!shards)
        return fail(shards);
    std::map<std::string, std::string> firstTensorOf; // file → why it is needed
    for (const auto &[tensor, shard] : *shards)
        firstTensorOf.emplace(shard, tensor);
    for (const auto &[shard, tensor] : firstTensorOf) {
        auto added = store.add(folder / shard);
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
        const TensorView *view = store.find(tensor);
        if (view && view->file == shard)
            continue;
        return fail(ErrorCode::BadInput,
                    "weight_map: tensor \"" + tensor + "\" is not in " + shard
                        + (view ? " but in " + view->file : std::string()),
                    index.string());
    }
    return store;
} catch (const std::bad_alloc &) {
    return fail(ErrorCode::OutOfMemory, "its header does not fit into memory", folder.string());
} catch (const std::exception &error) {
    return fail(ErrorCode::BadInput, error.what(), folder.string());
}

Result<void> WeightStore::add(const fs::path &path)
{
    const auto file = MappedFile::open(path);
    if (!file)
        return fail(file);
    const std::span<const std::byte> bytes = (*file)->bytes();
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
        const auto [place, isNew] = m_tensors.emplace(std::move(entry.name), std::move(view));
        if (!isNew) {
            return fail(ErrorCode::BadInput,
                        "tensor \"" + place->first + "\" is also in " + place->second.file,
                        path.string());
        }
    }
    m_mappings.push_back(*file);
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
