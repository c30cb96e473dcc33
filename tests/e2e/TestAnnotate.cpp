// The job from beginning to end in the real window, by key and mouse: open a clip, mark an anomaly
// to the frame, class, severity, what, why, how, key sentence and key frame, drag an edge, undo,
// redo, export; then the project and the exported file are read back by the other program.

#include "annotation/document/Document.h"
#include "app/AppContext.h"
#include "app/services/DemoProject.h"
#include "core/media/VideoIndex.h"
#include "tests/e2e/WindowDriver.h"
#include "tests/support/CliRunner.h"
#include "ui/shell/MainWindow.h"
#include "ui/style/Theme.h"
#include "ui/timeline/TimelineView.h"
#include "ui/workspace/Workspace.h"

#include <QApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTextEdit>

using namespace ecva;
using namespace ecva::test;

namespace {

const QString kWhat = QStringLiteral("Smoke rises from the skip, then flames.");
const QString kWhy = QStringLiteral("A worker threw a glowing cigarette end into it.");
const QString kHow = QStringLiteral("The worker comes back and puts it out.");
const QString kSentence = QStringLiteral("fire in the green skip");

QJsonObject dumpOf(const QString &project)
{
    const CliResult result = runCli({"dump", project});
    return result.exit == 0 ? result.json().toObject() : QJsonObject();
}

QString textOf(const QJsonObject &dump, const QString &task)
{
    for (const QJsonValue item : dump["item"].toArray())
        if (item["task"].toString() == task)
            for (const QJsonValue answer : dump["answer"].toArray())
                if (answer["item"] == item["id"])
                    return answer["text"].toString();
    return {};
}

} // namespace

class TestAnnotate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void wholeJob_data();
    void wholeJob();
    void timelineByHand_data();
    void timelineByHand();
    void demoOpens();

private:
    void goTo(WindowDriver &driver, Workspace &workspace, qint64 frame);

    QTemporaryDir m_dir;
    DemoProject m_demo;
};

void TestAnnotate::initTestCase()
{
    QVERIFY(m_dir.isValid());
    auto made = makeDemoProject(m_dir.filePath("demo"), "annotator", {}, {});
    QVERIFY2(made, made ? "" : made.error().text().c_str());
    m_demo = *made;
}

// By key: G, the number, Enter; then the picture of that frame is on the screen.
void TestAnnotate::goTo(WindowDriver &driver, Workspace &workspace, qint64 frame)
{
    driver.press("G");
    QVERIFY(driver.waitFor([&] { return driver.find<QLineEdit>("goToField") != nullptr; }));
    driver.type(QString::number(frame));
    driver.press("Return");
    QVERIFY2(driver.waitFor([&] { return workspace.playhead().value == frame; }),
             qPrintable(QString("frame %1 was not shown").arg(frame)));
}

void TestAnnotate::wholeJob_data()
{
    QTest::addColumn<QString>("clip");
    QTest::addColumn<qint64>("begin");
    QTest::addColumn<qint64>("end");
    QTest::newRow("demo") << m_demo.clips.at(2) << qint64(82) << qint64(214);
    const QString shared = qEnvironmentVariable(
        "ECVA_SHARED_DATA", qEnvironmentVariable("ECVA_SOURCE_DIR") + "/../shared/data");
    QTest::newRow("car_accident.mp4")
        << shared + "/clips/car_accident.mp4" << qint64(31) << qint64(58);
    QTest::newRow("robbery.mp4, HEVC")
        << shared + "/clips/robbery.mp4" << qint64(1203) << qint64(1519);
    QTest::newRow("AVI") << shared + "/clips/AVI" << qint64(20) << qint64(61);
}

