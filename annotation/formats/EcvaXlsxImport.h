#pragma once

#include "annotation/formats/Format.h"

namespace ecva {

/// planImport() for ECVA's annotations.xlsx: the published sheet with everything odd in it.
Result<ImportPlan> planEcvaXlsx(const ImportRequest &request, const CancelToken &cancel,
                                const ProgressFunction &progress);

} // namespace ecva
