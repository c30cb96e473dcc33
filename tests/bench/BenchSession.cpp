// A scripted session in the real window, on a screen: stepping, clicking, scrubbing, playing,
// editing. What a person waits for is taken from the key or click to the painted picture; what the
// event loop makes wait by the frame-time probe. usage: ecva-bench-session [--json] [--quick]
#include "app/AppContext.h"
#include "core/media/VideoIndex.h"
#include "tests/bench/Harness.h"
#include "tests/e2e/WindowDriver.h"
#include "tests/support/CliRunner.h"
#include "tests/support/GeneratedMedia.h"
#include "ui/jobs/JobRunner.h"
#include "ui/player/PlayerController.h"
#include "ui/player/ProxyKeeper.h"
#include "ui/player/VideoView.h"
#include "ui/shell/FrameTimeProbe.h"
#include "ui/shell/MainWindow.h"
#include "ui/timeline/TimelineView.h"
#include "ui/workspace/Workspace.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <random>

using namespace ecva;
using namespace ecva::bench;
using namespace ecva::test;

namespace {

/// Knows when the picture of the workspace's playhead was on the screen.
class PaintWatch : public QObject
{
    Q_OBJECT

public:
    PaintWatch(QWidget *view, Workspace &workspace)
        : m_workspace(workspace)
    {
        view->installEventFilter(this);
        m_clock.start();
    }

    /// Milliseconds from now until `frame` is painted, or -1 after `patience`. `act` makes it so.
    double until(FrameIndex frame, const std::function<void()> &act, int patience = 5000)
    {
        m_painted = -1;
        m_wanted = frame;
        m_first = -1;
        const qint64 begin = m_clock.nsecsElapsed();
        m_begin = begin;
        act();
        while (m_painted < 0 && m_clock.nsecsElapsed() - begin < patience * 1'000'000LL)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
        return m_painted < 0 ? -1 : double(m_painted - begin) / 1e6;
    }
    /// Milliseconds to the first picture painted after the act, exact or not; -1: none.
    double first() const { return m_first < 0 ? -1 : double(m_first - m_begin) / 1e6; }

protected:
    bool eventFilter(QObject *object, QEvent *event) override
    {
        if (event->type() != QEvent::Paint || m_inPaint)
            return QObject::eventFilter(object, event);
        m_inPaint = true; // paint now, so that the time after it can be taken
        QCoreApplication::sendEvent(object, event);
        m_inPaint = false;
        const qint64 now = m_clock.nsecsElapsed();
        if (m_first < 0)
            m_first = now;
        if (m_painted < 0 && m_workspace.playhead() == m_wanted)
            m_painted = now;
        return true;
    }

private:
    Workspace &m_workspace;
    QElapsedTimer m_clock;
    FrameIndex m_wanted;
    qint64 m_painted = -1;
    qint64 m_first = -1;
    qint64 m_begin = 0;
    bool m_inPaint = false;
};

/// 1080p, groups of 250, moving pictures with grain, and sound.
QString makeClip(const QString &folder, int seconds)
{
    const QString file = folder + QStringLiteral("/session-1080p-g250-5mbit-%1s.mp4").arg(seconds);
    if (QFileInfo::exists(file))
        return file;
    const QString part = file + QStringLiteral(".part.mp4");
    const QString said = GeneratedMedia::ffmpeg(
        QStringLiteral(
            "-y -f lavfi -i testsrc2=size=1920x1080:rate=25:duration=%1,"
            "noise=alls=6:allf=t -f lavfi -i sine=frequency=330:duration=%1 "
            "-c:v libx264 -preset fast -b:v 5M -maxrate 6M -bufsize 10M -g 250 -keyint_min 250 "
            "-sc_threshold 0 -pix_fmt yuv420p -c:a aac -shortest %2")
            .arg(QString::number(seconds), part)
            .split(QLatin1Char(' ')));
    if (!said.isEmpty() || !QFile::rename(part, file))
        qFatal("%s", qPrintable(said));
    return file;
}

std::string spread(const std::vector<double> &values)
{
    char text[160];
    std::snprintf(text, sizeof text, "n %zu, median %.1f, p95 %.1f, max %.1f ms", values.size(),
                  median(values), quantile(values, 0.95), quantile(values, 1.0));
    return text;
}

class Session
{
public:
    Session(Report &report, AppContext &context, bool quick)
        : m_report(report)
        , m_jobs(context.jobs())
        , m_proxies(context.window().findChild<ProxyKeeper *>())
        , m_player(context.window().findChild<PlayerController *>())
        , m_workspace(context.workspace())
        , m_driver(context.window())
        , m_view(m_driver.find<VideoView>(QString()))
        , m_timeline(m_driver.find<TimelineView>(QString()))
        , m_quick(quick)
    {
    }

