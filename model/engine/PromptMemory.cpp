#include "model/engine/PromptMemory.h"

#include "model/engine/CudaDevice.h"
#include "model/engine/Seconds.h"

#include <algorithm>

namespace ecva {
namespace {

std::span<const std::int32_t> beforeVideo(const EnginePrompt &prompt)
{
    const auto place = std::find(prompt.ids.begin(), prompt.ids.end(), kVideoPlaceholder);
    return std::span(prompt.ids).first(static_cast<std::size_t>(place - prompt.ids.begin()));
}

bool sameShape(const PixelVideo &a, const PixelVideo &b)
{
    return a.frames == b.frames && a.height == b.height && a.width == b.width;
}

} // namespace

std::span<const std::int32_t> PromptMemory::questionOf(const EnginePrompt &prompt)
{
    if (!prompt.video)
        return prompt.ids;
    return std::span(prompt.ids).subspan(beforeVideo(prompt).size() + 1);
}

std::shared_ptr<const KvCache> PromptMemory::copyOf(const KvCache &cache) const
{
    auto copy = std::make_shared<KvCache>(m_model.decoder().cache(cache.length()));
    copy->copyFrom(cache, cache.length());
    return copy;
}

Result<PromptMemory::Read> PromptMemory::read(const EnginePrompt &prompt, std::int64_t capacity,
                                              Reuse reuse, const CancelToken &cancel)
{
    Read read{.cache = m_model.decoder().cache(capacity), .hidden = {}};
    if (!prompt.video)
        return read;
    const bool remembers = reuse == Reuse::Everything;
    const std::uint64_t hash = remembers ? hashOf(prompt.video->values) : 0;
    if (remembers && takeClip(prompt, hash, read))
        return read;
    if (const auto done = readText(beforeVideo(prompt), reuse, read, cancel); !done)
        return fail(done);
    if (const auto done = readVideo(prompt, reuse, read, cancel); !done)
        return fail(done);
    if (remembers) {
        const auto before = beforeVideo(prompt);
        m_clips.push_front({{before.begin(), before.end()},
                            prompt.video,
                            hash,
                            copyOf(read.cache),
                            read.hidden,
                            read.visionSeconds + read.prefillSeconds + read.reusedSeconds});
        trim();
    }
    return read;
}

bool PromptMemory::takeClip(const EnginePrompt &prompt, std::uint64_t hash, Read &read)
{
    const auto before = beforeVideo(prompt);
    const auto known = std::ranges::find_if(m_clips, [&](const Clip &clip) {
        return clip.hash == hash && std::ranges::equal(clip.before, before)
               && sameShape(*clip.video, *prompt.video)
               && sameBits(clip.video->values, prompt.video->values);
    });
    if (known == m_clips.end())
        return false;
    m_clips.splice(m_clips.begin(), m_clips, known);
    const Seconds copying;
    read.cache.copyFrom(*known->cache, known->cache->length());
    read.hidden = known->hidden;
    read.prefillSeconds = copying.value();
    read.reusedTokens = known->cache->length();
    read.reusedSeconds = known->seconds;
    return true;
}

Result<void> PromptMemory::readText(std::span<const std::int32_t> ids, Reuse reuse, Read &read,
                                    const CancelToken &cancel)
{
    if (ids.empty())
        return {};
    const Seconds reading;
    const auto known = std::ranges::find_if(
        m_texts, [&](const Text &text) { return std::ranges::equal(text.ids, ids); });
    if (reuse == Reuse::Everything && known != m_texts.end()) {
        m_texts.splice(m_texts.begin(), m_texts, known);
        read.cache.copyFrom(*known->cache, known->cache->length());
        read.reusedTokens = read.cache.length();
        read.reusedSeconds = known->seconds;
    } else {
        const auto hidden
            = m_model.decoder().forward(m_model.decoder().embed(ids), read.cache, 1, cancel);
        if (!hidden)
            return fail(hidden);
        if (reuse == Reuse::Everything) {
            m_texts.push_front({{ids.begin(), ids.end()}, copyOf(read.cache), reading.value()});
            if (m_texts.size() > kTexts)
                m_texts.pop_back();
        }
    }
    read.prefillSeconds += reading.value();
    return {};
}

Result<void> PromptMemory::readVideo(const EnginePrompt &prompt, Reuse reuse, Read &read,
                                     const CancelToken &cancel)
{
    const Seconds looking;
    const auto seen = m_frames.see(m_model, m_type, prompt.video, reuse, cancel);
    if (!seen)
        return fail(seen);
    const auto visual = m_model.connect(seen->patches, cancel);
    if (!visual)
        return fail(visual);
    waitFor(visual->device());
    read.reusedSeconds += seen->reusedSeconds;
    read.visionSeconds = looking.value();
    const Seconds reading;
    const auto hidden = m_model.decoder().forward(*visual, read.cache, 1, cancel);
    if (!hidden)
        return fail(hidden);
    read.hidden = hidden->clone();
    waitFor(read.hidden.device());
    read.prefillSeconds += reading.value();
    return {};
}

void PromptMemory::trim()
{
    double bytes = 0;
    std::size_t count = 0;
    for (auto clip = m_clips.begin(); clip != m_clips.end(); ++clip) {
        bytes += clip->cache->bytes();
        if (++count > kClips || bytes > kBytes) {
            m_clips.erase(clip, m_clips.end());
            return;
        }
    }
}

void PromptMemory::forget()
{
    m_clips.clear();
    m_texts.clear();
    m_frames.forget();
}

} // namespace ecva
