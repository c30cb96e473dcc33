#pragma once

#include <QByteArray>
#include <QString>

#include <nlohmann/json.hpp>

namespace ecva {

/// A text as a JSON string. Half surrogate pairs, which UTF-8 cannot hold, become "?".
inline nlohmann::ordered_json toJson(const QString &text)
{
    return text.toStdString();
}

/// An element of a top-level array as Python's json.dump(indent=4, ensure_ascii=False) lays it out,
/// without the indentation of its first line.
inline QByteArray indented(const nlohmann::ordered_json &value)
{
    return QByteArray::fromStdString(value.dump(4)).replace('\n', "\n    ");
}

} // namespace ecva
