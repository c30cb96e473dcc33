// The picture processor against PIL and Hugging Face's CLIPImageProcessor, which made
// tests/golden/clip-processor.json from the same formulas.
#include "model/preprocess/ClipProcessor.h"
#include "tests/support/GoldenFile.h"
#include "tests/support/Patterns.h"

#include <QJsonArray>
#include <QTest>

#include <cmath>
#include <limits>

using namespace ecva;

namespace {

constexpr std::array<std::uint8_t, 3> kMean{122, 116, 104};

ProcessorConfig processor(int edge, int crop)
{
    ProcessorConfig config;
    config.shortestEdge = edge;
    config.crop = crop;
    return config;
}

PackedImage picture(const QJsonObject &golden)
{
    return test::pattern(golden["pattern"].toString().toStdString(), golden["width"].toInt(),
                         golden["height"].toInt());
}

void addCases(const char *list)
{
    QTest::addColumn<QJsonObject>("golden");
    const QJsonArray cases = test::goldenJson("clip-processor.json")[list].toArray();
    QVERIFY2(!cases.isEmpty(), "tests/golden/clip-processor.json cannot be read");
    int number = 0;
    for (const QJsonValue value : cases) {
        const QJsonObject golden = value.toObject();
        QTest::addRow("%d: %s %dx%d", number++, qPrintable(golden["pattern"].toString()),
                      golden["width"].toInt(), golden["height"].toInt())
            << golden;
    }
}

} // namespace

