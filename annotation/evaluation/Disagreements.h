#pragma once

#include "annotation/document/ProjectModel.h"

#include <vector>

namespace ecva {

/// One place where a model answered otherwise than the expert, for review.
struct Disagreement
{
    enum class Kind {
        Text,  ///< what, why, how
        Class, ///< the number the model names is none of the expert's classes
        Time,  ///< the stretch the model names; only where it wrote MM:SS or HH:MM:SS
    };
    Kind kind = Kind::Text;
    ClipId clip;
    Task task = Task::Description;
    QaItemId item;   ///< what Edit::settle() writes gold to
    AnswerId expert; ///< of the latest round; 0 where segments speak (Class, Time)
    AnswerId model;
    /// 1: the same. ROUGE-L F for a text, 0 for a class, intersection over union for a time.
    double score = 0;
    QString expertText; ///< descriptions of several segments joined, classes, or times
    QString modelText;
};

/// The expert's answers of a clip (latest round) against each model's, the worst first. A model
/// describes the whole clip, an expert its segments: the joined descriptions are compared. Left
/// out: what says the same, what is missing ("/"), rejected answers, and pairs whose gold is made
/// from either side.
std::vector<Disagreement> disagreementsOf(const ProjectModel &model, ClipId clip);

} // namespace ecva
