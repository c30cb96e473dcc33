#pragma once

#include "app/services/demo/Stage.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace ecva::demo {

/// One of the demo's clips: 250 pictures of 1280 x 720 at 25 a second, and their sound. Every
/// picture depends on its number alone. Not thread-safe; each scene is used by one thread.
class Scene
{
public:
    virtual ~Scene() = default;
    /// Draws frame `frame` (0 to kFrames - 1) into an RGB32 picture of kWidth x kHeight.
    virtual void draw(QImage &picture, int frame) = 0;
    /// The whole sound as interleaved stereo s16 at `sampleRate`.
    virtual std::vector<std::int16_t> sound(int sampleRate) const = 0;
};

std::unique_ptr<Scene> makeStreetScene();
std::unique_ptr<Scene> makeWarehouseScene();
std::unique_ptr<Scene> makeYardScene();

} // namespace ecva::demo
