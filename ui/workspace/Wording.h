#pragma once

#include "annotation/domain/Names.h"

#include <QColor>
#include <QString>

namespace ecva {

struct TaxonomyClass;
struct Theme;

/// How a status, a verdict or a class is called and shown, in the language of now: one place for
/// the clip list, the inspector and the menus. The shape of the icon tells a status, never colour
/// alone.
QString displayName(ClipStatus status);
QString iconName(ClipStatus status);
QColor statusColour(ClipStatus status, const Theme &theme);

QString displayName(Verdict verdict);
QString iconName(Verdict verdict);

/// "Theft · Residential", in Chinese where the interface is Chinese. The code is not part of it.
QString displayName(const TaxonomyClass &entry);
/// The interface is Chinese: numbers of things not yet written are counted in characters.
bool interfaceIsChinese();

} // namespace ecva
