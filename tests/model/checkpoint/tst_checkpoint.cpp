// Configs and tensors of an AnomShield checkpoint, whose names and shapes are transformers' own
// (tests/golden/checkpoint.py) and the spec's.
#include "tests/model/checkpoint/CheckpointTest.h"

#include <QDir>

#include <numeric>

using namespace ecva;
using namespace ecva::test;

class TestCheckpoint : public CheckpointTest
{
    Q_OBJECT

private Q_SLOTS:
    void configAndInfo()
    {
        m_small.config["ecva_demonstration"] = true;
        m_small.config["sliding_window"] = 1024;
        const Opened opened = write();
        QVERIFY2(opened, textOf(opened).constData());
        const AnomShieldConfig &config = (*opened)->config();
        QCOMPARE(config.tower.hidden, 32);
        QCOMPARE(config.tower.layers, 4);
        QCOMPARE(config.tower.heads, 4);
        QCOMPARE(config.tower.mlp, 64);
        QCOMPARE(config.tower.patches(), 16);
        QCOMPARE(config.tower.selectLayer, -2);
        QVERIFY(!config.tower.keepClassToken);
        QCOMPARE(config.processor.crop, 56);
        QCOMPARE(config.processor.rescale, 1.0 / 255.0);
        QCOMPARE(config.connector.width, 32);
        QCOMPARE(config.connector.inner, 48);
        QCOMPARE(config.connector.state, 4);
        QCOMPARE(config.connector.rank, 3);
        QCOMPARE(config.connector.kernel, 4);
        QCOMPARE(config.connector.output, 64);
        QCOMPARE(config.decoder.vocabulary, 300);
        QCOMPARE(config.decoder.headSize, 8);
        QCOMPARE(config.decoder.kvHeads, 2);
        QCOMPARE(config.decoder.ropeTheta, 1e6);
        QCOMPARE(config.decoder.epsilon, 1e-5);
        QCOMPARE(config.decoder.slidingWindow, std::optional<int>(1024));
        QCOMPARE(config.decoder.ends, std::vector<std::int32_t>{2});
        QVERIFY(config.padToSquare);
        QCOMPARE(config.stillFrames, 16);

        const ModelInfo &info = (*opened)->info();
        QVERIFY(info.isComplete());
        QVERIFY(info.unexpected.empty());
        QVERIFY(info.demonstration);
        QCOMPARE(info.architecture, std::string("anomshield"));
        QCOMPARE(info.storedType, std::string("F32"));
        QCOMPARE(info.name, QFileInfo(m_dir->path()).fileName().toStdString());
        QCOMPARE(info.contextLength, 4096);
        QCOMPARE(info.tokensPerStep, 1);
        std::int64_t parameters = 0;
        for (const Shapes &shapes : {m_small.weights, m_small.tower}) {
            for (const auto &[name, shape] : shapes) {
                if (!name.contains("post_layernorm"))
                    parameters += std::accumulate(shape.begin(), shape.end(), std::int64_t{1},
                                                  std::multiplies<>());
            }
        }
        QCOMPARE(info.parameters, parameters);
        QVERIFY(info.weightsDigest.starts_with("sha256:"));
    }

    void expectedNamesAreThePublishedOnes()
    {
        const Opened opened = write();
        QVERIFY2(opened, textOf(opened).constData());
        Shapes weights;
        Shapes tower;
        for (const ExpectedTensor &tensor : expectedTensors((*opened)->config()))
            (tensor.ofTower ? tower : weights)[QString::fromStdString(tensor.name)].assign(
                tensor.shape.begin(), tensor.shape.end());
        QVERIFY(m_small.tower.erase("vision_model.post_layernorm.weight") == 1);
        QVERIFY(m_small.tower.erase("vision_model.post_layernorm.bias") == 1);
        QVERIFY(weights == m_small.weights);
        QVERIFY(tower == m_small.tower);
    }

