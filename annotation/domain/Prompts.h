#pragma once

#include "annotation/domain/Names.h"

#include <QString>

namespace ecva {

/// The question of a task when nobody has written another one: ECVA's published prompt for
/// description, cause and result (byte for byte), our own words for classification and time, empty
/// for free questions. Thread-safe.
const QString &publishedQuestion(Task task);

} // namespace ecva
