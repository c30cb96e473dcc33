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
/// names. Files are mapped, never copied. Immutable, safe from any thread.
///
/// A header is trusted in nothing: at most 100 MB, offsets sorted, no gap, no overlap, size =
/// product of the shape × type. Errors: NotFound, Io, BadInput (names file, tensor and value),
/// Unsupported (only PyTorch's own format is there).
class WeightStore
{
public:
    static Result<WeightStore> open(const std::filesystem::path &folder);

    /// Null when there is none.
    const TensorView *find(std::string_view name) const;
    /// By name, ascending.
    const std::map<std::string, TensorView, std::less<>> &tensors() const { return m_tensors; }
    /// The mapped files, by name.
    std::vector<std::filesystem::path> files() const;
    const std::vector<std::shared_ptr<const MappedFile>> &mappings() const { return m_mappings; }

private:
    Result<void> add(const std::filesystem::path &path);
    std::vector<std::shared_ptr<const MappedFile>> m_mappings;
    std::map<std::string, TensorView, std::less<>> m_tensors;
};

} // namespace ecva
