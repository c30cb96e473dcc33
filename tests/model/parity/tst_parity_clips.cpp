// From the video file to the answer: the clips of ../shared/data as the product decodes, samples,
// cuts, asks and masks them, against the ffmpeg program and the reference of tests/golden.
#include "app/services/ClipFrames.h"
#include "model/api/Engine.h"
#include "model/api/Modules.h"
#include "model/checkpoint/Checkpoint.h"
#include "model/inference/VideoModelLoader.h"
#include "model/preprocess/ClipProcessor.h"
#include "tests/model/parity/ParityCase.h"
#include "tests/support/Must.h"

#include <QProcess>

#include <map>
#include <set>

using namespace ecva;
using namespace ecva::test;

namespace {

QString clipPath(const QString &name)
{
    const QString given = qEnvironmentVariable("ECVA_SHARED_DATA");
    const QString data
        = given.isEmpty() ? qEnvironmentVariable("ECVA_SOURCE_DIR") + "/../shared/data" : given;
    return data + "/clips/" + name;
}

/// Digests of the wanted frames as this machine's ffmpeg program writes them; empty when it cannot.
QStringList digestsOfFfmpeg(const QString &file, qsizetype frameBytes,
                            const std::vector<std::int64_t> &wanted)
{
    QProcess ffmpeg;
    ffmpeg.start("ffmpeg", {"-v", "error", "-i", file, "-map", "0:v:0", "-fps_mode", "passthrough",
                            "-f", "rawvideo", "-pix_fmt", "rgb24", "-"});
    std::map<std::int64_t, QString> digests;
    const std::set<std::int64_t> frames(wanted.begin(), wanted.end());
    QByteArray data;
    for (std::int64_t number = 0; number <= *frames.rbegin();) {
        if (!ffmpeg.waitForReadyRead(60000) && ffmpeg.bytesAvailable() == 0)
            return {};
        data += ffmpeg.readAll();
        while (data.size() >= frameBytes && number <= *frames.rbegin()) {
            if (frames.contains(number))
                digests[number] = sha256(data.first(frameBytes));
            data.remove(0, frameBytes);
            ++number;
        }
    }
    ffmpeg.kill();
    ffmpeg.waitForFinished();
    QStringList list;
    for (const std::int64_t frame : wanted)
        list.append(digests[frame]);
    return list;
}

QStringList texts(const QJsonValue &array)
{
    QStringList list;
    for (const QJsonValue value : array.toArray())
        list.append(value.toString());
    return list;
}

} // namespace

class TestParityClips : public QObject
{
    Q_OBJECT

private:
    QJsonObject m_golden;
    std::map<QString, ClipFrames> m_clips;

    static QString nameOf(const QJsonObject &golden)
    {
        const QString patched = golden["patches"].isUndefined() ? QString() : QString(" v35");
        return golden["checkpoint"].toString() + patched + ", " + golden["what"].toString();
    }
    /// Every clip with every checkpoint; with `each`, every clip once.
    void addClips(bool each = false)
    {
        QTest::addColumn<QJsonObject>("golden");
        const QJsonArray clips = m_golden["clips"].toArray();
        QCOMPARE(clips.size(), 12);
        for (const QJsonValue value : clips) {
            const QJsonObject golden = value.toObject();
            if (!each || golden["checkpoint"] == "tiny-anomshield")
                QTest::newRow(qPrintable(nameOf(golden))) << golden;
        }
    }
    static GoldenCheckpoint checkpointOf(const QJsonObject &golden)
    {
        return GoldenCheckpoint(golden["patches"].toObject(), golden["checkpoint"].toString());
    }
    /// Every frame is decoded once for all tests.
    static void remember(ClipFrames &clip)
    {
        const auto known = std::make_shared<std::map<std::int64_t, PackedImage>>();
        clip.source.read
            = [known, read = clip.source.read](std::int64_t frame) -> Result<PackedImage> {
            auto place = known->find(frame);
            if (place == known->end())
                place = known->emplace(frame, must(read(frame))).first;
            return place->second;
        };
    }
    /// Opened once; null, with the test skipped, where the clip is not here.
    const ClipFrames *clip(const QJsonObject &golden)
    {
        const QString file = clipPath(golden["file"].toString());
        if (!QFile::exists(file))
            return nullptr;
        auto [place, isNew] = m_clips.try_emplace(file);
        if (isNew) {
            place->second = must(openClip({file.toStdU16String(), {}, {}, {}}, {}, {}));
            remember(place->second);
        }
        return &place->second;
    }
    /// The pixels of the machine that made the golden file: what follows from them can be compared.
    static bool hasGoldenPixels(const ClipFrames &clip, const QJsonObject &golden)
    {
        QStringList digests;
        for (const std::int64_t frame : sampledFrames(golden))
            digests.append(sha256(must(clip.source.read(frame)).data));
        return digests == texts(golden["rgb"]);
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("ECVA_MODULE_DIR", qgetenv("ECVA_BIN_DIR"));
        m_golden = goldenJson("parity-clips.json");
        QVERIFY2(!m_golden.isEmpty(), "tests/golden/parity-clips.json cannot be read");
        if (!QFile::exists(clipPath("robbery.mp4")))
            QSKIP("no ../shared/data here (or set ECVA_SHARED_DATA)");
    }

