// Caches never change answers (R12): every prompt without anything remembered, with what earlier
// ones left behind, along a draft, and several in one pass. ECVA_R12_PROMPTS: how many prompts.
#include "model/engine/Drafter.h"
#include "tests/model/engine/TinyEngine.h"

#include <QTest>

#include <random>

using namespace ecva;
using namespace ecva::test;

namespace {

using Ids = std::vector<std::int32_t>;

int promptCount()
{
    const int asked = qEnvironmentVariableIntValue("ECVA_R12_PROMPTS");
    return asked > 0 ? asked : 40;
}

/// A prompt, its options and a limit, drawn by the standard's own fixed generator.
class Prompts
{
public:
    Prompts()
    {
        for (int frames = 1; frames <= 6; ++frames)
            m_clips.push_back(videoOf(frames, frames % 2 ? "odd" : "even"));
    }

    EngineRequest next()
    {
        EngineRequest request;
        Ids &ids = request.prompt.ids;
        const Ids systems[] = {{1, 9, 40}, {1, 17}, {1, 50, 51, 52, 53, 54}};
        ids = systems[below(3)];
        const int clip = below(static_cast<int>(m_clips.size()) + 1);
        if (clip > 0) {
            ids.push_back(kVideoPlaceholder);
            request.prompt.video = m_clips[static_cast<std::size_t>(clip - 1)];
        }
        for (int i = below(20); i > 0; --i)
            ids.push_back(3 + below(125));
        GenerationOptions &options = request.options;
        options.greedy = below(3) > 0;
        options.temperature = 0.5 + below(3);
        options.topK = below(2) ? 50 : 0;
        options.topP = below(2) ? 1.0 : 0.9;
        options.seed = static_cast<std::uint64_t>(below(1000));
        options.maxNewTokens = 1 + below(30);
        return request;
    }

    int below(int bound) { return static_cast<int>(m_random() % static_cast<unsigned>(bound)); }

    /// An answer with a few ids replaced, left out or put in.
    Ids spoilt(Ids ids)
    {
        for (int i = below(4); i > 0 && !ids.empty(); --i) {
            const auto at = ids.begin() + below(static_cast<int>(ids.size()));
            switch (below(3)) {
            case 0:
                *at = 3 + below(125);
                break;
            case 1:
                ids.erase(at);
                break;
            default:
                ids.insert(at, 3 + below(125));
            }
        }
        return ids;
    }

private:
    std::mt19937 m_random{12};
    std::vector<std::shared_ptr<const PixelVideo>> m_clips;
};

Ids idsOf(const Result<Generated> &generated)
{
    return generated ? generated->ids : Ids{-1};
}

/// Every two words alike, bit for bit: all their scores are ties.
AnomShieldConfig tiedConfig()
{
    AnomShieldConfig config = seeingConfig();
    config.decoder.ends = {127};
    return config;
}

std::unique_ptr<AnomShieldEngine> tiedEngine()
{
    const AnomShieldConfig config = tiedConfig();
    Tensors tower = tinyTower(config.tower), body = tinyBody(config);
    at::Tensor &head = body["lm_head.weight"];
    head = head.clone();
    for (std::int64_t word = 0; word + 1 < head.size(0); word += 2)
        head[word + 1].copy_(head[word]);
    auto model = AnomShield::load(config, sourceOf(tower), sourceOf(body), CancelToken());
    return std::make_unique<AnomShieldEngine>(std::move(*model), at::kFloat);
}

} // namespace

