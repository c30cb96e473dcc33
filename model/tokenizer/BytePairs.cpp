#include "model/tokenizer/BytePairs.h"

#include "model/tokenizer/ByteAlphabet.h"

#include <limits>

namespace ecva {
namespace {

constexpr std::int32_t kNoRank = std::numeric_limits<std::int32_t>::max();

} // namespace

Result<BytePairs> BytePairs::make(const std::vector<std::pair<std::string, std::int64_t>> &pieces,
                                  const std::vector<std::pair<std::string, std::string>> &merges)
{
    BytePairs made;
    std::unordered_map<std::string_view, std::int32_t> ids;
    std::string bytes;
    for (const auto &[piece, id] : pieces) {
        if (id < 0 || id >= kMostPieces)
            return fail(ErrorCode::BadInput, "\"" + piece + "\" has the id " + std::to_string(id));
        if (!bytesOfSpelling(piece, bytes) || bytes.empty())
            return fail(ErrorCode::BadInput, "\"" + piece + "\" spells no bytes");
        const auto place = static_cast<std::size_t>(id);
        if (made.m_bytes.size() <= place)
            made.m_bytes.resize(place + 1);
        if (!made.m_bytes[place].empty())
            return fail(ErrorCode::BadInput, "two pieces have the id " + std::to_string(id));
        made.m_bytes[place] = bytes;
        ids.emplace(piece, static_cast<std::int32_t>(id));
    }
    for (int byte = 0; byte < 256; ++byte) {
        const std::string single(1, static_cast<char>(byte));
        const auto found = ids.find(spelledBytes(single));
        if (found == ids.end())
            return fail(ErrorCode::BadInput,
                        "has no piece \"" + spelledBytes(single) + "\" for one of the 256 bytes");
        made.m_ofByte.push_back(found->second);
    }
    std::int32_t rank = 0;
    for (const auto &[left, right] : merges) {
        const auto one = ids.find(left);
        const auto other = ids.find(right);
        const auto both = ids.find(left + right);
        if (one == ids.end() || other == ids.end() || both == ids.end()) {
            return fail(ErrorCode::BadInput, "merge " + std::to_string(rank) + ", \"" + left + " "
                                                 + right + "\", is of pieces that are not there");
        }
        // Of a pair that comes twice the last place counts, as in the original.
        made.m_merges[key(one->second, other->second)] = {rank++, both->second};
    }
    return made;
}

const std::string &BytePairs::bytes(std::int32_t id) const
{
    static const std::string none;
    return id >= 0 && id < size() ? m_bytes[static_cast<std::size_t>(id)] : none;
}

const BytePairs::Merge *BytePairs::find(std::int32_t left, std::int32_t right) const
{
    const auto found = m_merges.find(key(left, right));
    return found == m_merges.end() ? nullptr : &found->second;
}

void BytePairs::append(std::string_view part, std::vector<std::int32_t> &ids) const
{
    std::vector<std::int32_t> word;
    for (const char byte : part)
        word.push_back(m_ofByte[static_cast<unsigned char>(byte)]);
    // ranks[i]: of the pair that begins at i.
    std::vector<std::int32_t> ranks(word.size(), kNoRank);
    const auto look = [&](std::size_t at) {
        const Merge *merge = at + 1 < word.size() ? find(word[at], word[at + 1]) : nullptr;
        ranks[at] = merge ? merge->rank : kNoRank;
    };
    for (std::size_t i = 0; i < word.size(); ++i)
        look(i);
    while (word.size() > 1) {
        std::size_t best = 0;
        for (std::size_t i = 1; i < word.size(); ++i) {
            if (ranks[i] < ranks[best])
                best = i;
        }
        if (ranks[best] == kNoRank)
            break;
        // Every such pair at once, from the left.
        const std::int32_t left = word[best];
        const std::int32_t right = word[best + 1];
        const std::int32_t both = find(left, right)->id;
        std::size_t kept = 0;
        std::vector<std::size_t> changed;
        for (std::size_t i = 0; i < word.size(); ++kept) {
            if (i + 1 < word.size() && word[i] == left && word[i + 1] == right) {
                word[kept] = both;
                changed.push_back(kept);
                i += 2;
            } else {
                word[kept] = word[i];
                ranks[kept] = ranks[i];
                ++i;
            }
        }
        word.resize(kept);
        ranks.resize(kept);
        for (const std::size_t at : changed) {
            look(at);
            if (at > 0)
                look(at - 1);
        }
        look(kept - 1);
    }
    ids.insert(ids.end(), word.begin(), word.end());
}

} // namespace ecva
