#pragma once

#include "annotation/formats/Format.h"

namespace ecva {

class ClipFilter;

/// planExport() for ECVA's results JSON: the model's answers of one task beside the experts', one
/// record for each number 00001 to 01000, gaps as `default`, answered ones first, as the published
/// scripts need them.
Result<ExportPlan> planEcvaResults(const ProjectModel &model, const ExportRequest &request,
                                   const ClipFilter &filter, const CancelToken &cancel);

} // namespace ecva
