#pragma once

#include "tests/support/FakeModelDesk.h"
#include "ui/jobs/JobRunner.h"
#include "ui/shell/Appearance.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/ProjectController.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QApplication>
#include <QSettings>
#include <QTest>

namespace ecva::test {

/// The real window and everything that the composition root would make for it, in the same order.
/// Its settings lie in `folder`.
struct WindowStudio
{
    explicit WindowStudio(const QString &folder, const QString &author = QStringLiteral("tester"))
        : settings(folder + QStringLiteral("/settings.ini"), QSettings::IniFormat)
        , appearance(*qApp, settings)
        , projects(workspace, jobs, settings, author,
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

} // namespace ecva::test
