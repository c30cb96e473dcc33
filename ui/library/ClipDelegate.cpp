#include "ui/library/ClipDelegate.h"

#include "annotation/domain/Taxonomy.h"
#include "core/base/Timecode.h"
#include "ui/library/ClipListModel.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/style/Theme.h"
#include "ui/workspace/Wording.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace ecva {
namespace {

constexpr int kRailBelow = 120;
const QSize kPicture(68, 38);

/// "1:41": whole seconds, no tenths.
QString lengthText(qint64 milliseconds)
{
    const std::string full = formatTimecode(milliseconds);
    return QString::fromStdString(full.substr(0, full.find('.')));
}

} // namespace

ClipDelegate::ClipDelegate(const ClipListModel &model, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_model(model)
{
}

QSize ClipDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {0, kRowHeight};
}

void ClipDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const Theme &theme = themeOf(option.widget);
    const ClipId clip = m_model.clipAt(index.row());
    const ClipListModel::Row row = m_model.row(clip);
    const qreal ratio = painter->device()->devicePixelRatioF();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool isOpen = clip == m_model.openClip();
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, theme.selection);
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, theme.hover);
    if (isOpen) {
        painter->fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())),
                          theme.accent);
    } else if (option.state & QStyle::State_HasFocus) { // where Shift and an arrow go on from
        painter->setPen(QPen(theme.accent, 1));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5));
    }
    const bool rail = option.rect.width() < kRailBelow;

    const QSize size = rail ? QSize(32, 32) : kPicture;
    const QRect picture(option.rect.left() + (rail ? 8 : 12),
                        option.rect.top() + (kRowHeight - size.height()) / 2, size.width(),
                        size.height());
    QPainterPath corners;
    corners.addRoundedRect(picture, 3, 3);
    painter->save();
    painter->setClipPath(corners);
    painter->fillRect(picture, theme.hover);
    if (!row.thumbnail.isNull()) {
        painter->setRenderHint(QPainter::SmoothPixmapTransform);
        QRectF source = row.thumbnail.rect();
        if (rail) // the middle square
            source = QRectF((source.width() - source.height()) / 2, 0, source.height(),
                            source.height());
        painter->drawImage(picture, row.thumbnail, source);
    } else {
        painter->drawPixmap(
            picture.center() - QPoint(7, 7),
            iconPixmap(row.missing ? QStringLiteral("missing") : QStringLiteral("film"),
                       row.missing ? theme.warn : theme.text3, 16, ratio));
    }
    painter->restore();

    const QPixmap status
        = iconPixmap(iconName(row.status), statusColour(row.status, theme), rail ? 12 : 13, ratio);
    if (rail) {
        const QPoint corner(picture.right() - 10, picture.bottom() - 10);
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.panel);
        painter->drawEllipse(QRect(corner - QPoint(1, 1), QSize(14, 14)));
        painter->drawPixmap(corner, status);
        painter->restore();
        return;
    }

    const QRect text = option.rect.adjusted(picture.right() + 11 - option.rect.left(), 0, -12, 0);
    const QRect name(text.left(), text.top() + 8, text.width(), 20);
    painter->setFont(uiFont(TextSize::Body, isOpen ? QFont::Medium : QFont::Normal));
    painter->setPen(theme.text1);
    painter->drawText(name, Qt::AlignVCenter | Qt::AlignLeft,
                      painter->fontMetrics().elidedText(row.name, Qt::ElideMiddle, name.width()));

    const QRect line(text.left(), text.top() + 28, text.width(), 18);
    // Small, so that the code has room beside the longest status: it is always written.
    painter->setFont(uiFont(TextSize::Counter));
    painter->setPen(theme.text2);
    const QString length = row.durationMs >= 0 ? lengthText(row.durationMs) : QString();
    const int lengthWidth = length.isEmpty() ? 0 : tabularWidth(painter->font(), length);
    if (!length.isEmpty())
        drawTabular(*painter, line, Qt::AlignRight, length);

    int x = line.left();
    painter->drawPixmap(x, line.center().y() - 6, status);
    x += 17;
    // The code is always written: where there is no room for both, the status keeps its shape and
    // loses letters.
    constexpr int kSwatch = 16;
    const TaxonomyClass *entry = Taxonomy::published().find(row.label);
    const int codeWidth = entry ? painter->fontMetrics().horizontalAdvance(entry->code) : 0;
    const int end = line.right() - lengthWidth - 3;
    const int wordEnd = entry ? end - 7 - kSwatch - codeWidth : end;
    const QString word = painter->fontMetrics().elidedText(
        row.missing ? ClipListModel::tr("No video") : displayName(row.status), Qt::ElideRight,
        std::max(0, wordEnd - x));
    if (row.missing)
        painter->setPen(theme.warn);
    painter->drawText(QRect(x, line.top(), end - x, line.height()),
                      Qt::AlignVCenter | Qt::AlignLeft, word);
    x += painter->fontMetrics().horizontalAdvance(word) + 7;
    if (entry) {
        painter->drawPixmap(x, line.center().y() - 5,
                            classSwatch(entry->hue, entry->pattern, option.widget, QSize(13, 12)));
        painter->setPen(theme.text2);
        painter->drawText(QRect(x + kSwatch, line.top(), codeWidth + 2, line.height()),
                          Qt::AlignVCenter | Qt::AlignLeft, entry->code);
    }
    painter->restore();
}

} // namespace ecva
