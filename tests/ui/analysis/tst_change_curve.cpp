// The scale on which the change of a clip is drawn, by hand-worked numbers.
#include "ui/analysis/ChangeCurve.h"

#include <QTest>

#include <algorithm>

using namespace ecva;

class TestChangeCurve : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCalmClipIsNoFlatLine();
    void cutsStayOnTop();
    void noiseStaysLow();
    void theScaleIsTheClips();
    void orderIsKept();
    void nothingAndLittle();
};

/// 100 frames of 0.01 and 0.02 by turns: the usual height is 0.02.
void TestChangeCurve::aCalmClipIsNoFlatLine()
{
    std::vector<float> change;
    for (int i = 0; i < 100; ++i)
        change.push_back(i % 2 == 0 ? 0.01F : 0.02F);
    const auto curve = changeCurve(change);
    QCOMPARE(curve.size(), change.size());
    QCOMPARE(curve[0], 0.4F);
    QCOMPARE(curve[1], 0.8F);
}

/// Two of 100 are cuts: they lie above four fifths, in proportion, and press nothing else down.
void TestChangeCurve::cutsStayOnTop()
{
    std::vector<float> change(100, 0.02F);
    change[0] = 0;
    change[30] = 0.62F;
    change[60] = 0.32F;
    const auto curve = changeCurve(change);
    QCOMPARE(curve[0], 0.0F);
    QCOMPARE(curve[1], 0.8F);
    QCOMPARE(curve[30], 1.0F);
    QCOMPARE(curve[60], 0.9F); // half way from 0.02 to 0.62
}

void TestChangeCurve::noiseStaysLow()
{
    const auto curve = changeCurve(std::vector<float>(200, 0.0005F));
    QCOMPARE(*std::max_element(curve.begin(), curve.end()), 0.08F); // a tenth of 0.005
}

/// Twice the change everywhere looks the same.
void TestChangeCurve::theScaleIsTheClips()
{
    std::vector<float> change, twice;
    for (int i = 0; i < 150; ++i) {
        change.push_back(0.01F + 0.001F * static_cast<float>(i % 37));
        twice.push_back(2 * change.back());
    }
    const auto one = changeCurve(change);
    const auto two = changeCurve(twice);
    for (std::size_t i = 0; i < one.size(); ++i)
        QCOMPARE(two[i], one[i]);
}

void TestChangeCurve::orderIsKept()
{
    std::vector<float> change;
    for (int i = 0; i < 500; ++i)
        change.push_back(static_cast<float>(i * i) / 250000);
    const auto curve = changeCurve(change);
    QVERIFY(std::is_sorted(curve.begin(), curve.end()));
    QVERIFY(curve.front() >= 0 && curve.back() <= 1.00001F);
}

void TestChangeCurve::nothingAndLittle()
{
    QVERIFY(changeCurve({}).empty());
    QCOMPARE(changeCurve({0.0F}), std::vector<float>{0.0F});
    const auto two = changeCurve({0.0F, 0.5F});
    QCOMPARE(two[1], 0.8F);
}

QTEST_APPLESS_MAIN(TestChangeCurve)
#include "tst_change_curve.moc"
