#include "XlsxFile.h"
#include "annotation/document/Document.h"
#include "annotation/formats/EcvaSheetCells.h"
#include "annotation/formats/Format.h"

#include <QTemporaryDir>
#include <QTest>

using namespace ecva;
using namespace ecva::ecvasheet;

class TestEcvaSheetDirt : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_path = m_folder.filePath("sheet.xlsx");

    Result<ImportPlan> planOf(const XlsxFile::Rows &rows)
    {
        XlsxFile file;
        file.addSheet("一轮标注", rows);
        if (!file.write(m_path))
            return fail(ErrorCode::Internal, "the test could not write its file");
        return planImport({m_path, {}, {}});
    }
    static QStringList row(const QString &id, const QString &x1 = "[7-1,5]",
                           const QString &moment = "[0052,0114]",
                           const QString &text = "[A man runs]",
                           const QString &keys = "[\"a man runs\"]", const QString &annotator = "")
    {
        return {id, x1, "because", "so", moment, text, keys, annotator, ""};
    }

private Q_SLOTS:
    void moments_data()
    {
        QTest::addColumn<QString>("cell");
        QTest::addColumn<QString>("becomes"); // "begin-end" in s, "?suggestion", or the fault
        QTest::newRow("one") << "[0052,0114]" << "52-74";
        QTest::newRow("two") << "[0052,0114][0118,0144]" << "52-74 78-104";
        QTest::newRow("blanks") << " [0052, 0114] [0118 ,0144]\n" << "52-74 78-104";
        QTest::newRow("full width comma") << "[0052，0114]" << "52-74";
        QTest::newRow("an hour of minutes") << "[0000,9959]" << "0-5999";
        QTest::newRow("missing") << "[,]" << "";
        QTest::newRow("slash") << "/" << "";
        QTest::newRow("empty") << "" << "";
        QTest::newRow("five digits") << "[00043,0048]" << "?[0043,0048]";
        QTest::newRow("three digits") << "[000,0941]" << "?[0000,0941]";
        QTest::newRow("two digits") << "[0012,20]" << "?[0012,0020]";
        QTest::newRow("five digits that are no zero") << "[10043,0048]" << "form";
        QTest::newRow("suggested seconds too large") << "[0012,75]" << "form";
        QTest::newRow("suggested end first") << "[0012,05]" << "form";
        QTest::newRow("no end") << "[0005,]" << "no end";
        QTest::newRow("seconds") << "[0052,0161]" << "seconds";
        QTest::newRow("reversed") << "[0114,0052]" << "order";
        QTest::newRow("empty range") << "[0052,0052]" << "order";
        QTest::newRow("words") << "[xxxx, xxxx]" << "form";
        QTest::newRow("three times") << "[0000,0001,0002]" << "form";
        QTest::newRow("unclosed") << "[0052,0114" << "form";
        QTest::newRow("between") << "[0052,0114]and[0118,0144]" << "52-74 form 78-104";
    }

    void moments()
    {
        QFETCH(QString, cell);
        QFETCH(QString, becomes);
        QStringList got;
        for (const Moment &moment : parseMoments(cell)) {
            using Fault = Moment::Fault;
            switch (moment.fault) {
            case Fault::None:
                got.append(
                    QString("%1-%2").arg(moment.time.beginMs / 1000).arg(moment.time.endMs / 1000));
                break;
            case Fault::Form:
                got.append(moment.suggestion.isEmpty() ? "form" : "?" + moment.suggestion);
                break;
            case Fault::NoEnd:
                got.append("no end");
                break;
            case Fault::Seconds:
                got.append("seconds");
                break;
            case Fault::Order:
                got.append("order");
                break;
            }
        }
        QCOMPARE(got.join(' '), becomes);
    }

    void classes_data()
    {
        QTest::addColumn<QString>("cell");
        QTest::addColumn<QString>("clean");
        QTest::addColumn<bool>("comma");
        QTest::newRow("one") << "[7-1,5]" << "[7-1,5]" << false;
        QTest::newRow("several") << "[5-1,5] [11-4,1]\n" << "[5-1,5][11-4,1]" << false;
        QTest::newRow("comma") << "[3-1,3,]" << "[3-1,3]" << true;
        QTest::newRow("text") << "枪战" << "" << false;
        QTest::newRow("text behind") << "[7-1,5] or so" << "" << false;
        QTest::newRow("no severity") << "[7-1]" << "" << false;
        QTest::newRow("severity 6") << "[7-1,6]" << "" << false;
        QTest::newRow("template") << "[type1,score1]" << "" << false;
        QTest::newRow("missing") << "[,]" << "" << false;
    }

    void classes()
    {
        QFETCH(QString, cell);
        QFETCH(QString, clean);
        QFETCH(bool, comma);
        const Classes parsed = parseClasses(cell);
        QCOMPARE(parsed.clean, clean);
        QCOMPARE(parsed.strayComma, comma);
        QCOMPARE(parsed.classes.empty(), clean.isEmpty());
    }

    void texts()
    {
        QCOMPARE(parseParts("[one][ two ]").texts, QStringList({"one", "two"}));
        QCOMPARE(parseParts("[one][ two ]").raw[1], QString(" two "));
        QCOMPARE(parseParts("[one]\n[two]").texts, QStringList({"one", "two"}));
        QVERIFY(!parseParts("[one]").bracketMissing);
        QVERIFY(parseParts("[one").bracketMissing);
        QCOMPARE(parseParts("[one").texts, QStringList("one"));
        QVERIFY(parseParts("one").bracketMissing);
        QCOMPARE(parseParts("[a [b] c]").texts, QStringList("a [b] c"));
        QVERIFY(parseParts("/").texts.isEmpty());
        QVERIFY(parseParts("[ ]").texts.isEmpty());
    }

    void keys()
    {
        QCOMPARE(parseKeys("[\"a b\",\" c\"]").sentences, QStringList({"a b", "c"}));
        QVERIFY(parseKeys("[\"\",\"\",\"\",\"\"]").sentences.isEmpty());
        QVERIFY(!parseKeys("[\"\",\"\"]").unreadable);
        const Keys repaired = parseKeys("[\"a\",b c\",\"d, e\",\"f\"]");
        QVERIFY(repaired.repaired);
        QCOMPARE(repaired.sentences, QStringList({"a", "b c", "d, e", "f"}));
        QCOMPARE(repaired.clean, QString("[\"a\",\"b c\",\"d, e\",\"f\"]"));
        for (const char *unreadable : {"[s1, s2, s3...]", "text", "[1,2]", "{\"a\":1}",
                                       "[\"a\"b\"c\"]", "[\"a\\\",b\",c\"]"})
            QVERIFY2(parseKeys(unreadable).unreadable && parseKeys(unreadable).sentences.isEmpty(),
                     unreadable);
        QCOMPARE(sentenceLength("one two  three\nfour"), 4);
        bool chinese = false;
        QCOMPARE(sentenceLength("男子撬动门锁", &chinese), 6);
        QVERIFY(chinese);
    }

    void cuts()
    {
        QCOMPARE(parseCut("时间切割00：36-01：30"), std::optional(TimeRangeMs{36'000, 90'000}));
        QCOMPARE(parseCut("时间切割00:36-101:30"), std::optional(TimeRangeMs{36'000, 6'090'000}));
        QVERIFY(!parseCut("时间切割01：30-00：36"));
        QVERIFY(!parseCut("时间切割00：36-00：61"));
        QVERIFY(!parseCut("lhy"));
    }

    void clocks()
    {
        QCOMPARE(clock(0), QString("0:00"));
        QCOMPARE(clock(74'000), QString("1:14"));
        QCOMPARE(clock(3'723'004), QString("1:02:03.004"));
    }

    void headers()
    {
        QStringList odd = ecvaHeader();
        odd[1] = " X1\n(5-1(总结其他类))";
        odd[3] = "X2 - result (异常事件导致的结果)";
        odd[6] = "X4 - key  sentences（…）";
        odd[8] = " 备注 ";
        const Result<ImportPlan> plan = planOf({odd, row("1")});
        QVERIFY2(plan, plan ? "" : plan.error().text().c_str());
        QVERIFY(plan->findingsOf("column.missing").empty());
        QCOMPARE(plan->record(0).segments.size(), std::size_t(1));
        QCOMPARE(plan->record(0).keySentences, QStringList("a man runs"));

        const Result<ImportPlan> none = planOf({{"id", "X1"}, row("1")});
        QVERIFY(!none && none.error().code == ErrorCode::BadInput);
        QVERIFY(none.error().text().find("sheet.xlsx:一轮标注: the first row has no video_id")
                != std::string::npos);
        QVERIFY(!planOf({}));
        QVERIFY(!planOf({{}, ecvaHeader(), row("1")})); // in row 2
        QVERIFY(!planOf({{"video_id", "X1", "X1 (b)"}, row("1")}));
        const Result<ImportPlan> few = planOf({{"video_id", "X1 (5-1)"}, {"1", "[7-1,5]"}});
        QVERIFY(few && few->findingsOf("column.missing").size() == 7);
    }

    void repeatedNumbers()
    {
        const Result<ImportPlan> plan
            = planOf({ecvaHeader(), row("1"), row("2"), row("1"), row("2", "[1-1,5]"), row("3")});
        QVERIFY(plan);
        QCOMPARE(plan->counts.merged, 1);
        QCOMPARE(plan->counts.refused, 2);
        QCOMPARE(plan->counts.clips, 2);
        QCOMPARE(plan->findingsOf("id.conflict").size(), std::size_t(2));
        QCOMPARE(plan->findingsOf("row.twice")[0]->place, QString("一轮标注!A4"));
        for (const Finding *finding : plan->findingsOf("id.conflict"))
            QVERIFY(plan->record(finding->record).refused);
    }

    void rowsThatCannotBeTaken()
    {
        const Result<ImportPlan> plan
            = planOf({ecvaHeader(),
                      row("1", "[7-1,5]", "[0052,0161]"),
                      row("two"),
                      row(""),
                      row("4"),
                      row("example"),
                      {},
                      {" "},
                      row("5", "[12-1,5]"),
                      row("6-2"),
                      row("7", "[1-1,5][2-1,4]", "[0001,0002][0003,0004]")});
        QVERIFY(plan);
        QCOMPARE(plan->counts.refused, 3);
        QCOMPARE(plan->counts.templates, 1);
        QCOMPARE(plan->counts.blank, 2);
        QCOMPARE(plan->findingsOf("time.seconds")[0]->place, QString("一轮标注!E2"));
        QCOMPARE(plan->findingsOf("id.form").size(), std::size_t(2));
        QCOMPARE(plan->findingsOf("row.blank").size(), std::size_t(1));
        QCOMPARE(plan->findingsOf("class.unknown")[0]->clip, QString("00005"));
        QCOMPARE(plan->record(4).segments[0].label, QString());
        QCOMPARE(plan->findingsOf("cut.missing")[0]->clip, QString("6-2"));
        QCOMPARE(plan->record(5).clipPath, QString("00006.mp4"));
        QVERIFY(!plan->record(5).cut);
        const ImportRecord last = plan->record(6);
        QCOMPARE(last.segments[1].label, QString("cuva:2-1"));
        QCOMPARE(last.segments[1].severity, std::optional(4));
        // One text for two times belongs to the clip.
        QCOMPARE(plan->findingsOf("text.pairs").size(), std::size_t(1));
        QVERIFY(last.segments[0].description.isEmpty());
        QVERIFY(last.answers.back().task == Task::Description);
        QCOMPARE(last.answers.back().text, QString("A man runs"));
    }

    void textForAClass()
    {
        const Result<ImportPlan> plan = planOf(
            {ecvaHeader(), row("1", "单纯拍摄视频"), row("2", "枪战"), row("3", "没有视频")});
        QVERIFY(plan);
        const std::vector<const Finding *> found = plan->findingsOf("class.text");
        QCOMPARE(found.size(), std::size_t(3));
        QVERIFY(plan->record(0).verdict == Verdict::NeedsClass);
        QVERIFY(found[0]->isFixable() && !found[1]->isFixable());
        AcceptedFixes fixes;
        fixes.acceptRule("class.text");
        QVERIFY(plan->record(0, fixes).verdict == Verdict::NoAnomaly);
        QVERIFY(plan->record(1, fixes).verdict == Verdict::NeedsClass);
        QVERIFY(plan->record(2).verdict == Verdict::FileBroken);
        QCOMPARE(plan->record(1).remark, QString("枪战"));
        QCOMPARE(plan->record(1).answers[0].text, QString("枪战"));
    }

    void authors()
    {
        const Result<ImportPlan> plan = planOf(
            {ecvaHeader(), row("1"), row("2", "[7-1,5]", "[0001,0002]", "[a]", "[]", "lhy")});
        QVERIFY(plan);
        QCOMPARE(plan->record(0).author, QString("sheet.xlsx"));
        QCOMPARE(plan->record(1).author, QString("lhy"));
    }

    /// Two sheets of one project: a later file adds what is new to the clips that are there.
    void meetsClipsOfTheProject()
    {
        const QString project = m_folder.filePath("meets.ecva");
        auto document = Document::create(project, "me");
        QVERIFY2(document, document ? "" : document.error().text().c_str());
        {
            Edit edit(**document, "clip.add");
            NewClip clip;
            clip.path = "videos/00001.mp4";
            QVERIFY(edit.addClip(clip));
            clip.path = "a/00002.mp4";
            QVERIFY(edit.addClip(clip));
            clip.path = "b/00002.mp4";
            QVERIFY(edit.addClip(clip));
            QVERIFY((*document)->commit(std::move(edit)));
        }
        const Result<ImportPlan> plan
            = planOf({ecvaHeader(), row("1"), row("2"),
                      row("1-1", "[7-1,5]", "[0001,0002]", "[a]", "[]", "时间切割00：00-00：05")});
        QVERIFY(plan);
        Result<Edit> edit = applyImport(**document, *plan);
        QVERIFY2(edit, edit ? "" : edit.error().text().c_str());
        QVERIFY((*document)->commit(std::move(*edit)));
        const ProjectModel &model = (*document)->model();
        // 1 met its file; 2 could be either of two and is a clip of its own; the cut is a clip.
        QCOMPARE(model.clips().size(), std::size_t(5));
        QCOMPARE(model.segmentsOf(model.clipByPath("videos/00001.mp4")->id).size(), std::size_t(1));
        QVERIFY(model.clipByPath("videos/00001.mp4")->verdict == Verdict::Anomaly);
        QVERIFY(model.clipByPath("00002.mp4"));
        QVERIFY(model.segmentsOf(model.clipByPath("a/00002.mp4")->id).empty());
        QVERIFY((*document)->undo());
        QCOMPARE(model.clips().size(), std::size_t(3));
        QVERIFY(model.clipByPath("videos/00001.mp4")->verdict == Verdict::Undecided);
    }

    /// A clip that has its video gets frames: the first at or after begin and end.
    void placesOnFramesWhereTheVideoIsThere()
    {
        const QString project = m_folder.filePath("frames.ecva");
        auto document = Document::create(project, "me");
        QVERIFY(document);
        ClipId id;
        {
            Edit edit(**document, "clip.add");
            NewClip clip;
            clip.path = "00001.mp4";
            MediaFacts media;
            media.frames = 1000;
            media.timeBase = {1, 30000};
            media.averageRate = {30000, 1001};
            media.durationMs = 33'366;
            clip.media = media;
            id = *edit.addClip(clip);
            QVERIFY((*document)->commit(std::move(edit)));
        }
        const Result<ImportPlan> plan = planOf(
            {ecvaHeader(), row("1", "[7-1,5]", "[0010,0020][0030,0050][0040,0050]", "[a][b][c]")});
        QVERIFY(plan);
        Result<Edit> edit = applyImport(**document, *plan);
        QVERIFY2(edit, edit ? "" : edit.error().text().c_str());
        QVERIFY((*document)->commit(std::move(*edit)));
        const ProjectModel &model = (*document)->model();
        const auto segments = model.segmentsOf(id);
        QCOMPARE(segments.size(), std::size_t(2)); // the third lies behind the end
        // 10 s · 30000/1001 = 299.7 → 300; 20 s → 599.4 → 600; 30 s → 899.1 → 900; 50 s → the end
        QCOMPARE(segments[0]->frames, (FrameRange{FrameIndex(300), FrameIndex(600)}));
        QCOMPARE(segments[1]->frames, (FrameRange{FrameIndex(900), FrameIndex(1000)}));
        const QaItem *kept = model.findItem(id, {}, Task::Description);
        QVERIFY(kept && model.answersOf(kept->id)[0]->text == "c"); // no text is lost
    }

    void formatsByContent()
    {
        QVERIFY(planImport({m_folder.filePath("nothing"), {}, {}}).error().code
                == ErrorCode::NotFound);
        QVERIFY(!planImport({m_folder.path(), {}, {}}));
        QFile file(m_folder.filePath("a.xlsx"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(planImport({file.fileName(), {}, {}}).error().code == ErrorCode::BadInput);
        file.write("not a spreadsheet");
        file.close();
        QVERIFY(planImport({file.fileName(), {}, {}}).error().code == ErrorCode::Unsupported);
        QVERIFY(planImport({file.fileName(), "ecva-xlsx", {}}).error().code == ErrorCode::BadInput);
        QVERIFY(planImport({file.fileName(), "tsl300", {}}).error().code == ErrorCode::Unsupported);
        QVERIFY(planImport({file.fileName(), "nonsense", {}}).error().code
                == ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TestEcvaSheetDirt)
#include "TestEcvaSheetDirt.moc"
