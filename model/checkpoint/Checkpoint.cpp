#include "model/checkpoint/Checkpoint.h"

#include "model/checkpoint/ConfigReader.h"
#include "model/checkpoint/Geometry.h"
#include "model/checkpoint/WeightsDigest.h"

#include <algorithm>
#include <array>
#include <exception>
#include <new>
#include <set>

namespace ecva {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTowerInShards = "model.vision_tower.vision_tower.";
constexpr std::array<std::string_view, 6> kUnusedByTower{"text_model.",
                                                         "text_projection.",
                                                         "visual_projection.",
                                                         "logit_scale",
                                                         "vision_model.embeddings.position_ids",
                                                         "vision_model.post_layernorm."};

/// Model spec E.7: what training tools put before the published names.
std::string publishedName(const std::string &name)
{
    constexpr std::string_view kConnector = "mm_projector.";
    if (const auto at = name.find(kConnector); at != std::string::npos)
        return "model." + name.substr(at);
    constexpr std::string_view kPeft = "base_model.model.";
    return name.starts_with(kPeft) ? name.substr(kPeft.size()) : name;
}

/// transformers 5 leaves "vision_model." out of a tower that is saved alone.
std::string publishedTowerName(const std::string &name)
{
    for (const char *part : {"embeddings.", "encoder.", "pre_layrnorm.", "post_layernorm."}) {
        if (name.starts_with(part))
            return "vision_model." + name;
    }
    return name;
}

bool isUnusedByTower(std::string_view name)
{
    return std::any_of(kUnusedByTower.begin(), kUnusedByTower.end(),
                       [&](std::string_view start) { return name.starts_with(start); });
}

bool isFloating(ScalarType type)
{
    return type == ScalarType::F64 || type == ScalarType::F32 || type == ScalarType::F16
           || type == ScalarType::BF16;
}

} // namespace

class CheckpointReader
{
public:
    Result<std::shared_ptr<const Checkpoint>> read(const CheckpointFiles &files);

private:
    Result<void> readWeights(const CheckpointFiles &files);
    Result<void> replaceFrom(const fs::path &file);
    Result<void> nameTensors();
    Result<void> findTower(const fs::path &visionTower);
    Result<void> readTower();
    Result<void> describe();
    void checkAdapter();
    void addUnexpected(const std::set<std::string_view> &known);

    std::shared_ptr<Checkpoint> m_result = std::make_shared<Checkpoint>();
    AnomShieldSettings m_settings;
    bool m_towerInShards = false;
};

Result<std::shared_ptr<const Checkpoint>> CheckpointReader::read(const CheckpointFiles &files)
{
    const fs::path &folder = files.folder;
    std::error_code error;
    Checkpoint &checkpoint = *m_result;
    checkpoint.m_folder = fs::absolute(folder, error).lexically_normal();
    if (!checkpoint.m_folder.has_filename())
        checkpoint.m_folder = checkpoint.m_folder.parent_path();
    if (folder.empty() || !fs::exists(folder, error))
        return fail(ErrorCode::NotFound, "is not there", folder.string());
    if (!fs::is_directory(folder, error))
        return fail(ErrorCode::BadInput, "is no folder of a checkpoint", folder.string());
    auto settings = readAnomShieldConfig(checkpoint.m_folder);
    if (!settings)
        return fail(settings);
    m_settings = std::move(*settings);
    if (auto read = readWeights(files); !read)
        return fail(read);
    if (auto found = findTower(files.visionTower); !found)
        return fail(found);
    if (auto tower = readTower(); !tower)
        return fail(tower);

    AnomShieldConfig &config = checkpoint.m_config;
    config.decoder = m_settings.decoder;
    config.padToSquare = m_settings.padToSquare;
    config.stillFrames = m_settings.stillFrames;
    config.demonstration = m_settings.demonstration;
    const auto connector
        = connectorFromShapes([&](std::string_view name) { return checkpoint.weight(name); },
                              config.tower.hidden, config.decoder.hidden);
    if (!connector) {
        return fail(ErrorCode::BadInput, connector.error().message,
                    (checkpoint.m_folder / connector.error().where).string());
    }
    config.connector = *connector;
    if (auto described = describe(); !described)
        return fail(described);
    return m_result;
}

