#include "ui/review/DeltaBadge.h"

#include "ui/review/ReviewWording.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/style/Theme.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>

namespace ecva {
namespace {

constexpr int kIcon = 12;
constexpr int kPadding = 7;
constexpr int kGap = 5;

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(ecva::DeltaBadge)
};

QString iconOf(DeltaVerdict verdict)
{
    switch (verdict) {
    case DeltaVerdict::Read:
        return QStringLiteral("check");
    case DeltaVerdict::Partly:
        return QStringLiteral("in-review"); // a ring with a point: half way
    case DeltaVerdict::NotRead:
        return QStringLiteral("warning");
    case DeltaVerdict::Unknown:
        break;
    }
    return QStringLiteral("question");
}

QColor colourFor(DeltaVerdict verdict, const Theme &theme)
{
    switch (verdict) {
    case DeltaVerdict::Read:
        return theme.ok;
    case DeltaVerdict::NotRead:
        return theme.warn;
    case DeltaVerdict::Partly:
    case DeltaVerdict::Unknown:
        break;
    }
    return theme.text2;
}

} // namespace

DeltaBadge::DeltaBadge(const std::optional<DeltaMark> &mark, const QFont &font)
    : m_mark(mark)
{
    if (!mark) {
        m_words = Texts::tr("Δ not measured");
        return;
    }
    m_figure = mark->value ? QStringLiteral("Δ ") + review::signedScore(*mark->value)
                           : QStringLiteral("Δ");
    m_words = review::verdictText(*mark);
    QFont bold = font;
    bold.setWeight(QFont::DemiBold);
    m_frame = 2 * kPadding + kIcon + kGap + tabularWidth(bold, m_figure);
}

QString DeltaBadge::text() const
{
    return m_mark ? m_figure + u' ' + m_words : m_words;
}

void DeltaBadge::paint(QPainter &painter, const QRect &rect, const Theme &theme) const
{
    painter.save();
    const QFont plain = painter.font();
    int x = rect.left();
    if (m_mark) {
        const QColor colour = colourFor(m_mark->verdict, theme);
        const QRect frame(x, rect.top() + (rect.height() - kHeight) / 2, m_frame, kHeight);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(colour, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(frame).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        painter.setRenderHint(QPainter::Antialiasing, false);
        const qreal ratio = painter.device()->devicePixelRatioF();
        painter.drawPixmap(frame.left() + kPadding, frame.top() + (kHeight - kIcon) / 2,
                           iconPixmap(iconOf(m_mark->verdict), colour, kIcon, ratio));
        QFont bold = plain;
        bold.setWeight(QFont::DemiBold);
        painter.setFont(bold);
        painter.setPen(colour);
        drawTabular(painter, frame.adjusted(kPadding + kIcon + kGap, 0, 0, 0), Qt::AlignLeft,
                    m_figure);
        painter.setFont(plain);
        x = frame.right() + 9;
    }
    const QRect words(x, rect.top(), rect.right() - x + 1, rect.height());
    painter.setPen(m_mark ? theme.text2 : theme.text3);
    const QString shown
        = QFontMetrics(plain).elidedText(m_words, Qt::ElideRight, std::max(0, words.width()));
    if (shown.size() > 2)
        painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, shown);
    painter.restore();
}

} // namespace ecva
