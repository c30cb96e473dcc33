// The window's desk beside the command line: the same clip and seed give the same answer and the
// same delta in both.
#include "app/StudioModelDesk.h"
#include "tests/app/ModelCliBench.h"
#include "ui/jobs/JobRunner.h"
#include "ui/workspace/Workspace.h"

#include <QSettings>
#include <QSignalSpy>

using namespace ecva;
using namespace ecva::test;

class TestModelCliWindow : public ModelCliBench
{
    Q_OBJECT

private Q_SLOTS:
    /// The window and the command line are one program.
    void windowAndCommandLine()
    {
        const QString project = copyOfProject();
        const auto document
            = must(Document::open(project, Document::Mode::ReadWrite, QStringLiteral("ann")));
        Workspace workspace;
        JobRunner jobs;
        QSettings settings(m_folder.filePath(QStringLiteral("w.ini")), QSettings::IniFormat);
        workspace.setDocument(document.get());
        workspace.setClip(m_clip);
        StudioModelDesk desk(workspace, jobs, settings);
        desk.load(m_model);
        ProposalRequest request;
        request.clip = m_clip;
        request.task = Task::Cause;
        request.seed = 11;
        desk.ask(request); // while it loads
        QTRY_VERIFY_WITH_TIMEOUT(!desk.proposal()->isActive(), 60000);
        QVERIFY2(desk.proposal()->state == Proposal::State::Done,
                 qPrintable(desk.proposal()->error));
        const Answer answer = *document->model().answer(desk.proposal()->answer);

        const QString clip = QStringLiteral("--clip %1 ").arg(m_clip.value);
        const CliResult proposed = propose(copyOfProject(), clip + "--task cause --seed 11 --json");
        QVERIFY2(proposed.exit == 0, proposed.text().constData());
        QCOMPARE(proposed.json()[u"answer"].toString(), answer.text);
        QCOMPARE(proposed.json()[u"provenance"].toObject(),
                 without(objectOf(answer.provenance), {QStringLiteral("timings")}));

        QSignalSpy measured(&desk, &ModelDesk::measured);
        MeasureRequest measuring;
        measuring.answer = answer.id;
        measuring.seed = 5;
        desk.measure(measuring);
        QVERIFY(measured.wait(60000));
        const Delta delta = document->model().deltas().at(measured.at(0).at(0).value<DeltaId>());
        const CliResult other = measure(copyOfProject(), clip + "--task cause --seed 5 --json");
        QVERIFY2(other.exit == 0, other.text().constData());
        // The notes say how the stored answer reads, and only the window's project has one.
        const QStringList apart{QStringLiteral("cost"), QStringLiteral("notes"),
                                QStringLiteral("clip"), QStringLiteral("delta_id")};
        QCOMPARE(without(other.json().toObject(), apart), without(objectOf(delta.report), apart));
    }

    /// The demonstration is made when it is asked for, anew where what lies there cannot be used,
    /// and is the one that the command line makes.
    void demonstration()
    {
        Workspace workspace;
        JobRunner jobs;
        QSettings settings(m_folder.filePath(QStringLiteral("d.ini")), QSettings::IniFormat);
        const auto document = must(
            Document::open(copyOfProject(), Document::Mode::ReadWrite, QStringLiteral("ann")));
        workspace.setDocument(document.get());
        QString folder;
        QString answer;
        for (int i = 0; i < 3; ++i) {
            StudioModelDesk desk(workspace, jobs, settings);
            QSignalSpy failed(&desk, &ModelDesk::failed);
            if (i == 0)
                desk.loadDemonstration(); // later ones remember it
            ProposalRequest request;
            request.clip = m_clip;
            request.task = Task::Result;
            request.seed = 4;
            desk.ask(request);
            QTRY_VERIFY_WITH_TIMEOUT(!desk.proposal()->isActive(), 60000);
            QVERIFY2(failed.isEmpty(), qPrintable(desk.proposal()->error));
            QVERIFY(desk.proposal()->demonstration);
            QVERIFY(!desk.proposal()->text.isEmpty());
            if (i == 0)
                answer = desk.proposal()->text;
            QCOMPARE(desk.proposal()->text, answer);
            QTRY_VERIFY(desk.readiness() == ModelDesk::Readiness::Ready);
            folder = QString::fromStdString(desk.model()->folder);
            if (i == 1) {
                QFile config(folder + QStringLiteral("/config.json"));
                QVERIFY(config.open(QIODevice::WriteOnly | QIODevice::Truncate));
                config.write("{");
            }
        }
        const QString made = m_folder.filePath(QStringLiteral("made/demonstration-model"));
        QVERIFY(QDir().mkpath(m_folder.filePath(QStringLiteral("made"))));
        const CliResult making = runCli({"model", "make-tiny", made});
        QVERIFY2(making.exit == 0, making.text().constData());
        const CliResult ran = runCli(
            {"propose", m_video, "--model", made, "--task", "result", "--seed", "4", "--json"});
        QVERIFY2(ran.exit == 0, ran.text().constData());
        QCOMPARE(ran.json()[u"answer"].toString(), answer);
    }
};

QTEST_GUILESS_MAIN(TestModelCliWindow)
#include "TestModelCliWindow.moc"
