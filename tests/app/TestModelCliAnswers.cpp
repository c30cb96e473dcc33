// `ecva propose` and `ecva delta` with a small checkpoint, as a script sees them.
#include "tests/app/ModelCliBench.h"

using namespace ecva;
using namespace ecva::test;

namespace {

const QByteArray kNoise = "Untrained demonstration weights: answers are noise.";

} // namespace

class TestModelCliAnswers : public ModelCliBench
{
    Q_OBJECT

private Q_SLOTS:
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

    /// A checkpoint with "top_k": 1 says the most probable token however hot it draws, unless it is
    /// told another; what was drawn by is reported.
    void theCheckpointsOwnSampling()
    {
        const QString made = m_folder.filePath(QStringLiteral("own"));
        const QDir from(m_model);
        QVERIFY(QDir().mkpath(made));
        for (const QFileInfo &entry :
             from.entryInfoList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot))
            QVERIFY(QFile::link(entry.absoluteFilePath(), made + u'/' + entry.fileName()));
        const QString file = made + QStringLiteral("/generation_config.json");
        QFile::remove(file);
        QFile settings(file);
        QVERIFY(settings.open(QIODevice::WriteOnly));
        settings.write(R"({"eos_token_id": 2, "top_k": 1, "repetition_penalty": 1.25,)"
                       R"( "num_beams": 4})");
        settings.close();
        const auto ask = [&](const char *options) {
            return runCli(QStringList{QStringLiteral("propose"), m_video, QStringLiteral("--model"),
                                      made, QStringLiteral("--task"), QStringLiteral("cause"),
                                      QStringLiteral("--json")}
                          + words(QString::fromLatin1(options)));
        };
        const CliResult greedy = ask("--greedy");
        QVERIFY2(greedy.exit == 0, greedy.text().constData());
        QVERIFY2(greedy.err.contains("num_beams 4, which is not computed"),
                 greedy.text().constData());
        const auto drawnBy
            = [](const CliResult &ran) { return ran.json()[u"provenance"][u"generation"]; };
        QCOMPARE(drawnBy(greedy)[u"repetition_penalty"].toDouble(), 1.25);
        for (const char *seed : {"1", "2", "3"}) {
            const CliResult drawn = ask(
                qPrintable(QStringLiteral("--temperature 50 --seed %1").arg(QLatin1String(seed))));
            QVERIFY2(drawn.exit == 0, drawn.text().constData());
            QCOMPARE(drawn.json()[u"tokens"], greedy.json()[u"tokens"]);
            QCOMPARE(drawnBy(drawn)[u"top_k"].toInt(), 1);
        }
        const CliResult free = ask("--temperature 50 --seed 1 --top-k 0");
        QVERIFY(free.json()[u"tokens"] != greedy.json()[u"tokens"]);
        QCOMPARE(drawnBy(free)[u"top_k"].toInt(-1), 0);

        const CliResult info = runCli({"model", "info", made, "--json"});
        QCOMPARE(info.json()[u"generation"][u"top_k"].toInt(), 1);
        QCOMPARE(info.json()[u"generation"][u"not_computed"], (QJsonArray{"num_beams 4"}));
        const CliResult table = runCli({"model", "info", made});
        QVERIFY2(table.out.contains("top-k 1, top-p 1, repetition penalty 1.25; not computed: "
                                    "num_beams 4"),
                 table.text().constData());
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
};

QTEST_GUILESS_MAIN(TestModelCliAnswers)
#include "TestModelCliAnswers.moc"
