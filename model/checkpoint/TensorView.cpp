#include "model/checkpoint/TensorView.h"

namespace ecva {

std::string_view toString(ScalarType type)
{
    switch (type) {
    case ScalarType::F64:
        return "F64";
    case ScalarType::F32:
        return "F32";
    case ScalarType::F16:
        return "F16";
    case ScalarType::BF16:
        return "BF16";
    case ScalarType::I64:
        return "I64";
    case ScalarType::I32:
        return "I32";
    case ScalarType::I16:
        return "I16";
    case ScalarType::I8:
        return "I8";
    case ScalarType::U8:
        return "U8";
    case ScalarType::Bool:
        return "BOOL";
    }
    return "?";
}

std::size_t byteSize(ScalarType type)
{
    switch (type) {
    case ScalarType::F64:
    case ScalarType::I64:
        return 8;
    case ScalarType::F32:
    case ScalarType::I32:
        return 4;
    case ScalarType::F16:
    case ScalarType::BF16:
    case ScalarType::I16:
        return 2;
    case ScalarType::I8:
    case ScalarType::U8:
    case ScalarType::Bool:
        return 1;
    }
    return 0;
}

std::string shapeText(const std::vector<std::int64_t> &shape)
{
    std::string text = "[";
    for (const std::int64_t side : shape)
        text += (text.size() > 1 ? ", " : "") + std::to_string(side);
    return text + "]";
}

} // namespace ecva
