#include "core/media/FrameBatch.h"

#include "core/media/FrameSource.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace ecva {

Result<void> fetchFrames(const std::filesystem::path &path,
                         const std::shared_ptr<const VideoIndex> &index,
                         std::span<const FrameIndex> wanted, const FrameBatchOptions &options,
                         const std::function<Result<void>(std::size_t place, Frame frame)> &take)
{
    auto source = FrameSource::open(path, index, {});
    if (!source)
        return fail(source);
    std::vector<std::size_t> places(wanted.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::stable_sort(places.begin(), places.end(),
                     [&](std::size_t a, std::size_t b) { return wanted[a] < wanted[b]; });
    for (const std::size_t place : places) {
        auto frame = (*source)->frameAt(wanted[place], options.cancel);
        if (!frame)
            return fail(frame);
        if (auto taken = take(place, std::move(*frame)); !taken)
            return taken;
    }
    return {};
}

} // namespace ecva
