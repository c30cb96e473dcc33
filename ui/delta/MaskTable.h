#pragma once

#include "annotation/evaluation/DeltaSummary.h"

#include <QWidget>

namespace ecva {

/// What was masked, slot by slot, for the key frames and for every control, and what it cost the
/// answer.
class MaskTable : public QWidget
{
    Q_OBJECT

public:
    struct Row
    {
        QString name;             ///< translated
        std::vector<bool> masked; ///< slot by slot
        double delta = 0;         ///< nats per token
    };

    explicit MaskTable(QWidget *parent = nullptr);

    void setSummary(const DeltaSummary &summary);
    const std::vector<Row> &rows() const { return m_rows; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::vector<Row> m_rows;
};

} // namespace ecva
