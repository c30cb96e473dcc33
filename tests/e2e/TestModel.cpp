// The model in the real window, by key: ask, stop half way, ask again, accept, doubt, review, undo
// all; and the published sheet with answers of a published model, ten of them settled by key.

#include "annotation/document/Document.h"
#include "app/AppContext.h"
#include "app/services/DemoProject.h"
#include "model/api/Modules.h"
#include "tests/e2e/WindowDriver.h"
#include "tests/support/CliRunner.h"
#include "ui/model/ModelDesk.h"
#include "ui/shell/MainWindow.h"
#include "ui/timeline/TimelineView.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QApplication>
#include <QCheckBox>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTextEdit>

using namespace ecva;
using namespace ecva::test;

namespace {

qint64 countOf(const Document &document, AnswerRole role)
{
    const auto &answers = document.model().answers();
    return std::count_if(answers.begin(), answers.end(),
                         [role](const auto &entry) { return entry.second.role == role; });
}

} // namespace

class TestModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void askDoubtAndReview();
    void severalClipsAndOneQuestionBetween();
    void thePublishedAnswersAreSettledByKey();

private:
    static std::unique_ptr<AppContext> openStudio(const QString &project);

    QTemporaryDir m_dir;
    DemoProject m_demo;
    QString m_model;
};

void TestModel::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("ECVA_MODULE_DIR", qgetenv("ECVA_BIN_DIR"));
    auto made = makeDemoProject(m_dir.filePath("demo"), "annotator", {}, {});
    QVERIFY2(made, made ? "" : made.error().text().c_str());
    m_demo = *made;
}

std::unique_ptr<AppContext> TestModel::openStudio(const QString &project)
{
    StudioOptions options;
    options.paths = {project};
    options.author = "annotator";
    options.size = QSize(1440, 900);
    options.language = "en";
    auto context = std::make_unique<AppContext>(*qApp, options);
    context->start();
    return context;
}

