#include "annotation/formats/XlsxReader.h"

#include "annotation/formats/XmlGuard.h"

#include <QDir>
#include <QXmlStreamReader>

#include <cmath>
#include <utility>

namespace ecva {
namespace {

constexpr int kMaxRow = 1'048'576;
constexpr int kMaxColumn = 16'384;

/// One part of the archive under an XML parser, with every way of failing in one place.
class XmlPart
{
public:
    static Result<std::unique_ptr<XmlPart>> open(ZipArchive &archive, const QString &name,
                                                 const CancelToken &cancel)
    {
        Result<std::unique_ptr<ZipArchive::Part>> part = archive.openPart(name, cancel);
        if (!part)
            return fail(part);
        const std::string where = (archive.path() + u':' + name).toStdString();
        return std::unique_ptr<XmlPart>(new XmlPart(std::move(*part), where));
    }

    QXmlStreamReader &xml() { return m_xml; }

    /// Text of a string item (<si>, <is>): its runs joined, phonetic hints left out.
    QString readRuns()
    {
        QString text;
        while (m_xml.readNextStartElement()) {
            if (m_xml.name() == u"t")
                text += m_xml.readElementText(QXmlStreamReader::SkipChildElements);
            else if (m_xml.name() == u"r")
                text += readRuns();
            else
                m_xml.skipCurrentElement();
        }
        return text;
    }

    tl::unexpected<Error> bad(std::string message, const QString &cell = {}) const
    {
        return fail(ErrorCode::BadInput, std::move(message),
                    cell.isEmpty() ? m_where : m_where + ':' + cell.toStdString());
    }

    /// To be asked when the parser has stopped.
    Result<void> finish() const
    {
        if (m_part->error())
            return tl::unexpected<Error>(*m_part->error());
        if (m_guard.refusal())
            return bad(*m_guard.refusal());
        if (m_xml.hasError())
            return bad("line " + std::to_string(m_xml.lineNumber()) + ": "
                       + m_xml.errorString().toStdString());
        return {};
    }

private:
    XmlPart(std::unique_ptr<ZipArchive::Part> part, std::string where)
        : m_part(std::move(part))
        , m_guard(*m_part)
        , m_xml(&m_guard)
        , m_where(std::move(where))
    {
    }

