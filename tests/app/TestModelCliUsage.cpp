// `ecva propose` and `ecva delta` used wrongly, on damaged files, and interrupted.
#include "tests/app/ModelCliBench.h"

#include <QProcess>

#include <csignal>

using namespace ecva;
using namespace ecva::test;

namespace {

bool copyFolder(const QString &from, const QString &to)
{
    if (!QDir().mkpath(to))
        return false;
    bool copied = true;
    const QDir folder(from);
    for (const QFileInfo &entry :
         folder.entryInfoList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString target = to + u'/' + entry.fileName();
        copied = copied
                 && (entry.isDir() ? copyFolder(entry.filePath(), target)
                                   : QFile::copy(entry.filePath(), target));
    }
    return copied;
}

} // namespace

class TestModelCliUsage : public ModelCliBench
{
    Q_OBJECT

private Q_SLOTS:
    void wrongUsage_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<int>("exit");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *command, const char *arguments, int exit,
                            const char *says) {
            QTest::newRow(arguments) << QString::fromLatin1(command) << QString::fromUtf8(arguments)
                                     << exit << QString::fromUtf8(says);
        };
        row("propose", "VIDEO --task free", 2, "--question");
        row("propose", "VIDEO --task why", 2, "--task");
        row("propose", "VIDEO --task cause --clip 1", 2, "--clip");
        row("propose", "PROJECT --task cause", 2, "--clip");
        row("propose", "PROJECT --task cause --clip 99", 3, "99");
        row("propose", "PROJECT --task cause --clip 1 --segment 99", 3, "99");
        row("propose", "VIDEO --task cause --greedy --top-k 3", 2, "--greedy");
        row("propose", "VIDEO --task cause --temperature 0", 2, "--temperature");
        row("propose", "VIDEO --task cause --temperature nan", 2, "--temperature");
        row("propose", "VIDEO --task cause --top-p 0", 2, "--top-p");
        row("propose", "VIDEO --task cause --top-k -1", 2, "--top-k");
        row("propose", "VIDEO --task cause --seed -1", 2, "--seed");
        row("propose", "VIDEO --task cause --max-new-tokens 0", 2, "--max-new-tokens");
        row("propose", "VIDEO --task cause --frames 0", 2, "--frames");
        row("propose", "VIDEO --task cause --frames 4000", 3, "4000 frames");
        row("propose", "VIDEO --task cause --cot --frames 8", 2, "--frames");
        row("propose", "VIDEO --task cause --cot-mode paper", 2, "--cot-mode");
        row("propose", "VIDEO --task cause --cot --cot-mode new", 2, "--cot-mode");
        row("propose", "VIDEO --task cause --template vicuna", 2, "--template");
        row("propose", "VIDEO --task cause --aspect wide", 2, "--aspect");
        row("delta", "VIDEO --task cause --key-frames 5 --cot", 2, "--cot");
        row("propose", "VIDEO --task cause --lora DIR", 4, "adapter_config.json");
        row("propose", "VIDEO --task cause --device cuda", 5, "cuda");
        row("propose", "VIDEO --task cause --dtype fp64", 2, "--dtype");
        row("propose", "VIDEO --task free --question <video>", 2, "<video>");
        row("delta", "VIDEO --task cause", 2, "--key-intervals");
        row("delta", "VIDEO --task cause --key-intervals 1", 2, "A-B");
        row("delta", "VIDEO --task cause --key-intervals 3-1", 2, "before it begins");
        row("delta", "VIDEO --task cause --key-intervals 1-2,x-3", 2, "x-3");
        row("delta", "VIDEO --task cause --key-intervals 100-120", 3, "outside the clip");
        row("delta", "VIDEO --task cause --key-intervals 1-60", 3, "outside the clip");
        row("delta", "VIDEO --task cause --key-frames 1,100", 3, "frame 100");
        row("delta", "VIDEO --task cause --key-frames 1,-1", 2, "-1");
        row("delta", "VIDEO --task cause --key-frames 40 --control-frames 3;999", 3, "frame 999");
        row("delta", "VIDEO --task cause --key-frames 40 --controls 1000000000", 2, "--controls");
    }
    void wrongUsage()
    {
        QFETCH(QString, command);
        QFETCH(QString, arguments);
        QFETCH(int, exit);
        QFETCH(QString, says);
        QStringList given{command, QStringLiteral("--model"), m_model};
        for (const QString &word : words(arguments)) {
            given.append(word == u"VIDEO" ? m_video : word == u"PROJECT" ? m_project : word);
        }
        const QByteArray before = runCli({"dump", m_project}).out;
        const CliResult ran = runCli(given);
        QVERIFY2(!ran.crashed && ran.exit == exit, ran.text().constData());
        QVERIFY2(ran.err.contains(says.toUtf8()), ran.text().constData());
        QVERIFY2(ran.out.isEmpty(), ran.text().constData());
        QCOMPARE(runCli({"dump", m_project}).out, before);
    }

    void moreTokensThanTheModelHolds()
    {
        const auto ran = propose(m_video, "--task cause --greedy --max-new-tokens 1000000000000");
        QVERIFY2(ran.exit == 0, ran.text().constData());
        QVERIFY2(ran.err.contains("2048 new tokens, not 1000000000000"), ran.text().constData());
        // And more frames than its sampler takes.
        const auto seen = propose(m_video, "--task cause --greedy --frames 99");
        QVERIFY2(seen.exit == 0, seen.text().constData());
        QVERIFY2(seen.err.contains("32 frames, not 99"), seen.text().constData());
    }

    void damagedModels()
    {
        const auto run = [&](const QString &model) {
            return runCli({QStringLiteral("propose"), m_video, QStringLiteral("--model"), model,
                           QStringLiteral("--task"), QStringLiteral("cause")});
        };
        const CliResult missing = run(QStringLiteral("/nowhere/model"));
        QVERIFY2(missing.exit == 4, missing.text().constData());
        QVERIFY(missing.err.contains("/nowhere/model"));

        const QString empty = m_folder.filePath(QStringLiteral("empty"));
        QVERIFY(QDir().mkpath(empty));
        QCOMPARE(run(empty).exit, 4);

        const QString noTensor = m_folder.filePath(QStringLiteral("no-tensor"));
        QVERIFY(copyFolder(m_model, noTensor));
        const QDir folder(noTensor);
        int renamed = 0;
        for (const QString &name : folder.entryList(QDir::Files)) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadWrite));
            QByteArray bytes = file.readAll();
            renamed += int(bytes.count("model.norm.weight"));
            bytes.replace("model.norm.weight", "model.norm.height"); // as long
            QVERIFY(file.seek(0));
            QCOMPARE(file.write(bytes), bytes.size());
        }
        QCOMPARE(renamed, 2); // in a shard and in their index
        const CliResult lacks = run(noTensor);
        QVERIFY2(lacks.exit == 3, lacks.text().constData());
        QVERIFY2(lacks.err.contains("model.norm.weight"), lacks.text().constData());

        const QString text = m_folder.filePath(QStringLiteral("text-tokenizer"));
        QVERIFY(copyFolder(m_model, text));
        QFile tokenizer(text + QStringLiteral("/tokenizer.model"));
        QVERIFY(tokenizer.open(QIODevice::WriteOnly | QIODevice::Truncate));
        tokenizer.write("these are words\n");
        tokenizer.close();
        const CliResult words = run(text);
        QVERIFY2(words.exit == 3, words.text().constData());
        QVERIFY2(words.err.contains("tokenizer.model"), words.text().constData());

        QVERIFY(tokenizer.rename(text + QStringLiteral("/tokenizer.json")));
        const CliResult other = run(text);
        QVERIFY2(other.exit == 3, other.text().constData());
        QVERIFY2(other.err.contains("tokenizer.json") && other.err.contains("tokenizer.model"),
                 other.text().constData());
    }

    void notAVideo()
    {
        const QString file = m_folder.filePath(QStringLiteral("text.mp4"));
        QFile text(file);
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write("no video");
        text.close();
        const CliResult ran = propose(file, "--task cause");
        QVERIFY2(ran.exit == 3, ran.text().constData());
    }

    void lockedProject()
    {
        const QString project = copyOfProject();
        const auto holder
            = must(Document::open(project, Document::Mode::ReadWrite, QStringLiteral("ann")));
        const CliResult ran = propose(project, "--clip 1 --task cause");
        QVERIFY2(ran.exit == 4, ran.text().constData());
    }

    /// Ctrl+C at any moment: exit 6 and nothing stored, or it was already done.
    void interrupted()
    {
        int stopped = 0;
        for (const int wait : {0, 60, 120, 200, 300, 450}) {
            const QString project = copyOfProject();
            QProcess process;
            process.start(programPath(QStringLiteral("ecva")),
                          {QStringLiteral("delta"), project, QStringLiteral("--model"), m_model,
                           QStringLiteral("--clip"), QString::number(m_clip.value),
                           QStringLiteral("--task"), QStringLiteral("cause"),
                           QStringLiteral("--controls"), QStringLiteral("50"),
                           QStringLiteral("--mask"), QStringLiteral("blank")});
            QVERIFY(process.waitForStarted());
            QTest::qWait(30 + wait);
            ::kill(pid_t(process.processId()), SIGINT);
            QVERIFY(process.waitForFinished(60000));
            const auto document
                = must(Document::open(project, Document::Mode::ReadOnly, QStringLiteral("ann")));
            const bool early = process.exitStatus() == QProcess::CrashExit; // before main()
            if (early || process.exitCode() == 6) {
                stopped += early ? 0 : 1;
                QVERIFY(document->model().answers().empty());
                QVERIFY(document->model().deltas().empty());
            } else {
                QCOMPARE(process.exitCode(), 0);
                QCOMPARE(document->model().deltas().size(), 1U);
            }
        }
        QVERIFY(stopped > 0);
    }
};

QTEST_GUILESS_MAIN(TestModelCliUsage)
#include "TestModelCliUsage.moc"