void TestModel::askDoubtAndReview()
{
    if (!isEngineInstalled())
        QSKIP("the engine module is not built: LibTorch is not here");
    const QString project = m_dir.filePath("job.ecva");
    QVERIFY(runCli({"new", project}).exit == 0);
    const CliResult added = runCli({"add", project, m_demo.clips.at(2)});
    QVERIFY2(added.exit == 0, added.text().constData());
    const QByteArray untouched = runCli({"dump", project}).out;
    const QString model = m_dir.filePath("tiny");
    const CliResult tiny = runCli({"model", "make-tiny", model});
    QVERIFY2(tiny.exit == 0, tiny.text().constData());

    {
        const auto context = openStudio(project);
        WindowDriver driver(context->window());
        Workspace &workspace = context->workspace();
        ModelDesk &desk = context->desk();
        QVERIFY(driver.waitFor([&] { return workspace.index() != nullptr; }));
        Document *document = workspace.document();

        // A segment to talk about, through the same document.
        Edit edit(*document, "segment.add");
        NewSegment wanted;
        wanted.clip = workspace.clip();
        wanted.frames = FrameRange{FrameIndex(82), FrameIndex(214)};
        const auto segment = edit.addSegment(wanted);
        QVERIFY(segment.has_value());
        QVERIFY(document->commit(std::move(edit)).has_value());
        workspace.setSegment(*segment);

        // A folder that is none is refused in the dialog; the demonstration is a button away.
        QVERIFY(context->actions().trigger("model.load").isEmpty());
        auto *folder = driver.find<QLineEdit>("modelFolder");
        QVERIFY(folder);
        folder->setText(m_dir.filePath("nowhere"));
        driver.click(driver.find<QPushButton>("startLoadButton"));
        QVERIFY(driver.find<QLabel>("modelMessage")->text().contains("nowhere"));
        folder->setText(m_dir.path()); // a folder, but not of a model
        driver.click(driver.find<QPushButton>("startLoadButton"));
        QVERIFY(driver.waitFor([&] { return desk.readiness() == ModelDesk::Readiness::NoModel; }));
        QVERIFY(
            driver.waitFor([&] { return !driver.find<QLabel>("modelMessage")->text().isEmpty(); }));
        driver.picture("model-load");
        driver.click(driver.find<QPushButton>("loadDemonstrationButton"));
        QVERIFY(driver.waitFor([&] { return desk.readiness() == ModelDesk::Readiness::Ready; }));
        QVERIFY(driver.waitFor([&] { return !driver.find<QLineEdit>("modelFolder"); }));
        driver.window().activateWindow(); // as a window manager does when a dialog closes
        driver.window().setFocus();
        QVERIFY(desk.model() && desk.model()->demonstration);

        desk.load(model);
        QVERIFY(driver.waitFor([&] { return desk.readiness() == ModelDesk::Readiness::Ready; }));
        QVERIFY(desk.model() && desk.model()->demonstration);

        // In steps: the answer says of which parts of the clip it is, and the project keeps it.
        driver.click(driver.find<QCheckBox>("inStepsBox"));
        QVERIFY(desk.wantsSteps());
        QVERIFY(context->actions().trigger("model.ask").isEmpty());
        QVERIFY(driver.waitFor([&] { return !desk.proposal()->isActive(); }, 120000));
        QVERIFY2(desk.proposal()->state == Proposal::State::Done,
                 qPrintable(desk.proposal()->error));
        QVERIFY(driver.find<QLabel>("chainSummary"));
        QVERIFY(document->model()
                    .answer(desk.proposal()->answer)
                    ->provenance.contains("\"chain_of_thought\""));
        driver.picture("model-steps");
        QVERIFY(document->undo().has_value());
        driver.click(driver.find<QCheckBox>("inStepsBox"));
        QVERIFY(!desk.wantsSteps());

        // Ask from within the text, stop half way: nothing is stored.
        workspace.requestFocus("description");
        driver.press("F9");
        QVERIFY(driver.waitFor([&] { return desk.proposal() && desk.proposal()->tokens >= 2; }));
        driver.press("Shift+F9");
        QVERIFY(driver.waitFor([&] { return !desk.proposal()->isActive(); }));
        if (desk.proposal()->state == Proposal::State::Stopped) // else it was quicker than the key
            QCOMPARE(countOf(*document, AnswerRole::Model), 0);
        while (countOf(*document, AnswerRole::Model) > 0)
            QVERIFY(document->undo().has_value());
        driver.picture("model-stopped");

        // Ask again, to the end; accept into What.
        driver.press("F9");
        QVERIFY(driver.waitFor(
            [&] { return desk.proposal() && desk.proposal()->state == Proposal::State::Done; }));
        QCOMPARE(countOf(*document, AnswerRole::Model), 1);
        const AnswerId proposed = desk.proposal()->answer;
        QCOMPARE(workspace.seenFrames().size(), std::size_t(16));
        driver.picture("model-answer");
        driver.press("Ctrl+Shift+Return");
        QCOMPARE(countOf(*document, AnswerRole::Expert), 1);
        QCOMPARE(document->model().answer(proposed)->state, AnswerState::Accepted);
        auto *what = driver.find<QTextEdit>("whatField");
        QVERIFY(what);
        QVERIFY(driver.waitFor([&] { return what->toPlainText() == desk.proposal()->text; }));
        // The person changes it, and how far is kept.
        what->setFocus();
        driver.press("Ctrl+End");
        driver.type(" Indeed.");
        workspace.requestFlush();
        for (const auto &[id, answer] : document->model().answers()) {
            if (answer.role == AnswerRole::Expert)
                QVERIFY2(answer.provenance.contains("\"edit_distance\":8"),
                         answer.provenance.constData());
        }
        driver.press("Escape");

        // Doubt it.
        QVERIFY(context->actions().trigger("view.measure").isEmpty());
        driver.press("F9");
        QVERIFY(driver.waitFor([&] { return !document->model().deltas().empty(); }, 60000));
        QCOMPARE(countOf(*document, AnswerRole::Masked), 1);
        driver.picture("model-delta");
        driver.press("Escape");

        // Review it: the model's words become gold.
        QVERIFY(context->actions().trigger("view.review").isEmpty());
        driver.settle(200);
        driver.picture("model-review");
        driver.press("A");
        QVERIFY(driver.waitFor([&] { return countOf(*document, AnswerRole::Gold) == 1; }));
        driver.press("Ctrl+Z");
        QVERIFY(driver.waitFor([&] { return countOf(*document, AnswerRole::Gold) == 0; }));
        driver.press("Ctrl+Z"); // the delta
        QVERIFY(driver.waitFor([&] { return document->model().deltas().empty(); }));
        driver.press("Escape");
        for (int i = 0; i < 50 && document->undoCommand() != QString("clip.add"); ++i)
            QVERIFY(document->undo().has_value());
    }
    QCOMPARE(runCli({"dump", project}).out, untouched);
}

