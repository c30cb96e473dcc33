// The export view on a real project, driven by keys.
#include "annotation/document/Document.h"
#include "annotation/formats/Format.h"
#include "tests/support/Files.h"
#include "tests/support/Must.h"
#include "ui/exchange/CellTable.h"
#include "ui/exchange/ExportView.h"
#include "ui/exchange/Texts.h"
#include "ui/jobs/JobRunner.h"
#include "ui/style/NumberStrip.h"
#include "ui/workspace/Workspace.h"

#include <QApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace ecva;
using namespace ecva::test;

class TestExportView : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<JobRunner> m_jobs;
    std::unique_ptr<ExportView> m_view;

    template <typename T>
    T *child(const char *name) const
    {
        return m_view->findChild<T *>(QString::fromLatin1(name));
    }
    QPushButton *button() const { return child<QPushButton>("exportButton"); }
    QString figure(std::size_t place) const
    {
        return m_view->findChild<NumberStrip *>()->numbers()[place].figure;
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWidget *target = m_view->focusWidget() ? m_view->focusWidget() : m_view.get();
        QTest::keyClick(target, key, modifiers);
    }
    void answer(ClipId clip, Task task, const QString &text)
    {
        Edit edit(*m_document, QStringLiteral("answer"));
        NewAnswer answer;
        answer.clip = clip;
        answer.task = task;
        answer.text = text;
        must(edit.setAnswer(answer));
        must(m_document->commit(std::move(edit)));
    }
    ClipId addClip(const QString &name)
    {
        Edit edit(*m_document, QStringLiteral("clip.add"));
        NewClip clip;
        clip.path = name;
        const ClipId id = must(edit.addClip(clip));
        must(m_document->commit(std::move(edit)));
        return id;
    }
    ExportRequest request() const
    {
        ExportRequest request;
        request.format = QStringLiteral("sft");
        request.projectFolder = m_document->folder();
        return request;
    }
    void openReady()
    {
        m_view->open();
        QTRY_VERIFY(button()->isEnabled());
    }