/// Model spec E.8, with the parts given instead of guessed from names.
Result<void> CheckpointReader::readWeights(const CheckpointFiles &files)
{
    Checkpoint &checkpoint = *m_result;
    const fs::path &folder = checkpoint.m_folder;
    std::error_code ignored;
    checkpoint.m_base = files.base;
    checkpoint.m_loraFolder = files.lora;
    if (files.lora.empty() && LoraAdapter::isAdapter(folder))
        checkpoint.m_loraFolder = folder;

    auto weights = WeightStore::open(folder);
    const bool isWhole = weights.has_value() || weights.error().code != ErrorCode::NotFound;
    if (!isWhole && !files.base.empty())
        weights = WeightStore::open(files.base);
    if (!isWhole && files.base.empty()) {
        return fail(ErrorCode::NotFound,
                    weights.error().message
                        + "; where it only holds a connector or an adapter, name the model it was "
                          "trained on (--base)",
                    folder.string());
    }
    if (!weights)
        return fail(weights);
    checkpoint.m_weights = std::move(*weights);
    if (auto named = nameTensors(); !named)
        return named;

    if (!isWhole && fs::exists(folder / "mm_projector.bin", ignored)) {
        if (auto replaced = replaceFrom(folder / "mm_projector.bin"); !replaced)
            return replaced;
    }
    if (!checkpoint.m_loraFolder.empty()) {
        auto adapter = LoraAdapter::open(checkpoint.m_loraFolder);
        if (!adapter)
            return fail(adapter);
        checkpoint.m_lora = std::move(*adapter);
        const fs::path others = checkpoint.m_loraFolder / "non_lora_trainables.bin";
        if (fs::exists(others, ignored)) {
            if (auto replaced = replaceFrom(others); !replaced)
                return replaced;
        }
    }
    if (!files.projector.empty())
        return replaceFrom(files.projector);
    return {};
}

Result<void> CheckpointReader::replaceFrom(const fs::path &file)
{
    Checkpoint &checkpoint = *m_result;
    auto weights = WeightStore::openFile(file);
    if (!weights)
        return fail(weights);
    if (weights->tensors().empty())
        return fail(ErrorCode::BadInput, "holds no tensors", file.string());
    checkpoint.m_replacements.push_back(std::move(*weights));
    for (const auto &[name, tensor] : checkpoint.m_replacements.back().tensors()) {
        // Some builds train through one more wrapper: "base_model.model.model.…" (spec E.7).
        std::string published = publishedName(name);
        if (published.starts_with("model.model."))
            published.erase(0, 6);
        checkpoint.m_named[published] = &tensor;
    }
    return {};
}

Result<void> CheckpointReader::nameTensors()
{
    Checkpoint &checkpoint = *m_result;
    for (const auto &[name, tensor] : checkpoint.m_weights.tensors()) {
        const auto [place, isNew] = checkpoint.m_named.emplace(publishedName(name), &tensor);
        if (!isNew) {
            return fail(ErrorCode::BadInput,
                        "tensor \"" + name + "\": " + place->second->file + " also holds "
                            + place->first,
                        (checkpoint.m_folder / tensor.file).string());
        }
    }
    return {};
}

/// Model spec A.4, "Where the tower lies".
Result<void> CheckpointReader::findTower(const fs::path &visionTower)
{
    Checkpoint &checkpoint = *m_result;
    std::error_code ignored;
    if (!visionTower.empty()) {
        if (!fs::is_directory(visionTower, ignored)) {
            return fail(ErrorCode::NotFound, "the vision tower's folder is not there",
                        visionTower.string());
        }
        checkpoint.m_towerFolder = visionTower;
        return {};
    }
    std::vector<fs::path> places;
    if (const fs::path named = m_settings.visionTower; !named.empty()) {
        const fs::path last
            = named.has_filename() ? named.filename() : named.parent_path().filename();
        if (named.is_absolute())
            places.push_back(named);
        else
            places.push_back(checkpoint.m_folder / named);
        if (!last.empty() && last != "." && last != "..") {
            places.push_back(checkpoint.m_folder / last);
            places.push_back(checkpoint.m_folder.parent_path() / last);
        }
    }
    std::string tried;
    for (const fs::path &place : places) {
        if (fs::is_directory(place, ignored)) {
            checkpoint.m_towerFolder = place;
            return {};
        }
        tried += (tried.empty() ? "" : ", ") + place.string();
    }
    const auto first = checkpoint.m_named.lower_bound(kTowerInShards);
    if (first == checkpoint.m_named.end() || !first->first.starts_with(kTowerInShards)) {
        return fail(ErrorCode::NotFound,
                    "the vision tower \"" + m_settings.visionTower
                        + "\" is neither in the weights nor in "
                        + (tried.empty() ? std::string("any folder") : tried),
                    checkpoint.m_folder.string());
    }
    checkpoint.m_towerFolder = checkpoint.m_folder;
    m_towerInShards = true;
    return {};
}

