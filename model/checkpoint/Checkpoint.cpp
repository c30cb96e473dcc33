#include "model/checkpoint/Checkpoint.h"

#include "model/checkpoint/CheckpointReader.h"

#include <array>
#include <exception>
#include <new>

namespace ecva {

namespace fs = std::filesystem;

Result<std::shared_ptr<const Checkpoint>> Checkpoint::open(const CheckpointFiles &files)
try {
    return CheckpointReader().read(files);
} catch (const std::bad_alloc &) {
    return fail(ErrorCode::OutOfMemory, "does not fit into memory", files.folder.string());
} catch (const std::exception &error) {
    return fail(ErrorCode::BadInput, error.what(), files.folder.string());
}

fs::path Checkpoint::tokenizerFile() const
{
    // SentencePiece's own file, byte-level BPE's own, then what holds all of either.
    constexpr std::array kNames{"tokenizer.model", "vocab.json", "tokenizer.json"};
    std::error_code ignored;
    for (const char *name : kNames) {
        for (const fs::path &folder : {m_folder, m_base, m_loraFolder}) {
            if (!folder.empty() && fs::exists(folder / name, ignored))
                return folder / name;
        }
    }
    return m_folder / kNames.front();
}

const LoraPair *Checkpoint::lora(std::string_view name) const
{
    if (!m_lora)
        return nullptr;
    const auto found = m_lora->pairs().find(name);
    return found == m_lora->pairs().end() ? nullptr : &found->second;
}

const TensorView *Checkpoint::find(const ExpectedTensor &tensor) const
{
    return tensor.ofTower ? towerWeight(tensor.name) : weight(tensor.name);
}

const TensorView *Checkpoint::weight(std::string_view name) const
{
    const auto found = m_named.find(name);
    return found == m_named.end() ? nullptr : found->second;
}

const TensorView *Checkpoint::towerWeight(std::string_view name) const
{
    const auto found = m_towerNamed.find(name);
    return found == m_towerNamed.end() ? nullptr : found->second;
}

} // namespace ecva
