#include "annotation/evaluation/WordDiff.h"

#include <QRandomGenerator>
#include <QTest>

using namespace ecva;

namespace {

/// "same -gone- +new+".
QString shown(const std::vector<DiffPiece> &pieces)
{
    QString text;
    for (const DiffPiece &piece : pieces) {
        const QString mark = piece.kind == DiffPiece::Kind::Same   ? QString()
                             : piece.kind == DiffPiece::Kind::Gone ? QStringLiteral("-")
                                                                   : QStringLiteral("+");
        text += mark + piece.text + mark;
    }
    return text;
}

QString joined(const std::vector<DiffPiece> &pieces, DiffPiece::Kind with)
{
    QString text;
    for (const DiffPiece &piece : pieces) {
        if (piece.kind == DiffPiece::Kind::Same || piece.kind == with)
            text += piece.text;
    }
    return text;
}

int countOf(const std::vector<DiffPiece> &pieces, DiffPiece::Kind kind)
{
    qsizetype count = 0;
    for (const DiffPiece &piece : pieces) {
        if (piece.kind == kind)
            count += piece.text.simplified().split(u' ', Qt::SkipEmptyParts).size();
    }
    return int(count);
}

/// Longest common subsequence by the textbook.
int commonWords(const QStringList &a, const QStringList &b)
{
    std::vector<std::vector<int>> table(std::size_t(a.size()) + 1,
                                        std::vector<int>(std::size_t(b.size()) + 1, 0));
    for (std::size_t i = 1; i < table.size(); ++i) {
        for (std::size_t j = 1; j < table[i].size(); ++j)
            table[i][j] = a[qsizetype(i) - 1] == b[qsizetype(j) - 1]
                              ? table[i - 1][j - 1] + 1
                              : std::max(table[i - 1][j], table[i][j - 1]);
    }
    return table.back().back();
}

} // namespace

class TestWordDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void byHand()
    {
        QCOMPARE(shown(wordDiff("", "")), "");
        QCOMPARE(shown(wordDiff("a man fell", "a man fell")), "a man fell");
        QCOMPARE(shown(wordDiff("a man fell down", "a woman fell")), "a -man -+woman +fell-down-");
        QCOMPARE(shown(wordDiff("", "new words")), "+new words+");
        QCOMPARE(shown(wordDiff("old", "")), "-old-");
        QCOMPARE(shown(wordDiff("one two three", "three one two")), "+three +one two-three-");
        QCOMPARE(
            shown(wordDiff(QStringLiteral("三个人打破窗户"), QStringLiteral("两个人砸破车窗"))),
            QStringLiteral("-三-+两+个人-打-+砸+破+车+窗-户-"));
        QCOMPARE(shown(wordDiff(QStringLiteral("红色car停"), QStringLiteral("红色bus停"))),
                 QStringLiteral("红色-car-+bus+停"));
        QCOMPARE(shown(wordDiff("a  b", "a b")), "a b"); // blanks are no words
        QCOMPARE(shown(wordDiff("  ", "a")), "-  -+a+");
    }

    void theShortestOfRandomTexts()
    {
        QRandomGenerator random(7);
        for (int round = 0; round < 300; ++round) {
            const auto make = [&random] {
                QStringList words;
                const int count = int(random.bounded(25));
                for (int i = 0; i < count; ++i)
                    words.append(QString(QChar(u'a' + random.bounded(4))));
                return words;
            };
            const QStringList before = make();
            const QStringList after = make();
            const auto pieces = wordDiff(before.join(u' '), after.join(u' '));
            QCOMPARE(joined(pieces, DiffPiece::Kind::New), after.join(u' '));
            QCOMPARE(joined(pieces, DiffPiece::Kind::Gone).simplified().remove(u' '),
                     before.join(QString()));
            QCOMPARE(countOf(pieces, DiffPiece::Kind::Same), commonWords(before, after));
            for (std::size_t i = 1; i < pieces.size(); ++i) {
                QVERIFY(pieces[i].kind != pieces[i - 1].kind);
                QVERIFY(pieces[i].kind != DiffPiece::Kind::Gone
                        || pieces[i - 1].kind != DiffPiece::Kind::New);
            }
        }
    }

    void longTexts()
    {
        QString before;
        for (int i = 0; i < 4000; ++i)
            before += QString::number(i * i % 97) + u' ';
        QString after = before;
        after.replace(QStringLiteral("16 "), QStringLiteral("x "));
        const auto pieces = wordDiff(before, after);
        QCOMPARE(joined(pieces, DiffPiece::Kind::New), after);
        QCOMPARE(joined(pieces, DiffPiece::Kind::Gone), before);
        // Half a surrogate pair is a character like another.
        QCOMPARE(joined(wordDiff(QString(QChar(0xD800)), "a"), DiffPiece::Kind::New), "a");
    }
};

QTEST_GUILESS_MAIN(TestWordDiff)
#include "TestWordDiff.moc"
