#pragma once

#include <QWidget>

class QScrollArea;

namespace ecva {

class IconMark;
class Label;
class WordFlow;

/// What the delta view says where there is no delta: why, what to do, and the answer it is about.
class EmptyDelta : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyDelta(QWidget *parent = nullptr);

    /// `obstacle`: why it cannot be done now; empty when it can. `answer`: empty when there is
    /// none.
    void show(const QString &headline, const QString &sentence, const QString &obstacle,
              const QString &answerTitle, const QString &answer);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    Label *m_headline;
    Label *m_sentence;
    Label *m_obstacle;
    Label *m_answerTitle;
    QScrollArea *m_scroll;
    WordFlow *m_answer;
    QString m_text;
};

} // namespace ecva
