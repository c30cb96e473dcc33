#include "ui/shell/CommandPalette.h"

#include "ui/shell/PaletteModel.h"
#include "ui/style/Controls.h"
#include "ui/style/EcvaStyle.h"
#include "ui/style/Fonts.h"
#include "ui/workspace/ActionRegistry.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QVBoxLayout>

namespace ecva {
namespace {

constexpr int kWidth = 712;
constexpr int kRows = 10;
constexpr int kRecentMax = 6;

} // namespace

CommandPalette::CommandPalette(ActionRegistry &actions, QWidget *parent)
    : QFrame(parent)
    , m_actions(actions)
    , m_model(new PaletteModel(actions, this))
    , m_field(new QLineEdit(this))
    , m_count(new Label(Label::Tone::Text3, this))
    , m_list(new QListView(this))
    , m_footer(new Label(Label::Tone::Text3, this))
{
    setObjectName(QStringLiteral("commandPalette"));
    m_field->setObjectName(QStringLiteral("commandField"));
    m_field->setFrame(false);
    m_field->setFont(uiFont(TextSize::Answer));
    m_field->installEventFilter(this);
    QPalette flat = m_field->palette();
    flat.setBrush(QPalette::Base, Qt::transparent);
    m_field->setPalette(flat);
    m_list->setObjectName(QStringLiteral("commandList"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(*m_model, m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFixedHeight(kRows * PaletteDelegate::kRowHeight);
    m_list->setPalette(flat);
    m_footer->setFont(uiFont(TextSize::Secondary));
    m_count->setFont(uiFont(TextSize::Secondary));

    auto *top = new QHBoxLayout;
    top->setContentsMargins(8, 8, 16, 8);
    top->addWidget(m_field, 1);
    top->addWidget(m_count);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(1, 1, 1, 1);
    all->setSpacing(0);
    all->addLayout(top);
    all->addWidget(new Hairline(Qt::Horizontal, this));
    all->addWidget(m_list);
    all->addWidget(new Hairline(Qt::Horizontal, this));
    m_footer->setContentsMargins(16, 8, 16, 8);
    all->addWidget(m_footer);

    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::search);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) {
        m_list->setCurrentIndex(index);
        run();
    });
    retranslate();
    hide();
}

void CommandPalette::open(const QRect &area)
{
    m_before = QApplication::focusWidget();
    const int width = std::min(kWidth, area.width() - 16);
    setFixedWidth(width);
    adjustSize();
    QFrame::move(area.left() + (area.width() - width) / 2, area.top() + 8);
    m_field->clear();
    search();
    show();
    raise();
    m_field->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::close()
{
    hide();
    if (m_before)
        m_before->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::search()
{
    m_model->search(m_field->text(), m_recent);
    m_list->setCurrentIndex(m_model->index(0));
    m_list->scrollToTop();
    m_count->setText(tr("%1 of %2").arg(m_model->rowCount()).arg(m_actions.commands().size()));
}

void CommandPalette::move(int rows)
{
    const int count = m_model->rowCount();
    if (count == 0)
        return;
    const int row = std::clamp(m_list->currentIndex().row() + rows, 0, count - 1);
    m_list->setCurrentIndex(m_model->index(row));
}

void CommandPalette::run()
{
    const QModelIndex current = m_list->currentIndex();
    if (!current.isValid() || !m_model->entry(current.row()).obstacle.isEmpty())
        return; // the reason stands in the row
    const QString id = m_model->entry(current.row()).id;
    m_recent.removeAll(id);
    m_recent.prepend(id);
    while (m_recent.size() > kRecentMax)
        m_recent.removeLast();
    close();
    m_actions.trigger(id);
}

bool CommandPalette::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Escape:
            close();
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            run();
            return true;
        case Qt::Key_Up:
            move(-1);
            return true;
        case Qt::Key_Down:
            move(1);
            return true;
        case Qt::Key_PageUp:
            move(-kRows);
            return true;
        case Qt::Key_PageDown:
            move(kRows);
            return true;
        case Qt::Key_Tab:
        case Qt::Key_Backtab:
            return true; // there is nowhere else to go in here
        default:
            break;
        }
    } else if (event->type() == QEvent::FocusOut && isVisible()) {
        if (static_cast<QFocusEvent *>(event)->reason() == Qt::MouseFocusReason
            && !m_list->underMouse())
            hide();
    }
    return QFrame::eventFilter(object, event);
}

void CommandPalette::retranslate()
{
    setAccessibleName(tr("Commands"));
    m_field->setAccessibleName(tr("Find a command"));
    m_field->setPlaceholderText(tr("Find a command"));
    m_list->setAccessibleName(tr("Commands"));
    m_footer->setText(tr("Enter runs it   Esc closes"));
}

void CommandPalette::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QFrame::changeEvent(event);
}

void CommandPalette::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = themeOf(this);
    if (const auto *style = qobject_cast<const EcvaStyle *>(this->style()))
        style->drawSurface(&painter, rect(), theme.raised, theme.border, false, 6);
}

} // namespace ecva
