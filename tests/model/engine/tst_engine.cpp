#include "model/engine/EngineModule.h"
#include "tests/model/engine/GoldenNumbers.h"
#include "tests/model/engine/TinyEngine.h"

#include <ATen/ops/cat.h>
#include <QTest>

using namespace ecva;
using namespace ecva::test;

namespace {

template <typename T>
bool failsWith(const Result<T> &result, ErrorCode code, const std::string &text)
{
    return !result && result.error().code == code
           && result.error().message.find(text) != std::string::npos;
}

} // namespace

class TestEngine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_engine = engineOf(seeingConfig()); }

    /// The ids of Hugging Face's greedy generate on the same text.
    void textOnly()
    {
        std::vector<std::int32_t> heard;
        const auto answer = m_engine->generate({kPrompt, nullptr}, greedy(8),
                                               [&](std::int32_t id) { heard.push_back(id); }, {});
        QVERIFY(answer.has_value());
        QCOMPARE(answer->ids, kGreedy);
        QCOMPARE(heard, kGreedy);
        QVERIFY(!answer->ended);
        QCOMPARE(answer->promptTokens, static_cast<std::int64_t>(kPrompt.size()));
    }

    /// Log-probabilities of the prompt's own continuation, against transformers in double.
    void scoreAsTransformersHasIt()
    {
        for (std::size_t split = 1; split < kPrompt.size(); ++split) {
            const EnginePrompt prompt{
                {kPrompt.begin(), kPrompt.begin() + static_cast<std::ptrdiff_t>(split)}, nullptr};
            const auto scores
                = m_engine->score(prompt, std::span(kPrompt).subspan(split), CancelToken());
            QVERIFY(scores.has_value());
            QCOMPARE(scores->size(), kPrompt.size() - split);
            for (std::size_t i = 0; i < scores->size(); ++i)
                QVERIFY(std::abs((*scores)[i] - kPromptLogProbabilities[split - 1 + i]) < 1e-4);
        }
    }

    /// One pass over prompt and answer, part by part by hand.
    void theVideoStandsInItsPlace()
    {
        const AnomShieldConfig config = seeingConfig();
        const Tensors tower = tinyTower(config.tower), body = tinyBody(config);
        const auto model = AnomShield::load(config, sourceOf(tower), sourceOf(body), CancelToken());
        const EnginePrompt prompt = seeingPrompt();
        const at::Tensor pixels = hashed("video", {5, 3, 28, 28}).mul(4);
        const auto visual = model->encodeVideo(pixels, CancelToken());
        QCOMPARE(visual->sizes().vec(), (std::vector<std::int64_t>{5, 64}));
        const std::vector<std::int32_t> before{1, 9, 40}, after{7, 100};
        const at::Tensor whole
            = at::cat({model->decoder().embed(before), *visual, model->decoder().embed(after)}, 0);
        QVERIFY(furthest(model->splice(prompt.ids, *visual), whole) == 0);
        KvCache cache = model->decoder().cache(10);
        const at::Tensor logits
            = model->decoder().logits(*model->decoder().forward(whole, cache, 1, CancelToken()));
        const auto answer = m_engine->generate(prompt, greedy(1), {}, {});
        QCOMPARE(answer->promptTokens, 10);
        QCOMPARE(answer->ids.front(), static_cast<std::int32_t>(logits.argmax().item().toLong()));
        const at::Tensor logs = logits.to(at::kDouble).log_softmax(1);
        for (const std::int32_t id : {0, 50, 127}) {
            const auto score = m_engine->score(prompt, std::vector{id}, CancelToken());
            QVERIFY(std::abs(score->front() - logs[0][id].item().toDouble()) < 1e-5);
        }
    }

    /// A greedy answer is the likeliest id at each step, and its scores agree with the steps.
    void scoresOfAnAnswer()
    {
        const EnginePrompt prompt = seeingPrompt();
        const auto answer = m_engine->generate(prompt, greedy(70), {}, {});
        QVERIFY(answer.has_value());
        QVERIFY(!answer->ids.empty());
        const auto scores = m_engine->score(prompt, answer->ids, CancelToken());
        QCOMPARE(scores->size(), answer->ids.size());
        std::vector<std::int32_t> other = answer->ids;
        const std::size_t last = other.size() - 1;
        for (std::int32_t id = 0; id < 128; id += 9) {
            other[last] = id;
            QVERIFY(m_engine->score(prompt, other, CancelToken())->at(last)
                    <= scores->at(last) + 1e-5);
        }
        QVERIFY(m_engine->score(prompt, {}, CancelToken())->empty());
    }

    void anotherVideoAnotherScore()
    {
        const std::vector<std::int32_t> answer{5, 6, 7};
        const auto one = m_engine->score(seeingPrompt(5, "video"), answer, {});
        const auto again = m_engine->score(seeingPrompt(5, "video"), answer, {});
        const auto other = m_engine->score(seeingPrompt(5, "other"), answer, {});
        QVERIFY(*one == *again);
        QVERIFY(std::abs(one->front() - other->front()) > 1e-4);
    }

    void theEndTokenEnds()
    {
        AnomShieldConfig config = seeingConfig();
        config.decoder.ends = {kGreedy[3]}; // 54: already the second id
        const auto answer = engineOf(config)->generate({kPrompt, nullptr}, greedy(8), {}, {});
        QVERIFY(answer->ended);
        QCOMPARE(answer->ids, (std::vector<std::int32_t>{kGreedy[0], kGreedy[1]}));
    }

    void aSeedIsAnAnswer()
    {
        GenerationOptions options;
        options.temperature = 2;
        options.maxNewTokens = 30;
        const auto ids = [&](std::uint64_t seed) {
            options.seed = seed;
            return m_engine->generate(seeingPrompt(), options, {}, {})->ids;
        };
        QCOMPARE(ids(3), ids(3));
        QVERIFY(ids(3) != ids(4));
    }

    void anAbsurdLimitIsTheContext()
    {
        const auto answer = m_engine->generate(seeingPrompt(), greedy(1'000'000'000'000), {}, {});
        QVERIFY2(answer, answer ? "" : answer.error().text().c_str());
        QVERIFY(answer->ended || answer->ids.size() == 246);
    }

    void longerThanTheContext()
    {
        EnginePrompt prompt{std::vector<std::int32_t>(256, 5), nullptr};
        QVERIFY(
            failsWith(m_engine->generate(prompt, greedy(1), {}, {}), ErrorCode::OutOfRange, "256"));
        prompt.ids.pop_back();
        QCOMPARE(m_engine->generate(prompt, greedy(9), {}, {})->ids.size(), std::size_t(1));
        QVERIFY(m_engine->score(prompt, std::vector{1}, CancelToken()).has_value());
        QVERIFY(failsWith(m_engine->score(prompt, std::vector{1, 2}, CancelToken()),
                          ErrorCode::OutOfRange, "255"));
        QVERIFY(failsWith(m_engine->generate(seeingPrompt(300), greedy(1), {}, {}),
                          ErrorCode::OutOfRange, "305"));
    }

    void promptsThatAreWrong()
    {
        const auto refused = [&](const EnginePrompt &prompt, const std::string &text) {
            return failsWith(m_engine->generate(prompt, greedy(1), {}, {}),
                             ErrorCode::InvalidArgument, text)
                   && failsWith(m_engine->score(prompt, std::vector{1}, CancelToken()),
                                ErrorCode::InvalidArgument, text);
        };
        QVERIFY(refused({{}, nullptr}, "empty"));
        QVERIFY(refused({{1, 128}, nullptr}, "128"));
        QVERIFY(refused({{1, -5}, nullptr}, "-5"));
        QVERIFY(refused({{1, kVideoPlaceholder}, nullptr}, "there is none"));
        QVERIFY(refused({{1, 2}, videoOf(1)}, "no place"));
        QVERIFY(refused({{kVideoPlaceholder, kVideoPlaceholder}, videoOf(1)}, "2 places"));
        auto odd = std::make_shared<PixelVideo>(*videoOf(2));
        odd->values.pop_back();
        QVERIFY(refused({{1, kVideoPlaceholder}, odd}, "4703"));
        odd->width = 27;
        QVERIFY(refused({{1, kVideoPlaceholder}, odd}, "27"));
        odd->frames = 0;
        QVERIFY(refused({{1, kVideoPlaceholder}, odd}, "0 frames"));
        QVERIFY(failsWith(m_engine->score({{1}, nullptr}, std::vector{1, 200}, CancelToken()),
                          ErrorCode::InvalidArgument, "200"));
    }

    void optionsThatAreWrong()
    {
        const auto refused = [&](const std::string &text, auto change) {
            GenerationOptions options;
            change(options);
            return failsWith(m_engine->generate({kPrompt, nullptr}, options, {}, {}),
                             ErrorCode::InvalidArgument, text);
        };
        QVERIFY(refused("temperature", [](auto &o) { o.temperature = 0; }));
        QVERIFY(refused("temperature", [](auto &o) { o.temperature = std::nan(""); }));
        QVERIFY(refused("top-k", [](auto &o) { o.topK = -1; }));
        QVERIFY(refused("top-p", [](auto &o) { o.topP = 0; }));
        QVERIFY(refused("top-p", [](auto &o) { o.topP = 1.5; }));
        QVERIFY(refused("new tokens", [](auto &o) { o.maxNewTokens = 0; }));
    }

    void cancelledBetweenTokens()
    {
        const CancelToken cancel;
        int heard = 0;
        const auto answer = m_engine->generate(
            {kPrompt, nullptr}, greedy(100),
            [&](std::int32_t) {
                if (++heard == 3)
                    cancel.cancel();
            },
            cancel);
        QVERIFY(!answer);
        QVERIFY(answer.error().code == ErrorCode::Cancelled);
        QCOMPARE(heard, 3);
        QVERIFY(m_engine->score(seeingPrompt(), std::vector{1}, cancel).error().code
                == ErrorCode::Cancelled);
    }

    void numbersThatAreNone()
    {
        auto video = std::make_shared<PixelVideo>(*videoOf(2));
        video->values[17] = std::nanf("");
        const EnginePrompt prompt{{1, kVideoPlaceholder, 4}, video};
        QVERIFY(
            failsWith(m_engine->generate(prompt, greedy(2), {}, {}), ErrorCode::Device, "finite"));
        QVERIFY(failsWith(m_engine->score(prompt, std::vector{1}, CancelToken()), ErrorCode::Device,
                          "finite"));
    }

    void modelsThatAreRefused()
    {
        AnomShieldConfig config = seeingConfig();
        config.tower.keepClassToken = true;
        QVERIFY(failsWith(AnomShield::check(config), ErrorCode::Unsupported, "cls_patch"));
        config = tinyConfig(); // 2 × 2 patches
        QVERIFY(failsWith(AnomShield::check(config), ErrorCode::BadInput, "grid"));
        config = seeingConfig();
        config.decoder.kvHeads = 3;
        QVERIFY(failsWith(AnomShield::check(config), ErrorCode::BadInput, "3 key heads"));
        config = seeingConfig();
        config.decoder.slidingWindow = 0;
        QVERIFY(failsWith(AnomShield::check(config), ErrorCode::BadInput, "sliding_window"));
        config = seeingConfig();
        config.tower.patch = 0;
        QVERIFY(failsWith(AnomShield::check(config), ErrorCode::BadInput, "is 0"));
    }

    /// bf16 keeps 8 bits: the spec allows a twentieth of the largest logit.
    void bf16IsNear()
    {
        const auto narrow = engineOf(seeingConfig(), at::kBFloat16);
        const std::vector<std::int32_t> answer{5, 6, 7};
        const auto near = narrow->score(seeingPrompt(), answer, {});
        const auto exact = m_engine->score(seeingPrompt(), answer, {});
        QVERIFY2(near, near ? "" : near.error().text().c_str());
        for (std::size_t i = 0; i < answer.size(); ++i)
            QVERIFY(std::abs(near->at(i) - exact->at(i)) < 0.5);
        QVERIFY(narrow->generate(seeingPrompt(), greedy(5), {}, {}).has_value());
    }

private:
    std::unique_ptr<AnomShieldEngine> m_engine;
};

QTEST_APPLESS_MAIN(TestEngine)
#include "tst_engine.moc"
