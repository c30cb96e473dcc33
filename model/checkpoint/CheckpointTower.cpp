#include "model/checkpoint/CheckpointReader.h"

#include "model/checkpoint/Geometry.h"
#include "model/checkpoint/TensorNames.h"

namespace ecva {
namespace {

namespace fs = std::filesystem;

} // namespace

/// Model spec A.4, "Where the tower lies": of VideoLLaMA2 the weights beside the decoder come
/// first, and its folder gives config and processor only.
Result<void> CheckpointReader::findTower(const fs::path &visionTower)
{
    Checkpoint &checkpoint = *m_result;
    std::error_code ignored;
    const auto first = checkpoint.m_named.lower_bound(kTowerInShards);
    const bool isInShards
        = first != checkpoint.m_named.end() && first->first.starts_with(kTowerInShards);
    m_towerInShards = isInShards && m_settings.family == ModelFamily::VideoLlama2;
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
    if (!isInShards) {
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
                checkpoint.m_towerNamed.emplace(
                    publishedTowerName(name.substr(kTowerInShards.size())), tensor);
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
    // The checkpoint's own config.json is the decoder's.
    const bool hasConfig
        = checkpoint.m_towerFolder != checkpoint.m_folder && fs::exists(configFile, ignored);
    auto tower
        = hasConfig
              ? readTowerConfig(configFile)
              : towerFromShapes([&](std::string_view name) { return checkpoint.towerWeight(name); },
                                m_settings.visionTower);
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
    if (m_settings.connector == ConnectorKind::MambaScan && tower->grid() < kMambaPool) {
        return fail(ErrorCode::BadInput,
                    "image_size " + std::to_string(tower->image) + " has fewer than 4 patches of "
                        + std::to_string(tower->patch)
                        + " a side: the connector joins 4 by 4 of them",
                    configFile.string());
    }
    checkpoint.m_config.tower = *tower;

    ProcessorConfig &processor = checkpoint.m_config.processor;
    const fs::path processorFile = checkpoint.m_towerFolder / "preprocessor_config.json";
    if (!fs::exists(processorFile, ignored)) {
        processor = usualProcessor(*tower);
        return {};
    }
    const auto read = readProcessorConfig(processorFile, *tower);
    if (!read)
        return fail(read);
    processor = *read;
    return {};
}

} // namespace ecva
