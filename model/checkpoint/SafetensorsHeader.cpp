#include "model/checkpoint/SafetensorsHeader.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <optional>
#include <set>

namespace ecva {
namespace {

using nlohmann::json;

constexpr std::size_t kMostSides = 16;

std::optional<ScalarType> scalarType(std::string_view name)
{
    for (const ScalarType type :
         {ScalarType::F64, ScalarType::F32, ScalarType::F16, ScalarType::BF16, ScalarType::I64,
          ScalarType::I32, ScalarType::I16, ScalarType::I8, ScalarType::U8, ScalarType::Bool}) {
        if (name == toString(type))
            return type;
    }
    return {};
}

/// A name as a message shows it: a damaged header may hold one of megabytes.
std::string shown(const std::string &name)
{
    return "\"" + (name.size() > 120 ? name.substr(0, 120) + "…" : name) + "\"";
}

/// { name: { "dtype": text, "shape": [n…], "data_offsets": [n, n] }…, "__metadata__": {…} } and
/// nothing else, event by event.
class Reader : public nlohmann::json_sax<json>
{
public:
    std::vector<SafetensorsEntry> entries;
    std::string complaint;

    bool null() override { return other("null"); }
    bool boolean(bool value) override { return other(value ? "true" : "false"); }
    bool number_integer(number_integer_t value) override { return other(std::to_string(value)); }
    bool number_float(number_float_t, const string_t &text) override { return other(text); }
    bool binary(binary_t &) override { return other("bytes"); }
    bool number_unsigned(number_unsigned_t value) override;
    bool string(string_t &value) override;
    bool start_object(std::size_t) override;
    bool end_object() override;
    bool start_array(std::size_t) override;
    bool end_array() override;
    bool key(string_t &name) override;
    bool parse_error(std::size_t position, const std::string &,
                     const nlohmann::detail::exception &) override
    {
        return refuse("the header is not JSON from its byte " + std::to_string(position));
    }

private:
    enum class In { Nothing, Names, Tensor, Shape, Offsets, Metadata };
    enum class Field { None, Type, Shape, Offsets };

    bool refuse(const std::string &message)
    {
        complaint = message;
        return false;
    }
    std::string current() const { return "tensor " + shown(entries.back().name); }
    std::string fieldName() const;
    bool other(const std::string &value);

