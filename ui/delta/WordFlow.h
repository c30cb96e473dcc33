#pragma once

#include <QRect>
#include <QString>
#include <QWidget>

#include <vector>

namespace ecva {

/// A text whose words carry marks: how much they lean on the key frames, or what a diff says of
/// them. Every mark has a form of its own beside its colour. Left, Right, Up and Down go from word
/// to word; the word under the mouse or the keys is the current one.
class WordFlow : public QWidget
{
    Q_OBJECT

public:
    enum class Mark { Plain, Less, Some, More, Most, Gone, New };
    struct Word
    {
        QString text;
        Mark mark = Mark::Plain;
        QString tip; ///< translated
        bool spaceBefore = false;
        bool newLine = false;
    };

    explicit WordFlow(QWidget *parent = nullptr);

    void setWords(std::vector<Word> words);
    const std::vector<Word> &words() const { return m_words; }
    /// -1: none.
    int current() const { return m_current; }
    void setCurrent(int word);
    /// Where a word is drawn; the first part of one that is longer than a line.
    QRect wordRect(int word) const;
    /// The same form on a word of a legend.
    static void paintMark(QPainter &painter, const QRect &rect, Mark mark, const QWidget *widget);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {120, lineHeight()}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

Q_SIGNALS:
    void currentChanged(int word);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Box
    {
        QRect rect;
        int word = 0;
        QString text; ///< a part of a word that is longer than a line
    };

    int lineHeight() const;
    /// Returns the height.
    int layOut(int width, std::vector<Box> *boxes) const;
    int wordAt(const QPoint &position) const;
    int wordBeyond(int direction) const;
    void showTip(const QPoint &where);

    std::vector<Word> m_words;
    std::vector<Box> m_boxes;
    int m_current = -1;
};

} // namespace ecva
