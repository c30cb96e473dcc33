// What cmake/EcvaEmbed.cmake makes of a file: the same bytes.
#include "embedded/kEmbeddedSample.h"

#include <QFile>
#include <QTest>

class TestEmbed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bytesAreTheFiles()
    {
        QFile file(QString::fromLocal8Bit(qgetenv("ECVA_SOURCE_DIR"))
                   + "/tests/model/tiny/embedded.txt");
        QVERIFY(file.open(QIODevice::ReadOnly));
        const std::string_view embedded = ecva::embedded::kEmbeddedSample;
        QCOMPARE(QByteArray(embedded.data(), qsizetype(embedded.size())), file.readAll());
    }
};

QTEST_APPLESS_MAIN(TestEmbed)
#include "tst_embed.moc"