void TestAnnotate::wholeJob()
{
    QFETCH(QString, clip);
    QFETCH(qint64, begin);
    QFETCH(qint64, end);
    if (clip.endsWith("/AVI")) {
        const QStringList avis = QDir(QFileInfo(clip).path()).entryList({"*.avi"});
        clip = avis.isEmpty() ? clip : QFileInfo(clip).path() + '/' + avis.first();
    }
    if (!QFileInfo::exists(clip))
        QSKIP(qPrintable(clip + " is not here"));

    const QString folder = m_dir.filePath(QTest::currentDataTag());
    QVERIFY(QDir().mkpath(folder));
    const QString project = folder + "/job.ecva";
    QVERIFY(runCli({"new", project}).exit == 0);
    const CliResult added = runCli({"add", project, clip});
    QVERIFY2(added.exit == 0, added.text().constData());
    const QByteArray untouched = runCli({"dump", project}).out;
    const QString exported = folder + "/sft.json";

    {
        StudioOptions options;
        options.paths = {project};
        options.author = "annotator";
        options.size = QSize(1440, 900);
        options.language = "en";
        AppContext context(*qApp, options);
        context.start();
        WindowDriver driver(context.window());
        Workspace &workspace = context.workspace();

        // Select the clip in the list.
        QVERIFY(driver.waitFor([&] { return driver.find<QListView>("clipList") != nullptr; }));
        auto *list = driver.find<QListView>("clipList");
        QVERIFY(driver.waitFor([&] { return list->model()->rowCount() == 1; }));
        driver.click(list->viewport(), list->visualRect(list->model()->index(0, 0)).center());
        QVERIFY(driver.waitFor([&] { return workspace.index() != nullptr; }));
        Document *document = workspace.document();
        const auto onlySegment = [&]() -> const Segment * {
            const auto &all = document->model().segments();
            return all.size() == 1 ? &all.begin()->second : nullptr;
        };

        // Mark it to the frame: O marks the last frame that belongs to it.
        auto *timeline = driver.find<TimelineView>("timelineView");
        QVERIFY(timeline);
        goTo(driver, workspace, begin);
        driver.press("I");
        goTo(driver, workspace, end - 1);
        driver.press("O");
        driver.press("Return");
        QVERIFY(driver.waitFor([&] { return onlySegment() != nullptr; }));
        QCOMPARE(onlySegment()->frames.begin.value, begin);
        QCOMPARE(onlySegment()->frames.end.value, end);

        // Enter has led to What; Tab leads on.
        QVERIFY(driver.waitFor(
            [&] { return qobject_cast<QTextEdit *>(QApplication::focusWidget()) != nullptr; }));
        QCOMPARE(QApplication::focusWidget()->objectName(), QString("whatField"));
        driver.type(kWhat);
        driver.press("Tab");
        QCOMPARE(QApplication::focusWidget()->objectName(), QString("whyField"));
        driver.type(kWhy);
        driver.press("Tab");
        QCOMPARE(QApplication::focusWidget()->objectName(), QString("howField"));
        driver.type(kHow);
        driver.press("Tab");
        driver.type(kSentence);
        driver.press("Escape");
        QVERIFY(driver.waitFor([&] {
            return document->model().keySentences().size() == 1
                   && document->model().answers().size() == 3;
        }));
        driver.picture(QString("typed-") + QTest::currentDataTag());

        // Class by digit and search; a key frame; severity by mouse.
        QVERIFY2(driver.waitFor([&] { return timeline->hasFocus(); }),
                 "Esc in a text does not lead back to the timeline");
        driver.press("5");
        QVERIFY(driver.waitFor([&] {
            return driver.find<QLineEdit>("classSearch") != nullptr
                   || QApplication::activePopupWidget();
        }));
        driver.settle();
        driver.type("-1");
        driver.press("Return");
        QVERIFY(driver.waitFor([&] { return onlySegment()->label == "cuva:5-1"; }));
        driver.press("Escape");
        driver.press("Shift+K");
        QVERIFY(driver.waitFor([&] { return document->model().keyFrames().size() == 1; }));
        auto *severity = driver.find<QWidget>("severity");
        QVERIFY(severity);
        driver.click(severity, QPoint(severity->width() * 7 / 10,
                                      severity->height() / 2)); // the fourth of five
        QVERIFY(driver.waitFor([&] { return onlySegment()->severity.has_value(); }));
        QCOMPARE(*onlySegment()->severity, 4);

        // Drag the right edge some pixels to the left: the end moves to the frame under the mouse.
        const QRect bar = timeline->segmentRect(onlySegment()->id);
        QVERIFY(bar.width() > 20);
        driver.drag(timeline, QPoint(bar.right() - 1, bar.center().y()),
                    QPoint(bar.right() - 12, bar.center().y()));
        QVERIFY(driver.waitFor([&] { return onlySegment()->frames.end.value < end; }));
        const qint64 dragged = onlySegment()->frames.end.value;
        QVERIFY(dragged > begin);
        driver.picture(QString("annotated-") + QTest::currentDataTag());

        // Undo and redo of the drag, by key; then of all.
        timeline->setFocus();
        driver.press("Ctrl+Z");
        QVERIFY(driver.waitFor([&] { return onlySegment()->frames.end.value == end; }));
        driver.press("Ctrl+Shift+Z");
        QVERIFY(driver.waitFor([&] { return onlySegment()->frames.end.value == dragged; }));
        const QByteArray full = *document->dump();
        for (int i = 0; i < 100 && onlySegment(); ++i)
            driver.press("Ctrl+Z");
        QVERIFY(!onlySegment());
        for (int i = 0; i < 100 && document->canRedo(); ++i)
            driver.press("Ctrl+Shift+Z");
        QVERIFY(*document->dump() == full);

        // Export by the view.
        driver.press("Ctrl+E");
        QVERIFY(driver.waitFor([&] { return driver.find<QLineEdit>("exportPath") != nullptr; }));
        auto *path = driver.find<QLineEdit>("exportPath");
        driver.click(path);
        driver.press("Ctrl+A");
        driver.type(exported);
        auto *button = driver.find<QPushButton>("exportButton");
        QVERIFY(button);
        QVERIFY(driver.waitFor([&] { return button->isEnabled(); }));
        driver.picture(QString("export-") + QTest::currentDataTag());
        driver.click(button);
        QVERIFY(driver.waitFor([&] {
            return QFileInfo::exists(exported) && QFileInfo::exists(exported + ".manifest.json");
        }));

        // What the window left behind, as another program reads it.
        const QJsonObject dump = dumpOf(project);
        const QJsonArray segments = dump["segment"].toArray();
        QCOMPARE(segments.size(), 1);
        QCOMPARE(segments[0]["begin_frame"].toInteger(), begin);
        QCOMPARE(segments[0]["end_frame"].toInteger(), dragged);
        QCOMPARE(segments[0]["label"].toString(), QString("cuva:5-1"));
        QCOMPARE(segments[0]["severity"].toInteger(), 4);
        QCOMPARE(segments[0]["begin_ms"].toInteger(),
                 workspace.index()->milliseconds(FrameIndex(std::int64_t(begin))));
        QCOMPARE(segments[0]["created_by"].toString(), QString("annotator"));
        QCOMPARE(textOf(dump, "description"), kWhat);
        QCOMPARE(textOf(dump, "cause"), kWhy);
        QCOMPARE(textOf(dump, "result"), kHow);
        QCOMPARE(dump["key_sentence"].toArray().size(), 1);
        QCOMPARE(dump["key_sentence"][0]["text"].toString(), kSentence);
        QCOMPARE(dump["key_frame"].toArray().size(), 1);
        QCOMPARE(dump["key_frame"][0]["frame"].toInteger(), end - 1);
    }

    QFile file(exported);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonArray records = QJsonDocument::fromJson(file.readAll()).array();
    QStringList answers;
    for (const QJsonValue record : records)
        answers << record["conversations"][1]["value"].toString();
    for (const QString &text : {kWhat, kWhy, kHow})
        QCOMPARE(answers.count(text), 1);

    // Undone to the beginning in another process, nothing is left of it.
    const CliResult log = runCli({"log", project, "--json"});
    QVERIFY2(log.exit == 0, log.text().constData());
    int applied = 0;
    for (const QJsonValue step : log.json().toArray())
        applied += step["state"].toString("applied") == "applied";
    const CliResult undone = runCli({"undo", project, QString::number(applied - 1)});
    QVERIFY2(undone.exit == 0, undone.text().constData());
    QCOMPARE(runCli({"dump", project}).out, untouched);
}

