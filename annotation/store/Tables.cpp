#include "annotation/store/Tables.h"

#include "annotation/store/Fields.h"

#include <limits>

namespace ecva {
namespace {

template <typename T>
concept NamedEnum = std::is_enum_v<T>;

/// How a member is stored: one encode and one decode per type. decode gives false for a value that
/// the type cannot hold.
template <typename T>
struct Codec;

template <std::integral T>
struct Codec<T>
{
    static constexpr Column::Kind kind = Column::Kind::Integer;
    static Value encode(T value) { return qint64(value); }
    static bool decode(const Value &value, T &into)
    {
        const qint64 *number = std::get_if<qint64>(&value);
        if (!number || *number < qint64(std::numeric_limits<T>::min())
            || *number > qint64(std::numeric_limits<T>::max()))
            return false;
        into = static_cast<T>(*number);
        return true;
    }
};

template <>
struct Codec<double>
{
    static constexpr Column::Kind kind = Column::Kind::Real;
    static Value encode(double value) { return value; }
    static bool decode(const Value &value, double &into)
    {
        if (const qint64 *number = std::get_if<qint64>(&value))
            into = static_cast<double>(*number);
        else if (const double *real = std::get_if<double>(&value))
            into = *real;
        else
            return false;
        return true;
    }
};

template <>
struct Codec<QString>
{
    static constexpr Column::Kind kind = Column::Kind::Text;
    static Value encode(const QString &value) { return value; }
    static bool decode(const Value &value, QString &into)
    {
        const QString *text = std::get_if<QString>(&value);
        if (text)
            into = *text;
        return text;
    }
};

template <>
struct Codec<QByteArray>
{
    static constexpr Column::Kind kind = Column::Kind::Text;
    static Value encode(const QByteArray &value) { return QString::fromUtf8(value); }
    static bool decode(const Value &value, QByteArray &into)
    {
        const QString *text = std::get_if<QString>(&value);
        if (text)
            into = text->toUtf8();
        return text;
    }
};

template <NamedEnum T>
struct Codec<T>
{
    static constexpr Column::Kind kind = Column::Kind::Text;
    static Value encode(T value) { return toName(value); }
    static bool decode(const Value &value, T &into)
    {
        const QString *text = std::get_if<QString>(&value);
        const std::optional<T> known = text ? fromName<T>(*text) : std::nullopt;
        if (known)
            into = *known;
        return known.has_value();
    }
};

template <>
struct Codec<FrameIndex>
{
    static constexpr Column::Kind kind = Column::Kind::Integer;
    static Value encode(FrameIndex value) { return qint64(value.value); }
    static bool decode(const Value &value, FrameIndex &into)
    {
        return Codec<std::int64_t>::decode(value, into.value);
    }
};

/// 0, "none", is NULL, so that a foreign key may be absent.
template <typename Tag>
struct Codec<Id<Tag>>
{
    static constexpr Column::Kind kind = Column::Kind::Integer;
    static Value encode(Id<Tag> id) { return id ? Value(qint64(id.value)) : Value(); }
    static bool decode(const Value &value, Id<Tag> &into)
    {
        into = {};
        return std::holds_alternative<std::monostate>(value)
               || Codec<std::int64_t>::decode(value, into.value);
    }
};

template <typename T>
struct Codec<std::optional<T>>
{
    static constexpr Column::Kind kind = Codec<T>::kind;
    static Value encode(const std::optional<T> &value)
    {
        return value ? Codec<T>::encode(*value) : Value();
    }
    static bool decode(const Value &value, std::optional<T> &into)
    {
        into.reset();
        return std::holds_alternative<std::monostate>(value)
               || Codec<T>::decode(value, into.emplace());
    }
};

struct ColumnLister
{
    std::vector<Column> columns;

    template <typename T>
    void operator()(const char *name, T &)
    {
        columns.push_back({QString::fromLatin1(name), Codec<std::remove_const_t<T>>::kind});
    }
    template <typename T, typename Describe>
    void optional(const std::optional<T> &, Describe describe)
    {
        T any;
        describe(any);
    }
    template <typename Describe>
    void group(bool, Describe describe)
    {
        describe();
    }
};

struct RowWriter
{
    Row row;
    bool absent = false;

    template <typename T>
    void operator()(const char *, const T &member)
    {
        row.push_back(absent ? Value() : Codec<T>::encode(member));
    }
    template <typename T, typename Describe>
    void optional(const std::optional<T> &member, Describe describe)
    {
        const T any = member.value_or(T());
        absent = !member;
        describe(any);
        absent = false;
    }
    template <typename Describe>
    void group(bool present, Describe describe)
    {
        absent = !present;
        describe();
        absent = false;
    }
};

struct RowReader
{
    const Row &row;
    std::size_t next = 0;
    bool absent = false;
    const char *badColumn = nullptr;

