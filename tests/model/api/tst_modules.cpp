#include "model/api/Engine.h"
#include "model/api/Modules.h"

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

    void versionsAreNamed()
    {
        const auto engine = engineModule();
        QVERIFY(engine.has_value());
        QVERIFY((*engine)->version().starts_with("LibTorch 2."));
    }
};

QTEST_APPLESS_MAIN(TestModules)
#include "tst_modules.moc"
