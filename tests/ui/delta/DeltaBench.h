#pragma once

#include "annotation/evaluation/DeltaSummary.h"
#include "core/media/VideoIndex.h"
#include "tests/support/FakeModelDesk.h"
#include "tests/support/Projects.h"
#include "ui/delta/DeltaView.h"
#include "ui/jobs/JobRunner.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <memory>

namespace ecva::test {

inline QJsonArray arrayOf(const std::vector<qint64> &values)
{
    QJsonArray array;
    for (const qint64 value : values)
        array.append(value);
    return array;
}

/// A mask that takes the slots `masked` of `frames` away.
inline QJsonObject maskOf(const std::vector<qint64> &frames, const std::vector<int> &masked,
                          double delta, bool cut = false)
{
    QJsonArray gone;
    QJsonArray blanked;
    std::vector<qint64> seen = frames;
    for (const int slot : masked) {
        gone.append(frames[std::size_t(slot)]);
        if (!cut)
            blanked.append(slot);
    }
    if (cut) { // as many frames, all from behind what was cut out
        const qint64 first = frames[std::size_t(masked.back()) + 1];
        const qint64 step = (frames.back() - first) / qint64(frames.size() - 1);
        for (std::size_t i = 0; i < seen.size(); ++i)
            seen[i] = first + qint64(i) * step;
    }
    return {{"masked", gone}, {"frames", arrayOf(seen)}, {"blanked", blanked}, {"delta", delta}};
}

/// The middle frames of 16 equal stretches.
inline std::vector<qint64> sampledFrames(qint64 count, int samples = 16)
{
    std::vector<qint64> frames;
    for (int i = 0; i < samples; ++i)
        frames.push_back((2 * i + 1) * count / (2 * samples));
    return frames;
}

/// A whole report: an English answer whose words 3 to 7 lean on the key frames.
inline QJsonObject someReport(qint64 count = 300)
{
    const std::vector<qint64> frames = sampledFrames(count);
    QJsonArray tokens;
    const auto add = [&tokens](const char *text, double evidence) {
        tokens.append(QJsonObject{{"text", QString::fromUtf8(text)}, {"evidence", evidence}});
    };
    add("The", 0.01);
    add(" video", -0.01);
    add(" shows", 0.02);
    add(" a", 0.21);
    add(" man", 0.37);
    add(" break", 0.6);
    add("ing", 0.32);
    add(" into", 0.24);
    add(" a", 0.05);
    add(" home", 0.61);
    const QStringList rest = QStringLiteral("and stealing a television. The homeowner notices the "
                                            "theft and calls the police. The police arrive and "
                                            "find the man in the living room. The man is then "
                                            "arrested and taken away in handcuffs.")
                                 .split(u' ');
    for (const QString &word : rest) {
        const double evidence = word == QLatin1String("television.") ? -0.12
                                : word == QLatin1String("room.")     ? 0.12
                                                                     : 0.004 * (word.size() - 4);
        add((u' ' + word).toUtf8().constData(), evidence);
    }
    add("", 0.3); // the end of the answer
    const QString answer
        = QStringLiteral("The video shows a man breaking into a home ") + rest.join(u' ');
    QString masked = answer;
    masked.replace(QStringLiteral("man in the living room."),
                   QStringLiteral("man hiding in the bathroom."));
    return {{"answer", answer},
            {"masked_answer", masked},
            {"tokens", tokens},
            {"frames", arrayOf(frames)},
            {"key_frames", arrayOf({frames[0], frames[1], frames[2]})},
            {"mask", "blank"},
            {"delta", 0.061},
            {"key", maskOf(frames, {0, 1, 2}, 0.061)},
            {"controls",
             QJsonArray{maskOf(frames, {4, 8, 13}, 0.031), maskOf(frames, {3, 7, 14}, 0.062),
                        maskOf(frames, {5, 9, 11}, 0.097)}},
            {"adjusted_delta", -0.0023},
            {"change", 0.0476},
            {"refused", false},
            {"notes", QJsonArray{}},
            {"cost", QJsonObject{{"seconds", 41.0}, {"naive_seconds", 163.0}}},
            {"provenance", QJsonObject{{"model", "Video-LLaMA"},
                                       {"dtype", "fp32"},
                                       {"control_seed", 7},
                                       {"generation", QJsonObject{{"greedy", true}}}}}};
}

/// The delta view as a window over a new project with three clips: one with a measured answer, one
/// with an answer that was not measured, one without any.
struct DeltaBench
{
    QTemporaryDir folder;
    std::unique_ptr<Document> document;
    Workspace workspace;
    JobRunner jobs;
    ActionRegistry actions;
    FakeModelDesk desk;
    std::unique_ptr<DeltaView> view;
    ClipId measured, unmeasured, silent;
    AnswerId answer, other;
    SegmentId first;
    std::shared_ptr<const VideoIndex> index;

