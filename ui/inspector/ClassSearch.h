#pragma once

#include <QString>

namespace ecva {

struct TaxonomyClass;

/// How well a class answers to what was typed: 0 its code, 1 a code that begins so, 2 a name
/// (English or Chinese) that begins so, 3 a word in a name that begins so, 4 anywhere in a name; -1
/// not at all. Case does not count; an empty text fits every class equally (0).
int classMatch(const TaxonomyClass &entry, const QString &typed);

} // namespace ecva
