// The exit codes that scripts rely on: 2 wrong usage, 3 bad input, 4 files and locks. Each error
// names what it is about on stderr, stdout stays empty, and nothing crashes.

#include "core/media/VideoWriter.h"
#include "tests/support/CliRunner.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>
#include <unistd.h>

using namespace ecva::test;

namespace {

void writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
}

// The same bytes every time, with no structure.
QByteArray randomBytes(int size)
{
    QByteArray bytes(size, '\0');
    quint32 state = 12345;
    for (char &byte : bytes) {
        state = state * 1664525u + 1013904223u;
        byte = char(state >> 24);
    }
    return bytes;
}

QByteArray sentence(const QString &text)
{
    return QStringLiteral("{\"op\":\"keysentence.add\",\"clip\":1,\"text\":\"%1\"}\n")
        .arg(text)
        .toUtf8();
}

} // namespace

class TestCliContract : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void wrongUsage_data();
    void wrongUsage();
    void badFiles_data();
    void badFiles();
    void newerProjectIsRefused();
    void secondWriterIsRefusedByName();
    void fullDiskLosesNothing();
    void fullStdoutIsAnError();

private:
    QString path(const QString &name) const { return m_dir.filePath(name); }
    QTemporaryDir m_dir;
};

void TestCliContract::initTestCase()
{
    QVERIFY(m_dir.isValid());
    ecva::VideoWriter::Options options;
    options.width = 64;
    options.height = 48;
    auto writer = ecva::VideoWriter::open(path("clip.mp4").toStdString(), options);
    QVERIFY(writer.has_value());
    for (int i = 0; i < 10; ++i)
        QVERIFY((*writer)
                    ->writeFrame({64, 48, 3, std::vector<std::uint8_t>(64 * 48 * 3, 128)})
                    .has_value());
    QVERIFY((*writer)->finish().has_value());
    QVERIFY(runCli({"new", path("good.ecva")}).exit == 0);
    const CliResult made = runCli({"add", path("good.ecva"), path("clip.mp4")});
    QVERIFY2(made.exit == 0, made.text().constData());
    writeFile(path("text.mp4"), "This is no video at all.\n");
    writeFile(path("zero.mp4"), "");
    writeFile(path("random.mp4"), randomBytes(60000));
    writeFile(path("zero.ecva"), "");
    writeFile(path("random.ecva"), randomBytes(60000));
    writeFile(path("text.ecva"), "{\"not\":\"a project\"}\n");
    writeFile(path("notes.json"), "{\"unfinished\": [1, 2");
    writeFile(path("random.xlsx"), randomBytes(60000));
    // Scripts that make a careless reader open another file.
    writeFile(path("concat.mp4"), "ffconcat version 1.0\nfile 'text.mp4'\n");
    writeFile(
        path("playlist.mp4"),
        "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n");
    writeFile(path("edit.jsonl"), sentence("before") + "this is no JSON\n");
}

void TestCliContract::wrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("nothing") << QStringList{};
    QTest::newRow("unknown command") << QStringList{"annotate-for-me"};
    QTest::newRow("unknown option") << QStringList{"info", "--nonsense", "x.ecva"};
    QTest::newRow("missing argument") << QStringList{"info"};
    QTest::newRow("index without a file") << QStringList{"index"};
    QTest::newRow("frames that are no numbers")
        << QStringList{"frames", "x.mp4", "--at", "one,two"};
    QTest::newRow("unknown format")
        << QStringList{"export", path("good.ecva"), "--format", "nonsense", "--out", path("x")};
    QTest::newRow("project exists") << QStringList{"new", path("good.ecva")};
}

void TestCliContract::wrongUsage()
{
    QFETCH(QStringList, arguments);
    const CliResult result = runCli(arguments);
    QVERIFY2(!result.crashed && result.exit == 2, result.text().constData());
    QVERIFY2(!result.err.isEmpty(), result.text().constData());
}

void TestCliContract::badFiles_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exit");
    QTest::addColumn<QByteArray>("named"); // what the message has to name

    const auto row
        = [](const char *name, const QStringList &arguments, int exit, const char *named) {
              QTest::newRow(name) << arguments << exit << QByteArray(named);
          };
    row("missing video", {"index", path("nowhere.mp4")}, 4, "nowhere.mp4");
    row("missing project", {"info", path("nowhere.ecva")}, 4, "nowhere.ecva");
    row("a file called as a command is", {"index", path("nowhere.mp4"), "delta"}, 4, "delta");
    row("missing import", {"import", path("good.ecva"), path("nowhere.xlsx")}, 4, "nowhere.xlsx");
    row("new in no folder", {"new", path("no/such/folder/a.ecva")}, 4, "a.ecva");
    row("folder as video", {"index", m_dir.path()}, 3, qPrintable(m_dir.path()));

    row("text as video", {"index", path("text.mp4")}, 3, "text.mp4");
    row("empty video", {"index", path("zero.mp4")}, 3, "zero.mp4");
    row("random video", {"index", path("random.mp4")}, 3, "random.mp4");
    row("concat script as video", {"index", path("concat.mp4")}, 3, "concat.mp4");
    row("playlist as video", {"index", path("playlist.mp4")}, 3, "playlist.mp4");
    row("empty project", {"info", path("zero.ecva")}, 3, "zero.ecva");
    row("random project", {"info", path("random.ecva")}, 3, "random.ecva");
    row("text as project", {"dump", path("text.ecva")}, 3, "text.ecva");
    row("random project for writing", {"undo", path("random.ecva")}, 3, "random.ecva");
    row("cut JSON", {"import", path("good.ecva"), path("notes.json")}, 3, "notes.json");
    row("random sheet", {"import", path("good.ecva"), path("random.xlsx")}, 3, "random.xlsx");
    row("bad line of a script", {"edit", path("good.ecva"), "--script", path("edit.jsonl")}, 3,
        "2");
}