    /// `video`: a file for the first clip; without it there is an index and no file.
    explicit DeltaBench(const QString &video = {}, QSize size = {1440, 856})
    {
        document = must(
            Document::create(folder.filePath(QStringLiteral("p.ecva")), QStringLiteral("ana")));
        if (!video.isEmpty()) {
            VideoIndex::Options options;
            options.useCache = false;
            index = must(VideoIndex::build(std::filesystem::path(video.toStdU16String()), options));
        } else {
            std::vector<std::int64_t> stamps;
            for (std::int64_t i = 0; i <= 300; ++i)
                stamps.push_back(i * 512);
            index = indexOf({1, 12800}, {25, 1}, stamps);
        }
        measured = addClipOf(video.isEmpty() ? QStringLiteral("robbery.mp4") : video);
        unmeasured = addClip(*document, QStringLiteral("b.mp4"));
        silent = addClip(*document, QStringLiteral("c.mp4"));
        const int count = int(index->frameCount());
        first = mark(0, 560 * count / 2730, QStringLiteral("cuva:7-1"));
        mark(820 * count / 2730, 1213 * count / 2730, QStringLiteral("cuva:4-1"));
        mark(1650 * count / 2730, 2174 * count / 2730, QStringLiteral("cuva:7-1"));
        answer
            = addAnswer(measured, Task::Result, someReport()[QStringLiteral("answer")].toString());
        other = addAnswer(unmeasured, Task::Cause, QStringLiteral("He wants the jewels."));
        workspace.setDocument(document.get());
        showClip(measured);
        view = std::make_unique<DeltaView>(workspace, desk, jobs, actions);
        actions.setWindow(view.get());
        view->resize(size);
        makeReady();
    }

    ~DeltaBench() { view.reset(); }

    ClipId addClipOf(const QString &path)
    {
        Edit edit(*document, QStringLiteral("clip.add"));
        NewClip clip;
        clip.path = path;
        clip.media = someMedia();
        clip.media->frames = index->frameCount();
        clip.media->durationMs = index->milliseconds(FrameIndex(index->frameCount()));
        clip.media->timeBase = index->info().timeBase;
        clip.media->averageRate = index->info().averageRate;
        const ClipId id = must(edit.addClip(clip));
        must(document->commit(std::move(edit)));
        return id;
    }
    SegmentId mark(int begin, int end, const QString &label)
    {
        Edit edit(*document, QStringLiteral("segment.add"));
        NewSegment segment;
        segment.clip = measured;
        segment.frames = FrameRange{FrameIndex(begin), FrameIndex(end)};
        segment.label = label;
        const SegmentId id = must(edit.addSegment(segment));
        must(document->commit(std::move(edit)));
        return id;
    }
    AnswerId addAnswer(ClipId clip, Task task, const QString &text)
    {
        Edit edit(*document, QStringLiteral("model.answer"));
        NewAnswer fresh;
        fresh.clip = clip;
        fresh.task = task;
        fresh.role = AnswerRole::Model;
        fresh.round = fresh.author = QStringLiteral("Video-LLaMA");
        fresh.text = text;
        const AnswerId id = must(edit.setAnswer(fresh));
        must(document->commit(std::move(edit)));
        return id;
    }
    DeltaId store(const QJsonObject &report)
    {
        Edit edit(*document, QStringLiteral("delta.add"));
        NewDelta delta;
        delta.answer = answer;
        delta.report = QJsonDocument(report).toJson(QJsonDocument::Compact);
        if (report[QStringLiteral("masked_answer")].isString())
            delta.maskedText = report[QStringLiteral("masked_answer")].toString();
        const DeltaId id = must(edit.addDelta(delta));
        must(document->commit(std::move(edit)));
        return id;
    }
    DeltaSummary summary() const
    {
        return must(DeltaSummary::parse(document->model().deltasOf(answer).back()->report));
    }
    void showClip(ClipId clip)
    {
        workspace.setClip(clip);
        workspace.setIndex(clip == measured ? index : nullptr);
    }
    void makeReady()
    {
        desk.ready = ModelDesk::Readiness::Ready;
        desk.why.clear();
        Q_EMIT desk.readinessChanged();
    }
    void open()
    {
        view->show();
        view->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(view.get()));
        view->open();
    }
    template <typename T>
    T *child(const char *name) const
    {
        return view->findChild<T *>(QString::fromLatin1(name));
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(view->focusWidget() ? view->focusWidget() : view.get(), key, modifiers);
    }
};

} // namespace ecva::test
