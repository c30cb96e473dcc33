#include "annotation/formats/EcvaSheetCells.h"
#include "annotation/formats/Format.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace ecva;

/// The published sheet against a reading of it made by other means.
class TestEcvaSheetReal : public QObject
{
    Q_OBJECT

    QString m_sheet;
    QJsonArray m_oracle;
    ImportPlan m_plan;

    int places(const char *rule) const
    {
        return int(m_plan.findingsOf(QString::fromLatin1(rule)).size());
    }

    std::map<QString, QJsonObject> oracleByRow() const
    {
        std::map<QString, QJsonObject> rows;
        for (const QJsonValue &row : m_oracle)
            rows.emplace(QStringLiteral("一轮标注!A%1").arg(row[u"row"].toInt()), row.toObject());
        return rows;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString folder = qEnvironmentVariable(
            "ECVA_SHARED_DATA", qEnvironmentVariable("ECVA_SOURCE_DIR") + "/../shared/data");
        m_sheet = folder + "/ecva/annotations/annotations.xlsx";
        QFile oracle(folder + "/expected/annotations_xlsx.json");
        if (!QFile::exists(m_sheet) || !oracle.open(QIODevice::ReadOnly))
            QSKIP(qPrintable("the published sheet is not here: " + m_sheet));
        m_oracle = QJsonDocument::fromJson(oracle.readAll()).object()[u"rows"].toArray();
        QCOMPARE(m_oracle.size(), 1008);
        const Result<ImportPlan> plan = planImport({m_sheet, {}, {}});
        QVERIFY2(plan, plan ? "" : plan.error().text().c_str());
        m_plan = *plan;
    }

    void counts()
    {
        QCOMPARE(m_plan.format, QString("ecva-xlsx"));
        QCOMPARE(m_plan.counts.rows, 1008);
        QCOMPARE(m_plan.counts.clips, 1000);
        QCOMPARE(m_plan.counts.cuts, 6);
        QCOMPARE(m_plan.counts.templates, 2);
        QCOMPARE(m_plan.counts.refused, 0);
        QCOMPARE(m_plan.counts.missing, 17);
        QCOMPARE(m_plan.recordCount(), 1006);
        QCOMPARE(m_plan.sheets.size(), std::size_t(3));
        QCOMPARE(m_plan.sheets[0].name, QString("一轮标注"));
        QCOMPARE(m_plan.sheets[0].round, QString("round1"));
        QCOMPARE(m_plan.sheets[1].rows, 589);
        QCOMPARE(m_plan.sheets[1].round, QString());
        QCOMPARE(m_plan.sheets[2].rows, 21); // with its template

        int segments = 0;
        int classes = 0;
        for (int i = 0; i < m_plan.recordCount(); ++i) {
            const ImportRecord record = m_plan.record(i);
            if (record.clipName.contains(u'-'))
                continue;
            segments += int(record.segments.size());
            classes += record.verdict == Verdict::Anomaly && !record.answers.empty()
                       && record.answers[0].task == Task::Classification;
        }
        QCOMPARE(segments, 1020);
        QCOMPARE(classes, 924);
    }

    void rulesMet()
    {
        QCOMPARE(places("time.form"), 7);
        QCOMPARE(places("class.text"), 75);
        QCOMPARE(places("class.missing"), 1); // "[,]"
        QCOMPARE(places("class.comma"), 1);
        QCOMPARE(places("row.missing"), 17);
        QCOMPARE(places("keys.quote"), 2);
        QCOMPARE(places("text.bracket"), 1);
        // 936 in the cells that are JSON, and three in each of the two that lack a quote.
        QCOMPARE(places("keys.long"), 942);
        QCOMPARE(places("content.equal"), 48);
        QCOMPARE(places("cut.note"), 7);
        QCOMPARE(places("annotator.none"), 999);
        QCOMPARE(places("row.template"), 2);
        // Each malformed time leaves its text alone, but for row 229, whose other time is sound.
        QCOMPARE(places("text.pairs"), 13);
        AcceptedFixes fixes;
        fixes.acceptRule("time.form");
        int unpaired = 0;
        for (int i = 0; i < m_plan.recordCount(); ++i) {
            const ImportRecord record = m_plan.record(i, fixes);
            for (const ImportedAnswer &answer : record.answers)
                unpaired += answer.task == Task::Description;
        }
        QCOMPARE(unpaired, 7); // 132 200 291 352 406 420, and 704 that no fix can help
    }