void TestCliContract::badFiles()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, exit);
    QFETCH(QByteArray, named);
    const CliResult result = runCli(arguments);
    QVERIFY2(!result.crashed && result.exit == exit, result.text().constData());
    QVERIFY2(result.err.contains(named), result.text().constData());
    QVERIFY2(result.err.startsWith("ecva: "), result.text().constData());
}

void TestCliContract::newerProjectIsRefused()
{
    QVERIFY(QFile::copy(path("good.ecva"), path("newer.ecva")));
    {
        QSqlDatabase database = QSqlDatabase::addDatabase("QSQLITE", "newer");
        database.setDatabaseName(path("newer.ecva"));
        QVERIFY(database.open());
        QVERIFY(QSqlQuery(database).exec("PRAGMA user_version = 9999"));
        database.close();
    }
    QSqlDatabase::removeDatabase("newer");
    for (const char *command : {"info", "dump", "log", "undo"}) {
        const CliResult result = runCli({command, path("newer.ecva")});
        QVERIFY2(!result.crashed && result.exit == 3, result.text().constData());
        QVERIFY2(result.err.contains("newer.ecva"), result.text().constData());
    }
}

void TestCliContract::secondWriterIsRefusedByName()
{
    QVERIFY(QFile::copy(path("good.ecva"), path("shared.ecva")));
    QProcess first;
    first.start(programPath("ecva"),
                {"edit", path("shared.ecva"), "--script", "-", "--as", "firstwriter"});
    first.write(sentence("one"));
    QVERIFY(first.waitForReadyRead(20000)); // it has the project now

    CliOptions second;
    second.input = sentence("two");
    const CliResult refused
        = runCli({"edit", path("shared.ecva"), "--script", "-", "--as", "secondwriter"}, second);
    QVERIFY2(!refused.crashed && refused.exit == 4, refused.text().constData());
    QVERIFY2(refused.err.contains("process " + QByteArray::number(first.processId())),
             refused.text().constData());
    // Readers are welcome meanwhile, and see whole edits.
    const CliResult reader = runCli({"dump", path("shared.ecva")});
    QVERIFY2(reader.exit == 0 && reader.out.contains("\"one\""), reader.text().constData());
    QVERIFY(!reader.out.contains("\"two\""));

    first.closeWriteChannel();
    QVERIFY(first.waitForFinished(20000));
    QCOMPARE(first.exitCode(), 0);
    const CliResult now = runCli({"edit", path("shared.ecva"), "--script", "-"}, second);
    QVERIFY2(now.exit == 0, now.text().constData());
}

void TestCliContract::fullDiskLosesNothing()
{
    // A limit on the size of files stands in for a full disk: writes fail, the process lives.
    QVERIFY(QFile::copy(path("good.ecva"), path("full.ecva")));
    CliOptions script;
    script.input = sentence("before");
    QVERIFY(runCli({"edit", path("full.ecva"), "--script", "-"}, script).exit == 0);
    const QByteArray before = runCli({"dump", path("full.ecva")}).out;

    script.input.clear();
    for (int i = 0; i < 2000; ++i)
        script.input += sentence(QStringLiteral("sentence %1").arg(i));
    script.inChild = [] {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{300 * 1024, 300 * 1024};
        setrlimit(RLIMIT_FSIZE, &limit);
    };
    const CliResult full = runCli({"edit", path("full.ecva"), "--script", "-"}, script);
    QVERIFY2(!full.crashed && full.exit == 4, full.text().constData());
    QVERIFY2(full.err.contains("full.ecva"), full.text().constData());

    // What was answered is there, what was not is not, and the project is sound.
    const CliResult after = runCli({"dump", path("full.ecva")});
    QVERIFY2(after.exit == 0, after.text().constData());
    const auto acknowledged = full.out.count('\n');
    QVERIFY(acknowledged > 0 && acknowledged < 2000);
    for (int i = 0; i < 2000; ++i)
        QCOMPARE(after.out.contains("\"sentence " + QByteArray::number(i) + "\""),
                 i < acknowledged);
    QVERIFY(runCli({"undo", path("full.ecva"), QString::number(acknowledged)}).exit == 0);
    QCOMPARE(runCli({"dump", path("full.ecva")}).out, before);
}

void TestCliContract::fullStdoutIsAnError()
{
    QProcess process;
    process.setStandardOutputFile("/dev/full");
    process.start(programPath("ecva"), {"--version"});
    QVERIFY(process.waitForFinished(20000));
    QCOMPARE(process.exitCode(), 4);
}

QTEST_GUILESS_MAIN(TestCliContract)
#include "TestCliContract.moc"
