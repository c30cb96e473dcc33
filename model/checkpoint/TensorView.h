#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ecva {

/// Types of safetensors.
enum class ScalarType { F64, F32, F16, BF16, I64, I32, I16, I8, U8, Bool };

std::string_view toString(ScalarType type);
std::size_t byteSize(ScalarType type);

/// A tensor in a mapped file; row-major. Valid as long as its WeightStore.
struct TensorView
{
    ScalarType type = ScalarType::F32;
    std::vector<std::int64_t> shape;
    const std::byte *data = nullptr; ///< may be unaligned
    std::size_t bytes = 0;
    std::string file; ///< name without folder
};

/// "[1024, 3, 14, 14]"
std::string shapeText(const std::vector<std::int64_t> &shape);

} // namespace ecva
