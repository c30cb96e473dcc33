#pragma once

#include "annotation/document/Document.h"
#include "tests/support/FakeModelDesk.h"
#include "ui/jobs/JobRunner.h"
#include "ui/shell/Appearance.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/NoticeBar.h"
#include "ui/shell/ProjectController.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <iterator>
#include <memory>

namespace ecva::test {

/// The real window with all its panels on a project of three clips whose videos nobody has. A test
/// derives from it and adds its slots.
class WindowBench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_studio = std::make_unique<Studio>(m_folder->path());
        QVERIFY(QTest::qWaitForWindowActive(&m_studio->window));
    }
    void cleanup() { m_studio.reset(); }

protected:
    /// Everything that the composition root would make, in the same order.
    struct Studio
    {
        explicit Studio(const QString &folder)
            : settings(folder + QStringLiteral("/settings.ini"), QSettings::IniFormat)
            , appearance(*qApp, settings)
            , projects(workspace, jobs, settings, QStringLiteral("tester"),
                       [](JobContext &) -> Result<QString> {
                           return fail(ErrorCode::Unsupported, "no demo here");
                       })
            , window(workspace, jobs, actions, projects, desk, appearance, settings)
        {
            window.resize(1440, 900);
            window.show();
            window.activateWindow();
        }
        QSettings settings;
        Appearance appearance;
        Workspace workspace;
        ActionRegistry actions;
        JobRunner jobs;
        ProjectController projects;
        FakeModelDesk desk;
        MainWindow window;

        template <typename T>
        T *child(const char *name) const
        {
            return window.findChild<T *>(QString::fromLatin1(name));
        }
        void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
        {
            QWidget *focus = QApplication::focusWidget();
            QTest::keyClick(focus ? focus : &window, static_cast<Qt::Key>(key), modifiers);
        }
    };

    QString makeProject(const QString &name)
    {
        const QString path = m_folder->filePath(name);
        auto document = Document::create(path, QStringLiteral("tester"));
        if (!document)
            return {};
        Edit edit(**document, QStringLiteral("clip.add"));
        for (const char *clip : {"alpha.mp4", "beta.mp4", "gamma.mp4"}) {
            NewClip added;
            added.path = QString::fromLatin1(clip);
            if (!edit.addClip(added))
                return {};
        }
        return (*document)->commit(std::move(edit)) ? path : QString();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Studio> m_studio;

    ClipId clipAt(int n) const
    {
        return std::next(m_studio->projects.document()->model().clips().begin(), n)->first;
    }
};

} // namespace ecva::test
