#pragma once

#include "annotation/domain/Entities.h"
#include "core/base/Result.h"

#include <vector>

namespace ecva {
class Document;
}

namespace ecva::demo {

/// Ids of the demo's clips, in the order of the scenes.
struct ClipIds
{
    ClipId street;
    ClipId warehouse;
    ClipId yard;
};

/// Writes what experts saw in the street and in the warehouse. The yard stays empty.
Result<void> annotate(Document &document, const ClipIds &clips);

} // namespace ecva::demo
