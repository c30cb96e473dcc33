#include "annotation/store/Migrations.h"
#include "annotation/store/RowJson.h"
#include "annotation/store/Tables.h"
#include "tests/support/Must.h"

#include <QSqlDatabase>
#include <QTemporaryDir>
#include <QTest>
#include <QVariant>

#include <limits>

using namespace ecva;
using namespace ecva::test;

namespace {

/// Texts that break what is careless about texts.
QString hardText()
{
    return QStringLiteral("\"quoted\" \\ 三 masked, \u2028 \n\t😀 ") + QChar(0x7f) + u'\u0001';
}

Clip someClip()
{
    Clip clip;
    clip.id = ClipId{7};
    clip.name = hardText();
    clip.path = QStringLiteral("a/b#1.mp4");
    clip.media = MediaFacts{
        300,  -1024, 12000, {1, 90000}, {30000, 1001}, true,
        1920, 1080,  90,    "hevc",     true,          std::numeric_limits<qint64>::max(),
        "ff"};
    clip.cut = TimeRangeMs{0, 382'000};
    clip.status = ClipStatus::InReview;
    clip.verdict = Verdict::CannotDecide;
    clip.stamp = {"2026-11-21T08:45:12.345Z", "anna", "2026-11-21T08:45:13.000Z", "ben"};
    return clip;
}

template <typename Entity>
void checkRoundTrip(qint64 id, const Entity &entity)
{
    const TableInfo &info = tableInfo(kTableOf<Entity>);
    const Row row = toRow(entity);
    QCOMPARE(row.size(), info.columns.size());
    const auto back = fromRow<Entity>(id, row);
    QCOMPARE(errorOf(back), std::string());
    QCOMPARE(*back, entity);
    // And through the journal's JSON.
    const RowChanges changes{{info.table, id, std::nullopt, row}};
    const RowChanges parsed
        = must(parseChanges(changesJson(changes, Side::Before), changesJson(changes, Side::After)));
    QCOMPARE(parsed, changes);
}

} // namespace

class TestTables : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void entitiesReadBackFromRowsAndJson()
    {
        checkRoundTrip(7, someClip());
        Clip bare;
        bare.id = ClipId{1};
        checkRoundTrip(1, bare);
        Segment segment;
        segment.id = SegmentId{2};
        segment.clip = ClipId{7};
        segment.frames = {FrameIndex(3), FrameIndex(9)};
        segment.beginPts = -5;
        segment.severity = 5;
        segment.rawTime = QStringLiteral("[0052,0114]");
        checkRoundTrip(2, segment);
        segment.basis = Basis::Seconds;
        segment.frames = {};
        segment.beginPts = 0;
        segment.severity.reset();
        checkRoundTrip(2, segment);
        KeySentence sentence;
        sentence.id = KeySentenceId{3};
        sentence.clip = ClipId{7};
        sentence.weight = 0.1 + 0.2; // no short decimal
        sentence.text = hardText();
        checkRoundTrip(3, sentence);
        Answer answer;
        answer.id = AnswerId{4};
        answer.item = QaItemId{5};
        answer.role = AnswerRole::Masked;
        answer.provenance = R"({"seed":18446744073709551615})";
        checkRoundTrip(4, answer);
        QaItem item;
        item.id = QaItemId{5};
        item.clip = ClipId{7};
        checkRoundTrip(5, item);
        KeyFrame mark;
        mark.id = KeyFrameId{6};
        mark.clip = ClipId{7};
        mark.frame = FrameIndex(std::numeric_limits<std::int64_t>::max());
        checkRoundTrip(6, mark);
        checkRoundTrip(
            8, SourceRow{SourceRowId{8}, SourceId{9}, ClipId{7}, "一轮标注!A4", R"({"a":"b"})"});
        checkRoundTrip(9, Source{SourceId{9}, "a.xlsx", "ecva-xlsx", "00", "{}", {}});
        Delta delta;
        delta.id = DeltaId{10};
        delta.answer = AnswerId{4};
        delta.report = R"({"delta":0.5})";
        checkRoundTrip(10, delta);
        delta.masked = AnswerId{11};
        checkRoundTrip(10, delta);
        ProjectSettings settings;
        settings.keySentenceMax = 9;
        checkRoundTrip(0, settings);
    }

