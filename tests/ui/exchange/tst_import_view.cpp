// The import view on a real project and on spreadsheets made here, driven by keys.
#include "annotation/document/Document.h"
#include "annotation/formats/Format.h"
#include "tests/annotation/formats/XlsxFile.h"
#include "ui/exchange/CellTable.h"
#include "ui/exchange/ImportView.h"
#include "ui/exchange/Texts.h"
#include "ui/jobs/JobRunner.h"
#include "ui/style/NumberStrip.h"
#include "ui/workspace/Workspace.h"

#include <QApplication>
#include <QCheckBox>
#include <QFileInfo>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace ecva;

namespace {

const QString kSheet = QStringLiteral("一轮标注");

QStringList row(const QString &id, const QString &moment, const QString &text)
{
    return {id, "[7-1,5]", "because", "so", moment, text, "[\"a man runs\"]", "", ""};
}

} // namespace

class TestImportView : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<JobRunner> m_jobs;
    std::unique_ptr<ImportView> m_view;
    QString m_sheet;

    /// Two sound rows and one with five digits in its second time.
    bool writeSheet()
    {
        XlsxFile file;
        file.addSheet(kSheet, {ecvaHeader(), row("1", "[0052,0114]", "[A man runs]"),
                               row("2", "[0000,0006][00043,0048]", "[He enters][He leaves]"),
                               row("3", "[0001,0002]", "[A fire]")});
        file.addSheet(QStringLiteral("二轮标注"),
                      {ecvaHeader(), row("1", "[0050,0110]", "[A man runs]")});
        m_sheet = m_folder->filePath("sheet.xlsx");
        return file.write(m_sheet);
    }
    template <typename T>
    T *child(const char *name) const
    {
        return m_view->findChild<T *>(QString::fromLatin1(name));
    }
    QPushButton *button() const { return child<QPushButton>("importButton"); }
    CellTable *rules() const { return child<CellTable>("importRules"); }
    CellTable *places() const { return child<CellTable>("importPlaces"); }
    QString figure(std::size_t place) const
    {
        return m_view->findChild<NumberStrip *>()->numbers()[place].figure;
    }
    /// To the widget that has the focus, as a person's keys go.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWidget *target = m_view->focusWidget() ? m_view->focusWidget() : m_view.get();
        QTest::keyClick(target, key, modifiers);
    }
    QByteArray dump() const { return m_document->dump().value_or(QByteArray()); }
    void open(const QString &file)
    {
        m_view->open(file);
        QTRY_VERIFY(button()->isEnabled() || child<QWidget>("importError")->isVisible());
        QTRY_COMPARE(m_jobs->runningCount(), 0);
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto made = Document::create(m_folder->filePath("p.ecva"), QStringLiteral("li"));
        QVERIFY(made);
        m_document = std::move(*made);
        m_workspace = std::make_unique<Workspace>();
        m_workspace->setDocument(m_document.get());
        m_jobs = std::make_unique<JobRunner>();
        m_view = std::make_unique<ImportView>(*m_workspace, *m_jobs);
        m_view->resize(1440, 856);
        m_view->show();
        m_view->activateWindow();
        QVERIFY(writeSheet());
    }
    void cleanup()
    {
        m_view.reset();
        m_jobs.reset();
        m_workspace.reset();
        m_document.reset();
        m_folder.reset();
    }

    void showsWhatThePlanSays()
    {
        open(m_sheet);
        const Result<ImportPlan> plan = planImport({m_sheet, {}, {}});
        QVERIFY(plan);
        QCOMPARE(figure(0), countText(plan->counts.rows));
        QCOMPARE(figure(1), countText(plan->counts.segments));
        QCOMPARE(figure(2), countText(plan->counts.classes));
        QCOMPARE(figure(5), countText(plan->counts.refused));
        QCOMPARE(figure(0), QStringLiteral("3")); // by hand
        QCOMPARE(figure(1), QStringLiteral("3")); // the one with five digits is none yet
        QCOMPARE(rules()->cells().rowCount(), static_cast<int>(plan->rules.size()));
        for (int i = 0; i < rules()->cells().rowCount(); ++i) {
            const RuleInfo &rule = plan->rules[static_cast<std::size_t>(i)];
            QCOMPARE(rules()->cells().cell(i, 0).text, rule.title);
            QCOMPARE(rules()->cells().cell(i, 1).text, countText(rule.places));
        }
        QCOMPARE(places()->cells().rowCount(), 1);
        const Cell raw = places()->cells().cell(0, 2);
        QCOMPARE(raw.text.mid(raw.markBegin, raw.markLength), QStringLiteral("[00043,0048]"));
        QCOMPARE(places()->cells().cell(0, 3).text, QStringLiteral("[0043,0048]"));
        QCOMPARE(*places()->cells().cell(0, 0).check, Qt::Unchecked); // a guess is no consent
        QCOMPARE(m_document->model().clips().size(), std::size_t(0));
    }

    /// Answers of a model: counts, what they are taken for, and clips met by name.
    void resultsOfAModel()
    {
        open(m_sheet);
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(m_document->model().clips().size(), std::size_t(3));
        QFile file(m_folder->filePath("vlm_new_reason.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"([{"video_file":"00001.mp4","prompt":"p","output":"A.</s>"},
                       {"video_file":"00002.mp4","prompt":"ERROR","output":"ERROR"},
                       {"video_file":"00099.mp4","prompt":"p","output":"B."}])");
        file.close();
        open(file.fileName());
        QCOMPARE(figure(0), QStringLiteral("3"));
        QCOMPARE(figure(1), QStringLiteral("1"));
        QCOMPARE(figure(2), QStringLiteral("1")); // no clip of that name
        QCOMPARE(figure(3), QStringLiteral("1")); // failed
        const QString facts = m_view->findChild<NumberStrip *>()->numbers()[0].note;
        for (const char *part : {"Masked answers of vlm", "Cause"})
            QVERIFY2(facts.contains(QLatin1String(part)), qPrintable(facts));
        if (const QString folder = qEnvironmentVariable("ECVA_SHOTS"); !folder.isEmpty())
            m_view->grab().save(folder + "/results.png");
        const std::size_t before = m_document->model().answers().size();
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(m_document->model().answers().size(), before + 1);
        QVERIFY(m_document->model().answers().rbegin()->second.role == AnswerRole::Masked);

        // A file of videos that are not here goes nowhere.
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"([{"video_file":"zzz.mp4","prompt":"p","output":"A."}])");
        file.close();
        m_view->open(file.fileName());
        QTRY_COMPARE(m_jobs->runningCount(), 0);
        QTRY_VERIFY(button()->toolTip().contains(QStringLiteral("None of its videos")));
        QVERIFY(!button()->isEnabled());
    }

    void tickedFixIsImportedAndUndoTakesAllBack()
    {
        const QByteArray before = dump();
        open(m_sheet);
        QSignalSpy closed(m_view.get(), &ImportView::closed);
        QSignalSpy imported(m_view.get(), &ImportView::imported);
        press(Qt::Key_F8); // the next place: beyond the only one, the next rule
        press(Qt::Key_F8, Qt::ShiftModifier);
        press(Qt::Key_Space);
        QCOMPARE(*places()->cells().cell(0, 0).check, Qt::Checked);
        QCOMPARE(figure(1), QStringLiteral("4"));
        QCOMPARE(dump(), before); // nothing is written before the last button
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(closed.size(), 1);
        QCOMPARE(imported.size(), 1);
        QCOMPARE(imported[0][0].toInt(), 3);
        QCOMPARE(imported[0][1].toInt(), 4);
        QCOMPARE(m_document->model().clips().size(), std::size_t(3));
        bool found = false;
        for (const auto &[id, segment] : m_document->model().segments())
            found |= segment.time == TimeRangeMs{43000, 48000};
        QVERIFY(found);
        QVERIFY(m_document->undo());
        QCOMPARE(dump(), before);
        QVERIFY(!m_document->canUndo());
    }

    void untickedFixStaysOut()
    {
        open(m_sheet);
        QSignalSpy closed(m_view.get(), &ImportView::closed);
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(closed.size(), 1);
        QCOMPARE(m_document->model().segments().size(), std::size_t(3));
    }

    void aSecondSheetGoesToRoundTwo()
    {
        open(m_sheet);
        QCheckBox *second = nullptr;
        for (QCheckBox *box : m_view->findChildren<QCheckBox *>()) {
            if (box->text().startsWith(QStringLiteral("二轮标注")))
                second = box;
        }
        QVERIFY(second);
        QVERIFY(!second->isChecked());
        QTest::mouseClick(second, Qt::LeftButton, {}, QPoint(8, second->height() / 2));
        QTRY_COMPARE(figure(0), QStringLiteral("4"));
        QTRY_VERIFY(button()->isEnabled());
        QVERIFY(second->isChecked());
        QSignalSpy closed(m_view.get(), &ImportView::closed);
        QTest::mouseClick(button(), Qt::LeftButton);
        QTRY_COMPARE(closed.size(), 1);
        QCOMPARE(m_document->model().clips().size(), std::size_t(3)); // the same clip in two rounds
        int roundTwo = 0;
        for (const auto &[id, segment] : m_document->model().segments())
            roundTwo += segment.track == QStringLiteral("round2") ? 1 : 0;
        QCOMPARE(roundTwo, 1);
    }

    void anImportedFileIsOnlyTakenAgainOnPurpose()
    {
        open(m_sheet);
        QSignalSpy closed(m_view.get(), &ImportView::closed);
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(closed.size(), 1);
        const std::size_t segments = m_document->model().segments().size();

        m_view->open(m_sheet);
        auto *again = child<QCheckBox>("importAgain");
        QTRY_VERIFY(again->isVisible());
        QVERIFY(!button()->isEnabled());
        press(Qt::Key_Return, Qt::ControlModifier);
        QTest::qWait(10);
        QCOMPARE(closed.size(), 1);
        QTest::mouseClick(again, Qt::LeftButton, {}, QPoint(8, again->height() / 2));
        QVERIFY(button()->isEnabled());
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(closed.size(), 2);
        QCOMPARE(m_document->model().segments().size(), segments); // nothing is doubled
    }

    void whatCannotBeReadIsSaidInTheView_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("hello\n");
        QTest::newRow("a broken zip") << QByteArray("PK\x03\x04 and nothing more");
    }
    void whatCannotBeReadIsSaidInTheView()
    {
        QFETCH(QByteArray, bytes);
        const QString path = m_folder->filePath("bad.xlsx");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
        m_view->open(path);
        auto *text = child<QLabel>("importError");
        QTRY_VERIFY(text->isVisible());
        QVERIFY2(text->text().contains(QStringLiteral("bad.xlsx")), qPrintable(text->text()));
        QVERIFY(!button()->isEnabled());
        // The next file is not held against the last one.
        m_view->open(m_sheet);
        QTRY_VERIFY(button()->isEnabled());
    }

    void escStopsReadingAndCloses()
    {
        XlsxFile file; // long enough to be caught in the act
        XlsxFile::Rows rows{ecvaHeader()};
        for (int i = 1; i <= 20000; ++i)
            rows.push_back(row(QString::number(i), "[0052,0114]", "[A man runs]"));
        file.addSheet(kSheet, rows);
        const QString path = m_folder->filePath("long.xlsx");
        QVERIFY(file.write(path));
        QSignalSpy closed(m_view.get(), &ImportView::closed);
        m_view->open(path);
        QTRY_VERIFY(m_jobs->jobs().front().state == JobRunner::State::Running);
        press(Qt::Key_Escape);
        QCOMPARE(closed.size(), 1);
        QVERIFY(m_jobs->jobs().front().state == JobRunner::State::Cancelled);
        QCOMPARE(m_jobs->runningCount(), 0);
        QTest::qWait(20); // no late plan
        QVERIFY(!button()->isEnabled());
        QCOMPARE(m_document->model().clips().size(), std::size_t(0));
    }

    void theViewMayGoWhileItReads()
    {
        m_view->open(m_sheet);
        m_view.reset();
        QTRY_COMPARE(m_jobs->runningCount(), 0);
        QTest::qWait(20);
    }

    void theRealSheet()
    {
        const QString shared = qEnvironmentVariable(
            "ECVA_SHARED_DATA", qEnvironmentVariable("ECVA_SOURCE_DIR") + "/../shared/data");
        const QString path = shared + QStringLiteral("/ecva/annotations/annotations.xlsx");
        if (!QFileInfo::exists(path))
            QSKIP(qPrintable(QStringLiteral("no %1").arg(path)));
        open(path);
        QCOMPARE(figure(0), countText(1008)); // spec, section 1
        QCOMPARE(figure(3), countText(17));
        QCOMPARE(figure(4), countText(7)); // the seven malformed times
        QCOMPARE(places()->cells().rowCount(), 7);
        QTest::mouseClick(child<QCheckBox>("importTickAll"), Qt::LeftButton, {}, QPoint(8, 8));
        QCOMPARE(figure(4), countText(1)); // 704 has no certain fix
        const QByteArray before = dump();
        QSignalSpy closed(m_view.get(), &ImportView::closed);
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(closed.size(), 1, 20000);
        QCOMPARE(m_document->model().clips().size(), std::size_t(1006));
        QVERIFY(m_document->undo());
        QCOMPARE(dump(), before);
    }

    void differingParts()
    {
        const auto part = [](const QString &text, const QString &other) {
            const TextSpan span = differingPart(text, other);
            return text.mid(span.begin, span.length);
        };
        QCOMPARE(part("[0000,0006][00043,0048]", "[0000,0006][0043,0048]"),
                 QStringLiteral("[00043,0048]"));
        QCOMPARE(part("[0000,0006][0043,0048]", "[0000,0006][00043,0048]"),
                 QStringLiteral("[0043,0048]"));
        QCOMPARE(part("[000,0941]", "[0000,0941]"), QStringLiteral("[000,0941]"));
        QCOMPARE(part("abcd", "abxd"), QStringLiteral("c"));
        QCOMPARE(part("abc", "abcd"), QStringLiteral("c")); // something is missing after it
        QCOMPARE(part("", "x"), QString());
    }
};

QTEST_MAIN(TestImportView)
#include "tst_import_view.moc"
