#include "model/checkpoint/CheckpointReader.h"

#include "model/checkpoint/Geometry.h"
#include "model/checkpoint/TensorNames.h"

namespace ecva {
namespace {

namespace fs = std::filesystem;

} // namespace

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
    // Also where the checkpoint turns out to be whole and needs none.
    if (!files.base.empty() && !fs::is_directory(files.base, error))
        return fail(ErrorCode::NotFound, "the base model's folder is not there",
                    files.base.string());
    auto settings = readCheckpointConfig(checkpoint.m_folder, files.base);
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
    config.family = m_settings.family;
    config.connectorKind = m_settings.connector;
    config.decoder = m_settings.decoder;
    config.padToSquare = m_settings.padToSquare;
    config.videoFrames = m_settings.videoFrames;
    config.stillFrames = m_settings.stillFrames;
    config.demonstration = m_settings.demonstration;
    if (auto connector = readConnector(); !connector)
        return fail(connector);
    if (auto described = describe(); !described)
        return fail(described);
    return m_result;
}

Result<void> CheckpointReader::readConnector()
{
    AnomShieldConfig &config = m_result->m_config;
    const int width = config.tower.hidden;
    const int output = config.decoder.hidden;
    const auto find = [this](std::string_view name) { return m_result->weight(name); };
    const auto fitted = [this](const Error &error) {
        return fail(error.code, error.message, (m_result->m_folder / error.where).string());
    };
    if (config.connectorKind == ConnectorKind::MambaScan) {
        const auto connector = connectorFromShapes(find, width, output);
        if (!connector)
            return fitted(connector.error());
        config.connector = *connector;
        return {};
    }
    const auto connector = stcFromShapes(find, width, output);
    if (!connector)
        return fitted(connector.error());
    config.stc = *connector;
    config.stc.bordered = m_settings.bordered;
    return {};
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
        checkpoint.m_named[publishedName(name)] = &tensor;
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

} // namespace ecva