/// A load that fails and one that does not; then all clips by key, and a question of the person
/// that does not wait for all of theirs.
void TestModel::severalClipsAndOneQuestionBetween()
{
    if (!isEngineInstalled())
        QSKIP("the engine module is not built: LibTorch is not here");
    const QString project = m_dir.filePath("several.ecva");
    QVERIFY(runCli({"new", project}).exit == 0);
    for (int i = 0; i < 3; ++i) {
        const CliResult added = runCli({"add", project, m_demo.clips.at(i)});
        QVERIFY2(added.exit == 0, added.text().constData());
    }
    const QString model = m_dir.filePath("tiny");
    if (!QFileInfo::exists(model))
        QVERIFY(runCli({"model", "make-tiny", model}).exit == 0);

    const auto context = openStudio(project);
    WindowDriver driver(context->window());
    Workspace &workspace = context->workspace();
    ModelDesk &desk = context->desk();
    QVERIFY(driver.waitFor([&] { return workspace.index() != nullptr; }));
    Document *document = workspace.document();

    desk.load(m_dir.path()); // a folder, but not of a model
    QVERIFY(driver.waitFor([&] { return !desk.loadError().isEmpty(); }));
    auto *notice = driver.find<QWidget>("noticeBar");
    QVERIFY(notice);
    driver.picture("model-not-loaded");
    desk.load(model);
    QVERIFY(driver.waitFor([&] { return desk.readiness() == ModelDesk::Readiness::Ready; }));
    QVERIFY(desk.loadError().isEmpty());
    QVERIFY(!notice->isVisible());

    auto *list = driver.find<QListView>("clipList");
    QVERIFY(list);
    list->setFocus();
    const ClipId shown = workspace.clip();
    driver.press("Ctrl+A");
    QCOMPARE(workspace.selectedClips().size(), std::size_t(3));
    QCOMPARE(workspace.clip(), shown);
    driver.picture("clips-selected");

    qint64 before = -1; // answers that were there when the person's came
    const QObject here; // goes before the desk
    connect(&desk, &ModelDesk::proposalChanged, &here, [&] {
        if (before < 0 && desk.proposal() && desk.proposal()->state == Proposal::State::Done)
            before = countOf(*document, AnswerRole::Model);
    });
    QVERIFY(context->actions().trigger("model.askSelected").isEmpty());
    QVERIFY(desk.isAskingAll());
    driver.press("F9");
    driver.picture("model-next-in-turn");
    QVERIFY(driver.waitFor([&] { return before >= 0; }, 120000));
    QVERIFY(driver.waitFor([&] { return !desk.isAskingAll(); }, 240000));
    QVERIFY2(before < 9, qPrintable(QString::number(before)));
    QCOMPARE(countOf(*document, AnswerRole::Model), 9);
    driver.picture("model-all-asked");
}

void TestModel::thePublishedAnswersAreSettledByKey()
{
    const QString shared = qEnvironmentVariable(
        "ECVA_SHARED_DATA", qEnvironmentVariable("ECVA_SOURCE_DIR") + "/../shared/data");
    const QString sheet = shared + "/ecva/annotations/annotations.xlsx";
    if (!QFileInfo::exists(sheet))
        QSKIP(qPrintable(sheet + " is not here"));
    const QString project = m_dir.filePath("sheet.ecva");
    QVERIFY(runCli({"new", project}).exit == 0);
    for (const QString &file : {sheet, shared + "/ecva/model_output/video_llama_description.json",
                                shared + "/ecva/model_output/video_llama_outcome.json"}) {
        const CliResult imported = runCli({"import", project, file});
        QVERIFY2(imported.exit == 0 || imported.exit == 1, imported.text().constData());
    }
    {
        const auto context = openStudio(project);
        WindowDriver driver(context->window());
        Document *document = context->workspace().document();
        QVERIFY(document);
        QVERIFY(countOf(*document, AnswerRole::Model) > 1900);
        QVERIFY(context->actions().trigger("view.review").isEmpty());
        driver.settle(200);
        driver.picture("review-sheet");
        // Four for the experts, four for the model, two rejected.
        for (const char *key : {"E", "A", "E", "A", "X", "E", "A", "E", "A", "X"}) {
            driver.press(QString::fromLatin1(key));
            driver.settle(30);
        }
        driver.picture("review-ten");
        QCOMPARE(countOf(*document, AnswerRole::Gold), 8);
        const auto &answers = document->model().answers();
        QCOMPARE(std::count_if(
                     answers.begin(), answers.end(),
                     [](const auto &entry) { return entry.second.state == AnswerState::Rejected; }),
                 2);
    }
    const QString exported = m_dir.filePath("gold.json");
    const CliResult written = runCli({"export", project, "--format", "sft", "--out", exported});
    QVERIFY2(written.exit == 0 || written.exit == 1, written.text().constData());
    QVERIFY(QFileInfo(exported).size() > 100'000);
    for (int i = 0; i < 10; ++i) {
        const CliResult undone = runCli({"undo", project});
        QVERIFY2(undone.exit == 0, undone.text().constData());
    }
    QVERIFY(!runCli({"dump", project}).out.contains("\"role\":\"gold\""));
}

QTEST_MAIN(TestModel)
#include "TestModel.moc"
