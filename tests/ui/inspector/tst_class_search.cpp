#include "annotation/domain/Taxonomy.h"
#include "ui/inspector/ClassListModel.h"
#include "ui/inspector/ClassSearch.h"

#include <QTest>

using namespace ecva;

class TestClassSearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ranks_data()
    {
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<int>("rank");
        const auto row = [](const char *label, const char *typed, int rank) {
            QTest::addRow("%s: %s", label, typed)
                << QString::fromUtf8(label) << QString::fromUtf8(typed) << rank;
        };
        row("cuva:7-1", "7-1", 0);
        row("cuva:7-1", " 7-1 ", 0);
        row("cuva:7-1", "7", 1);
        row("cuva:7", "7", 0);
        row("cuva:10", "7", -1);
        row("cuva:7-1", "71", 1);
        row("cuva:1-1", "11", 1);
        row("cuva:11", "11", 0); // the class of that number comes first
        row("cuva:11-1", "71", -1);
        row("cuva:7-1", "theft", 2);
        row("cuva:7-1", "resid", 3);
        row("cuva:7-1", "sident", 4);
        row("cuva:7-1", "盗窃", 2);
        row("cuva:7-1", "入室", 3);
        row("cuva:7-1", "zebra", -1);
        row("ecva:Theft", "th", 0);
        row("cuva:7-1", "", 0);
    }

    void ranks()
    {
        QFETCH(QString, label);
        QFETCH(QString, typed);
        const TaxonomyClass *entry = Taxonomy::published().find(label);
        QVERIFY2(entry, qPrintable(label));
        QTEST(classMatch(*entry, typed), "rank");
    }

    void theBestRowIsTheClassOfTheCode()
    {
        ClassListModel model;
        // Both taxonomies with their headings: 11 + 42 and 21 + 97 classes.
        QCOMPARE(model.rowCount(), 11 + 42 + 21 + 97 + 2);
        QVERIFY(!model.classAt(0));
        QCOMPARE(model.data(model.index(0), Qt::DisplayRole).toString(), QStringLiteral("CUVA"));
        model.setSearch(QStringLiteral("7"));
        QVERIFY(model.bestRow() > 0);
        QCOMPARE(model.classAt(model.bestRow())->label, QStringLiteral("cuva:7"));
        model.setSearch(QStringLiteral("7-1"));
        QCOMPARE(model.classAt(model.bestRow())->label, QStringLiteral("cuva:7-1"));
        model.setSearch(QStringLiteral("71"));
        QCOMPARE(model.classAt(model.bestRow())->label, QStringLiteral("cuva:7-1"));
        model.setSearch(QStringLiteral("11"));
        QCOMPARE(model.classAt(model.bestRow())->label, QStringLiteral("cuva:11"));
        model.setSearch(QStringLiteral("TH"));
        QCOMPARE(model.classAt(model.bestRow())->label, QStringLiteral("ecva:Theft"));
        model.setSearch(QStringLiteral("zebra"));
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.bestRow(), -1);
    }
};

QTEST_MAIN(TestClassSearch)
#include "tst_class_search.moc"
