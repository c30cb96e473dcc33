#pragma once

#include "model/api/Engine.h"
#include "model/architectures/AnomShield.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace ecva {

/// generate() and score() over AnomShield. What LibTorch throws goes through: the module's edge
/// (EngineModule.cpp) catches it.
class AnomShieldEngine : public Engine
{
public:
    AnomShieldEngine(AnomShield model, at::ScalarType type);

    Result<Generated> generate(const EnginePrompt &prompt, const GenerationOptions &options,
                               const std::function<void(std::int32_t)> &onToken,
                               const CancelToken &cancel) override;
    Result<std::vector<double>> score(const EnginePrompt &prompt,
                                      std::span<const std::int32_t> answer,
                                      const CancelToken &cancel) override;

private:
    struct Encoded
    {
        at::Tensor embeddings; ///< [positions, hidden]
        double visionSeconds = 0;
    };

    Result<void> check(const EnginePrompt &prompt) const;
    Result<void> checkIds(std::span<const std::int32_t> ids, const char *what) const;
    std::int64_t positions(const EnginePrompt &prompt) const;
    Result<void> checkMemoryFor(const EnginePrompt &prompt, std::int64_t capacity,
                                std::int64_t logitRows) const;
    Result<Encoded> encode(const EnginePrompt &prompt, const CancelToken &cancel) const;

    AnomShield m_model;
    at::ScalarType m_type;
};

} // namespace ecva
