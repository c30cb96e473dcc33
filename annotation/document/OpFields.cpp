#include "annotation/document/OpFields.h"

#include <cmath>
#include <limits>

namespace ecva {
namespace {

using Kind = OpField::Kind;

bool isWhole(const nlohmann::json &value, qint64 least)
{
    if (value.is_number_unsigned())
        return value.get<std::uint64_t>() <= std::uint64_t(std::numeric_limits<qint64>::max())
               && value.get<std::int64_t>() >= least;
    return value.is_number_integer() && value.get<std::int64_t>() >= least;
}

bool fits(const nlohmann::json &value, const OpField &field)
{
    switch (field.kind) {
    case Kind::Clip:
        return isWhole(value, 1) || value.is_string();
    case Kind::Id:
        return isWhole(value, 1);
    case Kind::Ids:
        for (const auto &each : value) {
            if (!isWhole(each, 1))
                return false;
        }
        return value.is_array();
    case Kind::Whole:
        return isWhole(value, std::numeric_limits<qint64>::min());
    case Kind::Severity:
        return value.is_null() || (isWhole(value, 1) && value.get<qint64>() <= 5);
    case Kind::Number:
        return value.is_number() && std::isfinite(value.get<double>());
    case Kind::Flag:
        return value.is_boolean();
    case Kind::Text:
        return value.is_string();
    case Kind::Choice:
        return value.is_string()
               && field.choices.contains(QString::fromStdString(value.get<std::string>()));
    case Kind::Object:
        return value.is_object();
    case Kind::Ops:
        return value.is_array();
    }
    return false;
}

std::string shown(const nlohmann::json &value)
{
    std::string text = value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    if (text.size() > 80)
        text = text.substr(0, 80) + "…";
    return text;
}

std::string joined(const QStringList &list, const char *separator)
{
    return list.join(QLatin1String(separator)).toStdString();
}

} // namespace

std::string describeValues(const OpField &field)
{
    switch (field.kind) {
    case Kind::Clip:
        return "clip id or path";
    case Kind::Id:
        return "id";
    case Kind::Ids:
        return "[id, …]";
    case Kind::Whole:
        return "whole number";
    case Kind::Severity:
        return "1 to 5, or null";
    case Kind::Number:
        return "number";
    case Kind::Flag:
        return "true or false";
    case Kind::Text:
        return "text";
    case Kind::Choice:
        return joined(field.choices, "|");
    case Kind::Object:
        return "object";
    case Kind::Ops:
        return "[op, …]";
    }
    return {};
}

Result<OpFields> OpFields::check(const nlohmann::json &object, const std::vector<OpField> &known)
{
    for (const auto &[name, value] : object.items()) {
        if (name == "op")
            continue;
        const OpField *field = nullptr;
        QStringList names;
        for (const OpField &each : known) {
            names.append(QString::fromLatin1(each.name));
            if (name == each.name)
                field = &each;
        }
        if (!field)
            return fail(ErrorCode::BadInput,
                        "unknown field '" + name + "'; known: " + joined(names, ", "));
        if (!fits(value, *field))
            return fail(ErrorCode::BadInput, "'" + name + "' cannot be " + shown(value) + "; expected: "
                                                 + describeValues(*field));
    }
    for (const OpField &field : known) {
        if (field.required && !object.contains(field.name))
            return fail(ErrorCode::BadInput, std::string("field '") + field.name + "' is missing");
    }
    return OpFields(object);
}

QString OpFields::text(const char *name) const
{
    const auto found = m_object->find(name);
    return found != m_object->end() && found->is_string()
               ? QString::fromStdString(found->get_ref<const std::string &>())
               : QString();
}

std::optional<QString> OpFields::textIfAny(const char *name) const
{
    return has(name) ? std::optional(text(name)) : std::nullopt;
}

qint64 OpFields::whole(const char *name, qint64 otherwise) const
{
    const auto found = m_object->find(name);
    return found != m_object->end() && found->is_number_integer() ? found->get<std::int64_t>()
                                                                  : otherwise;
}

double OpFields::number(const char *name, double otherwise) const
{
    const auto found = m_object->find(name);
    return found != m_object->end() && found->is_number() ? found->get<double>() : otherwise;
}

bool OpFields::flag(const char *name) const
{
    const auto found = m_object->find(name);
    return found != m_object->end() && found->is_boolean() && found->get<bool>();
}

std::optional<int> OpFields::severity() const
{
    return has("severity") && !json("severity").is_null() ? std::optional(int(whole("severity")))
                                                          : std::nullopt;
}

} // namespace ecva
