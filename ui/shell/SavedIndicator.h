#pragma once

#include <QDateTime>
#include <QWidget>

class QTimer;

namespace ecva {

class Workspace;

/// "✓ Saved 14:31:07" in the top bar; "Saving…" once something has waited for 300 ms. Failures are
/// told by the notice bar, not here: here the tick goes away.
class SavedIndicator : public QWidget
{
    Q_OBJECT

public:
    explicit SavedIndicator(Workspace &workspace, QWidget *parent = nullptr);

    /// Something typed has not been committed yet.
    void setPending(bool pending);
    QString text() const;
    /// The last thing that should have been saved was not.
    bool hasFailed() const { return m_state == State::Failed; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void saveFailed(const QString &cause);
    void saveWorks();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    enum class State { Hidden, Saved, Saving, Failed, ReadOnly };
    void follow();
    void setState(State state);

    Workspace &m_workspace;
    State m_state = State::Hidden;
    QDateTime m_when;
    QTimer *m_patience;
};

} // namespace ecva
