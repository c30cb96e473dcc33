#include "ui/delta/VerdictRow.h"

#include "ui/delta/ControlLine.h"
#include "ui/delta/DeltaTexts.h"
#include "ui/style/Bar.h"
#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"

#include <QHBoxLayout>
#include <QPainter>

#include <cmath>

namespace ecva {
namespace {

constexpr int kHeight = 116;
constexpr int kCompactHeight = 98;
constexpr int kFigureWidth = 108;
constexpr int kLineWidth = 34; ///< per cent of the row

} // namespace

VerdictRow::VerdictRow(QWidget *parent)
    : QWidget(parent)
    , m_caption(new Label(Label::Tone::Text2, this))
    , m_figure(new Label(Label::Tone::Text1, this))
    , m_unit(new Label(Label::Tone::Text2, this))
    , m_icon(new IconMark(this))
    , m_headline(new Label(Label::Tone::Warn, this))
    , m_sentence(new Label(Label::Tone::Text1, this))
    , m_detail(new Label(Label::Tone::Text2, this))
    , m_line(new ControlLine(this))
{
    setObjectName(QStringLiteral("verdictRow"));
    setFixedHeight(kHeight);
    m_caption->setFont(uiFont(TextSize::Secondary));
    m_figure->setFont(uiFont(TextSize::Title, QFont::DemiBold));
    m_figure->setTabular(true);
    m_figure->setObjectName(QStringLiteral("adjustedDelta"));
    m_unit->setFont(uiFont(TextSize::Counter));
    m_headline->setFont(uiFont(TextSize::Body, QFont::DemiBold));
    m_headline->setObjectName(QStringLiteral("verdictHeadline"));
    m_sentence->setFont(uiFont(TextSize::Lead));
    m_sentence->setWordWrap(true);
    m_sentence->setObjectName(QStringLiteral("verdictSentence"));
    m_detail->setFont(uiFont(TextSize::Secondary));
    m_detail->setWordWrap(true);
    m_detail->setObjectName(QStringLiteral("verdictDetail"));

    auto *figure = new QVBoxLayout;
    figure->setSpacing(2);
    figure->addStretch(1);
    figure->addWidget(m_caption);
    figure->addWidget(m_figure);
    figure->addWidget(m_unit);
    figure->addStretch(1);
    m_caption->setMinimumWidth(kFigureWidth);

    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_icon);
    head->addWidget(m_headline);
    head->addStretch(1);
    auto *said = new QVBoxLayout;
    said->setSpacing(4);
    said->addStretch(1);
    said->addLayout(head);
    said->addWidget(m_sentence);
    said->addWidget(m_detail);
    said->addStretch(1);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 4, 16, 5);
    row->setSpacing(16);
    row->addLayout(figure);
    row->addLayout(said, 1);
    row->addSpacing(16);
    row->addWidget(m_line, 0, Qt::AlignVCenter);
}

void VerdictRow::setSummary(const DeltaSummary &summary)
{
    const DeltaWording wording = wordingOf(summary);
    m_caption->setText(tr("Adjusted delta"));
    const double adjusted = summary.adjusted.value_or(0);
    m_figure->setText(summary.adjusted ? signedText(adjusted, std::abs(adjusted) < 0.1 ? 3 : 2)
                                       : QStringLiteral("\u2013"));
    m_unit->setText(tr("nats per token"));
    m_icon->show(wording.icon, wording.tone);
    m_headline->setTone(wording.tone);
    m_headline->setText(wording.headline);
    m_sentence->setText(wording.sentence);
    m_detail->setText(wording.detail);
    std::vector<double> controls;
    for (const MaskSummary &control : summary.controls)
        controls.push_back(control.delta);
    m_line->setVisible(summary.delta.has_value());
    m_line->setNumbers(
        summary.delta, std::move(controls),
        summary.controls.empty() ? 0 : static_cast<int>(summary.controls.front().masked.size()));
    fitSentence();
}

void VerdictRow::setCompact(bool compact)
{
    setFixedHeight(compact ? kCompactHeight : kHeight);
}

void VerdictRow::fitSentence()
{
    // Large where it is one line, smaller where it would be two.
    m_line->setFixedWidth(qBound(360, width() * kLineWidth / 100, 560));
    const int room = width() - kFigureWidth - 80 - (m_line->isHidden() ? 0 : m_line->width());
    const QFont lead = uiFont(TextSize::Lead);
    const bool fits = QFontMetrics(lead).horizontalAdvance(m_sentence->text()) <= room;
    m_sentence->setFont(fits ? lead : uiFont(TextSize::Answer, QFont::Medium));
}

void VerdictRow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitSentence();
}

void VerdictRow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(0, height() - 1, width(), 1, themeOf(this).hairline);
}

} // namespace ecva
