#pragma once

#include <QWidget>

#include <optional>
#include <vector>

namespace ecva {

/// The delta of the key frames beside those of the controls on one line of numbers: dots for the
/// controls, a band from the smallest to the largest, a diamond for the key frames.
class ControlLine : public QWidget
{
    Q_OBJECT

public:
    explicit ControlLine(QWidget *parent = nullptr);

    /// `delta` none: nothing could be measured. `frames`: how many were masked in each.
    void setNumbers(std::optional<double> delta, std::vector<double> controls, int frames);
    QSize sizeHint() const override { return {460, 84}; }
    QSize minimumSizeHint() const override { return {340, 84}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void describe();

    std::optional<double> m_delta;
    std::vector<double> m_controls;
    int m_frames = 0;
};

} // namespace ecva
