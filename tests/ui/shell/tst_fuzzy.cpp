#include "ui/shell/FuzzyMatch.h"

#include <QTest>

using namespace ecva;

class TestFuzzy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lettersInOrder_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QList<int>>("positions"); // worked out by hand
        QTest::newRow("word starts") << "gt" << "Go to frame" << QList<int>{0, 3};
        QTest::newRow("blanks do not count") << "go to" << "Go to frame" << QList<int>{0, 1, 3, 4};
        QTest::newRow("neighbours before strays")
            << "mark" << "Make a remark of marks" << QList<int>{17, 18, 19, 20};
        QTest::newRow("Chinese") << QStringLiteral("拆分") << QStringLiteral("在播放头处拆分")
                                 << QList<int>{5, 6};
    }
    void lettersInOrder()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, text);
        QFETCH(QList<int>, positions);
        const auto hit = fuzzyMatch(pattern, text);
        QVERIFY(hit);
        QCOMPARE(hit->positions, positions);
    }

    void missingLettersDoNotMatch()
    {
        QVERIFY(!fuzzyMatch(QStringLiteral("xyz"), QStringLiteral("Go to frame")));
        QVERIFY(!fuzzyMatch(QStringLiteral("tg"), QStringLiteral("go t"))); // order counts
        QVERIFY(!fuzzyMatch(QStringLiteral("a"), QString()));
    }

    void everyMatchSpellsThePattern()
    {
        const QString text = QStringLiteral("Show the whole clip, or the segment");
        for (const char *pattern : {"sw", "clip", "seg", "ttt", "shwclipseg"}) {
            const auto hit = fuzzyMatch(QString::fromLatin1(pattern), text);
            QVERIFY(hit);
            QString spelled;
            int before = -1;
            for (const int position : hit->positions) {
                QVERIFY(position > before);
                before = position;
                spelled.append(text.at(position).toLower());
            }
            QCOMPARE(spelled, QString::fromLatin1(pattern));
        }
    }

    void emptyPatternMatchesAll() { QVERIFY(fuzzyMatch(QString(), QStringLiteral("anything"))); }
};

QTEST_APPLESS_MAIN(TestFuzzy)
#include "tst_fuzzy.moc"
