// VideoLLaMA2 with both of its connectors and VideoLLaMA2.1 with SigLIP and Qwen2, the whole
// product on tests/golden/tiny-videollama2 and -videollama21 against transformers, timm and the
// references of tests/golden.
#include "model/api/Engine.h"
#include "model/api/Modules.h"
#include "model/checkpoint/Checkpoint.h"
#include "model/inference/VideoModelLoader.h"
#include "model/preprocess/ClipProcessor.h"
#include "tests/model/parity/GoldenCheckpoint.h"
#include "tests/support/Must.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace ecva;
using namespace ecva::test;

namespace {

constexpr double kTolerance = 1e-4;

MaskMode maskMode(const QString &name)
{
    static const std::map<QString, MaskMode> modes{{"delete", MaskMode::Delete},
                                                   {"blank", MaskMode::Blank},
                                                   {"black", MaskMode::Black},
                                                   {"freeze", MaskMode::Freeze},
                                                   {"blur", MaskMode::Blur}};
    return modes.at(name);
}

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

    void addCases(const char *list)
    {
        QTest::addColumn<QJsonObject>("golden");
        const auto add = [&](const QJsonObject &all, const QString &version) {
            const QJsonArray cases = all[list].toArray();
            QVERIFY(!cases.isEmpty());
            for (const QJsonValue value : cases) {
                QJsonObject golden = value.toObject();
                golden["checkpoint"] = "tiny-videollama" + version;
                QTest::newRow(qPrintable(version + ": " + golden["name"].toString())) << golden;
            }
        };
        add(m_golden, QStringLiteral("2"));
        add(m_golden21, QStringLiteral("21"));
    }
    static GoldenCheckpoint checkpointOf(const QJsonObject &golden)
    {
        return GoldenCheckpoint(golden["patches"].toObject(), golden["checkpoint"].toString());
    }
    /// What the golden file was made with is what is there.
    static QJsonObject goldenOf(const QString &name)
    {
        const QJsonObject golden = goldenJson(name + ".json");
        const QJsonObject files = golden["files"].toObject();
        for (auto it = files.begin(); it != files.end(); ++it) {
            if (fileSha256(goldenPath("tiny-" + name + "/" + it.key())) != it->toString())
                return {};
        }
        return files.contains("config.json") ? golden : QJsonObject();
    }
    static std::unique_ptr<VideoModel> load(const GoldenCheckpoint &checkpoint)
    {
        ModelOptions options;
        options.folder = checkpoint.folder();
        options.device = Device::Cpu;
        return must(loadVideoModel(options, {}, {}));
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("ECVA_MODULE_DIR", qgetenv("ECVA_BIN_DIR"));
        m_golden = goldenOf(QStringLiteral("videollama2"));
        m_golden21 = goldenOf(QStringLiteral("videollama21"));
        QVERIFY2(!m_golden.isEmpty() && !m_golden21.isEmpty(),
                 "a golden file does not fit its checkpoint: run ./dev golden");
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
        AskRequest request{.question = golden["question"].toString().toStdString(),
                           .video = clipOf(golden),
                           .frames = golden["frames"].toInt(),
                           .generation = {.greedy = true, .maxNewTokens = golden["limit"].toInt()}};
        std::string streamed;
        const auto result = must(
            model->ask(request, [&](const TokenEvent &event) { streamed += event.text; }, {}));
        const auto sampled = numbers<std::int64_t>(golden["sampled"]);
        QCOMPARE(listed(result.frames), listed(sampled));
        QCOMPARE(QString::fromStdString(result.prompt), golden["prompt"].toString());
        QCOMPARE(listed(result.tokens), listed(numbers<std::int32_t>(golden["answer"])));
        QCOMPARE(QByteArray::fromStdString(result.text), golden["text"].toString().toUtf8());
        QCOMPARE(streamed, result.text);
        QCOMPARE(result.ended, golden["ended"].toBool());
        QCOMPARE(result.timings.promptTokens,
                 golden["promptIds"].toArray().size() - 1
                     + model->info().visualTokens(std::int64_t(sampled.size())));
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
        for (const std::int64_t frame : numbers<std::int64_t>(golden["sampled"])) {
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
        ModelOptions options;
        options.folder = folder.folder();
        options.device = Device::Cpu;
        const auto engine = must(must(engineModule())->load(checkpoint, options, {}, {}));
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
        DeltaRequest request;
        request.question = golden["question"].toString().toStdString();
        request.video = clipOf(golden);
        request.frames = golden["frames"].toInt();
        for (const QJsonValue range : golden["keyRanges"].toArray()) {
            request.keyRanges.push_back(
                {FrameIndex(range[0].toInt()), FrameIndex(range[1].toInt())});
        }
        request.mask = maskMode(golden["mask"].toString());
        request.controls = 0;
        request.generation = {.greedy = true, .maxNewTokens = golden["limit"].toInt()};
        const auto report = must(model->delta(request, {}, {}, {}));
        QCOMPARE(listed(report.answer.tokens), listed(numbers<std::int32_t>(golden["answer"])));
        QCOMPARE(listed(report.key.masked), listed(numbers<std::int64_t>(golden["keyMasked"])));
        QCOMPARE(listed(report.key.frames), listed(numbers<std::int64_t>(golden["keyFramesSeen"])));
        QCOMPARE(listed(report.key.blanked), listed(numbers<int>(golden["keyBlanked"])));
        std::vector<double> evidence;
        std::string text;
        for (const TokenEvidence &token : report.tokens) {
            evidence.push_back(token.evidence);
            text += token.text;
        }
        QCOMPARE(text, report.answer.text);
        QCOMPARE(difference(evidence, numbers<double>(golden["evidence"]), kTolerance), QString());
        QVERIFY(std::abs(report.key.delta - golden["delta"].toDouble()) <= kTolerance);
        QCOMPARE(listed(report.masked.tokens),
                 listed(numbers<std::int32_t>(golden["maskedAnswer"])));
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
        AskRequest request{.question = golden["question"].toString().toStdString(),
                           .video = clipOf(golden),
                           .frames = 0,
                           .generation = {.greedy = true, .maxNewTokens = 2}};
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
