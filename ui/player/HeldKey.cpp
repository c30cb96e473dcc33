#include "ui/player/HeldKey.h"

#include <QCoreApplication>
#include <QKeyEvent>

namespace ecva {

namespace {

/// The release may go to another program: a key that is not repeated for so long is not held.
constexpr int kPatienceMs = 500;

} // namespace

HeldKey::HeldKey(QObject *parent)
    : QObject(parent)
{
    QCoreApplication::instance()->installEventFilter(this);
}

bool HeldKey::isHeld() const
{
    return m_held && m_sinceRepetition.elapsed() < kPatienceMs;
}

void HeldKey::release()
{
    if (!m_held)
        return;
    m_held = false;
    Q_EMIT released();
}

bool HeldKey::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::ShortcutOverride: // comes before the shortcut's action, and alone then
    case QEvent::KeyPress:
        if (static_cast<QKeyEvent *>(event)->isAutoRepeat()) {
            m_held = true;
            m_sinceRepetition.start();
        } else {
            release(); // another key
        }
        break;
    case QEvent::KeyRelease:
        if (!static_cast<QKeyEvent *>(event)->isAutoRepeat())
            release();
        break;
    case QEvent::ApplicationDeactivate:
        release();
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace ecva
