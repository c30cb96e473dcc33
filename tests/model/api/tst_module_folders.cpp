// Where the modules are looked for, with the tokenizer's as the example.
#include "model/api/Modules.h"
#include "model/api/Tokenizer.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace ecva;

class TestModuleFolders : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QFile file(m_folder.filePath("libecva_tokenizer.so"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("not a module") > 0);
    }

    void aModuleThatDoesNotLoadSaysWhy()
    {
        qputenv("ECVA_MODULE_DIR", m_folder.path().toLocal8Bit());
        const auto module = tokenizerModule();
        QVERIFY(!module);
        QVERIFY(module.error().code == ErrorCode::Device);
        QCOMPARE(module.error().where, m_folder.filePath("libecva_tokenizer.so").toStdString());
        QVERIFY(module.error().message.find("dev build") != std::string::npos);
    }

    /// After the failure: it is tried again. The working folder's file is not taken.
    void anEmptyFolderNameIsNone()
    {
        qputenv("ECVA_MODULE_DIR", "");
        QVERIFY(QDir::setCurrent(m_folder.path()));
        const auto module = tokenizerModule();
        QVERIFY2(module, module ? "" : module.error().text().c_str());
        QVERIFY((*module)->version().starts_with("SentencePiece"));
        QCOMPARE(*tokenizerModule(), *module);
    }

private:
    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(TestModuleFolders)
#include "tst_module_folders.moc"