    std::unique_ptr<ZipArchive::Part> m_part;
    XmlGuard m_guard;
    QXmlStreamReader m_xml;
    std::string m_where;
};

/// "AB12" → column 27; nothing when it is no cell reference.
std::optional<int> columnOf(QStringView reference)
{
    int column = 0;
    qsizetype i = 0;
    for (; i < reference.size() && i < 4; ++i) {
        const char16_t c = reference[i].unicode();
        if (c < u'A' || c > u'Z')
            break;
        column = column * 26 + (c - u'A' + 1);
    }
    bool isRow = false;
    const uint row = reference.mid(i).toUInt(&isRow);
    if (i == 0 || !isRow || row == 0 || column > kMaxColumn)
        return std::nullopt;
    return column - 1;
}

QString numberText(const QString &stored)
{
    bool ok = false;
    const double value = stored.toDouble(&ok);
    if (ok && std::floor(value) == value && std::abs(value) < 1e15)
        return QString::number(qint64(value));
    return stored.trimmed();
}

/// Target of a relationship as a part name; empty when it leads out of the package.
QString resolvedPart(const QString &base, const QString &target)
{
    if (target.contains(u':') || target.contains(u'\\'))
        return {};
    const QString folder = base.contains(u'/') ? base.section(u'/', 0, -2) + u'/' : QString();
    const QString joined = target.startsWith(u'/') ? target.mid(1) : folder + target;
    const QString clean = QDir::cleanPath(joined);
    return clean.startsWith(u"..") || clean.startsWith(u'/') ? QString() : clean;
}

QString relationsOf(const QString &part)
{
    const QString folder = part.contains(u'/') ? part.section(u'/', 0, -2) + u'/' : QString();
    return folder + QStringLiteral("_rels/") + part.section(u'/', -1) + QStringLiteral(".rels");
}

} // namespace

QString xlsxColumnName(int column)
{
    QString name;
    for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        name.prepend(QChar(u'A' + (rest - 1) % 26));
    return name;
}

XlsxReader::XlsxReader(ZipArchive archive, const XlsxLimits &limits)
    : m_archive(std::move(archive))
    , m_limits(limits)
{
}

Result<XlsxReader> XlsxReader::open(const QString &path, const CancelToken &cancel,
                                    const XlsxLimits &limits)
{
    Result<ZipArchive> archive = ZipArchive::open(path, limits.zip);
    if (!archive)
        return fail(archive);
    XlsxReader reader(std::move(*archive), limits);
    if (const Result<void> read = reader.readWorkbook(cancel); !read)
        return fail(read);
    return reader;
}

QStringList XlsxReader::sheetNames() const
{
    QStringList names;
    for (const Sheet &sheet : m_sheets)
        names.append(sheet.name);
    return names;
}

/// Relationship id → part, of the internal ones whose type ends in `/wantedType`.
Result<std::map<QString, QString>>
XlsxReader::readRelations(const QString &part, const QString &wantedType, const CancelToken &cancel)
{
    std::map<QString, QString> targets;
    const QString name = part.isEmpty() ? QStringLiteral("_rels/.rels") : relationsOf(part);
    if (!m_archive.contains(name))
        return targets;
    Result<std::unique_ptr<XmlPart>> opened = XmlPart::open(m_archive, name, cancel);
    if (!opened)
        return fail(opened);
    QXmlStreamReader &xml = (*opened)->xml();
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement() || xml.name() != u"Relationship")
            continue;
        const QXmlStreamAttributes attributes = xml.attributes();
        if (!attributes.value(QLatin1String("Type")).endsWith(u'/' + wantedType)
            || attributes.value(QLatin1String("TargetMode")) == u"External") {
            continue;
        }
        const QString target = attributes.value(QLatin1String("Target")).toString();
        const QString resolved = resolvedPart(part, target);
        if (resolved.isEmpty())
            return (*opened)->bad("leads out of the file: " + target.toStdString());
        targets.emplace(attributes.value(QLatin1String("Id")).toString(), resolved);
    }
    if (const Result<void> finished = (*opened)->finish(); !finished)
        return fail(finished);
    return targets;
}

Result<void> XlsxReader::readWorkbook(const CancelToken &cancel)
{
    const auto roots = readRelations({}, QStringLiteral("officeDocument"), cancel);
    if (!roots)
        return fail(roots);
    const QString workbook
        = roots->empty() ? QStringLiteral("xl/workbook.xml") : roots->begin()->second;
    if (!m_archive.contains(workbook))
        return fail(ErrorCode::BadInput, "no spreadsheet: it has no workbook",
                    m_archive.path().toStdString());
    const auto sheetParts = readRelations(workbook, QStringLiteral("worksheet"), cancel);
    if (!sheetParts)
        return fail(sheetParts);
    const auto stringParts = readRelations(workbook, QStringLiteral("sharedStrings"), cancel);
    if (!stringParts)
        return fail(stringParts);

    Result<std::unique_ptr<XmlPart>> opened = XmlPart::open(m_archive, workbook, cancel);
    if (!opened)
        return fail(opened);
    QXmlStreamReader &xml = (*opened)->xml();
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement() || xml.name() != u"sheet")
            continue;
        QString relation;
        for (const QXmlStreamAttribute &attribute : xml.attributes()) {
            if (attribute.name() == u"id") // r:id, whatever the prefix
                relation = attribute.value().toString();
        }
        const auto target = sheetParts->find(relation);
        if (target != sheetParts->end()) // else a chart
            m_sheets.push_back(
                {xml.attributes().value(QLatin1String("name")).toString(), target->second});
    }
    if (const Result<void> finished = (*opened)->finish(); !finished)
        return finished;
    if (m_sheets.empty())
        return (*opened)->bad("no sheet");
    if (!stringParts->empty())
        return readSharedStrings(stringParts->begin()->second, cancel);
    return {};
}

