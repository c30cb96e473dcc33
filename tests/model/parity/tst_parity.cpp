// The whole product on tests/golden/tiny-anomshield against transformers and the reference of
// tests/golden: frames, crops, prompts, answers, probabilities, hallucination deltas.
#include "model/api/Engine.h"
#include "model/api/Modules.h"
#include "model/api/Tokenizer.h"
#include "model/checkpoint/Checkpoint.h"
#include "model/inference/VideoModelLoader.h"
#include "model/preprocess/ClipProcessor.h"
#include "model/preprocess/FrameSampler.h"
#include "model/tokenizer/Prompt.h"
#include "tests/model/parity/ParityCase.h"

using namespace ecva;
using namespace ecva::test;

namespace {

PackedImage frameOf(const QJsonObject &golden, std::int64_t frame)
{
    const QJsonObject clip = golden["clip"].toObject();
    return movingFrame(frame, clip["width"].toInt(), clip["height"].toInt());
}

#define VERIFY_RESULT(result) QVERIFY2(result, (result) ? "" : (result).error().text().c_str())

} // namespace

class TestParity : public QObject
{
    Q_OBJECT

private:
    QJsonObject m_golden;

    void addCases(const char *list)
    {
        QTest::addColumn<QJsonObject>("golden");
        addRows(m_golden[list]);
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("ECVA_MODULE_DIR", qgetenv("ECVA_BIN_DIR"));
        m_golden = goldenJson("anomshield.json");
        QVERIFY2(!m_golden.isEmpty(), "tests/golden/anomshield.json cannot be read");
        compareFiles(m_golden, QStringLiteral("tiny-anomshield"));
    }

    void prompts_data() { addCases("asks"); }
    void prompts()
    {
        QFETCH(QJsonObject, golden);
        const auto module = tokenizerModule();
        VERIFY_RESULT(module);
        const auto tokenizer = (*module)->load(GoldenCheckpoint().folder() / "tokenizer.model");
        VERIFY_RESULT(tokenizer);
        const auto prompt
            = anomShieldPrompt(**tokenizer, golden["question"].toString().toStdString());
        VERIFY_RESULT(prompt);
        QCOMPARE(QString::fromStdString(prompt->text), golden["prompt"].toString());
        QCOMPARE(listed(prompt->ids), listed(numbers<std::int32_t>(golden["promptIds"])));
    }

    /// The sampled frames, and their pictures as the checkpoint's own processor cuts them.
    void crops_data() { addCases("asks"); }
    void crops()
    {
        QFETCH(QJsonObject, golden);
        const GoldenCheckpoint folder(golden["patches"].toObject());
        const auto checkpoint = Checkpoint::open(folder.folder());
        VERIFY_RESULT(checkpoint);
        const AnomShieldConfig &config = (*checkpoint)->config();
        const auto sampled = sampledFrames(golden);
        const auto found = sampleUniform(golden["clip"].toObject()["count"].toInt(),
                                         static_cast<std::int64_t>(sampled.size()));
        VERIFY_RESULT(found);
        QCOMPARE(listed(*found), listed(sampled));
        const QJsonArray crops = golden["crops"].toArray();
        QVERIFY(!crops.isEmpty());
        for (int i = 0; i < crops.size(); ++i) {
            const auto crop = clipCrop(frameOf(golden, sampled.at(static_cast<std::size_t>(i))),
                                       config.processor, config.padToSquare);
            VERIFY_RESULT(crop);
            QCOMPARE(crop->width, 72);
            QCOMPARE(crop->height, 72);
            QCOMPARE(sha256(crop->data), crops[i].toString());
        }
    }

    void answers_data() { addCases("asks"); }
    void answers()
    {
        QFETCH(QJsonObject, golden);
        if (!isEngineInstalled())
            QSKIP("the engine module is not built: LibTorch is not here");
        const GoldenCheckpoint folder(golden["patches"].toObject());
        const auto model = loadVideoModel(onCpu(folder), {}, {});
        VERIFY_RESULT(model);
        QCOMPARE((*model)->info().tokensPerStep, 4); // 9 x 9 patches: a row and a column dropped

        const AskRequest request = askRequest(golden, goldenClip(golden["clip"].toObject()));
        std::string streamed;
        const auto onToken = [&](const TokenEvent &event) { streamed += event.text; };
        const auto result = (*model)->ask(request, onToken, {});
        VERIFY_RESULT(result);
        compareAnswer(*result, streamed, golden);
        const auto visual = static_cast<std::int64_t>(4 * sampledFrames(golden).size());
        QCOMPARE(result->timings.promptTokens, golden["promptIds"].toArray().size() - 1 + visual);
    }

