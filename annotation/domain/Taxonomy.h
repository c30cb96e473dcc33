#pragma once

#include "core/base/Result.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace ecva {

/// A class or sub-class of a published taxonomy.
struct TaxonomyClass
{
    QString label;   ///< "cuva:7-1", "cuva:7", "ecva:Theft", "ecva:Theft/Residential"
    QString code;    ///< short, always shown: "7-1", "7", "TH"
    QString name;    ///< "Theft · Residential", as released (spelling included)
    QString nameZh;  ///< Chinese, ours
    QString parent;  ///< label of the main class; empty for a main class
    int hue = 0;     ///< 0-6: index into the seven hues of the look
    int pattern = 0; ///< 0 solid, 1 stripes, 2 dots
};

/// The two published class lists, read once from resources/taxonomies: CUVA's 11 classes with 42
/// sub-classes and ECVA's 21 with 97 leaves. Immutable; thread-safe after the first call.
class Taxonomy
{
public:
    static const Taxonomy &published();

    const std::vector<TaxonomyClass> &classes() const { return m_classes; }
    const TaxonomyClass *find(const QString &label) const;
    /// A full label, or a bare code or name if it is unique. Errors: InvalidArgument, naming the
    /// candidates where there are several.
    Result<QString> resolve(const QString &text) const;

private:
    explicit Taxonomy(std::vector<TaxonomyClass> classes);
    std::vector<TaxonomyClass> m_classes;
    QHash<QString, std::size_t> m_byLabel;
    QHash<QString, std::vector<std::size_t>> m_byName; // folded: code, names, label
};

} // namespace ecva
