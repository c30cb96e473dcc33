#pragma once

#include "annotation/document/Document.h"
#include "tests/ui/timeline/TestIndex.h"
#include "ui/jobs/JobRunner.h"
#include "ui/timeline/SegmentController.h"
#include "ui/timeline/TimelinePanel.h"
#include "ui/timeline/TimelineView.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QCoreApplication>
#include <QMouseEvent>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>

namespace ecva::test {

inline constexpr int kFrames = 900; // 30 s

inline MediaFacts factsOf(const VideoIndex &index)
{
    MediaFacts facts;
    facts.frames = index.frameCount();
    facts.firstPts = index.pts(FrameIndex(0)).value;
    facts.durationMs = index.milliseconds(FrameIndex(index.frameCount()));
    facts.timeBase = index.info().timeBase;
    facts.averageRate = {30, 1};
    facts.variableRate = index.isVariableRate();
    facts.width = 160;
    facts.height = 90;
    facts.codec = QStringLiteral("none");
    return facts;
}

inline FrameRange range(std::int64_t begin, std::int64_t end)
{
    return {FrameIndex(begin), FrameIndex(end)};
}

/// A window with the timeline over a new project of one clip. A stand-in for the player puts
/// the playhead where it is asked to.
struct TimelineBench
{
    QTemporaryDir folder;
    std::shared_ptr<const VideoIndex> index;
    std::unique_ptr<Document> document;
    Workspace workspace;
    JobRunner jobs;
    ActionRegistry actions;
    QWidget window;
    TimelinePanel *panel = nullptr;
    TimelineView *view = nullptr;
    ClipId clip;
    QStringList hints;
    std::vector<std::int64_t> seeks;

    explicit TimelineBench(std::shared_ptr<const VideoIndex> video = constantIndex(kFrames))
        : index(std::move(video))
    {
        auto made
            = Document::create(folder.filePath(QStringLiteral("p.ecva")), QStringLiteral("tester"));
        document = std::move(*made);
        Edit edit(*document, QStringLiteral("clip.add"));
        NewClip clipToAdd;
        clipToAdd.path = QStringLiteral("a.mp4");
        if (index)
            clipToAdd.media = factsOf(*index);
        clip = *edit.addClip(clipToAdd);
        (void)document->commit(std::move(edit));
        if (index)
            (void)document->setVideoIndex(clip, index);

        auto *column = new QVBoxLayout(&window);
        column->setContentsMargins(0, 0, 0, 0);
        panel = new TimelinePanel(workspace, jobs, actions, &window);
        view = panel->view();
        column->addWidget(panel);
        window.resize(1148 + TimelineLayout::kRightMargin, 320); // 1000 px of time
        actions.setWindow(&window);
        window.show();
        window.activateWindow();
        QObject::connect(&workspace, &Workspace::hintShown,
                         [this](const QString &hint) { hints.append(hint); });
        QObject::connect(&workspace, &Workspace::seekRequested, [this](FrameIndex frame) {
            seeks.push_back(frame.value);
            workspace.setPlayhead(frame);
        });
        workspace.setDocument(document.get());
        workspace.setClip(clip);
        if (index)
            workspace.setIndex(index);
        else
            workspace.setMediaError(QStringLiteral("File not found"));
        view->setFocus();
    }
    ~TimelineBench() { workspace.setDocument(nullptr); }

    SegmentId add(std::int64_t begin, std::int64_t end, const QString &track = {})
    {
        Edit edit(*document, QStringLiteral("segment.add"));
        NewSegment segment;
        segment.clip = clip;
        segment.track = track;
        segment.frames = range(begin, end);
        const auto id = edit.addSegment(segment);
        (void)document->commit(std::move(edit));
        return id ? *id : SegmentId();
    }
    std::vector<FrameRange> ranges() const
    {
        std::vector<FrameRange> all;
        for (const Segment *segment : document->model().segmentsOf(clip))
            all.push_back(segment->frames);
        return all;
    }
    FrameRange rangeOf(SegmentId id) const
    {
        const Segment *segment = document->model().segment(id);
        return segment ? segment->frames : FrameRange();
    }
    std::size_t steps() const { return document->journal()->size(); }
    QPoint at(std::int64_t frame, const QString &track = QStringLiteral("round1")) const
    {
        return {view->xOfFrame(FrameIndex(frame)), view->trackRect(track).bottom() - 8};
    }
    void drag(const QPoint &from, const QPoint &to, Qt::KeyboardModifiers modifiers = {})
    {
        begin(from, modifiers);
        QTest::mouseMove(view, (from + to) / 2);
        moveTo(to, modifiers);
        QTest::mouseRelease(view, Qt::LeftButton, modifiers, to);
    }
    void begin(const QPoint &from, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mousePress(view, Qt::LeftButton, modifiers, from);
    }
    void moveTo(const QPoint &to, Qt::KeyboardModifiers modifiers = {})
    {
        QMouseEvent move(QEvent::MouseMove, to, view->mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                         modifiers);
        QCoreApplication::sendEvent(view, &move);
    }
    void key(int code, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(view, static_cast<Qt::Key>(code), modifiers);
    }
};

} // namespace ecva::test
