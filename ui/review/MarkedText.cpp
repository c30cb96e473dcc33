#include "ui/review/MarkedText.h"

#include "annotation/evaluation/WordDiff.h"
#include "annotation/lint/TextCount.h"
#include "ui/review/SharedWords.h"
#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"

#include <QPainter>
#include <QTextOption>

#include <algorithm>
#include <cmath>

namespace ecva {
namespace {

constexpr int kLine = 20;
constexpr int kChineseLine = 22;
constexpr qreal kPad = 1; ///< of a mark, left and right of its word

} // namespace

void MarkedText::set(const QString &text, std::vector<Run> runs)
{
    if (text == m_text && runs == m_runs && m_layout)
        return;
    m_text = text;
    m_text.replace(u'\n', QChar::LineSeparator); // lines of one layout
    m_runs = std::move(runs);
    m_lineHeight = isChinese(text) ? kChineseLine : kLine;
    m_layout = std::make_unique<QTextLayout>(m_text, uiFont(TextSize::Body));
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_layout->setTextOption(option);
    m_layout->setCacheEnabled(true);
    m_width = -1;
}

void MarkedText::setPlain(const QString &text)
{
    set(text, {});
}

void MarkedText::setMarked(const QString &text, const std::vector<TextSpan> &strong)
{
    std::vector<Run> runs;
    for (const TextSpan &span : strong)
        runs.push_back({span.start, span.length, Mark::Strong});
    set(text, std::move(runs));
}

void MarkedText::setDiff(const std::vector<DiffPiece> &pieces)
{
    QString text;
    std::vector<Run> runs;
    for (const DiffPiece &piece : pieces) {
        const auto start = static_cast<int>(text.size());
        auto length = static_cast<int>(piece.text.size());
        text += piece.text;
        if (piece.kind == DiffPiece::Kind::Same)
            continue;
        while (length > 0 && piece.text.at(length - 1).isSpace())
            --length; // the blank behind the last word is not marked
        if (length > 0)
            runs.push_back(
                {start, length, piece.kind == DiffPiece::Kind::Gone ? Mark::Gone : Mark::Strong});
        // A word that is gone from the end of a text has no blank behind it.
        if (piece.kind == DiffPiece::Kind::Gone && length == piece.text.size()
            && &piece != &pieces.back() && !isChinese(piece.text))
            text += u' ';
    }
    set(text, std::move(runs));
}

int MarkedText::heightFor(int width) const
{
    if (!m_layout || m_text.isEmpty())
        return 0;
    if (width == m_width)
        return m_height;
    m_width = width;
    const QFontMetricsF metrics(m_layout->font());
    const qreal inset = std::floor((m_lineHeight - metrics.height()) / 2);
    m_layout->beginLayout();
    int y = 0;
    for (;;) {
        QTextLine line = m_layout->createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(std::max(1, width));
        line.setPosition(QPointF(0, y + inset));
        y += m_lineHeight;
    }
    m_layout->endLayout();
    m_height = y;
    return y;
}

void MarkedText::paint(QPainter &painter, const QPoint &topLeft, const Theme &theme,
                       const QColor &colour) const
{
    if (!m_layout || m_width < 0)
        return;
    QList<QTextLayout::FormatRange> formats;
    const bool tinted = theme.kind != ThemeKind::HighContrast;
    // Of a long text in a small cell only what is seen.
    const QRectF seen = painter.hasClipping() ? painter.clipBoundingRect() : QRectF();
    const auto hidden = [&](const Run &run) {
        if (seen.isNull())
            return false;
        const QTextLine first = m_layout->lineForTextPosition(run.start);
        const QTextLine last = m_layout->lineForTextPosition(run.start + run.length - 1);
        return !first.isValid() || !last.isValid()
               || topLeft.y() + last.y() + m_lineHeight < seen.top()
               || topLeft.y() + first.y() > seen.bottom();
    };
    for (const Run &run : m_runs) {
        if (hidden(run))
            continue;
        const bool gone = run.mark == Mark::Gone;
        QTextLayout::FormatRange range;
        range.start = run.start;
        range.length = run.length;
        range.format.setForeground(gone ? theme.diffGone : theme.diffNew);
        formats.append(range);
        for (int i = 0; i < m_layout->lineCount(); ++i) {
            const QTextLine line = m_layout->lineAt(i);
            const int from = std::max(run.start, line.textStart());
            int to = std::min(run.start + run.length, line.textStart() + line.textLength());
            while (to > from && m_text.at(to - 1).isSpace())
                --to;
            if (from >= to)
                continue;
            const qreal x0 = line.cursorToX(from);
            const qreal x1 = line.cursorToX(to);
            const QRectF word(topLeft.x() + x0 - kPad, topLeft.y() + line.y() - 1,
                              x1 - x0 + 2 * kPad, line.height() + 2);
            if (tinted) {
                painter.setRenderHint(QPainter::Antialiasing);
                painter.setPen(Qt::NoPen);
                painter.setBrush(gone ? theme.goneTint : theme.newTint);
                painter.drawRoundedRect(word, 2, 2);
                painter.setRenderHint(QPainter::Antialiasing, false);
            }
            if (!gone)
                painter.fillRect(
                    QRectF(word.left(), std::round(word.bottom()) - 2, word.width(), 2),
                    theme.diffNew);
        }
    }
    painter.setPen(colour);
    m_layout->draw(&painter, topLeft, formats, seen);
    for (const Run &run : m_runs) {
        if (run.mark != Mark::Gone || hidden(run))
            continue;
        for (int i = 0; i < m_layout->lineCount(); ++i) {
            const QTextLine line = m_layout->lineAt(i);
            const int from = std::max(run.start, line.textStart());
            const int to = std::min(run.start + run.length, line.textStart() + line.textLength());
            if (from >= to)
                continue;
            const qreal x0 = line.cursorToX(from);
            const qreal y = std::round(topLeft.y() + line.y() + line.ascent() * 0.66);
            painter.fillRect(
                QRectF(topLeft.x() + x0 - kPad, y, line.cursorToX(to) - x0 + 2 * kPad, 1),
                theme.diffGone);
        }
    }
}

MarkedLabel::MarkedLabel(QWidget *parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void MarkedLabel::refresh()
{
    setAccessibleName(m_content.text());
    setMinimumHeight(heightForWidth(width()));
    updateGeometry();
    update();
}

int MarkedLabel::heightForWidth(int width) const
{
    return m_content.heightFor(std::max(1, width - 4)) + 2;
}

QSize MarkedLabel::sizeHint() const
{
    return {200, heightForWidth(width())};
}

void MarkedLabel::resizeEvent(QResizeEvent *)
{
    setMinimumHeight(heightForWidth(width()));
}

void MarkedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = themeOf(this);
    m_content.heightFor(std::max(1, width() - 4));
    m_content.paint(painter, QPoint(2, 0), theme, theme.text1);
}

} // namespace ecva
