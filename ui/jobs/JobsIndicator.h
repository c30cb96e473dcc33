#pragma once

#include <QAbstractButton>
#include <QPointer>

class QFrame;

namespace ecva {

class JobRunner;

/// Ring and "1 job 64%" for the top bar; a click opens the list of jobs below it. Hidden while
/// nothing runs.
class JobsIndicator : public QAbstractButton
{
    Q_OBJECT

public:
    explicit JobsIndicator(JobRunner &jobs, QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }
    /// Opens the list of jobs, whether any runs or not.
    void openPanel();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void refresh();

    JobRunner &m_jobs;
    QPointer<QFrame> m_popup;
};

} // namespace ecva
