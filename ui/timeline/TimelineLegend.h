#pragma once

#include <QWidget>

#include <vector>

namespace ecva {

class IconButton;
class Label;

/// Under the timeline: what its marks mean, and the hue and pattern of each of the 21 classes, by
/// groups of one hue.
class TimelineLegend : public QWidget
{
    Q_OBJECT

public:
    explicit TimelineLegend(QWidget *parent = nullptr);

Q_SIGNALS:
    void closed();
    /// Its height may be another one.
    void arranged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    enum class Mark { KeyFrame, SampledInside, SampledOutside, Shot, Proposal, Overlap, Selected };
    struct MarkPlace
    {
        Mark mark;
        QString text;
        QRect rect; ///< of glyph and text
    };
    struct ClassPlace
    {
        int hue = 0;
        int pattern = 0;
        QString name;
        QRect rect;
    };
    struct GroupPlace
    {
        QString title;
        QRect rect;
    };

    void arrange();
    void retranslate();
    void paintMark(QPainter &painter, Mark mark, const QPointF &centre) const;
    int left() const;

    IconButton *m_close;
    Label *m_title;
    std::vector<MarkPlace> m_marks;
    std::vector<ClassPlace> m_classes;
    std::vector<GroupPlace> m_groups;
};

} // namespace ecva
