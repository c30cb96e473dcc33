#pragma once

#include "ui/style/Controls.h"

#include <QWidget>

class QHBoxLayout;

namespace ecva {

/// An icon in a colour of the theme.
class IconMark : public QWidget
{
    Q_OBJECT

public:
    explicit IconMark(QWidget *parent = nullptr);
    void show(const QString &icon, Label::Tone tone);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
    Label::Tone m_tone = Label::Tone::Text2;
};

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
    /// Adds a label or an icon to the row.
    Label *addTitle();
    Label *addNote();
    IconMark *addIcon();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Qt::Edge m_hairline;
    QHBoxLayout *m_row;
};

} // namespace ecva
