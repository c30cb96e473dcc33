// What the demonstration checkpoint says, through the real modules.
#include "model/api/Modules.h"
#include "model/api/VideoModel.h"
#include "model/inference/VideoModelLoader.h"
#include "model/tiny/TinyCheckpoint.h"

#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace ecva;

namespace {

/// Ten seconds of a square that moves over a ground, each video with its own colours and pace.
VideoSource drawnVideo(int which)
{
    const auto read = [which](std::int64_t frame) -> Result<PackedImage> {
        PackedImage image{320, 180, 3, std::vector<std::uint8_t>(320 * 180 * 3)};
        const auto left = static_cast<int>(frame * (which + 1) % 260);
        for (int y = 0; y < image.height; ++y) {
            for (int x = 0; x < image.width; ++x) {
                auto *pixel = &image.data[static_cast<std::size_t>((y * image.width + x) * 3)];
                const bool inside
                    = x >= left && x < left + 60 && y >= 20 * which && y < 20 * which + 60;
                pixel[0] = static_cast<std::uint8_t>(inside ? 250 - 30 * which : x / 2);
                pixel[1] = static_cast<std::uint8_t>(inside ? 40 * which : 20 + y);
                pixel[2] = static_cast<std::uint8_t>(inside ? 10 : 30 * which);
            }
        }
        return image;
    };
    return {250, 25.0, read};
}

} // namespace

class TestTinyAnswers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("ECVA_MODULE_DIR", qgetenv("ECVA_BIN_DIR"));
        if (!isEngineInstalled())
            QSKIP("the engine module is not built: LibTorch is not here");
    }

    /// An answer that never ends would be shown for minutes, and a model that says one thing about
    /// everything demonstrates nothing.
    void answersDependOnTheVideoAndEnd_data()
    {
        QTest::addColumn<quint64>("seed");
        QTest::newRow("seed 0") << quint64(0);
        QTest::newRow("seed 7") << quint64(7);
    }
    void answersDependOnTheVideoAndEnd()
    {
        QFETCH(quint64, seed);
        const QTemporaryDir folder;
        ModelOptions options;
        options.folder = folder.filePath("tiny").toStdU16String();
        const auto made = makeTinyCheckpoint(options.folder, {.seed = seed});
        QVERIFY2(made, made ? "" : made.error().text().c_str());
        const auto model = loadVideoModel(options, {}, {});
        QVERIFY2(model, model ? "" : model.error().text().c_str());
        std::set<std::string> answers;
        constexpr int kVideos = 6;
        for (int i = 0; i < kVideos; ++i) {
            AskRequest request;
            request.question = "What happens in the video?";
            request.video = drawnVideo(i);
            request.generation.greedy = true;
            request.generation.maxNewTokens = 300;
            const auto answer = (*model)->ask(request, {}, {});
            QVERIFY2(answer, answer ? "" : answer.error().text().c_str());
            QVERIFY2(answer->ended, answer->text.c_str());
            answers.insert(answer->text);
        }
        QVERIFY(answers.size() >= kVideos / 2);
        QVERIFY(!answers.contains(""));
    }
};

QTEST_APPLESS_MAIN(TestTinyAnswers)
#include "tst_tiny_answers.moc"
