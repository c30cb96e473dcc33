#include "model/checkpoint/CheckpointReader.h"

#include "model/checkpoint/TensorNames.h"
#include "model/checkpoint/WeightsDigest.h"

#include <algorithm>

namespace ecva {
namespace {

namespace fs = std::filesystem;

bool isFloating(ScalarType type)
{
    return type == ScalarType::F64 || type == ScalarType::F32 || type == ScalarType::F16
           || type == ScalarType::BF16;
}

} // namespace

Result<void> CheckpointReader::describe()
{
    Checkpoint &checkpoint = *m_result;
    const AnomShieldConfig &config = checkpoint.m_config;
    ModelInfo &info = checkpoint.m_info;
    info.name = checkpoint.m_folder.filename().string();
    info.folder = checkpoint.m_folder.string();
    const bool isMamba = config.connectorKind == ConnectorKind::MambaScan;
    info.architecture = config.family == ModelFamily::AnomShield ? "anomshield" : "videollama2";
    info.connector = isMamba               ? "mamba_scan"
                     : config.stc.bordered ? "stc_connector"
                                           : "stc_connector_v35";
    info.demonstration = config.demonstration;
    info.contextLength = config.decoder.maxPositions;
    info.padsToSquare = config.padToSquare;
    info.sampling = {config.decoder.topK, config.decoder.topP, config.decoder.repetitionPenalty,
                     m_settings.ignored};
    info.defaultFrames = config.videoFrames;
    info.framesPerStep = isMamba ? 1 : 2;
    info.stepsMore = isMamba || !config.stc.bordered ? 0 : 1;
    info.tokensPerStep
        = static_cast<int>(config.visualTokens(info.framesPerStep) / (1 + info.stepsMore));

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

/// What nothing uses, but for what published checkpoints carry along: buffers of whole numbers,
/// tables of angles, the tower's copies.
void CheckpointReader::addUnexpected(const std::set<std::string_view> &known)
{
    Checkpoint &checkpoint = *m_result;
    std::vector<std::string> &unexpected = checkpoint.m_info.unexpected;
    const bool tied = checkpoint.m_config.decoder.tiedEmbeddings;
    for (const auto &[name, tensor] : checkpoint.m_named) {
        if (!known.contains(name) && isFloating(tensor->type)
            && !name.starts_with("model.vision_tower.") && !name.ends_with(".rotary_emb.inv_freq")
            && !(tied && name == "lm_head.weight")) {
            unexpected.push_back(name);
        }
    }
    for (const auto &[name, tensor] : checkpoint.m_towerNamed) {
        if (!known.contains(name) && isFloating(tensor->type) && !isUnusedByTower(name))
            unexpected.push_back(name);
    }
}

} // namespace ecva
