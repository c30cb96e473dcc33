#include "SftCheck.h"
#include "annotation/document/Document.h"
#include "annotation/formats/Format.h"
#include "tests/support/Files.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace ecva;
using namespace ecva::test;

/// The published sheet through a project and out again.
class TestSheetProject : public QObject
{
    Q_OBJECT

    QString m_sheet;
    QTemporaryDir m_folder;
    std::unique_ptr<Document> m_document;
    ImportPlan m_plan;
    QByteArray m_emptyDump;

    static int countOf(const ExportPlan &plan, const char *rule)
    {
        const auto is = [rule](const Finding &f) { return f.rule == QLatin1String(rule); };
        return int(std::count_if(plan.refused.begin(), plan.refused.end(), is)
                   + std::count_if(plan.warnings.begin(), plan.warnings.end(), is));
    }
    Result<ExportPlan> planned(const char *format, const char *filter = "") const
    {
        ExportRequest request;
        request.format = format;
        request.filter = filter;
        request.projectFolder = m_document->folder();
        return planExport(m_document->model(), request);
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString folder = qEnvironmentVariable(
            "ECVA_SHARED_DATA", qEnvironmentVariable("ECVA_SOURCE_DIR") + "/../shared/data");
        m_sheet = folder + "/ecva/annotations/annotations.xlsx";
        if (!QFile::exists(m_sheet))
            QSKIP(qPrintable("the published sheet is not here: " + m_sheet));
        auto document = Document::create(m_folder.filePath("p.ecva"), "tester");
        QVERIFY2(document, document ? "" : document.error().text().c_str());
        m_document = std::move(*document);
        m_emptyDump = *m_document->dump();
        QElapsedTimer timer;
        timer.start();
        const Result<ImportPlan> plan = planImport({m_sheet, {}, {}});
        QVERIFY2(plan, plan ? "" : plan.error().text().c_str());
        m_plan = *plan;
        qInfo("parsed in %lld ms", timer.restart());
        Result<Edit> edit = applyImport(*m_document, m_plan);
        QVERIFY2(edit, edit ? "" : edit.error().text().c_str());
        qInfo("applied in %lld ms", timer.restart());
        const Result<qint64> step = m_document->commit(std::move(*edit));
        QVERIFY2(step, step ? "" : step.error().text().c_str());
        qInfo("committed in %lld ms", timer.restart());
    }

    void everythingIsThere()
    {
        const ProjectModel &model = m_document->model();
        QCOMPARE(model.clips().size(), std::size_t(1006));
        QCOMPARE(model.segments().size(), std::size_t(1020 + 7)); // the six cuts have seven
        QCOMPARE(model.sources().size(), std::size_t(1));
        QCOMPARE(model.sourceRows().size(), std::size_t(1006));
        QCOMPARE(m_document->journal()->size(), std::size_t(1));

        const Clip *clip = model.clipByPath("00001.mp4");
        QVERIFY(clip);
        const auto segments = model.segmentsOf(clip->id);
        QCOMPARE(segments.size(), std::size_t(2));
        QVERIFY(segments[0]->basis == Basis::Seconds);
        QCOMPARE(segments[0]->time, (TimeRangeMs{52'000, 74'000}));
        QCOMPARE(segments[0]->rawTime, QString("[0052,0114]"));
        QCOMPARE(segments[0]->label, QString("cuva:7-1"));
        QCOMPARE(segments[0]->track, QString("round1"));
        const QaItem *cause = model.findItem(clip->id, {}, Task::Cause);
        QVERIFY(cause);
        const Answer *answer = model.findAnswer(cause->id, AnswerRole::Expert, "round1");
        QVERIFY(answer);
        QCOMPARE(answer->author, QString("annotations.xlsx"));
        QCOMPARE(answer->text.left(20), QString("Three masked people "));
        QCOMPARE(model.keySentencesOf(clip->id).size(), std::size_t(5));
    }

    /// What the file says of a row comes out as it went in, whatever was made of it.
    void rawCellsAreKept()
    {
        int compared = 0;
        for (int i = 0; i < m_plan.recordCount(); ++i) {
            const ImportRecord record = m_plan.record(i);
            for (const auto &[id, row] : m_document->model().sourceRows()) {
                if (row.place == record.place) {
                    QCOMPARE(row.cells, record.cells);
                    ++compared;
                }
            }
        }
        QCOMPARE(compared, 1006);
    }

