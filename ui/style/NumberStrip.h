#pragma once

#include "ui/style/Controls.h"

#include <QWidget>

#include <vector>

namespace ecva {

/// Numbers side by side, 76 px high: caption, figure, note.
class NumberStrip : public QWidget
{
    Q_OBJECT

public:
    struct Number
    {
        QString caption;
        QString figure; ///< as written, "1,008"; never cut
        QString note;
        Label::Tone tone = Label::Tone::Text1;
        QString index = {}; ///< small and low behind the caption: the K of "Δ" K
    };

    explicit NumberStrip(QWidget *parent = nullptr);

    void setNumbers(std::vector<Number> numbers);
    const std::vector<Number> &numbers() const { return m_numbers; }
    /// A hairline below; there is one unless it is told otherwise.
    void setFooted(bool footed);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QRect cellRect(std::size_t place) const;

    std::vector<Number> m_numbers;
    bool m_footed = true;
};

} // namespace ecva
