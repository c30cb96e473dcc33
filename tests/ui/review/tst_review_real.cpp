// The published sheet with the released answers of two models: a thousand clips to walk through.
#include "annotation/evaluation/Disagreements.h"
#include "annotation/formats/Format.h"
#include "tests/ui/review/ReviewProject.h"
#include "ui/review/ReviewSession.h"
#include "ui/review/ReviewWording.h"
#include "ui/workspace/Workspace.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace ecva;
using namespace ecva::test;

class TestReviewReal : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Document> m_document;

    static QString dataFile(const QString &name)
    {
        const QString given = qEnvironmentVariable("ECVA_SHARED_DATA");
        const QString folder = given.isEmpty() ? qEnvironmentVariable("ECVA_SOURCE_DIR")
                                                     + QStringLiteral("/../shared/data")
                                               : given;
        return folder + QStringLiteral("/ecva/") + name;
    }

    void addResults(Edit &edit, const QString &file, const QString &model, Task task)
    {
        QFile results(dataFile(QStringLiteral("model_output/") + file));
        QVERIFY(results.open(QIODevice::ReadOnly));
        for (const QJsonValue &each : QJsonDocument::fromJson(results.readAll()).array()) {
            const Clip *clip = m_document->model().clipByPath(each[u"video_file"].toString());
            const QString text = each[u"output"].toString();
            if (clip && !text.trimmed().isEmpty())
                say(edit, clip->id, task, AnswerRole::Model, model, text);
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString sheet = dataFile(QStringLiteral("annotations/annotations.xlsx"));
        if (!QFileInfo::exists(sheet))
            QSKIP("the published sheet is not here (ECVA_SHARED_DATA)");
        m_document = must(Document::create(m_folder.filePath("real.ecva"), "reviewer"));
        const ImportPlan plan = must(planImport({sheet, {}, {}}));
        must(m_document->commit(must(applyImport(*m_document, plan))));
        Edit edit(*m_document, QStringLiteral("import"));
        const QString llama = QStringLiteral("Video-LLaMA");
        addResults(edit, QStringLiteral("video_llama_description.json"), llama, Task::Description);
        addResults(edit, QStringLiteral("video_llama_reason.json"), llama, Task::Cause);
        addResults(edit, QStringLiteral("video_llama_outcome.json"), llama, Task::Result);
        addResults(edit, QStringLiteral("videollama2_new_reason.json"),
                   QStringLiteral("VideoLLaMA2"), Task::Cause);
        must(m_document->commit(std::move(edit)));
    }
    void cleanupTestCase() { m_document.reset(); }

    void everyClipIsReachedOnce()
    {
        Workspace workspace;
        workspace.setDocument(m_document.get());
        workspace.setClip(m_document->model().clips().begin()->first);
        QElapsedTimer timer;
        timer.start();
        ReviewSession session(workspace);
        session.setActive(true);
        const qint64 opened = timer.nsecsElapsed();
        std::size_t expected = 0;
        int clips = 0;
        for (const auto &[id, clip] : m_document->model().clips()) {
            std::size_t texts = 0;
            for (const Disagreement &found : disagreementsOf(m_document->model(), id))
                texts += found.kind == Disagreement::Kind::Text;
            expected += texts;
            clips += texts > 0;
        }
        QVERIFY(clips > 900);

        std::set<ClipId> seen;
        std::size_t items = 0;
        qint64 slowest = 0;
        if (session.item() < 0)
            QVERIFY(session.next());
        const ClipId first = workspace.clip();
        timer.restart();
        const qint64 begun = timer.nsecsElapsed();
        do {
            seen.insert(workspace.clip());
            ++items;
            QVERIFY(!review::summaryOf(session.sheet(),
                                       session.sheet().items[std::size_t(session.item())])
                         .isEmpty());
            const qint64 before = timer.nsecsElapsed();
            QVERIFY(session.next());
            slowest = std::max(slowest, timer.nsecsElapsed() - before);
        } while (workspace.clip() != first || session.item() != 0);
        QCOMPARE(items, expected);
        QCOMPARE(int(seen.size()), clips);
        qInfo("%d clips, %d disagreements; opened in %.1f ms, all walked in %.0f ms, slowest step "
              "%.1f ms",
              clips, int(items), double(opened) / 1e6, double(timer.nsecsElapsed() - begun) / 1e6,
              double(slowest) / 1e6);
    }
};

QTEST_GUILESS_MAIN(TestReviewReal)
#include "tst_review_real.moc"
