#include "model/architectures/MistralDecoder.h"
#include "model/ops/Attention.h"
#include "model/ops/Norms.h"
#include "model/ops/Rope.h"
#include "tests/model/engine/GoldenNumbers.h"
#include "tests/model/engine/TinyModel.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/tensor.h>
#include <QTest>

using namespace ecva;
using namespace ecva::test;

namespace {

MistralDecoder decoderOf(const DecoderConfig &config)
{
    Tensors weights;
    addTinyDecoder(weights, config);
    return *MistralDecoder::load(config, sourceOf(weights), CancelToken());
}

at::Tensor allLogits(const MistralDecoder &decoder, const std::vector<std::int32_t> &ids,
                     std::int64_t chunk = MistralDecoder::kChunk)
{
    const auto count = static_cast<std::int64_t>(ids.size());
    KvCache cache = decoder.cache(count);
    const auto hidden = decoder.forward(decoder.embed(ids), cache, count, CancelToken(), chunk);
    return decoder.logits(*hidden);
}

std::vector<std::int32_t> someIds(int count)
{
    std::vector<std::int32_t> ids{1};
    while (static_cast<int>(ids.size()) < count)
        ids.push_back(static_cast<std::int32_t>((ids.back() * 37 + 11) % 128));
    return ids;
}

} // namespace

class TestDecoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Hugging Face's MistralForCausalLM with the same weights: prefill, then 8 cached steps.
    void asTransformersHasIt()
    {
        const MistralDecoder decoder = decoderOf(tinyConfig().decoder);
        KvCache cache = decoder.cache(64);
        auto hidden = decoder.forward(decoder.embed(kPrompt), cache, 1, CancelToken());
        QVERIFY(furthest(decoder.logits(*hidden)[0], at::tensor(kLastLogits, at::kDouble)) < 1e-4);
        std::vector<std::int32_t> ids;
        const at::Tensor steps = at::tensor(kStepLogits, at::kDouble).view({8, 16});
        for (std::int64_t step = 0; step < 8; ++step) {
            const at::Tensor logits = decoder.logits(*hidden)[0];
            QVERIFY(furthest(logits.narrow(0, 0, 16), steps[step]) < 1e-4);
            ids.push_back(static_cast<std::int32_t>(logits.argmax().item().toLong()));
            hidden = decoder.forward(decoder.embed({&ids.back(), 1}), cache, 1, CancelToken());
        }
        QCOMPARE(ids, kGreedy);
        QCOMPARE(cache.length(), static_cast<std::int64_t>(kPrompt.size()) + 8);
    }

    /// The same with sliding_window 4, of which transformers 5 keeps 4 keys, the query's included.
    void theSlidingWindow()
    {
        DecoderConfig config = tinyConfig().decoder;
        config.slidingWindow = 4;
        const MistralDecoder decoder = decoderOf(config);
        const at::Tensor golden = at::tensor(kWindowLogits, at::kDouble).view({-1, 8});
        for (const std::int64_t chunk : {512, 5, 1})
            QVERIFY(furthest(allLogits(decoder, kPrompt, chunk).narrow(1, 0, 8), golden) < 1e-4);
        QVERIFY(
            furthest(allLogits(decoderOf(tinyConfig().decoder), kPrompt).narrow(1, 0, 8), golden)
            > 0.1);
    }

    /// Where rows are said to agree, each of a thousand random ones gives the same bits in company
    /// as alone.
    void rowsThatAgree_data()
    {
        QTest::addColumn<bool>("narrow");
        QTest::newRow("fp32") << false;
        QTest::newRow("bf16") << true;
    }
    void rowsThatAgree()
    {
        QFETCH(bool, narrow);
        DecoderConfig config = tinyConfig().decoder;
        Tensors weights;
        addTinyDecoder(weights, config);
        for (auto &[name, tensor] : weights)
            tensor = tensor.to(narrow ? at::kBFloat16 : at::kFloat);
        const MistralDecoder decoder
            = *MistralDecoder::load(config, sourceOf(weights), CancelToken());
        at::manual_seed(5);
        const at::Tensor all
            = at::randn({1008, config.hidden}).to(weights.begin()->second.scalar_type());
        const auto alone = [&](std::int64_t row) { return decoder.logits(all.narrow(0, row, 1)); };
        for (const std::int64_t rows : {2, 3, 4, 5, 6, 7, 8, 16}) {
            if (!decoder.rowsAgree(rows))
                continue;
            for (std::int64_t first = 0; first + rows <= all.size(0); first += rows) {
                const at::Tensor together = decoder.logits(all.narrow(0, first, rows));
                for (std::int64_t i = 0; i < rows; ++i)
                    QVERIFY2(at::equal(together.narrow(0, i, 1), alone(first + i)),
                             qPrintable(QStringLiteral("row %1 of %2").arg(first + i).arg(rows)));
            }
        }
    }

    void chunksAndStepsAreOnePass_data()
    {
        QTest::addColumn<int>("chunk");
        for (const int chunk : {1, 2, 7, 39, 40, 64})
            QTest::addRow("%d", chunk) << chunk;
    }

    void chunksAndStepsAreOnePass()
    {
        QFETCH(int, chunk);
        const MistralDecoder decoder = decoderOf(tinyConfig().decoder);
        const auto ids = someIds(40);
        QVERIFY(furthest(allLogits(decoder, ids, chunk), allLogits(decoder, ids)) < 1e-5);
    }

    /// Every query head with a key head of its own, the copies made by hand: the same.
    void groupedHeadsAreRepeatedHeads()
    {
        const at::Tensor q = hashed("q", {8, 5, 16}).mul(8);
        const at::Tensor k = hashed("k", {2, 9, 16}).mul(8);
        const at::Tensor v = hashed("v", {2, 9, 16});
        const CausalSpan span{4, 5, 9, {}};
        const at::Tensor got = attention(q, k, v, causalMask(span, 4, at::kFloat));
        for (std::int64_t head = 0; head < 8; ++head) {
            at::Tensor scores = at::matmul(q[head], k[head / 4].t()) / 4.0;
            for (std::int64_t i = 0; i < 5; ++i) {
                if (i < 4)
                    scores[i].narrow(0, 5 + i, 4 - i).fill_(-1e30);
            }
            QVERIFY(furthest(got[head], at::matmul(at::softmax(scores, -1), v[head / 4])) < 1e-5);
        }
    }

    void aMaskOnlyWhereItIsNeeded()
    {
        QVERIFY(!causalMask({9, 1, 10, {}}, 4, at::kFloat).defined());
        QVERIFY(!causalMask({9, 1, 10, 10}, 4, at::kFloat).defined());
        QVERIFY(causalMask({9, 1, 10, 9}, 4, at::kFloat).defined());
        const at::Tensor mask = causalMask({1, 2, 3, 2}, 2, at::kFloat);
        QVERIFY(at::equal(mask.eq(0), at::tensor({1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1}, at::kLong)
                                          .view({4, 3})
                                          .to(at::kBool)));
    }

    /// A long way behind a short window, whole blocks of keys are forbidden: no NaN comes of it.
    void aWindowFarBehind()
    {
        DecoderConfig config = tinyConfig().decoder;
        config.slidingWindow = 3;
        config.maxPositions = 2000;
        const MistralDecoder decoder = decoderOf(config);
        const auto ids = someIds(1500);
        const at::Tensor logits = allLogits(decoder, ids);
        QVERIFY(logits.isfinite().all().item().toBool());
        // Three layers of three keys reach seven positions back: the last ones know no more.
        std::vector<std::int32_t> other = ids;
        other[100] = 5;
        QVERIFY(
            furthest(allLogits(decoder, other).narrow(0, 120, 1380), logits.narrow(0, 120, 1380))
            < 1e-5);
    }

    /// Positions count from the front: turning by p and back by p is nothing, and only distances
    /// matter to a score.
    void rotation()
    {
        const at::Tensor x = hashed("x", {1, 1, 8}), y = hashed("y", {1, 1, 8});
        const auto turned = [](const at::Tensor &what, std::int64_t position) {
            return applyRope(what, ropeTable(position, 1, 8, 1e4, at::kFloat));
        };
        QVERIFY(at::equal(turned(x, 0), x));
        const auto score
            = [&](std::int64_t p, std::int64_t q) { return (turned(x, p) * turned(y, q)).sum(); };
        QVERIFY(furthest(score(3, 10), score(23, 30)) < 1e-5);
        QVERIFY(furthest(score(3, 10), score(3, 11)) > 1e-4);
        // Pair (0, 4) turns by one radian at position 1.
        const at::Tensor one = turned(x, 1);
        const double a = x[0][0][0].item().toDouble(), b = x[0][0][4].item().toDouble();
        QVERIFY(std::abs(one[0][0][0].item().toDouble() - (a * std::cos(1.) - b * std::sin(1.)))
                < 1e-6);
        QVERIFY(std::abs(one[0][0][4].item().toDouble() - (b * std::cos(1.) + a * std::sin(1.)))
                < 1e-6);
    }

    /// In bf16 the two differ: LLaMA's rounds before the weight, mamba's after it.
    void theTwoRmsNorms()
    {
        const at::Tensor x = hashed("x", {4, 32}), weight = hashed("w", {32}) + 1;
        const at::Tensor expected = x / (x * x).mean(1, true).add(1e-5).sqrt() * weight;
        QVERIFY(furthest(rmsNorm(x, weight, 1e-5), expected) < 1e-6);
        QVERIFY(furthest(mambaRmsNorm(x, {}, weight, 1e-5), expected) < 1e-6);
        const at::Tensor narrow = x.to(at::kBFloat16), light = weight.to(at::kBFloat16);
        const at::Tensor late = mambaRmsNorm(narrow, {}, light, 1e-5);
        const at::Tensor wide = narrow.to(at::kFloat), heavy = light.to(at::kFloat);
        const at::Tensor root = wide / (wide * wide).mean(1, true).add(1e-5).sqrt();
        QVERIFY(at::equal(late, (root * heavy).to(at::kBFloat16)));
        QVERIFY(at::equal(rmsNorm(narrow, light, 1e-5), root.to(at::kBFloat16) * light));
        QVERIFY(furthest(mambaRmsNorm(x * 0.25, x * 0.75, weight, 1e-5), expected) < 1e-6);
    }

    /// Three sequences of other lengths in one pass, each behind its own cache: as one by one.
    void severalSequencesInOnePass()
    {
        const MistralDecoder decoder = decoderOf(tinyConfig().decoder);
        const std::vector<std::vector<std::int32_t>> before{someIds(3), someIds(11), someIds(7)};
        const std::vector<std::vector<std::int32_t>> rows{{5}, {6, 7, 8, 9}, {10, 11}};
        std::vector<KvCache> together, alone;
        std::vector<MistralDecoder::Rows> all;
        std::vector<at::Tensor> inputs, expected;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            for (auto *caches : {&together, &alone}) {
                caches->push_back(decoder.cache(20));
                QVERIFY(
                    decoder.forward(decoder.embed(before[i]), caches->back(), 1, CancelToken()));
            }
            inputs.push_back(decoder.embed(rows[i]));
            expected.push_back(
                *decoder.forward(inputs.back(), alone[i], inputs.back().size(0), CancelToken()));
        }
        for (std::size_t i = 0; i < rows.size(); ++i)
            all.push_back({&together[i], inputs[i].size(0)});
        const auto got = decoder.pass(at::cat(inputs, 0), all, CancelToken());
        QVERIFY(furthest(*got, at::cat(expected, 0)) < 1e-5);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            QCOMPARE(together[i].length(), alone[i].length());
            QVERIFY(furthest(together[i].keys(2, alone[i].length()),
                             alone[i].keys(2, alone[i].length()))
                    < 1e-5);
        }
    }

    /// A shared beginning: copied bit for bit, and a rewound cache goes on as if nothing had been.
    void forkedAndRewound()
    {
        const MistralDecoder decoder = decoderOf(tinyConfig().decoder);
        const at::Tensor beginning = decoder.embed(someIds(9)), rest = decoder.embed(someIds(4));
        KvCache first = decoder.cache(9), whole = decoder.cache(20), fork = decoder.cache(14);
        QVERIFY(decoder.forward(beginning, first, 1, CancelToken()));
        QVERIFY(decoder.forward(beginning, whole, 1, CancelToken()));
        const auto expected = decoder.forward(rest, whole, 4, CancelToken());
        fork.copyFrom(first, 9);
        QVERIFY(at::equal(*decoder.forward(rest, fork, 4, CancelToken()), *expected));
        fork.rewind(9);
        QCOMPARE(fork.length(), 9);
        QVERIFY(decoder.forward(decoder.embed(std::vector{1, 2, 3}), fork, 1, CancelToken()));
        fork.rewind(9);
        QVERIFY(at::equal(*decoder.forward(rest, fork, 4, CancelToken()), *expected));
        QVERIFY(fork.bytes() > 0);
        QVERIFY_THROWS_EXCEPTION(c10::Error, fork.rewind(14));
        QVERIFY_THROWS_EXCEPTION(c10::Error, first.copyFrom(whole, 10));
        QVERIFY_THROWS_EXCEPTION(c10::Error, fork.copyFrom(first, 10));
    }

    void tiedEmbeddings()
    {
        DecoderConfig config = tinyConfig().decoder;
        config.tiedEmbeddings = true;
        Tensors weights;
        addTinyDecoder(weights, config);
        weights["lm_head.weight"] = weights["model.embed_tokens.weight"];
        const at::Tensor untied = allLogits(
            *MistralDecoder::load(tinyConfig().decoder, sourceOf(weights), CancelToken()), kPrompt);
        weights.erase("lm_head.weight");
        QVERIFY(at::equal(
            allLogits(*MistralDecoder::load(config, sourceOf(weights), CancelToken()), kPrompt),
            untied));
    }

    void onlyWhatIsKeptComesBack()
    {
        const MistralDecoder decoder = decoderOf(tinyConfig().decoder);
        const auto ids = someIds(20);
        KvCache whole = decoder.cache(20), part = decoder.cache(20);
        const auto all = decoder.forward(decoder.embed(ids), whole, 20, CancelToken(), 6);
        const auto last = decoder.forward(decoder.embed(ids), part, 9, CancelToken(), 6);
        QCOMPARE(last->size(0), 9);
        QVERIFY(at::equal(*last, all->narrow(0, 11, 9)));
    }

    void cancelled()
    {
        const MistralDecoder decoder = decoderOf(tinyConfig().decoder);
        const CancelToken cancel;
        cancel.cancel();
        KvCache cache = decoder.cache(20);
        QVERIFY(decoder.forward(decoder.embed(kPrompt), cache, 1, cancel).error().code
                == ErrorCode::Cancelled);
        QCOMPARE(cache.length(), 0);
    }
};

QTEST_APPLESS_MAIN(TestDecoder)
#include "tst_decoder.moc"