    /// Frame i is what the ffmpeg program of this machine gives as its i-th, byte for byte.
    void frames_data() { addClips(true); }
    void frames()
    {
        QFETCH(QJsonObject, golden);
        const ClipFrames *opened = clip(golden);
        if (!opened)
            QSKIP("the clip is not here");
        QCOMPARE(opened->source.frameCount, golden["count"].toInteger());
        const auto sampled = sampledFrames(golden);
        const qsizetype bytes = golden["width"].toInt() * golden["height"].toInt() * 3;
        const QStringList truth
            = digestsOfFfmpeg(clipPath(golden["file"].toString()), bytes, sampled);
        if (truth.isEmpty())
            QSKIP("no ffmpeg program here");
        QStringList found;
        for (const std::int64_t frame : sampled) {
            const PackedImage image = must(opened->source.read(frame));
            QCOMPARE(image.width, golden["width"].toInt());
            QCOMPARE(image.height, golden["height"].toInt());
            found.append(sha256(image.data));
        }
        QCOMPARE(found, truth);
    }

    /// Crops and the tensor of pixels are the reference's, bit for bit.
    void pixels_data() { addClips(); }
    void pixels()
    {
        QFETCH(QJsonObject, golden);
        const ClipFrames *opened = clip(golden);
        if (!opened)
            QSKIP("the clip is not here");
        if (!hasGoldenPixels(*opened, golden))
            QSKIP("the swscale of this machine writes other pixels than that of the golden file");
        const GoldenCheckpoint folder = checkpointOf(golden);
        const auto checkpoint = must(Checkpoint::open(folder.folder()));
        const AnomShieldConfig &config = checkpoint->config();
        std::vector<float> values;
        QStringList crops;
        for (const std::int64_t frame : sampledFrames(golden)) {
            const PackedImage image = must(opened->source.read(frame));
            crops.append(sha256(must(clipCrop(image, config.processor, config.padToSquare)).data));
            must(clipPixels(image, config.processor, config.padToSquare, values));
        }
        QCOMPARE(crops, texts(golden["crops"]));
        QCOMPARE(sha256(values), golden["pixels"].toString());
    }

    void answers_data() { addClips(); }
    void answers()
    {
        QFETCH(QJsonObject, golden);
        const ClipFrames *opened = clip(golden);
        if (!opened)
            QSKIP("the clip is not here");
        if (!isEngineInstalled())
            QSKIP("the engine module is not built: LibTorch is not here");
        const GoldenCheckpoint folder = checkpointOf(golden);
        const auto model = must(loadVideoModel(onCpu(folder), {}, {}));
        AskRequest request{.question = golden["question"].toString().toStdString(),
                           .video = opened->source,
                           .frames = 0,
                           .generation = greedy(golden)};
        const auto result = must(model->ask(request, {}, {}));
        QCOMPARE(listed(result.frames), listed(sampledFrames(golden)));
        QCOMPARE(QString::fromStdString(result.prompt), golden["prompt"].toString());
        if (!hasGoldenPixels(*opened, golden))
            QSKIP("the swscale of this machine writes other pixels than that of the golden file");
        QCOMPARE(listed(result.tokens), listed(numbers<std::int32_t>(golden["answer"])));
        QCOMPARE(QByteArray::fromStdString(result.text), golden["text"].toString().toUtf8());
    }