    /// The released results carry the X2 cells word for word: an independent copy of the sheet.
    void causesAreThoseOfTheReleasedResults()
    {
        const QString released
            = m_sheet.section('/', 0, -3) + "/model_output/videollama2_new_reason.json";
        if (!QFile::exists(released))
            QSKIP(qPrintable("not here: " + released));
        const ProjectModel &model = m_document->model();
        const auto json = nlohmann::json::parse(contentOf(released).toStdString());
        int equal = 0;
        int missing = 0;
        for (const auto &record : json) {
            if (!record.contains("human_expert_answer"))
                continue;
            const Clip *clip = model.clipByPath(QString::fromStdString(record["video_file"]));
            QVERIFY(clip);
            const QString expected = QString::fromStdString(record["human_expert_answer"]);
            const QaItem *item = model.findItem(clip->id, {}, Task::Cause);
            const Answer *answer
                = item ? model.findAnswer(item->id, AnswerRole::Expert, "round1") : nullptr;
            if (!answer) {
                QCOMPARE(expected, QString("/"));
                ++missing;
                continue;
            }
            QCOMPARE(answer->rawText.isEmpty() ? answer->text : answer->rawText, expected);
            ++equal;
        }
        QCOMPARE(equal, 982);
        QCOMPARE(missing, 4);
    }

    void againIsRefusedOrDoublesNothing()
    {
        const Result<Edit> refused = applyImport(*m_document, m_plan);
        QVERIFY(!refused);
        QVERIFY(refused.error().code == ErrorCode::InvalidArgument);
        const QByteArray before = *m_document->dump();
        ImportChoices again;
        again.again = true;
        Result<Edit> edit = applyImport(*m_document, m_plan, again);
        QVERIFY2(edit, edit ? "" : edit.error().text().c_str());
        QVERIFY(edit->isEmpty());
        const Result<qint64> step = m_document->commit(std::move(*edit));
        QVERIFY(step && *step == 0);
        QCOMPARE(*m_document->dump(), before);
    }

    void oneUndoStep()
    {
        const QByteArray full = *m_document->dump();
        QVERIFY(m_document->undo());
        QCOMPARE(*m_document->dump(), m_emptyDump);
        QVERIFY(!m_document->canUndo());
        QVERIFY(m_document->redo());
        QCOMPARE(*m_document->dump(), full);
    }

    void sftOfTheSheet()
    {
        QElapsedTimer timer;
        timer.start();
        const Result<ExportPlan> plan = planned("sft", "round:1 source:annotations.xlsx");
        QVERIFY2(plan, plan ? "" : plan.error().text().c_str());
        QCOMPARE(plan->clips, 1000);
        QCOMPARE(countOf(*plan, "answer.missing"), 17 * 3 + 1); // and the one empty class field
        QCOMPARE(countOf(*plan, "class.text"), 75);
        QCOMPARE(countOf(*plan, "clip.cut"), 6);
        QCOMPARE(countOf(*plan, "media.missing"), 1000);
        QCOMPARE(plan->refused.size(), std::size_t(127));
        for (const ExportTaskCount &count : plan->tasks) {
            if (count.task == Task::Description) {
                QCOMPARE(count.refused, 17);
                // 983 clips; of those with several segments each segment has its own description.
                QCOMPARE(count.written, 983 + describedBeyondTheFirst());
            } else if (count.task == Task::Classification) {
                QCOMPARE(count.written, 924);
                QCOMPARE(count.refused, 76);
            } else {
                QCOMPARE(count.written, 983);
                QCOMPARE(count.refused, 17);
            }
        }
        QCOMPARE(int(plan->records.size()), plan->written);

        const QString out = m_folder.filePath("sft.json");
        const Result<ExportOutcome> written = writeExport(*plan, out, "0");
        QVERIFY2(written, written ? "" : written.error().text().c_str());
        qInfo("planned and written in %lld ms", timer.elapsed());
        const QByteArray bytes = contentOf(out);
        QCOMPARE(qint64(bytes.size()), plan->bytes());
        QCOMPARE(sftBreach(bytes), std::string());
        const auto json = nlohmann::json::parse(bytes.toStdString());
        QCOMPARE(int(json.size()), plan->written);
        const auto manifest
            = nlohmann::json::parse(contentOf(out + ".manifest.json").toStdString());
        QCOMPARE(manifest["written"].get<int>(), plan->written);
        QCOMPARE(manifest["refusals"].size(), std::size_t(127));
        QCOMPARE(manifest["files"][0]["sha256"].get<std::string>(),
                 QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().toStdString());
        QCOMPARE(exportManifest(*plan, out, "0"), contentOf(out + ".manifest.json"));
        for (const auto &record : json) {
            if (record["id"] == "00001-cause")
                QCOMPARE(QString::fromStdString(record["conversations"][1]["value"]),
                         QString("Three masked people broke the window and broke into the room to "
                                 "commit theft.They left the backyard and left footprints after "
                                 "stealing"));
            if (record["id"] == "00108-classification")
                QCOMPARE(record["conversations"][1]["value"].get<std::string>(), "[3-1,3]");
        }
    }

