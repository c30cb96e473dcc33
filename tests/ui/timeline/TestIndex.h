#pragma once

#include "core/media/VideoIndex.h"

#include <memory>
#include <random>

namespace ecva::test {

/// An index of `frames` frames, each `steps(i)` ticks of 1/90000 s long, without any file.
template <typename Steps>
std::shared_ptr<const VideoIndex> makeIndex(int frames, Steps &&steps)
{
    VideoIndex::Parts parts;
    parts.info.width = 160;
    parts.info.height = 90;
    parts.info.timeBase = {1, 90000};
    std::int64_t pts = 4242; // a start that is not 0
    for (int i = 0; i < frames; ++i) {
        const std::int64_t next = pts + steps(i);
        VideoIndex::Entry entry;
        entry.pts = entry.id = pts;
        entry.nextPts = next;
        parts.entries.push_back(entry);
        pts = next;
    }
    return std::make_shared<const VideoIndex>(std::move(parts));
}

/// 30 frames a second.
inline std::shared_ptr<const VideoIndex> constantIndex(int frames)
{
    return makeIndex(frames, [](int) { return 3000; });
}

/// Frames between 5 and 100 ms long, from a fixed seed.
inline std::shared_ptr<const VideoIndex> variableIndex(int frames)
{
    std::mt19937 random(20261121);
    std::uniform_int_distribution<int> step(450, 9000);
    return makeIndex(frames, [&](int) { return step(random); });
}

} // namespace ecva::test
