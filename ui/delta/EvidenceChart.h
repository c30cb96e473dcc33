#pragma once

#include "ui/delta/EvidenceWords.h"

#include <QWidget>

namespace ecva {

/// The evidence of every word as a bar, in the order of the answer; the strongest words are
/// written at theirs.
class EvidenceChart : public QWidget
{
    Q_OBJECT

public:
    static constexpr int kLeastHeight = 104;

    explicit EvidenceChart(QWidget *parent = nullptr);

    void setWords(const std::vector<EvidenceWord> &words);
    /// Set apart from the others; -1: none.
    void setCurrent(int word);
    QSize sizeHint() const override { return {480, 140}; }
    QSize minimumSizeHint() const override { return {160, kLeastHeight}; }

Q_SIGNALS:
    void currentChanged(int word); ///< by the mouse

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Scale
    {
        double zero = 0;   ///< y of no evidence
        double perNat = 0; ///< pixels
        double step = 1;   ///< pixels from word to word
        double high = 0, low = 0;
    };
    Scale scale() const;
    QRectF barRect(const Scale &scale, std::size_t word) const;
    int wordAt(double x) const;

    std::vector<EvidenceWord> m_words;
    int m_current = -1;
};

} // namespace ecva
