#pragma once

#include "annotation/domain/Entities.h"
#include "model/api/ChainOfThought.h"

#include <QString>

#include <vector>

namespace ecva {

class ProjectModel;
struct Proposal;

/// "What", "Why", "How", … as fields are called in the window.
QString fieldName(Task task);

/// How far an answer is: "reading frames", "31 tokens · 9 / s", "describing part 2 of 4". While
/// several clips are asked about, one that waits is "next in turn".
QString progressText(const Proposal &proposal, bool isAskingAll);

/// Of which parts of the clip an answer in steps is: "In steps, of parts 2 and 4 of 4".
QString chainSummary(const ChainReport &chain);
/// What the model said of each part, and what else is to be known, as plain lines.
QString chainDetails(const ChainReport &chain);

/// The frames that the newest stored answer of a model about the clip was read off; empty when
/// there is none, or nobody knows.
std::vector<qint64> framesSeen(const ProjectModel &project, ClipId clip);

} // namespace ecva
