// The samplers against the vectors that the originals' own code printed (model spec, section B).
#include "model/preprocess/FrameSampler.h"

#include "tests/support/GoldenFile.h"

#include <QJsonArray>
#include <QTest>

#include <algorithm>
#include <limits>

using namespace ecva;

namespace {

QList<qint64> toList(const Result<std::vector<std::int64_t>> &indexes)
{
    return indexes ? QList<qint64>(indexes->begin(), indexes->end()) : QList<qint64>();
}

QList<qint64> parse(const char *text)
{
    QList<qint64> numbers;
    for (const QByteArray &number : QByteArray(text).split(' '))
        numbers.append(number.toLongLong());
    return numbers;
}

} // namespace

class TestFrameSampler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void uniform_data()
    {
        QTest::addColumn<int>("frames");
        QTest::addColumn<int>("count");
        QTest::addColumn<QList<qint64>>("expected");
        QTest::newRow("300 of 16")
            << 300 << 16 << parse("9 28 46 65 84 102 121 140 159 177 196 215 233 252 271 289");
        QTest::newRow("17 of 16") << 17 << 16 << parse("0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15");
        QTest::newRow("16 of 16") << 16 << 16 << parse("0 1 2 3 4 5 6 7 8 8 9 10 11 12 13 14");
        QTest::newRow("8 of 16") << 8 << 16 << parse("0 0 1 1 2 2 3 3 4 4 4 5 5 6 6 7");
        QTest::newRow("1 of 16") << 1 << 16 << parse("0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0");
        QTest::newRow("300 of 32") << 300 << 32
                                   << parse("4 14 23 32 42 51 60 70 79 88 98 107 116 126 135 145 "
                                            "154 163 173 182 191 201 210 "
                                            "219 229 238 247 257 266 275 285 294");
        // 310 = 31 * 10: linspace lands on whole numbers.
        QTest::newRow("more than 32") << 311 << 33
                                      << parse("0 10 20 30 40 50 60 70 80 90 100 110 120 130 140 "
                                               "150 160 170 180 190 200 210 220 "
                                               "230 240 250 260 270 280 290 300 310");
    }
    void uniform()
    {
        QFETCH(int, frames);
        QFETCH(int, count);
        QTEST(toList(sampleUniform(frames, count)), "expected");
    }

    void videoLlama2()
    {
        QCOMPARE(toList(sampleVideoLlama2(300, 16)),
                 parse("9 28 47 65 84 103 121 140 159 178 196 215 234 252 271 290"));
        QCOMPARE(toList(sampleVideoLlama2(1, 3)), parse("0 0 0"));
        // 64 asked for: parts of (641 - 1) / 64 = 10, middles at 5, 15, …, cut off after 32.
        const auto cut = toList(sampleVideoLlama2(641, 64));
        QCOMPARE(cut.size(), 32);
        QCOMPARE(cut.first(), 5);
        QCOMPARE(cut.last(), 315);
    }

    void fps_data()
    {
        QTest::addColumn<int>("frames");
        QTest::addColumn<double>("rate");
        QTest::addColumn<QList<qint64>>("expected");
        QTest::newRow("29.97 counts as 29") << 100 << 30000.0 / 1001 << parse("14 43 72");
        QTest::newRow("whole rate") << 100 << 25.0 << parse("12 37 62 87");
        QTest::newRow("shorter than a second") << 10 << 25.0 << parse("5");
        QTest::newRow("one frame") << 1 << 25.0 << parse("0");
        QTest::newRow("exactly 32") << 32 << 1.0
                                    << parse("0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 "
                                             "21 22 23 24 25 26 27 28 29 "
                                             "30 31");
        // 33 seconds at one frame a second: floor(i * 32 / 31).
        QTest::newRow("33 become 32") << 33 << 1.0
                                      << parse("0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 "
                                               "20 21 22 23 24 25 26 27 28 29 "
                                               "30 32");
    }
    void fps()
    {
        QFETCH(int, frames);
        QFETCH(double, rate);
        QTEST(toList(sampleFps(frames, rate)), "expected");
    }

    /// numpy's own numbers for hundreds of lengths: a digest for each count or rate.
    void asNumpySamples_data()
    {
        QTest::addColumn<QString>("scheme");
        QTest::addColumn<double>("setting");
        QTest::addColumn<QString>("sha256");
        const QJsonObject golden = test::goldenJson("samplers.json");
        QVERIFY2(!golden.isEmpty(), "tests/golden/samplers.json cannot be read");
        for (const QString scheme : {"uniform", "videollama2", "fps"}) {
            for (const QJsonValue value : golden[scheme].toArray()) {
                const double setting = value["setting"].toDouble();
                QTest::addRow("%s %g", qPrintable(scheme), setting)
                    << scheme << setting << value["sha256"].toString();
            }
        }
    }
    void asNumpySamples()
    {
        QFETCH(QString, scheme);
        QFETCH(double, setting);
        QList<qint64> lengths;
        for (qint64 length = 1; length <= 400; ++length)
            lengths.append(length);
        for (const QJsonValue value : test::goldenJson("samplers.json")["longest"].toArray())
            lengths.append(value.toInteger());
        QCOMPARE(lengths.size(), 411);
        QByteArray text;
        for (const qint64 length : lengths) {
            const auto indexes = scheme == "fps"       ? sampleFps(length, setting)
                                 : scheme == "uniform" ? sampleUniform(length, qint64(setting))
                                                       : sampleVideoLlama2(length, qint64(setting));
            QVERIFY(indexes.has_value());
            QByteArray line;
            for (const std::int64_t index : *indexes)
                line += (line.isEmpty() ? "" : " ") + QByteArray::number(qint64(index));
            text += line + '\n';
        }
        QTEST(test::sha256(text), "sha256");
    }

    /// B.3: a still image is a clip of copies; AnomShield takes no frame of a GIF twice.
    void stillsAndGifs()
    {
        SampleRequest request{.frameCount = 1, .count = 16, .stillCopies = 3};
        request.kind = SampledKind::Still;
        QCOMPARE(toList(sampleClip(request)), parse("0 0 0"));
        request.family = SamplerFamily::VideoLlama2;
        QCOMPARE(toList(sampleClip(request)), parse("0 0 0"));
        request.stillCopies = 0;
        QVERIFY(!sampleClip(request));

        request = {.kind = SampledKind::Gif, .frameCount = 8, .count = 16};
        QCOMPARE(toList(sampleClip(request)), parse("0 1 2 3 4 5 6 7"));
        request.frameCount = 300;
        QCOMPARE(toList(sampleClip(request)), toList(sampleUniform(300, 16)));
        request.kind = SampledKind::Video;
        request.frameCount = 8;
        QCOMPARE(toList(sampleClip(request)), toList(sampleUniform(8, 16)));
        request.family = SamplerFamily::VideoLlama2;
        QCOMPARE(toList(sampleClip(request)), toList(sampleVideoLlama2(8, 16)));
    }

    void everyLengthStaysInsideAndAscends()
    {
        for (int frames = 1; frames < 400; ++frames) {
            for (int count = 1; count < 40; ++count) {
                for (const auto &indexes :
                     {sampleUniform(frames, count), sampleVideoLlama2(frames, count),
                      sampleFps(frames, count)}) {
                    QVERIFY(indexes.has_value());
                    QVERIFY(!indexes->empty() && indexes->size() <= kMaxSampledFrames);
                    QVERIFY(std::is_sorted(indexes->begin(), indexes->end()));
                    QVERIFY(indexes->front() >= 0 && indexes->back() < frames);
                }
            }
        }
    }

    void refusals()
    {
        const auto code = [](const Result<std::vector<std::int64_t>> &result) {
            return result ? ErrorCode::Internal : result.error().code;
        };
        QVERIFY(code(sampleUniform(0, 16)) == ErrorCode::InvalidArgument);
        QVERIFY(code(sampleUniform(10, 0)) == ErrorCode::InvalidArgument);
        QVERIFY(code(sampleVideoLlama2(10, -1)) == ErrorCode::InvalidArgument);
        QVERIFY(code(sampleFps(10, 0.5)) == ErrorCode::Unsupported);
        QVERIFY(code(sampleFps(10, std::numeric_limits<double>::quiet_NaN()))
                == ErrorCode::Unsupported);
    }
};

QTEST_GUILESS_MAIN(TestFrameSampler)
#include "tst_frame_sampler.moc"
