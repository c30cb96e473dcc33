#include "annotation/document/Document.h"
#include "annotation/domain/Prompts.h"
#include "tests/support/Projects.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace ecva;
using namespace ecva::test;

namespace {

FrameRange frames(int begin, int end)
{
    return {FrameIndex(begin), FrameIndex(end)};
}

NewAnswer answerFor(ClipId clip, SegmentId segment, Task task, const QString &text)
{
    NewAnswer answer;
    answer.clip = clip;
    answer.segment = segment;
    answer.task = task;
    answer.text = text;
    return answer;
}

} // namespace

/// What each operation does, what it refuses, and that undo takes back exactly that.
class TestEdit : public QObject
{
    Q_OBJECT

    template <typename Change>
    auto commit(const char *command, Change change)
    {
        return commitStep(*m_document, command, change);
    }

    std::string refused(const std::function<Result<void>(Edit &)> &change)
    {
        Edit edit(*m_document, "refused");
        const auto result = change(edit);
        if (result)
            return "it was accepted";
        if (!edit.isEmpty())
            return "it left something in the edit";
        return result.error().message;
    }

    template <typename T>
    static Result<void> asVoid(const Result<T> &result)
    {
        return result ? Result<void>() : Result<void>(fail(result));
    }

    const ProjectModel &model() const { return m_document->model(); }

private Q_SLOTS:
    void init()
    {
        m_document.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        m_document = must(Document::create(m_folder->filePath("p.ecva"), "anna"));
        m_clip = addClip(*m_document, "a.mp4");
        m_first = addSegment(*m_document, m_clip, 10, 20);
        m_second = addSegment(*m_document, m_clip, 30, 50);
    }

    /// For every kind of edit: undo brings back the very bytes, redo the other ones, and the model
    /// in memory is the one that a fresh program reads.
    void undoTakesBackExactlyTheEdit_data()
    {
        using Change = std::function<void(TestEdit &, Edit &)>;
        QTest::addColumn<Change>("change");
        const auto row = [](const char *name, Change change) { QTest::newRow(name) << change; };
        row("clip.add", [](TestEdit &, Edit &e) {
            must(e.addClip({"new.mp4", {}, {}, TimeRangeMs{1, 2}, {}, "r"}));
        });
        row("clip.set", [](TestEdit &t, Edit &e) {
            must(e.setClip(t.m_clip, {"n", ClipStatus::Gold, Verdict::Anomaly, "ben", "ok"}));
        });
        row("clip.remove", [](TestEdit &t, Edit &e) { must(e.removeClip(t.m_clip)); });
        row("segment.add", [](TestEdit &t, Edit &e) {
            must(e.addSegment(
                {t.m_clip, "gold", frames(0, 300), {}, "cuva:7-1", 5, "raw", "rawer"}));
        });
        row("segment.set", [](TestEdit &t, Edit &e) {
            SegmentPatch patch;
            patch.frames = frames(11, 299);
            patch.label = "cuva:1-1";
            patch.severity = std::optional<int>(2);
            patch.track = "round2";
            must(e.setSegment(t.m_first, patch));
        });
        row("segment.delete", [](TestEdit &t, Edit &e) { must(e.removeSegment(t.m_first)); });
        row("segment.split",
            [](TestEdit &t, Edit &e) { must(e.splitSegment(t.m_first, FrameIndex(15))); });
        row("segment.merge",
            [](TestEdit &t, Edit &e) { must(e.mergeSegments({t.m_second, t.m_first})); });
        row("segment.duplicate",
            [](TestEdit &t, Edit &e) { must(e.duplicateSegment(t.m_first, "gold")); });
        row("qa.set", [](TestEdit &t, Edit &e) {
            must(e.setAnswer(answerFor(t.m_clip, t.m_second, Task::Result, "三 \"x\"")));
        });
        row("qa.set again", [](TestEdit &t, Edit &e) {
            must(e.setAnswer(answerFor(t.m_clip, t.m_first, Task::Description, "other")));
        });
        row("qa.set away", [](TestEdit &t, Edit &e) {
            must(e.setAnswer(answerFor(t.m_clip, t.m_first, Task::Description, "")));
        });
        row("answer.state", [](TestEdit &t, Edit &e) {
            must(e.setAnswerState(t.m_answer, AnswerState::Accepted));
        });
        row("question.set", [](TestEdit &t, Edit &e) {
            must(e.setQuestion(t.model().answer(t.m_answer)->item, "What?"));
        });
        row("keysentence.add",
            [](TestEdit &t, Edit &e) { must(e.addKeySentence(t.m_clip, "three", 0.1)); });
        row("keysentence.set",
            [](TestEdit &t, Edit &e) { must(e.setKeySentence(t.m_sentence, "uno", 3.0)); });
        row("keysentence.delete",
            [](TestEdit &t, Edit &e) { must(e.removeKeySentence(t.m_sentence)); });
        row("keyframe.mark",
            [](TestEdit &t, Edit &e) { must(e.markKeyFrame(t.m_clip, FrameIndex(299))); });
        row("keyframe.unmark", [](TestEdit &t, Edit &e) { must(e.unmarkKeyFrame(t.m_mark)); });
        row("settings.set",
            [](TestEdit &, Edit &e) { must(e.setSettings({1, 2, 3, 4, "round9"})); });
        row("import", [](TestEdit &t, Edit &e) {
            const SourceId source = must(e.addSource({{}, "a.xlsx", "ecva-xlsx", "00", "{}", {}}));
            must(e.addSourceRow({{}, source, t.m_clip, "一轮标注!A4", R"({"a":1})"}));
        });
        row("many at once", [](TestEdit &t, Edit &e) {
            const SegmentId half = must(e.splitSegment(t.m_first, FrameIndex(12)));
            must(e.setAnswer(answerFor(t.m_clip, half, Task::Cause, "because")));
            must(e.mergeSegments({t.m_first, half, t.m_second}));
            must(e.removeSegment(t.m_first));
            must(e.addClip({"b.mp4", {}, {}, {}, {}, {}}));
        });
    }