    void everyRowAgreesWithTheOracle()
    {
        const std::map<QString, QJsonObject> oracle = oracleByRow();
        int compared = 0;
        for (int i = 0; i < m_plan.recordCount(); ++i) {
            const ImportRecord record = m_plan.record(i);
            const auto found = oracle.find(record.place);
            QVERIFY2(found != oracle.end(), qPrintable(record.place));
            const QJsonObject &row = found->second;
            const std::string text = record.place.toStdString();
            const char *at = text.c_str();

            const QString id
                = row[u"video_id"].isDouble()
                      ? QStringLiteral("%1.mp4").arg(row[u"video_id"].toInt(), 5, 10, QChar('0'))
                      : row[u"video_id"].toString();
            QVERIFY2(record.clipName == id, at);

            const QJsonObject cells = QJsonDocument::fromJson(record.cells).object();
            QCOMPARE(cells[u"X3 - moment"].toString(), row[u"x3_moment_raw"].toString());

            QJsonArray segments;
            for (const ImportedSegment &segment : record.segments) {
                QVERIFY(segment.time.beginMs % 1000 == 0 && segment.time.endMs % 1000 == 0);
                segments.append(QJsonArray{segment.time.beginMs / 1000, segment.time.endMs / 1000});
                const QJsonArray types = row[u"types"].toArray();
                QVERIFY2(segment.label
                             == (types.isEmpty() ? QString() : "cuva:" + types[0][0].toString()),
                         at);
                if (!types.isEmpty())
                    QCOMPARE(segment.severity, std::optional(types[0][1].toInt()));
            }
            QVERIFY2(segments == row[u"segments_s"].toArray(), at);

            if (row.contains(u"keys_malformed")) {
                QCOMPARE(record.keySentences.size(), 4);
            } else {
                QStringList keys;
                for (const QJsonValue &key : row[u"keys"].toArray())
                    keys.append(key.toString().trimmed());
                QVERIFY2(record.keySentences == keys, at);
            }

            QStringList parts;
            for (const ImportedSegment &segment : record.segments) {
                if (!segment.description.isEmpty())
                    parts.append(segment.description);
            }
            const QStringList expected = row[u"description_parts"].toVariant().toStringList();
            if (expected.size() == segments.size())
                QVERIFY2(parts == expected, at);
            for (const ImportedAnswer &answer : record.answers) {
                if (answer.task == Task::Description)
                    QVERIFY2(answer.text == expected.join(' '), at);
            }
            ++compared;
        }
        QCOMPARE(compared, 1006);
    }

    /// What the sheet says of record 1, by hand.
    void firstRow()
    {
        const ImportRecord record = m_plan.record(0);
        QCOMPARE(record.place, QString("一轮标注!A4"));
        QCOMPARE(record.clipPath, QString("00001.mp4"));
        QCOMPARE(record.author, QString("annotations.xlsx"));
        QCOMPARE(record.segments.size(), std::size_t(2));
        QCOMPARE(record.segments[0].time, (TimeRangeMs{52'000, 74'000}));
        QCOMPARE(record.segments[1].time, (TimeRangeMs{78'000, 104'000}));
        QCOMPARE(record.segments[1].rawTime, QString("[0118,0144]"));
        QCOMPARE(record.segments[1].rawDescription,
                 QString(" damaging the building and stealing property, making the house chaotic "
                         "and dirty"));
        QCOMPARE(record.segments[0].label, QString("cuva:7-1"));
        QCOMPARE(record.keySentences.size(), 5);
        const QJsonObject cells = QJsonDocument::fromJson(record.cells).object();
        QCOMPARE(cells[u"video_id"].toString(), QString("1"));
        QCOMPARE(cells[u"X2 -  result （异常事件导致的结果）"].toString().left(20),
                 QString("Windows were damaged"));
        QCOMPARE(cells[u"X3 - moment"].toString(), QString("[0052,0114][0118,0144]"));
    }

