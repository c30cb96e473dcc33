// The exit codes that scripts rely on: 2 wrong usage, 3 bad input, 4 files and locks. Each error
// names what it is about on stderr, stdout stays empty, and nothing crashes.

#include "core/media/VideoWriter.h"
#include "tests/support/CliRunner.h"
#include "tests/support/Files.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace ecva::test;

namespace {

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
    void wrongUseIsNamed_data();
    void wrongUseIsNamed();
    void numbersAreDecimal();
    void whatIsNoFileStays();
    void fullDiskIsNamed();
    void allVersionsAreTold();
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
    // A script's unset variable.
    QTest::newRow("empty file") << QStringList{"index", ""};
    QTest::newRow("empty folder") << QStringList{"demo", ""};
    QTest::newRow("empty model") << QStringList{"propose", path("clip.mp4"), "--model",
                                                "",        "--task",         "cause"};
    QTest::newRow("empty target of an export")
        << QStringList{"export", path("good.ecva"), "--format", "csv", "--out", ""};
    // Numbers that the parser alone would bend into others.
    QTest::newRow("negative seed") << QStringList{"index", path("clip.mp4"), "--seed", "-1"};
    QTest::newRow("seed of 2^64") << QStringList{"index", path("clip.mp4"), "--seed",
                                                 "18446744073709551616"};
    QTest::newRow("no frame number")
        << QStringList{"frames", path("clip.mp4"), "--at", "", "--hash"};
    QTest::newRow("half a frame") << QStringList{"frames", path("clip.mp4"), "--at", "1.5",
                                                 "--hash"};
    QTest::newRow("hash and pictures")
        << QStringList{"frames", path("clip.mp4"), "--at", "0", "--hash", "--out", path("x")};
    QTest::newRow("neither hash nor pictures")
        << QStringList{"frames", path("clip.mp4"), "--at", "0"};
}

void TestCliContract::wrongUsage()
{
    QFETCH(QStringList, arguments);
    const CliResult result = runCli(arguments);
    QVERIFY2(!result.crashed && result.exit == 2, result.text().constData());
    QVERIFY2(result.out.isEmpty(), result.text().constData());
    if (!arguments.isEmpty()) // else the whole help
        QVERIFY2(result.err.startsWith("ecva: "), result.text().constData());
    QVERIFY2(!result.err.isEmpty(), result.text().constData());
}

void TestCliContract::wrongUseIsNamed_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const QStringList &arguments, const char *says) {
        QTest::newRow(says) << arguments << QByteArray(says);
    };
    row({"annotate", "x"}, "ecva: there is no command 'annotate'\nRun 'ecva --help'");
    row({"info", "a.ecva", "b", "c"}, "ecva: 'b' 'c' were not expected\nRun 'ecva info --help'");
    row({"info", "a.ecva", "--deep"}, "ecva: '--deep' was not expected");
    row({"model"}, "ecva: model needs a command: info or make-tiny\nRun 'ecva model --help'");
    row({"model", "make-tiny"}, "ecva: DIR is required\nRun 'ecva model make-tiny --help'");
    row({"index", ""}, "ecva: FILE: is an empty text");
    row({"log", "a.ecva", "--item", "x"}, "ecva: --item: 'x' is not a whole number from 1 to ");
    row({"index", "a.mp4", "--seed", "99999999999999999999"},
        "ecva: --seed: '99999999999999999999' is too large a number");
    row({"propose", "a.mp4", "--model", "m", "--task", "cause", "--temperature", "warm"},
        "ecva: --temperature: 'warm' is not a number");
}

void TestCliContract::wrongUseIsNamed()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, says);
    const CliResult result = runCli(arguments);
    QVERIFY2(result.exit == 2 && result.err.startsWith(says), result.text().constData());
}

