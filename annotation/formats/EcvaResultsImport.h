#pragma once

#include "annotation/formats/Format.h"

namespace ecva {

/// planImport() for ECVA's results JSON: one array of {"video_file","prompt","output", …} with the
/// dirt of the released files. What role, model and task the answers have is taken from the
/// request, else from the file's name, its prompts and `task_type`.
Result<ImportPlan> planEcvaResultsImport(const ImportRequest &request, const CancelToken &cancel,
                                         const ProgressFunction &progress);

/// What the name of a results file says: "videollama2_new_reason.json" → videollama2, masked,
/// Cause. A part that it does not say stays empty.
struct ResultsFileName
{
    QString model;
    bool masked = false;
    std::optional<Task> task;
};
ResultsFileName readResultsFileName(const QString &file);

} // namespace ecva
