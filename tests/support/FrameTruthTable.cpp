// Prints the table of docs/frame-truth.md: every generated clip, what the index says of it and what
// came of asking for its frames at random. `ecva_frame_truth [GETS [FILE…] | make]`
#include "tests/support/GeneratedMedia.h"
#include "tests/support/RandomGets.h"

#include "core/media/FrameSource.h"
#include "core/media/IndexVerifier.h"

#include <QCoreApplication>

#include <cstdio>

using namespace ecva;
using test::GeneratedMedia;

namespace {

constexpr std::uint64_t kSeed = 5;
constexpr std::int64_t kGets = 300;

const char *identityText(VideoIndex::Identity identity)
{
    switch (identity) {
    case VideoIndex::Identity::Pts:
        return "pts";
    case VideoIndex::Identity::Dts:
        return "dts";
    case VideoIndex::Identity::Order:
        break;
    }
    return "order";
}

/// Frames that are another picture than ffmpeg's when they are asked for from first to last.
int differingInOrder(const QString &path, const std::shared_ptr<const VideoIndex> &index,
                     const QStringList &truth)
{
    auto source = FrameSource::open(path.toStdString(), index, {});
    if (!source)
        return static_cast<int>(index->frameCount());
    int differing = 0;
    for (std::int64_t i = 0; i < index->frameCount(); ++i) {
        const auto frame = (*source)->frameAt(FrameIndex(i));
        const auto hash = frame ? frame->nativeHash() : fail(frame);
        differing += !hash || QString::fromStdString(*hash) != truth.value(i);
    }
    return differing;
}

/// One row; whether everything agrees.
bool printRow(const GeneratedMedia::Recipe &recipe, std::int64_t gets, test::Watchdog &watchdog)
{
    watchdog.nowAt(recipe.file);
    const QByteArray text
        = QStringLiteral("| `%1` | %2 ").arg(recipe.file, recipe.property).toUtf8();
    const char *name = text.constData();
    const GeneratedMedia::Truth truth = GeneratedMedia::truth(recipe);
    if (!truth.problem.isEmpty()) {
        std::printf("%s| not made: %s |\n", name, qPrintable(truth.problem));
        return false;
    }
    VideoIndex::Options options;
    options.useCache = false;
    const auto index = VideoIndex::build(truth.path.toStdString(), options);
    if (!index) {
        std::printf("%s| %s |\n", name, index.error().text().c_str());
        return false;
    }
    const auto total = static_cast<std::int64_t>(truth.hashes.size());
    const int inOrder = differingInOrder(truth.path, *index, truth.hashes);
    const auto report = test::randomGets(truth.path, *index, truth.hashes, gets, kSeed, watchdog);
    std::printf(
        "%s| %s | %s | %lld | %d | %s%s | %s | %lld | %lld |\n", name, qPrintable(truth.container),
        qPrintable(truth.codec), static_cast<long long>((*index)->frameCount()), truth.packets,
        identityText((*index)->identity()), (*index)->verifiedByDecoding() ? ", decoded" : "",
        truth.unsettled > 0 ? qPrintable(QString::number(truth.unsettled)) : "",
        static_cast<long long>(total + report.gets),
        static_cast<long long>(inOrder + report.mismatches));
    std::fflush(stdout);
    const bool agrees = report.mismatches == 0 && inOrder == 0 && (*index)->frameCount() == total;
    if (!agrees) {
        std::fprintf(stderr, "%s: %lld frames for %lld; in order %d, at random %lld of %lld: %s\n",
                     qPrintable(recipe.file), static_cast<long long>((*index)->frameCount()),
                     static_cast<long long>(total), inOrder,
                     static_cast<long long>(report.mismatches), static_cast<long long>(report.gets),
                     qPrintable(report.examples.mid(0, 5).join(QStringLiteral("; "))));
        for (const VideoIndex::Warning &warning : (*index)->warnings())
            std::fprintf(stderr, "    warning: %s\n", warning.text().c_str());
    }
    return agrees;
}

} // namespace

/// Only makes the clips; whether all could be made.
bool makeAll()
{
    bool good = true;
    for (const auto &recipe : GeneratedMedia::recipes()) {
        const auto truth = GeneratedMedia::truth(recipe);
        if (!truth.problem.isEmpty())
            std::fprintf(stderr, "%s\n", qPrintable(truth.problem));
        good = good && truth.problem.isEmpty();
    }
    return good;
}

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("make"))
        return makeAll() ? 0 : 1;
    const std::int64_t gets = arguments.size() > 1 ? arguments[1].toLongLong() : kGets;
    test::Watchdog watchdog{std::chrono::seconds(120)};
    bool good = true;
    std::printf(
        "| file | property | container | codec | frames | packets | identity | unsettled "
        "| frames asked for | mismatches |\n|---|---|---|---|---:|---:|---|---:|---:|---:|\n");
    for (const auto &recipe : GeneratedMedia::recipes()) {
        if (arguments.size() <= 2 || arguments.mid(2).contains(recipe.file))
            good = printRow(recipe, gets, watchdog) && good;
    }
    return good ? 0 : 1;
}
