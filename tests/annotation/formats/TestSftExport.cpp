#include "SftCheck.h"
#include "annotation/document/Document.h"
#include "annotation/formats/Format.h"
#include "tests/support/Must.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace ecva;
using namespace ecva::test;

class TestSftExport : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Document> m_document;
    ClipId m_clip;

    AnswerId say(Task task, const QString &text, AnswerRole role = AnswerRole::Expert,
                 const QString &round = "round1", const QString &author = "me",
                 const QString &question = {}, const QByteArray &provenance = {})
    {
        Edit edit(*m_document, "qa.set");
        NewAnswer answer;
        answer.clip = m_clip;
        answer.task = task;
        answer.text = text;
        answer.role = role;
        answer.round = round;
        answer.author = author;
        answer.question = question;
        answer.provenance = provenance;
        const Result<AnswerId> id = edit.setAnswer(answer);
        if (!id || !m_document->commit(std::move(edit)))
            return {};
        return *id;
    }
    void setState(AnswerId id, AnswerState state)
    {
        Edit edit(*m_document, "answer.state");
        QVERIFY(edit.setAnswerState(id, state));
        QVERIFY(m_document->commit(std::move(edit)));
    }
    ExportPlan plan(std::vector<Task> tasks, bool requireMedia = false,
                    const QString &root = {}) const
    {
        ExportRequest request;
        request.format = "sft";
        request.tasks = std::move(tasks);
        request.projectFolder = m_document->folder();
        request.requireMedia = requireMedia;
        request.mediaRoot = root;
        const Result<ExportPlan> made = planExport(m_document->model(), request);
        return made ? *made : ExportPlan();
    }
    /// The answer that goes out for the task; "-" with the rule when it is refused.
    std::string out(Task task) const
    {
        const ExportPlan made = plan({task});
        if (made.records.empty())
            return made.refused.empty() ? "nothing" : "-" + made.refused[0].rule.toStdString();
        const auto json = nlohmann::json::parse(made.records[0].toStdString());
        return json["conversations"][1]["value"];
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto document = Document::create(m_folder->filePath("p.ecva"), "me");
        QVERIFY2(document, document ? "" : document.error().text().c_str());
        m_document = std::move(*document);
        Edit edit(*m_document, "clip.add");
        NewClip clip;
        clip.path = "videos/a.b c.mp4";
        m_clip = *edit.addClip(clip);
        QVERIFY(m_document->commit(std::move(edit)));
    }

    void goldThenAcceptedThenTheLatestRound()
    {
        QCOMPARE(out(Task::Cause), "-answer.missing");
        say(Task::Cause, "first", AnswerRole::Expert, "round9");
        QCOMPARE(out(Task::Cause), "first");
        say(Task::Cause, "second", AnswerRole::Expert, "round10");
        QCOMPARE(out(Task::Cause), "second"); // 10 comes after 9
        const AnswerId model = say(Task::Cause, "model's", AnswerRole::Model, "round1", "M");
        say(Task::Cause, "masked", AnswerRole::Masked, "round11", "M");
        QCOMPARE(out(Task::Cause), "second");
        setState(model, AnswerState::Accepted);
        QCOMPARE(out(Task::Cause), "model's");
        const AnswerId gold = say(Task::Cause, "gold", AnswerRole::Gold, "gold");
        QCOMPARE(out(Task::Cause), "gold");
        setState(gold, AnswerState::Rejected);
        QCOMPARE(out(Task::Cause), "model's");
        setState(model, AnswerState::Rejected);
        QCOMPARE(out(Task::Cause), "second");
    }

    void neverTheDemonstrationWeights()
    {
        const AnswerId noise = say(Task::Cause, "noise", AnswerRole::Model, "round1", "tiny", {},
                                   "{\"demonstration\":true}");
        setState(noise, AnswerState::Accepted);
        QCOMPARE(out(Task::Cause), "-answer.missing");
        const AnswerId masked = say(Task::Cause, "masked", AnswerRole::Masked, "round1", "M");
        setState(masked, AnswerState::Accepted);
        QCOMPARE(out(Task::Cause), "-answer.missing");
    }

    /// An accepted proposal is the expert's text, unless nobody has touched a demonstration's
    /// words.
    void acceptedProposals()
    {
        const auto accept = [this](AnswerId proposal, const QString &text) {
            Edit edit(*m_document, "answer.accept");
            must(edit.acceptProposal(proposal, text));
            must(m_document->commit(std::move(edit)));
        };
        const AnswerId real = say(Task::Cause, "model's", AnswerRole::Model, "round1", "M");
        accept(real, {});
        QCOMPARE(out(Task::Cause), "model's");
        say(Task::Cause, "model's, mended", AnswerRole::Expert, "round1", {});
        QCOMPARE(out(Task::Cause), "model's, mended");

        const AnswerId noise = say(Task::Result, "noise", AnswerRole::Model, "round1", "tiny", {},
                                   "{\"demonstration\":true}");
        QCOMPARE(out(Task::Result), "-answer.missing");
        accept(noise, {});
        QCOMPARE(out(Task::Result), "-answer.missing");
        say(Task::Result, "a person's words", AnswerRole::Expert, "round1", {});
        QCOMPARE(out(Task::Result), "a person's words");
        say(Task::Result, "noise ", AnswerRole::Expert, "round1", {});
        QCOMPARE(out(Task::Result), "-answer.missing");
    }

    void whatIsRefused()
    {
        for (const char *missing : {"/", " / ", "[,]"}) {
            say(Task::Cause, missing);
            QCOMPARE(out(Task::Cause), "-answer.missing");
        }
        for (const char *token : {"a <video> b", "<image>", "x<audio>"}) {
            say(Task::Cause, token);
            QCOMPARE(out(Task::Cause), "-answer.token");
        }
        say(Task::Cause, "fine", AnswerRole::Expert, "round1", "me", "<video>\nWhy?");
        QCOMPARE(out(Task::Cause), "-question.token");
        for (const char *text : {"枪战", "theft", "[13-1,5]", "[7-1,5] or so", "7"}) {
            say(Task::Classification, text);
            QCOMPARE(out(Task::Classification), "-class.text");
        }
        for (const char *code :
             {"[7-1,5]", "[7]", "[5-1,5][11-4,1]", "cuva:7-1", "[NH-5,3]", "ecva:Theft"}) {
            say(Task::Classification, code);
            QCOMPARE(out(Task::Classification), std::string(code));
        }
    }

    void record()
    {
        say(Task::Cause, "Line one\n\"two\" é 中", AnswerRole::Expert, "round1", "me",
            "Why is it so?");
        const ExportPlan made = plan({Task::Cause});
        QCOMPARE(made.records.size(), std::size_t(1));
        const auto json = nlohmann::json::parse(made.records[0].toStdString());
        QCOMPARE(json["id"].get<std::string>(), "a.b c-cause");
        QCOMPARE(json["video"].get<std::string>(), "videos/a.b c.mp4");
        QCOMPARE(json["conversations"].size(), std::size_t(2));
        QCOMPARE(json["conversations"][0]["from"].get<std::string>(), "human");
        QCOMPARE(json["conversations"][0]["value"].get<std::string>(), "<video>\nWhy is it so?");
        QCOMPARE(json["conversations"][1]["from"].get<std::string>(), "gpt");
        QCOMPARE(json["conversations"][1]["value"].get<std::string>(), "Line one\n\"two\" é 中");
        QVERIFY(made.records[0].contains("中")); // UTF-8, not escaped
        // The published prompt where nobody wrote a question.
        say(Task::Result, "so");
        const ExportPlan result = plan({Task::Result});
        QVERIFY(result.records[0].contains("<video>\\nPlease analyze the content of the video"));
    }

    void paths()
    {
        say(Task::Cause, "text");
        ExportPlan made = plan({Task::Cause});
        QCOMPARE(made.warnings.size(), std::size_t(1));
        QCOMPARE(made.warnings[0].rule, QString("media.missing"));
        made = plan({Task::Cause}, true);
        QVERIFY(made.records.empty());
        QCOMPARE(made.refused[0].rule, QString("media.missing"));
        QVERIFY(QDir(m_folder->path()).mkpath("videos"));
        QFile video(m_folder->filePath("videos/a.b c.mp4"));
        QVERIFY(video.open(QIODevice::WriteOnly));
        made = plan({Task::Cause}, true);
        QVERIFY(made.refused.empty() && made.warnings.empty());
        made = plan({Task::Cause}, true, m_folder->filePath("videos"));
        QVERIFY(made.records[0].contains("\"a.b c.mp4\""));
        made = plan({Task::Cause}, true, m_folder->filePath("elsewhere"));
        QCOMPARE(made.warnings[0].rule, QString("media.outside"));
        QVERIFY(made.records[0].contains("\"../videos/a.b c.mp4\""));
    }

    void images()
    {
        Edit edit(*m_document, "clip.add");
        NewClip clip;
        clip.path = "still.JPG";
        m_clip = *edit.addClip(clip);
        QVERIFY(m_document->commit(std::move(edit)));
        say(Task::Cause, "text");
        const ExportPlan made = plan({Task::Cause});
        const auto json = nlohmann::json::parse(made.records.back().toStdString());
        QVERIFY(json.contains("image") && !json.contains("video"));
        QCOMPARE(json["conversations"][0]["value"].get<std::string>().rfind("<image>\n", 0),
                 std::size_t(0));
    }

    /// Who marks in the window gives the class to the segment and never sees a question.
    void classOfTheSegments()
    {
        Edit edit(*m_document, "segment.add");
        NewSegment segment;
        segment.clip = m_clip;
        segment.track = "round1";
        segment.time = TimeRangeMs{0, 1000};
        segment.label = "cuva:7-1";
        segment.severity = 5;
        QVERIFY(edit.addSegment(segment));
        segment.time = TimeRangeMs{2000, 3000};
        QVERIFY(edit.addSegment(segment));
        segment.label = "cuva:4-1";
        segment.severity.reset();
        QVERIFY(edit.addSegment(segment));
        QVERIFY(m_document->commit(std::move(edit)));
        QCOMPARE(out(Task::Classification), "[7-1,5][4-1]");
        // An answer of its own comes first, and a difference is said.
        say(Task::Classification, "[7-1,5]");
        QCOMPARE(out(Task::Classification), "[7-1,5]");
        const ExportPlan made = plan({Task::Classification});
        QVERIFY(std::any_of(made.warnings.begin(), made.warnings.end(),
                            [](const Finding &f) { return f.rule == "class.differs"; }));
    }

    void oneRecordForEachQuestion()
    {
        Edit edit(*m_document, "segment.add");
        NewSegment segment;
        segment.clip = m_clip;
        segment.track = "round1";
        for (const int second : {5, 1}) { // the later one first
            segment.time = TimeRangeMs{second * 1000, second * 1000 + 500};
            NewAnswer answer;
            answer.clip = m_clip;
            answer.segment = *edit.addSegment(segment);
            answer.text = QString("at %1").arg(second);
            QVERIFY(edit.setAnswer(answer));
        }
        QVERIFY(m_document->commit(std::move(edit)));
        say(Task::Free, "yes", AnswerRole::Expert, "round1", "me", "Is it day?");
        say(Task::Free, "no", AnswerRole::Expert, "round1", "me", "Is it night?");
        const ExportPlan made = plan({});
        QStringList ids;
        for (const QByteArray &record : made.records)
            ids.append(QString::fromStdString(nlohmann::json::parse(record.toStdString())["id"]));
        QCOMPARE(ids, QStringList({"a.b c-description", "a.b c-description-2", "a.b c-free",
                                   "a.b c-free-2"}));
        QVERIFY(made.records[0].contains("at 1"));
        QCOMPARE(made.refused.size(), std::size_t(3)); // cause, result, class
        QCOMPARE(made.asked, 7);
        QByteArray file = made.head;
        for (std::size_t i = 0; i < made.records.size(); ++i)
            file += (i ? made.separator : QByteArray()) + made.records[i];
        QCOMPARE(sftBreach(file + made.tail), std::string());
    }

    void emptyProjectsAreValid()
    {
        const ExportPlan made = plan({Task::Free});
        const QString path = m_folder->filePath("out.json");
        QVERIFY(writeExport(made, path, "0"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("[]\n"));
        QVERIFY(!writeExport(made, m_folder->path(), "0"));
        QVERIFY(writeExport(made, m_folder->filePath("no/such/folder.json"), "0").error().code
                == ErrorCode::Io);
    }
};

QTEST_GUILESS_MAIN(TestSftExport)
#include "TestSftExport.moc"
