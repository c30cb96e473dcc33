#include "annotation/domain/Names.h"
#include "annotation/domain/Prompts.h"

#include <QCryptographicHash>
#include <QTest>

using namespace ecva;

class TestDomain : public QObject
{
    Q_OBJECT

    template <typename Enum>
    static void checkNames()
    {
        const QStringList all = names<Enum>();
        QCOMPARE(QSet<QString>(all.begin(), all.end()).size(), all.size());
        for (const QString &name : all) {
            const auto value = fromName<Enum>(name);
            QVERIFY(value);
            QCOMPARE(toName(*value), name);
        }
        QVERIFY(!fromName<Enum>(QStringLiteral("nonsense")));
        QVERIFY(!fromName<Enum>(QString()));
    }

private Q_SLOTS:
    void everyNameReadsBack()
    {
        checkNames<ClipStatus>();
        checkNames<Verdict>();
        checkNames<Task>();
        checkNames<AnswerRole>();
        checkNames<AnswerState>();
        checkNames<Basis>();
    }

    /// Lengths and digests of the prompts that ECVA published; a model's prompts are its interface.
    void publishedPrompts_data()
    {
        QTest::addColumn<QString>("task");
        QTest::addColumn<int>("characters");
        QTest::addColumn<QByteArray>("digest");
        QTest::newRow("what") << "description" << 123 << QByteArray("6f8051daa54a8df8");
        QTest::newRow("why") << "cause" << 438 << QByteArray("871f07702adcda04");
        QTest::newRow("how") << "result" << 461 << QByteArray("93fb93e9a68731f6");
    }

    void publishedPrompts()
    {
        QFETCH(QString, task);
        QFETCH(int, characters);
        QFETCH(QByteArray, digest);
        const QByteArray text = publishedQuestion(*fromName<Task>(task)).toUtf8();
        QCOMPARE(text.size(), characters);
        QCOMPARE(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex().left(16),
                 digest);
    }

    void freeQuestionsHaveNone()
    {
        QVERIFY(publishedQuestion(Task::Free).isEmpty());
        QVERIFY(!publishedQuestion(Task::Classification).isEmpty());
        QVERIFY(!publishedQuestion(Task::Time).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestDomain)
#include "TestDomain.moc"