    bool open()
    {
        if (!m_driver.waitFor([this] { return m_workspace.index() != nullptr; }, 60000))
            return false;
        // First the video alone, when nothing else is going on: the proxy comes later.
        m_proxies->setUsed(false);
        m_driver.settle(3000);
        m_driver.waitFor([this] { return m_jobs.runningCount() == 0; }, 300000);
        m_driver.settle(3000);
        m_watch = std::make_unique<PaintWatch>(m_view, m_workspace);
        m_timeline->setFocus();
        return true;
    }

    void steps()
    {
        const int count = m_quick ? 60 : 200;
        std::vector<double> on, back;
        seek(FrameIndex(300));
        for (int i = 1; i <= count; ++i)
            take(on, FrameIndex(300 + i), QStringLiteral("Right"));
        for (int i = 1; i <= count; ++i)
            take(back, FrameIndex(300 + count - i), QStringLiteral("Left"));
        std::vector<double> paced; // as a held key comes from the keyboard
        seek(FrameIndex(800));
        for (int i = 1; i <= count; ++i) {
            take(paced, FrameIndex(800 + i), QStringLiteral("Right"));
            m_driver.settle(20);
        }
        add("step", "one frame on, key to painted picture, some 30 a second, p95",
            quantile(paced, 0.95), "≤ 16", spread(paced));
        add("step", "one frame on, as fast as they are painted, p95", quantile(on, 0.95), "≤ 16",
            spread(on));
        add("step", "one frame back over ground just stepped, p95", quantile(back, 0.95), "≤ 16",
            spread(back));
        std::vector<double> cold;
        seek(FrameIndex(700)); // inside a group of 250 that nothing has decoded yet
        for (int i = 1; i <= count; ++i)
            take(cold, FrameIndex(700 - i), QStringLiteral("Left"));
        add("step", "one frame back into undecoded ground, p95", quantile(cold, 0.95), "≤ 16",
            spread(cold));
    }

    bool makeProxy()
    {
        m_proxies->setUsed(true);
        m_driver.settle(500);
        if (!m_proxies->hasProxy() && m_proxies->makeObstacle().isEmpty())
            m_proxies->make();
        return m_driver.waitFor([this] { return m_proxies->hasProxy(); }, 600000);
    }

    /// `how`: what is between the click and the picture.
    void clicks(const std::string &how)
    {
        std::mt19937 random(7);
        const int count = m_quick ? 20 : 60;
        const QRect ruler = m_timeline->rulerRect();
        std::vector<double> exact, first, real;
        for (int i = 0; i < count; ++i) {
            const int x
                = ruler.left() + 10 + static_cast<int>(random() % unsigned(ruler.width() - 20));
            const FrameIndex frame = m_timeline->scene().axis.frameAt(x);
            if (frame == m_workspace.playhead())
                continue;
            const double took = m_watch->until(frame, [&] {
                QTest::mouseClick(m_timeline, Qt::LeftButton, {}, QPoint(x, ruler.center().y()));
            });
            if (took >= 0)
                exact.push_back(took);
            if (m_watch->first() >= 0)
                first.push_back(m_watch->first());
            QElapsedTimer more; // a proxy's picture of that frame is replaced by the real one
            more.start();
            m_driver.waitFor([this] { return !m_player->showsProxy(); }, 10000);
            if (took >= 0)
                real.push_back(took + double(more.nsecsElapsed()) / 1e6);
        }
        add("seek", "click to a picture near it, p95, " + how, quantile(first, 0.95), "≤ 40",
            spread(first));
        add("seek", "click to the picture of that frame, p95, " + how, quantile(exact, 0.95),
            "≤ 80", spread(exact));
        add("seek", "click to the video's own picture, p95, " + how, quantile(real, 0.95), "",
            spread(real));
    }

    /// What the event loop does while `act` runs.
    void watch(const char *what, const std::function<void()> &act)
    {
        m_driver.settle(300);
        FrameTimeProbe probe;
        act();
        const FrameTimeProbe::Summary seen = probe.summary();
        add("gap", std::string("longest event-loop gap, ") + what, seen.longestMs, "≤ 50",
            seen.text());
    }

    void play()
    {
        seek(FrameIndex(0));
        const qint64 from = m_workspace.playhead().value;
        QElapsedTimer timer;
        int pictures = 0;
        qint64 longest = 0;
        qint64 last = 0;
        const auto connection
            = QObject::connect(&m_workspace, &Workspace::playheadChanged, &m_workspace, [&] {
                  const qint64 at = timer.nsecsElapsed();
                  if (pictures++ > 0)
                      longest = std::max(longest, at - last);
                  last = at;
              });
        timer.start();
        m_driver.press(QStringLiteral("Space"));
        m_driver.settle(m_quick ? 4000 : 10000);
        m_driver.press(QStringLiteral("Space"));
        const double seconds = double(timer.nsecsElapsed()) / 1e9;
        QObject::disconnect(connection);
        char note[160];
        std::snprintf(note, sizeof note, "%lld frames of the clip in %.1f s at 25 fps, %d shown",
                      static_cast<long long>(m_workspace.playhead().value - from), seconds,
                      pictures);
        add("play", "longest time between two pictures while playing 1080p", double(longest) / 1e6,
            "", note);
    }

