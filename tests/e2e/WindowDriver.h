#pragma once

#include <QKeySequence>
#include <QPoint>
#include <QString>
#include <QWidget>

#include <functional>

namespace ecva::test {

/// Uses a window as a person does: keys go to whatever has the focus, the mouse to places. Events
/// are Qt's own, so they take the same way as real ones, through event filters and shortcuts.
class WindowDriver
{
public:
    /// Shows the window and gives it the focus, which nobody else does without a window manager.
    explicit WindowDriver(QWidget &window);

    QWidget &window() { return m_window; }

    /// "I", "Ctrl+Z", "Return": the first key of the sequence, pressed and released.
    void press(const QString &key, int times = 1);
    /// Letter by letter into the field that has the focus.
    void type(const QString &text);
    void click(QWidget *widget, const QPoint &at = {-1, -1},
               Qt::MouseButton button = Qt::LeftButton);
    void doubleClick(QWidget *widget, const QPoint &at);
    /// Press, several moves, release: positions in `widget`.
    void drag(QWidget *widget, const QPoint &from, const QPoint &to);

    /// The visible child with that object name; null when there is none.
    template <typename T>
    T *find(const QString &name)
    {
        for (T *child : m_window.findChildren<T *>(name))
            if (child->isVisible())
                return child;
        return nullptr;
    }

    /// Lets the window work until it is so, at most `milliseconds`.
    static bool waitFor(const std::function<bool()> &isSo, int milliseconds = 20000);
    /// Lets the window work for a while, for what has no visible end.
    static void settle(int milliseconds = 60);

    /// Saves a picture of the window in the folder ECVA_E2E_PICTURES, if that is set.
    void picture(const QString &name);

private:
    QWidget *target() const;

    QWidget &m_window;
};

} // namespace ecva::test