    void undoTakesBackExactlyTheEdit()
    {
        m_answer = commit("qa.set", [&](Edit &e) {
            return e.setAnswer(answerFor(m_clip, m_first, Task::Description, "a person runs"));
        });
        commit("qa.set", [&](Edit &e) {
            return e.setAnswer(answerFor(m_clip, m_second, Task::Description, "and falls"));
        });
        m_sentence = commit("k", [&](Edit &e) { return e.addKeySentence(m_clip, "one"); });
        commit("k", [&](Edit &e) { return e.addKeySentence(m_clip, "two"); });
        m_mark = commit("m", [&](Edit &e) { return e.markKeyFrame(m_clip, FrameIndex(3)); });

        QFETCH(std::function<void(TestEdit &, Edit &)>, change);
        const QByteArray before = must(m_document->dump());
        Edit edit(*m_document, "under.test");
        change(*this, edit);
        QVERIFY(must(m_document->commit(std::move(edit))) > 0);
        const QByteArray after = must(m_document->dump());
        QVERIFY(after != before);
        checkMemoryIsDisk();
        must(m_document->undo());
        QCOMPARE(must(m_document->dump()), before);
        checkMemoryIsDisk();
        must(m_document->redo());
        QCOMPARE(must(m_document->dump()), after);
        checkMemoryIsDisk();
        must(m_document->checkIntegrity());
    }

