#include "model/checkpoint/WeightStore.h"

namespace ecva {

struct WeightStore::Mapping
{
};

Result<WeightStore> WeightStore::open(const std::filesystem::path &folder)
{
    return fail(ErrorCode::Unsupported, "checkpoints cannot be read yet", folder.string());
}

const TensorView *WeightStore::find(std::string_view name) const
{
    const auto found = m_tensors.find(name);
    return found == m_tensors.end() ? nullptr : &found->second;
}

std::vector<std::filesystem::path> WeightStore::files() const
{
    return {};
}

} // namespace ecva