    void suggestedTimes()
    {
        struct Row
        {
            const char *clip, *raw, *suggestion, *reads;
        };
        const Row expected[] = {{"00229", "[00043,0048]", "[0043,0048]", "0:43 to 0:48"},
                                {"00323", "[0005,00050]", "[0005,0050]", "0:05 to 0:50"},
                                {"00343", "[000,0941]", "[0000,0941]", "0:00 to 9:41"},
                                {"00441", "[000,0010]", "[0000,0010]", "0:00 to 0:10"},
                                {"00704", "[0005,]", "", "starts at 0:05"},
                                {"00824", "[0012,20]", "[0012,0020]", "0:12 to 0:20"},
                                {"00923", "[000,0025]", "[0000,0025]", "0:00 to 0:25"}};
        const std::vector<const Finding *> found = m_plan.findingsOf("time.form");
        QCOMPARE(found.size(), std::size(expected));
        for (std::size_t i = 0; i < std::size(expected); ++i) {
            QCOMPARE(found[i]->clip, QString(expected[i].clip));
            QCOMPARE(found[i]->raw, QString(expected[i].raw));
            QCOMPARE(found[i]->suggestion, QString(expected[i].suggestion));
            QCOMPARE(found[i]->reads, QString(expected[i].reads));
            QVERIFY(found[i]->severity == Severity::Error);
            // Nothing is guessed before somebody ticks it; then exactly that place changes.
            const auto before = m_plan.record(found[i]->record).segments.size();
            AcceptedFixes fixes;
            fixes.accept("time.form", found[i]->place);
            const auto after = m_plan.record(found[i]->record, fixes).segments.size();
            QCOMPARE(after, before + (found[i]->isFixable() ? 1 : 0));
        }
        QCOMPARE(found[0]->place, QString("一轮标注!E238"));
    }

    void cutsAndVerdicts()
    {
        std::map<QString, ImportRecord> byName;
        for (int i = 0; i < m_plan.recordCount(); ++i)
            byName.emplace(m_plan.record(i).clipName, m_plan.record(i));
        QCOMPARE(byName["19-4"].clipPath, QString("00019.mp4"));
        QCOMPARE(byName["19-4"].cut, std::optional(TimeRangeMs{134'000, 175'000}));
        QCOMPARE(byName["19-4"].segments[0].time, (TimeRangeMs{171'000, 175'000}));
        QVERIFY(!byName["00065.mp4"].cut);
        QVERIFY(byName["00167.mp4"].verdict == Verdict::FileBroken);
        QVERIFY(byName["00279.mp4"].verdict == Verdict::FileBroken);
        QCOMPARE(byName["00167.mp4"].remark, QString("视频损坏（只能播放前4秒）"));
        QVERIFY(byName["00619.mp4"].verdict == Verdict::NeedsClass);
        QVERIFY(byName["00007.mp4"].verdict == Verdict::NeedsClass); // 枪战
        QVERIFY(byName["00108.mp4"].verdict == Verdict::Anomaly);
        QCOMPARE(byName["00108.mp4"].answers[0].text, QString("[3-1,3]"));
        QCOMPARE(byName["00108.mp4"].answers[0].rawText, QString("[3-1,3,]"));
        std::map<Verdict, int> verdicts;
        for (const auto &[name, record] : byName)
            ++verdicts[record.verdict];
        // 11 videos damaged, 1 absent; 75 texts for a class; 924 + 6 cuts with one, 1 empty field.
        QCOMPARE(verdicts[Verdict::FileBroken], 12);
        QCOMPARE(verdicts[Verdict::NeedsClass], 63);
        QCOMPARE(verdicts[Verdict::Anomaly], 931);
    }

    void otherSheets()
    {
        const Result<ImportPlan> both = planImport(
            {m_sheet, {}, {{"一轮标注", "round1"}, {"二轮标注", "round2"}, {"示例", "round3"}}});
        QVERIFY2(both, both ? "" : both.error().text().c_str());
        const std::vector<const Finding *> twice = both->findingsOf("row.twice");
        QStringList rows;
        for (const Finding *finding : twice)
            rows.append(finding->place);
        QVERIFY2(rows.join(' ').contains("二轮标注"), qPrintable(rows.join(' ')));
        QCOMPARE(both->counts.blank, 20);
        QCOMPARE(both->counts.clips, 1000); // the sheets speak of the same ones
        QCOMPARE(both->counts.cuts, 6);
        QCOMPARE(both->counts.templates, 5);
        int round2 = 0;
        for (int i = 0; i < both->recordCount(); ++i)
            round2 += both->record(i).round == "round2";
        QCOMPARE(round2, 586);
        const Result<ImportPlan> none = planImport({m_sheet, {}, {{"三轮", "round1"}}});
        QVERIFY(!none && none.error().code == ErrorCode::InvalidArgument);
    }

    void previewShowsEveryColumn()
    {
        const std::vector<ImportField> fields = m_plan.preview(0);
        QCOMPARE(fields.size(), std::size_t(9));
        QCOMPARE(fields[3].column, QString("X2 -  result （异常事件导致的结果）"));
        QCOMPARE(fields[4].becomes, QString("0:52 to 1:14; 1:18 to 1:44"));
    }
};

QTEST_GUILESS_MAIN(TestEcvaSheetReal)
#include "TestEcvaSheetReal.moc"