private Q_SLOTS:
    void init()
    {
        QCoreApplication::setApplicationVersion(QStringLiteral("1.2.3"));
        m_folder = std::make_unique<QTemporaryDir>();
        m_document = must(Document::create(m_folder->filePath("corridor.ecva"), "li"));
        const ClipId first = addClip(QStringLiteral("00001.mp4"));
        answer(first, Task::Description, QStringLiteral("A man breaks the door."));
        answer(first, Task::Cause, QStringLiteral("He wants the “jewels”, 他要珠宝."));
        answer(first, Task::Result, QStringLiteral("He runs away."));
        answer(first, Task::Classification, QStringLiteral("[7-1,5]"));
        const ClipId second = addClip(QStringLiteral("00002.mp4"));
        answer(second, Task::Description, QStringLiteral("A fire."));
        m_workspace = std::make_unique<Workspace>();
        m_workspace->setDocument(m_document.get());
        m_jobs = std::make_unique<JobRunner>();
        m_view = std::make_unique<ExportView>(*m_workspace, *m_jobs);
        m_view->resize(1440, 856);
        m_view->show();
        m_view->activateWindow();
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
        openReady();
        const ExportPlan plan = must(planExport(m_document->model(), request()));
        QCOMPARE(figure(0), countText(plan.clips));
        QCOMPARE(figure(1), countText(plan.asked));
        QCOMPARE(figure(2), countText(static_cast<qint64>(plan.records.size())));
        QCOMPARE(figure(3), countText(static_cast<qint64>(plan.refused.size())));
        QCOMPARE(figure(0), QStringLiteral("2")); // by hand: 2 clips, 4 + 1 texts, 3 gaps
        QCOMPARE(figure(2), QStringLiteral("5"));
        QCOMPARE(figure(3), QStringLiteral("3"));
        const CellModel &tasks = child<CellTable>("exportTasks")->cells();
        QCOMPARE(tasks.rowCount(), static_cast<int>(plan.tasks.size()));
        for (int i = 0; i < tasks.rowCount(); ++i) {
            const ExportTaskCount &count = plan.tasks[static_cast<std::size_t>(i)];
            QCOMPARE(tasks.cell(i, 1).text, countText(count.written));
            QCOMPARE(tasks.cell(i, 2).text, countText(count.refused));
        }
        QCOMPARE(child<QPlainTextEdit>("exportRecord")->toPlainText(),
                 QString::fromUtf8(plan.preview(0)));
        QVERIFY(QDir(m_folder->path()).entryList({"*.json"}).isEmpty());
    }

    void writesExactlyWhatTheCommandLineWrites()
    {
        openReady();
        const QString shown = child<QPlainTextEdit>("exportManifest")->toPlainText();
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(child<QPushButton>("exportShowFolder")->isVisible());
        const QString file = m_folder->filePath("corridor-sft.json");
        const QString other = m_folder->filePath("other/corridor-sft.json");
        QVERIFY(QDir(m_folder->path()).mkdir("other"));
        const ExportPlan plan = must(planExport(m_document->model(), request()));
        must(writeExport(plan, other, QStringLiteral("1.2.3")));
        QCOMPARE(contentOf(file), contentOf(other));
        QCOMPARE(contentOf(file + ".manifest.json"), contentOf(other + ".manifest.json"));
        QTRY_COMPARE(child<QPlainTextEdit>("exportManifest")->toPlainText().toUtf8(),
                     contentOf(file + ".manifest.json"));
        const QString digest = QString::fromLatin1(
            QCryptographicHash::hash(contentOf(file), QCryptographicHash::Sha256).toHex());
        QVERIFY(child<QLabel>("exportDetail")->text().contains(digest));
        QVERIFY(child<QLabel>("exportDetail")->text().contains(file));
        QCOMPARE(QDir(m_folder->path()).entryList({"corridor-sft*"}).size(), 2); // nothing beside
    }

    void aTaskLessIsARequestLess()
    {
        openReady();
        auto *tasks = child<CellTable>("exportTasks");
        tasks->setFocus();
        tasks->selectRow(0);
        QTest::keyClick(tasks, Qt::Key_Space);
        QTRY_COMPARE(figure(2), QStringLiteral("3")); // without the two descriptions
        QCOMPARE(tasks->cells().rowCount(), 4);
        QVERIFY(child<QLineEdit>("exportCommand")->text().contains("--task cause --task result"));
        for (int row = 1; row < 4; ++row) {
            tasks->selectRow(row);
            QTest::keyClick(tasks, Qt::Key_Space);
        }
        QTRY_COMPARE(figure(1), QStringLiteral("0")); // none is not the same as all
        QVERIFY(!button()->isEnabled());
        for (int row = 0; row < 4; ++row) {
            tasks->selectRow(row);
            QTest::keyClick(tasks, Qt::Key_Space);
        }
        QTRY_COMPARE(figure(2), QStringLiteral("5"));
        QVERIFY(!child<QLineEdit>("exportCommand")->text().contains("--task"));
    }

    void theFilterIsLiveAndSaysWhatIsWrong()
    {
        openReady();
        auto *filter = child<QLineEdit>("filterField");
        filter->setFocus();
        QTest::keyClicks(filter, "clip:00002*");
        QTRY_COMPARE(figure(0), QStringLiteral("1"));
        QCOMPARE(figure(2), QStringLiteral("1"));
        QVERIFY(child<QLineEdit>("exportCommand")->text().contains("--filter 'clip:00002*'"));
        filter->selectAll();
        QTest::keyClicks(filter, "status:sleeping");
        QTRY_VERIFY(child<QLabel>("filterState")->text().contains("sleeping"));
        QVERIFY(!button()->isEnabled());
        QVERIFY(child<QLabel>("exportDetail")->text().contains("sleeping")); // there in full
        QCOMPARE(child<QPlainTextEdit>("exportManifest")->toPlainText(), QString()); // none is due
        QCOMPARE(child<CellTable>("exportTasks")->cells().cell(0, 1).text, QStringLiteral("–"));
        filter->clear();
        QTRY_COMPARE(figure(0), QStringLiteral("2"));
    }

    void anEditIsSeenAtOnce()
    {
        openReady();
        answer(addClip(QStringLiteral("00003.mp4")), Task::Description, QStringLiteral("A dog."));
        QTRY_COMPARE(figure(0), QStringLiteral("3"));
        QTRY_COMPARE(figure(2), QStringLiteral("6"));
    }

    void aRefusedItemLeadsToItsClip()
    {
        openReady();
        QSignalSpy closed(m_view.get(), &ExportView::closed);
        auto *refused = child<CellTable>("exportRefused");
        QCOMPARE(refused->cells().rowCount(), 3);
        QTest::keyClick(refused, Qt::Key_Return);
        QCOMPARE(closed.size(), 1);
        QCOMPARE(m_document->model().clip(m_workspace->clip())->name, QStringLiteral("00002.mp4"));
    }

    void aFailedExportLeavesTheOldFile()
    {
        const QString path = m_folder->filePath("old.json");
        QFile old(path);
        QVERIFY(old.open(QIODevice::WriteOnly));
        old.write("old");
        old.close();
        openReady();
        auto *out = child<QLineEdit>("exportPath");
        out->setFocus();
        out->selectAll();
        QTest::keyClicks(out, "nowhere/new.json"); // no such folder
        QTRY_VERIFY(button()->isEnabled());
        press(Qt::Key_Return, Qt::ControlModifier);
        auto *detail = child<QLabel>("exportDetail");
        QTRY_VERIFY2(detail->text().contains("nowhere"), qPrintable(detail->text()));
        QVERIFY(!QFileInfo::exists(m_folder->filePath("nowhere")));
        // The wish is mended in place.
        out->setFocus();
        out->selectAll();
        QTest::keyClicks(out, "old.json");
        QTRY_VERIFY(button()->isEnabled());
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(child<QPushButton>("exportShowFolder")->isVisible());
        QVERIFY(contentOf(path).size() > 100);
    }

    void escCloses()
    {
        openReady();
        QSignalSpy closed(m_view.get(), &ExportView::closed);
        press(Qt::Key_Escape);
        QCOMPARE(closed.size(), 1);
        QTRY_COMPARE(m_jobs->runningCount(), 0);
    }
};

QTEST_MAIN(TestExportView)
#include "tst_export_view.moc"