/// strtol would read the first as octal.
void TestCliContract::numbersAreDecimal()
{
    const CliResult result
        = runCli({"frames", path("clip.mp4"), "--at", "007, 1", "--hash", "--json"});
    QVERIFY2(result.exit == 0, result.text().constData());
    QCOMPARE(result.json()[0]["index"].toInt(), 7);
    QCOMPARE(result.json()[1]["index"].toInt(), 1);
    const CliResult outside = runCli({"frames", path("clip.mp4"), "--at", "-1", "--hash"});
    QVERIFY2(outside.exit == 3 && outside.err.contains("frame -1"), outside.text().constData());
}

/// A finished file comes by a rename, which would put it in the place of whatever lies there.
void TestCliContract::whatIsNoFileStays()
{
    const QByteArray pipe = path("pipe").toUtf8();
    QCOMPARE(mkfifo(pipe.constData(), 0600), 0);
    const auto stays = [&] {
        struct stat now{};
        return stat(pipe.constData(), &now) == 0 && S_ISFIFO(now.st_mode);
    };
    const CliResult refused
        = runCli({"export", path("good.ecva"), "--format", "csv", "--out", path("pipe")});
    QVERIFY2(refused.exit == 4 && refused.err.contains("pipe"), refused.text().constData());
    QVERIFY(stays() && !QFile::exists(path("pipe.manifest.json")));
    const CliResult behind
        = runCli({"export", path("good.ecva"), "--format", "csv", "--out", path("linked")});
    QVERIFY2(behind.exit == 0, behind.text().constData());
    QVERIFY(QFile::remove(path("linked.manifest.json")));
    QVERIFY(QFile::link(path("pipe"), path("linked.manifest.json")));
    const CliResult manifest
        = runCli({"export", path("good.ecva"), "--format", "csv", "--out", path("linked")});
    QVERIFY2(manifest.exit == 4 && manifest.err.contains("linked.manifest.json"),
             manifest.text().constData());
    QVERIFY(stays());
}

/// A limit on the size of files stands in for a full disk; SQLite needs some room to read.
void TestCliContract::fullDiskIsNamed()
{
    CliOptions limited;
    limited.inChild = [] {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{40 * 1024, 40 * 1024};
        setrlimit(RLIMIT_FSIZE, &limit);
    };
    CliOptions script;
    for (int i = 0; i < 1500; ++i)
        script.input += R"({"op":"segment.add","clip":1,"begin":1,"end":5,"label":"cuva:1-1"})"
                        "\n";
    QVERIFY(QFile::copy(path("good.ecva"), path("long.ecva")));
    QVERIFY(runCli({"edit", path("long.ecva")}, script).exit == 0);
    const CliResult full
        = runCli({"export", path("long.ecva"), "--format", "csv", "--out", path("o.csv")}, limited);
    QVERIFY2(full.exit == 4 && full.err.contains("o.csv: File too large"), full.text().constData());
    QCOMPARE(QDir(m_dir.path()).entryList({"o.csv*"}, QDir::Files | QDir::Hidden), QStringList());
    // A folder that was made for it goes too.
    const CliResult demo = runCli({"demo", path("half")}, limited);
    QVERIFY2(demo.exit == 4 && !QFile::exists(path("half")), demo.text().constData());
}

void TestCliContract::allVersionsAreTold()
{
    const QJsonValue versions = runCli({"--version", "--json"}).json();
    for (const char *name : {"ecva", "qt", "ffmpeg", "libtorch", "cuda", "sqlite"})
        QVERIFY2(!versions[QLatin1String(name)].toString().isEmpty(), name);
    QVERIFY(versions["sqlite"].toString().startsWith(u'3'));
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
    for (const char *what : {"--version", "--help"}) {
        process.start(programPath("ecva"), {what});
        QVERIFY(process.waitForFinished(20000));
        QCOMPARE(process.exitCode(), 4);
    }
}

QTEST_GUILESS_MAIN(TestCliContract)
#include "TestCliContract.moc"
