#include "ui/timeline/EdgePopup.h"

#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/style/Theme.h"
#include "ui/timeline/SnapTargets.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ecva {

namespace {

constexpr int kWidth = 320;
constexpr int kHeight = 162;
constexpr int kPadding = 8;
constexpr int kPictureHeight = 82;
constexpr int kBeside = 16; ///< from the edge

} // namespace

EdgePopup::EdgePopup(const ThumbnailLoader &thumbnails, QWidget *timeline)
    : QWidget(timeline)
    , m_timeline(timeline)
    , m_thumbnails(thumbnails)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFixedSize(kWidth, kHeight);
    hide();
    connect(&thumbnails, &ThumbnailLoader::loaded, this, qOverload<>(&QWidget::update));
}

void EdgePopup::showEdge(const TimelineScene &scene, SegmentEdge edge, FrameIndex boundary,
                         std::int64_t moved)
{
    const std::int64_t count = scene.axis.index()->frameCount();
    const bool begin = edge == SegmentEdge::Begin;
    m_left = {boundary.value - 1, !begin, begin ? tr("last frame out") : tr("last frame in")};
    m_right = {boundary.value < count ? boundary.value : -1, begin,
               begin ? tr("first frame in") : tr("first frame out")};

    const DragPreview &preview = *scene.drag;
    m_snapped = preview.snap.has_value();
    m_action = m_snapped ? snapSentence(preview.snap->kind)
                         : tr("%n frames", nullptr, static_cast<int>(preview.range.length()));
    m_amount = moved == 0  ? QString()
               : moved > 0 ? tr("+%1 frames").arg(moved)
                           : tr("\u2212%1 frames").arg(-moved);
    place(scene, edge, boundary);
    raise();
    show();
    update();
}

void EdgePopup::place(const TimelineScene &scene, SegmentEdge edge, FrameIndex boundary)
{
    // Over the window, above the tracks, beside the edge on the side that is out: a window of its
    // own could not be placed under Wayland.
    if (parentWidget() != m_timeline->window())
        setParent(m_timeline->window());
    const QPoint anchor(scene.axis.xOfFrame(boundary), scene.layout.tracks.top());
    const QPoint at = m_timeline->mapTo(parentWidget(), anchor);
    const int before = at.x() - kBeside - kWidth;
    const int behind = at.x() + kBeside;
    const int most = std::max(4, parentWidget()->width() - kWidth - 4);
    const bool isBegin = edge == SegmentEdge::Begin;
    int x = isBegin ? before : behind;
    if (x < 4 || x > most) // no room on that side
        x = isBegin ? behind : before;
    move(std::clamp(x, 4, most), std::max(4, at.y() - kHeight - 6));
}

std::vector<ThumbnailLoader::Wish> EdgePopup::wishes() const
{
    std::vector<ThumbnailLoader::Wish> wishes;
    if (!isVisible())
        return wishes;
    const int height = static_cast<int>(std::lround(kPictureHeight * devicePixelRatioF()));
    for (const Side *side : {&m_left, &m_right}) {
        if (side->frame >= 0)
            wishes.push_back({FrameIndex(side->frame), height});
    }
    return wishes;
}

void EdgePopup::paintSide(QPainter &painter, const QRect &rect, const Side &side) const
{
    const Theme &theme = themeOf(this);
    const QRect picture(rect.left(), rect.top(), rect.width(), kPictureHeight);
    painter.fillRect(picture, Theme::make(ThemeKind::Dark).canvas); // pictures stand on dark
    if (side.frame >= 0) {
        const int height = static_cast<int>(std::lround(kPictureHeight * devicePixelRatioF()));
        const QImage image = m_thumbnails.image({FrameIndex(side.frame), height});
        if (!image.isNull()) {
            const QSize size = image.size().scaled(picture.size(), Qt::KeepAspectRatio);
            QRect target(QPoint(), size);
            target.moveCenter(picture.center());
            painter.setOpacity(side.inside ? 1 : 0.55);
            painter.drawImage(target, image);
            painter.setOpacity(1);
        }
    }
    const QRect caption(rect.left(), picture.bottom() + 3, rect.width(), 16);
    painter.setFont(uiFont(TextSize::Counter, side.inside ? QFont::DemiBold : QFont::Normal));
    painter.setPen(side.inside ? theme.text1 : theme.text2);
    if (side.frame >= 0)
        painter.drawText(caption, Qt::AlignLeft | Qt::AlignVCenter, QString::number(side.frame));
    painter.setFont(uiFont(TextSize::Counter));
    painter.setPen(theme.text2);
    painter.drawText(caption, Qt::AlignRight | Qt::AlignVCenter, side.caption);
}

void EdgePopup::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const Theme &theme = themeOf(this);
    painter.fillRect(rect(), theme.raised);
    painter.setPen(theme.border);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));

    const int half = (kWidth - 2 * kPadding - 8) / 2;
    paintSide(painter, QRect(kPadding, kPadding, half, 104), m_left);
    paintSide(painter, QRect(kWidth - kPadding - half, kPadding, half, 104), m_right);
    painter.fillRect(QRect(kWidth / 2 - 1, kPadding, 2, kPictureHeight + 18), theme.accent);
    painter.fillRect(QRect(kPadding, 114, kWidth - 2 * kPadding, 1), theme.hairline);

    const QRect line(kPadding, 118, kWidth - 2 * kPadding, 18);
    int left = line.left();
    if (m_snapped) {
        painter.drawPixmap(
            left, line.top() + 2,
            iconPixmap(QStringLiteral("snap"), theme.accent, 14, devicePixelRatioF()));
        left += 20;
    }
    painter.setFont(uiFont(TextSize::Secondary, QFont::DemiBold));
    painter.setPen(theme.text1);
    painter.drawText(line.adjusted(left - line.left(), 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     m_action);
    painter.setFont(uiFont(TextSize::Counter));
    painter.setPen(theme.text2);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, m_amount);

    // Left and right, as wide as they are in the language of now.
    const QFont font = uiFont(TextSize::Counter);
    const QFontMetrics metrics(font);
    const auto hint = [&](const QString &key, const QString &text, bool right) {
        const int cap = keyCapWidth(key);
        const int words = metrics.horizontalAdvance(text);
        const int x = right ? kWidth - kPadding - words - 6 - cap : kPadding;
        drawKeyCap(painter, QRect(x, 138, cap, 18), key, theme.text2, theme.border);
        painter.setFont(font);
        painter.setPen(theme.text2);
        painter.drawText(QRect(x + cap + 6, 138, words + 2, 18), Qt::AlignLeft | Qt::AlignVCenter,
                         text);
    };
    hint(tr("Shift"), tr("drag freely"), false);
    hint(tr("Esc"), tr("put it back"), true);
}

} // namespace ecva
