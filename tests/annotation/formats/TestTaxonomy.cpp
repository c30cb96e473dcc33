#include "annotation/domain/Taxonomy.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <set>

using namespace ecva;

class TestTaxonomy : public QObject
{
    Q_OBJECT

    const Taxonomy &all = Taxonomy::published();

private Q_SLOTS:
    void countsArePublished()
    {
        std::map<QString, int> mains;
        std::map<QString, int> subs;
        for (const TaxonomyClass &entry : all.classes()) {
            const QString space = entry.label.section(u':', 0, 0);
            ++(entry.parent.isEmpty() ? mains : subs)[space];
        }
        QCOMPARE(mains["cuva"], 11);
        QCOMPARE(subs["cuva"], 42);
        QCOMPARE(mains["ecva"], 21);
        QCOMPARE(subs["ecva"], 97);
        QCOMPARE(all.classes().size(), std::size_t(11 + 42 + 21 + 97));
    }

    void everyClassCanBeToldApart()
    {
        std::set<QString> labels;
        std::set<QString> codes;
        for (const TaxonomyClass &entry : all.classes()) {
            QVERIFY2(labels.insert(entry.label).second, qPrintable(entry.label));
            QVERIFY2(codes.insert(entry.code).second, qPrintable(entry.code));
            QVERIFY2(!entry.name.isEmpty() && !entry.nameZh.isEmpty(), qPrintable(entry.label));
            if (!entry.parent.isEmpty()) {
                const TaxonomyClass *parent = all.find(entry.parent);
                QVERIFY2(parent, qPrintable(entry.parent));
                QVERIFY(entry.code.startsWith(parent->code + u'-'));
                QCOMPARE(entry.hue, parent->hue);
                QCOMPARE(entry.pattern, parent->pattern);
            }
        }
    }

    /// Seven hues by three patterns tell the 21 classes apart, and each place is taken once.
    void coloursAreUsedOnce()
    {
        std::set<std::pair<int, int>> places;
        for (const TaxonomyClass &entry : all.classes()) {
            QVERIFY(entry.hue >= 0 && entry.hue < 7 && entry.pattern >= 0 && entry.pattern < 3);
            if (entry.parent.isEmpty() && entry.label.startsWith(u"ecva:"))
                QVERIFY2(places.insert({entry.hue, entry.pattern}).second, qPrintable(entry.label));
        }
        QCOMPARE(places.size(), std::size_t(21));
        // Rows and columns of the look's table, in its corners and middle.
        const auto place = [this](const char *label) {
            const TaxonomyClass *entry = all.find(QString::fromLatin1(label));
            return entry ? std::pair(entry->hue, entry->pattern) : std::pair(-1, -1);
        };
        QCOMPARE(place("ecva:Fighting"), std::pair(0, 0));
        QCOMPARE(place("ecva:Medical"), std::pair(0, 2));
        QCOMPARE(place("ecva:Burning"), std::pair(3, 1));
        QCOMPARE(place("ecva:Food Safety"), std::pair(6, 2));
        QCOMPARE(place("cuva:7"), place("ecva:Theft"));
        QCOMPARE(place("cuva:7-1"), std::pair(1, 1));
        QCOMPARE(place("cuva:10-5"), place("ecva:Traffic Violations"));
    }

    void namesAreThoseOfTheRelease()
    {
        QCOMPARE(all.find("cuva:3-1")->name, QString("Water Incidents · Drowing")); // sic
        QCOMPARE(all.find("cuva:7-1")->nameZh, QString("盗窃 · 入室"));
        QCOMPARE(all.find("ecva:Natural Hazard")->code, QString("NH"));
        QCOMPARE(all.find("ecva:Natural Hazard/Earthquake")->code, QString("NH-5"));
        QVERIFY(all.find("ecva:Medical/Medicial Complication")); // sic
        QVERIFY(!all.find("cuva:12"));
    }

    void agreesWithTheReleasedList()
    {
        const QString folder = qEnvironmentVariable(
            "ECVA_SHARED_DATA", qEnvironmentVariable("ECVA_SOURCE_DIR") + "/../shared/data");
        QFile file(folder + "/cuva/Category.txt");
        if (!file.open(QIODevice::ReadOnly | QIODevice::Text))
            QSKIP(qPrintable("not here: " + file.fileName()));
        int lines = 0;
        QString main;
        const auto unspaced = [](QString text) { return text.remove(u' '); };
        for (const QString &line :
             QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts)) {
            ++lines;
            // "7-Theft" and "7-1 Residential"
            const bool isMain
                = !line.section(u' ', 0, 0).contains(QRegularExpression("^\\d+-\\d+$"));
            const QString code = isMain ? line.section(u'-', 0, 0) : line.section(u' ', 0, 0);
            const QString name = isMain ? line.section(u'-', 1) : line.section(u' ', 1);
            if (isMain)
                main = name;
            const TaxonomyClass *entry = all.find("cuva:" + code);
            QVERIFY2(entry, qPrintable(line));
            const QString whole = isMain ? name : main + " · " + name;
            QCOMPARE(unspaced(entry->name), unspaced(whole)); // the list runs one name together
        }
        QCOMPARE(lines, 53);
    }

    void resolvesWhatPeopleType_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("label");
        QTest::newRow("label") << "cuva:7-1" << "cuva:7-1";
        QTest::newRow("code") << "7-1" << "cuva:7-1";
        QTest::newRow("main code") << "11" << "cuva:11";
        QTest::newRow("letters") << "nh-5" << "ecva:Natural Hazard/Earthquake";
        QTest::newRow("leaf") << "earthquake" << "ecva:Natural Hazard/Earthquake";
        QTest::newRow("main name") << "  Natural  Hazard " << "ecva:Natural Hazard";
        QTest::newRow("chinese") << "地震" << "ecva:Natural Hazard/Earthquake";
        QTest::newRow("label, other case") << "ECVA:theft/residential" << "ecva:Theft/Residential";
    }

    void resolvesWhatPeopleType()
    {
        QFETCH(QString, typed);
        QFETCH(QString, label);
        const Result<QString> found = all.resolve(typed);
        QVERIFY2(found, found ? "" : found.error().text().c_str());
        QCOMPARE(*found, label);
    }

    void refusesWhatIsNotUnique()
    {
        const Result<QString> theft = all.resolve("Theft");
        QVERIFY(!theft);
        QVERIFY(theft.error().code == ErrorCode::InvalidArgument);
        QVERIFY(theft.error().message.find("cuva:7") != std::string::npos);
        QVERIFY(theft.error().message.find("ecva:Theft") != std::string::npos);
        for (const char *nothing : {"", " ", "枪战", "12", "7-9", "cuva:", "cuva:7-"})
            QVERIFY2(!all.resolve(QString::fromUtf8(nothing)), nothing);
    }
};

QTEST_GUILESS_MAIN(TestTaxonomy)
#include "TestTaxonomy.moc"
