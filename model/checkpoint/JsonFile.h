#pragma once

#include "core/base/Result.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace ecva {

/// Bytes of a plain file. Errors: NotFound, Io, BadInput (no plain file, larger than `limit`).
Result<std::string> readSmallFile(const std::filesystem::path &file, std::uint64_t limit);

/// An object from a file that nobody vouches for: at most 16 MiB, 32 levels deep, no key twice in
/// one object. Errors: those of readSmallFile, BadInput (what and at which byte).
Result<nlohmann::json> readJsonObject(const std::filesystem::path &file);

/// A value as an error message shows it: its JSON, cut after 40 bytes.
std::string valueText(const nlohmann::json &value);

/// Reads the keys of one object and keeps the first complaint, so that a reader asks for key after
/// key and looks once whether all was well. A key that is null counts as absent.
class JsonFields
{
public:
    /// `object` must outlive this; `where` names the file, `prefix` the place in it ("" or
    /// "vision_config.").
    JsonFields(const nlohmann::json &object, std::string where, std::string prefix = {});

    /// The value if there is one that is not null.
    const nlohmann::json *get(const char *key) const;

    /// A whole number from `low` to `high`; `fallback` when absent, and absence is an error without
    /// one.
    std::int64_t integer(const char *key, std::int64_t low, std::int64_t high,
                         std::optional<std::int64_t> fallback = {});
    /// A number from `low` to `high`.
    double number(const char *key, double low, double high, double fallback);
    bool boolean(const char *key, bool fallback);
    std::string text(const char *key, const std::string &fallback);

    /// Keeps `message` unless there is an earlier one.
    void complain(ErrorCode code, const std::string &message);
    const std::optional<Error> &error() const { return m_error; }

private:
    std::string name(const char *key) const { return m_prefix + key; }

    const nlohmann::json &m_object;
    std::string m_where;
    std::string m_prefix;
    std::optional<Error> m_error;
};

} // namespace ecva