    void refusals()
    {
        const auto contains = [this](const std::string &words,
                                     const std::function<Result<void>(Edit &)> &change) {
            const std::string message = refused(change);
            return message.find(words) == std::string::npos
                       ? QTest::qVerify(false, message.c_str(), words.c_str(), __FILE__, __LINE__)
                       : true;
        };
        const auto add = [&](NewSegment segment) {
            return [=](Edit &e) { return asVoid(e.addSegment(segment)); };
        };
        NewSegment segment;
        segment.clip = m_clip;
        QVERIFY(contains("needs frames", add(segment)));
        segment.frames = frames(20, 20);
        QVERIFY(contains("[20, 20) are empty", add(segment)));
        segment.frames = frames(0, 301);
        QVERIFY(contains("outside the clip's [0, 300)", add(segment)));
        segment.frames = frames(-1, 3);
        QVERIFY(contains("[-1, 3) are outside", add(segment)));
        segment.frames = frames(0, 3);
        segment.severity = 6;
        QVERIFY(contains("severity 6", add(segment)));
        segment.severity.reset();
        segment.label = "cuva:99";
        QVERIFY(contains("cuva:99", add(segment)));
        segment.label.clear();
        segment.clip = ClipId{777};
        QVERIFY(contains("clip 777 does not exist", add(segment)));
        segment.clip = m_clip;
        segment.frames.reset();
        segment.time = TimeRangeMs{0, 10};
        QVERIFY(contains("given in frames", add(segment)));

        const ClipId lost = commit(
            "clip.add", [](Edit &e) { return e.addClip({"lost.mp4", {}, {}, {}, {}, {}}); });
        segment.clip = lost;
        segment.time = TimeRangeMs{10, 10};
        QVERIFY(contains("end 10 ms <= begin 10 ms", add(segment)));
        segment.frames = frames(0, 3);
        QVERIFY(contains("has no video", add(segment)));

        QVERIFY(contains("not inside [10, 20)",
                         [&](Edit &e) { return asVoid(e.splitSegment(m_first, FrameIndex(10))); }));
        QVERIFY(
            contains("two segments", [&](Edit &e) { return asVoid(e.mergeSegments({m_first})); }));
        QVERIFY(contains("named twice",
                         [&](Edit &e) { return asVoid(e.mergeSegments({m_first, m_first})); }));
        QVERIFY(
            contains("no words", [&](Edit &e) { return asVoid(e.addKeySentence(m_clip, "  ")); }));
        QVERIFY(contains("weight",
                         [&](Edit &e) { return asVoid(e.addKeySentence(m_clip, "x", qQNaN())); }));
        QVERIFY(contains("outside",
                         [&](Edit &e) { return asVoid(e.markKeyFrame(m_clip, FrameIndex(300))); }));
        QVERIFY(contains("words", [&](Edit &e) {
            return asVoid(e.setAnswer(answerFor(m_clip, {}, Task::Free, "x")));
        }));
        QVERIFY(contains("not JSON", [&](Edit &e) {
            NewAnswer answer = answerFor(m_clip, {}, Task::Cause, "x");
            answer.provenance = "{";
            return asVoid(e.setAnswer(answer));
        }));
        QVERIFY(contains("is of clip", [&](Edit &e) {
            return asVoid(e.setAnswer(answerFor(lost, m_first, Task::Cause, "x")));
        }));
        QVERIFY(contains("from 4 to 3",
                         [&](Edit &e) { return e.setSettings({4, 3, 7, 14, "round1"}); }));
    }

    void whatDoesNotChangeAnythingIsNoStep()
    {
        const QByteArray before = must(m_document->dump());
        Edit edit(*m_document, "clip.set");
        must(edit.setClip(m_clip, {}));
        must(edit.setClip(m_clip, {.status = ClipStatus::Draft}));
        must(edit.setSegment(m_first, {.frames = frames(10, 20)}));
        must(edit.setAnswer(answerFor(m_clip, m_first, Task::Cause, "")));
        const SegmentId passing = must(edit.duplicateSegment(m_first, {}));
        must(edit.removeSegment(passing));
        QVERIFY(edit.isEmpty());
        QCOMPARE(must(m_document->commit(std::move(edit))), 0);
        QCOMPARE(must(m_document->dump()), before);
    }

    void framesBringTimes()
    {
        const Segment &segment = *model().segment(m_first);
        QCOMPARE(segment.beginPts, 5120); // 10 × 512 ticks of 1/12800 s
        QCOMPARE(segment.endPts, 10240);
        QCOMPARE(segment.time.beginMs, 400);
        QCOMPARE(segment.time.endMs, 800);
    }

    void theIndexKnowsBetterThanTheRate()
    {
        // 300 frames in a time base of milliseconds: 25 a second, but the container rounds.
        std::vector<std::int64_t> stamps;
        for (int i = 0; i <= 300; ++i)
            stamps.push_back(7 + i * 40 + (i % 3));
        const auto index = indexOf({1, 1000}, {25, 1}, stamps);
        MediaFacts media = someMedia();
        media.timeBase = {1, 1000};
        media.firstPts = 7;
        media.variableRate = true;
        const ClipId clip = commit(
            "clip.add", [&](Edit &e) { return e.addClip({"v.mkv", {}, media, {}, {}, {}}); });
        NewSegment segment;
        segment.clip = clip;
        segment.frames = frames(1, 300);
        QCOMPARE(refused([&](Edit &e) { return asVoid(e.addSegment(segment)); }),
                 std::string("clip " + std::to_string(clip.value)
                             + ": its frames have no constant rate: the video itself is needed"));
        QVERIFY(!m_document->setVideoIndex(m_clip, index)); // not the video of that clip
        must(m_document->setVideoIndex(clip, index));
        const SegmentId id = commit("segment.add", [&](Edit &e) { return e.addSegment(segment); });
        QCOMPARE(model().segment(id)->beginPts, 7 + 40 + 1);
        QCOMPARE(model().segment(id)->endPts, 7 + 12000);
        QCOMPARE(model().segment(id)->time.beginMs, 41);
        QCOMPARE(model().segment(id)->time.endMs, 12000);
        const SegmentId half
            = commit("s", [&](Edit &e) { return e.splitSegment(id, FrameIndex(5)); });
        QCOMPARE(model().segment(half)->beginPts, 7 + 200 + 2);
        QCOMPARE(model().segment(id)->endPts, 7 + 200 + 2);
    }