class TestClipProcessor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resizesAsPil_data() { addCases("resizes"); }
    void resizesAsPil()
    {
        QFETCH(QJsonObject, golden);
        const int width = golden["newWidth"].toInt();
        const int height = golden["newHeight"].toInt();
        const auto resized = resizeBicubic(picture(golden), width, height);
        QVERIFY2(resized, resized ? "" : resized.error().text().c_str());
        QCOMPARE(resized->width, width);
        QCOMPARE(resized->height, height);
        QCOMPARE(resized->channels, 3);
        const QJsonArray bytes = golden["bytes"].toArray();
        for (int i = 0; i < bytes.size(); ++i)
            QCOMPARE(int(resized->data.at(static_cast<std::size_t>(i))), bytes[i].toInt());
        QCOMPARE(test::sha256(resized->data), golden["sha256"].toString());
    }

    void processesAsHuggingFace_data() { addCases("processed"); }
    void processesAsHuggingFace()
    {
        QFETCH(QJsonObject, golden);
        const int crop = golden["crop"].toInt();
        const ProcessorConfig config = processor(golden["edge"].toInt(), crop);
        const bool pad = golden["pad"].toBool();
        const PackedImage image = picture(golden);

        const auto cropped = clipCrop(image, config, pad);
        QVERIFY2(cropped, cropped ? "" : cropped.error().text().c_str());
        QCOMPARE(cropped->width, crop);
        QCOMPARE(cropped->height, crop);
        QCOMPARE(test::sha256(cropped->data), golden["sha256"].toString());

        std::vector<float> values{42.0F}; // what is there stays there
        QVERIFY(clipPixels(image, config, pad, values).has_value());
        const std::size_t side = static_cast<std::size_t>(crop);
        QCOMPARE(values.size(), 1 + 3 * side * side);
        QCOMPARE(values.front(), 42.0F);
        const QJsonArray probes = golden["values"].toArray();
        QVERIFY(!probes.isEmpty());
        for (const QJsonValue probe : probes) {
            const auto at = [&](int i) { return static_cast<std::size_t>(probe[i].toInt()); };
            const double found = double(values[1 + (at(0) * side + at(1)) * side + at(2)]);
            const double expected = probe[3].toDouble();
            QVERIFY2(std::abs(found - expected) <= 1e-6,
                     qPrintable(QString("%1 instead of %2").arg(found).arg(expected)));
        }
    }

    /// Every byte value of every channel, by the formula in double.
    void normalisesEveryByte()
    {
        const PackedImage image = test::drawn(
            16, 16, [](std::int64_t x, std::int64_t y, std::int64_t) { return y * 16 + x; });
        const ProcessorConfig config = processor(16, 16);
        std::vector<float> values;
        QVERIFY(clipPixels(image, config, false, values).has_value());
        QCOMPARE(values.size(), std::size_t{768});
        for (std::size_t c = 0; c < 3; ++c) {
            for (std::size_t v = 0; v < 256; ++v) {
                const double exact
                    = (static_cast<double>(v) / 255.0 - config.mean[c]) / config.std[c];
                QVERIFY(std::abs(static_cast<double>(values[c * 256 + v]) - exact) < 1e-6);
            }
        }
    }

    void meanColourOfClip() { QVERIFY(meanColour(ProcessorConfig()) == kMean); }

    /// A picture of one colour stays that colour, in any number of channels.
    void oneColourStays()
    {
        for (const int channels : {1, 2, 3, 4, 5}) {
            PackedImage image{13, 7, channels, std::vector<std::uint8_t>(13UL * 7 * channels, 201)};
            const auto resized = resizeBicubic(image, 29, 3);
            QVERIFY(resized.has_value());
            QVERIFY(resized->data == std::vector<std::uint8_t>(29UL * 3 * channels, 201));
        }
    }

    /// Channels do not touch each other: RGB resized equals its channels resized one by one.
    void channelsAreApart()
    {
        const PackedImage image = test::pattern("noise", 53, 31);
        const auto together = resizeBicubic(image, 20, 40);
        QVERIFY(together.has_value());
        for (std::size_t c = 0; c < 3; ++c) {
            PackedImage one{53, 31, 1, {}};
            for (std::size_t i = c; i < image.data.size(); i += 3)
                one.data.push_back(image.data[i]);
            const auto alone = resizeBicubic(one, 20, 40);
            QVERIFY(alone.has_value());
            for (std::size_t i = 0; i < alone->data.size(); ++i)
                QCOMPARE(int(together->data[i * 3 + c]), int(alone->data[i]));
        }
    }

    void padsInTheMiddle()
    {
        PackedImage wide{4, 1, 3, std::vector<std::uint8_t>(12, 9)};
        const PackedImage square = padToSquare(wide, kMean);
        QCOMPARE(square.width, 4);
        QCOMPARE(square.height, 4);
        // (4 - 1) // 2 = 1: one row above, two below.
        for (std::size_t y = 0; y < 4; ++y) {
            for (std::size_t i = 0; i < 12; ++i)
                QCOMPARE(int(square.data[y * 12 + i]), y == 1 ? 9 : int(kMean[i % 3]));
        }
        const PackedImage tall = padToSquare({1, 2, 3, std::vector<std::uint8_t>(6, 9)}, kMean);
        QCOMPARE(tall.width, 2);
        QCOMPARE(int(tall.data[0]), 9); // (2 - 1) // 2 = 0: nothing on the left
        QCOMPARE(int(tall.data[3]), 122);
        QVERIFY(padToSquare(square, {0, 0, 0}).data == square.data);
    }

    /// The whole picture would have 112 million columns; only the crop is computed.
    void aHairlineCostsNoMemory()
    {
        PackedImage line{500'000, 1, 3, std::vector<std::uint8_t>(1'500'000, 77)};
        const auto cropped = clipCrop(line, ProcessorConfig(), false);
        QVERIFY(cropped.has_value());
        QVERIFY(cropped->data == std::vector<std::uint8_t>(224UL * 224 * 3, 77));
    }

    void badInput()
    {
        const PackedImage good = test::pattern("noise", 4, 4);
        const auto refused = [](const auto &result) {
            return !result && result.error().code == ErrorCode::InvalidArgument
                   && !result.error().message.empty();
        };
        QVERIFY(refused(resizeBicubic(good, 0, 4)));
        QVERIFY(refused(resizeBicubic(good, 4, -1)));
        QVERIFY(refused(resizeBicubic({}, 4, 4)));
        QVERIFY(refused(resizeBicubic({4, 4, 3, std::vector<std::uint8_t>(47)}, 4, 4)));
        std::vector<float> values;
        QVERIFY(refused(clipPixels({}, ProcessorConfig(), false, values)));
        QVERIFY(refused(clipPixels({}, ProcessorConfig(), true, values)));
        QVERIFY(refused(clipPixels({2, 2, 4, std::vector<std::uint8_t>(16)}, ProcessorConfig(),
                                   false, values)));
        QVERIFY(refused(clipPixels(good, processor(0, 224), false, values)));
        QVERIFY(refused(clipPixels(good, processor(224, 0), false, values)));
        QVERIFY(values.empty());
    }

    void tooLargeIsAnError()
    {
        constexpr int most = std::numeric_limits<int>::max();
        const auto resized = resizeBicubic(test::pattern("noise", 4, 4), most, most);
        QVERIFY(!resized);
        QVERIFY(resized.error().code == ErrorCode::OutOfMemory);
    }
};

QTEST_APPLESS_MAIN(TestClipProcessor)
#include "tst_clip_processor.moc"
