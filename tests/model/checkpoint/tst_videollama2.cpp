// Configs and tensors of a VideoLLaMA2 checkpoint: the connector's names and shapes are timm's own
// (tests/golden/stc.py), the rest is the spec's (A.3, A.4, D).
#include "tests/model/checkpoint/CheckpointTest.h"

#include <QDir>
#include <QJsonDocument>

#include <array>

using namespace ecva;
using namespace ecva::test;

namespace {

const QString kTowerInShards = "model.vision_tower.vision_tower.";

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

/// As 2.1 differs: biases of the decoder's projections; SigLIP, whose pictures of 60 pixels have
/// 4 × 4 patches of 14, and its head, which nothing uses.
void asVersion21(SmallCheckpoint &small)
{
    small.config["model_type"] = "videollama2_qwen2";
    small.config["architectures"] = QJsonArray{"Videollama2Qwen2ForCausalLM"};
    small.config["mm_projector_type"] = "stc_connector_v35";
    small.config["sliding_window"] = 131072;
    for (int i = 0; i < 3; ++i) {
        const QString attention = QString("model.layers.%1.self_attn.").arg(i);
        small.weights[attention + "q_proj.bias"] = {64};
        small.weights[attention + "k_proj.bias"] = {16};
        small.weights[attention + "v_proj.bias"] = {16};
    }
    const QString tower = kTowerInShards + "vision_model.";
    for (const char *name : {"embeddings.class_embedding", "pre_layrnorm.weight",
                             "pre_layrnorm.bias", "embeddings.position_ids"})
        small.weights.erase(tower + name);
    small.weights[tower + "embeddings.patch_embedding.bias"] = {32};
    small.weights[tower + "embeddings.position_embedding.weight"] = {16, 32};
    small.weights[tower + "head.probe"] = {1, 1, 32};
    small.weights[tower + "head.attention.in_proj_weight"] = {96, 32};
    small.towerConfig["model_type"] = "siglip_vision_model";
    small.towerConfig["image_size"] = 60;
    small.processor = {{"image_processor_type", "SiglipImageProcessor"},
                       {"size", QJsonObject{{"height", 60}, {"width", 60}}},
                       {"image_mean", QJsonArray{0.5, 0.5, 0.5}},
                       {"image_std", QJsonArray{0.5, 0.5, 0.5}},
                       {"resample", 3}};
}

} // namespace

class TestVideoLlama2 : public CheckpointTest
{
    Q_OBJECT

    SmallCheckpoint fresh() const override { return videoLlama2(); }

private Q_SLOTS:
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

    void qwen2()
    {
        asVersion21(m_small);
        Opened opened = write();
        QVERIFY2(opened, textOf(opened).constData());
        QVERIFY2((*opened)->info().isComplete(), (*opened)->info().missing.empty()
                                                     ? "misshaped"
                                                     : (*opened)->info().missing[0].c_str());
        QVERIFY((*opened)->info().unexpected.empty());
        const AnomShieldConfig &config = (*opened)->config();
        QVERIFY(config.decoder.attentionBias);
        QVERIFY(!config.decoder.slidingWindow); // which the config names and does not use
        QCOMPARE(config.decoder.repetitionPenalty, 1.0);
        m_small.config["use_sliding_window"] = true;
        opened = write();
        QVERIFY(!opened);
        QVERIFY(opened.error().code == ErrorCode::Unsupported);
        QVERIFY(textOf(opened).contains("use_sliding_window is true"));
        m_small.config.remove("use_sliding_window");
        m_small.weights.erase("model.layers.1.self_attn.k_proj.bias");
        QCOMPARE((*write())->info().missing,
                 std::vector<std::string>{"model.layers.1.self_attn.k_proj.bias"});
        writeJson(m_dir->filePath("generation_config.json"), {{"repetition_penalty", 1.05}});
        QCOMPARE((*open())->config().decoder.repetitionPenalty, 1.05);
        // Its published call says top_p 0.9 whatever the file says; top_k is the file's.
        writeJson(m_dir->filePath("generation_config.json"), {{"top_k", 20}, {"top_p", 0.8}});
        QCOMPARE((*open())->info().sampling.topK, 20);
        QCOMPARE((*open())->info().sampling.topP, 0.9);
        writeJson(m_dir->filePath("generation_config.json"), {{"repetition_penalty", 0}});
        QVERIFY(textOf(open()).contains("repetition_penalty is 0"));
    }

    /// From its config; without one from the shapes and the tower's name, which knows of the pixels
    /// that belong to no patch.
    void siglip()
    {
        asVersion21(m_small);
        const auto check = [](const Opened &opened, int heads) {
            QVERIFY2(opened, textOf(opened).constData());
            QVERIFY((*opened)->info().isComplete());
            QVERIFY((*opened)->info().unexpected.empty());
            const TowerConfig &tower = (*opened)->config().tower;
            QVERIFY(tower.kind == TowerKind::Siglip);
            QCOMPARE(tower.image, 60);
            QCOMPARE(tower.patches(), 16);
            QCOMPARE(tower.positions(), 16);
            QCOMPARE(tower.heads, heads);
            QCOMPARE(tower.epsilon, 1e-6);
            QCOMPARE(tower.activation, std::string("gelu_pytorch_tanh"));
            const ProcessorConfig &processor = (*opened)->config().processor;
            QVERIFY(!processor.keepsShape);
            QCOMPARE(processor.crop, 60);
            QCOMPARE(processor.mean, (std::array<double, 3>{0.5, 0.5, 0.5}));
            QCOMPARE(processor.std, (std::array<double, 3>{0.5, 0.5, 0.5}));
        };
        check(write(), 4);
        m_small.processor = {};
        check(write(), 4);
        m_small.towerConfig = {};
        m_small.config["mm_vision_tower"] = "google/siglip-small-patch14-60";
        check(write(), 1); // 32 / 64, at least one

        m_small.config["mm_vision_tower"] = "google/siglip-small";
        QCOMPARE((*write())->config().tower.image, 56);
        m_small.config["mm_vision_tower"] = "google/siglip-small-patch14-512"; // 36 a side
        QCOMPARE((*write())->config().tower.image, 56);
    }

    void siglipsProcessor()
    {
        asVersion21(m_small);
        m_small.processor["size"] = QJsonObject{{"height", 60}, {"width", 64}};
        QVERIFY(textOf(write()).contains("only squares"));
        m_small.processor["size"] = QJsonObject{{"shortest_edge", 60}};
        QVERIFY(textOf(write()).contains("only squares"));
        m_small.processor["size"] = QJsonObject{{"height", 64}, {"width", 64}};
        QVERIFY(textOf(write()).contains("size is 64, but the tower sees pictures of 60"));
        m_small.processor["size"] = 60;
        QVERIFY(write().has_value());
    }

    void whatIsNotComputedIsRefusedByName_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        const auto row
            = [](const char *key, const char *value) { QTest::newRow(value) << key << value; };
        row("model_type", "videollama2_qwen3");
        row("model_type", "videollama2_qwen2_moe");
        row("model_type", "videollama2_mixtral");
        row("model_type", "videollama2_gemma2");
        row("model_type", "videollama2_phi3");
        row("mm_projector_type", "stp_connector");
        row("mm_projector_type", "spatial_conv");
        row("mm_projector_type", "spatial_pool");
        row("mm_projector_type", "stc_connector_v4");
        row("mm_projector_type", "mlp2x_gelu");
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
};

QTEST_APPLESS_MAIN(TestVideoLlama2)
#include "tst_videollama2.moc"
