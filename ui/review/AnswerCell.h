#pragma once

#include "annotation/domain/Names.h"
#include "ui/review/MarkedText.h"
#include "ui/review/ReviewSheet.h"

#include <QWidget>

namespace ecva {

/// One answer in the grid: its text with marked words, and below it how long it is, how close to
/// the expert's, and whether it was read off the video. A text that has no room scrolls by wheel,
/// Page Up and Page Down. Takes the focus; moving about is the grid's.
class AnswerCell : public QWidget
{
    Q_OBJECT

public:
    struct Content
    {
        QString title; ///< for those who hear it: "How, Video-LLaMA"
        QString text;
        QString missing; ///< instead of the text: why there is none
        bool isExpert = false;
        bool isGoldSource = false; ///< the gold answer was made from it
        AnswerState state = AnswerState::Open;
        std::optional<double> rougeL;
        std::optional<DeltaMark> delta;
        bool demonstration = false;
        QString chain; ///< how a chain of thought came to it; empty: asked at once
    };

    explicit AnswerCell(QWidget *parent = nullptr);

    void setContent(const Content &content);
    const Content &content() const { return m_content; }
    /// Marks of the text of setContent().
    MarkedText &text() { return m_text; }
    const MarkedText &text() const { return m_text; }
    /// `inRow`: its field is the current one.
    void setCurrent(bool current, bool inRow);
    bool isCurrent() const { return m_current; }

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    /// Pixels of the text above what is seen; 0 to the most.
    int scrolled() const { return m_scrolled; }
    int mostScrolled() const;

Q_SIGNALS:
    void pressed();
    void opened();                             ///< Enter or a double click: write the gold answer
    void moveRequested(int rows, int columns); ///< by the arrows

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    int footerHeight(int width) const;
    QRect textRect() const;
    bool scrollBy(int pixels);
    void paintFooter(QPainter &painter, const QRect &rect) const;
    void describe();

    Content m_content;
    MarkedText m_text;
    bool m_current = false;
    bool m_inRow = false;
    int m_scrolled = 0;
};

} // namespace ecva
