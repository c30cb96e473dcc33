// The program `ecva-studio` as a person starts it: on the demo, on a folder, on files that are no
// projects. It paints, and nothing makes it crash.

#include "tests/support/CliRunner.h"

#include <QFile>
#include <QImage>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace ecva::test;

class TestWindowProgram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void paints_data();
    void paints();

private:
    QTemporaryDir m_dir;
};

void TestWindowProgram::initTestCase()
{
    const CliResult made = runCli({"demo", m_dir.filePath("demo")});
    QVERIFY2(made.exit == 0, made.text().constData());
    QFile zero(m_dir.filePath("zero.ecva"));
    QVERIFY(zero.open(QIODevice::WriteOnly));
    QFile text(m_dir.filePath("text.mp4"));
    QVERIFY(text.open(QIODevice::WriteOnly) && text.write("no video") > 0);
}

void TestWindowProgram::paints_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("colours"); // at least, in the whole window
    QTest::newRow("first page") << QStringList{} << 20;
    QTest::newRow("demo") << QStringList{m_dir.filePath("demo/demo.ecva")} << 1000;
    QTest::newRow("light, Chinese")
        << QStringList{"--theme", "light", "--lang", "zh_CN", m_dir.filePath("demo/demo.ecva")}
        << 1000;
    QTest::newRow("empty file as project") << QStringList{m_dir.filePath("zero.ecva")} << 20;
    QTest::newRow("text as video") << QStringList{m_dir.filePath("text.mp4")} << 20;
    QTest::newRow("missing file") << QStringList{m_dir.filePath("nowhere.ecva")} << 20;
}

void TestWindowProgram::paints()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, colours);
    const QString picture = m_dir.filePath("window.png");
    QFile::remove(picture);
    QProcess process;
    process.start(programPath("ecva-studio"),
                  QStringList{"--size", "1440x900", "--screenshot", picture} + arguments);
    QVERIFY2(process.waitForFinished(60000), "the window did not close");
    const QByteArray said = process.readAllStandardError();
    QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0,
             said.constData());

    const QImage shot(picture);
    QCOMPARE(shot.size(), QSize(1440, 900));
    QSet<QRgb> seen;
    for (int y = 0; y < shot.height(); y += 4)
        for (int x = 0; x < shot.width(); x += 4)
            seen.insert(shot.pixel(x, y));
    QVERIFY2(seen.size() >= colours, qPrintable(QString("%1 colours").arg(seen.size())));
}

QTEST_GUILESS_MAIN(TestWindowProgram)
#include "TestWindowProgram.moc"
