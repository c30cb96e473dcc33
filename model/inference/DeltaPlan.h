#pragma once

#include "core/base/Result.h"
#include "model/api/VideoModel.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ecva {

/// Chooses `count` of the numbers 0 … frameCount − 1, as the model's own sampler.
using FrameSampler = std::function<Result<std::vector<std::int64_t>>(std::int64_t frameCount)>;

/// Which frames each run of a hallucination delta sees; no model is needed to know.
struct DeltaPlan
{
    std::vector<std::int64_t> frames; ///< S: of the full video
    DeltaMask key;                    ///< K; `masked` empty: the model never saw the anomaly
    std::vector<DeltaMask> controls;
    MaskMode mask = MaskMode::Delete; ///< what is really done
    std::vector<std::string> notes;   ///< fell back to blank; no room for controls; …
};

/// By hallucination-delta.md: K = S ∩ (ranges ∪ frames). `delete` samples again over the list of
/// the remaining frames; controls are as many disjoint intervals of the same lengths, in the other
/// modes |K| slots outside K; drawn by a seeded generator of our own, equal on every machine.
/// Errors: InvalidArgument and OutOfRange (ranges and frames outside the video, named).
Result<DeltaPlan> planDelta(const DeltaRequest &request, const FrameSampler &sampler);

} // namespace ecva
