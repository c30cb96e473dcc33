// Byte-level BPE by hand: the alphabet, the pattern's parts, the merges, files that are broken.
// What transformers makes of whole texts: tst_tokenizer_golden.
#include "model/tokenizer/ByteAlphabet.h"
#include "model/tokenizer/BytePairTokenizer.h"
#include "model/tokenizer/PreTokens.h"
#include "model/tokenizer/StreamingDecoder.h"
#include "model/tokenizer/Utf8.h"
#include "tests/support/Must.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <set>

using namespace ecva;
using namespace ecva::test;

namespace {

using Ids = std::vector<std::int32_t>;

/// Every byte by its own number, then "ab" 256, "abab" 257, "ba" 258, "é" 259.
QJsonObject smallVocabulary()
{
    QJsonObject pieces;
    for (int byte = 0; byte < 256; ++byte)
        pieces[QString::fromStdString(spelledBytes(std::string(1, static_cast<char>(byte))))]
            = byte;
    pieces["ab"] = 256;
    pieces["abab"] = 257;
    pieces["ba"] = 258;
    pieces[QString::fromStdString(spelledBytes("é"))] = 259;
    return pieces;
}

const QByteArray kMerges = "#version: 0.2\na b\nab ab\nb a\nÃ ©\n";

QJsonObject addedToken(const char *text, bool special = true)
{
    return {{"content", text}, {"lstrip", false},      {"normalized", false},
            {"rstrip", false}, {"single_word", false}, {"special", special}};
}

/// A folder with the three files; change what a test is about, then load it.
struct SmallFiles
{
    QJsonObject vocabulary = smallVocabulary();
    QByteArray merges = kMerges;
    QJsonObject config{{"added_tokens_decoder", QJsonObject{{"260", addedToken("<|endoftext|>")},
                                                            {"261", addedToken("<|im_end|>")},
                                                            {"262", addedToken("<|im", false)}}},
                       {"eos_token", "<|im_end|>"}};

    Result<std::unique_ptr<Tokenizer>> load() const
    {
        put("vocab.json", QJsonDocument(vocabulary).toJson());
        put("merges.txt", merges);
        put("tokenizer_config.json", QJsonDocument(config).toJson());
        return BytePairTokenizer::load(m_folder.filePath("vocab.json").toStdString());
    }
    QString path(const char *name) const { return m_folder.filePath(name); }
    void put(const char *name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write a file of a vocabulary");
    }

private:
    QTemporaryDir m_folder;
};

QByteArray textOf(const Result<std::unique_ptr<Tokenizer>> &tokenizer)
{
    return tokenizer ? QByteArray("loads") : QByteArray::fromStdString(tokenizer.error().text());
}

} // namespace

