#include "annotation/formats/EcvaResultsImport.h"
#include "tests/support/Projects.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace ecva;
using namespace ecva::test;

/// Results files in, dirt included: what becomes of each record, and that a file is taken once.
class TestEcvaResultsImport : public QObject
{
    Q_OBJECT

    QString write(const QByteArray &content, const QString &name = "m_reason.json") const
    {
        const QString path = m_folder->filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(path));
        return path;
    }

    ImportPlan plan(const QByteArray &content, const QString &name = "m_reason.json")
    {
        return must(planImport({write(content, name), {}, {}}));
    }

    void apply(const ImportPlan &plan, bool again = false)
    {
        ImportChoices choices;
        choices.again = again;
        must(m_document->commit(must(applyImport(*m_document, plan, choices))));
    }

    const ProjectModel &model() const { return m_document->model(); }

    static int places(const ImportPlan &plan, const char *rule)
    {
        for (const RuleInfo &info : plan.rules) {
            if (info.id == QLatin1String(rule))
                return info.places;
        }
        return 0;
    }

    static QString shared(const QString &name)
    {
        return qEnvironmentVariable("ECVA_SHARED_DATA",
                                    qEnvironmentVariable("ECVA_SOURCE_DIR") + "/../shared/data")
               + "/ecva/" + name;
    }

