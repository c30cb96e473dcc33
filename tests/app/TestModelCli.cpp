// `ecva propose` and `ecva delta` with a small checkpoint, as a script sees them, and the window's
// desk beside them: the same clip and seed give the same answer and the same delta in both.
#include "annotation/document/MediaLinking.h"
#include "app/StudioModelDesk.h"
#include "model/api/Modules.h"
#include "tests/support/CliRunner.h"
#include "tests/support/Projects.h"
#include "tests/support/SmallVideo.h"
#include "ui/jobs/JobRunner.h"
#include "ui/workspace/Workspace.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace ecva;
using ecva::test::CliResult;
using ecva::test::must;
using ecva::test::runCli;

namespace {

const QByteArray kNoise = "Untrained demonstration weights: answers are noise.";

QStringList words(const QString &text)
{
    return text.split(u' ', Qt::SkipEmptyParts);
}

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

QJsonObject objectOf(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

QJsonObject without(QJsonObject object, const QStringList &keys)
{
    for (const QString &key : keys)
        object.remove(key);
    return object;
}

} // namespace

class TestModelCli : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_CACHE_HOME", m_folder.filePath(QStringLiteral("cache")).toUtf8());
        // This program lies in another folder than the modules.
        qputenv("ECVA_MODULE_DIR", qgetenv("ECVA_BIN_DIR"));
        // Small matrices on a busy machine: threads would wait for each other most of the time.
        qputenv("OMP_NUM_THREADS", "1");
        if (!isEngineInstalled())
            QSKIP("the engine module was not built: no LibTorch here");
        m_model = qEnvironmentVariable("ECVA_SOURCE_DIR")
                  + QStringLiteral("/tests/golden/tiny-anomshield");
        m_video = m_folder.filePath(QStringLiteral("grey.mp4"));
        test::makeSmallVideo(m_video.toStdString(), 100); // 4 s
        m_project = m_folder.filePath(QStringLiteral("p.ecva"));
        const auto document = must(Document::create(m_project, QStringLiteral("ann")));
        m_clip = must(addVideos(*document, {must(probeMedia(m_video, {}))})).at(0).clip;
        m_segment = test::addSegment(*document, m_clip, 25, 50);
    }

    void proposeAFile()
    {
        const CliResult ran = propose(m_video, "--task cause --seed 7 --json");
        QVERIFY2(ran.exit == 0, ran.text().constData());
        QVERIFY(ran.err.contains(kNoise));
        const QJsonObject output = ran.json().toObject();
        QCOMPARE(output[u"frames"].toArray().size(), 16);
        QVERIFY(!output[u"tokens"].toArray().isEmpty());
        QVERIFY(output[u"timings"][u"decode_s"].toDouble() > 0);
        const QJsonObject from = output[u"provenance"].toObject();
        QCOMPARE(from[u"model"].toString(), QStringLiteral("tiny-anomshield"));
        QCOMPARE(from[u"generation"][u"seed"].toInt(), 7);
        QCOMPARE(from[u"demonstration"].toBool(), true);
        QVERIFY(from[u"prompt"].toString().contains(QStringLiteral("<video>")));
        QVERIFY(from[u"weights_digest"].toString().startsWith(QStringLiteral("sha256:")));
        QVERIFY(from[u"engine"].toString().startsWith(QStringLiteral("LibTorch ")));
        QVERIFY(!ran.out.contains(m_folder.path().toUtf8())); // no paths of this machine
        QVERIFY(!ran.out.contains(qgetenv("ECVA_SOURCE_DIR")));

        // On the terminal: the tokens as they come, which together are the answer.
        const CliResult streamed = propose(m_video, "--task cause --seed 7");
        QCOMPARE(streamed.out, output[u"answer"].toString().toUtf8() + '\n');
        QVERIFY(streamed.err.contains("seed 7"));
    }

    /// What a person can choose otherwise than the checkpoint says.
    void otherWaysOfAsking()
    {
        const QString plain = QStringLiteral("--task cause --greedy --max-new-tokens 4 --json");
        const auto own = propose(m_video, plain).json();
        QCOMPARE(own[u"provenance"][u"aspect"].toString(), QStringLiteral("pad"));
        QCOMPARE(own[u"provenance"][u"template"].toString(), QStringLiteral("mistral"));
        QCOMPARE(propose(m_video, plain + QStringLiteral(" --aspect pad")).json()[u"tokens"],
                 own[u"tokens"]);
        const auto square = propose(m_video, plain + QStringLiteral(" --aspect square")).json();
        QCOMPARE(square[u"provenance"][u"aspect"].toString(), QStringLiteral("square"));
        const auto llama = propose(m_video, plain + QStringLiteral(" --template llama2")).json();
        QCOMPARE(llama[u"provenance"][u"template"].toString(), QStringLiteral("llama2"));
        QVERIFY(llama[u"provenance"][u"prompt"].toString().contains(
            QStringLiteral("respectful and honest assistant")));
        const auto delta
            = measure(m_video, QStringLiteral("--task cause --key-intervals 1-2 --controls 0 "
                                              "--max-new-tokens 4 --template plain --json"));
        QVERIFY2(delta.exit == 0, delta.text().constData());
        QVERIFY(delta.out.contains("<video>"));
        QVERIFY(!delta.out.contains("[INST]"));
    }

    /// Six questions; these weights rank nothing that could be read.
    void chainOfThought()
    {
        const CliResult ran
            = propose(m_video, "--task cause --cot --greedy --max-new-tokens 40 --json");
        QVERIFY2(ran.exit == 0, ran.text().constData());
        QVERIFY(ran.err.contains("the ranking names no two parts"));
        const QJsonObject output = ran.json().toObject();
        QCOMPARE(output[u"frames"].toArray().size(), 16);
        QVERIFY(!output[u"tokens"].toArray().isEmpty());
        const QJsonObject chain = output[u"provenance"][u"chain_of_thought"].toObject();
        QCOMPARE(chain[u"mode"].toString(), QStringLiteral("paper"));
        const QJsonArray captions = chain[u"captions"].toArray();
        QCOMPARE(captions.size(), 4);
        QCOMPARE(captions[0][u"frames"].toArray(), QJsonArray({1, 4, 7, 10, 13, 17, 20, 23}));
        QCOMPARE(captions[3][u"frames"].toArray().last().toInt(), 97);
        QVERIFY(!captions[1][u"tokens"].toArray().isEmpty());
        for (const QJsonValue caption : captions)
            QVERIFY(chain[u"ranking_prompt"].toString().contains(caption[u"text"].toString()));
        QCOMPARE(chain[u"order"].toArray(), QJsonArray({1, 2, 3, 4, 5}));
        QCOMPARE(chain[u"chosen"].toArray(), QJsonArray({1, 2}));
        QVERIFY(chain.contains(u"ranking"));

        // As released: such a video has no answer, and a project keeps none.
        const QString project = copyOfProject();
        const QByteArray before = runCli({"dump", project}).out;
        const QString released = QStringLiteral("--clip 1 --task cause --cot --cot-mode released "
                                                "--greedy --max-new-tokens 8 --json");
        const CliResult none = propose(project, released);
        QVERIFY2(none.exit == 1, none.text().constData());
        QVERIFY(none.json()[u"answer"].isNull());
        QVERIFY(none.err.contains("no answer"));
        QCOMPARE(runCli({"dump", project}).out, before);
    }

    void theSameRunTwice()
    {
        for (const char *arguments : {"--task description --seed 3 --temperature 1 --json",
                                      "--task result --greedy --json"}) {
            const auto first = propose(m_video, arguments);
            const auto second = propose(m_video, arguments);
            QVERIFY2(first.exit == 0, first.text().constData());
            // Bytes, not values: everything but the timings.
            QCOMPARE(bytesWithout(first.out, "timings"), bytesWithout(second.out, "timings"));
        }
        const QString delta = QStringLiteral("--task cause --key-intervals 1-2 --json");
        const auto first = measure(m_video, delta);
        QVERIFY2(first.exit == 0, first.text().constData());
        QCOMPARE(bytesWithout(first.out, "cost"),
                 bytesWithout(measure(m_video, delta).out, "cost"));
    }

    void aRandomSeedIsReported()
    {
        const auto first = propose(m_video, "--task description --temperature 2 --json").json();
        const auto second = propose(m_video, "--task description --temperature 2 --json").json();
        const auto seedOf = [](const QJsonValue &output) {
            return output[u"provenance"][u"generation"][u"seed"].toInteger();
        };
        QVERIFY(seedOf(first) != seedOf(second));
        const auto again = propose(m_video, QStringLiteral("--task description --temperature 2 "
                                                           "--json --seed %1")
                                                .arg(seedOf(first)));
        QCOMPARE(again.json()[u"tokens"], first[u"tokens"]);
    }

    void proposeInAProject()
    {
        const QString project = copyOfProject();
        const QByteArray before = runCli({"dump", project}).out;
        const CliResult ran = propose(project, QStringLiteral("--clip %1 --segment %2 --task "
                                                              "description --seed 1 --json")
                                                   .arg(m_clip.value)
                                                   .arg(m_segment.value));
        QVERIFY2(ran.exit == 0, ran.text().constData());
        const auto document
            = must(Document::open(project, Document::Mode::ReadOnly, QStringLiteral("ann")));
        const Answer *stored
            = document->model().answer(AnswerId{ran.json()[u"answer_id"].toInteger()});
        QVERIFY(stored);
        QCOMPARE(stored->text, ran.json()[u"answer"].toString());
        QVERIFY(stored->role == AnswerRole::Model);
        QCOMPARE(stored->round, QStringLiteral("tiny-anomshield"));
        QCOMPARE(without(objectOf(stored->provenance), {QStringLiteral("timings")}),
                 ran.json()[u"provenance"].toObject());
        QCOMPARE(document->model().item(stored->item)->segment, m_segment);
        QCOMPARE(document->undoCommand(), QStringLiteral("answer.propose"));
        QCOMPARE(runCli({"undo", project}).exit, 0);
        QCOMPARE(runCli({"dump", project}).out, before);
        // By path, and a free question.
        QCOMPARE(propose(project, "--clip grey.mp4 --task free --question Who?").exit, 0);
    }

    void deltaOfAFile()
    {
        const CliResult ran = measure(m_video, "--task cause --key-intervals 1-1.6 --json");
        QVERIFY2(ran.exit == 0, ran.text().constData());
        const QJsonObject report = ran.json().toObject();
        QString joined;
        double sum = 0;
        const QJsonArray tokens = report[u"tokens"].toArray();
        for (const QJsonValue &token : tokens) {
            joined += token[u"text"].toString();
            sum += token[u"evidence"].toDouble();
        }
        QCOMPARE(joined, report[u"answer"].toString());
        QVERIFY(qAbs(report[u"delta"].toDouble() - sum / double(tokens.size())) < 1e-9);
        QCOMPARE(report[u"controls"].toArray().size(), 3);
        double controls = 0;
        for (const QJsonValue &control : report[u"controls"].toArray())
            controls += control[u"delta"].toDouble() / 3;
        QVERIFY(
            qAbs(report[u"adjusted_delta"].toDouble() - (report[u"delta"].toDouble() - controls))
            < 1e-9);
        // 1 to 1.6 s are frames 25 to 40.
        for (const QJsonValue &frame : report[u"key_frames"].toArray())
            QVERIFY(frame.toInt() >= 25 && frame.toInt() <= 40);
        QVERIFY(!report[u"key_frames"].toArray().isEmpty());
        for (const QJsonValue &frame : report[u"key"][u"frames"].toArray())
            QVERIFY(frame.toInt() < 25 || frame.toInt() > 40);
        QVERIFY(report[u"consistency"].isNull());
        QVERIFY(report[u"change"].isDouble() && report[u"refused"].isBool());
        QVERIFY(report[u"cost"][u"naive_seconds"].toDouble() > 0);
        QCOMPARE(report[u"provenance"][u"generation"][u"greedy"].toBool(), true);

        const CliResult people = measure(m_video, "--task cause --key-intervals 1-1.6");
        QVERIFY2(people.out.contains("adjusted delta"), people.text().constData());
    }

    void deltaMasks_data()
    {
        QTest::addColumn<QString>("mask");
        for (const char *mask : {"delete", "blank", "black", "freeze", "blur"})
            QTest::newRow(mask) << QString::fromLatin1(mask);
    }
    void deltaMasks()
    {
        QFETCH(QString, mask);
        const QJsonValue sampled
            = propose(m_video, "--task cause --greedy --json").json()[u"frames"];
        const QString frames
            = QStringLiteral("%1,%2").arg(sampled[3].toInt()).arg(sampled[4].toInt());
        const QString control = QStringLiteral("%1;%2,%3")
                                    .arg(sampled[8].toInt())
                                    .arg(sampled[9].toInt())
                                    .arg(sampled[10].toInt());
        const CliResult ran
            = runCli({QStringLiteral("delta"), m_video, QStringLiteral("--model"), m_model,
                      QStringLiteral("--task"), QStringLiteral("cause"),
                      QStringLiteral("--key-frames"), frames, QStringLiteral("--control-frames"),
                      control, QStringLiteral("--mask"), mask, QStringLiteral("--json")});
        QVERIFY2(ran.exit == 0, ran.text().constData());
        const QJsonValue report = ran.json();
        QCOMPARE(report[u"mask"].toString(), mask);
        QCOMPARE(report[u"key_frames"].toArray(), QJsonArray({sampled[3], sampled[4]}));
        QCOMPARE(report[u"controls"].toArray().size(), 2);
        QCOMPARE(report[u"controls"][1][u"masked"].toArray(),
                 QJsonArray({sampled[9], sampled[10]}));
        QVERIFY(report[u"adjusted_delta"].isDouble());
    }

    void neverSeen()
    {
        const CliResult ran = measure(m_video, "--task cause --key-frames 0 --json");
        QVERIFY2(ran.exit == 0, ran.text().constData());
        QVERIFY(ran.json()[u"delta"].isNull());
        const CliResult people = measure(m_video, "--task cause --key-frames 0");
        QVERIFY2(people.out.contains("never saw the anomaly (0 of 16 samples)"),
                 people.text().constData());
    }

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
        row("propose", "VIDEO --task cause --template chatml", 2, "--template");
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
            process.start(test::programPath(QStringLiteral("ecva")),
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

    /// The window and the command line are one program.
    void windowAndCommandLine()
    {
        const QString project = copyOfProject();
        const auto document
            = must(Document::open(project, Document::Mode::ReadWrite, QStringLiteral("ann")));
        Workspace workspace;
        JobRunner jobs;
        QSettings settings(m_folder.filePath(QStringLiteral("w.ini")), QSettings::IniFormat);
        workspace.setDocument(document.get());
        workspace.setClip(m_clip);
        StudioModelDesk desk(workspace, jobs, settings);
        desk.load(m_model);
        ProposalRequest request;
        request.clip = m_clip;
        request.task = Task::Cause;
        request.seed = 11;
        desk.ask(request); // while it loads
        QTRY_VERIFY_WITH_TIMEOUT(!desk.proposal()->isActive(), 60000);
        QVERIFY2(desk.proposal()->state == Proposal::State::Done,
                 qPrintable(desk.proposal()->error));
        const Answer answer = *document->model().answer(desk.proposal()->answer);

        const QString clip = QStringLiteral("--clip %1 ").arg(m_clip.value);
        const CliResult proposed = propose(copyOfProject(), clip + "--task cause --seed 11 --json");
        QVERIFY2(proposed.exit == 0, proposed.text().constData());
        QCOMPARE(proposed.json()[u"answer"].toString(), answer.text);
        QCOMPARE(proposed.json()[u"provenance"].toObject(),
                 without(objectOf(answer.provenance), {QStringLiteral("timings")}));

        QSignalSpy measured(&desk, &ModelDesk::measured);
        MeasureRequest measuring;
        measuring.answer = answer.id;
        measuring.seed = 5;
        desk.measure(measuring);
        QVERIFY(measured.wait(60000));
        const Delta delta = document->model().deltas().at(measured.at(0).at(0).value<DeltaId>());
        const CliResult other = measure(copyOfProject(), clip + "--task cause --seed 5 --json");
        QVERIFY2(other.exit == 0, other.text().constData());
        // The notes say how the stored answer reads, and only the window's project has one.
        const QStringList apart{QStringLiteral("cost"), QStringLiteral("notes"),
                                QStringLiteral("clip"), QStringLiteral("delta_id")};
        QCOMPARE(without(other.json().toObject(), apart), without(objectOf(delta.report), apart));
    }

    /// The demonstration is made when it is asked for, anew where what lies there cannot be used,
    /// and is the one that the command line makes.
    void demonstration()
    {
        Workspace workspace;
        JobRunner jobs;
        QSettings settings(m_folder.filePath(QStringLiteral("d.ini")), QSettings::IniFormat);
        const auto document = must(
            Document::open(copyOfProject(), Document::Mode::ReadWrite, QStringLiteral("ann")));
        workspace.setDocument(document.get());
        QString folder;
        QString answer;
        for (int i = 0; i < 3; ++i) {
            StudioModelDesk desk(workspace, jobs, settings);
            QSignalSpy failed(&desk, &ModelDesk::failed);
            if (i == 0)
                desk.loadDemonstration(); // later ones remember it
            ProposalRequest request;
            request.clip = m_clip;
            request.task = Task::Result;
            request.seed = 4;
            desk.ask(request);
            QTRY_VERIFY_WITH_TIMEOUT(!desk.proposal()->isActive(), 60000);
            QVERIFY2(failed.isEmpty(), qPrintable(desk.proposal()->error));
            QVERIFY(desk.proposal()->demonstration);
            QVERIFY(!desk.proposal()->text.isEmpty());
            if (i == 0)
                answer = desk.proposal()->text;
            QCOMPARE(desk.proposal()->text, answer);
            QTRY_VERIFY(desk.readiness() == ModelDesk::Readiness::Ready);
            folder = QString::fromStdString(desk.model()->folder);
            if (i == 1) {
                QFile config(folder + QStringLiteral("/config.json"));
                QVERIFY(config.open(QIODevice::WriteOnly | QIODevice::Truncate));
                config.write("{");
            }
        }
        const QString made = m_folder.filePath(QStringLiteral("made/demonstration-model"));
        QVERIFY(QDir().mkpath(m_folder.filePath(QStringLiteral("made"))));
        const CliResult making = runCli({"model", "make-tiny", made});
        QVERIFY2(making.exit == 0, making.text().constData());
        const CliResult ran = runCli(
            {"propose", m_video, "--model", made, "--task", "result", "--seed", "4", "--json"});
        QVERIFY2(ran.exit == 0, ran.text().constData());
        QCOMPARE(ran.json()[u"answer"].toString(), answer);
    }

private:
    CliResult run(const QString &command, const QString &target, const QString &arguments) const
    {
        return runCli(QStringList{command, target, QStringLiteral("--model"), m_model}
                      + words(arguments));
    }
    CliResult propose(const QString &target, const QString &arguments) const
    {
        return run(QStringLiteral("propose"), target, arguments);
    }
    CliResult measure(const QString &target, const QString &arguments) const
    {
        return run(QStringLiteral("delta"), target, arguments);
    }

    /// Beside the first one, for its video.
    QString copyOfProject()
    {
        const QString copy = m_folder.filePath(QStringLiteral("copy%1.ecva").arg(++m_copies));
        if (!QFile::copy(m_project, copy))
            qFatal("cannot copy the project");
        return copy;
    }

    /// The text of a JSON object without one top-level member that is an object.
    static QByteArray bytesWithout(const QByteArray &json, const QByteArray &key)
    {
        const qsizetype begin = json.indexOf('"' + key + "\":{");
        qsizetype end = begin;
        int depth = 0;
        do {
            depth += json[end] == '{' ? 1 : json[end] == '}' ? -1 : 0;
            ++end;
        } while (end < json.size() && (depth > 0 || json[end - 1] != '}'));
        return begin < 0 ? QByteArray("not there") : json.left(begin) + json.mid(end);
    }

    QTemporaryDir m_folder;
    int m_copies = 0;
    QString m_model;
    QString m_video;
    QString m_project;
    ClipId m_clip;
    SegmentId m_segment;
};

QTEST_GUILESS_MAIN(TestModelCli)
#include "TestModelCli.moc"
