// Configs and tensors of a VideoLLaMA2 checkpoint: the connector's names and shapes are timm's own
// (tests/golden/stc.py), the rest is the spec's (A.3, A.4, D).
#include "model/checkpoint/Checkpoint.h"
#include "tests/model/checkpoint/CheckpointFiles.h"

#include <QDir>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace ecva;
using namespace ecva::test;

namespace {

using Opened = Result<std::shared_ptr<const Checkpoint>>;

const QString kTowerInShards = "model.vision_tower.vision_tower.";

QByteArray textOf(const Opened &checkpoint)
{
    return checkpoint ? QByteArray("opens") : QByteArray::fromStdString(checkpoint.error().text());
}

/// As VideoLLaMA2 is published: the tower's weights beside the decoder's, its folder holds configs.
SmallCheckpoint videoLlama2()
{
    SmallCheckpoint small;
    std::erase_if(small.weights,
                  [](const auto &tensor) { return tensor.first.contains("mm_projector"); });
    const QJsonObject names = QJsonDocument::fromJson(golden("stc-names.json")).object();
    for (auto it = names.begin(); it != names.end(); ++it) {
        std::vector<qint64> &shape = small.weights[it.key()];
        for (const auto &side : it.value().toArray())
            shape.push_back(side.toInteger());
    }
    for (const auto &[name, shape] : small.tower)
        small.weights[kTowerInShards + name] = shape;
    small.tower = {};
    small.config["model_type"] = "videollama2_mistral";
    small.config["architectures"] = QJsonArray{"Videollama2MistralForCausalLM"};
    small.config["mm_projector_type"] = "stc_connector";
    return small;
}

} // namespace

