#include "ui/review/AnswerCell.h"

#include "ui/review/DeltaBadge.h"
#include "ui/review/ReviewWording.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/style/Theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>

namespace ecva {
namespace {

constexpr int kPaddingX = 16;
constexpr int kPaddingY = 10;
constexpr int kFooterLine = 20;
constexpr int kFooterGap = 8;
constexpr int kIcon = 14;
constexpr int kEdge = 3;  ///< of untrained weights
constexpr int kThumb = 3; ///< where a text scrolls
constexpr int kLeastThumb = 16;

QString stateIcon(AnswerState state)
{
    return state == AnswerState::Accepted ? QStringLiteral("accepted") : QStringLiteral("close");
}

/// Of the sentence on untrained weights, in whole lines.
int sentenceHeight(int width)
{
    const QFontMetrics metrics(uiFont(TextSize::Secondary));
    return metrics
               .boundingRect(QRect(0, 0, width, 1000), Qt::TextWordWrap,
                             review::demonstrationSentence())
               .height()
           + 4;
}

} // namespace

AnswerCell::AnswerCell(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::ClickFocus);
    setAttribute(Qt::WA_InputMethodEnabled, false);
    setMouseTracking(false);
}

void AnswerCell::setContent(const Content &content)
{
    if (content.text != m_content.text)
        m_scrolled = 0;
    m_content = content;
    describe();
    update();
}

void AnswerCell::describe()
{
    setAccessibleName(m_content.title);
    QStringList parts;
    parts.append(m_content.text.isEmpty() ? m_content.missing : m_content.text);
    if (!m_content.text.isEmpty()) {
        parts.append(review::measureOf(m_content.text));
        if (!m_content.isExpert) {
            if (m_content.rougeL)
                parts.append(tr("ROUGE-L %1").arg(review::score(*m_content.rougeL)));
            parts.append(DeltaBadge(m_content.delta, uiFont(TextSize::Secondary)).text());
            parts.append(review::stateName(m_content.state));
            parts.append(m_content.chain);
            if (m_content.demonstration)
                parts.append(review::demonstrationSentence());
        }
    }
    parts.removeAll(QString());
    setAccessibleDescription(parts.join(QStringLiteral(". ")));
    setToolTip(m_content.demonstration ? review::demonstrationSentence() : m_content.chain);
}

void AnswerCell::setCurrent(bool current, bool inRow)
{
    if (current == m_current && inRow == m_inRow)
        return;
    m_current = current;
    m_inRow = inRow;
    setFocusPolicy(current ? Qt::StrongFocus : Qt::ClickFocus); // one stop for Tab
    update();
}

int AnswerCell::footerHeight(int width) const
{
    if (m_content.text.isEmpty())
        return 0;
    const int lines = m_content.isExpert ? 1 : m_content.chain.isEmpty() ? 2 : 3;
    return kFooterGap + lines * kFooterLine
           + (m_content.demonstration ? sentenceHeight(width - 2 * kPaddingX) : 0);
}

int AnswerCell::heightForWidth(int width) const
{
    const int text
        = m_content.text.isEmpty() ? kFooterLine : m_text.heightFor(width - 2 * kPaddingX);
    return kPaddingY + text + footerHeight(width) + kPaddingY;
}

/// Whole lines only: a line that is cut in half cannot be read.
QRect AnswerCell::textRect() const
{
    QRect area
        = rect().adjusted(kPaddingX, kPaddingY, -kPaddingX, -kPaddingY - footerHeight(width()));
    const int line = m_text.lineHeight();
    if (m_text.heightFor(area.width()) > area.height())
        area.setHeight(std::max(1, area.height() / line) * line);
    return area;
}

int AnswerCell::mostScrolled() const
{
    const QRect area = textRect();
    return std::max(0, m_text.heightFor(area.width()) - area.height());
}

bool AnswerCell::scrollBy(int pixels)
{
    const int to = std::clamp(m_scrolled + pixels, 0, mostScrolled());
    if (to == m_scrolled)
        return false;
    m_scrolled = to;
    update();
    return true;
}

