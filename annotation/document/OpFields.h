#pragma once

#include "annotation/domain/Names.h"
#include "core/base/Ids.h"
#include "core/base/Result.h"

#include <QString>
#include <QStringList>
#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace ecva {

/// A field of an op: what it may hold. The reference and the checks are made from the same table.
struct OpField
{
    enum class Kind {
        Clip,     ///< id, or path
        Id,       ///< whole number from 1
        Ids,      ///< array of ids
        Whole,    ///< whole number
        Severity, ///< 1 to 5, or null for none
        Number,
        Flag,
        Text,
        Choice, ///< one of `choices`
        Object, ///< JSON object, kept word for word
        Ops,    ///< array of ops
    };
    const char *name = "";
    Kind kind = Kind::Text;
    bool required = false;
    QStringList choices = {};
};

/// The fields of one op, checked; getters therefore cannot fail for fields of their kind.
class OpFields
{
public:
    /// Errors: BadInput: unknown, missing or wrong field, naming it and what is known.
    static Result<OpFields> check(const nlohmann::json &object, const std::vector<OpField> &known);

    bool has(const char *name) const { return m_object->contains(name); }
    QString text(const char *name) const;
    std::optional<QString> textIfAny(const char *name) const;
    qint64 whole(const char *name, qint64 otherwise = 0) const;
    double number(const char *name, double otherwise) const;
    bool flag(const char *name) const;
    /// Nothing for null.
    std::optional<int> severity() const;
    const nlohmann::json &json(const char *name) const { return (*m_object)[name]; }
    template <typename IdType>
    IdType id(const char *name) const
    {
        return IdType{whole(name)};
    }
    template <typename Enum>
    std::optional<Enum> choice(const char *name) const
    {
        return has(name) ? fromName<Enum>(text(name)) : std::nullopt;
    }

private:
    explicit OpFields(const nlohmann::json &object)
        : m_object(&object)
    {
    }
    const nlohmann::json *m_object;
};

/// "integer ≥ 1", "draft|submitted|…": how the reference and messages call a field's values.
std::string describeValues(const OpField &field);

} // namespace ecva
