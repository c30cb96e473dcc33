#include "model/tiny/SafetensorsWriter.h"

#include <nlohmann/json.hpp>

#include <bit>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace ecva {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors is little endian");

std::string safetensorsBytes(const TinyTensors &tensors)
{
    // Ordered: the offsets ascend with the names.
    nlohmann::ordered_json header{{"__metadata__", {{"format", "pt"}}}};
    std::uint64_t end = 0;
    for (const auto &[name, tensor] : tensors) {
        const std::uint64_t bytes = tensor.values.size() * sizeof(float);
        header[name]
            = {{"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {end, end + bytes}}};
        end += bytes;
    }
    std::string text = header.dump();
    text.append((8 - text.size() % 8) % 8, ' '); // keeps the data aligned
    std::string file;
    file.reserve(8 + text.size() + end);
    for (int shift = 0; shift < 64; shift += 8)
        file += static_cast<char>(std::uint64_t{text.size()} >> shift);
    file += text;
    for (const auto &[name, tensor] : tensors) {
        file.append(reinterpret_cast<const char *>(tensor.values.data()),
                    tensor.values.size() * sizeof(float));
    }
    return file;
}

} // namespace

Result<void> writeWholeFile(const std::filesystem::path &file, const std::string &bytes)
{
    errno = 0;
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    stream.close();
    if (!stream) {
        const std::string why = errno ? std::string(": ") + std::strerror(errno) : std::string();
        return fail(ErrorCode::Io, "cannot be written" + why, file.string());
    }
    return {};
}

Result<void> writeSafetensors(const std::filesystem::path &folder, const TinyTensors &tensors)
{
    return writeWholeFile(folder / "model.safetensors", safetensorsBytes(tensors));
}

Result<void> writeShardedSafetensors(const std::filesystem::path &folder,
                                     const TinyTensors &tensors)
{
    const char *const names[]
        = {"model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"};
    std::size_t total = 0;
    for (const auto &[name, tensor] : tensors)
        total += tensor.values.size();
    TinyTensors shards[2];
    nlohmann::ordered_json map = nlohmann::ordered_json::object();
    std::size_t before = 0;
    for (const auto &[name, tensor] : tensors) {
        const int shard = before * 2 < total ? 0 : 1;
        shards[shard].emplace(name, tensor);
        map[name] = names[shard];
        before += tensor.values.size();
    }
    for (int shard = 0; shard < 2; ++shard) {
        if (auto done = writeWholeFile(folder / names[shard], safetensorsBytes(shards[shard]));
            !done)
            return fail(done);
    }
    const nlohmann::ordered_json index{{"metadata", {{"total_size", total * sizeof(float)}}},
                                       {"weight_map", map}};
    return writeWholeFile(folder / "model.safetensors.index.json", index.dump(2) + "\n");
}

} // namespace ecva