Result<void> XlsxReader::readSharedStrings(const QString &part, const CancelToken &cancel)
{
    Result<std::unique_ptr<XmlPart>> opened = XmlPart::open(m_archive, part, cancel);
    if (!opened)
        return fail(opened);
    QXmlStreamReader &xml = (*opened)->xml();
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement() || xml.name() != u"si")
            continue;
        // Count what is there; the file's own count may say anything.
        if (m_strings.size() >= m_limits.sharedStrings)
            return (*opened)->bad("more than " + std::to_string(m_limits.sharedStrings)
                                  + " strings");
        m_strings.append((*opened)->readRuns());
        if (m_strings.last().size() > m_limits.cellCharacters)
            return (*opened)->bad("string " + std::to_string(m_strings.size() - 1)
                                  + " has more than " + std::to_string(m_limits.cellCharacters)
                                  + " characters");
    }
    return (*opened)->finish();
}

Result<void> XlsxReader::readSheet(int sheet, const CancelToken &cancel,
                                   const std::function<Result<void>(const XlsxRow &)> &use)
{
    Result<std::unique_ptr<XmlPart>> opened
        = XmlPart::open(m_archive, m_sheets[std::size_t(sheet)].part, cancel);
    if (!opened)
        return fail(opened);
    XmlPart &part = **opened;
    QXmlStreamReader &xml = part.xml();

    const auto readCell = [&](XlsxRow &row, int &next) -> Result<void> {
        const QString reference = xml.attributes().value(QLatin1String("r")).toString();
        const QString type = xml.attributes().value(QLatin1String("t")).toString();
        const std::optional<int> column = reference.isEmpty() ? next : columnOf(reference);
        if (!column || *column >= kMaxColumn)
            return part.bad("no cell is called \"" + reference.toStdString() + '"');
        const QString place = xlsxColumnName(*column) + QString::number(row.number);
        next = *column + 1;
        if (++m_cells > m_limits.cells)
            return part.bad("more than " + std::to_string(m_limits.cells) + " cells", place);

        XlsxCell cell;
        QString value;
        while (xml.readNextStartElement()) {
            if (xml.name() == u"v")
                value = xml.readElementText(QXmlStreamReader::SkipChildElements);
            else if (xml.name() == u"is")
                cell.text = part.readRuns();
            else
                xml.skipCurrentElement();
        }
        if (type == u"s") {
            bool ok = false;
            const qlonglong index = value.toLongLong(&ok);
            if (!value.isEmpty() && (!ok || index < 0 || index >= m_strings.size()))
                return part.bad("there is no string " + value.toStdString(), place);
            if (ok)
                cell.text = m_strings[index];
        } else if (type.isEmpty() || type == u"n") {
            cell.isNumber = !value.isEmpty();
            cell.text = numberText(value);
        } else if (type != u"inlineStr") {
            cell.text = value; // the cached result of a formula, a truth value, an error
        }
        if (cell.text.size() > m_limits.cellCharacters)
            return part.bad("more than " + std::to_string(m_limits.cellCharacters) + " characters",
                            place);
        if (!cell.text.isEmpty() && !row.cells.emplace(*column, std::move(cell)).second)
            return part.bad("the cell is there twice", place);
        return {};
    };

    int last = 0;
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement() || xml.name() != u"row")
            continue;
        XlsxRow row;
        const QString number = xml.attributes().value(QLatin1String("r")).toString();
        bool ok = true;
        row.number = number.isEmpty() ? last + 1 : number.toInt(&ok);
        if (!ok || row.number <= last || row.number > kMaxRow)
            return part.bad("row \"" + number.toStdString() + "\" after row "
                            + std::to_string(last));
        last = row.number;
        int next = 0;
        while (xml.readNextStartElement()) {
            if (xml.name() != u"c") {
                xml.skipCurrentElement();
            } else if (const Result<void> read = readCell(row, next); !read) {
                return xml.hasError() ? part.finish() : read; // the cause before its consequence
            }
        }
        // A damaged end must not pass for a short row.
        if (xml.hasError())
            break;
        if (const Result<void> used = use(row); !used)
            return used;
    }
    return part.finish();
}

} // namespace ecva
