#pragma once

#include "core/base/CancelToken.h"
#include "model/api/Engine.h"
#include "model/architectures/AnomShield.h"

#include <cstdint>
#include <list>
#include <memory>
#include <unordered_map>
#include <vector>

namespace ecva {

/// What the tower made of one frame.
struct FrameFeatures
{
    std::shared_ptr<const PixelVideo> video; ///< whose frame `frame` it is: kept for comparison
    int frame = 0;
    at::Tensor patches; ///< [1, patches, width]
    double seconds = 0; ///< that the tower took
};

/// The tower's work, frame by frame. A frame is known again by its pixels, every bit of them: the
/// hash only finds candidates. Each frame goes through the tower alone, so what comes out does not
/// depend on what was remembered.
class FrameMemory
{
public:
    /// Frames of about three clips of 32; the pixels and patches of CLIP-L/14 are 1.6 MB a frame.
    static constexpr std::size_t kFrames = 96;

    struct Seen
    {
        at::Tensor patches; ///< [frames, patches, width]
        double seconds = 0;
        double reusedSeconds = 0; ///< what the frames that were known took, when they were new
    };
    /// The tower over a clip. Errors: Cancelled.
    Result<Seen> see(const AnomShield &model, at::ScalarType type,
                     const std::shared_ptr<const PixelVideo> &video, Reuse reuse,
                     const CancelToken &cancel);
    void forget();

private:
    using Features = std::shared_ptr<const FrameFeatures>;
    using Recent = std::list<std::pair<std::uint64_t, Features>>;

    Features find(std::uint64_t hash, std::span<const float> pixels);
    void keep(std::uint64_t hash, const Features &features);

    Recent m_recent; ///< the latest used first
    std::unordered_multimap<std::uint64_t, Recent::iterator> m_byHash;
};

/// Of the bits; equal only where -0 and 0 and NaNs are told apart.
std::uint64_t hashOf(std::span<const float> values);
bool sameBits(std::span<const float> a, std::span<const float> b);

} // namespace ecva
