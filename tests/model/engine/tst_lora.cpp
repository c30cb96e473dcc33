// A LoRA adapter of peft merged into the golden checkpoint, and connectors that lie beside a model,
// against the weights that peft merges (tests/golden/lora.py).
#include "model/architectures/MistralDecoder.h"
#include "model/engine/EngineModule.h"
#include "model/engine/Weights.h"
#include "tests/model/parity/GoldenCheckpoint.h"
#include "tests/support/Files.h"

#include <ATen/ops/equal.h>
#include <ATen/ops/ones_like.h>
#include <ATen/ops/sub.h>
#include <ATen/ops/zeros_like.h>
#include <QFile>
#include <QTest>

#include <cstring>

using namespace ecva;
using namespace ecva::test;

namespace {

const std::filesystem::path kTiny = GoldenCheckpoint::committed().toStdString();

std::filesystem::path lora(const char *name)
{
    return goldenPath(QStringLiteral("lora/")).toStdString() + name;
}

std::shared_ptr<const Checkpoint> opened(const CheckpointFiles &files)
{
    const auto checkpoint = Checkpoint::open(files);
    if (!checkpoint)
        qWarning("%s", checkpoint.error().text().c_str());
    return checkpoint ? *checkpoint : nullptr;
}

at::Tensor weight(const std::shared_ptr<const Checkpoint> &checkpoint, const std::string &name,
                  at::ScalarType type = at::kFloat)
{
    return weightsOf(checkpoint, false, type, [] {})(name);
}

double distance(const at::Tensor &a, const at::Tensor &b)
{
    const at::Tensor difference = at::sub(a.to(at::kDouble), b.to(at::kDouble)).contiguous();
    const double *values = difference.const_data_ptr<double>();
    double most = 0;
    for (std::int64_t i = 0; i < difference.numel(); ++i)
        most = std::max(most, std::abs(values[i]));
    return most;
}

void copyAdapter(const QTemporaryDir &dir)
{
    const QDir adapter(goldenPath("lora/adapter"));
    for (const QString &file : adapter.entryList(QDir::Files)) {
        if (!QFile::copy(adapter.filePath(file), dir.filePath(file)))
            qFatal("cannot copy %s", qPrintable(file));
    }
}

void replaceIn(const QString &path, const QByteArray &from, const QByteArray &to)
{
    QByteArray text = contentOf(path);
    if (!text.contains(from))
        qFatal("%s does not hold %s", qPrintable(path), from.constData());
    writeFile(path, text.replace(from, to));
}

/// As older versions of peft wrote them: "….lora_A.default.weight".
void renameTensors(const QString &path)
{
    const QByteArray bytes = contentOf(path);
    quint64 length = 0;
    std::memcpy(&length, bytes.constData(), 8);
    QByteArray header = bytes.mid(8, qsizetype(length));
    header.replace(".lora_A.weight", ".lora_A.default.weight");
    header.replace(".lora_B.weight", ".lora_B.default.weight");
    const quint64 longer = quint64(header.size());
    writeFile(path, QByteArray(reinterpret_cast<const char *>(&longer), 8) + header
                        + bytes.mid(8 + qsizetype(length)));
}

} // namespace

