// VideoLLaMA2's rule for the end of an answer, with the numbers of its slices worked out by hand.
#include "model/inference/KeywordStop.h"
#include "tests/model/inference/FakeParts.h"

#include <QTest>

#include <numeric>

using namespace ecva;
using namespace ecva::test;

namespace {

using Ids = std::vector<std::int32_t>;

constexpr std::int32_t kA = 259; // "▁a"
constexpr int kNever = 0;

/// The id after which an answer of 40 ends whose ids from `begin` on spell "</s>", a byte each.
int endOf(int begin, std::int64_t promptIds)
{
    const FakeTokenizer tokenizer;
    const KeywordStop stops(tokenizer, promptIds);
    Ids said(40, kA);
    const std::string name = "</s>";
    for (std::size_t i = 0; i < name.size(); ++i)
        said[static_cast<std::size_t>(begin) + i] = 3 + static_cast<unsigned char>(name[i]);
    for (std::size_t n = 1; n <= said.size(); ++n) {
        if (stops(std::span(said).first(n)))
            return static_cast<int>(n);
    }
    return kNever;
}

/// A piece that holds the whole name and more.
class WideTokenizer : public FakeTokenizer
{
public:
    std::string decode(std::span<const std::int32_t> ids) const override
    {
        std::string text;
        for (const std::int32_t id : ids)
            text += id == kA + 1 ? "x</s>y" : "a";
        return text;
    }
};

} // namespace

class TestKeywordStop : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Python: x = list(range(n)); x[-min(n - p, 1):].
    void whatIsLookedAt()
    {
        const auto looked = [](int count, std::int64_t promptIds) {
            Ids said(static_cast<std::size_t>(count));
            std::iota(said.begin(), said.end(), 0);
            const auto part = KeywordStop::lookedAt(said, promptIds);
            return Ids(part.begin(), part.end());
        };
        QCOMPARE(looked(1, 8), Ids());
        QCOMPARE(looked(4, 8), Ids());       // [4:]
        QCOMPARE(looked(5, 8), (Ids{3, 4})); // [3:]
        QCOMPARE(looked(7, 8), (Ids{1, 2, 3, 4, 5, 6}));
        QCOMPARE(looked(8, 8), (Ids{0, 1, 2, 3, 4, 5, 6, 7})); // [-0:]
        QCOMPARE(looked(9, 8), (Ids{8}));                      // [-1:]
        QCOMPARE(looked(30, 8), (Ids{29}));
        QCOMPARE(looked(3, 0), (Ids{2}));
        QCOMPARE(looked(0, 8), Ids());
    }

    void aNameThatIsSpelled()
    {
        QCOMPARE(endOf(0, 20), 20); // seen whole only when all is looked at
        QCOMPARE(endOf(3, 20), 17);
        QCOMPARE(endOf(8, 20), 12);  // at once
        QCOMPARE(endOf(12, 20), 16); // at once
        QCOMPARE(endOf(16, 20), 20);
        QCOMPARE(endOf(17, 20), kNever); // complete after the 21st
        QCOMPARE(endOf(30, 20), kNever);
        QCOMPARE(endOf(2, 5), kNever);
        QCOMPARE(endOf(1, 5), 5);
    }

    void theEndTokenItself()
    {
        const FakeTokenizer tokenizer;
        const KeywordStop stops(tokenizer, 100);
        QVERIFY(stops(Ids{kA, 2}));
        QVERIFY(!stops(Ids{2, kA}));
        QVERIFY(!stops(Ids{}));
    }

    void aPieceThatHoldsAllOfIt()
    {
        const WideTokenizer tokenizer;
        const KeywordStop stops(tokenizer, 4);
        QVERIFY(!stops(Ids{kA, kA + 1})); // looks at nothing yet
        QVERIFY(stops(Ids{kA, kA + 1, kA}));
        QVERIFY(!stops(Ids{kA, kA + 1, kA, kA, kA}));
        QVERIFY(stops(Ids{kA, kA, kA, kA, kA, kA + 1}));
    }
};

QTEST_APPLESS_MAIN(TestKeywordStop)
#include "tst_keyword_stop.moc"