    void rowsThatAreNoEntityAreRefusedByName()
    {
        Row row = toRow(someClip());
        const TableInfo &info = tableInfo(Table::Clip);
        for (std::size_t i = 0; i < row.size(); ++i) {
            Row wrong = row;
            wrong[i] = info.columns[i].kind == Column::Kind::Text ? Value(qint64(1))
                                                                  : Value(QStringLiteral("x"));
            const auto entity = fromRow<Clip>(7, wrong);
            QVERIFY2(!entity, qPrintable(info.columns[i].name));
            QVERIFY(entity.error().message.find(info.columns[i].name.toStdString())
                    != std::string::npos);
        }
        row.pop_back();
        QVERIFY(!fromRow<Clip>(7, row));
    }

    /// The one description of the columns and the SQL of the migrations must name the same ones.
    void columnsAreThoseOfTheSql()
    {
        QTemporaryDir folder;
        auto database
            = must(Database::open(folder.filePath("x"), Database::Access::ReadWrite, "x"));
        must(migrate(*database, migrations()));
        for (const Table table : kTables) {
            const TableInfo &info = tableInfo(table);
            QMap<QString, QString> wanted{{"id", "INTEGER"}};
            for (const Column &column : info.columns)
                wanted.insert(column.name, column.kind == Column::Kind::Integer ? "INTEGER"
                                           : column.kind == Column::Kind::Real  ? "REAL"
                                                                                : "TEXT");
            QMap<QString, QString> found;
            auto query = must(
                database->prepare("SELECT name, type FROM pragma_table_info('" + info.name + "')"));
            must(database->run(query));
            while (query.next())
                found.insert(query.value(0).toString(), query.value(1).toString());
            QCOMPARE(found, wanted);
        }
    }

    void journalOfAnOlderVersionGetsDefaults()
    {
        const QByteArray none = R"([{"id":7,"row":null,"table":"clip"}])";
        const QByteArray old = R"([{"id":7,"row":{"name":"n","path":"p"},"table":"clip"}])";
        const RowChanges changes = must(parseChanges(none, old));
        const Clip clip = must(fromRow<Clip>(7, *changes.front().after));
        QCOMPARE(clip.name, QStringLiteral("n"));
        QCOMPARE(clip.status, ClipStatus::Draft);
    }

    void damagedJournalIsAnError_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        const QByteArray good = R"([{"id":7,"row":null,"table":"clip"}])";
        QTest::newRow("no JSON") << QByteArray("[{") << good;
        QTest::newRow("no list") << QByteArray("{}") << good;
        QTest::newRow("length") << QByteArray("[]") << good;
        QTest::newRow("other id") << good << QByteArray(R"([{"id":8,"row":null,"table":"clip"}])");
        QTest::newRow("no id") << good << QByteArray(R"([{"row":null,"table":"clip"}])");
        QTest::newRow("table") << QByteArray(R"([{"id":7,"row":null,"table":"x"}])")
                               << QByteArray(R"([{"id":7,"row":null,"table":"x"}])");
        QTest::newRow("row") << good << QByteArray(R"([{"id":7,"row":3,"table":"clip"}])");
        QTest::newRow("value") << good
                               << QByteArray(R"([{"id":7,"row":{"name":3},"table":"clip"}])");
    }

    void damagedJournalIsAnError()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        const auto parsed = parseChanges(before, after);
        QVERIFY(!parsed);
        QVERIFY(parsed.error().code == ErrorCode::BadInput);
    }

    void combiningChanges()
    {
        const Row a{QStringLiteral("a")};
        const Row b{QStringLiteral("b")};
        const RowChanges made{{Table::Clip, 1, std::nullopt, a}};
        const RowChanges changed{{Table::Clip, 1, a, b}};
        const RowChanges removed{{Table::Clip, 1, b, std::nullopt}};
        QCOMPARE(combined(made, changed), (RowChanges{{Table::Clip, 1, std::nullopt, b}}));
        QCOMPARE(combined(combined(made, changed), removed), RowChanges());
        QCOMPARE(combined(changed, reversed(changed)), RowChanges());
        QCOMPARE(reversed(reversed(changed)), changed);
    }
};

QTEST_GUILESS_MAIN(TestTables)
#include "TestTables.moc"
