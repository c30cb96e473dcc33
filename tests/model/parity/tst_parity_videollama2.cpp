// VideoLLaMA2 with both of its connectors and VideoLLaMA2.1 with SigLIP and Qwen2, the whole
// product on tests/golden/tiny-videollama2 and -videollama21 against transformers, timm and the
// references of tests/golden.
#include "model/api/Engine.h"
#include "model/api/Modules.h"
#include "model/checkpoint/Checkpoint.h"
#include "model/inference/VideoModelLoader.h"
#include "model/preprocess/ClipProcessor.h"
#include "tests/model/parity/ParityCase.h"
#include "tests/support/Must.h"

#include <algorithm>

using namespace ecva;
using namespace ecva::test;

namespace {

VideoSource clipOf(const QJsonObject &golden)
{
    VideoSource clip = goldenClip(golden["clip"].toObject());
    if (golden["still"].toBool())
        clip.kind = VideoSource::Kind::Still;
    return clip;
}

} // namespace

class TestParityVideoLlama2 : public QObject
{
    Q_OBJECT

private:
    QJsonObject m_golden;   ///< of VideoLLaMA2
    QJsonObject m_golden21; ///< of 2.1

    /// A row for every case of both versions.
    void addCases(const char *list)
    {
        QTest::addColumn<QJsonObject>("golden");
        addRows(m_golden[list], QStringLiteral("tiny-videollama2"));
        addRows(m_golden21[list], QStringLiteral("tiny-videollama21"));
    }
    static GoldenCheckpoint checkpointOf(const QJsonObject &golden)
    {
        return GoldenCheckpoint(golden["patches"].toObject(), golden["checkpoint"].toString());
    }
    static std::unique_ptr<VideoModel> load(const GoldenCheckpoint &checkpoint)
    {
        return must(loadVideoModel(onCpu(checkpoint), {}, {}));
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("ECVA_MODULE_DIR", qgetenv("ECVA_BIN_DIR"));
        m_golden = goldenJson("videollama2.json");
        m_golden21 = goldenJson("videollama21.json");
        compareFiles(m_golden, QStringLiteral("tiny-videollama2"));
        compareFiles(m_golden21, QStringLiteral("tiny-videollama21"));
        if (!isEngineInstalled())
            QSKIP("the engine module is not built: LibTorch is not here");
    }

    void answers_data() { addCases("asks"); }
    void answers()
    {
        QFETCH(QJsonObject, golden);
        const GoldenCheckpoint folder = checkpointOf(golden);
        const auto model = load(folder);
        QVERIFY(model->info().isComplete());
        QCOMPARE(model->info().architecture, std::string("videollama2"));
        const AskRequest request = askRequest(golden, clipOf(golden));
        std::string streamed;
        const auto result = must(
            model->ask(request, [&](const TokenEvent &event) { streamed += event.text; }, {}));
        compareAnswer(result, streamed, golden);
        QCOMPARE(result.timings.promptTokens,
                 golden["promptIds"].toArray().size() - 1
                     + model->info().visualTokens(std::int64_t(sampledFrames(golden).size())));
    }

    /// By ids and pixels: crops, prompt and the engine alone.
    void logProbabilities_data() { addCases("asks"); }
    void logProbabilities()
    {
        QFETCH(QJsonObject, golden);
        const GoldenCheckpoint folder = checkpointOf(golden);
        const auto checkpoint = must(Checkpoint::open(folder.folder()));
        const AnomShieldConfig &config = checkpoint->config();
        QVERIFY(!config.padToSquare);
        const VideoSource clip = clipOf(golden);
        auto video = std::make_shared<PixelVideo>();
        video->width = video->height = config.processor.crop;
        const QJsonArray crops = golden["crops"].toArray();
        for (const std::int64_t frame : sampledFrames(golden)) {
            const PackedImage image = must(clip.read(frame));
            if (video->frames < crops.size()) {
                QCOMPARE(sha256(must(clipCrop(image, config.processor, false)).data),
                         crops[video->frames].toString());
            }
            must(clipPixels(image, config.processor, false, video->values));
            ++video->frames;
        }
        if (golden.contains("pixels"))
            QCOMPARE(sha256(video->values), golden["pixels"].toString());
        auto ids = numbers<std::int32_t>(golden["promptIds"]);
        std::ranges::replace(ids, -200, kVideoPlaceholder); // a still's place
        const auto engine = must(must(engineModule())->load(checkpoint, onCpu(folder), {}, {}));
        const auto scored
            = must(engine->score({ids, video}, numbers<std::int32_t>(golden["answer"]), {}));
        QCOMPARE(difference(scored, numbers<double>(golden["logProbabilities"]), kTolerance),
                 QString());
    }

    void deltas_data() { addCases("deltas"); }
    void deltas()
    {
        QFETCH(QJsonObject, golden);
        const GoldenCheckpoint folder = checkpointOf(golden);
        const auto model = load(folder);
        const DeltaRequest request = deltaRequest(golden, clipOf(golden));
        const auto report = must(model->delta(request, {}, {}, {}));
        QVERIFY(!report.key.masked.empty());
        compareDelta(report, golden);
    }

    /// A template that nobody knows is refused by its digest; a named one takes its place.
    void templatesOfTheCheckpoint()
    {
        const QJsonObject golden = m_golden["asks"].toArray().first().toObject();
        const GoldenCheckpoint folder(
            QJsonObject{
                {"tokenizer_config.json", QJsonObject{{"chat_template", "{{ messages }}"}}}},
            QStringLiteral("tiny-videollama2"));
        const auto model = load(folder);
        AskRequest request = askRequest(golden, clipOf(golden));
        request.frames = 0;
        request.generation.maxNewTokens = 2;
        const auto refused = model->ask(request, {}, {});
        QVERIFY(!refused);
        QVERIFY(refused.error().code == ErrorCode::Unsupported);
        QVERIFY(refused.error().text().find("chat_template (SHA-256 ") != std::string::npos);
        QVERIFY(refused.error().text().find("tokenizer_config.json") != std::string::npos);
        request.layout = PromptTemplate::VideoLlama2;
        QCOMPARE(QString::fromStdString(must(model->ask(request, {}, {})).prompt),
                 golden["prompt"].toString());
        request.layout = PromptTemplate::Llama2;
        QVERIFY(must(model->ask(request, {}, {})).prompt.starts_with("[INST] <<SYS>>\nYou are"));
    }
};

QTEST_APPLESS_MAIN(TestParityVideoLlama2)
#include "tst_parity_videollama2.moc"
