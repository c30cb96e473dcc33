#pragma once

#include "annotation/formats/Format.h"

namespace ecva {

class ClipFilter;

/// One line for each segment, RFC 4180 quoting: times in milliseconds, frames [begin, end) where
/// the video is linked, the chosen texts.
Result<ExportPlan> planCsvExport(const ProjectModel &model, const ExportRequest &request,
                                 const ClipFilter &filter, const CancelToken &cancel);

/// The segments of one clip as subtitles: class, then description. Errors: InvalidArgument when the
/// filter does not leave exactly one clip.
Result<ExportPlan> planSrtExport(const ProjectModel &model, const ExportRequest &request,
                                 const ClipFilter &filter);

} // namespace ecva
