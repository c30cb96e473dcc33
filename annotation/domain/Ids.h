#pragma once

#include "core/base/Ids.h"

namespace ecva {

using ClipId = Id<struct ClipTag>;
using SegmentId = Id<struct SegmentTag>;
using QaItemId = Id<struct QaItemTag>;
using AnswerId = Id<struct AnswerTag>;
using KeySentenceId = Id<struct KeySentenceTag>;
using KeyFrameId = Id<struct KeyFrameTag>;
using DeltaId = Id<struct DeltaTag>;
using SourceId = Id<struct SourceTag>;
using SourceRowId = Id<struct SourceRowTag>;

} // namespace ecva
