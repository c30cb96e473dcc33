#pragma once

#include "annotation/domain/Ids.h"

#include <QString>

#include <set>

namespace ecva {

/// What one commit, undo or redo touched. Views look up the new state in the model.
struct ChangeEvent
{
    enum class Origin { Edit, Undo, Redo, Reload };

    Origin origin = Origin::Edit;
    QString command; ///< of the step ("segment.add")
    /// Clips whose own row or anything hanging on them changed.
    std::set<ClipId> clips;
    bool clipsAddedOrRemoved = false;
    std::set<SegmentId> segments;
    std::set<AnswerId> answers;
    bool deltas = false; ///< `answers` names those they hang on
    bool keySentences = false;
    bool keyFrames = false;
    bool settings = false;
};

} // namespace ecva