    void missingMisshapedAndUnexpected()
    {
        m_small.weights.erase("model.layers.1.mlp.up_proj.weight");
        m_small.weights["model.norm.weight"] = {65};
        m_small.weights["model.layers.3.mlp.up_proj.weight"] = {96, 64};
        m_small.tower.erase("vision_model.encoder.layers.2.self_attn.q_proj.bias");
        m_small.tower["vision_model.extra"] = {1};
        const Opened opened = write();
        QVERIFY2(opened, textOf(opened).constData());
        const ModelInfo &info = (*opened)->info();
        QVERIFY(!info.isComplete());
        QCOMPARE(info.missing,
                 (std::vector<std::string>{"vision_model.encoder.layers.2.self_attn.q_proj.bias",
                                           "model.layers.1.mlp.up_proj.weight"}));
        QCOMPARE(info.unexpected, (std::vector<std::string>{"model.layers.3.mlp.up_proj.weight",
                                                            "vision_model.extra"}));
        QCOMPARE(info.misshaped.size(), 1U);
        QCOMPARE(info.misshaped[0].name, std::string("model.norm.weight"));
        QCOMPARE(info.misshaped[0].expected, std::vector<std::int64_t>{64});
        QCOMPARE(info.misshaped[0].found, std::vector<std::int64_t>{65});
        QVERIFY(!(*opened)->weight("model.layers.1.mlp.up_proj.weight"));
    }

    void whatPublishedFilesCarryAlongIsIgnored()
    {
        m_small.tower["vision_model.embeddings.position_ids"] = {1, 17};
        m_small.tower["text_model.final_layer_norm.weight"] = {8};
        m_small.tower["visual_projection.weight"] = {8, 32};
        m_small.tower["text_projection.weight"] = {8, 8};
        m_small.tower["logit_scale"] = {};
        m_small.weights["model.vision_tower.vision_tower.vision_model.pre_layrnorm.weight"] = {32};
        m_small.weights["model.layers.0.self_attn.rotary_emb.inv_freq"] = {4};
        const Opened opened = write();
        QVERIFY2(opened, textOf(opened).constData());
        QVERIFY((*opened)->info().unexpected.empty());
    }

    void namesOfTrainingTools()
    {
        Shapes renamed;
        for (const auto &[name, shape] : m_small.weights)
            renamed["base_model.model." + name] = shape;
        m_small.weights = renamed;
        Shapes bare;
        for (const auto &[name, shape] : m_small.tower)
            bare[name.mid(int(qstrlen("vision_model.")))] = shape;
        m_small.tower = bare;
        const Opened opened = write();
        QVERIFY2(opened, textOf(opened).constData());
        QVERIFY((*opened)->info().isComplete());
        QVERIFY((*opened)->info().unexpected.empty());
        QVERIFY((*opened)->weight("lm_head.weight"));
        QVERIFY((*opened)->towerWeight("vision_model.pre_layrnorm.bias"));
        QVERIFY((*opened)->weight("model.mm_projector.readout.0.bias"));

        m_small.weights["lm_head.weight"] = {300, 64};
        QVERIFY(textOf(write()).contains("lm_head.weight"));
    }

    void tiedEmbeddings()
    {
        m_small.config["tie_word_embeddings"] = true;
        m_small.weights.erase("lm_head.weight");
        const Opened opened = write();
        QVERIFY2(opened, textOf(opened).constData());
        QVERIFY((*opened)->info().isComplete());
    }

