#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace ecva {

/// An F32 tensor in memory, row-major.
struct TinyTensor
{
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};

/// By name; files hold them in this order, so the same tensors give the same bytes.
using TinyTensors = std::map<std::string, TinyTensor>;

/// FOLDER/model.safetensors. Errors: Io.
Result<void> writeSafetensors(const std::filesystem::path &folder, const TinyTensors &tensors);

/// Two shards of about equal size and model.safetensors.index.json, named as Hugging Face names
/// them. Errors: Io.
Result<void> writeShardedSafetensors(const std::filesystem::path &folder,
                                     const TinyTensors &tensors);

/// The whole file or an error. Errors: Io.
Result<void> writeWholeFile(const std::filesystem::path &file, const std::string &bytes);

} // namespace ecva
