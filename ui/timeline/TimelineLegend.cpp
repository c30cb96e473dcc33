#include "ui/timeline/TimelineLegend.h"

#include "annotation/domain/Taxonomy.h"
#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/style/Theme.h"
#include "ui/timeline/TimelineLayout.h"
#include "ui/workspace/Wording.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>
#include <array>

namespace ecva {

namespace {

constexpr int kTop = 10;
constexpr int kMarkRow = 24;
constexpr int kMarkGlyph = 20; ///< room for a mark before its text
constexpr int kMarkGap = 12;
constexpr int kColumnLeast = 150;
constexpr int kTitleRow = 22;
constexpr int kClassRow = 23;
constexpr int kGroupGap = 8;
constexpr int kPatterns = 3;
constexpr QSize kSwatch(26, 16);
constexpr int kWideFrom = 1300; // as the timeline's own gutter

} // namespace

TimelineLegend::TimelineLegend(QWidget *parent)
    : QWidget(parent)
    , m_close(new IconButton(QStringLiteral("close"), this))
    , m_title(new Label(Label::Tone::Text1, this))
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_title->setFont(uiFont(TextSize::Body, QFont::DemiBold));
    connect(m_close, &QAbstractButton::clicked, this, &TimelineLegend::closed);
    retranslate();
}

int TimelineLegend::left() const
{
    return width() >= kWideFrom ? TimelineLayout::kWideGutter : TimelineLayout::kGutter;
}

void TimelineLegend::retranslate()
{
    m_title->setText(tr("Legend"));
    m_close->setAccessibleName(tr("Close the legend"));
    m_close->setToolTip(tr("Close the legend"));
    setAccessibleName(tr("Legend of the timeline"));
    arrange();
}

void TimelineLegend::arrange()
{
    const int from = left();
    const int room = std::max(200, width() - from - 44); // the button stands at the right
    const QFontMetrics metrics(uiFont(TextSize::Secondary));
    m_marks.clear();
    int x = from;
    int y = kTop;
    const std::array<std::pair<Mark, QString>, 7> marks{
        {{Mark::KeyFrame, tr("Key frame")},
         {Mark::SampledInside, tr("Sampled, in the segment")},
         {Mark::SampledOutside, tr("Sampled, outside")},
         {Mark::Shot, tr("Shot change")},
         {Mark::Proposal, tr("Model proposal")},
         {Mark::Overlap, tr("Overlap, allowed")},
         {Mark::Selected, tr("Selected")}}};
    for (const auto &[mark, text] : marks) {
        const int wide = kMarkGlyph + 4 + metrics.horizontalAdvance(text);
        if (x > from && x + wide > from + room) {
            x = from;
            y += kMarkRow;
        }
        m_marks.push_back({mark, text, QRect(x, y, wide, kMarkRow)});
        x += wide + kMarkGap;
    }
    y += kMarkRow + kGroupGap;

    const std::array<QString, Theme::kHues> titles{tr("Harm to people"),
                                                   tr("Property and order"),
                                                   tr("Traffic"),
                                                   tr("Fire"),
                                                   tr("Water and nature"),
                                                   tr("Damage to things"),
                                                   tr("Living things, food")};
    m_groups.clear();
    m_classes.clear();
    const int wide = std::max(200, width() - from - 12);
    int columns = std::clamp(wide / kColumnLeast, 1, Theme::kHues);
    if (columns < Theme::kHues) // two rows alike look better than one row and a rest
        columns = std::min(columns, (Theme::kHues + 1) / 2);
    const int column = wide / columns;
    constexpr int kGroup = kTitleRow + kPatterns * kClassRow + kGroupGap;
    for (int hue = 0; hue < Theme::kHues; ++hue)
        m_groups.push_back({titles[static_cast<std::size_t>(hue)],
                            QRect(from + hue % columns * column, y + hue / columns * kGroup,
                                  column - 8, kTitleRow)});
    for (const TaxonomyClass &each : Taxonomy::published().classes()) {
        if (!each.parent.isEmpty() || !each.label.startsWith(QLatin1String("ecva:")))
            continue;
        const QRect group = m_groups[static_cast<std::size_t>(each.hue)].rect;
        m_classes.push_back({each.hue, each.pattern, displayName(each),
                             QRect(group.left(), group.bottom() + 1 + each.pattern * kClassRow,
                                   group.width(), kClassRow)});
    }
    y += (Theme::kHues + columns - 1) / columns * kGroup;
    setFixedHeight(y + 4);
    m_title->setGeometry(12, kTop, from - 24, kMarkRow);
    m_close->setGeometry(width() - 36, kTop - 4, 28, 28);
    update();
    Q_EMIT arranged();
}

void TimelineLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = themeOf(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRect(0, 0, width(), theme.borderWidth), theme.hairline);
    painter.setFont(uiFont(TextSize::Secondary));
    for (const MarkPlace &each : m_marks) {
        paintMark(painter, each.mark,
                  QPointF(each.rect.left() + kMarkGlyph / 2.0, each.rect.center().y() + 0.5));
        painter.setPen(theme.text2);
        painter.drawText(each.rect.adjusted(kMarkGlyph + 4, 0, 0, 0),
                         Qt::AlignVCenter | Qt::TextSingleLine, each.text);
    }
    painter.setFont(uiFont(TextSize::Counter));
    painter.setPen(theme.text3);
    for (const GroupPlace &each : m_groups)
        painter.drawText(each.rect, Qt::AlignVCenter | Qt::TextSingleLine, each.title);
    painter.setFont(uiFont(TextSize::Secondary));
    painter.setPen(theme.text1);
    for (const ClassPlace &each : m_classes) {
        // As a segment is drawn: solid ones have no marks on their tint.
        const QRect swatch(each.rect.left(), each.rect.center().y() - kSwatch.height() / 2,
                           kSwatch.width(), kSwatch.height());
        painter.fillRect(swatch, theme.classTint(each.hue));
        paintClassPattern(painter, QRectF(swatch).adjusted(0, 3, 0, 0), each.pattern,
                          theme.classPattern(each.hue));
        painter.fillRect(QRect(swatch.left(), swatch.top(), swatch.width(), 3),
                         theme.classBar(each.hue));
        const QRect text = each.rect.adjusted(kSwatch.width() + 8, 0, 0, 0);
        painter.drawText(text, Qt::AlignVCenter | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(each.name, Qt::ElideRight, text.width()));
    }
}

void TimelineLegend::paintMark(QPainter &painter, Mark mark, const QPointF &centre) const
{
    const Theme &theme = themeOf(this);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const auto triangle = [&] {
        const QPointF tip = centre + QPointF(0, 4.5);
        painter.drawPolygon(QPolygonF({tip, tip + QPointF(-4.5, -8), tip + QPointF(4.5, -8)}));
    };
    const QRectF box(centre.x() - 9, centre.y() - 6, 18, 12);
    switch (mark) {
    case Mark::KeyFrame:
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.text1);
        painter.drawPolygon(QPolygonF({centre + QPointF(0, -5), centre + QPointF(5, 0),
                                       centre + QPointF(0, 5), centre + QPointF(-5, 0)}));
        break;
    case Mark::SampledInside:
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.accent);
        triangle();
        break;
    case Mark::SampledOutside:
        painter.setPen(QPen(theme.text3, 1.2));
        triangle();
        break;
    case Mark::Shot:
        painter.setRenderHint(QPainter::Antialiasing, false);
        for (int y = -7; y <= 7; y += 4)
            painter.fillRect(QRectF(centre.x(), centre.y() + y - 0.5, 1, 1), theme.text2);
        break;
    case Mark::Proposal: {
        QPen pen(theme.text2, 1.2);
        pen.setDashPattern({3, 2.5});
        painter.setPen(pen);
        painter.drawRect(box);
        break;
    }
    case Mark::Overlap:
        painter.drawPixmap(
            QPointF(centre.x() - 7, centre.y() - 7.5),
            iconPixmap(QStringLiteral("warning"), theme.warn, 14, devicePixelRatioF()));
        break;
    case Mark::Selected:
        painter.setPen(QPen(theme.isDark() ? QColor(Qt::white) : QColor(Qt::black), 2));
        painter.drawRoundedRect(box, 2, 2);
        break;
    }
    painter.restore();
}

void TimelineLegend::resizeEvent(QResizeEvent *)
{
    arrange();
}

void TimelineLegend::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        arrange();
    QWidget::changeEvent(event);
}

} // namespace ecva
