#include "ui/delta/EvidenceChart.h"

#include "ui/delta/DeltaTexts.h"
#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace ecva {
namespace {

constexpr int kLabel = 16;
constexpr double kWidestBar = 18;
constexpr double kLeastRange = 0.2; ///< nats: a chart of nothing must not look like one of much
constexpr int kMostLabels = 8;
constexpr int kGridLabel = 30; ///< on the right, kept free of bars

/// The highest line of the grid that stands clear below `most`.
double gridStep(double most)
{
    constexpr std::array<double, 9> kSteps{0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50};
    double step = kSteps.front();
    for (const double candidate : kSteps) {
        if (candidate <= most * 0.75)
            step = candidate;
    }
    return step;
}

QString bare(QString text)
{
    while (text.size() > 1 && text.back().isPunct())
        text.chop(1);
    return text;
}

} // namespace

EvidenceChart::EvidenceChart(QWidget *parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void EvidenceChart::setWords(const std::vector<EvidenceWord> &words)
{
    m_words = words;
    m_current = -1;
    update();
}

void EvidenceChart::setCurrent(int word)
{
    if (word == m_current)
        return;
    m_current = word;
    update();
}

EvidenceChart::Scale EvidenceChart::scale() const
{
    Scale scale;
    for (const EvidenceWord &word : m_words) {
        scale.high = std::max(scale.high, word.evidence);
        scale.low = std::min(scale.low, word.evidence);
    }
    const double range = std::max(kLeastRange, std::max(scale.high, kLeastRange / 2) - scale.low);
    // Room for the words above the highest bar and below the lowest.
    const double room = std::max(20, height() - 2 * kLabel - 4);
    scale.perNat = room / range;
    scale.zero = kLabel + 2 + std::max(scale.high, kLeastRange / 2) * scale.perNat;
    scale.step = (width() - kGridLabel) / std::max(1.0, static_cast<double>(m_words.size()));
    return scale;
}

QRectF EvidenceChart::barRect(const Scale &scale, std::size_t word) const
{
    const double gap = scale.step > 6 ? 3 : scale.step > 3 ? 1 : 0;
    const double wide = std::clamp(scale.step - gap, 1.0, kWidestBar);
    const double x = (static_cast<double>(word) + 0.5) * scale.step - wide / 2;
    const double tall = m_words[word].evidence * scale.perNat;
    return tall >= 0 ? QRectF(x, scale.zero - std::max(1.0, tall), wide, std::max(1.0, tall))
                     : QRectF(x, scale.zero, wide, std::max(1.0, -tall));
}

void EvidenceChart::paintEvent(QPaintEvent *)
{
    if (m_words.empty())
        return;
    const Theme &theme = themeOf(this);
    const Scale scale = this->scale();
    QPainter painter(this);
    painter.setFont(uiFont(TextSize::Counter));
    const QFontMetrics metrics(painter.font());

    const double grid = gridStep(std::max(scale.high, kLeastRange));
    const int gridY = static_cast<int>(std::lround(scale.zero - grid * scale.perNat));
    const QString gridText = numberText(grid, 1);
    if (gridY > kLabel) {
        painter.setPen(QPen(theme.border, 1, Qt::DotLine));
        painter.drawLine(0, gridY, width() - kGridLabel, gridY);
        painter.setPen(theme.text2);
        painter.drawText(QRect(width() - kGridLabel, gridY - 8, kGridLabel, 16),
                         Qt::AlignRight | Qt::AlignVCenter, gridText);
    }
    painter.fillRect(QRect(0, static_cast<int>(std::lround(scale.zero)), width() - kGridLabel, 1),
                     theme.border);

    painter.setRenderHint(QPainter::Antialiasing, scale.step < 4);
    for (std::size_t i = 0; i < m_words.size(); ++i) {
        const EvidenceLevel level = levelOf(m_words[i].evidence);
        const QColor colour = static_cast<int>(i) == m_current ? theme.text1
                              : level == EvidenceLevel::Less   ? theme.diffGone
                              : level == EvidenceLevel::None   ? theme.text3
                                                               : theme.diffNew;
        QRectF bar = barRect(scale, i);
        if (scale.step >= 4)
            bar = QRectF(bar.toAlignedRect());
        painter.fillRect(bar, colour);
    }

    std::vector<std::size_t> order(m_words.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
        return std::abs(m_words[a].evidence) > std::abs(m_words[b].evidence);
    });
    painter.setPen(theme.text2);
    std::vector<QRectF> taken{QRectF(width() - kGridLabel, gridY - 8, kGridLabel, 16)};
    int written = 0;
    for (const std::size_t i : order) {
        const double evidence = m_words[i].evidence;
        if (written == kMostLabels || levelOf(evidence) == EvidenceLevel::None)
            break;
        const auto neighbour = [&](std::size_t n) {
            return n < m_words.size() ? m_words[n].evidence * (evidence > 0 ? 1 : -1) : 0;
        };
        if (std::max(neighbour(i - 1), neighbour(i + 1)) > std::abs(evidence))
            continue; // of words side by side the strongest speaks
        const QString text = bare(m_words[i].word.text);
        const QRectF bar = barRect(scale, i);
        const double wide = metrics.horizontalAdvance(text) + 2;
        if (wide > width())
            continue;
        QRectF label(bar.center().x() - wide / 2,
                     evidence > 0 ? bar.top() - kLabel : bar.bottom() + 1, wide, kLabel);
        label.moveLeft(std::clamp(label.left(), 0.0, width() - wide));
        // Never on a bar or on another word.
        bool free = true;
        for (const QRectF &other : taken)
            free = free && !label.adjusted(-3, 0, 3, 0).intersects(other);
        for (std::size_t n = 0; free && n < m_words.size(); ++n)
            free = n == i || levelOf(m_words[n].evidence) == EvidenceLevel::None
                   || !label.intersects(barRect(scale, n));
        if (!free)
            continue;
        painter.drawText(label, Qt::AlignCenter, text);
        taken.push_back(label);
        ++written;
    }
}

int EvidenceChart::wordAt(double x) const
{
    if (m_words.empty())
        return -1;
    const int word = static_cast<int>(x / scale().step);
    return std::clamp(word, 0, static_cast<int>(m_words.size()) - 1);
}

void EvidenceChart::mouseMoveEvent(QMouseEvent *event)
{
    Q_EMIT currentChanged(wordAt(event->position().x()));
}

void EvidenceChart::leaveEvent(QEvent *)
{
    Q_EMIT currentChanged(-1);
}

bool EvidenceChart::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int word = wordAt(help->pos().x());
        if (word >= 0)
            QToolTip::showText(help->globalPos(),
                               evidenceTip(m_words[static_cast<std::size_t>(word)]), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace ecva
