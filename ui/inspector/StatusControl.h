#pragma once

#include "annotation/domain/Names.h"

#include <QPushButton>

namespace ecva {

/// The workflow status of a clip, by shape and word; opens a menu of all six.
class StatusControl : public QPushButton
{
    Q_OBJECT

public:
    explicit StatusControl(QWidget *parent = nullptr);
    void setStatus(ClipStatus status);
    void retranslate();

Q_SIGNALS:
    void chosen(ecva::ClipStatus status);

protected:
    void changeEvent(QEvent *event) override;

private:
    QIcon iconOf(ClipStatus status) const;
    void openMenu();

    ClipStatus m_status = ClipStatus::Draft;
};

} // namespace ecva
