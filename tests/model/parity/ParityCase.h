#pragma once

#include "model/api/VideoModel.h"
#include "tests/model/parity/GoldenCheckpoint.h"

#include <QTest>

#include <cmath>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

// What the tests of whole models against their golden files share: how a case is read, asked and
// compared.

namespace ecva::test {

/// fp32 on two different matrix libraries.
constexpr double kTolerance = 1e-4;

inline MaskMode maskMode(const QString &name)
{
    static const std::map<QString, MaskMode> modes{{"delete", MaskMode::Delete},
                                                   {"blank", MaskMode::Blank},
                                                   {"black", MaskMode::Black},
                                                   {"freeze", MaskMode::Freeze},
                                                   {"blur", MaskMode::Blur}};
    return modes.at(name);
}

inline GenerationOptions greedy(const QJsonObject &golden)
{
    return {.greedy = true, .maxNewTokens = golden["limit"].toInt()};
}

inline ModelOptions onCpu(const GoldenCheckpoint &checkpoint)
{
    ModelOptions options;
    options.folder = checkpoint.folder();
    options.device = Device::Cpu;
    return options;
}

/// The files of a checkpoint are those that its golden file was made with.
inline void compareFiles(const QJsonObject &golden, const QString &checkpoint)
{
    const QJsonObject files = golden["files"].toObject();
    QVERIFY(files.contains("config.json"));
    for (auto it = files.begin(); it != files.end(); ++it) {
        const QString path = goldenPath(checkpoint + '/' + it.key());
        QVERIFY2(fileSha256(path) == it->toString(),
                 qPrintable(path + " is not the file of the golden cases: run ./dev golden"));
    }
}

/// A row for every case; with a checkpoint its folder is named too, in the row and in the case.
inline void addRows(const QJsonValue &cases, const QString &checkpoint = {})
{
    QVERIFY(!cases.toArray().isEmpty());
    for (const QJsonValue value : cases.toArray()) {
        QJsonObject golden = value.toObject();
        QString name = golden["name"].toString();
        if (!checkpoint.isEmpty()) {
            golden["checkpoint"] = checkpoint;
            name.prepend(checkpoint + ": ");
        }
        QTest::newRow(qPrintable(name)) << golden;
    }
}

inline std::vector<std::int64_t> sampledFrames(const QJsonObject &golden)
{
    return numbers<std::int64_t>(golden["sampled"]);
}

inline AskRequest askRequest(const QJsonObject &golden, const VideoSource &clip)
{
    AskRequest request;
    request.question = golden["question"].toString().toStdString();
    request.video = clip;
    request.frames = golden["frames"].toInt();
    request.generation = greedy(golden);
    return request;
}

/// Without controls of the model's own choice.
inline DeltaRequest deltaRequest(const QJsonObject &golden, const VideoSource &clip)
{
    DeltaRequest request;
    request.question = golden["question"].toString().toStdString();
    request.video = clip;
    request.frames = golden["frames"].toInt();
    for (const QJsonValue range : golden["keyRanges"].toArray())
        request.keyRanges.push_back({FrameIndex(range[0].toInt()), FrameIndex(range[1].toInt())});
    request.keyFrames = numbers<std::int64_t>(golden["keyFrames"]);
    request.mask = maskMode(golden["mask"].toString());
    request.controls = 0;
    for (const QJsonValue control : golden["controlFrames"].toArray())
        request.controlFrames.push_back(numbers<std::int64_t>(control));
    request.generation = greedy(golden);
    return request;
}

/// Frames, prompt, ids and words of an answer, and the words as they were streamed.
inline void compareAnswer(const AskResult &found, const std::string &streamed,
                          const QJsonObject &golden)
{
    QCOMPARE(listed(found.frames), listed(sampledFrames(golden)));
    QCOMPARE(QString::fromStdString(found.prompt), golden["prompt"].toString());
    QCOMPARE(listed(found.tokens), listed(numbers<std::int32_t>(golden["answer"])));
    QCOMPARE(QByteArray::fromStdString(found.text), golden["text"].toString().toUtf8());
    QCOMPARE(streamed, found.text);
    QCOMPARE(found.ended, golden["ended"].toBool());
}

inline void compareMask(const DeltaMask &found, const QJsonValue &frames, const QJsonValue &blanked,
                        double delta)
{
    QCOMPARE(listed(found.frames), listed(numbers<std::int64_t>(frames)));
    QCOMPARE(listed(found.blanked), listed(numbers<int>(blanked)));
    QVERIFY2(std::abs(found.delta - delta) <= kTolerance,
             qPrintable(QString("delta %1 instead of %2").arg(found.delta).arg(delta)));
}

/// The answer and, where the model saw a key frame, the evidence of its tokens and the masked
/// answer.
inline void compareDelta(const DeltaReport &found, const QJsonObject &golden)
{
    QCOMPARE(listed(found.answer.tokens), listed(numbers<std::int32_t>(golden["answer"])));
    QCOMPARE(listed(found.key.masked), listed(numbers<std::int64_t>(golden["keyMasked"])));
    if (found.key.masked.empty())
        return;
    std::vector<double> evidence;
    std::vector<std::int32_t> ids;
    std::string text;
    for (const TokenEvidence &token : found.tokens) {
        evidence.push_back(token.evidence);
        ids.push_back(token.id);
        text += token.text;
    }
    QCOMPARE(listed(ids), listed(found.answer.tokens));
    QCOMPARE(text, found.answer.text);
    QCOMPARE(difference(evidence, numbers<double>(golden["evidence"]), kTolerance), QString());
    compareMask(found.key, golden["keyFramesSeen"], golden["keyBlanked"],
                golden["delta"].toDouble());
    QCOMPARE(listed(found.masked.tokens), listed(numbers<std::int32_t>(golden["maskedAnswer"])));
}

} // namespace ecva::test
