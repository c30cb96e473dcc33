// How long a durable edit, an undo and the opening of a large project take. Prints; asserts
// nothing.
#include "annotation/document/Document.h"
#include "tests/support/Projects.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace ecva;
using namespace ecva::test;

namespace {

void print(const char *what, std::vector<double> milliseconds)
{
    std::sort(milliseconds.begin(), milliseconds.end());
    const auto at = [&](double part) {
        return milliseconds[std::size_t(part * double(milliseconds.size() - 1))];
    };
    std::printf("%-28s n %6zu   median %7.3f ms   p99 %7.3f ms   max %8.3f ms\n", what,
                milliseconds.size(), at(0.5), at(0.99), milliseconds.back());
}

template <typename Work>
double timed(Work work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return double(timer.nsecsElapsed()) / 1e6;
}

void benchCommits(const QString &path, int count)
{
    auto document = must(Document::create(path, "bench"));
    const ClipId clip = addClip(*document, "a.mp4");
    const SegmentId segment = addSegment(*document, clip, 0, 10);
    std::vector<double> commits;
    for (int i = 0; i < count; ++i) {
        commits.push_back(timed([&] {
            Edit edit(*document, "segment.set");
            must(edit.setSegment(
                segment, {.frames = FrameRange{FrameIndex(i % 200), FrameIndex(i % 200 + 2)}}));
            must(document->commit(std::move(edit)));
        }));
    }
    print("commit of an edit", commits);
    document.reset();
    std::printf("%-28s %.1f ms, %d steps\n", "open with this history", timed([&] {
                    document = must(Document::open(path, Document::Mode::ReadWrite, "bench"));
                }),
                count);
    std::vector<double> undos;
    for (int i = 0; i < std::min(count, 1000); ++i)
        undos.push_back(timed([&] { must(document->undo()); }));
    print("undo", undos);
}

void benchLargeProject(const QString &path)
{
    auto document = must(Document::create(path, "bench"));
    Edit edit(*document, "import");
    std::size_t rows = 0;
    for (int i = 0; i < 10'000; ++i) {
        NewClip clip;
        clip.path = QStringLiteral("videos/%1.mp4").arg(i, 5, 10, QLatin1Char('0'));
        clip.media = someMedia();
        const ClipId id = must(edit.addClip(clip));
        NewSegment segment;
        segment.clip = id;
        segment.frames = FrameRange{FrameIndex(10), FrameIndex(200)};
        segment.label = QStringLiteral("cuva:7-1");
        const SegmentId marked = must(edit.addSegment(segment));
        for (const Task task : {Task::Description, Task::Cause}) {
            NewAnswer answer;
            answer.clip = id;
            answer.segment = task == Task::Description ? marked : SegmentId();
            answer.task = task;
            answer.text = QStringLiteral("Three masked people break the window of a shop and run "
                                         "away with what they can carry.");
            must(edit.setAnswer(answer));
        }
        for (int k = 0; k < 4; ++k)
            must(edit.addKeySentence(id, QStringLiteral("Three masked thieves break a window")));
        rows += 10;
    }
    const double commit = timed([&] { must(document->commit(std::move(edit))); });
    document.reset();
    const double open
        = timed([&] { document = must(Document::open(path, Document::Mode::ReadWrite, "bench")); });
    std::printf("%-28s %zu rows: commit as one step %.0f ms, open %.0f ms, undo %.0f ms\n",
                "10,000 clips", rows, commit, open, timed([&] { must(document->undo()); }));
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QTemporaryDir folder;
    benchCommits(folder.filePath("300.ecva"), 300);
    benchCommits(folder.filePath("20000.ecva"), 20'000);
    benchLargeProject(folder.filePath("large.ecva"));
}
