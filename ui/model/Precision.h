#pragma once

#include "model/api/Generation.h"

#include <QString>

#include <vector>

namespace ecva {

/// The number types that a model can be loaded in, in the order in which they are offered.
const std::vector<DType> &precisions();

/// "fp32", "bf16", …: as on the command line and in the settings.
QString precisionName(DType type);
/// Fp32 for a name that nobody knows.
DType precisionFrom(const QString &name);
/// What it costs and gives, translated, in a line.
QString precisionHint(DType type);

} // namespace ecva
