#pragma once

#include "annotation/document/Document.h"
#include "annotation/document/MediaLinking.h"
#include "core/media/FrameSource.h"
#include "ui/jobs/JobRunner.h"
#include "ui/player/PlayerController.h"
#include "ui/player/PlayerPanel.h"
#include "ui/player/VideoView.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QAbstractButton>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>

namespace ecva::test {

constexpr int kPatienceMs = 30000;

/// A window with the player over a new project.
struct PlayerBench
{
    QTemporaryDir folder;
    std::unique_ptr<Document> document;
    Workspace workspace;
    JobRunner jobs;
    ActionRegistry actions;
    QWidget window;
    PlayerPanel *panel = nullptr;
    QStringList hints;

    PlayerBench()
    {
        document = std::move(
            *Document::create(folder.filePath(QStringLiteral("p.ecva")), QStringLiteral("tester")));
        auto *column = new QVBoxLayout(&window);
        column->setContentsMargins(0, 0, 0, 0);
        panel = new PlayerPanel(workspace, jobs, actions, &window);
        column->addWidget(panel);
        window.resize(800, 500);
        actions.setWindow(&window);
        window.show();
        window.activateWindow();
        QObject::connect(&workspace, &Workspace::hintShown,
                         [this](const QString &hint) { hints.append(hint); });
        workspace.setDocument(document.get());
    }
    ~PlayerBench() { workspace.setDocument(nullptr); }

    ClipId add(const QString &path)
    {
        Edit edit(*document, QStringLiteral("clip.add"));
        NewClip clip;
        clip.path = path;
        if (const auto probed = probeMedia(path, {}))
            clip.media = probed->facts;
        const auto id = edit.addClip(clip);
        (void)document->commit(std::move(edit));
        return id ? *id : ClipId();
    }
    /// Opens the clip and waits for its first picture, or for the reason why there is none.
    bool open(const QString &path)
    {
        workspace.setClip(add(path));
        return QTest::qWaitFor(
            [this] {
                return !panel->view()->picture().isNull() || !workspace.mediaError().isEmpty();
            },
            kPatienceMs);
    }
    bool waitFor(std::int64_t frame)
    {
        return QTest::qWaitFor([&] { return workspace.playhead().value == frame; }, kPatienceMs);
    }
    void key(int code, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(panel->view(), static_cast<Qt::Key>(code), modifiers);
    }
    QString text(const char *name) const
    {
        const auto *readout = window.findChild<QAbstractButton *>(QLatin1String(name));
        return readout ? readout->text() : QString();
    }
    /// The picture of `frame` at the size that is on the screen, decoded apart.
    QImage truth(std::int64_t frame) const
    {
        const Clip *clip = document->model().clip(workspace.clip());
        auto source = FrameSource::open(document->absoluteMediaPath(*clip).toStdString(),
                                        workspace.index(), {});
        const auto decoded = (*source)->frameAt(FrameIndex(frame));
        const QSize size = panel->view()->picture().size();
        const auto packed = decoded->toBgra(size.width(), size.height());
        return QImage(packed->data.data(), packed->width, packed->height, packed->width * 4,
                      QImage::Format_RGB32)
            .copy();
    }
};

} // namespace ecva::test