class TestReuse : public QObject
{
    Q_OBJECT

private:
    /// The four ways, over `count` prompts; `drafts`: whether rows may share a pass there.
    void sameAnswers(AnomShieldEngine &engine, int count, bool drafts = true)
    {
        Prompts prompts;
        std::vector<EngineRequest> requests;
        std::vector<Ids> expected;
        std::int64_t drafted = 0, passes = 0, tokens = 0;
        Ids other;
        for (int i = 0; i < count; ++i) {
            EngineRequest request = prompts.next();
            request.reuse = Reuse::Nothing;
            const auto plain = engine.generate(request, {});
            QVERIFY2(plain, plain ? "" : plain.error().text().c_str());
            QCOMPARE(plain->reusedTokens, 0);
            request.reuse = Reuse::Everything;
            for (int again = 0; again < 2; ++again) {
                const auto known = engine.generate(request, {});
                QCOMPARE(idsOf(known), plain->ids);
                QCOMPARE(known->ended, plain->ended);
                QVERIFY(!again || !request.prompt.video || known->reusedTokens > 1);
            }
            for (const Ids &draft : {plain->ids, prompts.spoilt(plain->ids), other}) {
                request.draft = draft;
                const auto along = engine.generate(request, {});
                QCOMPARE(idsOf(along), plain->ids);
                drafted += along->drafted;
                passes += along->passes;
                tokens += static_cast<std::int64_t>(along->ids.size());
            }
            other = plain->ids;
            request.draft = prompts.below(2) ? prompts.spoilt(plain->ids) : Ids{};
            requests.push_back(request);
            expected.push_back(plain->ids);
        }
        const auto together = engine.generateBatch(requests, {});
        QVERIFY(together.has_value());
        for (std::size_t i = 0; i < requests.size(); ++i)
            QCOMPARE(idsOf((*together)[i]), expected[i]);
        qInfo("%d prompts, with drafts %lld tokens in %lld passes, %lld drafted", count,
              static_cast<long long>(tokens), static_cast<long long>(passes),
              static_cast<long long>(drafted));
        QCOMPARE(drafted > 0, drafts);
    }

private Q_SLOTS:
    void everyWayTheSameAnswer() { sameAnswers(*engineOf(seeingConfig()), promptCount()); }
    void everyWayTheSameAnswerBf16()
    {
        sameAnswers(*engineOf(seeingConfig(), at::kBFloat16), std::max(100, promptCount() / 10));
    }
    void everyWayTheSameAnswerFp16()
    {
        sameAnswers(*engineOf(seeingConfig(), at::kHalf), std::max(100, promptCount() / 10), false);
    }
    void everyWayTheSameAnswerWithTies()
    {
        sameAnswers(*tiedEngine(), std::max(12, promptCount() / 10));
    }

    /// What was read of a prompt before is what would be read again, bit for bit.
    void rememberedScoresAreBitEqual()
    {
        const auto engine = engineOf(seeingConfig());
        Prompts prompts;
        for (int i = 0; i < 12; ++i) {
            const EngineRequest request = prompts.next();
            const Ids answer{5, 6, 7, 100};
            std::vector<std::vector<double>> seen;
            for (const Reuse reuse : {Reuse::Nothing, Reuse::Everything, Reuse::Everything}) {
                const ScoreRequest score{request.prompt, answer, reuse};
                seen.push_back(engine->scoreBatch({&score, 1}, {}, {}).value().front());
            }
            QVERIFY(seen[0] == seen[1]);
            QVERIFY(seen[0] == seen[2]);
        }
    }

    /// Scores of one pass are those of several to rounding, and equal requests' equal in bits.
    void scoresInOnePass()
    {
        const auto engine = engineOf(seeingConfig());
        Prompts prompts;
        std::vector<ScoreRequest> requests;
        for (int i = 0; i < 9; ++i)
            requests.push_back({prompts.next().prompt, {5, 6, 7, 100, 3}, Reuse::Everything});
        requests[4].answer = {9};
        requests[5].answer = {};
        requests.push_back(requests[2]);
        auto copy = std::make_shared<PixelVideo>(*videoOf(3));
        requests.push_back({{{1, kVideoPlaceholder}, copy}, {4, 5}, Reuse::Everything});
        requests.push_back({{{1, kVideoPlaceholder}, videoOf(3)}, {4, 5}, Reuse::Everything});
        const auto together = engine->scoreBatch(requests, {}, {});
        QVERIFY(together.has_value());
        for (std::size_t i = 0; i < requests.size(); ++i) {
            const auto alone = engine->score(requests[i].prompt, requests[i].answer, {});
            QCOMPARE((*together)[i].size(), requests[i].answer.size());
            for (std::size_t t = 0; t < alone->size(); ++t)
                QVERIFY(std::abs((*together)[i][t] - (*alone)[t]) < 1e-5);
        }
        QVERIFY((*together)[9] == (*together)[2]);
        QVERIFY((*together)[11] == (*together)[10]);
        // The video is the prompt's end, and then the answer is one id: no row is left to be read.
        const auto last = engine->score({{1, kVideoPlaceholder}, videoOf(3)}, Ids{4}, {});
        QVERIFY(std::abs(last->front() - (*together)[11].front()) < 1e-5);
        requests[3].answer = {500};
        QVERIFY(engine->scoreBatch(requests, {}, {}).error().code == ErrorCode::InvalidArgument);
    }

