// The window as a whole: its pages, keys, projects, looks and languages.
#include "tests/ui/shell/WindowBench.h"
#include "ui/shell/SavedIndicator.h"
#include "ui/style/Controls.h"
#include "ui/style/Theme.h"

#include <QDockWidget>
#include <QDropEvent>
#include <QFile>
#include <QFileInfo>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>

using namespace ecva;
using namespace ecva::test;

class TestWindow : public WindowBench
{
    Q_OBJECT

private Q_SLOTS:
    void beginsWithTheFirstPage()
    {
        QVERIFY(m_studio->child<QWidget>("firstRunPage")->isVisible());
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("openSample"));
        QVERIFY(!m_studio->child<QWidget>("savedIndicator")->isVisible());
    }

    void opensAProjectAtItsFirstUnfinishedClip()
    {
        const QString path = makeProject(QStringLiteral("a.ecva"));
        {
            auto document = Document::open(path, Document::Mode::ReadWrite, QStringLiteral("t"));
            QVERIFY(document.has_value());
            Edit edit(**document, QStringLiteral("clip.set"));
            ClipPatch done;
            done.status = ClipStatus::Submitted;
            QVERIFY(edit.setClip((*document)->model().clips().begin()->first, done));
            QVERIFY((*document)->commit(std::move(edit)));
        }
        m_studio->projects.openProject(path);
        QVERIFY(m_studio->projects.document());
        QCOMPARE(m_studio->workspace.clip(), clipAt(1));
        QVERIFY(m_studio->child<QListView>("clipList")->isVisible());
        QCOMPARE(m_studio->child<QListView>("clipList")->model()->rowCount(), 3);
        QVERIFY(m_studio->window.windowTitle().startsWith(QStringLiteral("a ")));
        QCOMPARE(m_studio->projects.recentProjects(), QStringList{path});
    }

    void pagesHaveCommandsOfTheirOwn()
    {
        m_studio->projects.openProject(makeProject(QStringLiteral("a.ecva")));
        QVERIFY(m_studio->window.isHeard(QStringLiteral("model")));
        QVERIFY(!m_studio->window.isHeard(QStringLiteral("measure")));
        m_studio->actions.trigger(QStringLiteral("view.measure"));
        QVERIFY(m_studio->child<QWidget>("deltaView")->isVisible());
        QVERIFY(m_studio->window.isHeard(QStringLiteral("measure"))); // F9 measures
        QVERIFY(!m_studio->window.isHeard(QStringLiteral("model")));
        QVERIFY(!m_studio->window.isHeard(QStringLiteral("segment")));
        m_studio->actions.trigger(QStringLiteral("view.review"));
        QVERIFY(!m_studio->window.isHeard(QStringLiteral("measure")));
        QCOMPARE(m_studio->actions.conflicts(), QStringList());
        m_studio->actions.trigger(QStringLiteral("view.measure"));
        m_studio->key(Qt::Key_Escape);
        QVERIFY(!m_studio->window.isCovered());
    }

    void noTwoCommandsShareAKey()
    {
        m_studio->projects.openProject(makeProject(QStringLiteral("a.ecva")));
        QCOMPARE(m_studio->actions.conflicts(), QStringList());
        QVERIFY(m_studio->actions.commands().size() > 50);
        // Keys that input methods take, or that editors close the program with.
        for (const ActionRegistry::Command &command : m_studio->actions.commands()) {
            for (const QKeySequence &key : command.defaultKeys) {
                for (const char *banned : {"Ctrl+Space", "Ctrl+,", "Ctrl+.", "Ctrl+[", "Ctrl+]"})
                    QVERIFY(key != QKeySequence(QString::fromLatin1(banned)));
                const bool plain = key[0].keyboardModifiers() == Qt::NoModifier
                                   && (key[0].key() < Qt::Key_Escape);
                QVERIFY2(!plain || command.area == FocusArea::Views, qPrintable(command.id));
            }
        }
    }

    void badProjectsAreToldInTheWindow_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("random") << QByteArray("\x00\x01garbage that is no database", 29);
        QTest::newRow("cut") << QByteArray("SQLite format 3\0", 16);
    }
    void badProjectsAreToldInTheWindow()
    {
        QFETCH(QByteArray, bytes);
        const QString path = m_folder->filePath(QStringLiteral("bad.ecva"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
        m_studio->projects.openProject(path);
        auto *notice = m_studio->child<NoticeBar>("noticeBar");
        QVERIFY(notice->isVisible());
        QVERIFY(notice->text().contains(QStringLiteral("bad.ecva")));
        QVERIFY(!m_studio->projects.document());
        QVERIFY(file.open(QIODevice::ReadOnly)); // nothing was written over it
        QCOMPARE(file.readAll(), bytes);
    }

    void aLockedProjectOpensForReading()
    {
        const QString path = makeProject(QStringLiteral("a.ecva"));
        auto holder = Document::open(path, Document::Mode::ReadWrite, QStringLiteral("other"));
        QVERIFY(holder.has_value());
        m_studio->projects.openProject(path);
        QVERIFY(!m_studio->projects.document());
        auto *action = m_studio->child<QAbstractButton>("noticeAction");
        QVERIFY(action->isVisible());
        action->click();
        QVERIFY(m_studio->projects.document());
        QVERIFY(m_studio->projects.document()->isReadOnly());
        QCOMPARE(m_studio->child<SavedIndicator>("savedIndicator")->text(),
                 QStringLiteral("Read-only"));
    }

    void undoFromTheKeyboardGoesThroughTheDocument()
    {
        m_studio->projects.openProject(makeProject(QStringLiteral("a.ecva")));
        Document *document = m_studio->projects.document();
        Edit edit(*document, QStringLiteral("clip.set"));
        ClipPatch patch;
        patch.remark = QStringLiteral("seen");
        QVERIFY(edit.setClip(clipAt(0), patch));
        QVERIFY(document->commit(std::move(edit)));
        QVERIFY(
            m_studio->child<SavedIndicator>("savedIndicator")->text().contains(QLatin1Char(':')));
        m_studio->key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(document->model().clip(clipAt(0))->remark, QString());
        m_studio->key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(document->model().clip(clipAt(0))->remark, QStringLiteral("seen"));
    }

    void aDroppedProjectOpens()
    {
        const QString path = makeProject(QStringLiteral("dropped.ecva"));
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton,
                              Qt::NoModifier);
        QApplication::sendEvent(&m_studio->window, &enter); // names the target of the drop
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&m_studio->window, &drop);
        QVERIFY(drop.isAccepted());
        QTRY_VERIFY(m_studio->projects.document());
        QCOMPARE(m_studio->projects.document()->path(), QFileInfo(path).canonicalFilePath());
    }

    void aClipThatUndoTookAwayIsNotLookedAtAnyMore()
    {
        m_studio->projects.openProject(makeProject(QStringLiteral("a.ecva")));
        Document *document = m_studio->projects.document();
        Edit edit(*document, QStringLiteral("clip.add"));
        NewClip added;
        added.path = QStringLiteral("late.mp4");
        const Result<ClipId> late = edit.addClip(added);
        QVERIFY(late);
        QVERIFY(document->commit(std::move(edit)));
        m_studio->workspace.setClip(*late);
        QVERIFY(document->undo());
        QCOMPARE(m_studio->workspace.clip(), ClipId{});
        QVERIFY(m_studio->workspace.mediaError().isEmpty());
    }

    void searchNarrowsTheListAndEscGivesItBack()
    {
        m_studio->projects.openProject(makeProject(QStringLiteral("a.ecva")));
        auto *list = m_studio->child<QListView>("clipList");
        auto *field = m_studio->child<QLineEdit>("searchField");
        list->setFocus();
        m_studio->key(Qt::Key_Slash);
        QCOMPARE(QApplication::focusWidget(), field);
        QTest::keyClicks(field, QStringLiteral("beta"));
        QTRY_COMPARE(list->model()->rowCount(), 1);
        QTest::keyClick(field, Qt::Key_Escape);
        QCOMPARE(list->model()->rowCount(), 3);
        QTest::keyClicks(field, QStringLiteral("nothing such"));
        QTRY_COMPARE(list->model()->rowCount(), 0);
        QVERIFY(m_studio->child<QWidget>("clipListEmpty")->isVisible());
    }

    void paletteFindsAndRuns()
    {
        m_studio->projects.openProject(makeProject(QStringLiteral("a.ecva")));
        QVERIFY(m_studio->workspace.clip() == clipAt(0));
        m_studio->key(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        auto *field = m_studio->child<QLineEdit>("commandField");
        QVERIFY(field && field->isVisible());
        QTest::keyClicks(field, QStringLiteral("next unf"));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(!field->isVisible());
        QCOMPARE(m_studio->workspace.clip(), clipAt(1));
        // What cannot be done stays listed and is not run.
        m_studio->key(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClicks(field, QStringLiteral("redo"));
        QVERIFY(m_studio->child<QListView>("commandList")->model()->rowCount() > 0);
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(field->isVisible());
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!field->isVisible());
    }

    void paletteMeansWhatIsTyped()
    {
        m_studio->projects.openProject(makeProject(QStringLiteral("a.ecva")));
        m_studio->key(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        auto *field = m_studio->child<QLineEdit>("commandField");
        const auto *model = m_studio->child<QListView>("commandList")->model();
        const auto first = [&] { return model->index(0, 0).data().toString(); };
        QTest::keyClicks(field, QStringLiteral("delta")); // another name of it
        QCOMPARE(first(), QStringLiteral("Measure"));
        for (int row = 0; row < model->rowCount(); ++row) // no letters strewn over other names
            QVERIFY(
                !model->index(row, 0).data().toString().contains(QStringLiteral("Stop asking")));
        field->clear();
        QTest::keyClicks(field, QStringLiteral("xlsx"));
        QCOMPARE(first(), QStringLiteral("Import annotations…"));
        field->clear();
        QTest::keyClicks(field, QStringLiteral("nxunf")); // strewn, but nothing fits better
        QCOMPARE(first(), QStringLiteral("Next unfinished clip"));
        QTest::keyClick(field, Qt::Key_Escape);
    }

    void menusOpenByKey()
    {
        m_studio->projects.openProject(makeProject(QStringLiteral("a.ecva")));
        const auto *bar = m_studio->window.findChild<QMenuBar *>();
        QVERIFY(bar);
        const auto openMenu = [] {
            const QWidget *popup = QApplication::activePopupWidget();
            return popup ? popup->objectName() : QString();
        };
        const auto closeAll = [this] {
            while (QWidget *popup = QApplication::activePopupWidget())
                QTest::keyClick(popup, Qt::Key_Escape);
            m_studio->window.activateWindow(); // as a desktop does; the offscreen platform does not
            QVERIFY(QTest::qWaitForWindowActive(&m_studio->window));
        };
        m_studio->key(Qt::Key_F10);
        QCOMPARE(openMenu(), QStringLiteral("fileMenu"));
        closeAll();
        for (const QString &language : {QStringLiteral("en"), QStringLiteral("zh_CN")}) {
            m_studio->appearance.setLanguage(language);
            QCoreApplication::processEvents();
            m_studio->key(Qt::Key_S, Qt::AltModifier);
            QCOMPARE(openMenu(), QStringLiteral("segmentMenu"));
            closeAll();
            m_studio->key(Qt::Key_H, Qt::AltModifier);
            QCOMPARE(openMenu(), QStringLiteral("helpMenu"));
            closeAll();
        }
        // No menu is higher than the smallest window, and none names a command twice.
        for (const QAction *entry : bar->actions()) {
            QMenu *menu = entry->menu();
            Q_EMIT menu->aboutToShow();
            QVERIFY2(menu->sizeHint().height() < 680, qPrintable(menu->objectName()));
            QStringList texts;
            for (const QAction *action : menu->actions())
                if (!action->isSeparator())
                    texts.append(action->text());
            QCOMPARE(texts.removeDuplicates(), 0);
        }
    }

    void keySheetOpensAndGoesBack()
    {
        m_studio->projects.openProject(makeProject(QStringLiteral("a.ecva")));
        m_studio->child<QListView>("clipList")->setFocus();
        m_studio->key(Qt::Key_Question, Qt::ShiftModifier);
        QVERIFY(m_studio->child<QWidget>("keySheet")->isVisible());
        QVERIFY(m_studio->window.isCovered());
        m_studio->key(Qt::Key_Escape);
        QVERIFY(!m_studio->window.isCovered());
        QVERIFY(m_studio->child<QListView>("clipList")->isVisible());
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("clipList"));
    }

    void languageAndThemeSwitchAtRunTimeAndAreRemembered()
    {
        m_studio->projects.openProject(makeProject(QStringLiteral("a.ecva")));
        m_studio->appearance.setLanguage(QStringLiteral("zh_CN"));
        QCoreApplication::processEvents();
        QCOMPARE(m_studio->child<QMenu>("fileMenu")->title(), QStringLiteral("文件"));
        QCOMPARE(m_studio->child<SegmentedControl>("modeSwitch")->items().first(),
                 QStringLiteral("标注"));
        m_studio->appearance.setTheme(ThemeKind::Light);
        QCOMPARE(themeOf(&m_studio->window).kind, ThemeKind::Light);
        m_studio->window.grab();
        m_studio.reset();
        m_studio = std::make_unique<WindowStudio>(m_folder->path());
        QCOMPARE(m_studio->appearance.language(), QStringLiteral("zh_CN"));
        QCOMPARE(m_studio->appearance.theme(), ThemeKind::Light);
        m_studio->appearance.setLanguage(QStringLiteral("en"));
        m_studio->appearance.setTheme(ThemeKind::Dark);
        QCoreApplication::processEvents();
        QCOMPARE(m_studio->child<QMenu>("fileMenu")->title(), QStringLiteral("File"));
    }

    void fitsASmallWindow()
    {
        m_studio->projects.openProject(makeProject(QStringLiteral("a.ecva")));
        m_studio->window.resize(1280, 720);
        QTRY_COMPARE(m_studio->child<QDockWidget>("inspector")->width(), 352);
        QCOMPARE(m_studio->window.size(), QSize(1280, 720));
        QTRY_VERIFY(m_studio->child<QDockWidget>("clips")->width() < 60); // the rail
        QTRY_COMPARE(m_studio->child<QDockWidget>("timeline")->height(), 250);
        m_studio->window.resize(1440, 900);
        QTRY_COMPARE(m_studio->child<QDockWidget>("clips")->width(), 248);
        QTRY_COMPARE(m_studio->child<QDockWidget>("inspector")->width(), 400);
        QTRY_COMPARE(m_studio->child<QDockWidget>("timeline")->height(), 318);
    }

    void everyControlHasAName()
    {
        m_studio->projects.openProject(makeProject(QStringLiteral("a.ecva")));
        QStringList nameless;
        for (QWidget *widget : m_studio->window.findChildren<QWidget *>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible()
                || qobject_cast<QMenuBar *>(widget))
                continue;
            const auto *button = qobject_cast<QAbstractButton *>(widget);
            if (widget->accessibleName().isEmpty() && (!button || button->text().isEmpty()))
                nameless.append(QStringLiteral("%1 %2").arg(
                    QLatin1String(widget->metaObject()->className()), widget->objectName()));
        }
        QCOMPARE(nameless, QStringList());
    }
};

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