    /// The engine alone: teacher forced, by ids and pixels.
    void logProbabilities_data() { addCases("asks"); }
    void logProbabilities()
    {
        QFETCH(QJsonObject, golden);
        if (!isEngineInstalled())
            QSKIP("the engine module is not built: LibTorch is not here");
        const GoldenCheckpoint folder(golden["patches"].toObject());
        const auto checkpoint = Checkpoint::open(folder.folder());
        VERIFY_RESULT(checkpoint);
        const auto module = engineModule();
        VERIFY_RESULT(module);
        const auto engine = (*module)->load(*checkpoint, onCpu(folder), {}, {});
        VERIFY_RESULT(engine);

        const AnomShieldConfig &config = (*checkpoint)->config();
        auto video = std::make_shared<PixelVideo>();
        video->width = video->height = config.processor.crop;
        for (const std::int64_t frame : sampledFrames(golden)) {
            const auto done = clipPixels(frameOf(golden, frame), config.processor,
                                         config.padToSquare, video->values);
            VERIFY_RESULT(done);
            ++video->frames;
        }
        const EnginePrompt prompt{numbers<std::int32_t>(golden["promptIds"]), video};
        const auto answer = numbers<std::int32_t>(golden["answer"]);
        const auto scored = (*engine)->score(prompt, answer, {});
        VERIFY_RESULT(scored);
        QCOMPARE(difference(*scored, numbers<double>(golden["logProbabilities"]), kTolerance),
                 QString());
    }

    /// All six questions of a chain of thought, id by id.
    void chains()
    {
        if (!isEngineInstalled())
            QSKIP("the engine module is not built: LibTorch is not here");
        const auto model = loadVideoModel(onCpu(GoldenCheckpoint()), {}, {});
        VERIFY_RESULT(model);
        const QJsonArray chains = goldenJson("chain.json")["chains"].toArray();
        QCOMPARE(chains.size(), 2);
        for (const QJsonValue value : chains) {
            const QJsonObject golden = value.toObject();
            AskRequest request = askRequest(golden, goldenClip(golden["clip"].toObject()));
            request.chain = ChainRequest{};
            const auto result = (*model)->ask(request, {}, {});
            VERIFY_RESULT(result);
            const ChainReport &chain = *result->chain;
            QCOMPARE(chain.captions.size(), 4u);
            for (int part = 0; part < 4; ++part) {
                const ChainCaption &caption = chain.captions[std::size_t(part)];
                QCOMPARE(listed(caption.frames),
                         listed(numbers<std::int64_t>(golden["parts"][part])));
                QCOMPARE(listed(caption.tokens),
                         listed(numbers<std::int32_t>(golden["captions"][part])));
            }
            QCOMPARE(QString::fromStdString(chain.rankingPrompt),
                     golden["rankingPrompt"].toString());
            QCOMPARE(listed(chain.rankingTokens), listed(numbers<std::int32_t>(golden["ranking"])));
            QCOMPARE(listed(chain.order), listed(numbers<int>(golden["order"])));
            QCOMPARE(listed(chain.chosen), listed(numbers<int>(golden["chosen"])));
            QCOMPARE(listed(result->tokens), listed(numbers<std::int32_t>(golden["answer"])));

            request.chain->mode = ChainMode::Released;
            const auto released = (*model)->ask(request, {}, {});
            VERIFY_RESULT(released);
            QCOMPARE(listed(released->chain->chosen), listed(numbers<int>(golden["released"])));
        }
    }

    void deltas_data() { addCases("deltas"); }
    void deltas()
    {
        QFETCH(QJsonObject, golden);
        if (!isEngineInstalled())
            QSKIP("the engine module is not built: LibTorch is not here");
        const auto model = loadVideoModel(onCpu(GoldenCheckpoint()), {}, {});
        VERIFY_RESULT(model);

        const DeltaRequest request = deltaRequest(golden, goldenClip(golden["clip"].toObject()));
        const auto report = (*model)->delta(request, {}, {}, {});
        VERIFY_RESULT(report);
        compareDelta(*report, golden);
        QCOMPARE(listed(report->answer.frames), listed(sampledFrames(golden)));
        if (golden["keyMasked"].toArray().isEmpty()) {
            QCOMPARE(report->keyFrameCount(), 0);
            QVERIFY(report->tokens.empty());
            QVERIFY(!report->adjusted);
            return;
        }

        QVERIFY(report->mask == maskMode(golden["done"].toString()));
        QCOMPARE(report->notes.empty(), golden["done"] == golden["mask"]);
        const QJsonArray given = golden["given"].toArray();
        QCOMPARE(qsizetype(report->controls.size()), given.size());
        for (int i = 0; i < given.size(); ++i) {
            const QJsonObject control = given[i].toObject();
            compareMask(report->controls.at(static_cast<std::size_t>(i)), control["frames"],
                        control["blanked"], control["delta"].toDouble());
        }
        QCOMPARE(report->adjusted.has_value(), golden.contains("adjusted"));
        if (report->adjusted)
            QVERIFY(std::abs(*report->adjusted - golden["adjusted"].toDouble()) <= 2 * kTolerance);
    }
};

QTEST_APPLESS_MAIN(TestParity)
#include "tst_parity.moc"
