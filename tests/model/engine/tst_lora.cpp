// A LoRA adapter of peft merged into the golden checkpoint, and connectors that lie beside a model,
// against the weights that peft merges (tests/golden/lora.py).
#include "model/engine/EngineModule.h"
#include "model/engine/Weights.h"
#include "tests/model/parity/GoldenCheckpoint.h"

#include <ATen/ops/equal.h>
#include <ATen/ops/ones_like.h>
#include <ATen/ops/sub.h>
#include <QFile>
#include <QTest>

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
        const QDir adapter(goldenPath("lora/adapter"));
        for (const QString &file : adapter.entryList(QDir::Files))
            QVERIFY(QFile::copy(adapter.filePath(file), dir.filePath(file)));
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
        const QDir adapter(goldenPath("lora/adapter"));
        for (const QString &file : adapter.entryList(QDir::Files))
            QVERIFY(QFile::copy(adapter.filePath(file), dir.filePath(file)));
        QFile config(dir.filePath("adapter_config.json"));
        QVERIFY(config.open(QIODevice::ReadWrite));
        QByteArray text = config.readAll();
        QVERIFY(text.contains(from));
        text.replace(from, to);
        config.resize(0);
        config.write(text);
        config.close();
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
