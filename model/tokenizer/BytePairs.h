#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ecva {

/// The pieces of a byte-level BPE and the order in which pairs of them are merged.
class BytePairs
{
public:
    /// More than the largest published vocabularies, 256,000.
    static constexpr std::int32_t kMostPieces = 1 << 22;

    /// `pieces` as the file spells them, with their ids; `merges` the most urgent first. Errors:
    /// BadInput (what, by name: an id twice or out of range, a piece that spells no bytes, one of
    /// the 256 bytes missing, a merge of or to no piece).
    static Result<BytePairs> make(const std::vector<std::pair<std::string, std::int64_t>> &pieces,
                                  const std::vector<std::pair<std::string, std::string>> &merges);

    /// One more than the largest id.
    int size() const { return static_cast<int>(m_bytes.size()); }
    /// What an id stands for; empty where there is no such piece.
    const std::string &bytes(std::int32_t id) const;

    /// The ids of one part of a text (see preTokens()).
    void append(std::string_view part, std::vector<std::int32_t> &ids) const;

private:
    struct Merge
    {
        std::int32_t rank = 0;
        std::int32_t id = 0;
    };
    static std::uint64_t key(std::int32_t left, std::int32_t right)
    {
        return static_cast<std::uint64_t>(left) << 32 | static_cast<std::uint32_t>(right);
    }
    const Merge *find(std::int32_t left, std::int32_t right) const;

    std::vector<std::string> m_bytes;
    std::vector<std::int32_t> m_ofByte; ///< the piece of each single byte
    std::unordered_map<std::uint64_t, Merge> m_merges;
};

} // namespace ecva