    template <typename T>
    void operator()(const char *name, T &member)
    {
        const std::size_t at = next++;
        if (absent || badColumn)
            return;
        if (at >= row.size() || !Codec<T>::decode(row[at], member))
            badColumn = name;
    }
    template <typename T, typename Describe>
    void optional(std::optional<T> &member, Describe describe)
    {
        absent = next < row.size() && std::holds_alternative<std::monostate>(row[next]);
        T value;
        describe(value);
        if (absent)
            member.reset();
        else
            member = std::move(value);
        absent = false;
    }
    template <typename Describe>
    void group(bool present, Describe describe)
    {
        absent = !present;
        describe();
        absent = false;
    }
};

template <typename Entity>
TableInfo makeInfo(const char *name)
{
    TableInfo info;
    info.table = kTableOf<Entity>;
    info.name = QString::fromLatin1(name);
    Entity fresh;
    ColumnLister lister;
    fields::describe(lister, fresh);
    info.columns = std::move(lister.columns);
    info.defaults = toRow(fresh);
    return info;
}

const std::array<TableInfo, kTables.size()> &allTables()
{
    // In the order of the enum.
    static const std::array<TableInfo, kTables.size()> tables{makeInfo<ProjectSettings>("settings"),
                                                              makeInfo<Clip>("clip"),
                                                              makeInfo<Source>("source"),
                                                              makeInfo<SourceRow>("source_row"),
                                                              makeInfo<Segment>("segment"),
                                                              makeInfo<QaItem>("item"),
                                                              makeInfo<Answer>("answer"),
                                                              makeInfo<KeySentence>("key_sentence"),
                                                              makeInfo<KeyFrame>("key_frame"),
                                                              makeInfo<Delta>("delta")};
    return tables;
}

QString shown(const Value &value)
{
    if (const qint64 *number = std::get_if<qint64>(&value))
        return QString::number(*number);
    if (const double *real = std::get_if<double>(&value))
        return QString::number(*real);
    if (const QString *text = std::get_if<QString>(&value))
        return u'"' + text->left(60) + u'"';
    return QStringLiteral("NULL");
}

} // namespace

const TableInfo &tableInfo(Table table)
{
    return allTables()[static_cast<std::size_t>(table)];
}

const TableInfo *tableByName(const QString &name)
{
    for (const TableInfo &info : allTables()) {
        if (info.name == name)
            return &info;
    }
    return nullptr;
}

template <typename Entity>
Row toRow(const Entity &entity)
{
    RowWriter writer;
    fields::describe(writer, entity);
    return std::move(writer.row);
}

template <typename Entity>
Result<Entity> fromRow(qint64 id, const Row &row)
{
    Entity entity;
    if constexpr (requires { entity.id; })
        entity.id.value = id;
    RowReader reader{row};
    fields::describe(reader, entity);
    if (reader.badColumn || reader.next != row.size()) {
        const TableInfo &info = tableInfo(kTableOf<Entity>);
        const QString column = QString::fromLatin1(reader.badColumn ? reader.badColumn : "?");
        Value value;
        for (std::size_t i = 0; i < info.columns.size() && i < row.size(); ++i) {
            if (info.columns[i].name == column)
                value = row[i];
        }
        return fail(ErrorCode::BadInput, QStringLiteral("%1 %2: %3 cannot be %4")
                                             .arg(info.name)
                                             .arg(id)
                                             .arg(column, shown(value))
                                             .toStdString());
    }
    return entity;
}

#define ECVA_INSTANTIATE_ROWS(Entity) \
    template Row toRow<Entity>(const Entity &); \
    template Result<Entity> fromRow<Entity>(qint64, const Row &);
ECVA_INSTANTIATE_ROWS(ProjectSettings)
ECVA_INSTANTIATE_ROWS(Clip)
ECVA_INSTANTIATE_ROWS(Source)
ECVA_INSTANTIATE_ROWS(SourceRow)
ECVA_INSTANTIATE_ROWS(Segment)
ECVA_INSTANTIATE_ROWS(QaItem)
ECVA_INSTANTIATE_ROWS(Answer)
ECVA_INSTANTIATE_ROWS(KeySentence)
ECVA_INSTANTIATE_ROWS(KeyFrame)
ECVA_INSTANTIATE_ROWS(Delta)
#undef ECVA_INSTANTIATE_ROWS

} // namespace ecva