    /// One pixel's last bit, one frame's place, one id before the video: nothing is mistaken.
    void whatChangedIsNotReused()
    {
        const auto engine = engineOf(seeingConfig());
        const auto fresh = [](const EnginePrompt &prompt) {
            return engineOf(seeingConfig())->score(prompt, Ids{5, 6, 7}, {}).value();
        };
        const auto reused = [&](const EnginePrompt &prompt) {
            EngineRequest request{.prompt = prompt, .options = greedy(1)};
            return engine->generate(request, {}).value().reusedTokens;
        };
        const EnginePrompt prompt = seeingPrompt();
        QCOMPARE(reused(prompt), 0);
        QCOMPARE(reused(prompt), 8); // three ids, five frames
        auto pixel = std::make_shared<PixelVideo>(*prompt.video);
        pixel->values[777] = std::nextafter(pixel->values[777], 10.0F);
        auto turned = std::make_shared<PixelVideo>(*prompt.video);
        std::rotate(turned->values.begin(), turned->values.begin() + 3 * 28 * 28,
                    turned->values.end());
        auto shorter = std::make_shared<PixelVideo>(*prompt.video);
        shorter->values.resize(shorter->values.size() / 5 * 4);
        shorter->frames = 4;
        for (const auto &video : {pixel, turned, shorter}) {
            EnginePrompt changed = prompt;
            changed.video = video;
            QCOMPARE(reused(changed), 3);
            QVERIFY(*engine->score(changed, Ids{5, 6, 7}, {}) == fresh(changed));
            QVERIFY(fresh(changed) != fresh(prompt));
        }
        EnginePrompt worded = prompt;
        worded.ids[1] = 10;
        QCOMPARE(reused(worded), 0);
        QVERIFY(*engine->score(worded, Ids{5, 6, 7}, {}) == fresh(worded));
        engine->forget();
        QCOMPARE(reused(prompt), 0);
        QVERIFY(*engine->score(prompt, Ids{5, 6, 7}, {}) == fresh(prompt));
    }

    /// Another weight, another engine: nothing is shared between them.
    void anotherWeightAnotherAnswer()
    {
        const AnomShieldConfig config = seeingConfig();
        Tensors tower = tinyTower(config.tower), body = tinyBody(config);
        const auto engine = engineOf(config);
        const auto before = engine->score(seeingPrompt(), Ids{5, 6}, {}).value();
        at::Tensor &weight = body["model.layers.0.self_attn.q_proj.weight"];
        weight = weight.clone();
        reinterpret_cast<unsigned char *>(weight.mutable_data_ptr<float>())[11] ^= 1;
        auto model = AnomShield::load(config, sourceOf(tower), sourceOf(body), CancelToken());
        AnomShieldEngine other(std::move(*model), at::kFloat);
        const ScoreRequest plain{seeingPrompt(), {5, 6}, Reuse::Nothing};
        const auto expected = other.scoreBatch({&plain, 1}, {}, {}).value().front();
        QVERIFY(expected != before);
        QVERIFY(other.score(seeingPrompt(), Ids{5, 6}, {}).value() == expected);
        QVERIFY(engine->score(seeingPrompt(), Ids{5, 6}, {}).value() == before);
    }

    /// More clips than are kept, then the first again.
    void theOldestIsForgotten()
    {
        const auto engine = engineOf(seeingConfig());
        std::vector<std::vector<double>> first;
        for (int round = 0; round < 2; ++round) {
            for (int i = 0; i < 20; ++i) {
                const auto prompt = seeingPrompt(6, ("clip" + std::to_string(i)).c_str());
                const auto scores = engine->score(prompt, Ids{5, 6}, {}).value();
                if (round == 0)
                    first.push_back(scores);
                QVERIFY(scores == first[static_cast<std::size_t>(i)]);
            }
        }
    }

