#pragma once

#include <QElapsedTimer>
#include <QObject>

namespace ecva {

/// Knows whether a key is being held: the system repeats it. A shortcut's action does not say so,
/// and never hears of the release.
class HeldKey : public QObject
{
    Q_OBJECT

public:
    explicit HeldKey(QObject *parent = nullptr);

    /// True from the first repetition on until the release. To be asked while a shortcut's action
    /// runs, or later.
    bool isHeld() const;

Q_SIGNALS:
    void released();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void release();

    bool m_held = false;
    QElapsedTimer m_sinceRepetition;
};

} // namespace ecva
