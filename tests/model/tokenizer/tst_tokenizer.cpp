// The tokenizer module as the programs open it: SentencePiece with the rules of Hugging Face's slow
// LlamaTokenizer, legacy = true (model spec E.2).
#include "tests/model/tokenizer/TinyVocabulary.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <thread>
#include <unistd.h>

using namespace ecva;
using namespace ecva::test;

namespace {

constexpr std::int32_t kByte0 = 3; // "<0x00>"

std::vector<std::int32_t> operator+(std::vector<std::int32_t> left,
                                    const std::vector<std::int32_t> &right)
{
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

QByteArray contentOf(const std::filesystem::path &file)
{
    QFile opened(QString::fromStdString(file.string()));
    return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
}

/// What the process writes to stderr while `work` runs.
template <typename Work>
QByteArray errorOutputOf(const Work &work)
{
    std::FILE *file = std::tmpfile();
    std::fflush(stderr);
    const int before = dup(2);
    dup2(fileno(file), 2);
    work();
    std::fflush(stderr);
    dup2(before, 2);
    close(before);
    std::rewind(file);
    char buffer[4096];
    const std::size_t count = std::fread(buffer, 1, sizeof buffer, file);
    std::fclose(file);
    return QByteArray(buffer, qsizetype(count));
}

} // namespace

class TestTokenizer : public QObject
{
    Q_OBJECT

private:
    std::vector<std::int32_t> encode(std::string_view text) const
    {
        return must(m_tiny->tokenizer->encode(text));
    }
    /// Ids of pieces that the vocabulary must hold.
    std::vector<std::int32_t> ids(std::initializer_list<std::string_view> pieces) const
    {
        std::vector<std::int32_t> found;
        for (std::string_view piece : pieces) {
            for (std::int32_t id = 0; id < m_tiny->tokenizer->size(); ++id) {
                if (m_tiny->tokenizer->piece(id) == piece)
                    found.push_back(id);
            }
        }
        if (found.size() != pieces.size())
            qFatal("the tiny vocabulary lacks a piece that the test needs");
        return found;
    }
    std::string decode(const std::vector<std::int32_t> &ids) const
    {
        return m_tiny->tokenizer->decode(ids);
    }
    QString newFile(const QString &name, const QByteArray &content) const
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write the test's file");
        return file.fileName();
    }
    Error loadError(const QString &file) const
    {
        const auto loaded = m_tiny->module->load(file.toStdString());
        return loaded ? Error{.code = ErrorCode::Internal, .message = "loaded", .where = {}}
                      : loaded.error();
    }

private Q_SLOTS:
    void initTestCase() { m_tiny = std::make_unique<TinyVocabulary>(); }

    void theModuleNamesItself()
    {
        QVERIFY(m_tiny->module->version().starts_with("SentencePiece "));
    }

    void torchIsNotInThisProcess()
    {
        const QByteArray maps = contentOf("/proc/self/maps");
        QVERIFY(maps.contains("libecva_tokenizer"));
        QVERIFY(maps.contains("libsentencepiece"));
        QVERIFY(!maps.contains("libtorch"));
        QVERIFY(!maps.contains("libc10"));
    }

    void idsAreLaidOutAsMistrals()
    {
        const Tokenizer &tokenizer = *m_tiny->tokenizer;
        QCOMPARE(tokenizer.size(), 420);
        QCOMPARE(tokenizer.unknown(), 0);
        QCOMPARE(tokenizer.bos(), 1);
        QCOMPARE(tokenizer.eos(), 2);
        QCOMPARE(tokenizer.piece(0), std::string("<unk>"));
        QCOMPARE(tokenizer.piece(1), std::string("<s>"));
        QCOMPARE(tokenizer.piece(2), std::string("</s>"));
        QCOMPARE(tokenizer.piece(kByte0), std::string("<0x00>"));
        QCOMPARE(tokenizer.piece(kByte0 + 255), std::string("<0xFF>"));
        QCOMPARE(tokenizer.piece(420), std::string());
        QCOMPARE(tokenizer.piece(-1), std::string());
    }

    void textsWithKnownIds()
    {
        QCOMPARE(encode(""), std::vector<std::int32_t>());
        // A part that starts with a line break begins with the bare '▁'.
        QCOMPARE(encode("\n"), ids({"▁", "<0x0A>"}));
        QCOMPARE(encode("\n at"), ids({"▁", "<0x0A>", "▁at"}));
        QCOMPARE(encode("at at"), ids({"▁at", "▁at"}));
        // No blank is lost, none is added.
        QCOMPARE(decode(encode("two  blanks ")), std::string("two  blanks "));
        // Characters outside the vocabulary become their bytes.
        QCOMPARE(encode("é"), ids({"▁", "<0xC3>", "<0xA9>"}));
        // Text that looks like a byte piece is not one.
        const auto look = encode("<0x0A>");
        QVERIFY(std::ranges::find(look, kByte0 + 10) == look.end());
    }

