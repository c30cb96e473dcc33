#include "ui/delta/WordFlow.h"

#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace ecva {
namespace {

constexpr int kLine = 27;
constexpr int kPlate = 22; ///< height of what lies behind a word
constexpr int kSpace = 6;
constexpr int kOverhang = 2; ///< of a plate into the space on either side

QFont answerFont()
{
    return uiFont(TextSize::Answer);
}

} // namespace

WordFlow::WordFlow(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

int WordFlow::lineHeight() const
{
    return kLine;
}

void WordFlow::setWords(std::vector<Word> words)
{
    m_words = std::move(words);
    m_current = -1;
    QString spoken;
    for (const Word &word : m_words) {
        if (word.newLine)
            spoken += u'\n';
        else if (word.spaceBefore)
            spoken += u' ';
        spoken += word.text;
    }
    setAccessibleDescription(spoken);
    layOut(width(), &m_boxes);
    updateGeometry();
    update();
}

void WordFlow::setCurrent(int word)
{
    if (word == m_current)
        return;
    m_current = word;
    update();
    Q_EMIT currentChanged(word);
}

QRect WordFlow::wordRect(int word) const
{
    const auto found = std::find_if(m_boxes.begin(), m_boxes.end(),
                                    [word](const Box &box) { return box.word == word; });
    return found == m_boxes.end() ? QRect() : found->rect;
}

QSize WordFlow::sizeHint() const
{
    return {480, heightForWidth(480)};
}

int WordFlow::heightForWidth(int width) const
{
    return layOut(width, nullptr);
}

int WordFlow::layOut(int width, std::vector<Box> *boxes) const
{
    const QFontMetricsF metrics(answerFont());
    const int right = std::max(40, width) - kOverhang;
    double x = kOverhang;
    int y = 0;
    if (boxes)
        boxes->clear();
    const auto put = [&](int word, const QString &text, double advance) {
        if (boxes)
            boxes->push_back({QRect(static_cast<int>(std::floor(x)), y + (kLine - kPlate) / 2,
                                    static_cast<int>(std::ceil(advance)), kPlate),
                              word, text});
        x += advance;
    };
    for (std::size_t i = 0; i < m_words.size(); ++i) {
        const Word &word = m_words[i];
        const double advance = metrics.horizontalAdvance(word.text);
        const bool begins = x <= kOverhang;
        const double space = word.spaceBefore && !begins ? kSpace : 0;
        if ((word.newLine || x + space + advance > right) && !begins) {
            x = kOverhang;
            y += kLine;
        } else {
            x += space;
        }
        if (advance <= right - kOverhang) {
            put(static_cast<int>(i), word.text, advance);
            continue;
        }
        // Longer than a line: an address, a slip of the model. It is broken where it must.
        QString part;
        for (const QChar c : word.text) {
            if (!part.isEmpty() && x + metrics.horizontalAdvance(part + c) > right) {
                put(static_cast<int>(i), part, metrics.horizontalAdvance(part));
                part.clear();
                x = kOverhang;
                y += kLine;
            }
            part += c;
        }
        put(static_cast<int>(i), part, metrics.horizontalAdvance(part));
    }
    return y + kLine;
}

void WordFlow::paintMark(QPainter &painter, const QRect &rect, Mark mark, const QWidget *widget)
{
    const Theme &theme = themeOf(widget);
    QColor fill;
    QColor line = theme.diffNew;
    int thickness = 0;
    switch (mark) {
    case Mark::Plain:
        return;
    case Mark::Less:
        fill = theme.goneTint;
        line = theme.diffGone;
        thickness = 2;
        break;
    case Mark::Some:
        fill = theme.newTint;
        thickness = 1;
        break;
    case Mark::More:
        fill = theme.evidenceMore;
        thickness = 2;
        break;
    case Mark::Most:
        fill = theme.evidenceMost;
        thickness = 4;
        break;
    case Mark::New:
        fill = theme.newTint;
        thickness = 2;
        break;
    case Mark::Gone:
        fill = theme.goneTint;
        break;
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(rect, 2, 2);
    painter.setRenderHint(QPainter::Antialiasing, false);
    const QRect foot(rect.left(), rect.bottom() + 1 - thickness, rect.width(), thickness);
    if (mark == Mark::Less) {
        for (int x = foot.left(); x <= foot.right(); x += 7)
            painter.fillRect(QRect(x, foot.top(), std::min(4, foot.right() + 1 - x), thickness),
                             line);
    } else if (thickness > 0) {
        painter.fillRect(foot, line);
    }
    painter.restore();
}

void WordFlow::paintEvent(QPaintEvent *event)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    painter.setFont(answerFont());
    const QFontMetrics metrics(painter.font());
    for (const Box &box : m_boxes) {
        if (!box.rect.adjusted(-4, -4, 4, 4).intersects(event->rect()))
            continue;
        const Word &word = m_words[static_cast<std::size_t>(box.word)];
        QRect plate = box.rect;
        const bool nextTouches = static_cast<std::size_t>(box.word) + 1 < m_words.size()
                                 && !m_words[static_cast<std::size_t>(box.word) + 1].spaceBefore;
        plate.adjust(word.spaceBefore ? -kOverhang : 0, 0, nextTouches ? -1 : kOverhang, 0);
        paintMark(painter, plate, word.mark, this);
        painter.setPen(word.mark == Mark::Gone  ? theme.diffGone
                       : word.mark == Mark::New ? theme.diffNew
                                                : theme.text1);
        painter.drawText(box.rect.adjusted(0, -1, 4, -1), Qt::AlignVCenter | Qt::AlignLeft,
                         box.text);
        if (word.mark == Mark::Gone)
            painter.fillRect(QRect(plate.left() + 1, box.rect.center().y(), plate.width() - 2, 1),
                             theme.diffGone);
        if (box.word == m_current) {
            painter.save();
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(QPen(hasFocus() ? theme.accent : theme.text2, hasFocus() ? 2 : 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(QRectF(plate).adjusted(0, 0, 0, 0), 2, 2);
            painter.restore();
        }
    }
    if (hasFocus() && m_current < 0) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
}

void WordFlow::resizeEvent(QResizeEvent *)
{
    layOut(width(), &m_boxes);
}

int WordFlow::wordAt(const QPoint &position) const
{
    for (const Box &box : m_boxes) {
        if (box.rect.adjusted(-kOverhang, -2, kOverhang, 2).contains(position))
            return box.word;
    }
    return -1;
}

int WordFlow::wordBeyond(int direction) const
{
    const QRect from = wordRect(m_current);
    int best = -1;
    int distance = 0;
    for (const Box &box : m_boxes) {
        if (box.rect.top() != from.top() + direction * kLine)
            continue;
        const int away = std::abs(box.rect.center().x() - from.center().x());
        if (best < 0 || away < distance) {
            best = box.word;
            distance = away;
        }
    }
    return best;
}

void WordFlow::mouseMoveEvent(QMouseEvent *event)
{
    setCurrent(wordAt(event->position().toPoint()));
}

void WordFlow::leaveEvent(QEvent *)
{
    if (!hasFocus())
        setCurrent(-1);
}

void WordFlow::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    setCurrent(-1);
    update();
}

void WordFlow::keyPressEvent(QKeyEvent *event)
{
    const int last = static_cast<int>(m_words.size()) - 1;
    int word = -1;
    switch (event->key()) {
    case Qt::Key_Right:
        word = std::min(m_current + 1, last);
        break;
    case Qt::Key_Left:
        word = m_current < 0 ? last : std::max(m_current - 1, 0);
        break;
    case Qt::Key_Home:
        word = last < 0 ? -1 : 0;
        break;
    case Qt::Key_End:
        word = last;
        break;
    case Qt::Key_Up:
    case Qt::Key_Down:
        word
            = m_current < 0 ? std::min(0, last) : wordBeyond(event->key() == Qt::Key_Down ? 1 : -1);
        break;
    default:
        break;
    }
    if (word < 0) { // what lies around scrolls
        QWidget::keyPressEvent(event);
        return;
    }
    setCurrent(word);
    showTip(mapToGlobal(wordRect(word).bottomLeft()));
}

void WordFlow::showTip(const QPoint &where)
{
    if (m_current >= 0)
        QToolTip::showText(where, m_words[static_cast<std::size_t>(m_current)].tip, this,
                           wordRect(m_current));
}

bool WordFlow::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int word = wordAt(help->pos());
        if (word >= 0)
            QToolTip::showText(help->globalPos(), m_words[static_cast<std::size_t>(word)].tip, this,
                               wordRect(word));
        return true;
    }
    if (event->type() == QEvent::ShortcutOverride) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_Home:
        case Qt::Key_End:
            event->accept();
            return true;
        default:
            break;
        }
    }
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange)
        layOut(width(), &m_boxes);
    return QWidget::event(event);
}

} // namespace ecva
