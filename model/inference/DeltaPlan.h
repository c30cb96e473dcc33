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

/// Slots of a mask that repeat no earlier picture with MaskMode::Freeze, since none is left before
/// them: they are blanked. They are the first ones, so this is how many.
int framesWithoutAny(const DeltaMask &mask);

/// By hallucination-delta.md: K = S ∩ (ranges ∪ frames), slot by slot. `delete` cuts all given
/// ranges and frames out of the timeline, sampled or not, and samples again over the list of the
/// remaining frames; its controls are as many intervals of the same lengths, disjoint from K's and
/// from each other. In the other modes the slots stay and `blanked` names the masked ones; controls
/// are |K| slots outside K. `freeze` puts the last unmasked slot's frame into the masked slots
/// behind it. Given control frames are taken as they are. Controls are drawn one after another by a
/// generator of our own (SplitMix), equal on every machine: more of them leave the first ones.
/// Errors: InvalidArgument (no key frames given, an empty range, a given control that meets K) and
/// OutOfRange (ranges and frames outside the video, named), and the sampler's.
Result<DeltaPlan> planDelta(const DeltaRequest &request, const FrameSampler &sampler);

} // namespace ecva
