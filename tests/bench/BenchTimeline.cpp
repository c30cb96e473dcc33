// Goal S7: painting a timeline of very many items, beside QGraphicsView.
// usage: ecva-bench-timeline [--json] [--ours]
#include "tests/bench/Harness.h"
#include "tests/ui/timeline/TestIndex.h"
#include "ui/timeline/ThumbnailLoader.h"
#include "ui/timeline/TimelinePainter.h"

#include <QApplication>
#include <QGraphicsRectItem>
#include <QGraphicsSimpleTextItem>
#include <QGraphicsView>
#include <QPainter>

#include <random>

using namespace ecva;
using namespace ecva::bench;

namespace {

constexpr QSize kSize(1600, 400);
constexpr int kPairs = 9;
constexpr int kPaints = 10; ///< a measured side paints so often
constexpr int kLabelLeast = 22;
const QString kText = QStringLiteral("Opens the door and slips in");

/// `count` segments on six tracks of a video of ten hours; one in eight lies over its neighbour.
TimelineScene makeScene(int count)
{
    TimelineScene scene;
    constexpr int kFrames = 1'080'000;
    scene.axis.setClip(test::constantIndex(kFrames), 0);
    std::mt19937 random(20261121);
    const char *names[] = {"round1", "round2", "Video-LLaMA", "VideoLLaMA2", "Holmes", "gold"};
    std::int64_t id = 1;
    for (const char *name : names) {
        TimelineTrack track;
        track.name = track.title = QString::fromLatin1(name);
        track.active = track.name == QLatin1String("round2");
        const int each = count / 6;
        const double step = static_cast<double>(kFrames) / each;
        std::vector<TimelineItem> items;
        items.reserve(static_cast<std::size_t>(each));
        for (int i = 0; i < each; ++i) {
            TimelineItem item;
            item.id = SegmentId{id++};
            const auto begin = static_cast<std::int64_t>(i * step);
            const double share
                = i % 8 == 0 ? 1.5 : std::uniform_real_distribution<>(0.4, 0.9)(random);
            const auto length = std::max<std::int64_t>(1, static_cast<std::int64_t>(step * share));
            item.frames
                = {FrameIndex(begin), FrameIndex(std::min<std::int64_t>(kFrames, begin + length))};
            item.begin = scene.axis.index()->seconds(item.frames.begin);
            item.end = scene.axis.index()->seconds(item.frames.end);
            item.hue = i % Theme::kHues;
            item.pattern = (i / 7) % 3;
            item.code = QStringLiteral("7-1");
            item.text = kText;
            item.proposal = isProposalTrack(track.name);
            items.push_back(item);
        }
        track.setItems(std::move(items));
        scene.tracks.push_back(std::move(track));
    }
    scene.layout = layOut(kSize, scene.tracks, {}, 0);
    scene.axis.setViewport(scene.layout.left(), scene.layout.ruler.width());
    return scene;
}

/// Our side: all of the timeline, drawn anew at each paint.
class OurTimeline : public QWidget
{
public:
    explicit OurTimeline(TimelineScene &scene)
        : m_scene(scene)
    {
        setAttribute(Qt::WA_OpaquePaintEvent);
        resize(kSize);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        TimelinePainter timeline(painter, m_scene, m_thumbnails, m_theme, 1, &m_cache);
        timeline.paint();
        timeline.paintPlayhead();
    }

private:
    TimelineScene &m_scene;
    ThumbnailLoader m_thumbnails;
    TimelineCache m_cache;
    const Theme m_theme = Theme::make(ThemeKind::Dark);
};

/// The other side: one item a segment and one a label in a scene with a BSP index, as simple as
/// they come; labels only where the segment has room for one.
class GraphicsTimeline : public QGraphicsView
{
public:
    explicit GraphicsTimeline(const TimelineScene &scene)
        : m_axis(scene.axis)
    {
        const Theme theme = Theme::make(ThemeKind::Dark);
        m_scene.setItemIndexMethod(QGraphicsScene::BspTreeIndex);
        m_scene.setBackgroundBrush(theme.panel);
        for (std::size_t row = 0; row < scene.tracks.size(); ++row) {
            const TimelineTrack &track = scene.tracks[row];
            for (const TimelineItem &item : track.items) {
                const QRect place = scene.layout.segmentRect(track, row, item.lane, 0, 1);
                auto *rect = new QGraphicsRectItem(item.begin, place.top(), item.end - item.begin,
                                                   place.height());
                rect->setPen(Qt::NoPen);
                rect->setBrush(theme.classTint(item.hue));
                m_scene.addItem(rect);
                auto *label = new QGraphicsSimpleTextItem(item.code);
                label->setFlag(QGraphicsItem::ItemIgnoresTransformations);
                label->setBrush(theme.text1);
                label->setPos(item.begin, place.top() + 3);
                m_scene.addItem(label);
                m_labels.emplace_back(label, item.end - item.begin);
            }
        }
        m_scene.setSceneRect(0, 0, scene.axis.duration(), kSize.height());
        setScene(&m_scene);
        setFrameShape(QFrame::NoFrame);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
        setOptimizationFlags(QGraphicsView::DontSavePainterState
                             | QGraphicsView::DontAdjustForAntialiasing);
        resize(kSize);
    }

