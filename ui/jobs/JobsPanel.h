#pragma once

#include <QWidget>

#include <map>

class QScrollArea;
class QVBoxLayout;

namespace ecva {

class JobRunner;
class JobRow;
class Label;

/// All jobs, newest first: what each does, how far it is, how long it still takes, why it failed,
/// and a button that stops it.
class JobsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit JobsPanel(JobRunner &jobs, QWidget *parent = nullptr);

    QSize sizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void refresh();

    JobRunner &m_jobs;
    std::map<int, JobRow *> m_rows; // by job
    QVBoxLayout *m_list = nullptr;
    QScrollArea *m_scroll = nullptr;
    Label *m_empty = nullptr;
};

} // namespace ecva
