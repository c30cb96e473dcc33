// Several clips of the list: by mouse and by key, while the player keeps its clip.
#include "tests/support/Projects.h"
#include "ui/jobs/JobRunner.h"
#include "ui/library/LibraryPanel.h"
#include "ui/style/EcvaStyle.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QAccessible>
#include <QAccessibleInterface>
#include <QApplication>
#include <QContextMenuEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>

#include <algorithm>

using namespace ecva;
using namespace ecva::test;

class TestClipSelection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_document = must(
            Document::create(m_folder->filePath(QStringLiteral("p.ecva")), QStringLiteral("ana")));
        m_clips.clear();
        for (const char *name : {"alpha.mp4", "beta.mp4", "gamma.mp4", "delta.mp4", "beta2.mp4"})
            m_clips.push_back(addClip(*m_document, QString::fromLatin1(name)));
        m_workspace = std::make_unique<Workspace>();
        m_jobs = std::make_unique<JobRunner>();
        m_actions = std::make_unique<ActionRegistry>();
        m_window = std::make_unique<QWidget>();
        auto *column = new QVBoxLayout(m_window.get());
        column->setContentsMargins(0, 0, 0, 0);
        m_panel = new LibraryPanel(*m_workspace, *m_jobs, *m_actions);
        column->addWidget(m_panel);
        m_actions->setWindow(m_window.get());
        // What the keys mean elsewhere in the window.
        for (const char *key : {"Ctrl+A", "Esc", "Up", "Down"}) {
            ActionRegistry::Command other;
            other.id = QStringLiteral("other.") + QString::fromLatin1(key);
            other.defaultKeys = {QKeySequence(QString::fromLatin1(key))};
            other.text = [] { return QStringLiteral("other"); };
            other.run = [this, key] { m_others.append(QString::fromLatin1(key)); };
            m_actions->add(std::move(other));
        }
        m_others.clear();
        m_workspace->setDocument(m_document.get());
        m_workspace->setClip(m_clips[0]);
        m_list = m_panel->findChild<QListView *>(QStringLiteral("clipList"));
        m_window->resize(300, 500);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_panel->focusList();
    }

    void cleanup()
    {
        m_window.reset();
        m_workspace->setDocument(nullptr);
        m_jobs.reset();
        m_document.reset();
    }

    void oneClipIsOpened()
    {
        QCOMPARE(selected(), (std::vector{0}));
        click(2);
        QCOMPARE(open(), 2);
        QCOMPARE(selected(), (std::vector{2}));
        key(Qt::Key_Down);
        QCOMPARE(open(), 3);
        QCOMPARE(selected(), (std::vector{3}));
        m_workspace->setClip(m_clips[1]); // from elsewhere
        QCOMPARE(selected(), (std::vector{1}));
        QCOMPARE(m_list->currentIndex().row(), 1);
        key(Qt::Key_Up);
        QCOMPARE(open(), 0);
        QCOMPARE(m_others, QStringList());
    }

    void severalLeaveThePlayerAlone()
    {
        QSignalSpy opened(m_workspace.get(), &Workspace::clipChanged);
        click(2, Qt::ControlModifier);
        QCOMPARE(selected(), (std::vector{0, 2}));
        click(4, Qt::ControlModifier);
        QCOMPARE(selected(), (std::vector{0, 2, 4}));
        QCOMPARE(count(), QStringLiteral("3 of 5 selected"));
        click(2, Qt::ControlModifier);
        QCOMPARE(selected(), (std::vector{0, 4}));
        click(0, Qt::ControlModifier); // also the open one can be left out
        QCOMPARE(selected(), (std::vector{4}));
        QCOMPARE(open(), 0);
        QCOMPARE(opened.size(), 0);
        click(4); // now it alone is chosen
        QCOMPARE(open(), 4);
        click(0, Qt::ControlModifier);
        click(4, Qt::ControlModifier);
        QCOMPARE(selected(), (std::vector{0}));
        QCOMPARE(open(), 4);
        click(0);
        QCOMPARE(open(), 0);
        opened.clear();
        // At least one.
        click(0, Qt::ControlModifier);
        QTRY_COMPARE(selected(), (std::vector{0}));
        QCOMPARE(open(), 0);
        QCOMPARE(count(), QStringLiteral("0 / 5"));
        click(3);
        QCOMPARE(open(), 3);
    }

    void aStretchOfClips()
    {
        click(1);
        click(3, Qt::ShiftModifier);
        QCOMPARE(selected(), (std::vector{1, 2, 3}));
        QCOMPARE(open(), 1);
        click(2, Qt::ShiftModifier);
        QCOMPARE(selected(), (std::vector{1, 2}));
        m_workspace->setClip(m_clips[4]); // Shift goes on from there
        click(3, Qt::ShiftModifier);
        QCOMPARE(selected(), (std::vector{3, 4}));
        QCOMPARE(open(), 4);
    }

    void byKey()
    {
        key(Qt::Key_Down, Qt::ShiftModifier);
        key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(selected(), (std::vector{0, 1, 2}));
        QCOMPARE(open(), 0);
        key(Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(selected(), (std::vector{0, 1}));
        key(Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(selected(), (std::vector{0, 1, 2, 3, 4}));
        QCOMPARE(open(), 0);
        key(Qt::Key_Escape);
        QCOMPARE(selected(), (std::vector{0}));
        QCOMPARE(m_list->currentIndex().row(), 0);
        QCOMPARE(m_others, QStringList());
        key(Qt::Key_Escape); // means something else now
        QCOMPARE(m_others, QStringList{QStringLiteral("Esc")});
        QVERIFY(m_actions->trigger(QStringLiteral("clip.selectAll")).isEmpty());
        QCOMPARE(selected().size(), std::size_t(5));
        key(Qt::Key_Down); // one alone is opened again
        QCOMPARE(selected(), (std::vector{1}));
        QCOMPARE(open(), 1);
    }

    /// Hidden clips are not acted on; a clip that goes is not either.
    void searchAndUndo()
    {
        key(Qt::Key_A, Qt::ControlModifier);
        auto *search = m_panel->findChild<QLineEdit *>(QStringLiteral("searchField"));
        search->setText(QStringLiteral("beta"));
        QTRY_COMPARE(m_list->model()->rowCount(), 2);
        QCOMPARE(selected(), (std::vector{1, 4}));
        QCOMPARE(open(), 0); // not in the list, still in the player
        QCOMPARE(m_list->selectionModel()->selectedIndexes().size(), 2);
        must(m_document->undo()); // beta2
        QCOMPARE(selected(), (std::vector{1}));
        search->clear();
        QTRY_COMPARE(m_list->model()->rowCount(), 4);
        QCOMPARE(selected(), (std::vector{1}));
        m_workspace->setDocument(nullptr);
        QVERIFY(m_workspace->selectedClips().empty());
    }

    void statusOfSeveralIsOneStep()
    {
        click(1, Qt::ControlModifier);
        click(3, Qt::ControlModifier);
        QMenu *menu = openMenu();
        QVERIFY(menu);
        auto *states = menu->findChild<QMenu *>();
        QVERIFY(states && states->title().contains(QLatin1Char('3')));
        QCOMPARE(states->actions().size(), 6);
        QVERIFY(states->actions().at(0)->isChecked()); // all are drafts
        states->actions().at(1)->trigger();
        menu->close();
        for (int i = 0; i < 5; ++i)
            QCOMPARE(m_document->model().clip(m_clips[std::size_t(i)])->status,
                     i == 0 || i == 1 || i == 3 ? ClipStatus::Submitted : ClipStatus::Draft);
        QCOMPARE(m_document->undoCommand(), QStringLiteral("clip.status"));
        must(m_document->undo());
        QCOMPARE(m_document->model().clip(m_clips[3])->status, ClipStatus::Draft);
        QCOMPARE(selected(), (std::vector{0, 1, 3}));
    }

    /// On a selected row the selection stays, on another one that clip is meant.
    void theMenuOfARow()
    {
        click(1, Qt::ControlModifier);
        QTest::mouseClick(m_list->viewport(), Qt::RightButton, {}, middle(1));
        QCOMPARE(selected(), (std::vector{0, 1}));
        QTest::mouseClick(m_list->viewport(), Qt::RightButton, {}, middle(3));
        QCOMPARE(selected(), (std::vector{3}));
        QCOMPARE(open(), 3);
        QMenu *menu = openMenu();
        QVERIFY(menu);
        QVERIFY(menu->findChild<QMenu *>()->title().contains(QLatin1Char('1')));
        menu->close();
    }

    void whatAScreenReaderHears()
    {
        click(1, Qt::ControlModifier);
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_list);
        QVERIFY(list && list->tableInterface());
        QCOMPARE(list->tableInterface()->selectedCellCount(), 2);
        for (int row = 0; row < 3; ++row) {
            QAccessibleInterface *cell = list->child(row);
            QVERIFY(cell);
            QCOMPARE(bool(cell->state().selected), row < 2);
            const QString about = cell->text(QAccessible::Description);
            QVERIFY2(about.startsWith(QStringLiteral("Draft")), qPrintable(about));
            QCOMPARE(about.contains(QStringLiteral("In the player")), row == 0);
        }
    }

    /// The plate says what is selected, the edge what is in the player.
    void theLook()
    {
        click(2, Qt::ControlModifier);
        for (const ThemeKind kind : {ThemeKind::Dark, ThemeKind::Light, ThemeKind::HighContrast}) {
            applyTheme(*qApp, kind);
            QTest::qWait(20);
            const QImage picture = m_list->viewport()->grab().toImage();
            const auto at = [&](int row, int x) {
                return picture.pixelColor(x, m_list->visualRect(index(row)).bottom() - 3);
            };
            const Theme theme = Theme::make(kind);
            QCOMPARE(at(0, 1), theme.accent);
            QCOMPARE(at(0, 6), theme.selection);
            QCOMPARE(at(2, 6), theme.selection);
            QCOMPARE(at(2, 2), theme.selection); // no edge
            QVERIFY(at(1, 6) != theme.selection);
            if (const QByteArray folder = qgetenv("ECVA_PICTURES"); !folder.isEmpty())
                m_window->grab().save(QString::fromUtf8(folder)
                                      + QStringLiteral("/clips-%1.png").arg(int(kind)));
        }
    }

private:
    QModelIndex index(int row) const { return m_list->model()->index(row, 0); }
    QPoint middle(int row) const { return m_list->visualRect(index(row)).center(); }
    void click(int row, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(m_list->viewport(), Qt::LeftButton, modifiers, middle(row));
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(m_list, key, modifiers);
    }
    QMenu *openMenu()
    {
        QContextMenuEvent asked(QContextMenuEvent::Keyboard, QPoint(), QPoint());
        QCoreApplication::sendEvent(m_list, &asked);
        return m_panel->findChild<QMenu *>(QStringLiteral("clipMenu"));
    }
    int open() const { return place(m_workspace->clip()); }
    int place(ClipId clip) const
    {
        return int(std::find(m_clips.begin(), m_clips.end(), clip) - m_clips.begin());
    }
    std::vector<int> selected() const
    {
        std::vector<int> places;
        for (const ClipId clip : m_workspace->selectedClips())
            places.push_back(place(clip));
        return places;
    }
    QString count() const
    {
        return m_panel->findChild<QLabel *>(QStringLiteral("clipCount"))->text();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Document> m_document;
    std::vector<ClipId> m_clips;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<JobRunner> m_jobs;
    std::unique_ptr<ActionRegistry> m_actions;
    std::unique_ptr<QWidget> m_window;
    LibraryPanel *m_panel = nullptr;
    QListView *m_list = nullptr;
    QStringList m_others;
};

QTEST_MAIN(TestClipSelection)
#include "tst_clip_selection.moc"
