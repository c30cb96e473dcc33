#include "model/checkpoint/Checkpoint.h"

namespace ecva {

std::vector<ExpectedTensor> expectedTensors(const AnomShieldConfig &)
{
    return {};
}

Result<std::shared_ptr<const Checkpoint>> Checkpoint::open(const std::filesystem::path &folder,
                                                           const std::filesystem::path &)
{
    return fail(ErrorCode::Unsupported, "checkpoints cannot be read yet", folder.string());
}

std::filesystem::path Checkpoint::tokenizerFile() const
{
    return m_folder / "tokenizer.model";
}

const TensorView *Checkpoint::find(const ExpectedTensor &tensor) const
{
    return tensor.ofTower ? towerWeight(tensor.name) : weight(tensor.name);
}

const TensorView *Checkpoint::weight(std::string_view name) const
{
    return m_weights.find(name);
}

const TensorView *Checkpoint::towerWeight(std::string_view name) const
{
    return m_towerWeights.find(name);
}

} // namespace ecva
