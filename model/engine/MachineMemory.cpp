#include "model/engine/MachineMemory.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace ecva {
namespace {

namespace fs = std::filesystem;
using Bytes = std::optional<std::uint64_t>;

Bytes numberIn(const fs::path &file)
{
    std::ifstream in(file);
    std::uint64_t number = 0;
    return in >> number ? Bytes(number) : Bytes();
}

// The number behind a word at the start of a line: "MemAvailable:   123 kB", "file 123".
Bytes numberBehind(const fs::path &file, const std::string &word)
{
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        std::istringstream fields(line);
        std::string name;
        std::uint64_t number = 0;
        if (fields >> name >> number && name == word)
            return number;
    }
    return {};
}

Bytes leftInGroup(const fs::path &group, const char *limitFile, const char *usedFile,
                  const std::string &prefix)
{
    const Bytes limit = numberIn(group / limitFile); // "max" is no number
    const Bytes used = numberIn(group / usedFile);
    if (!limit || !used)
        return {};
    std::uint64_t cache = 0; // of files; what lies in a tmpfs is in neither list
    for (const char *list : {"active_file", "inactive_file"})
        cache += numberBehind(group / "memory.stat", prefix + list).value_or(0);
    const std::uint64_t taken = *used > cache ? *used - cache : 0;
    return *limit > taken ? *limit - taken : 0;
}

void lessen(Bytes &least, const Bytes &other)
{
    if (other)
        least = least ? std::min(*least, *other) : *other;
}

} // namespace

std::optional<std::uint64_t> availableMemory(const fs::path &root)
{
    Bytes least;
    if (const Bytes kib = numberBehind(root / "proc/meminfo", "MemAvailable:"))
        least = *kib * 1024;

    // A group's limit binds its children, so every ancestor counts.
    std::ifstream groups(root / "proc/self/cgroup");
    for (std::string line; std::getline(groups, line);) {
        const auto first = line.find(':');
        const auto second = line.find(':', first + 1);
        if (first == std::string::npos || second == std::string::npos)
            continue;
        const std::string controllers = line.substr(first + 1, second - first - 1);
        const bool unified = controllers.empty();
        if (!unified && controllers != "memory")
            continue;
        const fs::path mount = root / (unified ? "sys/fs/cgroup" : "sys/fs/cgroup/memory");
        for (fs::path group = fs::path(line.substr(second + 1)).relative_path();;
             group = group.parent_path()) {
            lessen(least, unified ? leftInGroup(mount / group, "memory.max", "memory.current", "")
                                  : leftInGroup(mount / group, "memory.limit_in_bytes",
                                                "memory.usage_in_bytes", "total_"));
            if (group.empty())
                break;
        }
    }
    return least;
}

std::string bytesText(double bytes)
{
    const char *units[] = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    std::size_t unit = 0;
    while (bytes >= 1000 && unit + 1 < std::size(units)) {
        bytes /= 1000;
        ++unit;
    }
    char text[32];
    std::snprintf(text, sizeof text, unit < 2 ? "%.0f %s" : "%.1f %s", bytes, units[unit]);
    return text;
}

} // namespace ecva
