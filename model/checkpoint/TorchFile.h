#pragma once

#include "core/base/Result.h"
#include "model/checkpoint/TensorView.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace ecva {

/// One tensor of a file that torch.save wrote.
struct TorchEntry
{
    std::string name;
    ScalarType type = ScalarType::F32;
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> stride; ///< in elements, one per side
    std::span<const std::byte> data;  ///< from its first element to its last, in the file's bytes

    /// Row-major without gaps: `data` can be used as it lies.
    bool isContiguous() const;
    /// The elements in row-major order, without gaps.
    std::vector<std::byte> packed() const;
};

/// Largest pickle that is read: that of a state dict has some hundred bytes a tensor.
inline constexpr std::uint64_t kLargestPickle = 4 << 20;

/// The tensors of a state dict as torch.save writes it: a dict or OrderedDict from names to tensors
/// or parameters, in the zip form (members stored, not deflated) or the legacy one. Entries in the
/// order of the dict; other values than tensors are left out.
///
/// The pickle is read by a machine that can make tensors, numbers, texts, tuples, lists and dicts
/// and nothing else: any other global is refused by its name. Nothing is trusted: every tensor lies
/// within its storage, every storage within the file; memory follows the pickle's length.
/// Errors: BadInput (what and where in the file), Unsupported (deflated members, byte order),
/// `where` left empty. Model spec 0.2.
Result<std::vector<TorchEntry>> readTorchFile(std::span<const std::byte> file);

} // namespace ecva
