#include "annotation/store/RowJson.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace ecva {
namespace {

using Json = nlohmann::json; // objects sorted by key

Json toJson(const Value &value)
{
    if (const qint64 *number = std::get_if<qint64>(&value))
        return Json(std::int64_t(*number));
    if (const double *real = std::get_if<double>(&value))
        return *real;
    if (const QString *text = std::get_if<QString>(&value))
        return text->toStdString();
    return nullptr;
}

Json toJson(const TableInfo &info, const Row &row)
{
    Json object = Json::object();
    for (std::size_t i = 0; i < info.columns.size(); ++i)
        object[info.columns[i].name.toStdString()] = toJson(row[i]);
    return object;
}

QByteArray bytes(const Json &json)
{
    return QByteArray::fromStdString(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::optional<Value> toValue(const Json &json, Column::Kind kind)
{
    if (json.is_null())
        return Value();
    switch (kind) {
    case Column::Kind::Integer:
        if (json.is_number_integer())
            return Value(qint64(json.get<std::int64_t>()));
        break;
    case Column::Kind::Real:
        if (json.is_number())
            return Value(json.get<double>());
        break;
    case Column::Kind::Text:
        if (json.is_string())
            return Value(QString::fromStdString(json.get_ref<const std::string &>()));
        break;
    }
    return std::nullopt;
}

Result<std::optional<Row>> toRow(const TableInfo &info, const Json &json)
{
    if (json.is_null())
        return std::optional<Row>();
    if (!json.is_object())
        return fail(ErrorCode::BadInput, "a row of the history is no object");
    Row row = info.defaults;
    for (std::size_t i = 0; i < info.columns.size(); ++i) {
        const auto member = json.find(info.columns[i].name.toStdString());
        if (member == json.end())
            continue;
        const std::optional<Value> value = toValue(*member, info.columns[i].kind);
        if (!value)
            return fail(ErrorCode::BadInput,
                        "history: " + info.name.toStdString() + "."
                            + info.columns[i].name.toStdString() + " cannot be "
                            + member->dump(-1, ' ', false, Json::error_handler_t::replace));
        row[i] = *value;
    }
    return std::optional<Row>(std::move(row));
}

} // namespace

QByteArray rowJson(const TableInfo &info, qint64 id, const Row &row)
{
    Json object = toJson(info, row);
    object["id"] = std::int64_t(id);
    return bytes(object);
}

QByteArray changesJson(const RowChanges &changes, Side side)
{
    // Entry by entry: an import has a hundred thousand of them.
    QByteArray list("[");
    for (const RowChange &change : changes) {
        const TableInfo &info = tableInfo(change.table);
        const std::optional<Row> &row = side == Side::Before ? change.before : change.after;
        if (list.size() > 1)
            list += ',';
        list += bytes({{"id", std::int64_t(change.id)},
                       {"row", row ? toJson(info, *row) : Json()},
                       {"table", info.name.toStdString()}});
    }
    return list + ']';
}

Result<RowChanges> parseChanges(const QByteArray &before, const QByteArray &after)
{
    const Json one = Json::parse(before.begin(), before.end(), nullptr, false);
    const Json two = Json::parse(after.begin(), after.end(), nullptr, false);
    if (!one.is_array() || !two.is_array() || one.size() != two.size())
        return fail(ErrorCode::BadInput, "a step of the history is damaged");
    RowChanges changes;
    changes.reserve(one.size());
    for (std::size_t i = 0; i < one.size(); ++i) {
        const auto has = [](const Json &entry) {
            return entry.is_object() && entry.contains("row") && entry.contains("id")
                   && entry["id"].is_number_integer() && entry.contains("table")
                   && entry["table"].is_string();
        };
        if (!has(one[i]) || !has(two[i]) || one[i]["id"] != two[i]["id"]
            || one[i]["table"] != two[i]["table"])
            return fail(ErrorCode::BadInput, "a step of the history is damaged");
        const std::string name = one[i]["table"].get<std::string>();
        const TableInfo *info = tableByName(QString::fromStdString(name));
        if (!info)
            return fail(ErrorCode::BadInput, "history: unknown table '" + name + "'");
        auto from = toRow(*info, one[i]["row"]);
        if (!from)
            return fail(from);
        auto to = toRow(*info, two[i]["row"]);
        if (!to)
            return fail(to);
        changes.push_back(
            {info->table, one[i]["id"].get<std::int64_t>(), std::move(*from), std::move(*to)});
    }
    return changes;
}

} // namespace ecva
