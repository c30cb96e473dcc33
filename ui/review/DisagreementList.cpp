#include "ui/review/DisagreementList.h"

#include "ui/review/ReviewWording.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/style/Theme.h"

#include <QAbstractListModel>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

namespace ecva {
namespace {

constexpr int kField = 16;
constexpr int kText = 90; ///< behind the longest name of a field
constexpr int kMargin = 16;
constexpr int kFigure = 44;
constexpr int kIcon = 14;

enum Role { FieldRole = Qt::UserRole, DetailRole, FigureRole, StateRole };
enum class Settled { Open, Accepted, Rejected, Gold };

class Delegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {200, DisagreementList::kRowHeight};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const Theme &theme = themeOf(option.widget);
        const QRect row = option.rect;
        const bool selected = option.state & QStyle::State_Selected;
        const bool hovered = option.state & QStyle::State_MouseOver;
        painter->save();
        if (selected || hovered)
            painter->fillRect(row, selected ? theme.selection : theme.hover);
        painter->fillRect(QRect(row.left(), row.bottom(), row.width(), 1), theme.hairline);
        if (selected)
            painter->fillRect(QRect(row.left(), row.top(), 3, row.height()), theme.accent);

        const auto settled = static_cast<Settled>(index.data(StateRole).toInt());
        const bool open = settled == Settled::Open;
        const QRect first(row.left() + kText, row.top() + 7,
                          row.width() - kText - kMargin - kFigure, 19);
        const QRect second(first.left(), first.bottom() + 1, first.width(), 17);
        painter->setFont(uiFont(TextSize::Secondary, QFont::DemiBold));
        painter->setPen(theme.text2);
        painter->drawText(QRect(row.left() + kField, row.top(), kText - kField, row.height() - 1),
                          Qt::AlignLeft | Qt::AlignVCenter, index.data(FieldRole).toString());
        painter->setFont(uiFont(TextSize::Body));
        painter->setPen(open ? theme.text1 : theme.text2);
        painter->drawText(first, Qt::AlignLeft | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(index.data(Qt::DisplayRole).toString(),
                                                            Qt::ElideRight, first.width()));
        painter->setFont(uiFont(TextSize::Secondary));
        QRect detail = second;
        if (!open) {
            const QColor colour = settled == Settled::Accepted ? theme.ok
                                  : settled == Settled::Gold   ? theme.warn
                                                               : theme.text2;
            const QString icon = settled == Settled::Accepted ? QStringLiteral("accepted")
                                 : settled == Settled::Gold   ? QStringLiteral("gold")
                                                              : QStringLiteral("close");
            const qreal ratio = painter->device()->devicePixelRatioF();
            painter->drawPixmap(detail.left(), detail.top() + 2,
                                iconPixmap(icon, colour, kIcon, ratio));
            detail.adjust(kIcon + 5, 0, 0, 0);
        }
        painter->setPen(open ? theme.text3 : theme.text2);
        painter->drawText(detail, Qt::AlignLeft | Qt::AlignVCenter,
                          index.data(DetailRole).toString());
        painter->setFont(uiFont(TextSize::Body, QFont::DemiBold));
        painter->setPen(open ? theme.text1 : theme.text3);
        drawTabular(
            *painter,
            QRect(row.right() + 1 - kMargin - kFigure, row.top(), kFigure, row.height() - 1),
            Qt::AlignRight, index.data(FigureRole).toString());
        if ((option.state & QStyle::State_HasFocus) && selected) {
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(QPen(theme.accent, 2));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(row).adjusted(1, 1, -1, -2), 3, 3);
        }
        painter->restore();
    }
};

} // namespace

class DisagreementModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void setSheet(const ReviewSheet &sheet)
    {
        const bool same = sheet.clip == m_sheet.clip && sheet.items.size() == m_sheet.items.size();
        if (!same)
            beginResetModel();
        m_sheet = sheet;
        m_summaries.clear();
        for (const ReviewItem &item : sheet.items)
            m_summaries.append(review::summaryOf(sheet, item));
        if (!same)
            endResetModel();
        else if (rowCount() > 0)
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_sheet.items.size());
    }

    QVariant data(const QModelIndex &index, int role) const override
    {
        if (!index.isValid())
            return {};
        const ReviewItem &item = m_sheet.items.at(static_cast<std::size_t>(index.row()));
        const ReviewField &field = m_sheet.fields.at(static_cast<std::size_t>(item.row));
        const ReviewAnswer &answer = field.answers.at(static_cast<std::size_t>(item.model));
        switch (role) {
        case Qt::DisplayRole:
            return m_summaries.at(index.row());
        case Qt::ToolTipRole:
            return m_summaries.at(index.row());
        case Qt::AccessibleTextRole:
            return DisagreementList::tr("%1: %2", "field, what differs")
                .arg(review::fieldName(field.task), m_summaries.at(index.row()));
        case Qt::AccessibleDescriptionRole:
            return DisagreementList::tr("ROUGE-L %1. %2", "score; what was decided")
                .arg(review::score(item.rougeL), detail(item, field, answer));
        case FieldRole:
            return review::fieldName(field.task);
        case DetailRole:
            return detail(item, field, answer);
        case FigureRole:
            return review::score(item.rougeL);
        case StateRole:
            return static_cast<int>(settled(item, field, answer));
        default:
            return {};
        }
    }

private:
    static Settled settled(const ReviewItem &item, const ReviewField &field,
                           const ReviewAnswer &answer)
    {
        if (item.open)
            return Settled::Open;
        if (answer.state == AnswerState::Accepted)
            return Settled::Accepted;
        if (answer.state == AnswerState::Rejected && !field.gold)
            return Settled::Rejected;
        return Settled::Gold;
    }

    static QString detail(const ReviewItem &item, const ReviewField &field,
                          const ReviewAnswer &answer)
    {
        switch (settled(item, field, answer)) {
        case Settled::Open:
            break;
        case Settled::Accepted:
        case Settled::Rejected:
            return review::stateName(answer.state);
        case Settled::Gold:
            return field.goldSource && field.goldSource == field.expert
                       ? DisagreementList::tr("Gold from the expert answer")
                       : DisagreementList::tr("Has a gold answer");
        }
        return DisagreementList::tr("ROUGE-L with the expert answer");
    }

    ReviewSheet m_sheet;
    QStringList m_summaries;
};

DisagreementList::DisagreementList(QWidget *parent)
    : QListView(parent)
    , m_items(new DisagreementModel(this))
{
    setObjectName(QStringLiteral("disagreements"));
    setModel(m_items);
    setItemDelegate(new Delegate(this));
    setFrameShape(QFrame::NoFrame);
    setUniformItemSizes(true);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setAttribute(Qt::WA_InputMethodEnabled, false);
    retranslate();
}

void DisagreementList::setSheet(const ReviewSheet &sheet)
{
    m_quiet = true;
    m_items->setSheet(sheet);
    m_quiet = false;
    viewport()->update();
}

void DisagreementList::setCurrentItem(int item)
{
    m_quiet = true;
    if (item < 0) {
        setCurrentIndex({});
        clearSelection();
    } else {
        setCurrentIndex(m_items->index(item));
        scrollTo(m_items->index(item));
    }
    m_quiet = false;
}

void DisagreementList::retranslate()
{
    setAccessibleName(tr("Disagreements"));
    viewport()->update();
}

void DisagreementList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (!m_quiet && current.isValid())
        Q_EMIT itemChosen(current.row());
}

void DisagreementList::keyPressEvent(QKeyEvent *event)
{
    // No search by letters: they are decisions.
    if (!event->text().isEmpty() && event->text().front().isPrint())
        event->ignore();
    else
        QListView::keyPressEvent(event);
}

void DisagreementList::paintEvent(QPaintEvent *event)
{
    {
        QPainter painter(viewport());
        const Theme &theme = themeOf(this);
        painter.fillRect(viewport()->rect(), theme.panel);
        if (m_items->rowCount() == 0) {
            painter.setFont(uiFont(TextSize::Body));
            painter.setPen(theme.text3);
            painter.drawText(viewport()->rect().adjusted(16, 12, -16, 0),
                             Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                             tr("Nothing to compare in this clip."));
        }
    }
    QListView::paintEvent(event);
}

} // namespace ecva

#include "DisagreementList.moc"
