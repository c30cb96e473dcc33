#include "model/engine/RequestChecks.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace ecva {

Result<void> checkOptions(const GenerationOptions &options)
{
    if (options.maxNewTokens < 1)
        return fail(ErrorCode::InvalidArgument, "at most " + std::to_string(options.maxNewTokens)
                                                    + " new tokens: must be 1 or more");
    if (options.greedy)
        return {};
    if (!(options.temperature > 0) || !std::isfinite(options.temperature))
        return fail(ErrorCode::InvalidArgument, "temperature " + std::to_string(options.temperature)
                                                    + ": must be above 0, or ask for greedy");
    const auto [topK, topP] = std::pair(options.topK.value_or(0), options.topP.value_or(1));
    if (topK < 0)
        return fail(ErrorCode::InvalidArgument,
                    "top-k " + std::to_string(topK) + ": must not be negative");
    if (!(topP > 0 && topP <= 1))
        return fail(ErrorCode::InvalidArgument,
                    "top-p " + std::to_string(topP) + ": must be above 0, at most 1");
    return {};
}

Result<void> checkIds(std::span<const std::int32_t> ids, int vocabulary, const char *what)
{
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (ids[i] < 0 || ids[i] >= vocabulary)
            return fail(ErrorCode::InvalidArgument,
                        std::string(what) + ": id " + std::to_string(ids[i]) + " at "
                            + std::to_string(i) + " is outside the vocabulary of "
                            + std::to_string(vocabulary));
    }
    return {};
}

Result<void> checkPrompt(const EnginePrompt &prompt, const AnomShieldConfig &config)
{
    std::vector<std::int32_t> text;
    std::copy_if(prompt.ids.begin(), prompt.ids.end(), std::back_inserter(text),
                 [](std::int32_t id) { return id != kVideoPlaceholder; });
    const std::size_t places = prompt.ids.size() - text.size();
    if (prompt.ids.empty())
        return fail(ErrorCode::InvalidArgument, "the prompt is empty");
    if (places > 1)
        return fail(ErrorCode::InvalidArgument,
                    "the prompt has " + std::to_string(places) + " places for a video, not one");
    if ((places == 1) != (prompt.video != nullptr))
        return fail(ErrorCode::InvalidArgument,
                    places ? "the prompt has a place for a video, and there is none"
                           : "there is a video, and the prompt has no place for it");
    if (const auto known = checkIds(text, config.decoder.vocabulary, "prompt"); !known)
        return known;
    if (!prompt.video)
        return {};

    const PixelVideo &video = *prompt.video;
    const int side = config.tower.image;
    const std::string shape = std::to_string(video.frames) + " frames of "
                              + std::to_string(video.width) + " × " + std::to_string(video.height);
    if (video.frames < 1 || video.width != side || video.height != side)
        return fail(ErrorCode::InvalidArgument, "the video has " + shape + "; the tower takes "
                                                    + std::to_string(side) + " × "
                                                    + std::to_string(side));
    const std::uint64_t expected = 3ULL * static_cast<std::uint64_t>(video.frames)
                                   * static_cast<std::uint64_t>(side)
                                   * static_cast<std::uint64_t>(side);
    if (video.values.size() != expected)
        return fail(ErrorCode::InvalidArgument, "the video of " + shape + " has "
                                                    + std::to_string(video.values.size())
                                                    + " numbers, not " + std::to_string(expected));
    return {};
}

std::int64_t positionsOf(const EnginePrompt &prompt, const AnomShieldConfig &config)
{
    const auto ids = static_cast<std::int64_t>(prompt.ids.size());
    return prompt.video ? ids - 1 + config.visualTokens(prompt.video->frames) : ids;
}

} // namespace ecva
