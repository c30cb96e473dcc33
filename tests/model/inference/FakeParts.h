#pragma once

#include "model/inference/AnomShieldModel.h"
#include "model/tokenizer/Utf8.h"

#include <cmath>
#include <cstdint>
#include <map>
#include <numeric>
#include <utility>

namespace ecva::test {

/// Ids 0 <unk>, 1 <s>, 2 </s>, 3 … 258 the bytes, 259 … the letters " a", " b", … : everything
/// encodes to bytes.
class FakeTokenizer : public Tokenizer
{
public:
    int size() const override { return 259 + 26; }
    std::int32_t bos() const override { return 1; }
    std::int32_t eos() const override { return 2; }
    std::int32_t unknown() const override { return 0; }
    std::string piece(std::int32_t id) const override
    {
        constexpr char digits[] = "0123456789ABCDEF";
        if (id < 0 || id >= size())
            return {};
        if (id < 3)
            return id == 0 ? "<unk>" : id == 1 ? "<s>" : "</s>";
        if (id >= 259)
            return std::string("▁") + static_cast<char>('a' + id - 259);
        return std::string("<0x") + digits[(id - 3) / 16] + digits[(id - 3) % 16] + ">";
    }
    Result<std::vector<std::int32_t>> encode(std::string_view text) const override
    {
        std::vector<std::int32_t> ids;
        for (char byte : text)
            ids.push_back(3 + static_cast<unsigned char>(byte));
        return ids;
    }
    std::string decode(std::span<const std::int32_t> ids) const override
    {
        std::string text, bytes;
        for (std::int32_t id : ids) {
            if (id >= 3 && id < 259)
                bytes += static_cast<char>(id - 3);
            if (id < 259)
                continue;
            appendReplacingInvalid(bytes, text);
            bytes.clear();
            text += std::string(text.empty() ? "" : " ") + static_cast<char>('a' + id - 259);
        }
        appendReplacingInvalid(bytes, text);
        return text;
    }
};

/// One letter after the prompt and video it was given; remembers all it was asked.
class FakeEngine : public Engine
{
public:
    struct Asked
    {
        std::vector<std::int32_t> ids;
        PixelVideo video;
    };
    /// The mean of each frame's values, rounded: tells which picture stood in a slot.
    static std::vector<double> means(const PixelVideo &video)
    {
        std::vector<double> means;
        const std::size_t size = video.values.size() / std::size_t(std::max(video.frames, 1));
        for (int i = 0; i < video.frames; ++i) {
            const auto begin = video.values.begin() + std::ptrdiff_t(size) * i;
            means.push_back(std::round(std::accumulate(begin, begin + std::ptrdiff_t(size), 0.0)
                                       / double(size)));
        }
        return means;
    }

    Result<Generated> generate(const EnginePrompt &prompt, const GenerationOptions &options,
                               const std::function<void(std::int32_t)> &onToken,
                               const CancelToken &cancel) override
    {
        const PixelVideo none;
        const PixelVideo &video = prompt.video ? *prompt.video : none;
        generated.push_back({prompt.ids, video});
        lastOptions = options;
        this->options.push_back(options);
        Generated made;
        made.promptTokens = std::int64_t(prompt.ids.size()) - 1 + 16 * video.frames;
        for (std::int32_t id : answers.at(generated.size() - 1)) {
            if (auto wanted = cancel.check(); !wanted)
                return fail(wanted);
            if (std::int64_t(made.ids.size()) == options.maxNewTokens)
                break;
            made.ids.push_back(id);
            if (onToken)
                onToken(id);
        }
        made.ended = made.ids.back() == 2;
        made.visionSeconds = 1;
        made.prefillSeconds = 2;
        made.decodeSeconds = 3;
        return made;
    }
    Result<std::vector<double>> score(const EnginePrompt &prompt,
                                      std::span<const std::int32_t> answer,
                                      const CancelToken &cancel) override
    {
        if (auto wanted = cancel.check(); !wanted)
            return fail(wanted);
        scored.push_back({prompt.ids, *prompt.video});
        scoredAnswer.assign(answer.begin(), answer.end());
        if (onScore)
            onScore();
        return scores.at(scored.size() - 1);
    }

    std::vector<std::vector<std::int32_t>> answers; ///< of the first, second, … generate()
    std::vector<std::vector<double>> scores;        ///< of the first, second, … score()
    std::function<void()> onScore;
    std::vector<Asked> generated;
    std::vector<Asked> scored;
    std::vector<std::int32_t> scoredAnswer;
    GenerationOptions lastOptions;
    std::vector<GenerationOptions> options; ///< of every generate()
};

/// A clip of grey frames, 8 × 6, brightness = frame number; counts what is read.
struct GreyClip
{
    std::map<std::int64_t, int> reads;
    std::vector<std::int64_t> order;

    VideoSource source(std::int64_t frameCount)
    {
        return {.frameCount = frameCount,
                .averageRate = 25,
                .read = [this](std::int64_t frame) -> Result<PackedImage> {
                    ++reads[frame];
                    order.push_back(frame);
                    PackedImage image{.width = 8, .height = 6, .channels = 3, .data = {}};
                    image.data.assign(8 * 6 * 3, static_cast<std::uint8_t>(frame));
                    return image;
                }};
    }
};

/// A model of fakes; `engine` stays the model's. Four frames of 6 × 6 whose values are the pixels',
/// less a little; blanked frames are of brightness 10.
inline std::unique_ptr<AnomShieldModel> fakeModel(FakeEngine *&engine,
                                                  std::int64_t contextLength = 0)
{
    AnomShieldModel::Parts parts;
    parts.info.contextLength = contextLength;
    parts.info.name = "fake";
    parts.info.defaultFrames = 4;
    parts.config.processor = {.shortestEdge = 6,
                              .crop = 6,
                              .rescale = 1.0,
                              .mean = {10.5 / 255, 10.5 / 255, 10.5 / 255},
                              .std = {1, 1, 1}};
    parts.tokenizer = std::make_unique<FakeTokenizer>();
    auto made = std::make_unique<FakeEngine>();
    engine = made.get();
    parts.engine = std::move(made);
    parts.engineVersion = "fake 1";
    return std::make_unique<AnomShieldModel>(std::move(parts));
}

} // namespace ecva::test