void TestAnnotate::timelineByHand_data()
{
    QTest::addColumn<int>("theme");
    QTest::addColumn<QString>("language");
    QTest::newRow("dark") << static_cast<int>(ThemeKind::Dark) << "en";
    QTest::newRow("light") << static_cast<int>(ThemeKind::Light) << "en";
    QTest::newRow("Chinese") << static_cast<int>(ThemeKind::Dark) << "zh_CN";
}

// An edge is dragged to a shot change: the picture on the screen is the one at the edge, nothing is
// stored before the mouse is let go, and Esc brings back what was.
void TestAnnotate::timelineByHand()
{
    QFETCH(int, theme);
    QFETCH(QString, language);
    const QString folder = m_dir.filePath(QString("hand-") + QTest::currentDataTag());
    QVERIFY(QDir().mkpath(folder));
    const QString shared = qEnvironmentVariable(
        "ECVA_SHARED_DATA", qEnvironmentVariable("ECVA_SOURCE_DIR") + "/../shared/data");
    const QString real = shared + "/clips/robbery.mp4";
    const QString project = folder + "/hand.ecva";
    QVERIFY(runCli({"new", project}).exit == 0);
    const QString clip = QFileInfo::exists(real) ? real : m_demo.clips.at(2);
    QVERIFY(runCli({"add", project, clip}).exit == 0);

    StudioOptions options;
    options.paths = {project};
    options.author = "annotator";
    options.size = QSize(1440, 900);
    options.language = language;
    options.theme = static_cast<ThemeKind>(theme);
    AppContext context(*qApp, options);
    context.start();
    WindowDriver driver(context.window());
    Workspace &workspace = context.workspace();
    QVERIFY(driver.waitFor([&] { return driver.find<QListView>("clipList") != nullptr; }));
    auto *list = driver.find<QListView>("clipList");
    QVERIFY(driver.waitFor([&] { return list->model()->rowCount() == 1; }));
    driver.click(list->viewport(), list->visualRect(list->model()->index(0, 0)).center());
    QVERIFY(driver.waitFor([&] { return workspace.index() != nullptr; }));
    auto *timeline = driver.find<TimelineView>("timelineView");
    QVERIFY(timeline);
    Document *document = workspace.document();
    const qint64 frames = workspace.index()->frameCount();

    std::vector<SegmentId> ids;
    {
        Edit edit(*document, "segment.add");
        for (const auto &[begin, end, track, label] :
             {std::tuple(frames * 2 / 10, frames * 3 / 10, "round2", "cuva:7-1"),
              std::tuple(frames * 4 / 10, frames * 7 / 10, "round1", "cuva:4-1"),
              std::tuple(frames * 6 / 10, frames * 8 / 10, "round1", "cuva:7-1")}) {
            NewSegment segment;
            segment.clip = workspace.clip();
            segment.track = track;
            segment.label = label;
            segment.frames
                = FrameRange{FrameIndex(std::int64_t{begin}), FrameIndex(std::int64_t{end})};
            const auto id = edit.addSegment(segment);
            QVERIFY(id);
            ids.push_back(*id);
        }
        QVERIFY(document->commit(std::move(edit)));
    }
    // Whatever shots are found in the background: this one is near.
    const qint64 shot = frames * 45 / 100;
    workspace.setShots({FrameIndex(std::int64_t{shot})});
    timeline->setFocus();
    workspace.setSegment(ids[1]);
    driver.press("Shift+Z");
    driver.press("-"); // until a frame is less wide than an edge sticks
    workspace.requestSeek(FrameIndex(std::int64_t{frames / 2}));
    QVERIFY(driver.waitFor([&] { return workspace.playhead().value == frames / 2; }));
    driver.settle(400);

    const QByteArray before = *document->dump();
    const QRect bar = timeline->segmentRect(ids[1]);
    const QPoint from(bar.left(), bar.center().y());
    const QPoint to(timeline->xOfFrame(FrameIndex(std::int64_t{shot})) - 5, from.y());
    const auto drag = [&] {
        workspace.setShots({FrameIndex(std::int64_t{shot})}); // the scan may have ended since
        QTest::mouseMove(timeline, from);
        QTest::mousePress(timeline, Qt::LeftButton, {}, from);
        for (int i = 1; i <= 8; ++i) {
            QTest::mouseMove(timeline, from + (to - from) * i / 8);
            driver.settle(15);
        }
        workspace.setShots({FrameIndex(std::int64_t{shot})});
    };
    drag();
    QVERIFY(timeline->scene().drag && timeline->scene().drag->snap);
    QCOMPARE(timeline->scene().drag->range.begin.value, shot);
    QVERIFY(driver.waitFor([&] { return workspace.playhead().value == shot; }));
    auto *hint = driver.find<QWidget>("hint");
    QVERIFY(hint);
    driver.settle(500); // the pictures beside the edge come by themselves
    driver.picture(QString("drag-edge-") + QTest::currentDataTag());
    QCOMPARE(*document->dump(), before);
    driver.press("Escape");
    QVERIFY(driver.waitFor([&] { return workspace.playhead().value == frames / 2; }));
    QCOMPARE(*document->dump(), before);
    QCOMPARE(timeline->segmentRect(ids[1]), bar);
    QTest::mouseRelease(timeline, Qt::LeftButton, {}, to);
    QCOMPARE(*document->dump(), before);

    drag();
    QTest::mouseRelease(timeline, Qt::LeftButton, {}, to);
    QCOMPARE(document->model().segment(ids[1])->frames.begin.value, shot);
    driver.press("Ctrl+Z");
    QCOMPARE(*document->dump(), before);
    QCOMPARE(workspace.segment(), ids[1]);

    // All of the track, its class at once, and one step back.
    driver.press("Ctrl+A");
    QCOMPARE(workspace.selection(), (std::vector{ids[1], ids[2]}));
    driver.picture(QString("selection-") + QTest::currentDataTag());
    driver.press("5");
    QVERIFY(driver.waitFor([&] {
        return driver.find<QLineEdit>("classSearch") != nullptr
               || QApplication::activePopupWidget();
    }));
    driver.settle();
    driver.type("-1");
    driver.press("Return");
    QVERIFY(driver.waitFor([&] { return document->model().segment(ids[2])->label == "cuva:5-1"; }));
    QCOMPARE(document->model().segment(ids[1])->label, QString("cuva:5-1"));
    driver.press("Escape");
    timeline->setFocus();
    driver.press("Ctrl+Z");
    QCOMPARE(*document->dump(), before);
    driver.press("Ctrl+Shift+Down"); // round 2 is locked: nothing happens
    QCOMPARE(*document->dump(), before);
    workspace.setSegment({});
    driver.press("Ctrl+Down");
    driver.picture(QString("track-focus-") + QTest::currentDataTag());
}