    int describedBeyondTheFirst() const
    {
        int beyond = 0;
        for (int i = 0; i < m_plan.recordCount(); ++i) {
            const ImportRecord record = m_plan.record(i);
            if (record.clipName.contains('-'))
                continue;
            int described = 0;
            for (const ImportedSegment &segment : record.segments)
                described += segment.description.isEmpty() ? 0 : 1;
            beyond += std::max(0, described - 1);
        }
        return beyond;
    }

    void resultsOfAModel()
    {
        ExportRequest request;
        request.format = "ecva-results";
        request.tasks = {Task::Description};
        const Clip *first = m_document->model().clipByPath("00001.mp4");
        const Clip *damaged = m_document->model().clipByPath("00167.mp4");
        Edit edit(*m_document, "propose");
        for (const Clip *clip : {damaged, first}) {
            NewAnswer answer;
            answer.clip = clip->id;
            answer.role = AnswerRole::Model;
            answer.author = "Some Model";
            answer.text = "An \"answer\" é";
            QVERIFY(edit.setAnswer(answer));
        }
        QVERIFY(m_document->commit(std::move(edit)));

        const Result<ExportPlan> plan = planExport(m_document->model(), request);
        QVERIFY2(plan, plan ? "" : plan.error().text().c_str());
        const QString out = m_folder.filePath("description.json");
        QVERIFY(writeExport(*plan, out, "0"));
        const auto json = nlohmann::json::parse(contentOf(out).toStdString());
        // What the published scripts need: every number once, all five keys, answered ones first.
        QCOMPARE(json.size(), std::size_t(1000));
        std::set<std::string> files;
        std::size_t placeholders = 0;
        for (const auto &record : json) {
            QCOMPARE(record.size(), std::size_t(5));
            for (const char *key :
                 {"video_file", "prompt", "output", "human_expert_answer", "task_type"})
                QVERIFY2(record[key].is_string() && !record[key].get<std::string>().empty(), key);
            files.insert(record["video_file"]);
            if (record["task_type"] == "default")
                ++placeholders;
            else
                QCOMPARE(placeholders, std::size_t(0));
        }
        QCOMPARE(files.size(), std::size_t(1000));
        QCOMPARE(*files.begin(), std::string("00001.mp4"));
        QCOMPARE(*files.rbegin(), std::string("01000.mp4"));
        QCOMPARE(placeholders, std::size_t(998));
        QCOMPARE(plan->written, 2);
        QCOMPARE(QString::fromStdString(json[0]["output"]), QString("An \"answer\" é"));
        // strip('[]') of the cell, inner brackets kept, as in the released files
        QCOMPARE(
            json[0]["human_expert_answer"].get<std::string>(),
            "Three masked thieves entered the house through the backyard to steal,][ damaging the "
            "building and stealing property, making the house chaotic and dirty");
        QCOMPARE(json[1]["video_file"].get<std::string>(), "00167.mp4");
        QCOMPARE(json[1]["human_expert_answer"].get<std::string>(), "/");

        // A model's answer does not go into training data before somebody accepts it.
        const Result<ExportPlan> sft = planned("sft", "clip:00167.mp4 task:description");
        QVERIFY(sft && sft->written == 0 && sft->refused.size() == 1);
        request.model = "Other";
        QVERIFY(!planExport(m_document->model(), request));
        request.tasks = {};
        QVERIFY(!planExport(m_document->model(), request));
        QVERIFY(m_document->undo());
    }

    void subtitlesAndTable()
    {
        const Result<ExportPlan> many = planned("srt");
        QVERIFY(!many && many.error().code == ErrorCode::InvalidArgument);
        const Result<ExportPlan> one = planned("srt", "clip:00001.mp4");
        QVERIFY2(one, one ? "" : one.error().text().c_str());
        QCOMPARE(one->records.size(), std::size_t(2));
        QCOMPARE(
            one->records[0].left(84),
            QByteArray("1\n00:00:52,000 --> 00:01:14,000\n7-1 Theft · Residential\nThree masked "
                       "thieves entered t")
                .left(84));
        const Result<ExportPlan> table = planned("csv");
        QVERIFY(table && table->records.size() == 1027);
        QVERIFY(
            table->records[0].startsWith("00001.mp4,00001.mp4,round1,52000,74000,,,cuva:7-1,5,"));
    }
};

QTEST_GUILESS_MAIN(TestSheetProject)
#include "TestSheetProject.moc"
