// Configs of a checkpoint: what they may leave out, what is refused and how it is named.
#include "tests/model/checkpoint/CheckpointTest.h"

#include <QFile>

#include <random>

using namespace ecva;
using namespace ecva::test;

class TestConfigs : public CheckpointTest
{
    Q_OBJECT

private Q_SLOTS:
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
            if (!opened)
                return textOf(opened);
            QByteArray ends;
            for (const std::int32_t id : (*opened)->config().decoder.ends)
                ends += (ends.isEmpty() ? "" : " ") + QByteArray::number(id);
            return ends;
        };
        QCOMPARE(eosWith(7), "7");
        QCOMPARE(eosWith(QJsonArray{9}), "9");
        QCOMPARE(eosWith(QJsonValue::Null), "2");
        QCOMPARE(eosWith(QJsonArray{1, 2}), "1 2");
        QVERIFY(eosWith(QJsonArray{}).contains("eos_token_id is []"));
        QVERIFY(eosWith(QJsonArray{1, 300}).contains("eos_token_id is [1,300]"));
        QVERIFY(eosWith(QJsonArray{1, "x"}).contains("eos_token_id is [1,\"x\"]"));
        // Of the model that this is for where there is none here.
        const QTemporaryDir base;
        writeJson(base.filePath("generation_config.json"),
                  {{"eos_token_id", 11}, {"repetition_penalty", 1.1}});
        const auto based = [&] {
            CheckpointFiles files;
            files.folder = m_dir->path().toStdString();
            files.base = base.path().toStdString();
            return (*Checkpoint::open(files))->config().decoder;
        };
        QCOMPARE(eosWith(7), "7");
        QCOMPARE(based().ends, std::vector<std::int32_t>{7});
        QVERIFY(QFile::remove(m_dir->filePath("generation_config.json")));
        QCOMPARE(based().ends, std::vector<std::int32_t>{11});
        QCOMPARE(based().repetitionPenalty, 1.1);
        QVERIFY(eosWith(300).contains("eos_token_id is 300"));
        QVERIFY(eosWith("x").contains("eos_token_id is \"x\""));
    }

    /// Of generation_config.json, else of config.json; absent is transformers' default, null is
    /// off; what the originals' calls give is theirs.
    void whatDrawsGoBy()
    {
        const auto sampling = [this](const QJsonObject &generation) {
            writeJson(m_dir->filePath("generation_config.json"), generation);
            return (*open())->info().sampling;
        };
        m_small.config["top_k"] = 7; // of an older transformers
        m_small.config["top_p"] = 0.5;
        const SamplingDefaults old = (*write())->info().sampling;
        QCOMPARE(old.topK, 7);
        QCOMPARE(old.topP, 0.5);
        const SamplingDefaults usual = sampling({{"eos_token_id", 2}, {"temperature", 0.7}});
        QCOMPARE(usual.topK, 50);
        QCOMPARE(usual.topP, 1.0);
        QCOMPARE(usual.repetitionPenalty, 1.0);
        QVERIFY(usual.ignored.empty());
        const SamplingDefaults given
            = sampling({{"top_k", 20}, {"top_p", 0.8}, {"repetition_penalty", 1.05}});
        QCOMPARE(given.topK, 20);
        QCOMPARE(given.topP, 0.8);
        QCOMPARE(given.repetitionPenalty, 1.05);
        const SamplingDefaults off
            = sampling({{"top_k", QJsonValue::Null}, {"top_p", QJsonValue::Null}});
        QCOMPARE(off.topK, 0);
        QCOMPARE(off.topP, 1.0);
        QCOMPARE(sampling({{"top_k", 0}}).topK, 0);
        QVERIFY(sampling({{"top_p", 0}}).topP > 0); // the most probable alone
        QCOMPARE(sampling({{"num_beams", 4},
                           {"no_repeat_ngram_size", 0},
                           {"suppress_tokens", QJsonArray{}},
                           {"typical_p", 1.0},
                           {"bad_words_ids", QJsonArray{QJsonArray{5}}}})
                     .ignored,
                 (std::vector<std::string>{"num_beams 4", "bad_words_ids [[5]]"}));
        const auto refused = [this](const QJsonObject &generation) {
            writeJson(m_dir->filePath("generation_config.json"), generation);
            return textOf(open());
        };
        QVERIFY(refused({{"top_k", -1}}).contains("generation_config.json: top_k is -1"));
        QVERIFY(refused({{"top_k", 2.5}}).contains("top_k is 2.5"));
        QVERIFY(refused({{"top_p", 1.5}}).contains("top_p is 1.5"));
        QVERIFY(refused({{"top_p", "x"}}).contains("top_p is \"x\""));
        // What is asked for stands before all of it.
        const GenerationOptions asked = completed({}, {.topK = 3, .topP = 0.25});
        QCOMPARE(*asked.topK, 3);
        QCOMPARE(*asked.topP, 0.25);
        const GenerationOptions own
            = completed({.topK = 0, .topP = 1.0}, {.topK = 3, .topP = 0.25});
        QCOMPARE(*own.topK, 0);
        QCOMPARE(*own.topP, 1.0);
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
        row("config", "bos_token_id", QJsonArray{1, 2}, "bos_token_id is a list", true);
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
        row("tower", "model_type", "siglip2_vision_model", "siglip2_vision_model", true);
        row("tower", "model_type", "dinov2", "dinov2", true);
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
};

QTEST_APPLESS_MAIN(TestConfigs)
#include "tst_configs.moc"
