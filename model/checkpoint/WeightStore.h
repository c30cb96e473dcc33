#pragma once

#include "core/base/Result.h"
#include "model/checkpoint/MappedFile.h"
#include "model/checkpoint/TensorView.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ecva {

/// The tensors of one folder: model.safetensors, or the shards that model.safetensors.index.json
/// names; else pytorch_model.bin, or the shards of pytorch_model.bin.index.json. Files are mapped;
/// only tensors that a torch file holds with strides are copied. Immutable, safe from any thread.
///
/// A header is trusted in nothing: at most 100 MB, offsets sorted, no gap, no overlap, size =
/// product of the shape × type. Errors: NotFound, Io, BadInput (names file, tensor and value),
/// Unsupported (a torch file that is packed).
class WeightStore
{
public:
    static Result<WeightStore> open(const std::filesystem::path &folder);

    /// One file, of either format; which one, its content says. For what lies beside a model:
    /// mm_projector.bin, non_lora_trainables.bin, adapters.
    static Result<WeightStore> openFile(const std::filesystem::path &file);

    /// Null when there is none.
    const TensorView *find(std::string_view name) const;
    /// By name, ascending.
    const std::map<std::string, TensorView, std::less<>> &tensors() const { return m_tensors; }
    /// The mapped files, by name.
    std::vector<std::filesystem::path> files() const;
    const std::vector<std::shared_ptr<const MappedFile>> &mappings() const { return m_mappings; }

private:
    Result<void> readShards(const std::filesystem::path &index);
    Result<void> add(const std::filesystem::path &path);
    Result<void> addSafetensors(const MappedFile &file);
    Result<void> addTorch(const MappedFile &file);
    Result<void> put(std::string name, TensorView view, const std::filesystem::path &path);

    std::vector<std::shared_ptr<const MappedFile>> m_mappings;
    std::vector<std::shared_ptr<const std::vector<std::byte>>> m_copies;
    std::map<std::string, TensorView, std::less<>> m_tensors;
};

} // namespace ecva
