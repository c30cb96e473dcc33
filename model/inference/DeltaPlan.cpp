#include "model/inference/DeltaPlan.h"

#include "model/inference/FrameCut.h"

#include <algorithm>
#include <numeric>
#include <optional>

namespace ecva {
namespace {

constexpr int kMaxControls = 1000;

std::string number(std::int64_t value)
{
    return std::to_string(value);
}

Result<void> checkFrame(std::int64_t frame, std::int64_t frameCount, const std::string &what)
{
    if (frame >= 0 && frame < frameCount)
        return {};
    return fail(ErrorCode::OutOfRange, what + " " + number(frame) + " is outside the clip's "
                                           + number(frameCount) + " frames");
}

Result<void> check(const DeltaRequest &request)
{
    const std::int64_t frameCount = request.video.frameCount;
    if (frameCount < 1)
        return fail(ErrorCode::InvalidArgument, "a clip without frames has no hallucination delta");
    if (request.keyRanges.empty() && request.keyFrames.empty())
        return fail(ErrorCode::InvalidArgument, "no key interval and no key frame is given");
    for (const FrameRange &range : request.keyRanges) {
        const std::string name
            = "key interval [" + number(range.begin.value) + ", " + number(range.end.value) + ")";
        if (range.length() <= 0)
            return fail(ErrorCode::InvalidArgument, name + " is empty");
        if (range.begin.value < 0 || range.end.value > frameCount) {
            return fail(ErrorCode::OutOfRange,
                        name + " is outside the clip's " + number(frameCount) + " frames");
        }
    }
    for (std::int64_t frame : request.keyFrames) {
        if (auto valid = checkFrame(frame, frameCount, "key frame"); !valid)
            return fail(valid);
    }
    if (request.controls < 0 || request.controls > kMaxControls) {
        return fail(ErrorCode::InvalidArgument,
                    number(request.controls) + " controls: it takes 0 to " + number(kMaxControls));
    }
    return {};
}

/// Slots of `frames` that the cut takes away.
std::vector<int> slotsIn(const FrameCut &cut, const std::vector<std::int64_t> &frames)
{
    std::vector<int> slots;
    for (std::size_t slot = 0; slot < frames.size(); ++slot) {
        if (cut.contains(frames[slot]))
            slots.push_back(static_cast<int>(slot));
    }
    return slots;
}

std::vector<std::int64_t> framesOf(const std::vector<int> &slots,
                                   const std::vector<std::int64_t> &frames)
{
    std::vector<std::int64_t> chosen;
    chosen.reserve(slots.size());
    for (int slot : slots)
        chosen.push_back(frames[static_cast<std::size_t>(slot)]);
    return chosen;
}

/// Same slots, other pictures in some.
DeltaMask maskSlots(const std::vector<std::int64_t> &frames, std::vector<int> slots, MaskMode mode)
{
    DeltaMask mask;
    mask.masked = framesOf(slots, frames);
    mask.frames = frames;
    mask.blanked = std::move(slots);
    if (mode == MaskMode::Freeze) {
        const int without = framesWithoutAny(mask);
        for (int slot : mask.blanked) {
            // In ascending order, so the slot before already holds what is repeated.
            const auto at = static_cast<std::size_t>(slot);
            if (slot >= without)
                mask.frames[at] = mask.frames[at - 1];
        }
    }
    return mask;
}

/// Another timeline, sampled anew.
Result<DeltaMask> maskByCut(const std::vector<std::int64_t> &frames, const FrameCut &cut,
                            std::vector<FrameRange> ranges, const FrameSampler &sampler)
{
    DeltaMask mask;
    mask.masked = framesOf(slotsIn(cut, frames), frames);
    mask.ranges = std::move(ranges);
    const auto positions = sampler(cut.remaining());
    if (!positions)
        return fail(positions);
    for (std::int64_t position : *positions) {
        if (position < 0 || position >= cut.remaining())
            return fail(ErrorCode::Internal, "the sampler left the frames that remain");
        mask.frames.push_back(cut.frameAt(position));
    }
    return mask;
}

/// Adds the control frames that the request gives.
Result<void> addGivenControls(const DeltaRequest &request, const FrameCut &key,
                              const FrameSampler &sampler, DeltaPlan &plan)
{
    const std::int64_t frameCount = request.video.frameCount;
    for (std::size_t i = 0; i < request.controlFrames.size(); ++i) {
        const std::string name = "control " + std::to_string(i + 1);
        if (request.controlFrames[i].empty())
            return fail(ErrorCode::InvalidArgument, name + " has no frames");
        for (std::int64_t frame : request.controlFrames[i]) {
            if (auto valid = checkFrame(frame, frameCount, name + ": frame"); !valid)
                return fail(valid);
            if (key.contains(frame)) {
                return fail(ErrorCode::InvalidArgument,
                            name + ": frame " + number(frame) + " is a key frame");
            }
        }
        const FrameCut cut(frameCount, {}, request.controlFrames[i]);
        if (plan.mask == MaskMode::Delete) {
            auto mask = maskByCut(plan.frames, cut, cut.ranges(), sampler);
            if (!mask)
                return fail(mask);
            plan.controls.push_back(std::move(*mask));
            continue;
        }
        plan.controls.push_back(maskSlots(plan.frames, slotsIn(cut, plan.frames), plan.mask));
        if (plan.controls.back().masked.empty())
            plan.notes.push_back(name + " masks no frame that the model sees");
    }
    return {};
}

/// `count` of `slots` in ascending order.
std::vector<int> draw(std::vector<int> slots, std::size_t count, SplitMix &random)
{
    for (std::size_t i = 0; i < count; ++i)
        std::swap(slots[i], slots[i + random.below(slots.size() - i)]);
    slots.resize(count);
    std::ranges::sort(slots);
    return slots;
}

/// Slots whose frame is not cut out.
std::vector<int> slotsOutside(const FrameCut &cut, const std::vector<std::int64_t> &frames)
{
    std::vector<int> others(frames.size());
    std::iota(others.begin(), others.end(), 0);
    std::erase_if(others,
                  [&](int slot) { return cut.contains(frames[static_cast<std::size_t>(slot)]); });
    return others;
}

/// One random control; nothing where there is no room for it.
Result<std::optional<DeltaMask>> drawControl(const DeltaRequest &request, const FrameCut &key,
                                             const FrameSampler &sampler, const DeltaPlan &plan,
                                             SplitMix &random)
{
    if (plan.mask != MaskMode::Delete) {
        std::vector<int> others = slotsOutside(key, plan.frames);
        const std::size_t count = plan.key.masked.size();
        if (others.size() < count)
            return std::nullopt;
        return maskSlots(plan.frames, draw(std::move(others), count, random), plan.mask);
    }
    auto ranges = key.elsewhere(random);
    if (!ranges)
        return std::nullopt;
    const FrameCut cut(request.video.frameCount, *ranges, {});
    auto mask = maskByCut(plan.frames, cut, std::move(*ranges), sampler);
    if (!mask)
        return fail(mask);
    return std::move(*mask);
}

bool isThere(const std::vector<DeltaMask> &controls, const DeltaMask &control)
{
    return std::ranges::any_of(controls, [&](const DeltaMask &other) {
        return other.frames == control.frames && other.blanked == control.blanked;
    });
}

/// Adds random controls, or none and a note where there is no room.
Result<void> drawControls(const DeltaRequest &request, const FrameCut &key,
                          const FrameSampler &sampler, DeltaPlan &plan)
{
    constexpr int kDraws = 16; // for one that is not there yet
    SplitMix random(request.controlSeed);
    const std::size_t count = plan.key.masked.size();
    bool repeats = false;
    for (int i = 0; i < request.controls; ++i) {
        std::optional<DeltaMask> drawn;
        for (int attempt = 0; attempt < kDraws; ++attempt) {
            auto control = drawControl(request, key, sampler, plan, random);
            if (!control)
                return fail(control);
            drawn = std::move(*control);
            if (!drawn || !isThere(plan.controls, *drawn))
                break;
        }
        if (!drawn)
            break;
        repeats = repeats || isThere(plan.controls, *drawn);
        plan.controls.push_back(std::move(*drawn));
    }
    if (repeats && static_cast<int>(plan.controls.size()) == request.controls) {
        plan.notes.push_back("controls are alike: there are too few other frames for "
                             + number(request.controls) + " different ones");
    }
    if (static_cast<int>(plan.controls.size()) == request.controls)
        return {};
    // Fewer than asked would be a measure of another kind: all or none.
    plan.controls.clear();
    plan.notes.push_back(plan.mask == MaskMode::Delete
                             ? "no room outside the key intervals for as many frames: no controls "
                               "and no adjusted delta"
                             : number(static_cast<std::int64_t>(count)) + " of "
                                   + number(static_cast<std::int64_t>(plan.frames.size()))
                                   + " samples are key frames, too many to mask as many others: "
                                     "no controls and no adjusted delta");
    return {};
}

void noteFrozenStarts(DeltaPlan &plan)
{
    if (plan.mask != MaskMode::Freeze)
        return;
    const auto note = [&](const DeltaMask &mask, const std::string &name) {
        if (const int without = framesWithoutAny(mask); without > 0) {
            plan.notes.push_back(name + ": no picture comes before the first " + number(without)
                                 + " of them that could be frozen, blanked instead");
        }
    };
    note(plan.key, "masked frames");
    for (std::size_t i = 0; i < plan.controls.size(); ++i)
        note(plan.controls[i], "masked frames of control " + std::to_string(i + 1));
}

} // namespace

int framesWithoutAny(const DeltaMask &mask)
{
    int count = 0;
    while (count < static_cast<int>(mask.blanked.size())
           && mask.blanked[static_cast<std::size_t>(count)] == count) {
        ++count;
    }
    return count;
}

Result<DeltaPlan> planDelta(const DeltaRequest &request, const FrameSampler &sampler)
{
    if (auto valid = check(request); !valid)
        return fail(valid);
    const auto frames = sampler(request.video.frameCount);
    if (!frames)
        return fail(frames);
    DeltaPlan plan;
    plan.frames = *frames;
    plan.mask = request.mask;
    const FrameCut key(request.video.frameCount, request.keyRanges, request.keyFrames);
    const std::vector<int> slots = slotsIn(key, plan.frames);
    if (slots.empty()) {
        plan.key.frames = plan.frames;
        plan.notes.push_back("the model never saw the anomaly (0 of "
                             + number(static_cast<std::int64_t>(plan.frames.size())) + " samples)");
        return plan;
    }
    if (plan.mask == MaskMode::Delete && key.remaining() == 0) {
        plan.mask = MaskMode::Blank;
        plan.notes.push_back(
            "the key frames are the whole clip, nothing would remain: blanked instead of deleted");
    }
    if (plan.mask == MaskMode::Delete) {
        auto mask = maskByCut(plan.frames, key, key.ranges(), sampler);
        if (!mask)
            return fail(mask);
        plan.key = std::move(*mask);
    } else {
        plan.key = maskSlots(plan.frames, slots, plan.mask);
    }
    const auto added = request.controlFrames.empty()
                           ? drawControls(request, key, sampler, plan)
                           : addGivenControls(request, key, sampler, plan);
    if (!added)
        return fail(added);
    noteFrozenStarts(plan);
    return plan;
}

} // namespace ecva
