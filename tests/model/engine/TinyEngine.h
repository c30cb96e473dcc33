#pragma once

#include "model/engine/AnomShieldEngine.h"
#include "tests/model/engine/TinyModel.h"

#include <memory>

namespace ecva::test {

// A grid of 4 patches a side: one visual token a frame.
inline AnomShieldConfig seeingConfig()
{
    AnomShieldConfig config = tinyConfig();
    config.tower.patch = 7;
    return config;
}

inline std::unique_ptr<AnomShieldEngine> engineOf(const AnomShieldConfig &config,
                                                  at::ScalarType type = at::kFloat,
                                                  const at::Device &device = at::kCPU)
{
    Tensors tower = tinyTower(config.tower), body = tinyBody(config);
    for (Tensors *tensors : {&tower, &body}) {
        for (auto &[name, tensor] : *tensors)
            tensor = tensor.to(type);
    }
    auto model = AnomShield::load(config, sourceOf(tower).on(device), sourceOf(body).on(device),
                                  CancelToken());
    return std::make_unique<AnomShieldEngine>(std::move(*model), type);
}

inline std::shared_ptr<const PixelVideo> videoOf(int frames, const char *name = "video")
{
    auto video = std::make_shared<PixelVideo>();
    video->frames = frames;
    video->width = video->height = 28;
    const at::Tensor values = hashed(name, {frames, 3, 28, 28}).mul(4);
    video->values.assign(values.const_data_ptr<float>(),
                         values.const_data_ptr<float>() + values.numel());
    return video;
}

inline GenerationOptions greedy(std::int64_t tokens)
{
    GenerationOptions options;
    options.greedy = true;
    options.maxNewTokens = tokens;
    return options;
}

inline EnginePrompt seeingPrompt(int frames = 5, const char *name = "video")
{
    return {{1, 9, 40, kVideoPlaceholder, 7, 100}, videoOf(frames, name)};
}

} // namespace ecva::test
