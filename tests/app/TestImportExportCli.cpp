#include "annotation/formats/Format.h"
#include "tests/annotation/formats/SftCheck.h"
#include "tests/annotation/formats/XlsxFile.h"
#include "tests/support/Files.h"

#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace ecva;
using namespace ecva::test;

/// `ecva import` and `ecva export` as a script sees them.
class TestImportExportCli : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_sheet = m_folder.filePath("sheet.xlsx");

    struct Ran
    {
        int code = -1;
        QByteArray out;
        QByteArray err;
        nlohmann::json json() const
        {
            return nlohmann::json::parse(out.toStdString(), nullptr, false);
        }
    };
    static QString program() { return qEnvironmentVariable("ECVA_BIN_DIR") + "/ecva"; }

    static Ran run(const QStringList &arguments)
    {
        QProcess process;
        process.start(program(), arguments);
        process.waitForFinished(60'000);
        const bool crashed = process.exitStatus() != QProcess::NormalExit;
        return {crashed ? -1 : process.exitCode(), process.readAllStandardOutput(),
                process.readAllStandardError()};
    }

    /// Rows of clips 1…n as the published sheet has them.
    static XlsxFile::Rows rows(int count, const QString &text = "A man runs")
    {
        XlsxFile::Rows all{ecvaHeader()};
        for (int i = 1; i <= count; ++i)
            all.push_back({QString::number(i), "[7-1,5]", "because of " + text, "so", "[0052,0114]",
                           "[" + text + "]", "[\"a man runs\"]"});
        return all;
    }
    bool writeSheet(const XlsxFile::Rows &all)
    {
        XlsxFile file;
        file.addSheet("一轮标注", all);
        return file.write(m_sheet);
    }
    QString newProject(const char *name)
    {
        const QString path = m_folder.filePath(QString("%1.ecva").arg(name));
        return run({"new", path}).code == 0 ? path : QString();
    }
private Q_SLOTS:
    void importsAnswersOfAModel()
    {
        const QString project = newProject("results");
        QVERIFY(writeSheet(rows(2)));
        QCOMPARE(run({"import", project, m_sheet}).code, 0);
        const QString file = m_folder.filePath("vlm_reason.json");
        QFile answers(file);
        QVERIFY(answers.open(QIODevice::WriteOnly));
        answers.write(R"([{"video_file":"00001.mp4","prompt":"p","output":"A.</s>"},
                          {"video_file":"00002.mp4","prompt":"ERROR","output":"ERROR"},
                          {"video_file":"00099.mp4","prompt":"p","output":"B."}])");
        answers.close();
        const QByteArray before = run({"dump", project}).out;
        const Ran dry = run({"--json", "import", project, file, "--dry-run", "--role", "masked",
                             "--model", "other", "--task", "result"});
        QCOMPARE(dry.code, 0);
        QVERIFY(dry.json()["role"] == "masked");
        QVERIFY(dry.json()["model"] == "other");
        QVERIFY(dry.json()["task"] == "result");
        QCOMPARE(run({"dump", project}).out, before);
        const Ran done = run({"--json", "import", project, file, "--format", "ecva-results"});
        QCOMPARE(done.code, 0);
        QVERIFY(done.json()["imported"] == 1);
        QVERIFY(done.json()["skipped"] == 2);
        QVERIFY(done.json()["unmatched"] == 1);
        QVERIFY(done.json()["unmatched_examples"][0] == "00099.mp4");
        QVERIFY(done.json()["counts"]["failed"] == 1);
        QVERIFY(done.json()["role"] == "model");
        QVERIFY(done.json()["model"] == "vlm");
        QVERIFY(run({"dump", project}).out.contains(R"("raw_text":"A.</s>")"));
        const Ran again = run({"import", project, file});
        QCOMPARE(again.code, 2);
        QVERIFY2(again.err.contains("was imported on"), again.err.constData());
        QCOMPARE(run({"undo", project}).code, 0);
        QCOMPARE(run({"dump", project}).out, before);
        QCOMPARE(run({"import", project, file, "--role", "gold"}).code, 2);
    }

    void importsAndSaysWhat()
    {
        auto all = rows(3);
        all[2][4] = "[00043,0048]";
        all[3][1] = "枪战";
        QVERIFY(writeSheet(all));
        const QString project = newProject("a");
        QVERIFY(!project.isEmpty());
        const QByteArray before = run({"dump", project}).out;

        const Ran dry = run({"--json", "import", project, m_sheet, "--dry-run"});
        QCOMPARE(dry.code, 0);
        QCOMPARE(dry.json()["imported"].get<int>(), 3);
        QCOMPARE(dry.json()["counts"]["segments"].get<int>(), 2);
        QCOMPARE(run({"dump", project}).out, before);

        const QString report = m_folder.filePath("report.json");
        const Ran done = run({"import", project, m_sheet, "--json", "--report", report});
        QCOMPARE(done.code, 0); // warnings are no failure
        const auto json = done.json();
        QCOMPARE(json["imported"].get<int>(), 3);
        QCOMPARE(json["skipped"].get<int>(), 0);
        bool found = false;
        for (const auto &warning : json["warnings"]) {
            if (warning["rule"] == "time.form") {
                found = true;
                QCOMPARE(warning["place"].get<std::string>(), "一轮标注!E3");
                QCOMPARE(warning["fix"].get<std::string>(), "[0043,0048]");
                QVERIFY(!warning["message"].get<std::string>().empty());
            }
        }
        QVERIFY(found);
        const auto whole = nlohmann::json::parse(contentOf(report).toStdString());
        QCOMPARE(whole["findings"].size(), json["warnings"].size());

        const Ran again = run({"import", project, m_sheet});
        QCOMPARE(again.code, 2);
        QVERIFY(again.err.contains("was imported on"));
        QCOMPARE(run({"import", project, m_sheet, "--again"}).code, 0);
        QCOMPARE(run({"undo", project}).code, 0); // one step, and the second import made none
        QCOMPARE(run({"dump", project}).out, before);
    }

    void acceptsFixes()
    {
        auto all = rows(2);
        all[1][4] = "[00043,0048]";
        all[2][4] = "[000,0025]";
        QVERIFY(writeSheet(all));
        const QString one = newProject("fix1");
        const Ran single
            = run({"--json", "import", one, m_sheet, "--fix", "time.form@一轮标注!E2"});
        QCOMPARE(single.json()["counts"]["segments"].get<int>(), 1);
        const QString both = newProject("fix2");
        QCOMPARE(run({"--json", "import", both, m_sheet, "--fix", "time.form"})
                     .json()["counts"]["segments"]
                     .get<int>(),
                 2);
        const Ran wrong = run({"import", newProject("fix3"), m_sheet, "--fix", "keys.long"});
        QCOMPARE(wrong.code, 2);
    }

    void refusedRows()
    {
        auto all = rows(2);
        all[2][4] = "[0000,0075]";
        QVERIFY(writeSheet(all));
        const Ran done = run({"--json", "import", newProject("refused"), m_sheet});
        QCOMPARE(done.code, 1);
        QCOMPARE(done.json()["imported"].get<int>(), 1);
        QCOMPARE(done.json()["skipped"].get<int>(), 1);
    }

    void errors_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::newRow("no file") << QStringList{"import", "P", "no-such.xlsx"} << 4;
        QTest::newRow("no project") << QStringList{"import", "no-such.ecva", "S"} << 4;
        QTest::newRow("not a format") << QStringList{"import", "P", "S", "--format", "pdf"} << 2;
        QTest::newRow("not yet") << QStringList{"import", "P", "S", "--format", "hivau-raw"} << 3;
        QTest::newRow("wrong content") << QStringList{"import", "P", "P"} << 3;
        QTest::newRow("said to be one")
            << QStringList{"import", "P", "P", "--format", "ecva-xlsx"} << 3;
        QTest::newRow("no sheet") << QStringList{"import", "P", "S", "--sheet", "none"} << 2;
        QTest::newRow("no argument") << QStringList{"import", "P"} << 2;
        QTest::newRow("no out") << QStringList{"export", "P", "--format", "sft"} << 2;
        QTest::newRow("export not a format")
            << QStringList{"export", "P", "--format", "pdf", "--out", "O"} << 2;
        QTest::newRow("export not yet")
            << QStringList{"export", "P", "--format", "ecva-xlsx", "--out", "O"} << 3;
        QTest::newRow("filter") << QStringList{"export", "P", "--format", "sft",
                                               "--out",  "O", "--filter", "colour:red"}
                                << 2;
        QTest::newRow("task") << QStringList{"export", "P", "--format", "sft",
                                             "--out",  "O", "--task",   "why"}
                              << 2;
        QTest::newRow("one task") << QStringList{"export",       "P",     "--format",
                                                 "ecva-results", "--out", "O"}
                                  << 2;
        QTest::newRow("folder") << QStringList{"export", "P", "--format", "sft", "--out", "D"} << 4;
        QTest::newRow("no folder")
            << QStringList{"export", "P", "--format", "sft", "--out", "D/no/such/x.json"} << 4;
    }

    void errors()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QVERIFY(writeSheet(rows(1)));
        static const QString project = newProject("errors");
        for (QString &argument : arguments) {
            argument.replace(QRegularExpression("^P$"), project);
            argument.replace(QRegularExpression("^S$"), m_sheet);
            argument.replace(QRegularExpression("^O$"), m_folder.filePath("errors.json"));
            argument.replace(QRegularExpression("^D(?=$|/)"), m_folder.path());
        }
        const Ran ran = run(arguments);
        QVERIFY2(ran.code == code, ran.err.constData());
        QVERIFY(!ran.err.isEmpty());
        QVERIFY(!QFile::exists(m_folder.filePath("errors.json")));
    }

    void exports()
    {
        auto all = rows(4);
        all[2][1] = "枪战";
        all[3][2] = "/";
        QVERIFY(writeSheet(all));
        const QString project = newProject("export");
        QCOMPARE(run({"import", project, m_sheet}).code, 0);
        const QString out = m_folder.filePath("sft.json");
        const Ran dry = run({"--json", "export", project, "--format", "sft", "--dry-run"});
        QCOMPARE(dry.code, 1);
        const Ran done = run({"--json", "export", project, "--format", "sft", "--out", out});
        QCOMPARE(done.code, 1); // two items are refused
        QCOMPARE(done.json()["written"].get<int>(), 14);
        QCOMPARE(done.json()["refused"].size(), std::size_t(2));
        QVERIFY(dry.json()["refused"] == done.json()["refused"]);
        QCOMPARE(done.json()["refused"][0]["place"].get<std::string>(), "00002 classification");
        QCOMPARE(sftBreach(contentOf(out)), std::string());
        const Ran some = run({"--json", "export", project, "--format", "sft", "--out", out,
                              "--filter", "clip:00001.mp4 task:cause,result"});
        QCOMPARE(some.code, 0);
        QCOMPARE(some.json()["written"].get<int>(), 2);
        const Ran absent = run({"export", project, "--format", "sft", "--out", out,
                                "--require-media", "--task", "cause"});
        QCOMPARE(absent.code, 1);
        QCOMPARE(contentOf(out), QByteArray("[]\n"));
    }

    /// An export that is killed or runs out of disk leaves the old file whole.
    void stoppedExports()
    {
        QVERIFY(writeSheet(rows(1500, QString("A man runs over the yard. ").repeated(40))));
        const QString project = newProject("kill");
        QCOMPARE(run({"import", project, m_sheet}).code, 0);
        const QString out = m_folder.filePath("kill.json");
        const auto manifestFits = [&out] {
            const auto manifest = nlohmann::json::parse(
                contentOf(out + ".manifest.json").toStdString(), nullptr, false);
            const QByteArray digest
                = QCryptographicHash::hash(contentOf(out), QCryptographicHash::Sha256).toHex();
            return manifest.is_object() && manifest["files"][0]["sha256"] == digest.toStdString();
        };
        const QStringList small{"export", project, "--format", "sft",
                                "--out",  out,     "--filter", "clip:00001.mp4"};
        const QStringList large{"export", project, "--format", "sft", "--out", out};
        QCOMPARE(run(small).code, 0);
        const QByteArray oldBytes = contentOf(out);
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(run(large).code, 0);
        const int whole = int(timer.elapsed());
        const QByteArray newBytes = contentOf(out);
        QVERIFY(newBytes.size() > 2'000'000);

        QRandomGenerator random(3);
        int killed = 0;
        for (int round = 0; round < 12; ++round) {
            QCOMPARE(run(small).code, 0);
            QProcess process;
            process.start(program(), large);
            QVERIFY(process.waitForStarted());
            QThread::msleep(random.bounded(quint32(whole / 4), quint32(whole + 20)));
            process.kill();
            process.waitForFinished();
            killed += process.exitStatus() == QProcess::CrashExit;
            const QByteArray left = contentOf(out);
            QVERIFY(left == oldBytes || left == newBytes);
            QVERIFY(left != oldBytes || manifestFits());
        }
        QVERIFY(killed > 0);

        // No room for more than a MiB: SIGXFSZ ignored, so that the write fails as on a full disk.
        QCOMPARE(run(small).code, 0);
        QProcess shell;
        shell.start("bash", {"-c", "trap '' XFSZ; ulimit -f 1024; exec \"$0\" \"$@\"", program(),
                             "export", project, "--format", "sft", "--out", out});
        QVERIFY(shell.waitForFinished(60'000));
        QCOMPARE(shell.exitCode(), 4);
        QVERIFY(shell.readAllStandardError().contains("kill.json"));
        QCOMPARE(contentOf(out), oldBytes);
        QVERIFY(manifestFits());
        const QStringList left = QDir(m_folder.path()).entryList({"kill.json.*"});
        QVERIFY2(left.contains("kill.json.manifest.json"), qPrintable(left.join(' ')));
    }

    void interrupted()
    {
        QVERIFY(writeSheet(rows(3000)));
        const QString project = newProject("interrupt");
        QProcess process;
        process.start(program(), {"import", project, m_sheet});
        QVERIFY(process.waitForStarted());
        QThread::msleep(60);
        process.terminate(); // SIGTERM, like Ctrl+C
        QVERIFY(process.waitForFinished());
        const auto info = run({"--json", "info", project}).json();
        const int clips = info["clips"].get<int>();
        // All or nothing, and the status says which; the signal may come before there is a handler.
        const bool died = process.exitStatus() == QProcess::CrashExit;
        QVERIFY2(clips == 0 || clips == 3000, qPrintable(QString::number(clips)));
        if (!died)
            QCOMPARE(process.exitCode(), clips == 0 ? 6 : 0);
    }

    void bombIsRefusedByName()
    {
        XlsxFile file;
        file.addSheet("一轮标注", rows(1));
        file.setPart("xl/sharedStrings.xml",
                     "<sst>" + QByteArray("<si><t/></si>").repeated(1'000'000) + "</sst>");
        QVERIFY(file.write(m_sheet));
        const Ran ran = run({"import", newProject("bomb"), m_sheet});
        QCOMPARE(ran.code, 3);
        QVERIFY2(ran.err.contains("sheet.xlsx:xl/sharedStrings.xml"), ran.err.constData());
    }
};

QTEST_GUILESS_MAIN(TestImportExportCli)
#include "TestImportExportCli.moc"
