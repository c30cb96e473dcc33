#pragma once

#include "annotation/document/Document.h"
#include "tests/ui/shell/WindowStudio.h"
#include "ui/shell/NoticeBar.h"

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
        m_studio = std::make_unique<WindowStudio>(m_folder->path());
        QVERIFY(QTest::qWaitForWindowActive(&m_studio->window));
    }
    void cleanup() { m_studio.reset(); }

protected:
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
    std::unique_ptr<WindowStudio> m_studio;

    ClipId clipAt(int n) const
    {
        return std::next(m_studio->projects.document()->model().clips().begin(), n)->first;
    }
};

} // namespace ecva::test