    void mergingJoinsTextsInTheOrderOfTime()
    {
        commit("q", [&](Edit &e) {
            return e.setAnswer(answerFor(m_clip, m_second, Task::Description, "and falls"));
        });
        commit("q", [&](Edit &e) {
            return e.setAnswer(answerFor(m_clip, m_first, Task::Description, "A man runs"));
        });
        commit("q", [&](Edit &e) {
            return e.setAnswer(answerFor(m_clip, m_first, Task::Cause, "ice"));
        });
        SegmentPatch patch;
        patch.label = "cuva:7-1";
        Edit edit(*m_document, "l");
        must(edit.setSegment(m_first, patch));
        must(m_document->commit(std::move(edit)));

        const SegmentId stays
            = commit("m", [&](Edit &e) { return e.mergeSegments({m_second, m_first}); });
        QCOMPARE(stays, m_second);
        const Segment &merged = *model().segment(m_second);
        QVERIFY(merged.frames == frames(10, 50));
        QCOMPARE(merged.beginPts, 5120);
        QCOMPARE(merged.time.endMs, 2000);
        QCOMPARE(merged.label, QStringLiteral("cuva:7-1"));
        QVERIFY(!model().segment(m_first));
        const QaItem *what = model().findItem(m_clip, m_second, Task::Description);
        QCOMPARE(model().findAnswer(what->id, AnswerRole::Expert, "round1")->text,
                 QStringLiteral("A man runs and falls"));
        const QaItem *why = model().findItem(m_clip, m_second, Task::Cause);
        QCOMPARE(model().findAnswer(why->id, AnswerRole::Expert, "round1")->text,
                 QStringLiteral("ice"));
        QCOMPARE(model().itemsOf(m_clip).size(), std::size_t(2));
        QCOMPARE(model().answers().size(), std::size_t(2));
    }

    void anAnswerIsOnePerKey()
    {
        const AnswerId one = commit(
            "q", [&](Edit &e) { return e.setAnswer(answerFor(m_clip, {}, Task::Cause, "x")); });
        const AnswerId same = commit(
            "q", [&](Edit &e) { return e.setAnswer(answerFor(m_clip, {}, Task::Cause, "y")); });
        QCOMPARE(one, same);
        NewAnswer other = answerFor(m_clip, {}, Task::Cause, "z");
        other.role = AnswerRole::Model;
        other.author = "m";
        QVERIFY(commit("q", [&](Edit &e) { return e.setAnswer(other); }) != one);
        QCOMPARE(model().items().size(), std::size_t(1));
        QCOMPARE(model().items().begin()->second.question, publishedQuestion(Task::Cause));
        QCOMPARE(
            commit("q",
                   [&](Edit &e) { return e.setAnswer(answerFor(m_clip, {}, Task::Cause, "")); }),
            AnswerId());
        QCOMPARE(model().answers().size(),
                 std::size_t(1)); // the model's stays, and the item with it
        QCOMPARE(model().items().size(), std::size_t(1));
    }

    void freeQuestionsAreToldApartByTheirWords()
    {
        for (const char *question : {"Who?", "Where?"}) {
            NewAnswer answer = answerFor(m_clip, {}, Task::Free, question);
            answer.question = question;
            commit("q", [&](Edit &e) { return e.setAnswer(answer); });
        }
        QCOMPARE(model().items().size(), std::size_t(2));
        QCOMPARE(model().findItem(m_clip, {}, Task::Free, "Where?")->question,
                 QStringLiteral("Where?"));
    }

