#include "app/cli/Terminal.h"

#include <QTest>

using ecva::cli::withoutControls;

class TestTerminal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void steersNothing_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("shown");
        QTest::newRow("words") << QByteArray("A man.\n\tTwo\n") << QByteArray("A man.\n\tTwo\n");
        QTest::newRow("escape") << QByteArray("\x1b[2Jgone") << QByteArray("\xef\xbf\xbd[2Jgone");
        QTest::newRow("bell, delete") << QByteArray("a\x07"
                                                    "b\x7f")
                                      << QByteArray("a\xef\xbf\xbd"
                                                    "b\xef\xbf\xbd");
        QTest::newRow("C1") << QByteArray("\xc2\x9b"
                                          "31m")
                            << QByteArray("\xef\xbf\xbd"
                                          "31m");
        QTest::newRow("Chinese, é, nbsp")
            << QByteArray("火灾 caf\xc3\xa9\xc2\xa0!") << QByteArray("火灾 caf\xc3\xa9\xc2\xa0!");
        QTest::newRow("cut character") << QByteArray("\xc2") << QByteArray("\xc2");
    }
    void steersNothing()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, shown);
        QCOMPARE(QByteArray::fromStdString(withoutControls(text.toStdString())), shown);
    }
};

QTEST_APPLESS_MAIN(TestTerminal)
#include "TestTerminal.moc"
