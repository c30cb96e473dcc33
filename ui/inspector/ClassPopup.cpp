#include "ui/inspector/ClassPopup.h"

#include "annotation/domain/Taxonomy.h"
#include "ui/inspector/ClassListModel.h"
#include "ui/style/Controls.h"
#include "ui/style/EcvaStyle.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/style/Theme.h"
#include "ui/workspace/Wording.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QScreen>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace ecva {
namespace {

constexpr int kRowHeight = 28;
constexpr int kHeight = 420;

class ClassDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {200, kRowHeight};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const Theme &theme = themeOf(option.widget);
        const auto *model = static_cast<const ClassListModel *>(index.model());
        const TaxonomyClass *entry = model->classAt(index.row());
        QRect rect = option.rect.adjusted(10, 0, -10, 0);
        painter->save();
        if (!entry) {
            painter->setFont(uiFont(TextSize::Counter, QFont::Medium));
            painter->setPen(theme.text3);
            painter->drawText(rect.adjusted(0, 0, 0, -3), Qt::AlignLeft | Qt::AlignBottom,
                              index.data().toString());
            painter->restore();
            return;
        }
        option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter,
                                              option.widget);
        if (!entry->parent.isEmpty())
            rect.setLeft(rect.left() + 12);
        painter->drawPixmap(rect.left(), rect.center().y() - 7,
                            classSwatch(entry->hue, entry->pattern, option.widget, {16, 16}));
        rect.setLeft(rect.left() + 24);
        painter->setPen(theme.text1);
        painter->setFont(uiFont(TextSize::Body, QFont::DemiBold));
        painter->drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, entry->code);
        rect.setLeft(rect.left() + 44);
        painter->setFont(
            uiFont(TextSize::Body, entry->parent.isEmpty() ? QFont::Medium : QFont::Normal));
        painter->setPen(entry->parent.isEmpty() ? theme.text1 : theme.text2);
        painter->drawText(
            rect, Qt::AlignLeft | Qt::AlignVCenter,
            painter->fontMetrics().elidedText(displayName(*entry), Qt::ElideRight, rect.width()));
        painter->restore();
    }
};

} // namespace

ClassPopup::ClassPopup(QWidget *parent)
    : QFrame(parent, Qt::Popup | Qt::FramelessWindowHint)
    , m_search(new QLineEdit)
    , m_list(new QListView)
    , m_hint(new Label(Label::Tone::Text3))
    , m_model(new ClassListModel(this))
{
    setObjectName(QStringLiteral("classPopup"));
    m_search->setObjectName(QStringLiteral("classSearch"));
    m_search->setPlaceholderText(tr("Code or name"));
    m_search->setAccessibleName(tr("Find a class by code or name"));
    m_list->setObjectName(QStringLiteral("classList"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new ClassDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Classes"));
    QPalette flat = palette(); // no box within the box
    flat.setColor(QPalette::Base, themeOf(this).raised);
    m_list->setPalette(flat);
    m_hint->setObjectName(QStringLiteral("classHint"));
    m_hint->setFont(uiFont(TextSize::Counter));
    m_hint->setElided(true);
    m_hint->setContentsMargins(8, 0, 8, 0);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 6);
    column->setSpacing(6);
    column->addWidget(m_search);
    column->addWidget(m_list, 1);
    column->addWidget(m_hint);
    setFocusProxy(m_search);
    m_search->installEventFilter(this);
    connect(m_search, &QLineEdit::textEdited, this, &ClassPopup::search);
    connect(m_list, &QListView::clicked, this,
            [this](const QModelIndex &index) { choose(index.row()); });
}

void ClassPopup::open(const QRect &anchor, const QString &current, const QString &typed)
{
    m_current = current;
    const QRect screen = parentWidget()->screen()->availableGeometry();
    const int width = std::max(anchor.width(), 320);
    const int below = screen.bottom() - anchor.bottom() - 4;
    const int above = anchor.top() - screen.top() - 4;
    const bool down = below >= std::min(kHeight, above);
    const int height = std::min(kHeight, down ? below : above);
    const int x
        = std::clamp(anchor.left(), screen.left(), std::max(screen.left(), screen.right() - width));
    setGeometry(x, down ? anchor.bottom() + 4 : anchor.top() - 4 - height, width, height);
    m_search->setText(typed);
    show();
    m_search->setFocus(Qt::PopupFocusReason);
    search(typed);
}

void ClassPopup::search(const QString &typed)
{
    m_model->setSearch(typed);
    int row = m_model->bestRow();
    m_hint->setText(row < 0 ? tr("No class matches. Type a code (7-1, or 71) or part of a name.")
                            : tr("Enter chooses · Backspace in the empty field removes the class"));
    if (typed.trimmed().isEmpty() && !m_current.isEmpty())
        row = m_model->rowOf(m_current);
    if (row < 0)
        return;
    const QModelIndex index = m_model->index(row);
    m_list->setCurrentIndex(index);
    m_list->scrollTo(index, row == m_model->bestRow() ? QAbstractItemView::EnsureVisible
                                                      : QAbstractItemView::PositionAtCenter);
    if (row == 1)
        m_list->scrollToTop(); // with its heading
}

void ClassPopup::move(int rows)
{
    const int direction = rows < 0 ? -1 : 1;
    const int last = m_model->rowCount() - 1;
    int row = std::clamp(m_list->currentIndex().row() + rows, 0, std::max(0, last));
    while (row >= 0 && row <= last && !m_model->classAt(row))
        row += direction;
    if (row < 0 || row > last)
        return;
    m_list->setCurrentIndex(m_model->index(row));
    if (row == 1)
        m_list->scrollToTop();
}

void ClassPopup::choose(int row)
{
    const TaxonomyClass *entry = m_model->classAt(row);
    if (!entry)
        return;
    const QString label = entry->label;
    close();
    Q_EMIT chosen(label);
}

bool ClassPopup::eventFilter(QObject *object, QEvent *event)
{
    if (object != m_search || event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(object, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    const int page = std::max(1, m_list->viewport()->height() / kRowHeight - 1);
    switch (key->key()) {
    case Qt::Key_Up:
        move(-1);
        return true;
    case Qt::Key_Down:
        move(1);
        return true;
    case Qt::Key_PageUp:
        move(-page);
        return true;
    case Qt::Key_PageDown:
        move(page);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose(m_list->currentIndex().row());
        return true;
    case Qt::Key_Escape:
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        close();
        return true;
    case Qt::Key_Backspace:
        // A held key that has just emptied the search must not go on to the class.
        if (m_search->text().isEmpty() && !key->isAutoRepeat()) {
            close();
            if (!m_current.isEmpty())
                Q_EMIT chosen({});
            return true;
        }
        break;
    default:
        break;
    }
    return QFrame::eventFilter(object, event);
}

void ClassPopup::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = themeOf(this);
    painter.fillRect(rect(), theme.raised);
    if (const auto *own = qobject_cast<const EcvaStyle *>(style()))
        own->drawSurface(&painter, rect(), theme.raised, theme.border, false, 0);
}

} // namespace ecva
