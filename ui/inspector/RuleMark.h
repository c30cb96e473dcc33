#pragma once

#include <QWidget>

namespace ecva {

/// The 16 px sign beside a counter: nothing, a check, a triangle (missing) or a circled "!" (a rule
/// is broken). Keeps its place when it shows nothing.
class RuleMark : public QWidget
{
    Q_OBJECT

public:
    enum class State { None, Ok, Missing, Broken };

    explicit RuleMark(QWidget *parent = nullptr);
    void setState(State state);
    State state() const { return m_state; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    State m_state = State::None;
};

} // namespace ecva
