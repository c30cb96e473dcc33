#include "tests/bench/RandomCheckpoint.h"

#include "model/checkpoint/Checkpoint.h"
#include "model/tiny/TinyCheckpoint.h"

#include <nlohmann/json.hpp>

#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <numbers>
#include <random>
#include <span>

namespace ecva::bench {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr char kTower[] = "clip-vit-large-patch14";
constexpr std::int64_t kShardBytes = 5'000'000'000;
constexpr std::size_t kTableSize = std::size_t{1} << 22;

std::uint16_t bf16(float value)
{
    return static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16);
}

/// Normal numbers of the deviation that published checkpoints begin with; every tensor reads the
/// table from a place of its own.
std::vector<std::uint16_t> randomTable()
{
    std::mt19937_64 random(7);
    std::normal_distribution<float> normal(0.0F, 0.02F);
    std::vector<std::uint16_t> table(kTableSize);
    for (std::uint16_t &value : table)
        value = bf16(normal(random));
    return table;
}

bool isScale(const std::string &name)
{
    return name.ends_with("norm.weight") || name.ends_with("norm1.weight")
           || name.ends_with("norm2.weight") || name.ends_with("layrnorm.weight")
           || name.ends_with("norm_f.weight");
}

std::int64_t numbersOf(const ExpectedTensor &tensor)
{
    std::int64_t count = 1;
    for (const std::int64_t size : tensor.shape)
        count *= size;
    return count;
}

Result<void> writeShard(const fs::path &file, std::span<const ExpectedTensor> tensors,
                        const std::vector<std::uint16_t> &table)
{
    Json header = Json::object();
    std::int64_t offset = 0;
    for (const ExpectedTensor &tensor : tensors) {
        const std::int64_t end = offset + 2 * numbersOf(tensor);
        header[tensor.name]
            = {{"dtype", "BF16"}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text = header.dump();
    text.resize((text.size() + 63) / 64 * 64 - 8 + 64, ' '); // data begin on a cache line
    const auto length = static_cast<std::uint64_t>(text.size());
    std::ofstream out(file, std::ios::binary);
    out.write(reinterpret_cast<const char *>(&length), sizeof length);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    const std::vector<std::uint16_t> ones(1 << 14, bf16(1));
    for (const ExpectedTensor &tensor : tensors) {
        const std::vector<std::uint16_t> &source = isScale(tensor.name) ? ones : table;
        std::size_t at = std::hash<std::string>()(tensor.name) % source.size();
        for (std::int64_t left = numbersOf(tensor); left > 0;) {
            const std::int64_t count
                = std::min<std::int64_t>(left, static_cast<std::int64_t>(source.size() - at));
            out.write(reinterpret_cast<const char *>(source.data() + at), 2 * count);
            left -= count;
            at = 0;
        }
    }
    out.close();
    if (!out)
        return fail(ErrorCode::Io, "cannot be written", file.string());
    return {};
}

Result<void> writeShards(const fs::path &folder, std::span<const ExpectedTensor> tensors,
                         const std::vector<std::uint16_t> &table)
{
    std::vector<std::span<const ExpectedTensor>> shards;
    std::int64_t bytes = 0;
    std::size_t first = 0;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        bytes += 2 * numbersOf(tensors[i]);
        if (bytes >= kShardBytes || i + 1 == tensors.size()) {
            shards.push_back(tensors.subspan(first, i + 1 - first));
            first = i + 1;
            bytes = 0;
        }
    }
    Json names = Json::object();
    for (std::size_t i = 0; i < shards.size(); ++i) {
        char name[64];
        std::snprintf(name, sizeof name, "model-%05zu-of-%05zu.safetensors", i + 1, shards.size());
        if (const auto written = writeShard(folder / name, shards[i], table); !written)
            return fail(written);
        for (const ExpectedTensor &tensor : shards[i])
            names[tensor.name] = name;
    }
    std::ofstream(folder / "model.safetensors.index.json") << Json{{"weight_map", names}};
    return {};
}

Json readJson(const fs::path &file)
{
    std::ifstream in(file);
    return Json::parse(in);
}

void writeJson(const fs::path &file, const Json &value)
{
    std::ofstream(file) << value.dump(2) << '\n';
}

/// The demonstration's configs with the real sizes.
void writeConfigs(const fs::path &tiny, const fs::path &folder, const AnomShieldConfig &config)
{
    Json model = readJson(tiny / "config.json");
    const DecoderConfig &decoder = config.decoder;
    model.erase("ecva_demonstration");
    model["hidden_size"] = decoder.hidden;
    model["intermediate_size"] = decoder.feedForward;
    model["num_hidden_layers"] = decoder.layers;
    model["num_attention_heads"] = decoder.heads;
    model["num_key_value_heads"] = decoder.kvHeads;
    model["vocab_size"] = decoder.vocabulary;
    model["max_position_embeddings"] = decoder.maxPositions;
    model["mm_hidden_size"] = config.tower.hidden;
    model["mm_vision_tower"] = std::string("openai/") + kTower;
    model["torch_dtype"] = "bfloat16";
    writeJson(folder / "config.json", model);

    const fs::path tinyTower
        = tiny
          / fs::path(std::string(readJson(tiny / "config.json").at("mm_vision_tower"))
                         .substr(sizeof "ecva"));
    Json tower = readJson(tinyTower / "config.json");
    tower.erase("ecva_demonstration");
    tower["hidden_size"] = config.tower.hidden;
    tower["intermediate_size"] = config.tower.mlp;
    tower["num_hidden_layers"] = config.tower.layers;
    tower["num_attention_heads"] = config.tower.heads;
    tower["torch_dtype"] = "bfloat16";
    writeJson(folder / kTower / "config.json", tower);
    fs::copy_file(tinyTower / "preprocessor_config.json",
                  folder / kTower / "preprocessor_config.json");
    for (const char *name : {"tokenizer.model", "tokenizer_config.json", "generation_config.json"})
        fs::copy_file(tiny / name, folder / name);
}

} // namespace

Result<void> writeRandomCheckpoint(const fs::path &folder, int decoderLayers)
try {
    const fs::path done = folder / "complete";
    if (fs::exists(done))
        return {};
    fs::remove_all(folder);
    fs::create_directories(folder / kTower);
    const fs::path tiny = folder / "vocabulary";
    if (const auto made = makeTinyCheckpoint(tiny, {}); !made)
        return fail(made);
    AnomShieldConfig config;
    config.decoder.layers = decoderLayers;
    writeConfigs(tiny, folder, config);
    fs::remove_all(tiny);

    std::vector<ExpectedTensor> ofTower, others;
    for (const ExpectedTensor &tensor : expectedTensors(config))
        (tensor.ofTower ? ofTower : others).push_back(tensor);
    const std::vector<std::uint16_t> table = randomTable();
    if (const auto written = writeShard(folder / kTower / "model.safetensors", ofTower, table);
        !written)
        return fail(written);
    if (const auto written = writeShards(folder, others, table); !written)
        return fail(written);
    std::ofstream(done) << decoderLayers;
    return {};
} catch (const std::exception &error) {
    return fail(ErrorCode::Io, error.what(), folder.string());
}

} // namespace ecva::bench
