#include "annotation/document/EditOps.h"
#include "tests/app/RandomEdits.h"
#include "tests/support/Program.h"
#include "tests/support/Projects.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace ecva;
using namespace ecva::test;

/// The program `ecva`: edits by script, history in other processes, kills, readers and writers.
class TestEditScript : public QObject
{
    Q_OBJECT

    QByteArray dump() const
    {
        const Ran ran = runEcva({"dump", m_path});
        return ran.status == 0 ? ran.out : "dump failed: " + ran.err;
    }

    static QJsonObject objectOf(const QByteArray &json)
    {
        return QJsonDocument::fromJson(json).object();
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath("p.ecva");
        QCOMPARE(runEcva({"new", m_path}).status, 0);
    }

    void opsAnswerWithIds()
    {
        const Ran ran = runEcva({"--as", "anna", "edit", m_path, "--script", "-"},
                                R"({"op":"clip.add","path":"a.mp4","missing":true}
{"op":"segment.add","clip":"a.mp4","begin_ms":1000,"end_ms":2000,"label":"7-1"}

{"op":"batch","name":"texts","ops":[{"op":"qa.set","clip":1,"segment":2,"task":"cause","answer":"x"},{"op":"clip.set","clip":1,"status":"gold"}]}
{"op":"qa.set","clip":1,"segment":2,"task":"cause","answer":""})");
        QCOMPARE(ran.err, QByteArray());
        QCOMPARE(ran.status, 0);
        QCOMPARE(ran.out, QByteArray("{\"n\":1,\"op\":\"clip.add\",\"id\":1}\n"
                                     "{\"n\":2,\"op\":\"segment.add\",\"id\":2}\n"
                                     "{\"n\":4,\"op\":\"batch\",\"id\":1,\"ids\":[4,1]}\n"
                                     "{\"n\":5,\"op\":\"qa.set\",\"id\":null}\n"));
        const QJsonObject content = objectOf(dump());
        QCOMPARE(content["segment"][0]["label"].toString(), QStringLiteral("cuva:7-1"));
        QCOMPARE(content["clip"][0]["created_by"].toString(), QStringLiteral("anna"));
        QVERIFY(!content.contains("answer"));
    }