    In m_in = In::Nothing;
    Field m_field = Field::None;
    bool m_metadata = false; ///< the next object is __metadata__
    bool m_hasType = false;
    bool m_hasShape = false;
    std::vector<std::uint64_t> m_offsets;
    bool m_hasOffsets = false;
    std::set<std::string> m_names;
};

std::string Reader::fieldName() const
{
    switch (m_field) {
    case Field::Type:
        return "dtype";
    case Field::Shape:
        return "shape";
    case Field::Offsets:
        return "data_offsets";
    case Field::None:
        break;
    }
    return "value";
}

/// A value where none of its kind may stand.
bool Reader::other(const std::string &value)
{
    switch (m_in) {
    case In::Nothing:
        return refuse("the header is no JSON object");
    case In::Names:
        return refuse((m_metadata ? std::string("__metadata__") : current()) + " is " + value
                      + ": must be an object");
    case In::Metadata:
        return refuse("__metadata__ holds " + value + ": must be texts");
    case In::Tensor:
    case In::Shape:
    case In::Offsets:
        break;
    }
    return refuse(current() + ": " + fieldName() + " holds " + value);
}

bool Reader::number_unsigned(number_unsigned_t value)
{
    if (m_in == In::Shape) {
        if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            return other(std::to_string(value));
        if (entries.back().shape.size() == kMostSides) {
            return refuse(current() + ": shape has more than " + std::to_string(kMostSides)
                          + " sides");
        }
        entries.back().shape.push_back(static_cast<std::int64_t>(value));
        return true;
    }
    if (m_in == In::Offsets) {
        if (m_offsets.size() == 2)
            return refuse(current() + ": data_offsets has more than 2 numbers");
        m_offsets.push_back(value);
        return true;
    }
    return other(std::to_string(value));
}

bool Reader::string(string_t &value)
{
    if (m_in == In::Metadata)
        return true;
    if (m_in != In::Tensor || m_field != Field::Type)
        return other(shown(value));
    const auto type = scalarType(value);
    if (!type)
        return refuse(current() + ": dtype " + shown(value) + " is unknown");
    entries.back().type = *type;
    m_hasType = true;
    return true;
}

bool Reader::start_object(std::size_t)
{
    if (m_in == In::Nothing) {
        m_in = In::Names;
        return true;
    }
    if (m_in != In::Names)
        return other("an object");
    m_in = m_metadata ? In::Metadata : In::Tensor;
    m_field = Field::None;
    m_hasType = m_hasShape = m_hasOffsets = false;
    m_offsets.clear();
    return true;
}

bool Reader::end_object()
{
    if (m_in == In::Tensor) {
        for (const auto &[there, field] :
             {std::pair(m_hasType, "dtype"), std::pair(m_hasShape, "shape"),
              std::pair(m_hasOffsets, "data_offsets")}) {
            if (!there)
                return refuse(current() + " has no " + field);
        }
    }
    m_in = In::Names;
    m_metadata = false;
    return true;
}

bool Reader::start_array(std::size_t)
{
    if (m_in == In::Tensor && m_field == Field::Shape) {
        m_in = In::Shape;
        return true;
    }
    if (m_in == In::Tensor && m_field == Field::Offsets) {
        m_in = In::Offsets;
        return true;
    }
    return other("a list");
}

bool Reader::end_array()
{
    if (m_in == In::Shape) {
        m_hasShape = true;
    } else {
        if (m_offsets.size() != 2) {
            return refuse(current() + ": data_offsets has " + std::to_string(m_offsets.size())
                          + " numbers: must be 2");
        }
        entries.back().begin = m_offsets[0];
        entries.back().end = m_offsets[1];
        m_hasOffsets = true;
    }
    m_in = In::Tensor;
    return true;
}

bool Reader::key(string_t &name)
{
    if (m_in == In::Metadata)
        return true;
    if (m_in == In::Names) {
        if (!m_names.insert(name).second)
            return refuse("tensor " + shown(name) + " comes twice");
        m_metadata = name == "__metadata__";
        if (!m_metadata)
            entries.push_back({name, {}, {}, 0, 0});
        return true;
    }
    m_field = Field::None;
    if (name == "dtype" && !m_hasType)
        m_field = Field::Type;
    else if (name == "shape" && !m_hasShape)
        m_field = Field::Shape;
    else if (name == "data_offsets" && !m_hasOffsets)
        m_field = Field::Offsets;
    if (m_field == Field::None) {
        return refuse(current() + ": key " + shown(name) + " is unknown or comes twice");
    }
    return true;
}

std::string offsetsText(const SafetensorsEntry &entry)
{
    return "[" + std::to_string(entry.begin) + ", " + std::to_string(entry.end) + "]";
}

Result<void> checkSize(const SafetensorsEntry &entry)
{
    std::uint64_t bytes = byteSize(entry.type);
    for (const std::int64_t side : entry.shape) {
        if (__builtin_mul_overflow(bytes, static_cast<std::uint64_t>(side), &bytes)) {
            return fail(ErrorCode::BadInput, "tensor " + shown(entry.name) + ": shape "
                                                 + shapeText(entry.shape)
                                                 + " is larger than any memory");
        }
    }
    if (entry.begin > entry.end) {
        return fail(ErrorCode::BadInput, "tensor " + shown(entry.name) + ": data_offsets "
                                             + offsetsText(entry) + " end before they begin");
    }
    if (entry.end - entry.begin != bytes) {
        return fail(ErrorCode::BadInput,
                    "tensor " + shown(entry.name) + ": data_offsets " + offsetsText(entry)
                        + " hold " + std::to_string(entry.end - entry.begin) + " bytes, but "
                        + std::string(toString(entry.type)) + " " + shapeText(entry.shape) + " has "
                        + std::to_string(bytes));
    }
    return {};
}

} // namespace

Result<std::vector<SafetensorsEntry>> parseSafetensorsHeader(std::string_view header,
                                                             std::uint64_t dataBytes)
{
    Reader reader;
    if (!json::sax_parse(header, &reader))
        return fail(ErrorCode::BadInput, reader.complaint);
    std::vector<SafetensorsEntry> &entries = reader.entries;
    std::stable_sort(entries.begin(), entries.end(), [](const auto &one, const auto &two) {
        return std::pair(one.begin, one.end) < std::pair(two.begin, two.end);
    });
    std::uint64_t used = 0;
    const SafetensorsEntry *before = nullptr;
    for (const SafetensorsEntry &entry : entries) {
        if (auto size = checkSize(entry); !size)
            return fail(size);
        if (entry.begin != used) {
            return fail(ErrorCode::BadInput,
                        "tensor " + shown(entry.name) + ": data_offsets " + offsetsText(entry)
                            + (entry.begin < used ? " overlap " : " leave a gap after ")
                            + (before ? "tensor " + shown(before->name) + " " + offsetsText(*before)
                                      : std::string("the header")));
        }
        if (entry.end > dataBytes) {
            return fail(ErrorCode::BadInput, "tensor " + shown(entry.name) + ": data_offsets "
                                                 + offsetsText(entry) + " end behind the "
                                                 + std::to_string(dataBytes)
                                                 + " bytes of data: the file is cut short");
        }
        used = entry.end;
        before = &entry;
    }
    if (used != dataBytes) {
        return fail(ErrorCode::BadInput, "has " + std::to_string(dataBytes)
                                             + " bytes of data, but its tensors end at "
                                             + std::to_string(used));
    }
    return std::move(entries);
}

} // namespace ecva