    void specialTokensAreSplitOut()
    {
        const auto at = ids({"▁at"});
        QCOMPARE(encode("<s>"), std::vector<std::int32_t>{1});
        QCOMPARE(encode("at</s>at"), at + std::vector<std::int32_t>{2} + at);
        const std::vector<std::int32_t> unknownAndEnd{0, 2};
        QCOMPARE(encode("<s>at<unk></s>at"),
                 std::vector<std::int32_t>{1} + at + unknownAndEnd + at);
        // Blanks around them stay: the part " at" gets its own blank in front of its own.
        QCOMPARE(encode("at</s> at"), at + std::vector<std::int32_t>{2} + encode(" at"));
        QVERIFY(encode(" at") != at);
        // What only begins like one is text.
        const auto text = encode("<s</s");
        QVERIFY(std::ranges::none_of(text, [](std::int32_t id) { return id <= 2; }));
        QCOMPARE(decode(text), std::string("<s</s"));
    }

    void decodingStripsTheFirstBlank()
    {
        QCOMPARE(decode(ids({"▁", "▁at"})), std::string("at"));
        QCOMPARE(decode(ids({"▁", "<0x0A>", "▁at"})), std::string("\n at"));
        QCOMPARE(decode(ids({"▁at", "▁at"})), std::string("at at"));
        QCOMPARE(decode({}), std::string());
        QCOMPARE(decode({1, 2, 0}), std::string());
        QCOMPARE(
            decode(std::vector<std::int32_t>({1}) + ids({"▁at"}) + std::vector<std::int32_t>{2}),
            std::string("at"));
        QCOMPARE(decode({-5, 420, 1 << 30}), std::string());
    }

    void bytesBecomeCharacters()
    {
        const auto bytes = [&](std::initializer_list<int> values) {
            std::vector<std::int32_t> list;
            for (int value : values)
                list.push_back(kByte0 + value);
            return decode(list);
        };
        const std::string bad = "\xEF\xBF\xBD";
        QCOMPARE(bytes({0xE7, 0x81, 0xAB}), std::string("火"));
        QCOMPARE(bytes({0xF0, 0x9F, 0x94, 0xA5, 0x61}), std::string("🔥a"));
        QCOMPARE(bytes({0xE7, 0x81}), bad + bad);
        QCOMPARE(bytes({0x61, 0xFF, 0x62}), "a" + bad + "b");
        QCOMPARE(bytes({0xED, 0xA0, 0x80}), bad + bad + bad); // a surrogate
        QCOMPARE(bytes({0xC0, 0x80}), bad + bad);             // overlong
        // A special id in the middle is dropped before, so the run goes on.
        QCOMPARE(decode({kByte0 + 0xC3, 2, kByte0 + 0xA9}), std::string("é"));
    }

