// The delta view in its states, themes, languages and sizes: nothing is blank, nothing is cut.
#include "tests/ui/delta/DeltaLook.h"
#include "ui/delta/EvidenceChart.h"
#include "ui/delta/FilmStrip.h"
#include "ui/delta/MaskTable.h"
#include "ui/delta/WordFlow.h"
#include "ui/style/EcvaStyle.h"

#include <QApplication>
#include <QScrollArea>
#include <QScrollBar>
#include <QTranslator>

using namespace ecva;
using namespace ecva::test;

class TestDeltaLooks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QStringLiteral("en")));
        applyTheme(*qApp, ThemeKind::Dark);
        QVERIFY(m_english.load(QStringLiteral(":/i18n/ecva_en.qm")));
        qApp->installTranslator(&m_english);
    }

    void modelNeverSawTheAnomaly()
    {
        DeltaBench bench;
        QJsonObject report = someReport();
        report[QStringLiteral("key_frames")] = QJsonArray();
        report[QStringLiteral("masked_answer")] = QJsonValue();
        report[QStringLiteral("tokens")] = QJsonArray();
        for (const char *key : {"delta", "adjusted_delta", "change", "refused"})
            report[QString::fromLatin1(key)] = QJsonValue();
        report[QStringLiteral("controls")] = QJsonArray();
        report[QStringLiteral("key")]
            = QJsonObject{{"masked", QJsonArray()}, {"frames", QJsonArray()}};
        bench.store(report);
        bench.open();
        QCOMPARE(bench.child<Label>("verdictSentence")->text(),
                 QStringLiteral("The model never saw the anomaly (0 of 16 samples)."));
        for (std::size_t place = 0; place < 7; ++place)
            QCOMPARE(number(bench, place), QStringLiteral("–"));
        const auto *flow = bench.child<WordFlow>("answerText");
        QCOMPARE(int(flow->words().size()), 43);
        QVERIFY(std::all_of(flow->words().begin(), flow->words().end(),
                            [](const auto &word) { return word.mark == WordFlow::Mark::Plain; }));
        QCOMPARE(bench.child<FilmStrip>("filmStrip")->frameAt(true, 0), qint64(-1));
        shoot(*bench.view, QStringLiteral("never-saw"));
        QCOMPARE(cutTexts(bench).join(u'\n'), QString());
    }

    void withoutControlsThereIsNoVerdict()
    {
        DeltaBench bench;
        QJsonObject report = someReport();
        report[QStringLiteral("controls")] = QJsonArray();
        report[QStringLiteral("adjusted_delta")] = QJsonValue();
        report[QStringLiteral("refused")] = true;
        report[QStringLiteral("masked_answer")] = QStringLiteral("None");
        report[QStringLiteral("change")] = 1.0;
        report[QStringLiteral("notes")] = QJsonArray{
            QStringLiteral("no room outside the key intervals for as many frames: no controls")};
        bench.store(report);
        bench.open();
        QCOMPARE(bench.child<Label>("adjustedDelta")->text(), QStringLiteral("–"));
        QCOMPARE(bench.child<Label>("verdictHeadline")->text(),
                 QStringLiteral("No verdict without controls"));
        QCOMPARE(number(bench, 0), QStringLiteral("0.061"));
        QCOMPARE(number(bench, 1), QStringLiteral("–"));
        QCOMPARE(number(bench, 4), QStringLiteral("Yes"));
        QCOMPARE(number(bench, 6), QStringLiteral("No")); // who refuses repeats nothing
        QCOMPARE(bench.child<Label>("deltaRemarks")->text(),
                 QStringLiteral("Without controls there is no adjusted delta.\nThere is no room "
                                "outside the key intervals for as many other frames."));
        // Another answer altogether is read, not marked.
        const auto *flow = bench.child<WordFlow>("maskedText");
        QCOMPARE(int(flow->words().size()), 1);
        QCOMPARE(flow->words()[0].mark, WordFlow::Mark::Plain);
        shoot(*bench.view, QStringLiteral("no-controls"));
    }

    void aThousandWordsScroll()
    {
        DeltaBench bench;
        QJsonObject report = someReport();
        QJsonArray tokens;
        QString answer;
        for (int i = 0; i < 1000; ++i) {
            const QString text = QStringLiteral(" word%1").arg(i).mid(i ? 0 : 1);
            tokens.append(QJsonObject{{"text", text}, {"evidence", 0.001 * (i % 900)}});
            answer += text;
        }
        report[QStringLiteral("answer")] = answer;
        report[QStringLiteral("masked_answer")] = answer;
        report[QStringLiteral("tokens")] = tokens;
        bench.store(report);
        bench.open();
        auto *flow = bench.child<WordFlow>("answerText");
        QCOMPARE(int(flow->words().size()), 1000);
        auto *scroll = qobject_cast<QScrollArea *>(flow->parentWidget()->parentWidget());
        QVERIFY(scroll);
        QVERIFY(flow->height() > scroll->height());
        flow->setFocus();
        bench.press(Qt::Key_End);
        QCOMPARE(flow->current(), 999);
        QVERIFY(scroll->verticalScrollBar()->value() > 0);
        QVERIFY(bench.child<EvidenceChart>("evidenceChart")->isVisible());
        shoot(*bench.view, QStringLiteral("long"));
    }

    void aMissingVideoLeavesTheNumbers()
    {
        DeltaBench bench;
        bench.store(someReport());
        bench.workspace.setIndex(nullptr);
        bench.workspace.setMediaError(QStringLiteral("File not found."));
        bench.open();
        QCOMPARE(number(bench, 0), QStringLiteral("0.061"));
        QCOMPARE(bench.child<FilmStrip>("filmStrip")->slotCount(), 16);
        QVERIFY(coloursOf(shoot(*bench.view, QStringLiteral("missing"))) > 20);
    }

    void picturesComeFromTheVideo()
    {
        if (robbery().isEmpty())
            QSKIP("../shared/data is missing: no real video to show");
        DeltaBench bench(robbery());
        bench.store(someReport(bench.index->frameCount()));
        bench.open();
        const auto *film = bench.child<FilmStrip>("filmStrip");
        QTRY_COMPARE_WITH_TIMEOUT(film->loadedPictures(), 16, 60000);
        const QRect slot = film->slotRect(false, 8);
        QVERIFY(coloursOf(bench.child<QWidget>("filmStrip")->grab(slot).toImage()) > 4);
    }

    void looks_data()
    {
        QTest::addColumn<int>("theme");
        QTest::addColumn<QString>("language");
        QTest::addColumn<QSize>("size");
        const QSize usual(1440, 856);
        const QSize small(1280, 676); // of a window of 1280×720
        QTest::newRow("dark") << int(ThemeKind::Dark) << "en" << usual;
        QTest::newRow("light") << int(ThemeKind::Light) << "en" << usual;
        QTest::newRow("contrast") << int(ThemeKind::HighContrast) << "en" << usual;
        QTest::newRow("dark-zh") << int(ThemeKind::Dark) << "zh_CN" << usual;
        QTest::newRow("light-zh-small") << int(ThemeKind::Light) << "zh_CN" << small;
        QTest::newRow("dark-small") << int(ThemeKind::Dark) << "en" << small;
    }
    void looks()
    {
        QFETCH(int, theme);
        QFETCH(QString, language);
        QFETCH(QSize, size);
        applyTheme(*qApp, static_cast<ThemeKind>(theme));
        QTranslator chinese;
        QLocale::setDefault(QLocale(language));
        if (language == QLatin1String("zh_CN")) {
            QVERIFY(chinese.load(QStringLiteral(":/i18n/ecva_zh_CN.qm")));
            qApp->installTranslator(&chinese);
        }
        DeltaBench bench(robbery(), size);
        QJsonObject report = someReport(bench.index->frameCount());
        QJsonObject provenance = report[QStringLiteral("provenance")].toObject();
        provenance[QStringLiteral("demonstration")] = size.height() < 700;
        report[QStringLiteral("provenance")] = provenance;
        bench.store(report);
        bench.open();
        QCOMPARE(bench.view->size(), size); // nothing needs more room
        const auto *film = bench.child<FilmStrip>("filmStrip");
        if (!robbery().isEmpty())
            QTRY_COMPARE_WITH_TIMEOUT(film->loadedPictures(), 16, 60000);
        const QImage image = shoot(*bench.view, QString::fromLatin1(QTest::currentDataTag()));
        QCOMPARE(cutTexts(bench).join(u'\n'), QString());
        QVERIFY(coloursOf(image) > 20);
        for (const QWidget *part :
             {static_cast<const QWidget *>(film),
              static_cast<const QWidget *>(bench.child<WordFlow>("answerText")),
              static_cast<const QWidget *>(bench.child<MaskTable>("maskTable"))})
            QVERIFY(part->isVisible() && part->height() > 20);
        QLocale::setDefault(QLocale(QStringLiteral("en")));
        applyTheme(*qApp, ThemeKind::Dark);
    }

private:
    QTranslator m_english;
};

QTEST_MAIN(TestDeltaLooks)
#include "tst_delta_looks.moc"
