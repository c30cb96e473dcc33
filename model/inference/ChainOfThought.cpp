#include "model/inference/ChainOfThought.h"

#include "embedded/kChainCaption.h"
#include "embedded/kChainRankMessage.h"
#include "embedded/kChainRankSystem.h"
#include "embedded/kDescriptionQuestion.h"
#include "model/tokenizer/TextTemplate.h"

#include <algorithm>

namespace ecva {
namespace {

/// What stands in the released code for "the ranking holds no list".
const std::vector<int> kUnranked{1, 2, 3, 4, 5};

/// Positions that a ranking may at least take; longer ones end at the context.
constexpr std::int64_t kRankingRoom = 64;

bool isBlank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// A list of whole numbers that begins at `text`'s first character, "[", up to its "]"; empty when
/// there is none: \[\s*\d+\s*(?:,\s*\d+\s*)*\]
std::string_view listAt(std::string_view text)
{
    std::size_t i = 1;
    const auto skip = [&](auto &&wanted) {
        const std::size_t begin = i;
        while (i < text.size() && wanted(text[i]))
            ++i;
        return i > begin;
    };
    for (;;) {
        skip(isBlank);
        if (!skip(isDigit))
            return {};
        skip(isBlank);
        if (i == text.size())
            return {};
        const char next = text[i++];
        if (next == ']')
            return text.substr(0, i);
        if (next != ',')
            return {};
    }
}

/// The longest of the texts loses its second half, at a character's border.
void halveLongest(std::vector<std::string> &texts)
{
    std::string &longest
        = *std::ranges::max_element(texts, {}, [](const std::string &each) { return each.size(); });
    std::size_t end = longest.size() / 2;
    while (end > 0 && (static_cast<unsigned char>(longest[end]) & 0xC0) == 0x80)
        --end;
    longest.resize(end);
}

void add(AskTimings &sum, const AskTimings &more)
{
    sum.readSeconds += more.readSeconds;
    sum.visionSeconds += more.visionSeconds;
    sum.prefillSeconds += more.prefillSeconds;
    sum.decodeSeconds += more.decodeSeconds;
}

} // namespace

const std::string_view kRankingSystem = embedded::kChainRankSystem;

std::vector<int> rankedParts(std::string_view ranking)
{
    for (std::size_t place = ranking.find('['); place != std::string_view::npos;
         place = ranking.find('[', place + 1)) {
        const std::string_view list = listAt(ranking.substr(place));
        if (list.empty())
            continue;
        std::vector<int> parts;
        for (const char c : list) { // of a number of several digits each by itself
            if (c >= '1' && c <= '4')
                parts.push_back(c - '0');
        }
        return parts;
    }
    return kUnranked;
}

bool isUnusable(const std::vector<int> &order)
{
    return order.size() < 2 || order.size() == kUnranked.size();
}

std::vector<int> chosenParts(std::vector<int> order, ChainMode mode)
{
    if (mode == ChainMode::Released) {
        if (isUnusable(order))
            return {};
        return {std::min(order[0], order[1])};
    }
    for (int part = 1; part <= kChainParts; ++part)
        order.push_back(part);
    const int first = order.front();
    const int second = *std::ranges::find_if(order, [=](int part) { return part != first; });
    return {std::min(first, second), std::max(first, second)};
}

std::string rankingQuestion(const std::vector<std::string> &captions)
{
    return filledIn(embedded::kChainRankMessage, {{"{question}", embedded::kDescriptionQuestion},
                                                  {"{caption1}", captions.at(0)},
                                                  {"{caption2}", captions.at(1)},
                                                  {"{caption3}", captions.at(2)},
                                                  {"{caption4}", captions.at(3)}});
}

Result<void> ChainOfThought::step(ChainStep::Kind kind, int part)
{
    if (auto wanted = m_cancel.check(); !wanted)
        return wanted;
    if (m_request.chain->onStep)
        m_request.chain->onStep({kind, part, m_done});
    ++m_done;
    return {};
}

Result<AskResult> ChainOfThought::ask(const Prompt &prompt, std::shared_ptr<const PixelVideo> video,
                                      std::uint64_t seedStep, const TokenSink &onToken)
{
    GenerationOptions options = m_request.generation;
    options.seed += seedStep;
    return m_model.ask(prompt, std::move(video), options, onToken);
}

Result<void> ChainOfThought::describe(const std::vector<std::int64_t> &frames,
                                      const FramePictures &pictures)
{
    const auto prompt = m_model.prompt(Shown::Video, {}, embedded::kChainCaption);
    if (!prompt)
        return fail(prompt);
    for (int part = 1; part <= kChainParts; ++part) {
        if (auto going = step(ChainStep::Kind::Caption, part); !going)
            return going;
        const auto begin = frames.begin() + (part - 1) * kChainPartFrames;
        ChainCaption caption{.frames = {begin, begin + kChainPartFrames}, .text = {}, .tokens = {}};
        auto described = ask(*prompt, pictures.video(plainPictures(caption.frames)),
                             static_cast<std::uint64_t>(part), {});
        if (!described) {
            return fail(described.error().code,
                        "part " + std::to_string(part) + ": " + described.error().message,
                        described.error().where);
        }
        caption.text = std::move(described->text);
        caption.tokens = std::move(described->tokens);
        add(m_spent, described->timings);
        m_report.captions.push_back(std::move(caption));
    }
    return {};
}

Result<Prompt> ChainOfThought::rankingPrompt()
{
    std::vector<std::string> captions;
    for (const ChainCaption &caption : m_report.captions)
        captions.push_back(caption.text);
    for (;;) {
        auto prompt = m_model.prompt(Shown::None, kRankingSystem, rankingQuestion(captions));
        if (!prompt)
            return prompt;
        const auto length = static_cast<std::int64_t>(prompt->ids.size());
        const bool fits
            = m_model.contextLength == 0 || length + kRankingRoom <= m_model.contextLength;
        if (fits || std::ranges::all_of(captions, &std::string::empty))
            return prompt;
        halveLongest(captions);
        m_report.shortened = true;
    }
}

Result<void> ChainOfThought::rank()
{
    if (auto going = step(ChainStep::Kind::Ranking, 0); !going)
        return going;
    const auto prompt = rankingPrompt();
    if (!prompt)
        return fail(prompt);
    auto ranked = ask(*prompt, nullptr, kChainParts + 1, {});
    if (!ranked) {
        return fail(ranked.error().code, "the ranking: " + ranked.error().message,
                    ranked.error().where);
    }
    add(m_spent, ranked->timings);
    m_report.rankingPrompt = prompt->text;
    m_report.ranking = std::move(ranked->text);
    m_report.rankingTokens = std::move(ranked->tokens);
    m_report.order = rankedParts(m_report.ranking);
    m_report.unranked = isUnusable(m_report.order);
    m_report.chosen = chosenParts(m_report.order, m_report.mode);
    return {};
}

Result<AskResult> ChainOfThought::answer(const std::vector<std::int64_t> &frames,
                                         const FramePictures &pictures, const TokenSink &onToken)
{
    m_report = {};
    m_report.mode = m_request.chain->mode;
    // First, so that a question that cannot be asked costs nothing.
    const auto prompt = m_model.prompt(Shown::Video, {}, m_request.question);
    if (!prompt)
        return fail(prompt);
    if (auto described = describe(frames, pictures); !described)
        return fail(described);
    if (auto ranked = rank(); !ranked)
        return fail(ranked);

    AskResult result;
    result.prompt = prompt->text;
    result.generation = m_request.generation;
    if (!m_report.chosen.empty()) {
        if (auto going = step(ChainStep::Kind::Answer, 0); !going)
            return fail(going);
        std::vector<std::int64_t> seen;
        for (const int part : m_report.chosen) {
            const auto &of = m_report.captions.at(static_cast<std::size_t>(part - 1)).frames;
            seen.insert(seen.end(), of.begin(), of.end());
        }
        auto answered = ask(*prompt, pictures.video(plainPictures(seen)), 0, onToken);
        if (!answered)
            return answered;
        result = std::move(*answered);
        result.frames = std::move(seen);
    }
    add(result.timings, m_spent);
    result.chain = std::move(m_report);
    return result;
}

} // namespace ecva
