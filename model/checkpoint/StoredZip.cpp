#include "model/checkpoint/StoredZip.h"

#include <algorithm>
#include <cstdint>
#include <set>

namespace ecva {
namespace {

constexpr std::uint64_t kEndSize = 22;
constexpr std::uint64_t kLocatorSize = 20;
constexpr std::uint64_t kEnd64Size = 56;
constexpr std::uint64_t kEntrySize = 46;
constexpr std::uint64_t kLocalSize = 30;
constexpr std::uint64_t kLongestComment = 65535;
constexpr std::uint64_t kMostMembers = 1'000'000;
constexpr std::uint64_t kIn64 = 0xffffffff; ///< the number stands in the zip64 field

struct Reader
{
    std::span<const std::byte> file;

    bool has(std::uint64_t at, std::uint64_t count) const
    {
        return at <= file.size() && count <= file.size() - at;
    }
    /// Precondition: has(at, bytes).
    std::uint64_t number(std::uint64_t at, unsigned bytes) const
    {
        std::uint64_t value = 0;
        for (unsigned i = bytes; i-- > 0;)
            value = value << 8 | std::to_integer<std::uint64_t>(file[at + i]);
        return value;
    }
    std::string text(std::uint64_t at, std::uint64_t count) const
    {
        return {reinterpret_cast<const char *>(file.data()) + at, static_cast<std::size_t>(count)};
    }
};

struct Directory
{
    std::uint64_t begin = 0;
    std::uint64_t size = 0;
    std::uint64_t members = 0;
};

tl::unexpected<Error> bad(const std::string &what)
{
    return fail(ErrorCode::BadInput, "zip file: " + what);
}

Result<Directory> findDirectory(const Reader &reader)
{
    const std::uint64_t size = reader.file.size();
    if (size < kEndSize)
        return bad("too short");
    const std::uint64_t least
        = size > kEndSize + kLongestComment ? size - kEndSize - kLongestComment : 0;
    std::uint64_t end = size - kEndSize;
    while (reader.number(end, 4) != 0x06054b50
           || end + kEndSize + reader.number(end + 20, 2) != size) {
        if (end == least)
            return bad("its directory is not at its end: it is cut short");
        --end;
    }
    Directory directory{reader.number(end + 16, 4), reader.number(end + 12, 4),
                        reader.number(end + 10, 2)};
    if (end >= kLocatorSize && reader.number(end - kLocatorSize, 4) == 0x07064b50) {
        const std::uint64_t at = reader.number(end - kLocatorSize + 8, 8);
        if (!reader.has(at, kEnd64Size) || reader.number(at, 4) != 0x06064b50)
            return bad("its zip64 directory is not where it should be");
        directory
            = {reader.number(at + 48, 8), reader.number(at + 40, 8), reader.number(at + 32, 8)};
    }
    if (!reader.has(directory.begin, directory.size) || directory.members > kMostMembers)
        return bad("its directory lies outside");
    return directory;
}

struct Place
{
    std::uint64_t packed = 0;
    std::uint64_t size = 0;
    std::uint64_t header = 0;
};

/// Numbers of 4 bytes that were too small stand, in this order, in the zip64 field.
bool readExtra(const Reader &reader, std::uint64_t at, std::uint64_t length, Place &place)
{
    const std::uint64_t end = at + length;
    while (end - at >= 4) {
        const std::uint64_t id = reader.number(at, 2);
        const std::uint64_t count = reader.number(at + 2, 2);
        at += 4;
        if (count > end - at)
            return false;
        if (id == 1) {
            std::uint64_t from = at;
            for (std::uint64_t *value : {&place.size, &place.packed, &place.header}) {
                if (*value != kIn64)
                    continue;
                if (from + 8 > at + count)
                    return false;
                *value = reader.number(from, 8);
                from += 8;
            }
            return true;
        }
        at += count;
    }
    return place.size != kIn64 && place.packed != kIn64 && place.header != kIn64;
}

} // namespace

Result<std::vector<ZipMember>> readStoredZip(std::span<const std::byte> file)
{
    const Reader reader{file};
    const auto directory = findDirectory(reader);
    if (!directory)
        return fail(directory);
    std::vector<ZipMember> members;
    std::set<std::string> names;
    std::uint64_t at = directory->begin;
    const std::uint64_t end = directory->begin + directory->size;
    for (std::uint64_t i = 0; i < directory->members; ++i) {
        if (end - at < kEntrySize || reader.number(at, 4) != 0x02014b50)
            return bad("entry " + std::to_string(i) + " of its directory is damaged");
        const std::uint64_t flags = reader.number(at + 8, 2);
        const std::uint64_t method = reader.number(at + 10, 2);
        Place place{reader.number(at + 20, 4), reader.number(at + 24, 4),
                    reader.number(at + 42, 4)};
        const std::uint64_t nameLength = reader.number(at + 28, 2);
        const std::uint64_t extraLength = reader.number(at + 30, 2);
        const std::uint64_t commentLength = reader.number(at + 32, 2);
        if (end - at - kEntrySize < nameLength + extraLength + commentLength)
            return bad("entry " + std::to_string(i) + " of its directory is damaged");
        ZipMember member;
        member.name = reader.text(at + kEntrySize, nameLength);
        if (!readExtra(reader, at + kEntrySize + nameLength, extraLength, place))
            return bad("entry " + std::to_string(i) + " of its directory is damaged");
        at += kEntrySize + nameLength + extraLength + commentLength;
        if (method != 0 || (flags & 1) != 0) {
            return fail(ErrorCode::Unsupported,
                        "member " + member.name + " is "
                            + ((flags & 1) != 0 ? "encrypted" : "compressed")
                            + ": torch stores it as it is");
        }
        if (!names.insert(member.name).second)
            return bad("member " + member.name + " is there twice");
        if (place.packed != place.size || !reader.has(place.header, kLocalSize)
            || reader.number(place.header, 4) != 0x04034b50)
            return bad("member " + member.name + " is damaged");
        const std::uint64_t data = place.header + kLocalSize + reader.number(place.header + 26, 2)
                                   + reader.number(place.header + 28, 2);
        if (!reader.has(data, place.size))
            return bad("member " + member.name + " goes beyond its end: it is cut short");
        member.data
            = file.subspan(static_cast<std::size_t>(data), static_cast<std::size_t>(place.size));
        members.push_back(std::move(member));
    }
    std::vector<const ZipMember *> byPlace;
    for (const ZipMember &member : members) {
        if (!member.data.empty())
            byPlace.push_back(&member);
    }
    std::sort(byPlace.begin(), byPlace.end(), [](const ZipMember *a, const ZipMember *b) {
        return a->data.data() < b->data.data();
    });
    for (std::size_t i = 1; i < byPlace.size(); ++i) {
        if (byPlace[i - 1]->data.data() + byPlace[i - 1]->data.size() > byPlace[i]->data.data())
            return bad("members " + byPlace[i - 1]->name + " and " + byPlace[i]->name + " overlap");
    }
    return members;
}

} // namespace ecva
