#include "tests/e2e/WindowDriver.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QScreen>
#include <QTest>

namespace ecva::test {

WindowDriver::WindowDriver(QWidget &window)
    : m_window(window)
{
    m_window.show();
    m_window.activateWindow();
    if (!QTest::qWaitForWindowExposed(&m_window))
        qWarning("the window was not exposed");
    m_window.activateWindow();
    if (!QTest::qWaitForWindowActive(&m_window))
        qWarning("the window did not become active");
}

QWidget *WindowDriver::target() const
{
    QWidget *focus = QApplication::focusWidget();
    return focus ? focus : &m_window;
}

void WindowDriver::press(const QString &key, int times)
{
    const QKeySequence sequence(key);
    if (sequence.isEmpty())
        qFatal("no such key: %s", qPrintable(key));
    const QKeyCombination combination = sequence[0];
    for (int i = 0; i < times; ++i) {
        QTest::keyClick(target(), combination.key(), combination.keyboardModifiers());
        QCoreApplication::processEvents();
    }
}

void WindowDriver::type(const QString &text)
{
    QTest::keyClicks(target(), text);
    QCoreApplication::processEvents();
}

void WindowDriver::click(QWidget *widget, const QPoint &at, Qt::MouseButton button)
{
    const QPoint place = at.x() < 0 ? widget->rect().center() : at;
    QTest::mouseMove(widget, place);
    QTest::mouseClick(widget, button, {}, place);
    QCoreApplication::processEvents();
}

void WindowDriver::doubleClick(QWidget *widget, const QPoint &at)
{
    QTest::mouseDClick(widget, Qt::LeftButton, {}, at);
    QCoreApplication::processEvents();
}

void WindowDriver::drag(QWidget *widget, const QPoint &from, const QPoint &to)
{
    constexpr int kSteps = 8;
    QTest::mouseMove(widget, from);
    QTest::mousePress(widget, Qt::LeftButton, {}, from);
    for (int i = 1; i <= kSteps; ++i) {
        QTest::mouseMove(widget, from + (to - from) * i / kSteps);
        settle(10);
    }
    QTest::mouseRelease(widget, Qt::LeftButton, {}, to);
    QCoreApplication::processEvents();
}

bool WindowDriver::waitFor(const std::function<bool()> &isSo, int milliseconds)
{
    return QTest::qWaitFor(isSo, milliseconds);
}

void WindowDriver::settle(int milliseconds)
{
    QTest::qWait(milliseconds);
}

void WindowDriver::picture(const QString &name)
{
    const QString folder = qEnvironmentVariable("ECVA_E2E_PICTURES");
    if (folder.isEmpty())
        return;
    settle(120);
    QDir().mkpath(folder);
    m_window.grab().save(folder + '/' + name + ".png");
}

} // namespace ecva::test