    void whereTheTowerLies()
    {
        const auto towerOf = [this](const Opened &opened) {
            return opened ? QDir(m_dir->path())
                                .relativeFilePath(
                                    QString::fromStdString((*opened)->towerFolder().string()))
                          : QString::fromStdString(opened.error().text());
        };
        QCOMPARE(towerOf(write()), "tower");
        QTemporaryDir elsewhere;
        QVERIFY(QDir().rename(m_dir->filePath("tower"), elsewhere.filePath("tower")));
        QVERIFY(open().error().code == ErrorCode::NotFound);
        QVERIFY2(textOf(open()).contains("openai/tower"), textOf(open()).constData());
        // Given, and absolute in the config.
        const std::string given = elsewhere.filePath("tower").toStdString();
        QCOMPARE((*open(given))->towerFolder().string(), given);
        m_small.config["mm_vision_tower"] = elsewhere.filePath("tower");
        writeJson(m_dir->filePath("config.json"), m_small.config);
        QCOMPARE((*open())->towerFolder().string(), given);
        QVERIFY(open(given + "/not").error().code == ErrorCode::NotFound);
        // DIR/mm_vision_tower comes before DIR/its last component, that before ../it.
        m_small.config["mm_vision_tower"] = "openai/tower";
        m_small.towerFolder = "openai/tower";
        QCOMPARE(towerOf(write()), "openai/tower");
        QTemporaryDir parent;
        SmallCheckpoint small;
        small.towerFolder = "../tower";
        QVERIFY(QDir(parent.path()).mkdir("model"));
        small.write(parent.filePath("model"));
        const auto sibling = Checkpoint::open(parent.filePath("model").toStdString());
        QVERIFY2(sibling, textOf(sibling).constData());
        QCOMPARE((*sibling)->towerFolder().string(), parent.filePath("tower").toStdString());
    }

    void towerInTheShards()
    {
        for (const auto &[name, shape] : m_small.tower)
            m_small.weights["model.vision_tower.vision_tower." + name] = shape;
        m_small.config["mm_vision_tower"] = "openai/somewhere-else";
        m_small.processor = {};
        const Opened opened = write();
        QVERIFY2(opened, textOf(opened).constData());
        const TowerConfig &tower = (*opened)->config().tower;
        QCOMPARE(tower.hidden, 32);
        QCOMPARE(tower.layers, 4);
        QCOMPARE(tower.heads, 1); // hidden / 64, at least one
        QCOMPARE(tower.mlp, 64);
        QCOMPARE(tower.image, 56);
        QCOMPARE((*opened)->config().processor.shortestEdge, 56);
        QVERIFY((*opened)->info().isComplete());
        QVERIFY((*opened)->info().unexpected.empty());
    }

    void sizesFromShapes()
    {
        m_small.towerConfig = {};
        QVERIFY2((*write())->info().isComplete(), textOf(open()).constData());
        m_small.tower["vision_model.embeddings.position_embedding.weight"] = {18, 32};
        QVERIFY2(textOf(write()).contains("positions 18"), textOf(open()).constData());
        m_small.tower.erase("vision_model.embeddings.class_embedding");
        QVERIFY2(textOf(write()).contains("class_embedding"), textOf(open()).constData());
    }

    void nestedTowerConfig()
    {
        m_small.towerConfig = {{"model_type", "clip"}, {"vision_config", m_small.towerConfig}};
        const Opened opened = write();
        QVERIFY2(opened, textOf(opened).constData());
        QCOMPARE((*opened)->config().tower.patch, 14);
        QVERIFY((*opened)->info().isComplete());
    }

    void wholeNumbersAsWeights()
    {
        SmallCheckpoint().write(m_dir->path());
        QByteArray bytes = readFile(m_dir->filePath("model.safetensors"));
        const qsizetype at = bytes.indexOf("\"dtype\":\"F32\"", bytes.indexOf("lm_head"));
        bytes.replace(at, int(qstrlen("\"dtype\":\"F32\"")), "\"dtype\":\"I32\"");
        writeFile(m_dir->filePath("model.safetensors"), bytes);
        QVERIFY2(textOf(open()).contains("\"lm_head.weight\" is I32"), textOf(open()).constData());
    }

    void badConnectorShape()
    {
        m_small.weights["model.mm_projector.mambaModel_h.layers.0.mixer.A_log"] = {192};
        QVERIFY2(textOf(write()).contains("A_log\": shape [192]"), textOf(open()).constData());
    }
};

QTEST_APPLESS_MAIN(TestCheckpoint)
#include "tst_checkpoint.moc"