class TestVideoLlama2 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
        m_small = videoLlama2();
    }

    void configAndInfo_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("tokens");
        QTest::newRow("stc_connector") << "stc_connector" << 9 * 3 * 3; // ⌊16 / 2⌋ + 1, ⌊4 / 2⌋ + 1
        QTest::newRow("stc_connector_v35") << "stc_connector_v35" << 8 * 2 * 2;
    }

    void configAndInfo()
    {
        QFETCH(QString, kind);
        QFETCH(int, tokens);
        m_small.config["mm_projector_type"] = kind;
        const Opened opened = write();
        QVERIFY2(opened, textOf(opened).constData());
        const AnomShieldConfig &config = (*opened)->config();
        QVERIFY(config.family == ModelFamily::VideoLlama2);
        QVERIFY(config.connectorKind == ConnectorKind::Stc);
        QCOMPARE(config.stc.width, 32);
        QCOMPARE(config.stc.output, 64);
        QCOMPARE(config.stc.firstReduction, 8);
        QCOMPARE(config.stc.reduction, 16);
        QCOMPARE(config.stc.bordered, kind == "stc_connector");
        QCOMPARE(config.videoFrames, 16);
        QVERIFY(!config.padToSquare); // though the config says "pad"

        const ModelInfo &info = (*opened)->info();
        QVERIFY(info.isComplete());
        QVERIFY(info.unexpected.empty());
        QCOMPARE(info.architecture, std::string("videollama2"));
        QCOMPARE(info.connector, kind.toStdString());
        QCOMPARE(info.defaultFrames, 16);
        QCOMPARE(info.visualTokens(16), tokens);
        for (const int frames : {1, 2, 5, 8, 9})
            QCOMPARE(info.visualTokens(frames), config.visualTokens(frames));
    }

    void expectedNamesAreTimms()
    {
        const Opened opened = write();
        QVERIFY2(opened, textOf(opened).constData());
        Shapes connector;
        for (const ExpectedTensor &tensor : expectedTensors((*opened)->config())) {
            if (!tensor.ofTower && tensor.name.find("mm_projector") != std::string::npos)
                connector[QString::fromStdString(tensor.name)].assign(tensor.shape.begin(),
                                                                      tensor.shape.end());
        }
        std::erase_if(m_small.weights,
                      [](const auto &tensor) { return !tensor.first.contains("mm_projector"); });
        QVERIFY(connector == m_small.weights);
    }

    /// The excitation's width is what the tensor says, a quarter where it is missing.
    void theExcitationsWidth()
    {
        m_small.weights["model.mm_projector.s1.b1.se.fc1.weight"] = {5, 64, 1, 1};
        m_small.weights["model.mm_projector.s1.b1.se.fc1.bias"] = {5};
        m_small.weights["model.mm_projector.s1.b1.se.fc2.weight"] = {64, 5, 1, 1};
        m_small.weights.erase("model.mm_projector.s1.b2.se.fc1.weight");
        const Opened opened = write();
        QVERIFY2(opened, textOf(opened).constData());
        QCOMPARE((*opened)->config().stc.firstReduction, 5);
        QCOMPARE((*opened)->config().stc.reduction, 16);
        QCOMPARE((*opened)->info().missing,
                 std::vector<std::string>{"model.mm_projector.s1.b2.se.fc1.weight"});
        QVERIFY((*opened)->info().misshaped.empty());

        m_small.weights["model.mm_projector.s1.b2.se.fc1.weight"] = {16, 64};
        QVERIFY2(textOf(write()).contains("s1.b2.se.fc1.weight\": shape [16, 64]"),
                 textOf(open()).constData());
    }

    void framesOfTheConfig()
    {
        m_small.config["num_frames"] = 12;
        QCOMPARE((*write())->info().defaultFrames, 12);
        m_small.config.remove("num_frames");
        QCOMPARE((*write())->info().defaultFrames, 8);
        QCOMPARE((*open())->config().stillFrames, 8);
    }

    /// The shards' tower counts even where the folder has weights of its own, which the folder's
    /// config and processor describe.
    void theTowerOfTheShardsComesFirst()
    {
        m_small.tower = SmallCheckpoint().tower;
        m_small.tower["vision_model.pre_layrnorm.weight"] = {33};
        m_small.processor["rescale_factor"] = 0.5;
        const Opened opened = write();
        QVERIFY2(opened, textOf(opened).constData());
        QVERIFY((*opened)->info().isComplete());
        QCOMPARE((*opened)->config().tower.heads, 4); // of the folder's config
        QCOMPARE((*opened)->config().processor.rescale, 0.5);
        QCOMPARE((*opened)->towerFolder().filename().string(), std::string("tower"));
        QCOMPARE((*opened)->towerWeight("vision_model.pre_layrnorm.weight")->shape,
                 std::vector<std::int64_t>{32});
        // Without them, the folder's own.
        std::erase_if(m_small.weights,
                      [](const auto &tensor) { return tensor.first.contains("vision_tower"); });
        m_small.tower["vision_model.pre_layrnorm.weight"] = {32};
        QVERIFY2((*write())->info().isComplete(), textOf(open()).constData());
        // AnomShield's folder comes before its shards, whatever its connector.
        m_small.config["model_type"] = "AnomShield_mistral";
        m_small.weights[kTowerInShards + "vision_model.pre_layrnorm.weight"] = {33};
        const Opened other = write();
        QVERIFY2(other, textOf(other).constData());
        QVERIFY((*other)->config().family == ModelFamily::AnomShield);
        QVERIFY((*other)->info().isComplete());
        QVERIFY((*other)->config().padToSquare);
        QCOMPARE((*other)->info().defaultFrames, 16);
    }

    void withoutTheTowersFolder()
    {
        m_small.towerConfig = {};
        m_small.processor = {};
        m_small.config["mm_vision_tower"] = "openai/clip-vit-large-patch14-336";
        const Opened opened = write();
        QVERIFY2(opened, textOf(opened).constData());
        QVERIFY((*opened)->info().isComplete());
        QCOMPARE((*opened)->config().tower.image, 56);
        QCOMPARE((*opened)->towerFolder(), (*opened)->folder());
    }

    /// 336 pixels: 24 × 24 patches, whatever the folder is called.
    void largerPictures()
    {
        m_small.towerConfig["image_size"] = 336;
        m_small.processor = {{"size", 336}, {"crop_size", 336}};
        m_small.weights[kTowerInShards + "vision_model.embeddings.position_embedding.weight"]
            = {577, 32};
        const Opened opened = write();
        QVERIFY2(opened, textOf(opened).constData());
        QVERIFY((*opened)->info().isComplete());
        QCOMPARE((*opened)->info().visualTokens(16), 1521);
        QCOMPARE((*opened)->config().processor.crop, 336);
    }

    /// Wrappers of training tools around the tower of the shards.
    void otherNamesOfTheTower()
    {
        Shapes renamed;
        for (const auto &[name, shape] : m_small.weights) {
            QString other = name;
            renamed["module." + other.replace(kTowerInShards, "model.vision_tower.")] = shape;
        }
        m_small.weights = renamed;
        const Opened opened = write();
        QVERIFY2(opened, textOf(opened).constData());
        QVERIFY((*opened)->info().isComplete());
        QVERIFY((*opened)->info().unexpected.empty());
    }

    void whatIsNotComputedIsRefusedByName_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        const auto row
            = [](const char *key, const char *value) { QTest::newRow(value) << key << value; };
        row("model_type", "videollama2_qwen2");
        row("model_type", "videollama2_mixtral");
        row("model_type", "videollama2_gemma2");
        row("model_type", "videollama2_phi3");
        row("mm_projector_type", "stp_connector");
        row("mm_projector_type", "spatial_conv");
        row("mm_projector_type", "spatial_pool");
        row("mm_projector_type", "stc_connector_v4");
        row("mm_projector_type", "mlp2x_gelu");
        row("mm_vision_tower", "google/siglip-so400m-patch14-384");
    }

    void whatIsNotComputedIsRefusedByName()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        m_small.config[key] = value;
        const Opened opened = write();
        QVERIFY(!opened);
        QVERIFY(opened.error().code == ErrorCode::Unsupported);
        QVERIFY2(textOf(opened).contains(value.toUtf8()), textOf(opened).constData());
        QVERIFY2(textOf(opened).contains("config.json"), textOf(opened).constData());
    }

private:
    Opened open() const { return Checkpoint::open(m_dir->path().toStdString()); }
    Opened write() const
    {
        m_small.write(m_dir->path());
        return open();
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    SmallCheckpoint m_small;
};

QTEST_APPLESS_MAIN(TestVideoLlama2)
#include "tst_videollama2.moc"