    void aBadLineStopsWithItsNumber_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("no JSON") << QByteArray("{") << QByteArray("line 2: is not JSON");
        QTest::newRow("no object") << QByteArray("[1]") << QByteArray("an op is a JSON object");
        QTest::newRow("no op") << QByteArray("{}") << QByteArray("'op' is missing");
        QTest::newRow("op") << QByteArray(R"({"op":"fly"})")
                            << QByteArray("unknown op 'fly'; known: clip.add");
        QTest::newRow("field") << QByteArray(R"({"op":"clip.set","clip":1,"colour":1})")
                               << QByteArray("unknown field 'colour'; known: clip, name, status");
        QTest::newRow("value") << QByteArray(R"({"op":"clip.set","clip":1,"status":"done"})")
                               << QByteArray(R"('status' cannot be "done"; expected: draft|submitted)");
        QTest::newRow("missing") << QByteArray(R"({"op":"clip.set"})")
                                 << QByteArray("'clip' is missing");
        QTest::newRow("clip") << QByteArray(R"({"op":"clip.set","clip":9})")
                              << QByteArray("clip 9 does not exist");
        QTest::newRow("path") << QByteArray(R"({"op":"clip.set","clip":"b.mp4"})")
                              << QByteArray("no clip has the path 'b.mp4'");
        QTest::newRow("file") << QByteArray(R"({"op":"clip.add","path":"none.mp4"})")
                              << QByteArray("none.mp4");
        QTest::newRow("twice") << QByteArray(R"({"op":"clip.add","path":"a.mp4","missing":true})")
                               << QByteArray("clip 1 has this path already");
        QTest::newRow("severity") << QByteArray(
            R"({"op":"segment.add","clip":1,"begin_ms":0,"end_ms":1,"severity":6})")
                                  << QByteArray("'severity' cannot be 6; expected: 1 to 5");
        QTest::newRow("ambiguous") << QByteArray(
            R"({"op":"segment.add","clip":1,"begin_ms":0,"end_ms":1,"label":"Robbery"})")
                                   << QByteArray("Robbery");
        QTest::newRow("huge") << QByteArray(R"({"op":"segment.delete","id":99999999999999999999})")
                              << QByteArray("'id' cannot be");
        QTest::newRow("in a batch") << QByteArray(
            R"({"op":"batch","ops":[{"op":"clip.set","clip":1,"status":"gold"},{"op":"clip.set","clip":9}]})")
                                    << QByteArray("batch, op 2: clip.set: clip 9");
        QTest::newRow("batch of batches")
            << QByteArray(R"({"op":"batch","ops":[{"op":"batch","ops":[]}]})")
            << QByteArray("unknown op 'batch'");
    }

    void aBadLineStopsWithItsNumber()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, says);
        const Ran ran = runEcva({"edit", m_path},
                                "{\"op\":\"clip.add\",\"path\":\"a.mp4\",\"missing\":true}\n" + line
                                    + "\n{\"op\":\"clip.remove\",\"clip\":1}\n");
        QVERIFY2(ran.err.contains("line 2: ") && ran.err.contains(says), ran.err.constData());
        QCOMPARE(ran.status, 3);
        QCOMPARE(ran.out.count('\n'), 1);
        const QJsonObject content = objectOf(dump());
        QCOMPARE(content["clip"].toArray().size(), 1);
        QCOMPARE(content["clip"][0]["status"].toString(), QStringLiteral("draft"));
    }

    /// 300 edits of all kinds, undone and redone by other processes: byte for byte.
    void threeHundredRandomEdits()
    {
        const QByteArray empty = dump();
        QByteArray first;
        QByteArray last;
        {
            auto document = must(Document::open(m_path, Document::Mode::ReadWrite, "anna"));
            for (const char *path : {"a.mp4", "b.mp4"})
                addClip(*document, path);
            Edit edit(*document, "clip.add");
            must(edit.addClip({"lost.mp4", {}, {}, {}, {}, {}}));
            must(document->commit(std::move(edit)));
            first = must(document->dump());
            const quint32 seed = qEnvironmentVariableIntValue("ECVA_SEED");
            RandomEdits random(*document, seed ? seed : 20261121);
            EditOps ops(*document);
            QMap<QString, int> kinds;
            for (int i = 0; i < 300;) {
                const QByteArray line = random.next();
                const auto seq = must(document->journal()).size();
                const auto answer = ops.apply(line);
                QVERIFY2(answer,
                         (line + ": " + QByteArray::fromStdString(errorOf(answer))).constData());
                if (must(document->journal()).size() == seq)
                    continue; // it changed nothing, which is no step
                ++kinds[answer->op];
                ++i;
            }
            QVERIFY2(kinds.size() >= 17, qPrintable(QStringList(kinds.keys()).join(' ')));
            last = must(document->dump());
            must(document->checkIntegrity());
        }
        QCOMPARE(dump(), last);
        Ran ran = runEcva({"undo", m_path, "300"});
        QCOMPARE(ran.status, 0);
        QCOMPARE(ran.out.count('\n'), 300);
        QCOMPARE(dump(), first);
        ran = runEcva({"undo", m_path, "all"});
        QCOMPARE(ran.status, 0);
        QCOMPARE(dump(), empty);
        ran = runEcva({"undo", m_path});
        QCOMPARE(ran.status, 1);
        QVERIFY2(ran.err.contains("nothing more to undo: 0 of 1"), ran.err.constData());
        QCOMPARE(runEcva({"redo", m_path, "all"}).status, 0);
        QCOMPARE(dump(), last);
        QCOMPARE(runEcva({"redo", m_path}).status, 1);
        QCOMPARE(runEcva({"undo", m_path, "many"}).status, 2);
        QCOMPARE(runEcva({"info", m_path, "--check"}).status, 0);
    }

    /// Whatever moment the program dies in: every edit it has answered is there.
    /// ECVA_KILLS sets the number of kills.
    void killedAtRandomMoments()
    {
        const int kills = qEnvironmentVariableIsSet("ECVA_KILLS")
                              ? qEnvironmentVariableIntValue("ECVA_KILLS")
                              : 30;
        const auto begin = [this](int number) {
            m_path = m_folder->filePath(QStringLiteral("k%1.ecva").arg(number));
            QCOMPARE(runEcva({"new", m_path}).status, 0);
            QCOMPARE(runEcva({"edit", m_path},
                             "{\"op\":\"clip.add\",\"path\":\"a.mp4\",\"missing\":true}\n")
                         .status,
                     0);
        };
        int projects = 0;
        begin(projects);
        QRandomGenerator random(7);
        qint64 serial = 0;
        qint64 answered = 0;
        for (int kill = 0; kill < kills; ++kill) {
            QProcess program;
            program.start(ecvaProgram(), {"edit", m_path, "--script", "-"});
            QVERIFY(program.waitForStarted());
            QByteArray script;
            const qint64 former = serial;
            for (int i = 0; i < 2000; ++i) {
                const QByteArray text = '<' + QByteArray::number(++serial) + '>';
                script += "{\"op\":\"batch\",\"ops\":[{\"op\":\"keysentence.add\",\"clip\":1,"
                          "\"text\":\""
                          + text + "\"},{\"op\":\"clip.set\",\"clip\":1,\"remark\":\"" + text
                          + "\"}]}\n";
            }
            program.write(script);
            QByteArray out;
            QElapsedTimer timer;
            timer.start();
            const int until = 5 + random.bounded(250);
            while (timer.elapsed() < until) {
                program.waitForReadyRead(1);
                out += program.readAllStandardOutput();
            }
            program.kill(); // SIGKILL
            QVERIFY(program.waitForFinished());
            out += program.readAllStandardOutput();
            const qint64 count = out.count('\n');
            answered += count;
            const QByteArray content = dump();
            for (qint64 i = former + 1; i <= former + count; ++i)
                QVERIFY2(content.contains("\"<" + QByteArray::number(i) + ">\""),
                         qPrintable(QStringLiteral("edit %1 was answered and is lost").arg(i)));
            // Both halves of each batch or neither: the remark is that of the last sentence.
            const QJsonObject json = objectOf(content);
            const QJsonArray sentences = json["key_sentence"].toArray();
            if (!sentences.isEmpty())
                QCOMPARE(json["clip"][0]["remark"].toString(), sentences.last()["text"].toString());
            const Ran info = runEcva({"info", m_path, "--check"});
            QVERIFY2(info.status == 0, info.err.constData());
            if (kill % 10 == 9) { // the history is whole too
                QCOMPARE(runEcva({"undo", m_path, "all"}).status, 0);
                QCOMPARE(dump(), QByteArray("{\n}\n"));
                QCOMPARE(runEcva({"redo", m_path, "all"}).status, 0);
                QCOMPARE(dump(), content);
                begin(++projects);
            }
        }
        qInfo("%d kills, %lld answered edits, none lost", kills, answered);
        QVERIFY(kills == 0 || answered > kills);
    }

    void aSecondWriterIsRefusedByName()
    {
        QProcess first;
        first.start(ecvaProgram(), {"edit", m_path});
        first.write("{\"op\":\"clip.add\",\"path\":\"a.mp4\",\"missing\":true}\n");
        QVERIFY(first.waitForReadyRead(10'000));
        for (const char *command : {"edit", "undo", "redo"}) {
            const Ran second = runEcva({command, m_path}, "{\"op\":\"clip.remove\",\"clip\":1}\n");
            QCOMPARE(second.status, 4);
            QVERIFY2(second.err.contains("(ecva, process " + QByteArray::number(first.processId())
                                         + ")"),
                     second.err.constData());
        }
        QCOMPARE(objectOf(dump())["clip"].toArray().size(), 1); // readers are welcome
        first.kill();
        QVERIFY(first.waitForFinished());
        QCOMPARE(runEcva({"undo", m_path}).status, 0); // a killed writer holds nothing
    }

    /// Beside a busy writer a reader always sees whole edits: a batch marks all ten clips or none.
    void aReaderSeesWholeEdits()
    {
        QByteArray setup;
        for (int i = 1; i <= 10; ++i)
            setup += "{\"op\":\"clip.add\",\"path\":\"" + QByteArray::number(i)
                     + ".mp4\",\"missing\":true}\n";
        QCOMPARE(runEcva({"edit", m_path}, setup).status, 0);
        QProcess writer;
        writer.start(ecvaProgram(), {"edit", m_path});
        QByteArray script;
        for (int round = 0; round < 3000; ++round) {
            script += "{\"op\":\"batch\",\"ops\":[";
            for (int i = 1; i <= 10; ++i)
                script += (i > 1 ? "," : "") + QByteArray("{\"op\":\"clip.set\",\"clip\":")
                          + QByteArray::number(i) + ",\"remark\":\"" + QByteArray::number(round)
                          + "\"}";
            script += "]}\n";
        }
        writer.write(script);
        QVERIFY(writer.waitForReadyRead(10'000));
        QSet<QString> seen;
        for (int i = 0; i < 25; ++i) {
            const QJsonArray clips = objectOf(dump())["clip"].toArray();
            QCOMPARE(clips.size(), 10);
            QSet<QString> remarks;
            for (const auto &clip : clips)
                remarks.insert(clip.toObject()["remark"].toString());
            QCOMPARE(remarks.size(), 1);
            seen.unite(remarks);
            writer.waitForReadyRead(1);
        }
        writer.kill();
        QVERIFY(writer.waitForFinished());
        QVERIFY2(seen.size() > 3, qPrintable(QString::number(seen.size())));
    }

    void logIsJson()
    {
        runEcva({"--as", "anna", "edit", m_path},
                "{\"op\":\"clip.add\",\"path\":\"a.mp4\",\"missing\":true}\n{\"op\":\"clip.set\","
                "\"clip\":1,\"remark\":\"x\"}\n");
        runEcva({"undo", m_path});
        const QJsonArray log
            = QJsonDocument::fromJson(runEcva({"log", m_path, "--json"}).out).array();
        QCOMPARE(log.size(), 2);
        QCOMPARE(log[1]["command"].toString(), QStringLiteral("clip.set"));
        QCOMPARE(log[1]["who"].toString(), QStringLiteral("anna"));
        QCOMPARE(log[1]["state"].toString(), QStringLiteral("undone"));
        QCOMPARE(log[1]["before"][0]["row"]["remark"].toString(), QString());
        QCOMPARE(log[1]["after"][0]["row"]["remark"].toString(), QStringLiteral("x"));
        QCOMPARE(QJsonDocument::fromJson(runEcva({"log", m_path, "--json", "--item", "77"}).out)
                     .array()
                     .size(),
                 0);
    }

    void infoCounts()
    {
        runEcva(
            {"edit", m_path},
            "{\"op\":\"clip.add\",\"path\":\"a.mp4\",\"missing\":true}\n"
            "{\"op\":\"clip.add\",\"path\":\"b.mp4\",\"missing\":true,\"verdict\":\"anomaly\"}\n"
            "{\"op\":\"clip.set\",\"clip\":1,\"status\":\"gold\"}\n"
            "{\"op\":\"qa.set\",\"clip\":1,\"task\":\"cause\",\"answer\":\"x\"}\n");
        const QJsonObject info = objectOf(runEcva({"info", m_path, "--json"}).out);
        QCOMPARE(info["clips"].toInt(), 2);
        QCOMPARE(info["status"]["gold"].toInt(), 1);
        QCOMPARE(info["status"]["draft"].toInt(), 1);
        QCOMPARE(info["verdict"]["anomaly"].toInt(), 1);
        QCOMPARE(info["answers"]["cause"].toInt(), 1);
        QCOMPARE(info["undo"].toString(), QStringLiteral("qa.set"));
    }

    void wrongUseAndMissingFiles()
    {
        QCOMPARE(runEcva({"new", m_path}).status, 2);
        QCOMPARE(runEcva({"info", m_folder->filePath("none.ecva")}).status, 4);
        QCOMPARE(runEcva({"edit", m_path, "--script", m_folder->filePath("none")}).status, 4);
        QCOMPARE(runEcva({"edit"}).status, 2);
        QCOMPARE(runEcva({"new"}).status, 2);
        QVERIFY(runEcva({"edit", "--ops"}).out.contains("segment.split"));
        QFile noise(m_folder->filePath("noise.ecva"));
        QVERIFY(noise.open(QIODevice::WriteOnly));
        noise.write("no project");
        noise.close();
        for (const char *command : {"info", "dump", "log", "undo", "redo"})
            QCOMPARE(runEcva({command, noise.fileName()}).status, 3);
    }

    /// A project in a folder where nothing can be written, with a log that a killed writer has
    /// left.
    void aReadOnlyFolder()
    {
        if (geteuid() == 0 && run("setpriv", {"--reuid=65534", "true"}).status != 0)
            QSKIP("root may write everywhere, and setpriv cannot make us somebody else here");
        QProcess writer;
        writer.start(ecvaProgram(), {"edit", m_path});
        writer.write("{\"op\":\"clip.add\",\"path\":\"a.mp4\",\"missing\":true}\n");
        QVERIFY(writer.waitForReadyRead(10'000));
        writer.kill();
        QVERIFY(writer.waitForFinished());
        const QByteArray whole = dump();
        QVERIFY(QFileInfo(m_path + "-wal").size() > 0);
        for (const bool withIndex : {true, false}) {
            if (!withIndex)
                QVERIFY(QFile::remove(m_path + "-shm"));
            for (const QString &name : QDir(m_folder->path()).entryList(QDir::Files))
                QFile::setPermissions(m_folder->filePath(name),
                                      QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther);
            QFile::setPermissions(m_folder->path(), QFile::ReadOwner | QFile::ExeOwner
                                                        | QFile::ReadGroup | QFile::ExeGroup
                                                        | QFile::ReadOther | QFile::ExeOther);
            const QStringList words = geteuid() == 0
                                          ? QStringList{"setpriv", "--reuid=65534", "--regid=65534",
                                                        "--clear-groups", ecvaProgram()}
                                          : QStringList{ecvaProgram()};
            const Ran read = run(words.first(), words.mid(1) + QStringList{"dump", m_path});
            const Ran write = run(words.first(), words.mid(1) + QStringList{"undo", m_path});
            QFile::setPermissions(m_folder->path(),
                                  QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
            QVERIFY2(read.status == 0, read.err.constData());
            QCOMPARE(read.out, whole);
            QCOMPARE(write.status, 4);
        }
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

QTEST_GUILESS_MAIN(TestEditScript)
#include "TestEditScript.moc"
