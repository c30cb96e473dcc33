#pragma once

#include <QPointer>
#include <QWidget>

class QVBoxLayout;

namespace ecva {

class DisagreementList;
class Hairline;
class KeyCap;
class Label;

/// The left of the review: picture and timeline, which belong to the window and are lent while the
/// view is shown, and the list of disagreements. On a low screen the timeline goes first.
class ReviewColumn : public QWidget
{
    Q_OBJECT

public:
    static constexpr int kWidth = 448;

    explicit ReviewColumn(QWidget *parent = nullptr);

    void lend(QWidget *player, QWidget *timeline);
    /// Lets go of what was lent; whoever owns it puts it back.
    void release();
    /// Without a video the picture needs less room.
    void setHasVideo(bool hasVideo);
    void setCount(int open, int all);
    void setKeys(const QString &previous, const QString &next);
    DisagreementList *list() const { return m_list; }
    void retranslate();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void arrange();

    QVBoxLayout *m_column;
    QPointer<QWidget> m_player;
    QPointer<QWidget> m_timeline;
    Hairline *m_line;
    Label *m_title;
    Label *m_count;
    KeyCap *m_previous;
    KeyCap *m_next;
    DisagreementList *m_list;
    bool m_hasVideo = true;
    int m_open = 0;
    int m_all = 0;
};

} // namespace ecva