    void show(const TimelineAxis &axis)
    {
        for (const auto &[label, seconds] : m_labels)
            label->setVisible(seconds * axis.pixelsPerSecond() >= kLabelLeast);
        setTransform(QTransform::fromScale(axis.pixelsPerSecond(), 1));
        centerOn((axis.start() + axis.end()) / 2, kSize.height() / 2.0);
        QWidget::show();
    }

private:
    const TimelineAxis &m_axis;
    QGraphicsScene m_scene;
    std::vector<std::pair<QGraphicsSimpleTextItem *, double>> m_labels;
};

double paintTime(QWidget &widget)
{
    return timed([&] {
               for (int i = 0; i < kPaints; ++i)
                   widget.repaint();
           })
           / kPaints;
}

struct Zoom
{
    const char *name;
    double factor;
};

std::vector<Zoom> zooms(int count)
{
    return {{"all", 1}, {"a tenth", 10}, {"close", count / 300.0}};
}

void zoomTo(TimelineScene &scene, double factor)
{
    scene.axis.fit();
    scene.axis.zoomAt(scene.axis.left() + scene.layout.ruler.width() * 0.37, factor);
    scene.playhead = scene.axis.frameAt((scene.axis.left() + scene.axis.right()) / 2);
}

void benchPainting(Report &report)
{
    TimelineScene scene = makeScene(100'000);
    OurTimeline ours(scene);
    GraphicsTimeline theirs(scene);
    ours.show();
    QApplication::processEvents();
    for (const Zoom &zoom : zooms(100'000)) {
        zoomTo(scene, zoom.factor);
        theirs.show(scene.axis);
        QApplication::processEvents();
        Figure figure;
        figure.id = "S7";
        figure.what = std::string("repaint 1600x400, 100,000 items, ") + zoom.name;
        figure.peer = "QGraphicsView";
        figure.goal = ">= 50";
        report.add(measurePairs(
            figure, kPairs, [&] { return paintTime(ours); },
            [&] { return paintTime(*theirs.viewport()); }));
    }
}

/// Without another program between our paints, which leaves nothing of ours in the CPU's caches.
void benchAlone(Report &report, int count, const std::string &written, const char *goal)
{
    TimelineScene scene;
    Figure build;
    build.id = "S7";
    build.what = "a scene of " + written + " items made";
    build.ours = timed([&] { scene = makeScene(count); });
    OurTimeline ours(scene);
    ours.show();
    QApplication::processEvents();
    for (const Zoom &zoom : zooms(count)) {
        zoomTo(scene, zoom.factor);
        Figure figure;
        figure.id = "S7";
        figure.what = "repaint 1600x400, " + written + " items alone, " + zoom.name;
        figure.goal = goal;
        std::vector<double> times;
        for (int i = 0; i < kPairs + 1; ++i)
            times.push_back(paintTime(ours));
        times.erase(times.begin()); // the first one warms up
        figure.ours = median(times);
        report.add(figure);
    }
    report.add(build);
}

/// Moves the view by a few pixels before each paint, as a hand does.
void benchPanning(Report &report)
{
    TimelineScene scene = makeScene(100'000);
    OurTimeline ours(scene);
    ours.show();
    QApplication::processEvents();
    for (const double factor : {20.0, 300.0}) { // 5,000 and some 330 in view
        for (const bool zooming : {false, true}) {
            zoomTo(scene, factor);
            std::vector<double> times;
            for (int i = 0; i < 120; ++i) {
                if (zooming)
                    scene.axis.zoomAt(900, i % 60 < 30 ? 1.02 : 1 / 1.02);
                else
                    scene.axis.panBy(7);
                times.push_back(timed([&] { ours.repaint(); }));
            }
            Figure figure;
            figure.id = "S7";
            figure.what = std::string(zooming ? "zooming" : "panning") + " with "
                          + std::to_string(static_cast<int>(100'000 / factor))
                          + " items in view, slowest twentieth";
            figure.ours = quantile(times, 0.95);
            report.add(figure);
        }
    }
}

/// One item of a track is moved: until it is on the screen.
void benchEdit(Report &report)
{
    for (const int count : {100'000, 1'000'000}) {
        TimelineScene scene = makeScene(count);
        OurTimeline ours(scene);
        ours.show();
        QApplication::processEvents();
        zoomTo(scene, 10);
        std::vector<double> times;
        for (int i = 0; i < 9; ++i) {
            times.push_back(timed([&] {
                TimelineTrack &track = scene.tracks[1];
                std::vector<TimelineItem> items = std::move(track.items);
                TimelineItem &item = items[items.size() / 2];
                item.end += 0.1;
                track.setItems(std::move(items));
                ours.repaint();
            }));
        }
        Figure figure;
        figure.id = "S7";
        figure.what = "one item of " + std::to_string(count) + " changed and painted";
        figure.goal = count == 100'000 ? "<= 10 ms" : "";
        figure.ours = median(times);
        report.add(figure);
    }
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    Report report("timeline", QApplication::arguments().contains(QStringLiteral("--json")));
    report.fact("paint", "CPU raster, all of the timeline with ruler, gutter and labels");
    if (!QApplication::arguments().contains(QStringLiteral("--ours"))) // for a profiler
        benchPainting(report);
    benchAlone(report, 100'000, "100,000", "<= 1 ms");
    benchAlone(report, 1'000'000, "1,000,000", "<= 2 ms");
    benchPanning(report);
    benchEdit(report);
    return report.finish();
}