void AnswerCell::paintFooter(QPainter &painter, const QRect &rect) const
{
    const Theme &theme = themeOf(this);
    const QFont plain = uiFont(TextSize::Secondary);
    const QFontMetrics metrics(plain);
    painter.setFont(plain);
    QRect line(rect.left(), rect.top(), rect.width(), kFooterLine);
    if (m_content.demonstration) { // never cut short
        const int height = sentenceHeight(line.width());
        painter.setPen(theme.warn);
        painter.drawText(QRect(line.left(), line.top(), line.width(), height),
                         Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                         review::demonstrationSentence());
        line.translate(0, height);
    }
    int x = line.left();
    int right = line.right() + 1;
    const QString state = m_content.isGoldSource && m_content.state == AnswerState::Open
                              ? tr("Gold", "the gold answer was made from this one")
                              : review::stateName(m_content.state);
    if (!state.isEmpty()) {
        const bool good = m_content.state != AnswerState::Rejected;
        const bool gold = m_content.isGoldSource && m_content.state == AnswerState::Open;
        const QColor colour = gold ? theme.warn : good ? theme.ok : theme.text2;
        const int width = kIcon + 4 + metrics.horizontalAdvance(state);
        const int left = right - width;
        painter.drawPixmap(left, line.top() + (kFooterLine - kIcon) / 2,
                           iconPixmap(gold ? QStringLiteral("gold") : stateIcon(m_content.state),
                                      colour, kIcon, devicePixelRatioF()));
        painter.setPen(colour);
        painter.drawText(QRect(left + kIcon + 4, line.top(), width, kFooterLine),
                         Qt::AlignLeft | Qt::AlignVCenter, state);
        right = left - 10;
    }
    if (!m_content.isExpert) {
        painter.setPen(theme.text2);
        const QString name = tr("ROUGE-L");
        if (m_content.rougeL) {
            painter.drawText(QRect(x, line.top(), right - x, kFooterLine),
                             Qt::AlignLeft | Qt::AlignVCenter, name);
            x += metrics.horizontalAdvance(name + u' ');
            QFont bold = plain;
            bold.setWeight(QFont::DemiBold);
            painter.setFont(bold);
            painter.setPen(theme.text1);
            const QString figure = review::score(*m_content.rougeL);
            drawTabular(painter, QRect(x, line.top(), right - x, kFooterLine), Qt::AlignLeft,
                        figure);
            x += tabularWidth(bold, figure) + 12;
            painter.setFont(plain);
        }
    }
    painter.setPen(theme.text3);
    const int room = right - x;
    QString measure = review::measureOf(m_content.text);
    if (metrics.horizontalAdvance(measure) > room)
        measure = review::shortMeasureOf(m_content.text);
    if (metrics.horizontalAdvance(measure) <= room)
        painter.drawText(QRect(x, line.top(), room, kFooterLine), Qt::AlignLeft | Qt::AlignVCenter,
                         measure);
    if (m_content.isExpert)
        return;
    line.translate(0, kFooterLine);
    DeltaBadge(m_content.delta, plain).paint(painter, line, theme);
    if (m_content.chain.isEmpty())
        return;
    line.translate(0, kFooterLine);
    painter.setFont(plain);
    painter.setPen(theme.text2);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(m_content.chain, Qt::ElideRight, line.width()));
}

void AnswerCell::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), m_inRow ? theme.raised : theme.panel);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.hairline);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), theme.hairline);
    if (m_content.demonstration && !m_content.text.isEmpty())
        painter.fillRect(QRect(0, 0, kEdge, height() - 1), theme.warn);

    const QRect inner = rect().adjusted(kPaddingX, kPaddingY, -kPaddingX, -kPaddingY);
    if (m_content.text.isEmpty()) {
        painter.setFont(uiFont(TextSize::Body));
        painter.setPen(theme.text3);
        painter.drawText(inner, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, m_content.missing);
    } else {
        const bool rejected = m_content.state == AnswerState::Rejected;
        const QRect area = textRect();
        const int most = mostScrolled();
        painter.save();
        if (most > 0)
            painter.setClipRect(QRect(0, area.top(), width(), area.height()));
        m_text.paint(painter, area.topLeft() - QPoint(0, m_scrolled), theme,
                     rejected ? theme.text3 : theme.text1);
        painter.restore();
        if (most > 0) {
            const int whole = area.height() + most;
            const int thumb = std::max(kLeastThumb, area.height() * area.height() / whole);
            const int top = area.top() + (area.height() - thumb) * m_scrolled / most;
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.text3);
            painter.drawRoundedRect(QRectF(width() - 8, top, kThumb, thumb), 1.5, 1.5);
            painter.setRenderHint(QPainter::Antialiasing, false);
        }
        const int footer = footerHeight(width()) - kFooterGap;
        paintFooter(painter,
                    QRect(inner.left(), inner.bottom() + 1 - footer, inner.width(), footer));
    }
    if (m_current) {
        // The frame says where the decision goes; the ring of the focus is the same, drawn fuller.
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.accent, hasFocus() ? 2 : 1));
        const qreal inset = hasFocus() ? 1 : 0.5;
        painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset - 1, -inset - 1), 3,
                                3);
    }
}

bool AnswerCell::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->modifiers() == Qt::NoModifier
            && (key->key() == Qt::Key_Left || key->key() == Qt::Key_Right
                || key->key() == Qt::Key_Up || key->key() == Qt::Key_Down)) {
            event->accept(); // here arrows move the frame, not the picture
            return true;
        }
    }
    return QWidget::event(event);
}

void AnswerCell::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        Q_EMIT moveRequested(0, -1);
        return;
    case Qt::Key_Right:
        Q_EMIT moveRequested(0, 1);
        return;
    case Qt::Key_Up:
        Q_EMIT moveRequested(-1, 0);
        return;
    case Qt::Key_Down:
        Q_EMIT moveRequested(1, 0);
        return;
    case Qt::Key_PageUp:
    case Qt::Key_PageDown: {
        const int page = std::max(m_text.lineHeight(), textRect().height() - m_text.lineHeight());
        if (!scrollBy(event->key() == Qt::Key_PageDown ? page : -page))
            event->ignore();
        return;
    }
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT opened();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void AnswerCell::wheelEvent(QWheelEvent *event)
{
    const int turned = event->angleDelta().y();
    if (event->modifiers() & Qt::ShiftModifier || turned == 0
        || !scrollBy(-turned * 3 * m_text.lineHeight() / 120))
        event->ignore(); // the grid scrolls
}

void AnswerCell::resizeEvent(QResizeEvent *)
{
    m_scrolled = std::clamp(m_scrolled, 0, mostScrolled());
}

void AnswerCell::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        Q_EMIT pressed();
}

void AnswerCell::mouseDoubleClickEvent(QMouseEvent *)
{
    Q_EMIT opened();
}

void AnswerCell::focusInEvent(QFocusEvent *)
{
    update();
}

void AnswerCell::focusOutEvent(QFocusEvent *)
{
    update();
}

} // namespace ecva
