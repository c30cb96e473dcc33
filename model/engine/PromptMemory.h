#pragma once

#include "model/engine/FrameMemory.h"

#include <cstdint>
#include <list>
#include <memory>
#include <span>
#include <vector>

namespace ecva {

/// Reads prompts up to the question and remembers them: the ids before the video, and these with
/// the video. Each part is a pass of its own whether it is remembered or not, so a remembered one
/// is bit for bit what would be computed again.
class PromptMemory
{
public:
    static constexpr std::size_t kTexts = 4;
    static constexpr std::size_t kClips = 8;
    static constexpr double kBytes = 1e9; ///< of keys and values, all clips together

    PromptMemory(const AnomShield &model, at::ScalarType type)
        : m_model(model)
        , m_type(type)
    {
    }

    struct Read
    {
        KvCache cache;     ///< holds all before the question
        at::Tensor hidden; ///< [1, hidden] of the last position; undefined when there is none
        double visionSeconds = 0;
        double prefillSeconds = 0;
        std::int64_t reusedTokens = 0;
        double reusedSeconds = 0; ///< what the reused parts took when they were made
    };
    /// Of a checked prompt; the cache has room for `capacity` positions. Errors: Cancelled.
    Result<Read> read(const EnginePrompt &prompt, std::int64_t capacity, Reuse reuse,
                      const CancelToken &cancel);
    /// What is left to be read: the ids behind the video, all of them where there is none.
    static std::span<const std::int32_t> questionOf(const EnginePrompt &prompt);

    void forget();

private:
    struct Text
    {
        std::vector<std::int32_t> ids;
        std::shared_ptr<const KvCache> cache;
        double seconds = 0;
    };
    struct Clip
    {
        std::vector<std::int32_t> before;
        std::shared_ptr<const PixelVideo> video;
        std::uint64_t hash = 0;
        std::shared_ptr<const KvCache> cache;
        at::Tensor hidden;
        double seconds = 0;
    };

    Result<void> readText(std::span<const std::int32_t> ids, Reuse reuse, Read &read,
                          const CancelToken &cancel);
    Result<void> readVideo(const EnginePrompt &prompt, Reuse reuse, Read &read,
                           const CancelToken &cancel);
    bool takeClip(const EnginePrompt &prompt, std::uint64_t hash, Read &read);
    std::shared_ptr<const KvCache> copyOf(const KvCache &cache) const;
    void trim();

    const AnomShield &m_model;
    const at::ScalarType m_type;
    FrameMemory m_frames;
    std::list<Text> m_texts; // the latest used first
    std::list<Clip> m_clips;
};

} // namespace ecva
