#include "annotation/document/Document.h"
#include "annotation/formats/ClipFilter.h"

#include <QTemporaryDir>
#include <QTest>

using namespace ecva;

class TestClipFilter : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Document> m_document;

    QString hits(const QString &expression) const
    {
        const Result<ClipFilter> filter = ClipFilter::parse(expression);
        if (!filter)
            return QString::fromStdString(filter.error().message);
        QStringList names;
        for (const auto &[id, clip] : m_document->model().clips()) {
            if (filter->matches(m_document->model(), clip))
                names.append(clip.name);
        }
        return names.join(' ');
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto document = Document::create(m_folder.filePath("p.ecva"), "me");
        QVERIFY2(document, document ? "" : document.error().text().c_str());
        m_document = std::move(*document);
        Edit edit(*m_document, "test");
        const auto add = [&edit](const char *path) {
            NewClip clip;
            clip.path = path;
            return *edit.addClip(clip);
        };
        const ClipId a = add("00001.mp4");
        const ClipId b = add("00012.mp4");
        const ClipId c = add("robbery (1).mp4");
        ClipPatch patch;
        patch.status = ClipStatus::Accepted;
        patch.verdict = Verdict::Anomaly;
        patch.assignee = "Li Hong";
        QVERIFY(edit.setClip(a, patch));
        NewSegment segment;
        segment.clip = a;
        segment.track = "round2";
        segment.time = TimeRangeMs{0, 1000};
        segment.label = "cuva:7-1";
        QVERIFY(edit.addSegment(segment));
        segment.clip = b;
        segment.track = "round1";
        segment.label = "ecva:Theft/Residential";
        QVERIFY(edit.addSegment(segment));
        NewAnswer answer;
        answer.clip = b;
        answer.task = Task::Cause;
        answer.text = "A red Car, parked";
        QVERIFY(edit.setAnswer(answer));
        QVERIFY(edit.addKeySentence(c, "摄像头记录"));
        Source source;
        source.file = "annotations.xlsx";
        source.sha256 = "0";
        SourceRow row;
        row.source = *edit.addSource(source);
        row.clip = b;
        row.place = "s!A1";
        row.cells = "{}";
        QVERIFY(edit.addSourceRow(row));
        QVERIFY(m_document->commit(std::move(edit)));
    }

    void finds_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("names");
        QTest::newRow("all") << "" << "00001.mp4 00012.mp4 robbery (1).mp4";
        QTest::newRow("status") << "status:accepted" << "00001.mp4";
        QTest::newRow("or") << "status:accepted,draft clip:000*" << "00001.mp4 00012.mp4";
        QTest::newRow("verdict") << "verdict:undecided" << "00012.mp4 robbery (1).mp4";
        QTest::newRow("assignee") << "assignee:\"li hong\"" << "00001.mp4";
        QTest::newRow("round") << "round:1" << "00012.mp4 robbery (1).mp4";
        QTest::newRow("round, whole") << "round:round2" << "00001.mp4";
        QTest::newRow("wild") << "clip:0001*" << "00012.mp4";
        QTest::newRow("wild is literal else") << "clip:\"robbery (?).mp4\"" << "robbery (1).mp4";
        QTest::newRow("source") << "source:annotations.xlsx" << "00012.mp4";
        QTest::newRow("source, wild") << "source:*.XLSX" << "00012.mp4";
        QTest::newRow("class") << "class:7" << "00001.mp4";
        QTest::newRow("class, sub") << "class:7-1" << "00001.mp4";
        QTest::newRow("class, none") << "class:1" << "";
        QTest::newRow("class, ecva") << "class:ecva:Theft" << "00012.mp4";
        QTest::newRow("task") << "task:cause" << "00001.mp4 00012.mp4 robbery (1).mp4";
        QTest::newRow("text") << "car" << "00012.mp4";
        QTest::newRow("quoted text") << "\"red car, parked\"" << "00012.mp4";
        QTest::newRow("text in a name") << "ROBBERY" << "robbery (1).mp4";
        QTest::newRow("chinese") << "摄像头" << "robbery (1).mp4";
        QTest::newRow("both") << "car status:accepted" << "";
        QTest::newRow("unknown word")
            << "colour:red"
            << "filter: no word \"colour:\"; there are status: verdict: assignee: "
               "round: task: source: clip: class:";
        QTest::newRow("unknown value")
            << "status:finished"
            << "filter: no status \"finished\"; there are draft, submitted, "
               "in_review, returned, accepted, gold";
        QTest::newRow("no value") << "status:" << "filter: status: wants a value";
        QTest::newRow("quote") << "\"red car" << "filter: a quotation mark is missing";
    }

    void finds()
    {
        QFETCH(QString, expression);
        QFETCH(QString, names);
        QCOMPARE(hits(expression), names);
    }

    void selects()
    {
        const ClipFilter filter = *ClipFilter::parse("round:1,gold task:cause,result");
        QVERIFY(filter.selectsRound("round1") && filter.selectsRound("gold")
                && !filter.selectsRound("round2"));
        QVERIFY(filter.selectsTask(Task::Cause) && !filter.selectsTask(Task::Time));
        QVERIFY(ClipFilter::parse("car")->selectsRound("any"));
    }
};

QTEST_GUILESS_MAIN(TestClipFilter)
#include "TestClipFilter.moc"
