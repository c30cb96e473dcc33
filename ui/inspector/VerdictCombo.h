#pragma once

#include "annotation/domain/Names.h"

#include <QComboBox>

namespace ecva {

/// What was found in the clip. Changed on purpose only: not by the wheel of somebody who scrolls
/// the panel, not by a letter typed beside a text field.
class VerdictCombo : public QComboBox
{
    Q_OBJECT

public:
    explicit VerdictCombo(QWidget *parent = nullptr);
    void setVerdict(Verdict verdict);
    void retranslate();

Q_SIGNALS:
    void chosen(ecva::Verdict verdict);

protected:
    bool event(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace ecva
