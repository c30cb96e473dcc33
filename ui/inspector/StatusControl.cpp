#include "ui/inspector/StatusControl.h"

#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/style/Theme.h"
#include "ui/workspace/Wording.h"

#include <QEvent>
#include <QMenu>

namespace ecva {

StatusControl::StatusControl(QWidget *parent)
    : QPushButton(parent)
{
    setButtonKind(this, ButtonKind::Flat);
    setFocusPolicy(Qt::TabFocus);
    setFont(uiFont(TextSize::Body, QFont::Medium));
    connect(this, &QPushButton::clicked, this, &StatusControl::openMenu);
    retranslate();
}

void StatusControl::setStatus(ClipStatus status)
{
    m_status = status;
    retranslate();
}

QIcon StatusControl::iconOf(ClipStatus status) const
{
    return QIcon(
        iconPixmap(iconName(status), statusColour(status, themeOf(this)), 16, devicePixelRatioF()));
}

void StatusControl::retranslate()
{
    setText(displayName(m_status));
    setIcon(iconOf(m_status));
    setAccessibleName(tr("Status of the clip"));
    setAccessibleDescription(displayName(m_status));
}

void StatusControl::openMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const ClipStatus status : {ClipStatus::Draft, ClipStatus::Submitted, ClipStatus::InReview,
                                    ClipStatus::Returned, ClipStatus::Accepted, ClipStatus::Gold}) {
        QAction *action = menu->addAction(iconOf(status), displayName(status));
        action->setCheckable(true);
        action->setChecked(status == m_status);
        connect(action, &QAction::triggered, this, [this, status] { Q_EMIT chosen(status); });
        if (status == m_status)
            menu->setActiveAction(action);
    }
    menu->popup(mapToGlobal(QPoint(0, height() + 2)));
}

void StatusControl::changeEvent(QEvent *event)
{
    QPushButton::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        setIcon(iconOf(m_status));
}

} // namespace ecva
