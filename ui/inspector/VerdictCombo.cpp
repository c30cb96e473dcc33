#include "ui/inspector/VerdictCombo.h"

#include "ui/workspace/Wording.h"

#include <QKeyEvent>
#include <QWheelEvent>

namespace ecva {

VerdictCombo::VerdictCombo(QWidget *parent)
    : QComboBox(parent)
{
    setFocusPolicy(Qt::TabFocus);
    setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon); // gives way in a narrow panel
    setMinimumContentsLength(6);
    setMaximumWidth(170);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    for (const Verdict verdict : {Verdict::Undecided, Verdict::Anomaly, Verdict::NoAnomaly,
                                  Verdict::FileBroken, Verdict::NeedsClass, Verdict::CannotDecide})
        addItem(displayName(verdict), static_cast<int>(verdict));
    setMaxVisibleItems(count());
    setAccessibleName(tr("Verdict"));
    connect(this, &QComboBox::activated, this,
            [this](int index) { Q_EMIT chosen(static_cast<Verdict>(itemData(index).toInt())); });
}

void VerdictCombo::setVerdict(Verdict verdict)
{
    setCurrentIndex(findData(static_cast<int>(verdict)));
}

void VerdictCombo::retranslate()
{
    for (int i = 0; i < count(); ++i)
        setItemText(i, displayName(static_cast<Verdict>(itemData(i).toInt())));
    setAccessibleName(tr("Verdict"));
}

bool VerdictCombo::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_Space:
        case Qt::Key_Return:
        case Qt::Key_Enter:
            event->accept();
            return true;
        default:
            break;
        }
    }
    return QComboBox::event(event);
}

void VerdictCombo::wheelEvent(QWheelEvent *event)
{
    event->ignore(); // the panel scrolls
}

void VerdictCombo::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        showPopup();
        return;
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Space:
    case Qt::Key_F4:
    case Qt::Key_Home:
    case Qt::Key_End:
        QComboBox::keyPressEvent(event);
        return;
    default:
        event->ignore();
    }
}

} // namespace ecva