Result<void> CheckpointReader::readTower()
{
    Checkpoint &checkpoint = *m_result;
    if (m_towerInShards) {
        for (const auto &[name, tensor] : checkpoint.m_named) {
            if (name.starts_with(kTowerInShards))
                checkpoint.m_towerNamed.emplace(name.substr(kTowerInShards.size()), tensor);
        }
    } else {
        auto weights = WeightStore::open(checkpoint.m_towerFolder);
        if (!weights)
            return fail(weights);
        checkpoint.m_towerWeights = std::move(*weights);
        for (const auto &[name, tensor] : checkpoint.m_towerWeights.tensors()) {
            if (!checkpoint.m_towerNamed.emplace(publishedTowerName(name), &tensor).second) {
                return fail(ErrorCode::BadInput,
                            "tensor \"" + name + "\" is also there as vision_model." + name,
                            (checkpoint.m_towerFolder / tensor.file).string());
            }
        }
    }

    std::error_code ignored;
    const fs::path configFile = checkpoint.m_towerFolder / "config.json";
    const bool hasConfig = !m_towerInShards && fs::exists(configFile, ignored);
    auto tower
        = hasConfig ? readTowerConfig(configFile) : towerFromShapes([&](std::string_view name) {
              return checkpoint.towerWeight(name);
          });
    if (!tower) {
        const Error &error = tower.error();
        return fail(error.code, error.message,
                    hasConfig ? error.where : (checkpoint.m_towerFolder / error.where).string());
    }
    tower->selectLayer = m_settings.selectLayer;
    tower->keepClassToken = m_settings.keepClassToken;
    if (tower->selectLayer > tower->layers || tower->selectLayer < -tower->layers - 1) {
        return fail(ErrorCode::BadInput,
                    "mm_vision_select_layer is " + std::to_string(tower->selectLayer)
                        + ": the tower has " + std::to_string(tower->layers) + " layers",
                    (checkpoint.m_folder / "config.json").string());
    }
    checkpoint.m_config.tower = *tower;

    ProcessorConfig &processor = checkpoint.m_config.processor;
    const fs::path processorFile = checkpoint.m_towerFolder / "preprocessor_config.json";
    if (!fs::exists(processorFile, ignored)) {
        processor.shortestEdge = processor.crop = tower->image;
        return {};
    }
    const auto read = readProcessorConfig(processorFile, tower->image);
    if (!read)
        return fail(read);
    processor = *read;
    return {};
}

Result<void> CheckpointReader::describe()
{
    Checkpoint &checkpoint = *m_result;
    const AnomShieldConfig &config = checkpoint.m_config;
    ModelInfo &info = checkpoint.m_info;
    info.name = checkpoint.m_folder.filename().string();
    info.folder = checkpoint.m_folder.string();
    info.architecture = "anomshield";
    info.demonstration = config.demonstration;
    info.contextLength = config.decoder.maxPositions;
    info.padsToSquare = config.padToSquare;
    info.tokensPerFrame = static_cast<int>(config.visualTokens(1));

    const std::vector<ExpectedTensor> expected = expectedTensors(config);
    std::set<std::string_view> known;
    std::map<ScalarType, std::int64_t> elementsOfType;
    for (const ExpectedTensor &tensor : expected) {
        known.insert(tensor.name);
        const TensorView *found = checkpoint.find(tensor);
        if (!found) {
            info.missing.push_back(tensor.name);
            continue;
        }
        if (!isFloating(found->type)) {
            const fs::path &folder
                = tensor.ofTower ? checkpoint.m_towerFolder : checkpoint.m_folder;
            return fail(ErrorCode::BadInput,
                        "tensor \"" + tensor.name + "\" is " + std::string(toString(found->type))
                            + ": must be floating point",
                        (folder / found->file).string());
        }
        if (found->shape != tensor.shape)
            info.misshaped.push_back({tensor.name, tensor.shape, found->shape});
        const auto elements = static_cast<std::int64_t>(found->bytes / byteSize(found->type));
        info.parameters += elements;
        elementsOfType[found->type] += elements;
    }
    const auto most = std::max_element(
        elementsOfType.begin(), elementsOfType.end(),
        [](const auto &one, const auto &two) { return one.second < two.second; });
    if (most != elementsOfType.end())
        info.storedType = toString(most->first);
    addUnexpected(known);
    checkAdapter();

    auto files = checkpoint.m_weights.mappings();
    const auto add = [&files](const WeightStore &store) {
        files.insert(files.end(), store.mappings().begin(), store.mappings().end());
    };
    add(checkpoint.m_towerWeights);
    for (const WeightStore &replacement : checkpoint.m_replacements)
        add(replacement);
    if (checkpoint.m_lora)
        add(checkpoint.m_lora->weights());
    info.weightsDigest = weightsDigest(files);
    return {};
}

