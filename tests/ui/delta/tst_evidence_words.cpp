// Words and their evidence against numbers worked out by hand.
#include "ui/delta/EvidenceWords.h"

#include <QTest>

#include <numeric>
#include <random>

using namespace ecva;

namespace {

QStringList textsOf(const std::vector<TextWord> &words)
{
    QStringList texts;
    for (const TextWord &word : words)
        texts << word.text;
    return texts;
}

} // namespace

class TestEvidenceWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void splits_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("english") << QStringLiteral(" The man doesn't run.  He (the man) hides")
                                 << QStringList{"The", "man",  "doesn't", "run.",
                                                "He",  "(the", "man)",    "hides"};
        QTest::newRow("chinese") << QStringLiteral("他打开门，进去。")
                                 << QStringList{"他", "打", "开", "门，", "进", "去。"};
        QTest::newRow("chinese quotes")
            << QStringLiteral("说“好”。") << QStringList{"说", "“好”。"};
        QTest::newRow("mixed") << QStringLiteral("用iPhone 12拍")
                               << QStringList{"用", "iPhone", "12", "拍"};
        QTest::newRow("beyond 16 bits") << QStringLiteral("𠮷a") << QStringList{"𠮷", "a"};
        QTest::newRow("blanks only") << QStringLiteral(" \n ") << QStringList{};
        QTest::newRow("half a pair")
            << QString(QChar(0xD842)) << QStringList{QString(QChar(0xD842))};
    }
    void splits()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, words);
        QCOMPARE(textsOf(splitWords(text)), words);
    }

    void keepsBlanksAndLines()
    {
        const auto words = splitWords(QStringLiteral("one two\nthree四五"));
        QCOMPARE(words.size(), std::size_t(5));
        QVERIFY(!words[0].spaceBefore && words[1].spaceBefore);
        QVERIFY(!words[1].newLine && words[2].newLine);
        QVERIFY(!words[3].spaceBefore && !words[4].spaceBefore);
    }

    void sumsTokensToWords()
    {
        // By hand: "breaking" = .5 + .25, "in." = .1 − .3, the end of the answer is no word.
        const std::vector<EvidenceWord> words = evidenceWords({{QStringLiteral(" A"), 0.05},
                                                               {QStringLiteral(" break"), 0.5},
                                                               {QStringLiteral("ing"), 0.25},
                                                               {QStringLiteral(" in"), 0.1},
                                                               {QStringLiteral("."), -0.3},
                                                               {QString(), 4.0}});
        QCOMPARE(words.size(), std::size_t(3));
        QCOMPARE(words[0].evidence, 0.05);
        QCOMPARE(words[1].word.text, QStringLiteral("breaking"));
        QCOMPARE(words[1].evidence, 0.75);
        QCOMPARE(words[2].word.text, QStringLiteral("in."));
        QVERIFY(std::abs(words[2].evidence + 0.2) < 1e-12);
        QCOMPARE(independentWords(words), 1);
    }

    void sharesOutATokenOverWords()
    {
        // Two characters of three belong to the first word, one to the second.
        const auto words
            = evidenceWords({{QStringLiteral("门，开"), 0.9}, {QStringLiteral("了"), 0.2}});
        QCOMPARE(words.size(), std::size_t(3));
        QVERIFY(std::abs(words[0].evidence - 0.6) < 1e-12);
        QVERIFY(std::abs(words[1].evidence - 0.3) < 1e-12);
        QVERIFY(std::abs(words[2].evidence - 0.2) < 1e-12);
    }

    void losesNoEvidence()
    {
        std::mt19937 random(7);
        std::normal_distribution<double> nats(0, 1);
        const QString alphabet = QStringLiteral("ab  .,门人𠮷\n");
        for (int round = 0; round < 200; ++round) {
            std::vector<TokenWeight> tokens;
            double all = 0;
            for (int i = 0; i < 30; ++i) {
                TokenWeight token{{}, nats(random)};
                const int length = 1 + static_cast<int>(random() % 4);
                for (int n = 0; n < length; ++n) {
                    const auto at = static_cast<qsizetype>(random() % 8);
                    token.text += alphabet.at(at);
                }
                if (!token.text.trimmed().isEmpty())
                    all += token.evidence;
                tokens.push_back(token);
            }
            double sum = 0;
            for (const EvidenceWord &word : evidenceWords(tokens))
                sum += word.evidence;
            QVERIFY(std::abs(sum - all) < 1e-9);
        }
    }

    void levels()
    {
        QCOMPARE(levelOf(-0.1), EvidenceLevel::Less);
        QCOMPARE(levelOf(-0.099), EvidenceLevel::None);
        QCOMPARE(levelOf(0.099), EvidenceLevel::None);
        QCOMPARE(levelOf(0.1), EvidenceLevel::Some);
        QCOMPARE(levelOf(0.3), EvidenceLevel::More);
        QCOMPARE(levelOf(0.7), EvidenceLevel::Most);
    }

    void findsTheLeaningPhrase()
    {
        std::vector<EvidenceWord> words = evidenceWords({{QStringLiteral("A"), 0.0},
                                                         {QStringLiteral(" man"), 0.3},
                                                         {QStringLiteral(" breaking,"), 0.9},
                                                         {QStringLiteral(" then"), 0.0},
                                                         {QStringLiteral(" runs"), 0.0}});
        QCOMPARE(leaningPhrase(words).text, QStringLiteral("man breaking"));
        QVERIFY(leaningPhrase(words).all);
        words.back().evidence = 0.2;
        QCOMPARE(leaningPhrase(words).text, QStringLiteral("man breaking"));
        QVERIFY(!leaningPhrase(words).all);
        for (EvidenceWord &word : words)
            word.evidence = 0;
        QVERIFY(leaningPhrase(words).text.isEmpty());
        QVERIFY(leaningPhrase({}).text.isEmpty());
        // Of a run that is too long to be read aloud the strongest word stands for it.
        std::vector<TokenWeight> many(30, {QStringLiteral(" leaning"), 0.2});
        many[7] = {QStringLiteral(" knife,"), 0.9};
        QCOMPARE(leaningPhrase(evidenceWords(many)).text, QStringLiteral("knife"));
        QVERIFY(!leaningPhrase(evidenceWords(many)).all);
    }
};

QTEST_GUILESS_MAIN(TestEvidenceWords)
#include "tst_evidence_words.moc"