    void oneOfABatchFails()
    {
        const auto engine = engineOf(seeingConfig());
        std::vector<EngineRequest> requests(4);
        for (auto &request : requests)
            request = {.prompt = seeingPrompt(), .options = greedy(6)};
        requests[1].prompt.ids = {1, 500};
        requests[1].prompt.video = nullptr;
        auto broken = std::make_shared<PixelVideo>(*videoOf(2));
        broken->values[17] = std::nanf("");
        requests[2].prompt = {{1, kVideoPlaceholder, 4}, broken};
        const auto answers = engine->generateBatch(requests, {});
        QVERIFY(answers.has_value());
        QVERIFY((*answers)[1].error().code == ErrorCode::InvalidArgument);
        QVERIFY((*answers)[2].error().code == ErrorCode::Device);
        const auto alone = engine->generate(seeingPrompt(), greedy(6), {}, {});
        QCOMPARE(idsOf((*answers)[0]), alone->ids);
        QCOMPARE(idsOf((*answers)[3]), alone->ids);
        QVERIFY(engine->generateBatch({}, {}).value().empty());
    }

    /// Tokens are told one by one and in order whatever came in one pass, and `stops` is asked.
    void draftsAreToldAndStopped()
    {
        const auto engine = engineOf(seeingConfig());
        EngineRequest request{.prompt = seeingPrompt(), .options = greedy(20)};
        request.options.greedy = false;
        request.options.temperature = 3;
        Generated whole;
        while (whole.ids.size() < 7) { // one that does not end before
            ++request.options.seed;
            QVERIFY(request.options.seed < 50);
            whole = engine->generate(request, {}).value();
        }
        request.draft = whole.ids;
        Ids heard;
        request.onToken = [&](std::int32_t id) { heard.push_back(id); };
        request.stops = [](std::span<const std::int32_t> ids) { return ids.size() == 5; };
        const auto stopped = engine->generate(request, {}).value();
        QCOMPARE(heard, Ids(whole.ids.begin(), whole.ids.begin() + 5));
        QCOMPARE(stopped.ids, heard);
        QVERIFY(stopped.stopped && !stopped.ended);
        QVERIFY(stopped.passes < 4);
    }

    void cancelledBatches()
    {
        const auto engine = engineOf(seeingConfig());
        const CancelToken cancel;
        std::vector<EngineRequest> requests(3);
        for (auto &request : requests)
            request = {.prompt = seeingPrompt(), .options = greedy(20)};
        int heard = 0;
        requests[1].onToken = [&](std::int32_t) {
            if (++heard == 3)
                cancel.cancel();
        };
        QVERIFY(engine->generateBatch(requests, cancel).error().code == ErrorCode::Cancelled);
        QCOMPARE(heard, 3);
        const ScoreRequest score{seeingPrompt(), {4}};
        QVERIFY(engine->scoreBatch({&score, 1}, {}, cancel).error().code == ErrorCode::Cancelled);
        QCOMPARE(idsOf(engine->generateBatch({&requests[0], 1}, {}).value()[0]).size(),
                 idsOf(engine->generate(requests[0], {})).size());
    }

    /// Where a draft is read: along it, and where the last two words stand in it again.
    void whereADraftIsRead()
    {
        const Ids draft{10, 11, 12, 13, 14, 15, 16, 17, 18, 19};
        const auto guessed = [](Drafter &drafter, const Ids &answer, std::int64_t most) {
            const auto guess = drafter.guess(answer, most);
            return Ids(guess.begin(), guess.end());
        };
        Drafter drafter(draft);
        QCOMPARE(guessed(drafter, {10}, 3), (Ids{11, 12, 13}));
        drafter.heard(3, 3);
        QCOMPARE(guessed(drafter, {10, 11, 12, 13, 14}, 7), (Ids{15, 16, 17, 18, 19}));
        drafter.heard(5, 1);
        // Something was put in; then the draft's words come again.
        QCOMPARE(guessed(drafter, {10, 11, 12, 13, 14, 15, 99}, 7), Ids());
        QCOMPARE(guessed(drafter, {10, 11, 12, 13, 14, 15, 99, 16, 17}, 1), Ids{18});
        QCOMPARE(guessed(drafter, {10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20}, 7), Ids());
        QCOMPARE(guessed(drafter, {10}, 0), Ids());
        Drafter empty({});
        QCOMPARE(guessed(empty, {10, 11}, 7), Ids());
    }
};

QTEST_APPLESS_MAIN(TestReuse)
#include "tst_reuse.moc"