class TestBytePairs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// 256 spellings, each another one, none a blank; back to the byte.
    void alphabet()
    {
        std::set<std::string> spellings;
        for (int byte = 0; byte < 256; ++byte) {
            const std::string single(1, static_cast<char>(byte));
            const std::string spelling = spelledBytes(single);
            QVERIFY(spellings.insert(spelling).second);
            QVERIFY(spelling.find_first_of(" \t\r\n") == std::string::npos);
            std::string back;
            QVERIFY(bytesOfSpelling(spelling, back));
            QCOMPARE(back, single);
        }
        QCOMPARE(spelledBytes(" the\n"), std::string("ĠtheĊ"));
        QCOMPARE(spelledBytes("é"), std::string("Ã©"));
        std::string bytes;
        for (const char *none : {" ", "\u0144", "视", "\xC4", "\xFF", "\u00AD"})
            QVERIFY2(!bytesOfSpelling(none, bytes), none);
    }

    void parts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("parts");
        const auto row = [](const char *text, const QStringList &parts) {
            QTest::newRow(text) << QString::fromUtf8(text) << parts;
        };
        row("", {});
        row("Hello, world", {"Hello", ",", " world"});
        row("it's we'LL 'tis", {"it", "'s", " we", "'LL", " '", "tis"});
        row("don''t", {"don", "''", "t"});
        row("12 cars", {"1", "2", " cars"});
        row("a  b", {"a", " ", " b"});
        row("a   1", {"a", "  ", " ", "1"});
        row("a \n b", {"a", " \n", " b"});
        row("a\r\n\n", {"a", "\r\n\n"});
        row("end.\n\nNext", {"end", ".\n\n", "Next"});
        row("end .  ", {"end", " .", "  "});
        row("\tx(y)", {"\tx", "(y", ")"});
        row("视频，好", {"视频", "，好"});
        row("e\u0301a", {"e", "\u0301a"});
        row("🚗🚗 x", {"🚗🚗", " x"});
        row("½Ⅷ", {"½", "Ⅷ"});
    }
    void parts()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, parts);
        QStringList found;
        const std::string bytes = text.toStdString();
        for (const std::string_view part : preTokens(bytes))
            found.append(QString::fromUtf8(part.data(), static_cast<qsizetype>(part.size())));
        QCOMPARE(found, parts);
    }

    void composes()
    {
        QCOMPARE(must(composed("cafe\u0301")), std::string("caf\u00e9"));
        QCOMPARE(must(composed("\u1100\u1161\u11a8")), std::string("\uac01"));
        QCOMPARE(must(composed("\ufb01")), std::string("\ufb01")); // not the compatible form
        QCOMPARE(must(composed("")), std::string());
    }

    /// The most urgent pair everywhere from the left, then the next.
    void merges()
    {
        const auto tokenizer = must(SmallFiles().load());
        const auto ids = [&](std::string_view text) { return must(tokenizer->encode(text)); };
        QCOMPARE(ids("ab"), (Ids{256}));
        QCOMPARE(ids("abab"), (Ids{257}));
        QCOMPARE(ids("ababab"), (Ids{257, 256}));
        QCOMPARE(ids("bab"), (Ids{'b', 256}));
        QCOMPARE(ids("baa"), (Ids{258, 'a'}));
        QCOMPARE(ids("aabb"), (Ids{'a', 256, 'b'}));
        QCOMPARE(ids("e\u0301"), (Ids{259}));
        QCOMPARE(ids("a b"), (Ids{'a', ' ', 'b'}));
        QCOMPARE(ids(""), Ids());
        std::string longWord, expected;
        for (int i = 0; i < 20000; ++i)
            longWord += "ab";
        QCOMPARE(ids(longWord), Ids(10000, 257));
    }

    /// The longest added token at a place; of what is no token nothing is special.
    void addedTokens()
    {
        const auto tokenizer = must(SmallFiles().load());
        QCOMPARE(tokenizer->size(), 263);
        QCOMPARE(tokenizer->eos(), 261);
        QCOMPARE(must(tokenizer->encode("ab<|im_end|>a<|imx")), (Ids{256, 261, 'a', 262, 'x'}));
        QCOMPARE(must(tokenizer->encode("<|i")), (Ids{'<', '|', 'i'}));
        const Ids ids{260, 'a', 261, 262, 'b', 999, -1};
        QCOMPARE(tokenizer->decode(ids), std::string("a<|imb"));
        QCOMPARE(tokenizer->piece(261), std::string("<|im_end|>"));
        QCOMPARE(tokenizer->piece(999), std::string());
        QCOMPARE(*tokenizer->bytes(261), std::string());
        QCOMPARE(*tokenizer->bytes(262), std::string("<|im"));
    }

    void notUtf8()
    {
        const auto tokenizer = must(SmallFiles().load());
        const auto refused = tokenizer->encode("ab\xFF");
        QVERIFY(!refused);
        QVERIFY(refused.error().code == ErrorCode::InvalidArgument);
        QVERIFY(refused.error().message.find("byte 2") != std::string::npos);
    }

    /// Whole characters only, and all of it; special tokens do not part a character.
    void streams()
    {
        const auto tokenizer = must(SmallFiles().load());
        StreamingDecoder decoder(*tokenizer);
        QCOMPARE(decoder.push(0xF0), std::string());
        QCOMPARE(decoder.push(0x9F), std::string());
        QCOMPARE(decoder.push(261), std::string());
        QCOMPARE(decoder.push(0x9A), std::string());
        QCOMPARE(decoder.push(0x97), std::string("🚗"));
        QCOMPARE(decoder.push(0xE8), std::string());
        QCOMPARE(decoder.push('a'), std::string("\uFFFDa"));
        QCOMPARE(decoder.push(0xE8), std::string());
        QCOMPARE(decoder.push(0xA7), std::string());
        QCOMPARE(decoder.finish(), std::string("\uFFFD")); // one for what breaks off
        QCOMPARE(decoder.finish(), std::string());

        const Ids ids{0xF0, 0x9F, 0x9A, 0x97, 261, 'a', 0xE8};
        const auto texts = tokenTexts(*tokenizer, ids);
        QCOMPARE(texts, (std::vector<std::string>{"", "", "", "🚗", "", "a", "\uFFFD"}));
    }

    void broken_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("replaced");
        const auto row = [](const char *name, const QByteArray &bytes, int replaced) {
            QTest::newRow(name) << bytes << replaced;
        };
        row("cut off after one of three", "\xE8", 1);
        row("cut off after two of three", "\xE8\xA7", 1);
        row("cut off after three of four", "\xF0\x9F\x9A", 1);
        row("a trail byte", "\x80", 1);
        row("overlong, two bytes", "\xC0\xAF", 2);
        row("overlong, three bytes", QByteArray("\xE0\x80\x80"), 3);
        row("overlong, four bytes", QByteArray("\xF0\x80\x80\x80"), 4);
        row("a surrogate", "\xED\xA0\x80", 3);
        row("beyond the last", "\xF4\x90\x80\x80", 4);
        row("no lead", "\xF8\x80", 2);
        row("two cut off", "\xF0\x9F\xE8\xA7", 2);
    }
    void broken()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, replaced);
        std::string text;
        appendReplacingBroken("x" + bytes.toStdString() + "y", text);
        std::string expected = "x";
        for (int i = 0; i < replaced; ++i)
            expected += kReplacementCharacter;
        QCOMPARE(text, expected + "y");
    }

    void badFiles()
    {
        const auto refused
            = [](const SmallFiles &files, const char *named, ErrorCode code = ErrorCode::BadInput) {
                  const auto loaded = files.load();
                  QVERIFY2(!loaded && loaded.error().code == code && textOf(loaded).contains(named),
                           textOf(loaded).constData());
              };
        SmallFiles files;
        QVERIFY2(files.load(), textOf(files.load()).constData());
        files.vocabulary.remove("a");
        refused(files, "no piece \"a\"");
        files.vocabulary = smallVocabulary();
        files.vocabulary["视"] = 300;
        refused(files, "\"视\" spells no bytes");
        files.vocabulary = smallVocabulary();
        for (const QJsonValue &id :
             {QJsonValue(-1), QJsonValue(5e9), QJsonValue("x"), QJsonValue(1.5), QJsonValue(97)}) {
            files.vocabulary["cd"] = id;
            refused(files, id == 97 ? "the id 97" : "\"cd\"");
        }
        files.vocabulary = smallVocabulary();
        for (const char *merge : {"a", "a b c", " a", "a ", "a  b"}) {
            files.merges = kMerges + merge + "\nb a\n";
            refused(files, "line 6");
        }
        files.merges = kMerges + "b b\n";
        refused(files, "\"b b\"");
        files.merges = kMerges;
        const QJsonObject config = files.config;
        files.config["eos_token"] = "<|gone|>";
        refused(files, "<|gone|>");
        files.config = config;
        QJsonObject token = addedToken("<|x|>");
        token["rstrip"] = true;
        files.config["added_tokens_decoder"] = QJsonObject{{"260", token}};
        refused(files, "rstrip is true", ErrorCode::Unsupported);
        files.config["added_tokens_decoder"] = QJsonObject{{"no number", addedToken("<|x|>")}};
        refused(files, "the id -1");
        files.config["added_tokens_decoder"] = QJsonObject{{"260", 5}};
        refused(files, "an added token is 5");
        files.config["added_tokens_decoder"] = QJsonObject{{"260", addedToken("")}};
        refused(files, "260 is empty");
        files.config = config;
        QVERIFY(files.load().has_value());
        QVERIFY(QFile::remove(files.path("merges.txt")));
        const auto without = BytePairTokenizer::load(files.path("vocab.json").toStdString());
        QVERIFY(!without && without.error().code == ErrorCode::NotFound);
        QVERIFY2(textOf(without).contains("merges.txt"), textOf(without).constData());
    }

    /// added_tokens.json, as older versions wrote it.
    void olderAddedTokens()
    {
        SmallFiles files;
        files.config.remove("added_tokens_decoder");
        files.put("added_tokens.json", R"({"<|endoftext|>": 260, "<|im_end|>": 261, "<x>": 262})");
        const auto tokenizer = must(files.load());
        QCOMPARE(must(tokenizer->encode("a<x><|im_end|>")), (Ids{'a', 262, 261}));
        QCOMPARE(tokenizer->decode(Ids{262, 261}), std::string("<x>"));
    }

    /// Only what is read as it is meant.
    void otherTokenizerJson()
    {
        QFile file(QDir(qEnvironmentVariable("ECVA_SOURCE_DIR"))
                       .filePath("tests/golden/tiny-videollama21/tokenizer.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject whole = QJsonDocument::fromJson(file.readAll()).object();
        const SmallFiles files;
        const auto load = [&](const QJsonObject &changed) {
            files.put("tokenizer.json", QJsonDocument(changed).toJson());
            return BytePairTokenizer::load(files.path("tokenizer.json").toStdString());
        };
        QVERIFY2(load(whole), textOf(load(whole)).constData());
        const auto refused = [&](const char *key, const QJsonValue &value, const char *named) {
            QJsonObject changed = whole;
            changed[key] = value;
            const auto loaded = load(changed);
            QVERIFY2(!loaded && loaded.error().code == ErrorCode::Unsupported
                         && textOf(loaded).contains(named)
                         && textOf(loaded).contains("tokenizer.model"),
                     textOf(loaded).constData());
        };
        refused("normalizer", QJsonValue::Null, "normalizer");
        refused("normalizer", QJsonObject{{"type", "NFKC"}}, "NFKC");
        refused("pre_tokenizer", QJsonObject{{"type", "Metaspace"}}, "pre_tokenizer");
        QJsonObject model = whole["model"].toObject();
        for (const auto &[key, value] : std::map<QString, QJsonValue>{
                 {"type", "Unigram"}, {"byte_fallback", true}, {"ignore_merges", true}}) {
            QJsonObject changed = model;
            changed[key] = value;
            refused("model", changed,
                    key == "type"            ? "no BPE"
                    : key == "ignore_merges" ? "ignore_merges"
                                             : "falls back");
        }
        QJsonObject other = whole;
        model["merges"] = QJsonArray{5};
        other["model"] = model;
        QVERIFY(textOf(load(other)).contains("merge 5"));
        other["model"] = QJsonObject{{"type", "BPE"}};
        QVERIFY(textOf(load(other)).contains("no vocabulary"));
    }
};

QTEST_APPLESS_MAIN(TestBytePairs)
#include "tst_byte_pairs.moc"