    void scrub()
    {
        const QRect ruler = m_timeline->rulerRect();
        QTest::mousePress(m_timeline, Qt::LeftButton, {}, ruler.center());
        for (int i = 0; i < (m_quick ? 100 : 400); ++i) {
            const double swing = std::sin(i * 0.06) * 0.45 + 0.5;
            QTest::mouseMove(m_timeline,
                             QPoint(ruler.left() + int(swing * ruler.width()), ruler.center().y()));
            m_driver.settle(10);
        }
        QTest::mouseRelease(m_timeline, Qt::LeftButton, {}, ruler.center());
        m_driver.settle(500);
    }

    void edit()
    {
        for (int i = 0; i < (m_quick ? 4 : 12); ++i) {
            seek(FrameIndex(60 + i * 50));
            m_driver.press(QStringLiteral("I"));
            m_driver.press(QStringLiteral("Right"), 20);
            m_driver.settle(100);
            m_driver.press(QStringLiteral("O"));
            m_driver.press(QStringLiteral("Return"));
            m_driver.type(QStringLiteral("A car runs the red light and hits another one."));
            m_driver.press(QStringLiteral("Esc"));
            m_driver.settle(60);
            const SegmentId segment = m_workspace.segment();
            const QRect rect = m_timeline->segmentRect(segment);
            if (rect.isEmpty())
                continue;
            m_driver.drag(m_timeline, QPoint(rect.right(), rect.center().y()),
                          QPoint(rect.right() + 60, rect.center().y()));
            m_driver.press(QStringLiteral("Ctrl+Z"), 2);
            m_driver.press(QStringLiteral("Ctrl+Y"), 2);
        }
    }

private:
    void seek(FrameIndex frame)
    {
        if (m_workspace.playhead() != frame)
            m_watch->until(frame, [&] { m_workspace.requestSeek(frame); });
    }
    void take(std::vector<double> &into, FrameIndex frame, const QString &key)
    {
        const double took = m_watch->until(frame, [&] { m_driver.press(key); });
        if (took >= 0)
            into.push_back(took);
    }
    void add(const char *id, const std::string &what, double value, const char *goal,
             const std::string &note)
    {
        Figure figure;
        figure.id = id;
        figure.what = what;
        figure.ours = value;
        figure.goal = goal;
        figure.note = note;
        m_report.add(figure);
    }

    Report &m_report;
    JobRunner &m_jobs;
    ProxyKeeper *m_proxies;
    PlayerController *m_player;
    Workspace &m_workspace;
    WindowDriver m_driver;
    VideoView *m_view;
    TimelineView *m_timeline;
    std::unique_ptr<PaintWatch> m_watch;
    bool m_quick;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    const bool quick = arguments.contains(QStringLiteral("--quick"));
    qputenv("ECVA_BIN_DIR", QCoreApplication::applicationDirPath().toLocal8Bit());
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation)
                           + QStringLiteral("/ecva-studio/bench");
    QDir().mkpath(folder);
    const QString clip = makeClip(folder, 60);
    const QTemporaryDir work;
    const QString project = work.filePath(QStringLiteral("session.ecva"));
    if (runCli({QStringLiteral("new"), project}).exit != 0
        || runCli({QStringLiteral("add"), project, clip}).exit != 0)
        qFatal("the project could not be made");

    Report report("session", arguments.contains(QStringLiteral("--json")));
    report.fact("clip", "1920×1080, 25 fps, groups of 250, 5 Mbit/s, 60 s, h264 with sound");
    StudioOptions options;
    options.paths = {project};
    options.author = QStringLiteral("bench");
    options.size = QSize(1440, 900);
    options.language = QStringLiteral("en");
    AppContext context(application, options);
    context.start();
    Session session(report, context, quick);
    if (!session.open())
        qFatal("the clip did not open");
    session.steps();
    session.clicks("without a proxy");
    if (session.makeProxy())
        session.clicks("with a proxy");
    else
        report.fact("proxy", "was not made");
    session.watch("playing", [&] { session.play(); });
    session.watch("scrubbing", [&] { session.scrub(); });
    session.watch("editing", [&] { session.edit(); });
    return report.finish();
}

#include "BenchSession.moc"