void TestAnnotate::demoOpens()
{
    StudioOptions options;
    options.paths = {m_demo.project};
    options.author = "annotator";
    options.size = QSize(1440, 900);
    AppContext context(*qApp, options);
    context.start();
    WindowDriver driver(context.window());
    QVERIFY(driver.waitFor([&] { return driver.find<QListView>("clipList") != nullptr; }));
    auto *list = driver.find<QListView>("clipList");
    QVERIFY(driver.waitFor([&] { return list->model()->rowCount() == 3; }));
    driver.click(list->viewport(), list->visualRect(list->model()->index(0, 0)).center());
    QVERIFY(driver.waitFor([&] { return context.workspace().index() != nullptr; }));
    driver.settle(800);
    driver.picture("demo");

    // The picture is really painted: many colours in the middle of the window.
    const QImage shot = context.window().grab().toImage();
    QSet<QRgb> colours;
    for (int y = shot.height() / 4; y < shot.height() / 2; y += 3)
        for (int x = shot.width() / 3; x < shot.width() * 2 / 3; x += 3)
            colours.insert(shot.pixel(x, y));
    QVERIFY2(colours.size() > 200, qPrintable(QString("%1 colours").arg(colours.size())));
}

QTEST_MAIN(TestAnnotate)
#include "TestAnnotate.moc"
