#include "model/checkpoint/JsonFile.h"

#include <cerrno>
#include <cmath>
#include <cstring>
#include <fcntl.h>
#include <set>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace ecva {
namespace {

using nlohmann::json;

constexpr std::uint64_t kLargestJson = 16U << 20;
constexpr std::size_t kDeepest = 32;

/// Only looks: how deep, and whether a key comes twice. nlohmann's tree would take any depth and
/// keep the last of two keys.
class Guard : public nlohmann::json_sax<json>
{
public:
    std::string complaint;
    std::size_t byte = 0;

    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t &) override { return true; }
    bool string(string_t &) override { return true; }
    bool binary(binary_t &) override { return true; }
    bool start_object(std::size_t) override { return open(); }
    bool start_array(std::size_t) override { return open(); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t &name) override
    {
        if (m_keys.back().insert(name).second)
            return true;
        complaint = "\"" + name + "\" comes twice";
        return false;
    }
    bool parse_error(std::size_t position, const std::string &,
                     const nlohmann::detail::exception &) override
    {
        complaint = "is not JSON from byte " + std::to_string(position);
        return false;
    }

private:
    bool open()
    {
        m_keys.emplace_back();
        if (m_keys.size() <= kDeepest)
            return true;
        complaint = "is nested deeper than " + std::to_string(kDeepest) + " levels";
        return false;
    }
    bool close()
    {
        m_keys.pop_back();
        return true;
    }
    std::vector<std::set<std::string>> m_keys;
};

struct Descriptor
{
    int fd = -1;
    ~Descriptor()
    {
        if (fd >= 0)
            ::close(fd);
    }
};

std::string rangeText(double low, double high)
{
    const auto plain = [](double value) {
        std::string text = json(value).dump();
        return text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
    };
    return plain(low) + " to " + plain(high);
}

} // namespace

Result<std::string> readSmallFile(const std::filesystem::path &file, std::uint64_t limit)
{
    // Not blocking: a pipe of that name would make us wait for ever.
    const Descriptor open{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (open.fd < 0) {
        const int reason = errno;
        return fail(reason == ENOENT || reason == ENOTDIR ? ErrorCode::NotFound : ErrorCode::Io,
                    reason == ENOENT || reason == ENOTDIR ? "is not there" : std::strerror(reason),
                    file.string());
    }
    struct stat facts{};
    if (fstat(open.fd, &facts) != 0)
        return fail(ErrorCode::Io, std::strerror(errno), file.string());
    if (!S_ISREG(facts.st_mode))
        return fail(ErrorCode::BadInput, "is no plain file", file.string());
    const auto size = static_cast<std::uint64_t>(facts.st_size);
    if (size > limit) {
        return fail(ErrorCode::BadInput,
                    "has " + std::to_string(size) + " bytes: at most " + std::to_string(limit),
                    file.string());
    }
    std::string bytes(size, '\0');
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t got = ::read(open.fd, bytes.data() + done, bytes.size() - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return fail(ErrorCode::Io, "cannot be read to its end", file.string());
        done += static_cast<std::size_t>(got);
    }
    return bytes;
}

Result<json> readJsonObject(const std::filesystem::path &file)
{
    const auto bytes = readSmallFile(file, kLargestJson);
    if (!bytes)
        return fail(bytes);
    Guard guard;
    if (!json::sax_parse(*bytes, &guard))
        return fail(ErrorCode::BadInput, guard.complaint, file.string());
    json value = json::parse(*bytes, nullptr, false);
    if (!value.is_object())
        return fail(ErrorCode::BadInput, "is no JSON object", file.string());
    return value;
}

std::string valueText(const json &value)
{
    std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
    if (text.size() > 40)
        text = text.substr(0, 40) + "…";
    return text;
}

JsonFields::JsonFields(const json &object, std::string where, std::string prefix)
    : m_object(object)
    , m_where(std::move(where))
    , m_prefix(std::move(prefix))
{
}

const json *JsonFields::get(const char *key) const
{
    const auto found = m_object.find(key);
    return found == m_object.end() || found->is_null() ? nullptr : &*found;
}

std::int64_t JsonFields::integer(const char *key, std::int64_t low, std::int64_t high,
                                 std::optional<std::int64_t> fallback)
{
    const json *value = get(key);
    if (!value) {
        if (!fallback)
            complain(ErrorCode::BadInput, name(key) + " is missing");
        return fallback.value_or(low);
    }
    // Unsigned ones above the range of int64 turn negative, which `low` need not refuse.
    const bool fits = value->is_number_unsigned()
                          ? value->get<std::uint64_t>() <= static_cast<std::uint64_t>(INT64_MAX)
                          : value->is_number_integer();
    const std::int64_t number = fits ? value->get<std::int64_t>() : 0;
    if (fits && low <= number && number <= high)
        return number;
    complain(ErrorCode::BadInput, name(key) + " is " + valueText(*value)
                                      + ": must be a whole number from " + std::to_string(low)
                                      + " to " + std::to_string(high));
    return fallback.value_or(low);
}

double JsonFields::number(const char *key, double low, double high, double fallback)
{
    const json *value = get(key);
    if (!value)
        return fallback;
    const double number = value->is_number() ? value->get<double>() : NAN;
    if (low <= number && number <= high)
        return number;
    complain(ErrorCode::BadInput, name(key) + " is " + valueText(*value)
                                      + ": must be a number from " + rangeText(low, high));
    return fallback;
}

bool JsonFields::boolean(const char *key, bool fallback)
{
    const json *value = get(key);
    if (!value || value->is_boolean())
        return value ? value->get<bool>() : fallback;
    complain(ErrorCode::BadInput,
             name(key) + " is " + valueText(*value) + ": must be true or false");
    return fallback;
}

std::string JsonFields::text(const char *key, const std::string &fallback)
{
    const json *value = get(key);
    if (!value || value->is_string())
        return value ? value->get<std::string>() : fallback;
    complain(ErrorCode::BadInput, name(key) + " is " + valueText(*value) + ": must be a text");
    return fallback;
}

void JsonFields::complain(ErrorCode code, const std::string &message)
{
    if (!m_error)
        m_error = Error{code, message, m_where};
}

} // namespace ecva
