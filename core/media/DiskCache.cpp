#include "core/media/DiskCache.h"

#include "core/base/Sha256.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <unistd.h>
#include <vector>

namespace ecva {
namespace {

namespace fs = std::filesystem;

constexpr char kMagic[8] = {'E', 'C', 'V', 'A', 'D', 'A', 'T', '\n'};
constexpr std::size_t kDigest = 64;
constexpr std::size_t kHead = sizeof kMagic + sizeof(std::uint32_t) + kDigest;
constexpr std::uint64_t kWritesPerPrune = 64;

static_assert(std::endian::native == std::endian::little,
              "the cache is written as it lies in memory");

fs::path cacheRoot()
{
    if (const char *cache = std::getenv("XDG_CACHE_HOME"); cache && *cache)
        return fs::path(cache) / "ecva-studio";
    if (const char *home = std::getenv("HOME"); home && *home)
        return fs::path(home) / ".cache" / "ecva-studio";
    return {};
}

bool isKey(const std::string &key)
{
    return !key.empty() && key.front() != '.' && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
               || c == '-' || c == '_' || c == '.';
    });
}

} // namespace

DiskCache::DiskCache(std::string kind, std::uint32_t version, std::uintmax_t budgetBytes)
    : m_kind(std::move(kind))
    , m_version(version)
    , m_budget(budgetBytes)
{
}

fs::path DiskCache::file(const std::string &key) const
{
    const fs::path root = cacheRoot();
    return root.empty() || !isKey(key) ? fs::path() : root / m_kind / key;
}

std::optional<std::string> DiskCache::read(const std::string &key) const
{
    const fs::path path = file(key);
    if (path.empty())
        return std::nullopt;
    std::ifstream stream(path, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(stream)), {});
    if (bytes.size() < kHead || std::memcmp(bytes.data(), kMagic, sizeof kMagic) != 0)
        return std::nullopt;
    std::uint32_t version = 0;
    std::memcpy(&version, bytes.data() + sizeof kMagic, sizeof version);
    const std::string_view body = std::string_view(bytes).substr(kHead);
    if (version != m_version
        || std::string_view(bytes).substr(kHead - kDigest, kDigest) != sha256Hex(body))
        return std::nullopt;
    if (m_budget > 0) {
        std::error_code ignored; // an older time only means an earlier removal
        fs::last_write_time(path, fs::file_time_type::clock::now(), ignored);
    }
    bytes.erase(0, kHead);
    return bytes;
}

void DiskCache::write(const std::string &key, std::string_view bytes) const
{
    const fs::path path = file(key);
    if (path.empty())
        return;
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    static std::atomic<std::uint64_t> counter{0};
    const std::uint64_t number = ++counter;
    const fs::path temporary
        = path.string() + "." + std::to_string(getpid()) + "." + std::to_string(number) + ".tmp";
    {
        std::ofstream stream(temporary, std::ios::binary | std::ios::trunc);
        stream.write(kMagic, sizeof kMagic);
        stream.write(reinterpret_cast<const char *>(&m_version), sizeof m_version);
        stream << sha256Hex(bytes);
        stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        if (!stream.flush()) {
            fs::remove(temporary, error);
            return;
        }
    }
    fs::rename(temporary, path, error);
    if (error)
        fs::remove(temporary, error);
    if (m_budget > 0 && number % kWritesPerPrune == 1)
        prune();
}

void DiskCache::remove(const std::string &key) const
{
    std::error_code error;
    if (const fs::path path = file(key); !path.empty())
        fs::remove(path, error);
}

void DiskCache::prune() const
{
    struct Kept
    {
        fs::file_time_type used;
        std::uintmax_t bytes = 0;
        fs::path path;
    };
    std::vector<Kept> entries;
    std::uintmax_t total = 0;
    std::error_code error;
    for (fs::directory_iterator each(cacheRoot() / m_kind, error), end; each != end && !error;
         each.increment(error)) {
        std::error_code one;
        Kept kept{each->last_write_time(one), each->file_size(one), each->path()};
        if (one)
            continue;
        total += kept.bytes;
        entries.push_back(std::move(kept));
    }
    std::sort(entries.begin(), entries.end(),
              [](const Kept &a, const Kept &b) { return a.used < b.used; });
    for (const Kept &kept : entries) {
        if (total <= m_budget)
            break;
        if (fs::remove(kept.path, error))
            total -= kept.bytes;
    }
}

} // namespace ecva