/// Every change must fit a weight. peft also puts changes into the tower by suffix, for which no
/// training wrote anything (spec E.7): those are left alone.
void CheckpointReader::checkAdapter()
{
    Checkpoint &checkpoint = *m_result;
    if (!checkpoint.m_lora)
        return;
    ModelInfo &info = checkpoint.m_info;
    if (checkpoint.m_loraFolder != checkpoint.m_folder)
        info.name += "+" + checkpoint.m_loraFolder.filename().string();
    info.adapter = checkpoint.m_loraFolder.string();
    for (const auto &[name, pair] : checkpoint.m_lora->pairs()) {
        if (name.find("vision_tower") != std::string::npos)
            continue;
        const TensorView *weight = checkpoint.weight(name);
        if (!weight) {
            info.unexpected.push_back("lora of " + name);
            continue;
        }
        const std::vector<std::int64_t> shape{pair.b->shape[0], pair.a->shape[1]};
        if (weight->shape != shape)
            info.misshaped.push_back({"lora of " + name, weight->shape, shape});
    }
}

/// What nothing uses, but for what published checkpoints carry along.
void CheckpointReader::addUnexpected(const std::set<std::string_view> &known)
{
    Checkpoint &checkpoint = *m_result;
    std::vector<std::string> &unexpected = checkpoint.m_info.unexpected;
    const bool tied = checkpoint.m_config.decoder.tiedEmbeddings;
    for (const auto &[name, tensor] : checkpoint.m_named) {
        if (!known.contains(name) && !name.starts_with("model.vision_tower.")
            && !name.ends_with(".rotary_emb.inv_freq") && !(tied && name == "lm_head.weight")) {
            unexpected.push_back(name);
        }
    }
    for (const auto &[name, tensor] : checkpoint.m_towerNamed) {
        if (!known.contains(name) && !isUnusedByTower(name))
            unexpected.push_back(name);
    }
}

Result<std::shared_ptr<const Checkpoint>> Checkpoint::open(const CheckpointFiles &files)
try {
    return CheckpointReader().read(files);
} catch (const std::bad_alloc &) {
    return fail(ErrorCode::OutOfMemory, "does not fit into memory", files.folder.string());
} catch (const std::exception &error) {
    return fail(ErrorCode::BadInput, error.what(), files.folder.string());
}

fs::path Checkpoint::tokenizerFile() const
{
    constexpr char kName[] = "tokenizer.model";
    std::error_code ignored;
    for (const fs::path &folder : {m_folder, m_base, m_loraFolder}) {
        if (!folder.empty() && fs::exists(folder / kName, ignored))
            return folder / kName;
    }
    return m_folder / kName;
}

const LoraPair *Checkpoint::lora(std::string_view name) const
{
    if (!m_lora)
        return nullptr;
    const auto found = m_lora->pairs().find(name);
    return found == m_lora->pairs().end() ? nullptr : &found->second;
}

const TensorView *Checkpoint::find(const ExpectedTensor &tensor) const
{
    return tensor.ofTower ? towerWeight(tensor.name) : weight(tensor.name);
}

const TensorView *Checkpoint::weight(std::string_view name) const
{
    const auto found = m_named.find(name);
    return found == m_named.end() ? nullptr : found->second;
}

const TensorView *Checkpoint::towerWeight(std::string_view name) const
{
    const auto found = m_towerNamed.find(name);
    return found == m_towerNamed.end() ? nullptr : found->second;
}

} // namespace ecva
