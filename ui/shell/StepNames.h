#pragma once

#include <QString>

namespace ecva {

/// What a step of the history was, for a person ("segment.add" → "add segment"); its stored name
/// when it is not known here.
QString stepName(const QString &command);

} // namespace ecva
