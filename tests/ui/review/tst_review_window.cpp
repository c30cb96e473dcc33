// The review in the real window: it borrows picture and timeline, gives them back, and looks right
// in every theme and language. With ECVA_SHOTS=folder the pictures are kept to be looked at.
#include "annotation/document/MediaLinking.h"
#include "tests/ui/review/ReviewProject.h"
#include "tests/ui/shell/WindowStudio.h"
#include "ui/player/PlayerPanel.h"
#include "ui/player/VideoView.h"
#include "ui/review/AnswerCell.h"
#include "ui/review/AnswerGrid.h"
#include "ui/review/ReviewSession.h"
#include "ui/review/ReviewView.h"
#include "ui/timeline/TimelinePanel.h"

#include <QAbstractButton>
#include <QDockWidget>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace ecva;
using namespace ecva::test;

namespace {

constexpr int kPatienceMs = 30000;

} // namespace

class TestReviewWindow : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_video;
    QString m_project;
    std::unique_ptr<WindowStudio> m_studio;

    template <typename T>
    T *panel() const
    {
        return m_studio->window.findChild<T *>();
    }
    Document &document() const { return *m_studio->projects.document(); }
    void shoot(const QString &name) const
    {
        const QString folder = qEnvironmentVariable("ECVA_SHOTS");
        if (!folder.isEmpty())
            QVERIFY(m_studio->window.grab().save(folder + u'/' + name + QStringLiteral(".png")));
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("ffmpeg")).isEmpty())
            QSKIP("ffmpeg is not installed: there is no video to show");
        m_video = m_folder.filePath(QStringLiteral("robbery.mp4"));
        const QString given = qEnvironmentVariable("ECVA_SHOTS_VIDEO");
        if (given.isEmpty())
            QCOMPARE(QProcess::execute(QStringLiteral("ffmpeg"),
                                       {"-v", "error", "-y", "-f", "lavfi", "-i",
                                        "testsrc2=size=640x360:rate=25:duration=12", "-c:v",
                                        "mpeg4", m_video}),
                     0);
        else
            QVERIFY(QFile::copy(given, m_video));
        m_project = m_folder.filePath(QStringLiteral("corridor.ecva"));
        auto made = must(Document::create(m_project, QStringLiteral("reviewer")));
        const ReviewedClip first = addReviewedClip(*made, QStringLiteral("robbery.mp4"));
        addReviewedClip(*made, QStringLiteral("nobody has it.mp4"));
        const auto probed = must(probeMedia(m_video, {}));
        Edit edit(*made, QStringLiteral("clip.link"));
        must(edit.linkMedia(first.clip, m_video, probed.facts, *probed.index));
        ClipPatch patch;
        patch.status = ClipStatus::InReview;
        must(edit.setClip(first.clip, patch));
        must(made->commit(std::move(edit)));
        const auto measure
            = [&](AnswerId answer, double adjusted, const std::vector<double> &controls) {
                  Edit delta(*made, QStringLiteral("delta.add"));
                  NewDelta added;
                  added.answer = answer;
                  added.report = deltaReport(adjusted, adjusted + controls.front(), controls);
                  must(delta.addDelta(added));
                  must(made->commit(std::move(delta)));
              };
        measure(first.alphaWhat, 0.31, {0.10, 0.12, 0.08});
        measure(first.alphaWhy, 0.11, {0.10, 0.32, -0.1});
        measure(first.alphaHow, -0.02, {0.10, 0.12, 0.08});
    }

    void init()
    {
        QFile::remove(m_folder.filePath(QStringLiteral("settings.ini")));
        QFile::copy(m_project, m_folder.filePath(QStringLiteral("work.ecva")));
        m_studio = std::make_unique<WindowStudio>(m_folder.path(), QStringLiteral("reviewer"));
        QVERIFY(QTest::qWaitForWindowActive(&m_studio->window));
        m_studio->projects.openProject(m_folder.filePath(QStringLiteral("work.ecva")));
        m_studio->workspace.setClip(document().model().clips().begin()->first);
        QTRY_VERIFY_WITH_TIMEOUT(!panel<PlayerPanel>()->view()->picture().isNull(), kPatienceMs);
    }
    void cleanup()
    {
        m_studio.reset();
        QFile::remove(m_folder.filePath(QStringLiteral("work.ecva")));
    }

    void borrowsThePictureAndGivesItBack()
    {
        auto *player = panel<PlayerPanel>();
        auto *timeline = panel<TimelinePanel>();
        auto *dock = m_studio->child<QDockWidget>("timeline");
        const QSize size = player->size();
        for (int i = 0; i < 3; ++i) {
            m_studio->window.showReview();
            auto *review = panel<ReviewView>();
            QVERIFY(review->isVisible());
            QVERIFY(review->isAncestorOf(player));
            QVERIFY(review->isAncestorOf(timeline));
            QVERIFY(player->isVisible());
            QVERIFY(timeline->isVisible());
            QVERIFY(!player->view()->picture().isNull());
            QVERIFY(!dock->isVisible());
            m_studio->window.showWorkplace();
            QVERIFY(!review->isVisible());
            QVERIFY(!review->isAncestorOf(player));
            QVERIFY(player->isVisible());
            QCOMPARE(dock->widget(), static_cast<QWidget *>(timeline));
            QVERIFY(timeline->isVisible());
        }
        QTRY_COMPARE(player->size(), size);
    }

    void keysReachThePageThatIsShown()
    {
        QCOMPARE(m_studio->actions.conflicts(), QStringList());
        const auto golds = [this] {
            int count = 0;
            for (const auto &[id, answer] : document().model().answers())
                count += answer.role == AnswerRole::Gold;
            return count;
        };
        QVERIFY(!m_studio->actions.trigger(QStringLiteral("review.accept")).isEmpty());
        m_studio->key(Qt::Key_A); // the panels know nothing of it
        QCOMPARE(golds(), 0);
        m_studio->window.showReview();
        const ReviewSession &session = panel<ReviewView>()->session();
        const int segments = int(document().model().segments().size());
        m_studio->key(Qt::Key_E);
        QCOMPARE(golds(), 1);
        m_studio->key(Qt::Key_D); // not the hearing of a segment's edge
        QVERIFY(m_studio->child<QWidget>("goldText")->hasFocus());
        m_studio->key(Qt::Key_Escape);
        m_studio->key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(golds(), 0);
        m_studio->key(Qt::Key_Delete); // a segment's
        QCOMPARE(int(document().model().segments().size()), segments);
        m_studio->workspace.requestSeek(FrameIndex(40));
        QTRY_COMPARE_WITH_TIMEOUT(m_studio->workspace.playhead().value, qint64(40), kPatienceMs);
        const FrameIndex before = m_studio->workspace.playhead();
        m_studio->key(Qt::Key_Period);
        QTRY_COMPARE_WITH_TIMEOUT(m_studio->workspace.playhead().value, before.value + 1,
                                  kPatienceMs);
        m_studio->key(Qt::Key_Left);
        QCOMPARE(session.column(), 0);
        QCOMPARE(m_studio->workspace.playhead().value, before.value + 1);
        m_studio->key(Qt::Key_Escape);
        QVERIFY(!panel<ReviewView>()->isVisible());
    }

    void leavingStoresWhatWasTyped()
    {
        m_studio->window.showReview();
        m_studio->key(Qt::Key_D);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral(" Typed."));
        m_studio->window.showWorkplace();
        bool found = false;
        for (const auto &[id, answer] : document().model().answers())
            found = found
                    || (answer.role == AnswerRole::Gold
                        && answer.text.endsWith(QStringLiteral(" Typed.")));
        QVERIFY(found);
    }

    void anotherProjectIsReviewedFromItsBeginning()
    {
        m_studio->window.showReview();
        m_studio->projects.closeProject();
        QVERIFY(!panel<ReviewView>()->isVisible());
        m_studio->projects.openProject(m_folder.filePath(QStringLiteral("work.ecva")));
        m_studio->window.showReview();
        QVERIFY(panel<ReviewView>()->session().item() >= 0);
    }

    void looks_data()
    {
        QTest::addColumn<int>("theme");
        QTest::addColumn<QString>("language");
        QTest::addColumn<QSize>("size");
        const QSize usual(1440, 900);
        QTest::newRow("dark") << int(ThemeKind::Dark) << "en" << usual;
        QTest::newRow("light") << int(ThemeKind::Light) << "en" << usual;
        QTest::newRow("hc") << int(ThemeKind::HighContrast) << "en" << usual;
        QTest::newRow("zh") << int(ThemeKind::Dark) << "zh_CN" << usual;
        QTest::newRow("small") << int(ThemeKind::Dark) << "en" << QSize(1280, 720);
        QTest::newRow("small-zh") << int(ThemeKind::Light) << "zh_CN" << QSize(1280, 720);
    }
    void looks()
    {
        QFETCH(int, theme);
        QFETCH(QString, language);
        QFETCH(QSize, size);
        m_studio->appearance.setTheme(static_cast<ThemeKind>(theme));
        m_studio->appearance.setLanguage(language);
        m_studio->window.resize(size);
        m_studio->window.showReview();
        const auto *view = panel<ReviewView>();
        auto *grid = m_studio->child<AnswerGrid>("answerGrid");
        while (view->session().row() != 2 || view->session().column() != 1)
            m_studio->key(Qt::Key_N);
        QCoreApplication::processEvents();
        for (int row = 0; row < 3; ++row) {
            for (int column = 0; column < 3; ++column) {
                const AnswerCell *cell = grid->cell(row, column);
                QVERIFY(cell->height() >= cell->heightForWidth(cell->width()));
            }
        }
        for (const QAbstractButton *button : view->findChildren<QAbstractButton *>()) {
            if (button->isVisible())
                QVERIFY2(button->width() >= button->sizeHint().width(),
                         qPrintable(button->objectName()));
        }
        const QString tag = QString::fromLatin1(QTest::currentDataTag());
        shoot(QStringLiteral("review-") + tag);
        m_studio->key(Qt::Key_D);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral(" The police come."));
        QCoreApplication::processEvents();
        shoot(QStringLiteral("merge-") + tag);
        m_studio->key(Qt::Key_Return, Qt::ControlModifier);
        m_studio->key(Qt::Key_Up);
        m_studio->key(Qt::Key_X);
        QCoreApplication::processEvents();
        shoot(QStringLiteral("after-") + tag);
        QVERIFY(view->session().sheet().fields[2].gold);
        m_studio->appearance.setLanguage(QStringLiteral("en"));
    }

    void aClipWithoutVideoAndAnEmptyProjectLook()
    {
        m_studio->workspace.setClip(std::next(document().model().clips().begin())->first);
        m_studio->window.showReview();
        QCoreApplication::processEvents();
        QVERIFY(m_studio->child<AnswerGrid>("answerGrid")->isVisible());
        shoot(QStringLiteral("no-video"));
        auto empty = must(Document::create(m_folder.filePath(QStringLiteral("empty.ecva")),
                                           QStringLiteral("reviewer")));
        addClip(*empty, QStringLiteral("alone.mp4"));
        empty.reset();
        m_studio->projects.openProject(m_folder.filePath(QStringLiteral("empty.ecva")));
        m_studio->window.showReview();
        QVERIFY(m_studio->child<QWidget>("noAnswers")->isVisible());
        QCoreApplication::processEvents();
        shoot(QStringLiteral("empty"));
        m_studio->projects.closeProject();
        QFile::remove(m_folder.filePath(QStringLiteral("empty.ecva")));
    }
};

QTEST_MAIN(TestReviewWindow)
#include "tst_review_window.moc"
