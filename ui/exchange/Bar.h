#pragma once

#include <QWidget>

class QHBoxLayout;

namespace ecva {

class Label;

/// A row of a full view with a hairline on one side: title row, head of a list, action bar.
class Bar : public QWidget
{
    Q_OBJECT

public:
    static constexpr int kTitleHeight = 48;
    static constexpr int kHeadHeight = 36;
    static constexpr int kActionHeight = 56;
    static constexpr int kStatusHeight = 24;

    Bar(int height, Qt::Edge hairline, QWidget *parent = nullptr);
    QHBoxLayout *row() const { return m_row; }
    /// Adds a label to the row.
    Label *addTitle();
    Label *addNote();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Qt::Edge m_hairline;
    QHBoxLayout *m_row;
};

} // namespace ecva
