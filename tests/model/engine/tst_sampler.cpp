#include "model/engine/Sampler.h"
#include "tests/support/GoldenFile.h"

#include <QJsonArray>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <vector>

using namespace ecva;
using namespace ecva::test;

namespace {

GenerationOptions options(double temperature, int topK, double topP, std::uint64_t seed = 0)
{
    GenerationOptions made;
    made.temperature = temperature;
    made.topK = topK;
    made.topP = topP;
    made.seed = seed;
    return made;
}

std::vector<std::int32_t> idsOf(const std::vector<Sampler::Candidate> &candidates)
{
    std::vector<std::int32_t> ids;
    for (const auto &candidate : candidates)
        ids.push_back(candidate.id);
    return ids;
}

using Ids = std::vector<std::int32_t>;

} // namespace

class TestSampler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void greedyTakesTheFirstOfTheLargest()
    {
        GenerationOptions greedy;
        greedy.greedy = true;
        Sampler sampler(greedy);
        const std::vector<float> logits{-1, 3, 2, 3};
        QCOMPARE(sampler.next(logits), 1);
        QCOMPARE(sampler.next(logits), 1);
    }

    void topKKeepsTies()
    {
        const std::vector<float> logits{1, 5, 3, 3, 0, 3};
        QCOMPARE(idsOf(Sampler::candidates(logits, options(1, 2, 1))), (Ids{1, 2, 3, 5}));
        QCOMPARE(idsOf(Sampler::candidates(logits, options(1, 1, 1))), (Ids{1}));
        QCOMPARE(idsOf(Sampler::candidates(logits, options(1, 0, 1))), (Ids{0, 1, 2, 3, 4, 5}));
        QCOMPARE(idsOf(Sampler::candidates(logits, options(1, 50, 1))), (Ids{0, 1, 2, 3, 4, 5}));
    }

    /// Probabilities 0.5, 0.25, 0.125, 0.125: the smallest set that reaches p.
    void topPKeepsTheSmallestSet()
    {
        const float ln2 = std::log(2.0F);
        const std::vector<float> logits{0, 2 * ln2, ln2, 0};
        QCOMPARE(idsOf(Sampler::candidates(logits, options(1, 0, 0.45))), (Ids{1}));
        QCOMPARE(idsOf(Sampler::candidates(logits, options(1, 0, 0.7))), (Ids{1, 2}));
        QCOMPARE(idsOf(Sampler::candidates(logits, options(1, 0, 0.8))), (Ids{0, 1, 2}));
        QCOMPARE(idsOf(Sampler::candidates(logits, options(1, 0, 1e-9))), (Ids{1}));
        const auto two = Sampler::candidates(logits, options(1, 0, 0.7));
        QVERIFY(std::abs(two[0].weight - 2.0 / 3) < 1e-6);
        QVERIFY(std::abs(two[1].weight - 1.0 / 3) < 1e-6);
    }

    /// Half the temperature squares the odds.
    void temperatureComesFirst()
    {
        const float ln2 = std::log(2.0F);
        const std::vector<float> logits{0, ln2};
        const auto warm = Sampler::candidates(logits, options(1, 0, 1));
        QVERIFY(std::abs(warm[1].weight - 2.0 / 3) < 1e-6);
        const auto cool = Sampler::candidates(logits, options(0.5, 0, 1));
        QVERIFY(std::abs(cool[1].weight - 0.8) < 1e-6);
        // Hot enough to divide by nothing, cold enough to overflow a naive exp.
        const auto frozen = Sampler::candidates(logits, options(1e-300, 0, 1));
        QCOMPARE(frozen[1].weight, 1.0);
        QCOMPARE(frozen[0].weight, 0.0);
    }

    void seedsAreReproducible()
    {
        std::vector<float> logits;
        for (int i = 0; i < 200; ++i)
            logits.push_back(std::sin(static_cast<float>(i)));
        const auto draw = [&](std::uint64_t seed) {
            Sampler sampler(options(1, 50, 0.9, seed));
            Ids ids;
            for (int i = 0; i < 40; ++i)
                ids.push_back(sampler.next(logits));
            return ids;
        };
        QCOMPARE(draw(7), draw(7));
        QVERIFY(draw(7) != draw(8));
    }

    /// The standard fixes mt19937_64: its 10,000th number from the default seed is known, so the
    /// draws below are the same with every library. Seed 5489: 0.786820954, 0.250480340,
    /// 0.710671154, 0.946668248 (the top 53 bits of its first four numbers).
    void theDrawsAreKnown()
    {
        const std::vector<float> ten(10, 0.0F);
        Sampler sampler(options(1, 0, 1, 5489));
        Ids ids;
        for (int i = 0; i < 4; ++i)
            ids.push_back(sampler.next(ten));
        QCOMPARE(ids, (Ids{7, 2, 7, 9}));
    }

    /// transformers' warpers one after the other: ties at the edge of top-k, and degenerate values.
    /// Which of several equally probable ids its nucleus keeps is up to an unstable sort, so ids
    /// count by their score.
    void whatTransformersLeaves()
    {
        const QJsonArray cases = goldenJson(QStringLiteral("warpers.json"))["cases"].toArray();
        QVERIFY(cases.size() > 60);
        for (const QJsonValue &golden : cases) {
            std::vector<float> logits;
            for (const QJsonValue &value : golden["logits"].toArray())
                logits.push_back(static_cast<float>(value.toDouble()));
            const auto left = Sampler::candidates(logits, options(golden["temperature"].toDouble(),
                                                                  golden["top_k"].toInt(),
                                                                  golden["top_p"].toDouble()));
            std::vector<std::pair<float, double>> ours, theirs;
            for (const auto &candidate : left)
                ours.push_back({logits[static_cast<std::size_t>(candidate.id)], candidate.weight});
            const QJsonArray ids = golden["ids"].toArray();
            for (qsizetype i = 0; i < ids.size(); ++i)
                theirs.push_back({logits[static_cast<std::size_t>(ids[i].toInt())],
                                  golden["probabilities"][i].toDouble()});
            std::sort(ours.begin(), ours.end());
            std::sort(theirs.begin(), theirs.end());
            const std::string name
                = QJsonDocument(golden.toObject()).toJson().left(60).toStdString();
            QVERIFY2(ours.size() == theirs.size(), name.c_str());
            for (std::size_t i = 0; i < ours.size(); ++i) {
                QCOMPARE(ours[i].first, theirs[i].first);
                QVERIFY2(std::abs(ours[i].second - theirs[i].second) < 1e-9, name.c_str());
            }
        }
    }

    /// A choice is sure only if no change within the slack makes another: tried out.
    void whatIsSureStaysSo()
    {
        std::mt19937 random(5);
        const auto number = [&] { return static_cast<float>(random() >> 8) / 16777216.0F; };
        int sure = 0, doubted = 0, changed = 0;
        for (int i = 0; i < 600; ++i) {
            std::vector<float> logits(40);
            for (float &logit : logits)
                logit = std::round(number() * 64) / (i % 2 ? 8 : 512);
            GenerationOptions asked = options(0.5 + number(), i % 3 ? 8 : 0, i % 5 ? 1 : 0.8,
                                              static_cast<std::uint64_t>(i));
            asked.greedy = i % 4 == 0;
            const double slack = 0.002;
            Sampler sampler(asked);
            const auto choice = sampler.choose(logits, slack);
            QCOMPARE(choice.id, Sampler(asked).next(logits));
            ++(choice.sure ? sure : doubted);
            for (int turn = 0; turn < 20; ++turn) {
                std::vector<float> moved = logits;
                for (float &logit : moved)
                    logit += static_cast<float>(slack) * (random() % 2 ? 0.99F : -0.99F);
                const bool same = Sampler(asked).next(moved) == choice.id;
                QVERIFY(same || !choice.sure);
                changed += !same;
            }
        }
        QVERIFY(sure > 100 && doubted > 50 && changed > 50);
        Sampler skipped(options(1, 0, 1, 9)), counted(options(1, 0, 1, 9));
        const std::vector<float> flat(100, 0.0F);
        for (int i = 0; i < 7; ++i)
            counted.next(flat);
        skipped.skip(7);
        QCOMPARE(skipped.next(flat), counted.next(flat));
    }

    void frequenciesFollowTheProbabilities()
    {
        const float ln3 = std::log(3.0F);
        const std::vector<float> logits{0, ln3, -100};
        Sampler sampler(options(1, 0, 1, 1));
        std::map<std::int32_t, int> counts;
        constexpr int kDraws = 20000;
        for (int i = 0; i < kDraws; ++i)
            ++counts[sampler.next(logits)];
        // Standard deviation 61: five of them.
        QVERIFY(std::abs(counts[1] - kDraws * 3 / 4) < 306);
        QCOMPARE(counts[2], 0);
        QCOMPARE(counts[0] + counts[1], kDraws);
    }
};

QTEST_APPLESS_MAIN(TestSampler)
#include "tst_sampler.moc"
