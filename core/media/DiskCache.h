#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace ecva {

/// What is derived from media files and can be made again: one file per key in
/// $XDG_CACHE_HOME (else ~/.cache) /ecva-studio/<kind>. An entry carries a version and a digest of
/// its bytes: anything damaged, or written by another version, reads as absent. A cache that cannot
/// be written is no error. Thread-safe; several processes may use it at once.
class DiskCache
{
public:
    /// `kind`: name of the folder. `version`: raise it whenever the meaning of the bytes changes.
    /// `budgetBytes`: beyond it the entries that were read longest ago are removed, now and then;
    /// 0: never.
    DiskCache(std::string kind, std::uint32_t version, std::uintmax_t budgetBytes = 0);

    /// `key`: a media digest, with a suffix of letters, digits, "-", "_" and "." where one file has
    /// several entries. Other keys read as absent and are not written.
    std::optional<std::string> read(const std::string &key) const;
    /// Replaces the entry in one step.
    void write(const std::string &key, std::string_view bytes) const;
    void remove(const std::string &key) const;
    /// Empty where there is neither a cache folder nor a home.
    std::filesystem::path file(const std::string &key) const;

private:
    void prune() const;

    std::string m_kind;
    std::uint32_t m_version;
    std::uintmax_t m_budget;
};

} // namespace ecva
