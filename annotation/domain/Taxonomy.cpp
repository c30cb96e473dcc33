#include "annotation/domain/Taxonomy.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <algorithm>

// Keeps the resource in a static library: the linker takes an object nobody names for dead.
// The macro has to stand outside every namespace.
static void initTaxonomyResource()
{
    Q_INIT_RESOURCE(taxonomies);
}

namespace ecva {
namespace {

/// A file that is compiled into the program cannot be damaged by a user: stop at once if it is.
QJsonObject readResource(const QString &name)
{
    QFile file(QStringLiteral(":/ecva/taxonomies/") + name);
    QJsonParseError error;
    if (!file.open(QIODevice::ReadOnly))
        qFatal("taxonomy %s is not in the program", qPrintable(name));
    const QJsonDocument json = QJsonDocument::fromJson(file.readAll(), &error);
    if (error.error != QJsonParseError::NoError)
        qFatal("taxonomy %s: %s", qPrintable(name), qPrintable(error.errorString()));
    return json.object();
}

/// Main classes with their sub-classes behind them. A class has its own place in the look ("hue",
/// "pattern") or takes that of another one ("colour": a label among `known`).
void append(std::vector<TaxonomyClass> &known, const QJsonObject &json)
{
    const QString space = json[u"namespace"].toString();
    const bool byCode = json[u"labelsFrom"].toString() == u"code";
    for (const QJsonValue entry : json[u"classes"].toArray()) {
        TaxonomyClass main;
        main.code = entry[u"code"].toString();
        main.name = entry[u"name"].toString();
        main.nameZh = entry[u"nameZh"].toString();
        main.label = space + u':' + (byCode ? main.code : main.name);
        main.hue = entry[u"hue"].toInt();
        main.pattern = entry[u"pattern"].toInt();
        if (const QString colour = entry[u"colour"].toString(); !colour.isEmpty()) {
            const auto twin = std::find_if(known.begin(), known.end(), [&](const auto &other) {
                return other.label == colour;
            });
            if (twin == known.end())
                qFatal("taxonomy %s: no class %s", qPrintable(space), qPrintable(colour));
            main.hue = twin->hue;
            main.pattern = twin->pattern;
        }
        known.push_back(main);

        int number = 0;
        for (const QJsonValue child : entry[u"children"].toArray()) {
            TaxonomyClass sub = main;
            const QString leaf = child[u"name"].toString();
            sub.parent = main.label;
            sub.code = main.code + u'-' + QString::number(++number);
            sub.name = main.name + QStringLiteral(" · ") + leaf;
            sub.nameZh = main.nameZh + QStringLiteral(" · ") + child[u"nameZh"].toString();
            sub.label = byCode ? space + u':' + sub.code : main.label + u'/' + leaf;
            known.push_back(sub);
        }
    }
}

/// What people type: any case, any run of blanks.
QString folded(const QString &text)
{
    return text.simplified().toCaseFolded();
}

/// Everything a class may be called, folded.
QSet<QString> namesOf(const TaxonomyClass &entry)
{
    return {folded(entry.label),
            folded(entry.code),
            folded(entry.name),
            folded(entry.nameZh),
            folded(entry.name.section(QStringLiteral(" · "), -1)),
            folded(entry.nameZh.section(QStringLiteral(" · "), -1))};
}

} // namespace

Taxonomy::Taxonomy(std::vector<TaxonomyClass> classes)
    : m_classes(std::move(classes))
{
    for (std::size_t i = 0; i < m_classes.size(); ++i)
        m_byLabel.insert(m_classes[i].label, i);
    for (std::size_t i = 0; i < m_classes.size(); ++i) {
        for (const QString &name : namesOf(m_classes[i]))
            m_byName[name].push_back(i);
    }
}

const Taxonomy &Taxonomy::published()
{
    static const Taxonomy taxonomy = [] {
        initTaxonomyResource();
        std::vector<TaxonomyClass> classes;
        append(classes, readResource(QStringLiteral("ecva.json"))); // first: it owns the colours
        append(classes, readResource(QStringLiteral("cuva.json")));
        std::stable_partition(classes.begin(), classes.end(), [](const TaxonomyClass &entry) {
            return entry.label.startsWith(u"cuva:");
        });
        return Taxonomy(std::move(classes));
    }();
    return taxonomy;
}

const TaxonomyClass *Taxonomy::find(const QString &label) const
{
    const auto found = m_byLabel.constFind(label);
    return found == m_byLabel.cend() ? nullptr : &m_classes[*found];
}

Result<QString> Taxonomy::resolve(const QString &text) const
{
    if (find(text))
        return text;
    QStringList candidates;
    for (const std::size_t i : m_byName.value(folded(text)))
        candidates.append(m_classes[i].label);
    if (candidates.size() == 1)
        return candidates.first();
    const std::string shown = "label \"" + text.toStdString() + "\": ";
    if (candidates.isEmpty())
        return fail(ErrorCode::InvalidArgument, shown + "no such class");
    return fail(ErrorCode::InvalidArgument,
                shown + "say which of " + candidates.join(QStringLiteral(", ")).toStdString());
}

} // namespace ecva