    /// Log-probabilities of the answer's ids, by the engine alone.
    void logProbabilities_data() { addClips(); }
    void logProbabilities()
    {
        QFETCH(QJsonObject, golden);
        const ClipFrames *opened = clip(golden);
        if (!opened)
            QSKIP("the clip is not here");
        if (!isEngineInstalled())
            QSKIP("the engine module is not built: LibTorch is not here");
        if (!hasGoldenPixels(*opened, golden))
            QSKIP("the swscale of this machine writes other pixels than that of the golden file");
        const GoldenCheckpoint folder = checkpointOf(golden);
        const auto checkpoint = must(Checkpoint::open(folder.folder()));
        const auto engine = must(must(engineModule())->load(checkpoint, onCpu(folder), {}, {}));
        const AnomShieldConfig &config = checkpoint->config();
        auto video = std::make_shared<PixelVideo>();
        video->width = video->height = config.processor.crop;
        for (const std::int64_t frame : sampledFrames(golden)) {
            must(clipPixels(must(opened->source.read(frame)), config.processor, config.padToSquare,
                            video->values));
            ++video->frames;
        }
        const auto scored = must(engine->score({numbers<std::int32_t>(golden["promptIds"]), video},
                                               numbers<std::int32_t>(golden["answer"]), {}));
        QCOMPARE(difference(scored, numbers<double>(golden["logProbabilities"]), kTolerance),
                 QString());
    }

    /// Evidence of every token, in all five ways of masking.
    void evidence_data()
    {
        QTest::addColumn<QJsonObject>("golden");
        QTest::addColumn<QJsonObject>("delta");
        for (const QJsonValue value : m_golden["clips"].toArray()) {
            const QJsonObject golden = value.toObject();
            const QJsonArray deltas = golden["deltas"].toArray();
            QCOMPARE(deltas.size(), 5);
            for (const QJsonValue each : deltas) {
                const QJsonObject delta = each.toObject();
                QTest::addRow("%s, %s", qPrintable(nameOf(golden)),
                              qPrintable(delta["mask"].toString()))
                    << golden << delta;
            }
        }
    }
    void evidence()
    {
        QFETCH(QJsonObject, golden);
        QFETCH(QJsonObject, delta);
        const ClipFrames *opened = clip(golden);
        if (!opened)
            QSKIP("the clip is not here");
        if (!isEngineInstalled())
            QSKIP("the engine module is not built: LibTorch is not here");
        const GoldenCheckpoint folder = checkpointOf(golden);
        const auto model = must(loadVideoModel(onCpu(folder), {}, {}));
        DeltaRequest request;
        request.question = golden["question"].toString().toStdString();
        request.video = opened->source;
        for (const QJsonValue range : golden["keyRanges"].toArray()) {
            request.keyRanges.push_back(
                {FrameIndex(range[0].toInt()), FrameIndex(range[1].toInt())});
        }
        request.mask = maskMode(delta["mask"].toString());
        request.controls = 0;
        request.generation = greedy(golden);
        const auto report = must(model->delta(request, {}, {}, {}));
        QCOMPARE(listed(report.key.frames), listed(numbers<std::int64_t>(delta["frames"])));
        QCOMPARE(listed(report.key.blanked), listed(numbers<int>(delta["blanked"])));
        if (!hasGoldenPixels(*opened, golden))
            QSKIP("the swscale of this machine writes other pixels than that of the golden file");
        std::vector<double> found;
        for (const TokenEvidence &token : report.tokens)
            found.push_back(token.evidence);
        QCOMPARE(difference(found, numbers<double>(delta["evidence"]), kTolerance), QString());
        QVERIFY(std::abs(report.key.delta - delta["delta"].toDouble()) <= kTolerance);
        QCOMPARE(listed(report.masked.tokens),
                 listed(numbers<std::int32_t>(delta["maskedAnswer"])));
    }
};

QTEST_GUILESS_MAIN(TestParityClips)
#include "tst_parity_clips.moc"
