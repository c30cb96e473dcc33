// Configs and tensors of an AnomShield checkpoint, whose names and shapes are transformers' own
// (tests/golden/checkpoint.py) and the spec's.
#include "model/checkpoint/Checkpoint.h"
#include "tests/model/checkpoint/CheckpointFiles.h"

#include <QDir>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <numeric>
#include <random>

using namespace ecva;
using namespace ecva::test;

namespace {

using Opened = Result<std::shared_ptr<const Checkpoint>>;

QByteArray textOf(const Opened &checkpoint)
{
    return checkpoint ? QByteArray("opens") : QByteArray::fromStdString(checkpoint.error().text());
}

} // namespace

class TestCheckpoint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
        m_small = SmallCheckpoint();
    }

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
        QCOMPARE(config.decoder.eos, 2);
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

    void processorFields()
    {
        m_small.processor = {{"size", 60},
                             {"crop_size", 56},
                             {"rescale_factor", 0.5},
                             {"image_mean", QJsonArray{0.1, 0.2, 0.3}},
                             {"image_std", QJsonArray{1, 2, 3}}};
        const Opened opened = write();
        QVERIFY2(opened, textOf(opened).constData());
        const ProcessorConfig &processor = (*opened)->config().processor;
        QCOMPARE(processor.shortestEdge, 60);
        QCOMPARE(processor.crop, 56);
        QCOMPARE(processor.rescale, 0.5);
        QCOMPARE(processor.mean, (std::array<double, 3>{0.1, 0.2, 0.3}));
        QCOMPARE(processor.std, (std::array<double, 3>{1, 2, 3}));
    }

    void endToken()
    {
        SmallCheckpoint().write(m_dir->path());
        const auto eosWith = [this](const QJsonValue &value) {
            writeJson(m_dir->filePath("generation_config.json"), {{"eos_token_id", value}});
            const Opened opened = open();
            return opened ? QByteArray::number((*opened)->config().decoder.eos) : textOf(opened);
        };
        QCOMPARE(eosWith(7), "7");
        QCOMPARE(eosWith(QJsonArray{9}), "9");
        QCOMPARE(eosWith(QJsonValue::Null), "2");
        QVERIFY(eosWith(QJsonArray{1, 2}).contains("eos_token_id is [1,2]"));
        QVERIFY(eosWith(300).contains("eos_token_id is 300"));
        QVERIFY(eosWith("x").contains("eos_token_id is \"x\""));
    }

    void badConfigs_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<bool>("unsupported");
        QTest::addColumn<QByteArray>("named");
        const auto row = [](const char *file, const char *key, const QJsonValue &value,
                            const char *named, bool unsupported = false) {
            QTest::addRow("%s %s %s", file, key, named)
                << file << key << value << unsupported << QByteArray(named);
        };
        row("config", "hidden_size", 0, "hidden_size is 0");
        row("config", "hidden_size", -64, "-64");
        row("config", "hidden_size", 1e300, "hidden_size is");
        row("config", "hidden_size", 64.5, "64.5");
        row("config", "hidden_size", "64", "hidden_size is \"64\"");
        row("config", "hidden_size", QJsonValue::Null, "hidden_size is missing");
        row("config", "hidden_size", 68, "num_attention_heads");
        row("config", "num_hidden_layers", 1e9, "num_hidden_layers is 1000000000");
        row("config", "num_attention_heads", 0, "num_attention_heads is 0");
        row("config", "num_key_value_heads", 3, "num_key_value_heads 3");
        row("config", "num_key_value_heads", 16, "num_key_value_heads is 16");
        row("config", "head_dim", 7, "head_dim 7 is odd");
        row("config", "vocab_size", 4294967296.0, "vocab_size is 4294967296");
        row("config", "rms_norm_eps", 0, "rms_norm_eps is 0");
        row("config", "rms_norm_eps", QJsonArray{}, "rms_norm_eps is []");
        row("config", "rope_theta", -1, "rope_theta is -1");
        row("config", "rope_scaling", QJsonObject{{"type", "linear"}}, "rope_scaling", true);
        row("config", "max_position_embeddings", 0, "max_position_embeddings");
        row("config", "sliding_window", 0, "sliding_window is 0");
        row("config", "tie_word_embeddings", "no", "tie_word_embeddings is \"no\"");
        row("config", "eos_token_id", -1, "eos_token_id is -1");
        row("config", "hidden_act", "gelu", "hidden_act", true);
        row("config", "mm_projector_type", "stp_connector", "stp_connector", true);
        row("config", "mm_projector_type", "linear", "\"linear\"", true);
        row("config", "mm_projector_type", QJsonValue::Null, "mm_projector_type", true);
        row("config", "mm_vision_tower", 5, "mm_vision_tower is 5");
        row("config", "mm_vision_select_layer", -7, "mm_vision_select_layer is -7");
        row("config", "mm_vision_select_feature", "cls", "mm_vision_select_feature", true);
        row("config", "num_frames", 0, "num_frames is 0");
        row("tower", "hidden_size", 33, "hidden_size 33");
        row("tower", "num_attention_heads", QJsonObject{}, "num_attention_heads is {}");
        row("tower", "patch_size", 0, "patch_size is 0");
        row("tower", "patch_size", 20, "fewer than 4 patches");
        row("tower", "image_size", 100000, "image_size is 100000");
        row("tower", "hidden_act", "relu", "\"relu\"", true);
        row("tower", "model_type", "siglip", "siglip", true);
        row("tower", "vision_config", 5, "vision_config is 5");
        row("processor", "size", "big", "size is \"big\"");
        row("processor", "size", QJsonObject{{"height", 56}, {"width", 56}}, "shortest_edge", true);
        row("processor", "crop_size", 28, "crop_size is 28");
        row("processor", "crop_size", QJsonObject{{"height", 56}, {"width", 60}}, "squares", true);
        row("processor", "image_mean", QJsonArray{1, 2}, "image_mean is [1,2]");
        row("processor", "image_std", QJsonArray{1, 0, 1}, "image_std");
        row("processor", "rescale_factor", 0, "rescale_factor is 0");
        row("processor", "resample", 2, "resample is 2", true);
        row("processor", "do_center_crop", false, "do_center_crop", true);
    }
    void badConfigs()
    {
        QFETCH(QString, file);
        QFETCH(QString, key);
        QFETCH(QJsonValue, value);
        QFETCH(bool, unsupported);
        QFETCH(QByteArray, named);
        const QString place = file == "config"  ? "config.json"
                              : file == "tower" ? "tower/config.json"
                                                : "tower/preprocessor_config.json";
        (file == "config"  ? m_small.config
         : file == "tower" ? m_small.towerConfig
                           : m_small.processor)[key]
            = value;
        const Opened opened = write();
        QVERIFY2(!opened, textOf(opened).constData());
        QVERIFY2(opened.error().code
                     == (unsupported ? ErrorCode::Unsupported : ErrorCode::BadInput),
                 textOf(opened).constData());
        QVERIFY2(textOf(opened).contains(named), textOf(opened).constData());
        QVERIFY2(textOf(opened).contains(place.toUtf8()), textOf(opened).constData());
    }

    void badFiles()
    {
        SmallCheckpoint().write(m_dir->path());
        const std::string folder = m_dir->path().toStdString();
        QVERIFY(Checkpoint::open(folder + "/nowhere").error().code == ErrorCode::NotFound);
        QVERIFY(Checkpoint::open("").error().code == ErrorCode::NotFound);
        QVERIFY(Checkpoint::open(folder + "/config.json").error().code == ErrorCode::BadInput);
        for (const QByteArray &bytes :
             {QByteArray("text"), QByteArray(), QByteArray("[]"), QByteArray(100000, '['),
              QByteArray("{\"hidden_size\":1,\"hidden_size\":2}"),
              QByteArray("{\"a\":\"\xff\"}")}) {
            writeFile(m_dir->filePath("config.json"), bytes);
            QVERIFY2(open().error().code == ErrorCode::BadInput, bytes.constData());
            QVERIFY2(textOf(open()).contains("config.json"), textOf(open()).constData());
        }
        QVERIFY(QFile::remove(m_dir->filePath("config.json")));
        QVERIFY(open().error().code == ErrorCode::NotFound);
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

    void mutatedConfigs()
    {
        SmallCheckpoint().write(m_dir->path());
        std::mt19937 random(20240602);
        for (const char *name :
             {"config.json", "tower/config.json", "tower/preprocessor_config.json"}) {
            const QByteArray original = readFile(m_dir->filePath(name));
            int refused = 0;
            for (int i = 0; i < 700; ++i) {
                QByteArray bytes = original;
                const qsizetype at = qsizetype(random() % quint32(bytes.size()));
                switch (random() % 4) {
                case 0:
                    bytes[at] = char(random());
                    break;
                case 1:
                    bytes.truncate(at);
                    break;
                case 2:
                    bytes.remove(at, 1 + qsizetype(random() % 5));
                    break;
                default:
                    bytes.insert(at,
                                 QByteArray(1 + int(random() % 5), "0-9{[\"e,.:"[random() % 10]));
                }
                writeFile(m_dir->filePath(name), bytes);
                const Opened opened = open();
                if (!opened) {
                    ++refused;
                    QVERIFY(!opened.error().message.empty());
                }
            }
            QVERIFY2(refused > 200, qPrintable(QString::number(refused)));
            writeFile(m_dir->filePath(name), original);
        }
        QVERIFY(open().has_value());
    }

private:
    Opened write()
    {
        m_small.write(m_dir->path());
        return open();
    }
    Opened open(const std::string &tower = {}) const
    {
        return Checkpoint::open(m_dir->path().toStdString(), tower);
    }
    std::unique_ptr<QTemporaryDir> m_dir;
    SmallCheckpoint m_small;
};

QTEST_APPLESS_MAIN(TestCheckpoint)
#include "tst_checkpoint.moc"
