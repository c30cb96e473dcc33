#include "ui/workspace/ActionRegistry.h"

#include <QApplication>
#include <QInputMethodEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QVBoxLayout>

using namespace ecva;

/// Which key reaches which command, from where.
class TestActions : public QObject
{
    Q_OBJECT

private:
    struct Window : QWidget
    {
        QPlainTextEdit text{this};
        QLineEdit line{this};
        QPushButton button{this};
        QWidget view{this};
        Window()
        {
            auto *layout = new QVBoxLayout(this);
            for (QWidget *child : {static_cast<QWidget *>(&text), static_cast<QWidget *>(&line),
                                   static_cast<QWidget *>(&button), &view})
                layout->addWidget(child);
            view.setFocusPolicy(Qt::StrongFocus);
            button.setFocusPolicy(Qt::StrongFocus);
        }
    };

    void add(const QString &id, FocusArea area, const char *keys, bool repeat = false)
    {
        ActionRegistry::Command command;
        command.id = id;
        command.area = area;
        command.defaultKeys = QKeySequence::listFromString(QString::fromLatin1(keys));
        command.text = [id] { return id; };
        command.run = [this, id] { m_ran.append(id); };
        command.autoRepeat = repeat;
        command.obstacle = [this] { return m_obstacle; };
        m_registry->add(command);
    }
    QStringList take() { return std::exchange(m_ran, {}); }

    std::unique_ptr<Window> m_window;
    std::unique_ptr<ActionRegistry> m_registry;
    QStringList m_ran;
    QString m_obstacle;

private Q_SLOTS:
    void init()
    {
        m_obstacle.clear();
        m_ran.clear();
        m_window = std::make_unique<Window>();
        m_registry = std::make_unique<ActionRegistry>();
        m_registry->setWindow(m_window.get());
        add(QStringLiteral("in"), FocusArea::Views, "I");
        add(QStringLiteral("play"), FocusArea::Views, "Space");
        add(QStringLiteral("sheet"), FocusArea::Views, "?");
        add(QStringLiteral("goIn"), FocusArea::Views, "Shift+I");
        add(QStringLiteral("playTyping"), FocusArea::Text, "F5");
        add(QStringLiteral("submit"), FocusArea::Everywhere, "Ctrl+Return");
        add(QStringLiteral("undo"), FocusArea::Everywhere, "Ctrl+Z");
        add(QStringLiteral("step"), FocusArea::Views, ".", true);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void singleKeysStayOutOfText()
    {
        m_window->text.setFocus();
        QTest::keyClicks(&m_window->text, QStringLiteral("I am. OK?"));
        QCOMPARE(m_window->text.toPlainText(), QStringLiteral("I am. OK?"));
        m_window->line.setFocus();
        QTest::keyClicks(&m_window->line, QStringLiteral("I ?"));
        QCOMPARE(m_window->line.text(), QStringLiteral("I ?"));
        QCOMPARE(take(), QStringList());
    }

    void viewsHearSingleKeys()
    {
        m_window->view.setFocus();
        QTest::keyClick(&m_window->view, Qt::Key_I);
        QTest::keyClick(&m_window->view, Qt::Key_I, Qt::ShiftModifier);
        QTest::keyClick(&m_window->view, Qt::Key_Space);
        QTest::keyClick(&m_window->view, Qt::Key_Question, Qt::ShiftModifier);
        QTest::keyClick(&m_window->view, Qt::Key_F5); // of text fields only
        QCOMPARE(take(), (QStringList{QStringLiteral("in"), QStringLiteral("goIn"),
                                      QStringLiteral("play"), QStringLiteral("sheet")}));
    }

    void keysOfTextAndOfEverywhere()
    {
        m_window->text.setFocus();
        QTest::keyClick(&m_window->text, Qt::Key_F5);
        QTest::keyClick(&m_window->text, Qt::Key_Return, Qt::ControlModifier);
        QTest::keyClick(&m_window->text, Qt::Key_Enter, Qt::ControlModifier | Qt::KeypadModifier);
        QTest::keyClick(&m_window->text, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(take(), (QStringList{QStringLiteral("playTyping"), QStringLiteral("submit"),
                                      QStringLiteral("submit"), QStringLiteral("undo")}));
    }

    void nothingFiresWhileComposing()
    {
        m_window->text.setFocus();
        QInputMethodEvent preedit(QStringLiteral("ni"), {});
        QCoreApplication::sendEvent(&m_window->text, &preedit);
        QTest::keyClick(&m_window->text, Qt::Key_F5);
        QTest::keyClick(&m_window->text, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(take(), QStringList());
        QInputMethodEvent done;
        done.setCommitString(QStringLiteral("你"));
        QCoreApplication::sendEvent(&m_window->text, &done);
        QTest::keyClick(&m_window->text, Qt::Key_F5);
        QCOMPARE(take(), QStringList{QStringLiteral("playTyping")});
    }

    void buttonsKeepTheirSpace()
    {
        int clicks = 0;
        connect(&m_window->button, &QPushButton::clicked, this, [&clicks] { ++clicks; });
        m_window->button.setFocus();
        QTest::keyClick(&m_window->button, Qt::Key_Space);
        QTest::keyClick(&m_window->button, Qt::Key_I);
        QCOMPARE(clicks, 1);
        QCOMPARE(take(), QStringList{QStringLiteral("in")});
    }

    void heldKeys()
    {
        m_window->view.setFocus();
        for (const int key : {int(Qt::Key_I), int(Qt::Key_Period)}) {
            for (int i = 0; i < 3; ++i) {
                QKeyEvent press(QEvent::KeyPress, key, Qt::NoModifier, QString(), i > 0);
                QCoreApplication::sendEvent(&m_window->view, &press);
            }
        }
        QCOMPARE(take(), (QStringList{QStringLiteral("in"), QStringLiteral("step"),
                                      QStringLiteral("step"), QStringLiteral("step")}));
    }

    void anObstacleIsSaidNotSwallowed()
    {
        QString said;
        connect(m_registry.get(), &ActionRegistry::blocked, this,
                [&said](const QString &, const QString &reason) { said = reason; });
        m_obstacle = QStringLiteral("no clip");
        m_window->view.setFocus();
        QTest::keyClick(&m_window->view, Qt::Key_I);
        QCOMPARE(take(), QStringList());
        QCOMPARE(said, QStringLiteral("no clip"));
        m_registry->refresh();
        QVERIFY(!m_registry->action(QStringLiteral("in"))->isEnabled());
    }

    void conflictsAreFoundPerArea()
    {
        QCOMPARE(m_registry->conflicts(), QStringList());
        add(QStringLiteral("textI"), FocusArea::Text, "I"); // another area: no conflict
        QCOMPARE(m_registry->conflicts(), QStringList());
        add(QStringLiteral("everywhereI"), FocusArea::Everywhere, "I");
        QCOMPARE(m_registry->conflicts().size(), 2);
    }
};

QTEST_MAIN(TestActions)
#include "tst_actions.moc"