private Q_SLOTS:
    void init()
    {
        m_document.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        m_document = must(Document::create(m_folder->filePath("p.ecva"), "anna"));
        m_first = addClip(*m_document, "videos/00001.mp4");
        m_second = addClip(*m_document, "00002.mp4");
    }

    void whatAFileNameSays_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("model");
        QTest::addColumn<bool>("masked");
        QTest::addColumn<QString>("task");
        const auto row = [](const char *file, const char *model, bool masked, const char *task) {
            QTest::newRow(file) << QString(file) << QString(model) << masked << QString(task);
        };
        row("video_llama_description.json", "video_llama", false, "description");
        row("video_llama_outcome.json", "video_llama", false, "result");
        row("video_llama_time_segment.json", "video_llama", false, "time");
        row("videollama2_new_reason.json", "videollama2", true, "cause");
        row("videollama2_classification.json", "videollama2", false, "classification");
        row("output1.json", "output1", false, "");
        row("results.json", "results", false, "result");
        row("my-model-cause.json", "my-model", false, "cause");
    }

    void whatAFileNameSays()
    {
        QFETCH(QString, file);
        QFETCH(QString, model);
        QFETCH(bool, masked);
        QFETCH(QString, task);
        const ResultsFileName said = readResultsFileName(file);
        QCOMPARE(said.model, model);
        QCOMPARE(said.masked, masked);
        QCOMPARE(said.task ? toName(*said.task) : QString(), task);
    }

    void answersMeetTheirClips()
    {
        const ImportPlan read = plan(R"([
            {"video_file":"00002.mp4","prompt":"Why?","output":" B. </s>"},
            {"video_file":"00009.mp4","prompt":"Why?","output":"nobody has this video"},
            {"video_file":"00001.mp4","prompt":"Why?","output":"A."}])");
        QCOMPARE(read.format, QStringLiteral("ecva-results"));
        QCOMPARE(read.counts.answers, 3);
        QCOMPARE(places(read, "answer.tail"), 1);
        const ImportMatch match = matchImport(model(), read);
        QCOMPARE(match.matched, 2);
        QCOMPARE(match.unmatched, 1);
        QCOMPARE(match.examples, QStringList{"00009.mp4"});
        const QByteArray before = must(m_document->dump());
        apply(read);
        const QaItem *item = model().findItem(m_second, {}, Task::Cause);
        QVERIFY(item);
        const Answer answer = *model().findAnswer(item->id, AnswerRole::Model, "round1", "m");
        QCOMPARE(answer.text, QStringLiteral("B."));
        QCOMPARE(answer.rawText, QStringLiteral(" B. </s>"));
        QCOMPARE(QJsonDocument::fromJson(answer.provenance).object()[u"prompt"].toString(),
                 QStringLiteral("Why?"));
        const QaItem *other = model().findItem(m_first, {}, Task::Cause); // in another folder
        QCOMPARE(model().answersOf(other->id).front()->text, QStringLiteral("A."));
        QCOMPARE(model().answersOf(other->id).front()->rawText, QString());
        QCOMPARE(model().clips().size(), std::size_t(2)); // no clip is made
        must(m_document->checkIntegrity());
        must(m_document->undo()); // one step
        QCOMPARE(must(m_document->dump()), before);
    }

    void theSameFileTwiceDoublesNothing()
    {
        const ImportPlan read = plan(R"([{"video_file":"00001.mp4","prompt":"","output":"A."}])");
        apply(read);
        const QByteArray once = must(m_document->dump());
        const auto refused = applyImport(*m_document, read);
        QVERIFY(!refused);
        QVERIFY(refused.error().code == ErrorCode::InvalidArgument);
        QVERIFY(refused.error().message.find("was imported on") != std::string::npos);
        apply(read, true);
        QCOMPARE(must(m_document->dump()), once);
        // Another file of the same answers, in another round.
        ProjectSettings settings = model().settings();
        settings.activeRound = QStringLiteral("round2");
        Edit edit(*m_document, "settings.set");
        must(edit.setSettings(settings));
        must(m_document->commit(std::move(edit)));
        apply(plan(R"([{"video_file":"00001.mp4","prompt":"","output":"A. "}])"));
        QCOMPARE(model().answers().size(), std::size_t(1));
    }

    void nothingIsMatchedByPosition()
    {
        const auto refused = applyImport(*m_document, plan(R"([{"video_file":"a.mp4","output":"A."},
                                  {"video_file":"b.mp4","output":"B."}])"));
        QVERIFY(!refused);
        QVERIFY(refused.error().message.find("a.mp4, b.mp4") != std::string::npos);
        // Two folders with such a file: nobody knows which is meant.
        addClip(*m_document, "x/00001.mp4");
        const ImportPlan read = plan(R"([{"video_file":"00001.mp4","output":"A."}])");
        QCOMPARE(matchImport(model(), read).unmatched, 1);
    }

    void rolesModelsAndTasks()
    {
        const QByteArray plain = R"([{"video_file":"00001.mp4","prompt":"p","output":"A."}])";
        const ImportPlan masked = plan(
            R"([{"video_file":"00001.mp4","prompt":"ERROR","output":"ERROR"},
                {"video_file":"00002.mp4","output":"None","prompt":"Why? Notice if you cannot answer)"
            R"( based on the content of the video, you only need to answer with one word None"}])");
        QVERIFY(masked.role == AnswerRole::Masked);
        QVERIFY(plan(plain, "m_new_reason.json").role == AnswerRole::Masked);
        QVERIFY(plan(plain).role == AnswerRole::Model);
        ImportRequest request{write(plain, "m_new_reason.json"), {}, {}};
        request.role = AnswerRole::Model;
        request.model = QStringLiteral("other");
        request.task = Task::Result;
        apply(must(planImport(request)));
        const Answer answer = model().answers().begin()->second;
        QVERIFY(answer.role == AnswerRole::Model);
        QCOMPARE(answer.author, QStringLiteral("other"));
        QVERIFY(model().item(answer.item)->task == Task::Result);

        const auto unsaid = planImport({write(plain, "output1.json"), {}, {}});
        QVERIFY(!unsaid);
        QVERIFY(unsaid.error().message.find("--task") != std::string::npos);
        const ImportPlan typed = plan(
            R"([{"video_file":"00001.mp4","output":"A.","task_type":"Cause"},
                {"video_file":"00001.mp4","output":"B.","task_type":"Description"},
                {"video_file":"00001.mp4","output":"C.","task_type":"Poetry"}])",
            "output1.json");
        QCOMPARE(typed.counts.answers, 2);
        QCOMPARE(places(typed, "record.task"), 1);
        QVERIFY(typed.record(1).answers.front().task == Task::Description);
    }

    void oddRecords()
    {
        const ImportPlan read = plan("\n"
                                     R"([
            {"video_file":"00001.mp4","prompt":"ERROR","output":"ERROR"},
            {"video_file":"00002.mp4","prompt":"This is a placeholder …","output":"This is a …",
             "task_type":"default"},
            {"video_file":"00003.mp4","output":" </s> "},
            {"video_file":"00004.mp4","output":"x"}, {"video_file":"00004.mp4","output":"x"},
            {"video_file":"00005.mp4","output":"x"}, {"video_file":"00005.mp4","output":"y"},
            {"video_file":"00006.mp4"}, {"output":"x"}, 7, {"video_file":"00007.mp4","output":1},
            {"video_file":"00008.mp4","output":"kept","human_expert_answer":"/"}])");
        QCOMPARE(read.counts.rows, 12);
        QCOMPARE(read.counts.answers, 2);
        QCOMPARE(read.counts.failed, 2);
        QCOMPARE(read.counts.placeholders, 1);
        QCOMPARE(read.counts.merged, 1);
        QCOMPARE(read.counts.refused, 6);
        QCOMPARE(places(read, "json.blank"), 1);
        QCOMPARE(places(read, "answer.failed"), 1);
        QCOMPARE(places(read, "answer.empty"), 1);
        QCOMPARE(places(read, "answer.placeholder"), 1);
        QCOMPARE(places(read, "record.twice"), 1);
        QCOMPARE(places(read, "record.conflict"), 1);
        QCOMPARE(places(read, "record.form"), 4);
        QCOMPARE(read.record(read.recordCount() - 1).cells,
                 QByteArray(R"({"human_expert_answer":"/","video_file":"00008.mp4"})"));
    }

    void classesAndTimesStayTexts()
    {
        const ImportPlan classes = plan(R"([{"video_file":"00001.mp4","output":"[7] "},
                                            {"video_file":"00002.mp4","output":"[0]"}])",
                                        "m_classification.json");
        QCOMPARE(places(classes, "answer.class"), 1);
        const ImportPlan times = plan(R"([{"video_file":"00001.mp4","output":"[00:10, 00:20]</s>"},
                                          {"video_file":"00002.mp4","output":"[0.0, 0.12]</s>"}])",
                                      "m_time_segment.json");
        QCOMPARE(places(times, "answer.time"), 1);
        apply(classes);
        apply(times);
        QVERIFY(model().segments().empty());
        QCOMPARE(model().answers().size(), std::size_t(4));
    }

    void encodings()
    {
        for (const QByteArray &text :
             {QByteArray("\xEF\xBB\xBF[{\"video_file\":\"00001.mp4\",\"output\":\"caf\\u00e9\"}]"),
              QByteArray("[\r\n{\"video_file\":\"00001.mp4\",\"output\":\"caf\xC3\xA9\"}\r\n]\r\n"),
              QByteArray("[{\"video_file\":\"00001.mp4\",\"output\":\"caf\xC3\xA9\",},]")})
            QCOMPARE(plan(text).record(0).answers.front().text, QStringLiteral("café"));
        QCOMPARE(places(plan("[{\"video_file\":\"a\",\"output\":\"x,]\",}]"), "json.comma"), 1);
        QCOMPARE(plan("[{\"video_file\":\"a\",\"output\":\"x,]\",}]").record(0).answers[0].text,
                 QStringLiteral("x,]"));
    }

    void badFiles_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char *content, const char *says) {
            QTest::newRow(content) << QByteArray(content) << QByteArray(says);
        };
        row("[{'video_file':'a'}]", "is not JSON: line 1");
        row("[{\"video_file\":\"a\",\"output\":\"x\"}\n", "is not JSON: line 2");
        row("{\"video_file\":\"a\",\"output\":\"x\"}", "is not one JSON array");
        row("[{\"video_file\":\"a\",\"output\":NaN}]", "is not JSON");
        row("[{\"video_file\":\"a\",\"output\":\"x\",\"output\":\"y\"}]", "'output' twice");
        row("[{\"video_file\":\"a\",\"output\":\"\xff\"}]", "is not JSON");
    }

    void badFiles()
    {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, says);
        const auto read = planImport({write(content), "ecva-results", {}});
        QVERIFY(!read);
        QVERIFY(read.error().code == ErrorCode::BadInput);
        QVERIFY2(read.error().message.find(says.toStdString()) != std::string::npos,
                 read.error().message.c_str());
        QVERIFY(!planImport({m_folder->filePath("none.json"), "ecva-results", {}}));
        const QByteArray deep = QByteArray(200'000, '[') + QByteArray(200'000, ']');
        QVERIFY(!planImport({write("[" + deep + "]"), "ecva-results", {}}));
        QVERIFY(!planImport({write(R"([{"video_file":"a","output":"x","more":)" + deep + "}]"),
                             "ecva-results",
                             {}}));
    }

    /// What people said goes out as before, byte for byte, whatever models have said since.
    void exportsAreTheSame()
    {
        const QString sheet = shared("annotations/annotations.xlsx");
        const QString answers = shared("model_output/");
        if (!QFile::exists(sheet) || !QFile::exists(answers + "video_llama_outcome.json"))
            QSKIP(qPrintable("the published files are not here: " + sheet));
        apply(must(planImport({sheet, {}, {}})));
        const auto exported = [this](const char *format) {
            ExportRequest request;
            request.format = QString::fromLatin1(format);
            request.projectFolder = m_document->folder();
            request.mediaRoot = request.projectFolder;
            request.requireMedia = false;
            const ExportPlan made = must(planExport(model(), request));
            QByteArray all = QByteArray::number(qint64(made.refused.size()));
            for (const QByteArray &record : made.records)
                all += record;
            return all;
        };
        const QByteArray sft = exported("sft");
        const QByteArray csv = exported("csv");
        QVERIFY(sft.size() > 100'000);
        struct Expected
        {
            const char *name;
            AnswerRole role;
            int answers;
            int failed;
        };
        for (const Expected &file :
             {Expected{"video_llama_description", AnswerRole::Model, 984, 16},
              Expected{"video_llama_outcome", AnswerRole::Model, 984, 16},
              Expected{"video_llama_time_segment", AnswerRole::Model, 984, 0},
              Expected{"videollama2_classification", AnswerRole::Model, 985, 0},
              Expected{"videollama2_new_reason", AnswerRole::Masked, 986, 14}}) {
            const ImportPlan read = must(planImport({answers + file.name + ".json", {}, {}}));
            QVERIFY(read.role == file.role);
            QCOMPARE(read.counts.answers, file.answers);
            QCOMPARE(read.counts.failed, file.failed);
            QCOMPARE(matchImport(model(), read).unmatched, 0);
            apply(read);
        }
        QVERIFY(exported("sft") == sft);
        QVERIFY(exported("csv") == csv);
        must(m_document->checkIntegrity());
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Document> m_document;
    ClipId m_first;
    ClipId m_second;
};

QTEST_GUILESS_MAIN(TestEcvaResultsImport)
#include "TestEcvaResultsImport.moc"
