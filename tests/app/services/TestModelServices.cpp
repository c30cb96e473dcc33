// Asking and measuring as the window and the command line share it: what is asked, where it came
// from, what a project keeps.
#include "annotation/document/MediaLinking.h"
#include "annotation/domain/Prompts.h"
#include "annotation/evaluation/DeltaSummary.h"
#include "app/services/Measure.h"
#include "tests/support/FakeVideoModel.h"
#include "tests/support/Projects.h"
#include "tests/support/SmallVideo.h"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

using namespace ecva;
using ecva::test::errorOf;
using ecva::test::FakeModelScript;
using ecva::test::FakeVideoModel;
using ecva::test::must;
using nlohmann::json;

class TestModelServices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_file = test::makeSmallVideo(m_folder.filePath("grey.mp4").toStdString());
    }

    void init()
    {
        m_script = std::make_shared<FakeModelScript>();
        ModelOptions options;
        options.folder = "/models/of/mine/shield-7b";
        options.device = Device::Cpu;
        m_model = std::make_unique<FakeVideoModel>(m_script, options, true);
        m_document = must(Document::create(
            m_folder.filePath(QStringLiteral("%1.ecva").arg(++m_projects)), QStringLiteral("ann")));
        const auto added = must(addVideos(
            *m_document, {must(probeMedia(QString::fromStdString(m_file.string()), {}))}));
        m_clip = added.at(0).clip;
        m_frames = must(openClip(must(clipToAsk(*m_document, m_clip)), {}, {}));
    }

    void questions()
    {
        const ProjectModel &project = m_document->model();
        AnswerPlace place{m_clip, {}, Task::Cause};
        QCOMPARE(must(questionFor(nullptr, place, {})), publishedQuestion(Task::Cause));
        QCOMPARE(must(questionFor(&project, place, QStringLiteral("Why?"))),
                 QStringLiteral("Why?"));
        Edit edit(*m_document, QStringLiteral("qa.set"));
        NewAnswer answer;
        answer.clip = m_clip;
        answer.task = Task::Cause;
        answer.question = QStringLiteral("Whose fault?");
        answer.text = QStringLiteral("His.");
        must(edit.setAnswer(answer));
        must(m_document->commit(std::move(edit)));
        QCOMPARE(must(questionFor(&project, place, {})), QStringLiteral("Whose fault?"));
        place.task = Task::Free;
        QVERIFY(!questionFor(&project, place, QStringLiteral("  ")));
    }

    void fitting()
    {
        const ModelInfo &info = m_model->info(); // 2048 positions, 16 tokens a frame
        std::vector<std::string> notes;
        ModelQuestion question;
        question.generation.maxNewTokens = 1'000'000'000'000;
        must(fitToModel(question, info, notes));
        QCOMPARE(question.generation.maxNewTokens, 2048);
        QCOMPARE(notes.size(), 1U);
        QVERIFY(notes[0].find("1000000000000") != std::string::npos);
        question.frames = 128;
        QVERIFY(fitToModel(question, info, notes).error().code == ErrorCode::OutOfRange);
        question.frames = -1;
        QVERIFY(fitToModel(question, info, notes).error().code == ErrorCode::InvalidArgument);
        question.frames = 0;
        question.generation.maxNewTokens = 0;
        QVERIFY(fitToModel(question, info, notes).error().code == ErrorCode::InvalidArgument);
    }

    void provenance()
    {
        ModelQuestion question{Task::Cause, QStringLiteral("Warum? 为什么"), 5, {}};
        question.generation.seed = 42;
        const AskResult result = must(propose(*m_model, m_frames, question, {}, {}));
        const json output = proposalJson(*m_model, question, result);
        QVERIFY2(output["answer"] == "A man runs.", output["answer"].dump().c_str());
        QVERIFY2(output["tokens"] == json({100, 101, 102, 103}), output["tokens"].dump().c_str());
        QVERIFY2(output["frames"] == json({0, 10, 20, 30, 40}), output["frames"].dump().c_str());
        const json &from = output["provenance"];
        QVERIFY2(from["model"] == "shield-7b", from["model"].dump().c_str());
        QVERIFY2(from["architecture"] == "anomshield", from["architecture"].dump().c_str());
        QVERIFY2(from["weights_digest"] == "sha256:00", from["weights_digest"].dump().c_str());
        QVERIFY2(from["template"] == "mistral", from["template"].dump().c_str());
        QVERIFY2(from["frames"] == output["frames"], from["frames"].dump().c_str());
        QVERIFY2(from["generation"]["seed"] == 42, from["generation"]["seed"].dump().c_str());
        QVERIFY2(from["generation"]["top_k"] == 50, from["generation"]["top_k"].dump().c_str());
        QVERIFY2(from["question"] == "Warum? 为什么", from["question"].dump().c_str());
        QVERIFY2(from["device"] == "cpu", from["device"].dump().c_str());
        QVERIFY2(from["dtype"] == "fp32", from["dtype"].dump().c_str());
        QVERIFY2(from["engine"] == "Fake 1", from["engine"].dump().c_str());
        QVERIFY2(from["demonstration"] == true, from["demonstration"].dump().c_str());
        QVERIFY(from["program"].get<std::string>().starts_with("ecva "));
        // Nobody else's business.
        QVERIFY(output.dump().find("/models") == std::string::npos);

        question.generation.greedy = true; // then nothing is drawn
        const json greedy
            = proposalJson(*m_model, question, must(propose(*m_model, m_frames, question, {}, {})));
        QVERIFY(!greedy["provenance"]["generation"].contains("seed"));
    }

    /// Twice the same: equal bytes but for the part that says how long it took.
    void sameRunSameBytes()
    {
        const ModelQuestion question{Task::Result, QStringLiteral("How?"), 0, {}};
        MeasureQuestion delta;
        delta.ask = question;
        delta.key.ranges = {{FrameIndex(10), FrameIndex(20)}};
        QList<QByteArray> proposals;
        QList<QByteArray> deltas;
        for (int i = 0; i < 2; ++i) {
            json proposal = proposalJson(*m_model, question,
                                         must(propose(*m_model, m_frames, question, {}, {})));
            QVERIFY(proposal["timings"]["decode_s"].get<double>() > 0);
            proposal.erase("timings");
            proposals += canonical(proposal);
            json report
                = deltaJson(*m_model, delta, must(measure(*m_model, m_frames, delta, {}, {}, {})));
            QVERIFY(report["cost"]["seconds"].get<double>() > 0);
            report.erase("cost");
            deltas += canonical(report);
        }
        QCOMPARE(proposals[0], proposals[1]);
        QCOMPARE(deltas[0], deltas[1]);
    }

    void storing()
    {
        const AnswerPlace place{m_clip, {}, Task::Cause};
        Edit edit(*m_document, QStringLiteral("qa.set"));
        NewAnswer expert;
        expert.clip = m_clip;
        expert.task = Task::Cause;
        expert.question = QStringLiteral("Whose fault?");
        expert.text = QStringLiteral("His.");
        must(edit.setAnswer(expert));
        must(m_document->commit(std::move(edit)));
        const QByteArray before = must(m_document->dump());

        ModelAnswer answer;
        answer.model = QStringLiteral("shield-7b");
        answer.question = QStringLiteral("Another question");
        answer.text = QStringLiteral("A man runs.");
        answer.provenance = R"({"model":"shield-7b"})";
        const AnswerId id = must(storeProposal(*m_document, place, answer));
        const Answer *stored = m_document->model().answer(id);
        QVERIFY(stored->role == AnswerRole::Model);
        QCOMPARE(stored->author, QStringLiteral("shield-7b"));
        QCOMPARE(stored->round, QStringLiteral("shield-7b"));
        // The expert's question is not rewritten by what a model was asked.
        QCOMPARE(m_document->model().item(stored->item)->question, QStringLiteral("Whose fault?"));
        QCOMPARE(m_document->undoCommand(), QStringLiteral("answer.propose"));
        must(m_document->undo());
        QCOMPARE(must(m_document->dump()), before);
    }

    void intervals()
    {
        const VideoIndex &index = *m_frames.index; // 2 s, a frame every 40 ms
        const auto range = [](int begin, int end) {
            return std::vector<FrameRange>{{FrameIndex(begin), FrameIndex(end)}};
        };
        QVERIFY(must(keyRanges(index, {{0, 0}})) == range(0, 1));
        QVERIFY(must(keyRanges(index, {{0.4, 0.8}})) == range(10, 21)); // both ends included
        QVERIFY(must(keyRanges(index, {{0.41, 0.79}})) == range(11, 20));
        QVERIFY(must(keyRanges(index, {{1, 2.5}})) == range(25, 50)); // written in whole seconds
        QVERIFY(keyRanges(index, {{2, 3}}).error().code == ErrorCode::OutOfRange);
        QVERIFY(keyRanges(index, {{1, 3}}).error().code == ErrorCode::OutOfRange);
        QVERIFY(keyRanges(index, {{-1, 1}}).error().code == ErrorCode::OutOfRange);
        QVERIFY(keyRanges(index, {{0.41, 0.42}}).error().code == ErrorCode::InvalidArgument);
        QVERIFY(keyRanges(index, {{1, 0.5}}).error().code == ErrorCode::InvalidArgument);
        QVERIFY(errorOf(keyRanges(index, {{2, 3}})).find("2.0-3.0 s") != std::string::npos);
    }

    void segmentsAreTheKey()
    {
        QVERIFY(!keySegments(*m_document, m_clip, {}));
        const SegmentId first = test::addSegment(*m_document, m_clip, 5, 12);
        const SegmentId second = test::addSegment(*m_document, m_clip, 20, 30);
        Edit edit(*m_document, QStringLiteral("segment.set"));
        SegmentPatch elsewhere;
        elsewhere.track = QStringLiteral("round2");
        must(edit.setSegment(second, elsewhere));
        must(m_document->commit(std::move(edit)));
        const KeyChoice all = must(keySegments(*m_document, m_clip, {}));
        QVERIFY(all.segments == std::vector{first}); // those of the active round
        QVERIFY((all.ranges == std::vector<FrameRange>{{FrameIndex(5), FrameIndex(12)}}));
        QVERIFY(must(keySegments(*m_document, m_clip, second)).segments == std::vector{second});
        QVERIFY(keySegments(*m_document, ClipId{77}, second).error().code
                == ErrorCode::InvalidArgument);
    }

    void deltaReport()
    {
        MeasureQuestion question;
        question.ask = {Task::Description, QStringLiteral("What?"), 0, {.greedy = true}};
        question.key.ranges = {{FrameIndex(10), FrameIndex(20)}};
        question.key.intervals = {{0.4, 0.76}};
        question.seed = 3;
        const DeltaReport report = must(measure(*m_model, m_frames, question, {}, {}, {}));
        const json output = deltaJson(*m_model, question, report);
        QVERIFY2(output["masked_answer"] == "None", output["masked_answer"].dump().c_str());
        QVERIFY2(output["frames"] == json({0, 12, 25, 37}), output["frames"].dump().c_str());
        QVERIFY2(output["key_frames"] == json({12}), output["key_frames"].dump().c_str());
        QCOMPARE(output["tokens"].size(), 4U);
        QVERIFY2(output["tokens"][1]["text"] == "man ", output["tokens"][1]["text"].dump().c_str());
        QVERIFY2(output["delta"] == 0.5, output["delta"].dump().c_str());
        QVERIFY2(output["adjusted_delta"] == 0.375, output["adjusted_delta"].dump().c_str());
        QCOMPARE(output["controls"].size(), 3U);
        QVERIFY(output["change"] == 1.0); // no word in common
        QVERIFY(output["refused"] == true);
        QVERIFY(output["consistency"].is_null());
        const json &from = output["provenance"];
        QVERIFY2(from["key"]["chosen_by"] == "intervals", from["key"]["chosen_by"].dump().c_str());
        QVERIFY2(from["key"]["intervals_s"] == json::parse("[[0.4,0.76]]"),
                 from["key"]["intervals_s"].dump().c_str());
        QVERIFY2(from["control_seed"] == 3, from["control_seed"].dump().c_str());
        QVERIFY2(from["asked_mask"] == "delete", from["asked_mask"].dump().c_str());

        const DeltaSummary summary = must(DeltaSummary::parse(canonical(output)));
        QCOMPARE(summary.answer, QStringLiteral("A man runs."));
        QCOMPARE(summary.model, QStringLiteral("shield-7b"));
        QVERIFY(summary.demonstration);
        QCOMPARE(summary.adjusted, std::optional(0.375));
    }

    void neverSeen()
    {
        MeasureQuestion question;
        question.ask = {Task::Description, QStringLiteral("What?"), 0, {.greedy = true}};
        question.key.frames = {3}; // sampled: 0, 12, 25, 37
        const json output = deltaJson(*m_model, question,
                                      must(measure(*m_model, m_frames, question, {}, {}, {})));
        for (const char *key : {"masked_answer", "delta", "adjusted_delta", "change", "refused"})
            QVERIFY2(output[key].is_null(), key);
        QVERIFY(must(DeltaSummary::parse(canonical(output))).keyFrames.empty());
    }

    void storingDeltas()
    {
        const AnswerPlace place{m_clip, {}, Task::Description};
        MeasureQuestion question;
        question.ask = {Task::Description, QStringLiteral("What?"), 0, {.greedy = true}};
        question.key.ranges = {{FrameIndex(10), FrameIndex(20)}};
        const QByteArray before = must(m_document->dump());
        json report = deltaJson(*m_model, question,
                                must(measure(*m_model, m_frames, question, {}, {}, {})));
        const DeltaId id = must(storeDelta(*m_document, place, {}, report));
        const ProjectModel &project = m_document->model();
        const Delta delta = project.deltas().at(id);
        QCOMPARE(project.answer(delta.answer)->text, QStringLiteral("A man runs."));
        QVERIFY(project.answer(delta.answer)->role == AnswerRole::Model);
        QCOMPARE(project.answer(delta.masked)->text, QStringLiteral("None"));
        QVERIFY(project.answer(delta.masked)->role == AnswerRole::Masked);
        QCOMPARE(delta.report, canonical(report));
        const json seen = json::parse(project.answer(delta.masked)->provenance.toStdString());
        QVERIFY2(seen["frames"] == report["key"]["frames"], seen["frames"].dump().c_str());

        must(m_document->undo()); // one step
        QCOMPARE(must(m_document->dump()), before);

        // The answer that is there stays, whatever it says.
        ModelAnswer drawn;
        drawn.model = QStringLiteral("shield-7b");
        drawn.question = QStringLiteral("What?");
        drawn.text = QStringLiteral("A dog.");
        const AnswerId stored = must(storeProposal(*m_document, place, drawn));
        const DeltaId second = must(storeDelta(*m_document, place, {}, report));
        QCOMPARE(m_document->model().deltas().at(second).answer, stored);
        QCOMPARE(m_document->model().answer(stored)->text, QStringLiteral("A dog."));
        QCOMPARE(report["notes"].size(), 1U);
    }

    /// A masked answer without a word is an answer too.
    void storingSilence()
    {
        m_script->maskedText.clear();
        MeasureQuestion question;
        question.ask = {Task::Description, QStringLiteral("What?"), 0, {.greedy = true}};
        question.key.ranges = {{FrameIndex(10), FrameIndex(20)}};
        json report = deltaJson(*m_model, question,
                                must(measure(*m_model, m_frames, question, {}, {}, {})));
        QVERIFY2(report["change"] == 1.0, report["change"].dump().c_str());
        const DeltaId id
            = must(storeDelta(*m_document, {m_clip, {}, Task::Description}, {}, report));
        const Delta delta = m_document->model().deltas().at(id);
        QVERIFY(delta.masked);
        QCOMPARE(m_document->model().answer(delta.masked)->text, QString());
    }

private:
    QTemporaryDir m_folder;
    int m_projects = 0;
    std::filesystem::path m_file;
    std::shared_ptr<FakeModelScript> m_script;
    std::unique_ptr<FakeVideoModel> m_model;
    std::unique_ptr<Document> m_document;
    ClipId m_clip;
    ClipFrames m_frames;
};

QTEST_GUILESS_MAIN(TestModelServices)
#include "TestModelServices.moc"
