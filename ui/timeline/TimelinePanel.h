#pragma once

#include <QWidget>

class QSlider;

namespace ecva {

class ActionRegistry;
class ClipAnalysis;
class IconButton;
class JobRunner;
class Label;
class SegmentController;
class TimelineView;
class Workspace;

/// The bottom dock: a bar with zoom and the selected range over the timeline. Registers the
/// commands of marks and segments.
class TimelinePanel : public QWidget
{
    Q_OBJECT

public:
    TimelinePanel(Workspace &workspace, JobRunner &jobs, ActionRegistry &actions,
                  QWidget *parent = nullptr);

    TimelineView *view() const { return m_view; }
    SegmentController *segments() const { return m_segments; }

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void retranslate();
    void updateRange();
    void updateZoom();

    Workspace &m_workspace;
    ActionRegistry &m_actions;
    ClipAnalysis *m_analysis;
    SegmentController *m_segments;
    TimelineView *m_view;
    Label *m_title;
    IconButton *m_snap;
    IconButton *m_follow;
    IconButton *m_fit;
    IconButton *m_zoomOut;
    IconButton *m_zoomIn;
    QSlider *m_zoom;
    Label *m_range;
};

} // namespace ecva