class TestLora : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asPeftMerges()
    {
        const auto checkpoint = opened({.folder = kTiny, .lora = lora("adapter")});
        QVERIFY(checkpoint);
        QVERIFY(checkpoint->info().isComplete());
        QVERIFY(checkpoint->info().unexpected.empty());
        QCOMPARE(checkpoint->info().name, std::string("tiny-anomshield+adapter"));
        QCOMPARE(checkpoint->loraScale(), 2.5);
        const auto plain = opened({.folder = kTiny});
        const auto merged = WeightStore::openFile(lora("merged.safetensors"));
        QVERIFY(plain && merged);
        QCOMPARE(merged->tensors().size(), std::size_t(8));
        QVERIFY(checkpoint->info().weightsDigest != plain->info().weightsDigest);
        int changed = 0;
        for (const auto &[name, view] : merged->tensors()) {
            const at::Tensor expected = tensorOf(view, checkpoint, at::kFloat);
            QVERIFY2(distance(weight(checkpoint, name), expected) < 1e-5, name.c_str());
            // Rounded once, from fp32.
            QVERIFY2(at::equal(weight(checkpoint, name, at::kBFloat16),
                               weight(checkpoint, name).to(at::kBFloat16)),
                     name.c_str());
            changed += distance(weight(plain, name), expected) > 0.01;
        }
        QCOMPARE(changed, 7);
        QVERIFY(copiedBytes(*checkpoint, at::kFloat) > copiedBytes(*plain, at::kFloat));
    }

    /// Logits of peft's own model, merged and not (tests/golden/lora.py).
    void logitsAsPefts_data()
    {
        QTest::addColumn<std::string>("name");
        QTest::addColumn<bool>("live");
        QTest::addColumn<bool>("stable");
        QTest::addColumn<bool>("renamed");
        QTest::newRow("merged") << std::string("merged") << false << false << false;
        QTest::newRow("live") << std::string("live") << true << false << false;
        QTest::newRow("rslora merged") << std::string("rslora") << false << true << false;
        QTest::newRow("rslora live") << std::string("rslora") << true << true << false;
        QTest::newRow("names of older versions") << std::string("live") << true << false << true;
    }

    void logitsAsPefts()
    {
        QFETCH(std::string, name);
        QFETCH(bool, live);
        QFETCH(bool, stable);
        QFETCH(bool, renamed);
        QTemporaryDir dir;
        copyAdapter(dir);
        if (stable)
            replaceIn(dir.filePath("adapter_config.json"), "\"use_rslora\": false",
                      "\"use_rslora\": true");
        if (renamed)
            renameTensors(dir.filePath("adapter_model.safetensors"));
        const auto checkpoint = opened({.folder = kTiny, .lora = dir.path().toStdString()});
        const auto golden = WeightStore::openFile(lora("logits.safetensors"));
        QVERIFY(checkpoint && golden && golden->find(name));
        QVERIFY(checkpoint->info().isComplete());

        const Adapter adapter = live ? Adapter::Live : Adapter::Merged;
        const auto decoder = MistralDecoder::load(
            checkpoint->config().decoder,
            weightsOf(checkpoint, false, at::kFloat, [] {}, adapter), CancelToken());
        QVERIFY(decoder);
        const std::vector<std::int32_t> prompt{1, 17, 93, 400, 4, 120, 66, 31, 9, 77, 250, 12};
        KvCache cache = decoder->cache(static_cast<std::int64_t>(prompt.size()));
        const auto hidden = decoder->forward(decoder->embed(prompt), cache, 4, CancelToken());
        QVERIFY(hidden);
        const at::Tensor expected = tensorOf(*golden->find(name), checkpoint, at::kFloat);
        const at::Tensor found = decoder->logits(*hidden);
        QCOMPARE(found.sizes(), expected.sizes());
        // 1e-5 of the largest: peft's own two differ by 2.4e-5 on logits up to 20.
        const double size = distance(expected, at::zeros_like(expected));
        QVERIFY2(distance(found, expected) < 1e-5 * size,
                 std::to_string(distance(found, expected) / size).c_str());
    }

    /// What is computed beside the weights leaves them where the file has them.
    void aLiveAdapterCopiesNoWeight()
    {
        const auto checkpoint = opened({.folder = kTiny, .lora = lora("adapter")});
        const auto plain = opened({.folder = kTiny});
        QVERIFY(checkpoint && plain);
        const std::string name = "model.layers.0.self_attn.q_proj.weight";
        const WeightSource source = weightsOf(checkpoint, false, at::kFloat, [] {}, Adapter::Live);
        QVERIFY(at::equal(source(name), weight(plain, name)));
        const auto change = source.change(name);
        QVERIFY(change);
        QCOMPARE(change->scale, 2.5);
        QCOMPARE(change->a.size(0), 4);
        QVERIFY(!source.change("model.layers.1.self_attn.q_proj.weight"));
        QVERIFY(copiedBytes(*checkpoint, at::kFloat, Adapter::Live)
                < copiedBytes(*checkpoint, at::kFloat));
    }

    void theConnectorOfAnAdapterAndOneByItself()
    {
        std::string name;
        const auto plain = opened({.folder = kTiny});
        QVERIFY(plain);
        for (const ExpectedTensor &tensor : expectedTensors(plain->config())) {
            if (tensor.name.find("mm_projector") != std::string::npos)
                name = tensor.name;
        }
        QVERIFY(!name.empty());
        const auto tuned = opened({.folder = kTiny, .lora = lora("adapter")});
        const auto both = opened(
            {.folder = kTiny, .lora = lora("adapter"), .projector = lora("mm_projector.bin")});
        QVERIFY(tuned && both);
        QVERIFY(distance(weight(plain, name), weight(tuned, name)) > 0.001);
        // The later part wins: the generator added 1, in fp16.
        const at::Tensor added = at::sub(weight(both, name), weight(tuned, name));
        QVERIFY(distance(added, at::ones_like(added)) < 2e-3);
    }

    void anAdapterNeedsItsBase()
    {
        QTemporaryDir dir;
        copyAdapter(dir);
        QVERIFY(QFile::copy(GoldenCheckpoint::committed() + "/config.json",
                            dir.filePath("config.json")));
        const std::filesystem::path folder = dir.path().toStdString();
        const auto alone = Checkpoint::open(folder, kTiny / "vision-tower");
        QVERIFY(!alone);
        QVERIFY2(alone.error().message.find("--base") != std::string::npos,
                 alone.error().text().c_str());
        const auto based
            = opened({.folder = folder, .visionTower = kTiny / "vision-tower", .base = kTiny});
        QVERIFY(based);
        QVERIFY(based->info().isComplete());
        QCOMPARE(based->tokenizerFile(), kTiny / "tokenizer.model");
        const auto merged = WeightStore::openFile(lora("merged.safetensors"));
        QVERIFY(merged);
        const std::string name = "model.layers.0.self_attn.q_proj.weight";
        QVERIFY(distance(weight(based, name), tensorOf(*merged->find(name), based, at::kFloat))
                < 1e-5);
    }

    void otherKindsAreRefusedByName_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("says");
        QTest::newRow("DoRA") << QByteArray("\"use_dora\": false")
                              << QByteArray("\"use_dora\": true") << "use_dora";
        QTest::newRow("kind") << QByteArray("\"LORA\"") << QByteArray("\"IA3\"") << "IA3";
        QTest::newRow("bias") << QByteArray("\"bias\": \"none\"") << QByteArray("\"bias\": \"all\"")
                              << "bias";
        QTest::newRow("rank 0") << QByteArray("\"r\": 4") << QByteArray("\"r\": 0") << "r is 0";
        QTest::newRow("patterns") << QByteArray("\"rank_pattern\": {}")
                                  << QByteArray("\"rank_pattern\": {\"up_proj\": 8}")
                                  << "rank_pattern";
    }

    void otherKindsAreRefusedByName()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, says);
        QTemporaryDir dir;
        copyAdapter(dir);
        replaceIn(dir.filePath("adapter_config.json"), from, to);
        const auto opened
            = Checkpoint::open(CheckpointFiles{.folder = kTiny, .lora = dir.path().toStdString()});
        QVERIFY(!opened);
        QVERIFY2(opened.error().message.find(says.toStdString()) != std::string::npos,
                 opened.error().text().c_str());
    }

    /// Another model's adapter opens and says what does not fit; the engine then refuses it.
    void anAdapterOfAnotherShape()
    {
        QTemporaryDir dir;
        QVERIFY(QFile::copy(goldenPath("lora/adapter/adapter_config.json"),
                            dir.filePath("adapter_config.json")));
        const QByteArray header
            = R"({"base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight":{"dtype":"F32","shape":[1,3],"data_offsets":[0,12]},)"
              R"("base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight":{"dtype":"F32","shape":[2,1],"data_offsets":[12,20]}})";
        QFile file(dir.filePath("adapter_model.safetensors"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const quint64 length = quint64(header.size());
        file.write(reinterpret_cast<const char *>(&length), 8);
        file.write(header + QByteArray(20, '\0'));
        file.close();
        const auto checkpoint = opened({.folder = kTiny, .lora = dir.path().toStdString()});
        QVERIFY(checkpoint);
        QCOMPARE(checkpoint->info().misshaped.size(), std::size_t(1));
        QVERIFY(checkpoint->info().misshaped[0].name.find("q_proj") != std::string::npos);
        QVERIFY(!checkComplete(*checkpoint));
    }
};

QTEST_GUILESS_MAIN(TestLora)
#include "tst_lora.moc"