    void positionsOfKeySentencesHaveNoGaps()
    {
        std::vector<KeySentenceId> ids;
        for (const char *text : {"a", "b", "c"})
            ids.push_back(commit("k", [&](Edit &e) { return e.addKeySentence(m_clip, text); }));
        commit("k", [&](Edit &e) { return e.addKeySentence(m_clip, "other round", 1, "round2"); });
        Edit edit(*m_document, "k");
        must(edit.removeKeySentence(ids[0]));
        must(m_document->commit(std::move(edit)));
        const auto left = model().keySentencesOf(m_clip);
        QCOMPARE(left.size(), std::size_t(3));
        QCOMPARE(left[0]->text, QStringLiteral("b"));
        QCOMPARE(left[0]->position, 0);
        QCOMPARE(left[1]->position, 1);
        QCOMPARE(left[2]->position, 0);
    }

    void pathsAreRelativeBelowTheProject()
    {
        const QString folder = m_document->folder();
        QCOMPARE(m_document->storedMediaPath(folder + "/videos/x.mp4"),
                 QStringLiteral("videos/x.mp4"));
        QCOMPARE(m_document->storedMediaPath("videos/../x.mp4"), QStringLiteral("x.mp4"));
        QCOMPARE(m_document->storedMediaPath(folder + "-other/x.mp4"), folder + "-other/x.mp4");
        QCOMPARE(m_document->absoluteMediaPath(*model().clip(m_clip)), folder + "/a.mp4");
    }

    void halfCharactersAreStoredAsTheDiskWill()
    {
        Edit edit(*m_document, "clip.set");
        ClipPatch patch;
        patch.remark
            = QString(QChar(0xd83d)) + QStringLiteral(" half a smile") + QChar(u'\0') + u'x';
        must(edit.setClip(m_clip, patch));
        must(m_document->commit(std::move(edit)));
        checkMemoryIsDisk();
    }

    void eventsNameWhatChanged()
    {
        QSignalSpy changed(m_document.get(), &Document::changed);
        const AnswerId answer = commit("qa.set", [&](Edit &e) {
            return e.setAnswer(answerFor(m_clip, m_first, Task::Cause, "x"));
        });
        auto event = changed.takeFirst().at(0).value<ChangeEvent>();
        QVERIFY(event.clips == std::set<ClipId>{m_clip});
        QVERIFY(event.answers == std::set<AnswerId>{answer});
        QVERIFY(event.segments.empty() && !event.clipsAddedOrRemoved && !event.keySentences);
        QCOMPARE(event.command, QStringLiteral("qa.set"));
        must(m_document->undo());
        event = changed.takeFirst().at(0).value<ChangeEvent>();
        QVERIFY(event.origin == ChangeEvent::Origin::Undo);
        QVERIFY(event.clips == std::set<ClipId>{m_clip});
        Edit edit(*m_document, "clip.remove");
        must(edit.removeClip(m_clip));
        must(m_document->commit(std::move(edit)));
        event = changed.takeFirst().at(0).value<ChangeEvent>();
        QVERIFY(event.clipsAddedOrRemoved);
        QVERIFY((event.segments == std::set<SegmentId>{m_first, m_second}));
    }

private:
    void checkMemoryIsDisk()
    {
        const auto fresh = must(Document::open(m_document->path(), Document::Mode::ReadOnly, "x"));
        QVERIFY(fresh->model().settings() == model().settings());
        QVERIFY(fresh->model().clips() == model().clips());
        QVERIFY(fresh->model().segments() == model().segments());
        QVERIFY(fresh->model().items() == model().items());
        QVERIFY(fresh->model().answers() == model().answers());
        QVERIFY(fresh->model().keySentences() == model().keySentences());
        QVERIFY(fresh->model().keyFrames() == model().keyFrames());
        QVERIFY(fresh->model().sources() == model().sources());
        QVERIFY(fresh->model().sourceRows() == model().sourceRows());
        for (const auto &[id, clip] : model().clips()) { // the child lists too
            QCOMPARE(fresh->model().segmentsOf(id).size(), model().segmentsOf(id).size());
            QCOMPARE(fresh->model().itemsOf(id).size(), model().itemsOf(id).size());
            QCOMPARE(fresh->model().clipByPath(clip.path)->id, model().clipByPath(clip.path)->id);
        }
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Document> m_document;
    ClipId m_clip;
    SegmentId m_first;
    SegmentId m_second;
    AnswerId m_answer;
    KeySentenceId m_sentence;
    KeyFrameId m_mark;
};

QTEST_GUILESS_MAIN(TestEdit)
#include "TestEdit.moc"