    void everyTextComesBack_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("english") << QByteArray("The vehicle was badly damaged.");
        QTest::newRow("chinese") << QByteArray("一名女子跌倒了。");
        QTest::newRow("emoji") << QByteArray("a 👩‍🚒 b 🔥🔥");
        QTest::newRow("lines") << QByteArray("1.one\n2.two\r\n\n\tthree");
        QTest::newRow("blanks") << QByteArray("a    b     ");
        QTest::newRow("zero") << QByteArray("a\0b", 3);
        QTest::newRow("template") << QByteArray(
            "[INST] <<SYS>>\nA chat\n<</SYS>>\n\n<video>\nWhy? [/INST]");
    }
    void everyTextComesBack()
    {
        QFETCH(QByteArray, text);
        const std::string given = text.toStdString();
        QCOMPARE(decode(encode(given)), given);
    }

    void textThatIsNotUtf8IsRefused()
    {
        const auto refused = m_tiny->tokenizer->encode("abc\xC3(");
        QVERIFY(!refused);
        QVERIFY(refused.error().code == ErrorCode::InvalidArgument);
        QVERIFY(refused.error().message.find("byte 3") != std::string::npos);
    }

    void filesThatAreNoModel_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("This is a text file, not a model.\n");
        QTest::newRow("json") << QByteArray("{\"version\": \"1.0\", \"added_tokens\": []}");
        QTest::newRow("zeros") << QByteArray(1000, '\0');
        QTest::newRow("ones") << QByteArray(1000, '\xFF');
        QTest::newRow("a length beyond the end") << QByteArray("\x0A\xFF\xFF\xFF\xFF\x0F");
    }
    void filesThatAreNoModel()
    {
        QFETCH(QByteArray, content);
        const QString file = newFile("other.model", content);
        Error error;
        const QByteArray said = errorOutputOf([&] { error = loadError(file); });
        QVERIFY2(error.code == ErrorCode::BadInput, error.text().c_str());
        QCOMPARE(error.where, file.toStdString());
        QCOMPARE(said, QByteArray());
    }

    void placesThatAreNoFile()
    {
        QVERIFY(loadError(m_folder.filePath("nowhere")).code == ErrorCode::NotFound);
        QVERIFY(loadError(m_folder.path()).code == ErrorCode::BadInput);
        QFile huge(m_folder.filePath("huge"));
        QVERIFY(huge.open(QIODevice::WriteOnly) && huge.resize(qint64(1) << 36)); // sparse
        QVERIFY(loadError(huge.fileName()).code == ErrorCode::BadInput);
    }

    /// Wherever the file is cut: an error, in silence.
    void everyTruncationIsAnError()
    {
        const QByteArray whole = contentOf(m_tiny->path);
        QVERIFY(whole.size() > 4000);
        const QByteArray said = errorOutputOf([&] {
            for (qsizetype size = 0; size < whole.size();
                 size += size < whole.size() - 200 ? 13 : 1) {
                const QString file = newFile("cut.model", whole.left(size));
                const Error error = loadError(file);
                QVERIFY2(error.code == ErrorCode::BadInput, error.text().c_str());
            }
        });
        QCOMPARE(said, QByteArray());
    }

    /// A flipped byte loads or is refused; what loads works.
    void everyFlippedByteIsSurvived()
    {
        const QByteArray whole = contentOf(m_tiny->path);
        int refused = 0;
        for (qsizetype at = 0; at<whole.size(); at += at> whole.size() - 300 ? 1 : 11) {
            QByteArray broken = whole;
            broken[at] = char(broken[at] ^ 0x55);
            const auto loaded
                = m_tiny->module->load(newFile("flipped.model", broken).toStdString());
            if (!loaded) {
                QVERIFY(!loaded.error().message.empty());
                ++refused;
                continue;
            }
            const auto ids = (*loaded)->encode("Give a detailed 火 </s>\n");
            QVERIFY(ids.has_value());
            (*loaded)->decode(*ids);
        }
        QVERIFY(refused > 10);
    }

    void trainingIsReproducibleAndSilent()
    {
        const std::filesystem::path file = m_folder.filePath("again.model").toStdString();
        const QByteArray said
            = errorOutputOf([&] { must(m_tiny->module->train(tinyTraining(file))); });
        QCOMPARE(said, QByteArray());
        QCOMPARE(contentOf(file), contentOf(m_tiny->path));
        QVERIFY(!std::filesystem::exists(file.string() + ".part"));
    }

    void trainingThatCannotBe()
    {
        TokenizerModule &module = *m_tiny->module;
        const std::filesystem::path file = m_folder.filePath("none.model").toStdString();
        const auto codeOf = [&](const TokenizerTraining &training) {
            const auto done = module.train(training);
            return done ? ErrorCode::Internal : done.error().code;
        };
        const QByteArray said = errorOutputOf([&] {
            QVERIFY(codeOf(tinyTraining(file, 0)) == ErrorCode::InvalidArgument);
            QVERIFY(codeOf(tinyTraining(file, 259)) == ErrorCode::InvalidArgument);
            QVERIFY(codeOf(tinyTraining(file, 270)) == ErrorCode::InvalidArgument);
            QVERIFY(codeOf(tinyTraining(file, 900000)) == ErrorCode::InvalidArgument);
            TokenizerTraining empty{.sentences = {}, .vocabularySize = 300, .output = file};
            QVERIFY(codeOf(empty) == ErrorCode::InvalidArgument);
            empty.sentences = {"", "  \n"};
            QVERIFY(codeOf(empty) == ErrorCode::InvalidArgument);
            empty.sentences = {"a\xFF"};
            QVERIFY(codeOf(empty) == ErrorCode::InvalidArgument);
            QVERIFY(codeOf(tinyTraining("/nonexistent/none.model")) == ErrorCode::Io);
        });
        QCOMPARE(said, QByteArray());
        QVERIFY(!std::filesystem::exists(file));
    }

    void manyThreadsReadOneVocabulary()
    {
        const std::string text = "Give a detailed description 火 of the video.";
        const auto expected = encode(text);
        std::atomic<int> wrong = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                for (int round = 0; round < 200; ++round)
                    wrong += encode(text) != expected || decode(expected) != text;
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(wrong.load(), 0);
    }

private:
    std::unique_ptr<TinyVocabulary> m_tiny;
    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(TestTokenizer)
#include "tst_tokenizer.moc"
