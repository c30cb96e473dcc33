#pragma once

#include "annotation/evaluation/DeltaSummary.h"
#include "ui/style/Controls.h"

#include <QWidget>

namespace ecva {

class ControlLine;
class IconMark;

/// What a reader is told first: the adjusted delta, what it means in a sentence, and the controls
/// that it was measured against.
class VerdictRow : public QWidget
{
    Q_OBJECT

public:
    explicit VerdictRow(QWidget *parent = nullptr);

    void setSummary(const DeltaSummary &summary);
    /// Less air, for low windows.
    void setCompact(bool compact);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitSentence();

    Label *m_caption;
    Label *m_figure;
    Label *m_unit;
    IconMark *m_icon;
    Label *m_headline;
    Label *m_sentence;
    Label *m_detail;
    ControlLine *m_line;
};

} // namespace ecva
