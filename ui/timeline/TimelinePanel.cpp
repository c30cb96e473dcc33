#include "ui/timeline/TimelinePanel.h"

#include "annotation/document/Document.h"
#include "core/base/Timecode.h"
#include "core/media/ShotChanges.h"
#include "ui/analysis/ChangeCurve.h"
#include "ui/analysis/ClipAnalysis.h"
#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"
#include "ui/timeline/SegmentController.h"
#include "ui/timeline/TimelineActions.h"
#include "ui/timeline/TimelineLegend.h"
#include "ui/timeline/TimelineView.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QSettings>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include <cmath>

namespace ecva {

namespace {

constexpr int kHeader = 30;
constexpr int kLeast = 180;
constexpr int kZoomSteps = 1000;
constexpr int kRangeLeast = 620; ///< narrower panels have no room for the range

constexpr const char *kLegend = "timeline.legend";

struct Row
{
    TimelineRow row;
    const char *id; ///< of the command and in the settings
    const char *text;
};
constexpr Row kRows[] = {
    {TimelineRow::Overview, "timeline.rowOverview",
     QT_TRANSLATE_NOOP("ecva::TimelinePanel", "Timeline: overview")},
    {TimelineRow::Sound, "timeline.rowSound",
     QT_TRANSLATE_NOOP("ecva::TimelinePanel", "Timeline: sound")},
    {TimelineRow::Change, "timeline.rowChange",
     QT_TRANSLATE_NOOP("ecva::TimelinePanel", "Timeline: change of the picture")},
};

QString timecode(double seconds)
{
    return QString::fromStdString(
        formatTimecode(static_cast<qint64>(std::llround(seconds * 1000))));
}

} // namespace

TimelinePanel::TimelinePanel(Workspace &workspace, JobRunner &jobs, ActionRegistry &actions,
                             QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_actions(actions)
    , m_analysis(new ClipAnalysis(workspace, jobs, this))
    , m_segments(new SegmentController(workspace, this))
    , m_view(new TimelineView(workspace, *m_segments, this))
    , m_title(new Label(Label::Tone::Text1, this))
    , m_snap(new IconButton(QStringLiteral("snap"), this))
    , m_follow(new IconButton(QStringLiteral("playhead-lock"), this))
    , m_fit(new IconButton(QStringLiteral("fit"), this))
    , m_zoomOut(new IconButton(QStringLiteral("minus"), this))
    , m_zoomIn(new IconButton(QStringLiteral("plus"), this))
    , m_zoom(new QSlider(Qt::Horizontal, this))
    , m_range(new Label(Label::Tone::Text2, this))
    , m_rows(new IconButton(QStringLiteral("more"), this))
    , m_legend(new TimelineLegend(this))
{
    registerTimelineActions(actions, workspace, *m_segments, *m_view);
    registerRows();

    m_title->setFont(uiFont(TextSize::Body, QFont::DemiBold));
    m_title->setFixedWidth(124);
    m_range->setTabular(true);
    m_range->setFont(uiFont(TextSize::Secondary));
    m_zoom->setRange(0, kZoomSteps);
    m_zoom->setPageStep(kZoomSteps / 10);
    m_zoom->setFixedWidth(96);
    m_zoom->setFocusPolicy(Qt::TabFocus);
    m_snap->setCheckable(true);
    m_snap->setChecked(true);
    m_follow->setCheckable(true);
    m_follow->setChecked(true);

    auto *header = new QHBoxLayout;
    header->setContentsMargins(12, 1, 8, 1);
    header->setSpacing(2);
    header->addWidget(m_title);
    header->addWidget(m_snap);
    header->addWidget(m_follow);
    header->addWidget(m_fit);
    header->addSpacing(12);
    header->addWidget(m_zoomOut);
    header->addWidget(m_zoom);
    header->addWidget(m_zoomIn);
    header->addStretch();
    header->addWidget(m_range);
    header->addSpacing(4);
    header->addWidget(m_rows);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(header);
    column->addSpacing(1); // the hairline
    column->addWidget(m_view, 1);
    column->addWidget(m_legend);
    m_legend->hide();
    setFocusProxy(m_view);

    connect(m_snap, &QAbstractButton::toggled, m_view, &TimelineView::setSnapping);
    connect(m_follow, &QAbstractButton::toggled, m_view, &TimelineView::setFollowing);
    connect(m_view, &TimelineView::snappingChanged, m_snap, &QAbstractButton::setChecked);
    connect(m_view, &TimelineView::followingChanged, m_follow, &QAbstractButton::setChecked);
    connect(m_fit, &QAbstractButton::clicked, m_view, &TimelineView::fit);
    connect(m_zoomOut, &QAbstractButton::clicked, m_view, [this] { m_view->zoomBy(1 / 1.5); });
    connect(m_zoomIn, &QAbstractButton::clicked, m_view, [this] { m_view->zoomBy(1.5); });
    connect(m_zoom, &QSlider::valueChanged, m_view,
            [this](int value) { m_view->setZoom(static_cast<double>(value) / kZoomSteps); });
    connect(m_view, &TimelineView::viewChanged, this, &TimelinePanel::updateZoom);
    connect(&workspace, &Workspace::segmentChanged, this, &TimelinePanel::updateRange);
    connect(&workspace, &Workspace::focusRequested, this, [this](const QString &field) {
        if (field == QLatin1String("timeline"))
            m_view->setFocus(Qt::OtherFocusReason);
    });
    connect(m_view, &TimelineView::tracksChanged, this, &TimelinePanel::updateRange);
    connect(m_legend, &TimelineLegend::closed, this, [this] { setLegendShown(false); });
    connect(m_legend, &TimelineLegend::arranged, this, &TimelinePanel::updateMinimum);
    connect(m_rows, &QAbstractButton::clicked, this, &TimelinePanel::showRowMenu);
    connect(m_analysis, &ClipAnalysis::waveformChanged, m_view,
            [this] { m_view->setWaveform(m_analysis->waveform()); });
    connect(m_analysis, &ClipAnalysis::shotsChanged, this, &TimelinePanel::showChange);
    m_view->setWaveform(m_analysis->waveform());
    retranslate();
    updateZoom();
}

void TimelinePanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void TimelinePanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = themeOf(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRect(0, kHeader, width(), 1), theme.hairline);
}

void TimelinePanel::resizeEvent(QResizeEvent *)
{
    m_range->setVisible(width() >= kRangeLeast);
    updateMinimum();
}

void TimelinePanel::retranslate()
{
    m_title->setText(tr("Timeline"));
    const auto name = [](QWidget *widget, const QString &text, const QString &keys = {}) {
        widget->setAccessibleName(text);
        widget->setToolTip(keys.isEmpty() ? text : tr("%1 (%2)").arg(text, keys));
    };
    name(m_snap, tr("Edges stick to shot changes, the playhead, marks and segments"),
         m_actions.keyText(QStringLiteral("timeline.snap")));
    name(m_follow, tr("The view follows the playhead"),
         m_actions.keyText(QStringLiteral("timeline.follow")));
    name(m_fit, tr("Show the whole clip"), m_actions.keyText(QStringLiteral("timeline.fit")));
    name(m_zoomOut, tr("Zoom out"), m_actions.keyText(QStringLiteral("timeline.zoomOut")));
    name(m_zoomIn, tr("Zoom in"), m_actions.keyText(QStringLiteral("timeline.zoomIn")));
    name(m_zoom, tr("Zoom of the timeline"));
    name(m_rows, tr("Rows of the timeline"));
    showChange();
    updateRange();
}

void TimelinePanel::registerRows()
{
    for (int row = 0; row < static_cast<int>(std::size(kRows)); ++row) {
        ActionRegistry::Command command;
        command.id = QLatin1String(kRows[row].id);
        command.group = QStringLiteral("view");
        command.checkable = true;
        command.text = [row] { return tr(kRows[row].text); };
        command.run = [this, row] { setRow(row, !m_view->isRowShown(kRows[row].row)); };
        m_actions.add(std::move(command))->setChecked(true);
    }
    ActionRegistry::Command legend;
    legend.id = QLatin1String(kLegend);
    legend.group = QStringLiteral("view");
    legend.checkable = true;
    legend.text = [] { return tr("Timeline: legend"); };
    legend.run = [this] { setLegendShown(m_legend->isHidden()); };
    m_actions.add(std::move(legend));
}

void TimelinePanel::setLegendShown(bool shown)
{
    m_legend->setVisible(shown);
    m_actions.action(QLatin1String(kLegend))->setChecked(shown);
    remember(kLegend, shown);
    updateMinimum();
}

void TimelinePanel::updateMinimum()
{
    // Room for both: what is filmed and marked stays legible above the legend.
    setMinimumHeight(kLeast + (m_legend->isHidden() ? 0 : m_legend->height()));
}

void TimelinePanel::remember(const char *id, bool shown)
{
    if (m_settings)
        m_settings->setValue(QLatin1String(id), shown);
}

void TimelinePanel::setRow(int row, bool shown)
{
    const Row &each = kRows[row];
    m_view->setRowShown(each.row, shown);
    m_actions.action(QLatin1String(each.id))->setChecked(shown);
    remember(each.id, shown);
}

void TimelinePanel::rememberIn(QSettings &settings)
{
    for (int row = 0; row < static_cast<int>(std::size(kRows)); ++row)
        setRow(row, settings.value(QLatin1String(kRows[row].id), true).toBool());
    setLegendShown(settings.value(QLatin1String(kLegend), false).toBool());
    m_settings = &settings;
}

void TimelinePanel::showRowMenu()
{
    QMenu menu(this);
    for (const Row &row : kRows)
        menu.addAction(m_actions.action(QLatin1String(row.id)));
    menu.addSeparator();
    menu.addAction(m_actions.action(QLatin1String(kLegend)));
    menu.exec(m_rows->mapToGlobal(QPoint(0, m_rows->height())));
}

void TimelinePanel::showChange()
{
    TimelineCurve curve;
    curve.id = QStringLiteral("change");
    curve.title = tr("Change");
    if (const auto scan = m_analysis->shots()) {
        curve.values = changeCurve(scan->change);
        curve.frames.reserve(curve.values.size());
        for (std::size_t i = 0; i < curve.values.size(); ++i)
            curve.frames.emplace_back(static_cast<std::int64_t>(i));
    }
    m_view->setCurve(std::move(curve));
}

void TimelinePanel::updateZoom()
{
    const QSignalBlocker blocker(m_zoom);
    m_zoom->setValue(static_cast<int>(std::lround(m_view->zoom() * kZoomSteps)));
    updateRange();
}

void TimelinePanel::updateRange()
{
    const TimelineScene &scene = m_view->scene();
    const TimelineAxis &axis = scene.axis;
    const TimelineItem *item = scene.item(m_workspace.segment());
    if (item) {
        const QString from = timecode(item->begin);
        const QString to = timecode(item->end);
        if (item->basis == Basis::Frames)
            m_range->setText(
                tr("Selected %1 – %2   %n frames", nullptr, static_cast<int>(item->frames.length()))
                    .arg(from, to));
        else
            m_range->setText(tr("Selected %1 – %2").arg(from, to));
    } else if (axis.hasFrames()) {
        const auto frames = static_cast<int>(axis.frameAt(axis.right() - 1).value
                                             - axis.frameAt(axis.left()).value + 1);
        const QString range
            = tr("View %1 – %2   %n frames", nullptr, frames)
                  .arg(timecode(axis.start()), timecode(std::min(axis.end(), axis.duration())));
        const double scale = axis.pixelsPerFrame();
        m_range->setText(
            scale < 0.95
                ? range
                : tr("%1   %2 px per frame").arg(range, QLocale().toString(scale, 'f', 1)));
    } else {
        m_range->clear();
    }
}

} // namespace ecva
