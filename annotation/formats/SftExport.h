#pragma once

#include "annotation/formats/Format.h"

namespace ecva {

class ClipFilter;

/// planExport() for the SFT JSON of VideoLLaMA2 and AnomShield: one record for each question, the
/// clip's placeholder once at the front of the first human turn, the answer in the second turn.
Result<ExportPlan> planSftExport(const ProjectModel &model, const ExportRequest &request,
                                 const ClipFilter &filter, const CancelToken &cancel,
                                 const ProgressFunction &progress);

} // namespace ecva
