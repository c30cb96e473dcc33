#include "ui/shell/TopBar.h"

#include "ui/jobs/JobsIndicator.h"
#include "ui/shell/SavedIndicator.h"
#include "ui/style/Controls.h"
#include "ui/style/Theme.h"
#include "ui/workspace/ActionRegistry.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QPainter>
#include <QPushButton>

namespace ecva {
namespace {

constexpr int kHeight = 44;

} // namespace

TopBar::TopBar(Workspace &workspace, JobRunner &jobs, ActionRegistry &actions, QWidget *parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_menus(new QMenuBar(this))
    , m_modes(new SegmentedControl(SegmentedControl::Look::Pill, this))
    , m_jobs(new JobsIndicator(jobs, this))
    , m_saved(new SavedIndicator(workspace, this))
    , m_commands(new QPushButton(this))
{
    setFixedHeight(kHeight);
    m_menus->setNativeMenuBar(false);
    m_menus->setFixedHeight(28);
    m_menus->setObjectName(QStringLiteral("menuBar"));
    m_modes->setObjectName(QStringLiteral("modeSwitch"));
    m_commands->setObjectName(QStringLiteral("commandsButton"));
    m_commands->setFocusPolicy(Qt::TabFocus);
    setButtonKind(m_commands, ButtonKind::Flat);
    connect(m_commands, &QPushButton::clicked, this,
            [this] { m_actions.trigger(QStringLiteral("view.commands")); });

    connect(m_modes, &SegmentedControl::chosen, this, [this](int mode) {
        static const char *const kCommands[] = {"view.annotate", "view.review", "view.measure"};
        m_modes->setCurrentIndex(
            static_cast<int>(m_mode)); // until the window says that it is there
        if (mode >= 0)
            m_actions.trigger(QString::fromLatin1(kCommands[mode]));
    });

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(4, 0, 8, 0);
    row->setSpacing(12);
    row->addWidget(m_menus, 0, Qt::AlignVCenter);
    row->addStretch(1);
    row->addWidget(m_jobs);
    row->addWidget(m_saved);
    row->addWidget(m_commands);
    retranslate();
}

void TopBar::setProjectOpen(bool open)
{
    m_open = open;
    m_modes->setEnabled(open);
    setMode(open ? Mode::Annotate : Mode::None);
}

void TopBar::setMode(Mode mode)
{
    m_mode = mode;
    m_modes->setCurrentIndex(static_cast<int>(mode));
}

void TopBar::retranslate()
{
    m_modes->setItems({tr("Annotate"), tr("Review"), tr("Measure")});
    m_modes->setCurrentIndex(static_cast<int>(m_mode));
    m_modes->setAccessibleName(tr("Mode"));
    m_modes->setToolTip(tr("Annotate %1, Review %2, Measure %3")
                            .arg(m_actions.keyText(QStringLiteral("view.annotate")),
                                 m_actions.keyText(QStringLiteral("view.review")),
                                 m_actions.keyText(QStringLiteral("view.measure"))));
    m_commands->setText(tr("Commands"));
    setKeyHint(m_commands, m_actions.keyText(QStringLiteral("view.commands")));
    m_menus->setAccessibleName(tr("Menus"));
    placeModes();
}

void TopBar::placeModes()
{
    m_modes->resize(m_modes->sizeHint());
    const int y = (height() - m_modes->height()) / 2;
    const int middle = (width() - m_modes->width()) / 2;
    const int right = m_jobs->isVisible()    ? m_jobs->x()
                      : m_saved->isVisible() ? m_saved->x()
                                             : m_commands->x();
    m_modes->move(
        std::min(std::max(middle, m_menus->geometry().right() + 12), right - m_modes->width() - 12),
        y);
}

void TopBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeModes();
}

void TopBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void TopBar::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.hairline);
}

} // namespace ecva
