#pragma once

#include <QWidget>

class QSettings;
class QSlider;

namespace ecva {

class ActionRegistry;
class ClipAnalysis;
class IconButton;
class JobRunner;
class Label;
class SegmentController;
class TimelineLegend;
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

    /// Reads which rows are shown, and keeps it there from now on.
    void rememberIn(QSettings &settings);

    TimelineView *view() const { return m_view; }
    SegmentController *segments() const { return m_segments; }

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void retranslate();
    void updateRange();
    void registerRows();
    void setRow(int row, bool shown);
    void setLegendShown(bool shown);
    void updateMinimum();
    void remember(const char *id, bool shown);
    void showRowMenu();
    void showChange();
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
    IconButton *m_rows;
    TimelineLegend *m_legend;
    QSettings *m_settings = nullptr; ///< not owned; null: nothing is remembered
};

} // namespace ecva
