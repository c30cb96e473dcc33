#pragma once

#include <QPoint>
#include <QString>
#include <QTextLayout>
#include <QWidget>

#include <memory>
#include <vector>

class QPainter;

namespace ecva {

struct DiffPiece;
struct TextSpan;
struct Theme;

/// A text in lines of 20 px (22 px for Chinese) with words marked: tint and a line below for what
/// is shared or new, tint and a line through for what is gone. Colour never tells alone.
class MarkedText
{
public:
    enum class Mark { Strong, Gone };
    struct Run
    {
        int start = 0;
        int length = 0;
        Mark mark = Mark::Strong;

        friend bool operator==(const Run &, const Run &) = default;
    };

    void setPlain(const QString &text);
    void setMarked(const QString &text, const std::vector<TextSpan> &strong);
    /// Gone words stand in the text, struck through.
    void setDiff(const std::vector<DiffPiece> &pieces);

    const QString &text() const { return m_text; }
    const std::vector<Run> &runs() const { return m_runs; }

    int lineHeight() const { return m_lineHeight; }
    /// Lays the text out; paint() uses the last width.
    int heightFor(int width) const;
    void paint(QPainter &painter, const QPoint &topLeft, const Theme &theme,
               const QColor &colour) const;

private:
    void set(const QString &text, std::vector<Run> runs);

    QString m_text;
    std::vector<Run> m_runs;
    int m_lineHeight = 20;
    mutable std::unique_ptr<QTextLayout> m_layout;
    mutable int m_width = -1;
    mutable int m_height = 0;
};

/// A MarkedText as a widget that is as high as its text.
class MarkedLabel : public QWidget
{
    Q_OBJECT

public:
    explicit MarkedLabel(QWidget *parent = nullptr);
    MarkedText &content() { return m_content; }
    /// After a change of content().
    void refresh();
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    MarkedText m_content;
};

} // namespace ecva
