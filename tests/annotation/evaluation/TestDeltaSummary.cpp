#include "annotation/evaluation/DeltaSummary.h"
#include "tests/support/Must.h"

#include <QTest>

using namespace ecva;
using namespace ecva::test;

namespace {

DeltaSummary withDelta(double delta, const std::vector<double> &controls)
{
    DeltaSummary summary;
    summary.delta = delta;
    summary.keyFrames = {3};
    for (const double control : controls)
        summary.controls.push_back({{}, {}, {}, control});
    return summary;
}

} // namespace

class TestDeltaSummary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWholeReport()
    {
        const DeltaSummary summary = must(DeltaSummary::parse(R"({
            "answer":"He fell.","masked_answer":"None",
            "tokens":[{"text":"He","evidence":0.25},{"text":" fell.","evidence":-1}],
            "frames":[0,10,20,30],"key_frames":[10,20],"mask":"delete","delta":0.5,
            "key":{"masked":[10,20],"frames":[0,5,25,30],"blanked":[1,2],"delta":0.5},
            "controls":[{"masked":[0],"frames":[1,10,20,30],"blanked":[],"delta":0.125},
                        {"masked":[30],"frames":[0,10,20,29],"blanked":[],"delta":0.25}],
            "adjusted_delta":0.3125,"change":1,"refused":true,"notes":["n"],
            "cost":{"seconds":1.5,"naive_seconds":6},
            "provenance":{"model":"tiny","demonstration":true,"seed":3},"later":{}})"));
        QCOMPARE(summary.answer, QStringLiteral("He fell."));
        QCOMPARE(summary.maskedAnswer, QStringLiteral("None"));
        QCOMPARE(summary.tokens.size(), std::size_t(2));
        QCOMPARE(summary.tokens[1].text, QStringLiteral(" fell."));
        QCOMPARE(summary.tokens[1].evidence, -1.0);
        QCOMPARE(summary.frames, (std::vector<qint64>{0, 10, 20, 30}));
        QCOMPARE(summary.keyFrames, (std::vector<qint64>{10, 20}));
        QCOMPARE(summary.mask, QStringLiteral("delete"));
        QCOMPARE(*summary.delta, 0.5);
        QCOMPARE(summary.key.blanked, (std::vector<int>{1, 2}));
        QCOMPARE(summary.controls.size(), std::size_t(2));
        QCOMPARE(summary.controls[1].delta, 0.25);
        QCOMPARE(*summary.adjusted, 0.3125);
        QCOMPARE(summary.change, 1.0);
        QVERIFY(summary.refused);
        QCOMPARE(summary.notes, QStringList{"n"});
        QCOMPARE(summary.naiveSeconds, 6.0);
        QVERIFY(summary.demonstration);
        QCOMPARE(summary.model, QStringLiteral("tiny"));
        QVERIFY(verdictOf(summary) == DeltaVerdict::Read);
    }

    void whatNobodyMeasuredIsEmpty()
    {
        const DeltaSummary summary = must(DeltaSummary::parse(
            R"({"answer":"x","delta":null,"adjusted_delta":null,"controls":null,"key_frames":[]})"));
        QVERIFY(!summary.delta);
        QVERIFY(!summary.adjusted);
        QVERIFY(verdictOf(summary) == DeltaVerdict::Unknown);
    }

    void badReportsAreNamed_data()
    {
        QTest::addColumn<QByteArray>("report");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char *report, const char *says) {
            QTest::newRow(report) << QByteArray(report) << QByteArray(says);
        };
        row("", "not JSON");
        row("[]", "not an object");
        row("{}", "'answer' is missing");
        row(R"({"answer":1})", "'answer' is 1, not a text");
        row(R"({"answer":"x","delta":"much"})", "'delta' is \"much\", not a number");
        row(R"({"answer":"x","tokens":{}})", "'tokens' is {}, not an array");
        row(R"({"answer":"x","tokens":[{"evidence":1}]})", "'tokens.text' is missing");
        row(R"({"answer":"x","frames":[1.5]})", "'frames' is 1.5, not a whole number");
        row(R"({"answer":"x","controls":[{"delta":[]}]})", "'controls.delta' is []");
        row(R"({"answer":"x","refused":1})", "'refused' is 1, not true or false");
        row(R"({"answer":"x","key":3})", "key is not an object");
    }

    void badReportsAreNamed()
    {
        QFETCH(QByteArray, report);
        QFETCH(QByteArray, says);
        const auto parsed = DeltaSummary::parse(report);
        QVERIFY(!parsed);
        QVERIFY(parsed.error().code == ErrorCode::BadInput);
        QVERIFY2(parsed.error().message.find(says.toStdString()) != std::string::npos,
                 parsed.error().message.c_str());
    }

    void deepReports()
    {
        const QByteArray deep
            = R"({"answer":)" + QByteArray(200'000, '[') + QByteArray(200'000, ']') + "}";
        QVERIFY(DeltaSummary::parse(deep).error().message.find("too deep") != std::string::npos);
    }

    void verdicts()
    {
        QVERIFY(verdictOf(withDelta(0.5, {0.1, 0.4})) == DeltaVerdict::Read);
        QVERIFY(verdictOf(withDelta(0.4, {0.1, 0.4})) == DeltaVerdict::Partly);
        QVERIFY(verdictOf(withDelta(0.3, {0.1, 0.4})) == DeltaVerdict::Partly);
        QVERIFY(verdictOf(withDelta(0.25, {0.1, 0.4})) == DeltaVerdict::NotRead); // the mean itself
        QVERIFY(verdictOf(withDelta(-1, {0.1})) == DeltaVerdict::NotRead);
        QVERIFY(verdictOf(withDelta(1, {})) == DeltaVerdict::Unknown);
        DeltaSummary blind = withDelta(1, {0});
        blind.keyFrames.clear();
        QVERIFY(verdictOf(blind) == DeltaVerdict::Unknown);
    }
};

QTEST_GUILESS_MAIN(TestDeltaSummary)
#include "TestDeltaSummary.moc"
