#pragma once

#include "annotation/document/Document.h"
#include "annotation/document/OpFields.h"
#include "core/base/CancelToken.h"

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace ecva {

/// What an op works with: the step it is part of, and where videos come from.
struct OpBench
{
    Document &document;
    Edit &edit;
    const CancelToken &cancel;
    std::map<QString, ClipId> addedPaths = {}; // clips of this step, by stored path
    std::map<ClipId, std::shared_ptr<const VideoIndex>> addedIndexes = {};
};

struct EditOp
{
    const char *name;
    const char *purpose;
    std::vector<OpField> fields;
    /// Does it and returns the id of what was made or changed.
    std::function<Result<qint64>(OpBench &, const OpFields &)> run;
};

/// All ops but "batch", in the order of the reference.
const std::vector<EditOp> &allEditOps();

} // namespace ecva
