#include "model/api/Engine.h"
#include "model/api/Modules.h"

#include <QFileInfo>
#include <QProcess>
#include <QTest>

using namespace ecva;

class TestModules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("ECVA_MODULE_DIR", qgetenv("ECVA_BIN_DIR"));
        if (!isEngineInstalled())
            QSKIP("the engine module is not built: LibTorch is not here");
    }

    /// LibTorch's failed check must come back as an error, also once the tokenizer's module is
    /// there.
    void aRequestForSeventyTerabytesIsAnError()
    {
        const auto tokenizer = tokenizerModule();
        QVERIFY2(tokenizer, tokenizer ? "" : tokenizer.error().text().c_str());
        const auto engine = engineModule();
        QVERIFY2(engine, engine ? "" : engine.error().text().c_str());
        const auto asked = (*engine)->tryAllocation(70'000'000'000'000);
        QVERIFY(!asked);
        QVERIFY(asked.error().code == ErrorCode::OutOfMemory);
        QVERIFY((*engine)->tryAllocation(1 << 20).has_value());
    }

    /// The window and the command line start without the model; the modules never meet. Names, not
    /// parts of names: ldd prints addresses too, in which "c10" comes up now and then.
    void nothingIsLinkedThatShouldNotBe_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QStringList>("banned");
        const QStringList all{"libtorch", "libc10.", "libcudart", "libsentencepiece"};
        QTest::newRow("ecva") << "ecva" << all;
        QTest::newRow("ecva-studio") << "ecva-studio" << all;
        QTest::newRow("engine") << "libecva_engine.so" << QStringList{"libsentencepiece"};
        QTest::newRow("tokenizer") << "libecva_tokenizer.so" << QStringList{"libtorch", "libc10."};
    }
    void nothingIsLinkedThatShouldNotBe()
    {
        QFETCH(QString, file);
        QFETCH(QStringList, banned);
        const QString path = qEnvironmentVariable("ECVA_BIN_DIR") + '/' + file;
        if (!QFileInfo::exists(path))
            QSKIP(qPrintable(file + " is not built here"));
        QProcess ldd;
        ldd.start("ldd", {path});
        QVERIFY(ldd.waitForFinished());
        const QString needed = QString::fromUtf8(ldd.readAllStandardOutput());
        QVERIFY2(needed.contains("libstdc++"), qPrintable(needed));
        for (const QString &name : banned)
            QVERIFY2(!needed.contains(name), qPrintable(needed));
    }

    void versionsAreNamed()
    {
        const auto engine = engineModule();
        QVERIFY(engine.has_value());
        QVERIFY((*engine)->version().starts_with("LibTorch 2."));
    }
};

QTEST_APPLESS_MAIN(TestModules)
#include "tst_modules.moc"
