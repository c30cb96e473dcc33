// The reader of tokenizer.model on files written here, byte by byte, and the rules of UTF-8.
#include "model/tokenizer/Utf8.h"
#include "model/tokenizer/Vocabulary.h"

#include <QTest>

using namespace ecva;

namespace {

std::string varint(std::uint64_t value)
{
    std::string bytes;
    for (; value >= 0x80; value >>= 7)
        bytes += static_cast<char>(value | 0x80);
    return bytes + static_cast<char>(value);
}

std::string number(int field, std::uint64_t value)
{
    return varint(static_cast<std::uint64_t>(field) << 3) + varint(value);
}

std::string bytes(int field, const std::string &content)
{
    return varint(static_cast<std::uint64_t>(field) << 3 | 2) + varint(content.size()) + content;
}

std::string piece(const std::string &text, Vocabulary::Kind kind = Vocabulary::Kind::Normal)
{
    return bytes(1, bytes(1, text) + std::string("\x15\0\0\0\0", 5)
                        + number(3, static_cast<std::uint64_t>(kind)));
}

using Kind = Vocabulary::Kind;

std::string pieces()
{
    return piece("<unk>", Kind::Unknown) + piece("<s>", Kind::Control)
           + piece("</s>", Kind::Control) + piece("<0x0A>", Kind::Byte) + piece("▁") + piece("▁at")
           + piece("▁▁") + piece("▁▁▁") + piece("at") + piece("<pad>", Kind::Control);
}

std::string trainer(std::uint64_t size = 10, std::uint64_t type = 2)
{
    return bytes(2, number(3, type) + number(4, size) + number(35, 1));
}

std::string normalizer(bool collapses = false)
{
    return bytes(3, bytes(1, "identity") + number(3, 1) + number(4, collapses ? 1 : 0));
}

ErrorCode codeOf(const std::string &file)
{
    const auto read = Vocabulary::read(file, "f");
    return read ? ErrorCode::Internal : read.error().code;
}

} // namespace

class TestVocabulary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFileIsRead()
    {
        const auto read = Vocabulary::read(pieces() + trainer() + normalizer(), "f");
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        QCOMPARE(read->size(), 10);
        QCOMPARE(read->unknown(), 0);
        QCOMPARE(read->bos(), 1);
        QCOMPARE(read->eos(), 2);
        QCOMPARE(read->piece(5), std::string("▁at"));
    }

    /// Checked against transformers 4.40.2 with LlamaTokenizer(legacy=True) on a vocabulary with
    /// the same pieces.
    void leadingBlanks()
    {
        const auto read = Vocabulary::read(pieces() + trainer() + normalizer(), "f");
        QVERIFY(read.has_value());
        const auto decode = [&](std::initializer_list<std::int32_t> ids) {
            return read->decode(std::vector<std::int32_t>(ids));
        };
        QCOMPARE(decode({5, 5}), std::string("at at"));
        QCOMPARE(decode({4, 5}), std::string("at"));
        QCOMPARE(decode({4, 4, 5}), std::string(" at")); // the second '▁' goes, the third stays
        QCOMPARE(decode({4, 3, 5}), std::string("\n at"));
        QCOMPARE(decode({6, 5}), std::string(" at"));    // "▁▁" loses both
        QCOMPARE(decode({7, 5}), std::string("  at"));   // "▁▁▁" loses two
        QCOMPARE(decode({9, 4, 5}), std::string(" at")); // another control piece is silent
        QCOMPARE(decode({8, 4, 5}), std::string("at  at"));
    }

    void whatIsMissingIsSaid()
    {
        QVERIFY(codeOf(pieces()) == ErrorCode::BadInput);
        QVERIFY(codeOf(pieces() + trainer()) == ErrorCode::BadInput);
        QVERIFY(codeOf(trainer(0) + normalizer()) == ErrorCode::BadInput);
        QVERIFY(codeOf(piece("<unk>") + trainer(1) + normalizer()) == ErrorCode::BadInput);
        QVERIFY(codeOf(pieces() + trainer(11) + normalizer()) == ErrorCode::BadInput);
        QVERIFY(codeOf(pieces() + piece("at") + trainer() + normalizer()) == ErrorCode::BadInput);
        QVERIFY(codeOf(pieces() + piece("") + trainer() + normalizer()) == ErrorCode::BadInput);
        QVERIFY(codeOf(pieces() + piece("x", Kind::Byte) + trainer() + normalizer())
                == ErrorCode::BadInput);
        QVERIFY(codeOf(pieces() + trainer(10, 1) + normalizer()) == ErrorCode::Unsupported);
        QVERIFY(codeOf(pieces() + trainer() + bytes(3, bytes(2, "map"))) == ErrorCode::Unsupported);
    }

    void utf8Characters_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("length");
        const auto row = [](const char *name, const char *text, int length) {
            QTest::newRow(name) << QByteArray(text) << length;
        };
        row("empty", "", 0);
        row("ascii", "a\xFF", 1);
        row("first of two", "\xC2\x80", 2);
        row("overlong two", "\xC1\xBF", 0);
        row("first of three", "\xE0\xA0\x80", 3);
        row("overlong three", "\xE0\x9F\xBF", 0);
        row("before the surrogates", "\xED\x9F\xBF", 3);
        row("surrogate", "\xED\xA0\x80", 0);
        row("after the surrogates", "\xEE\x80\x80", 3);
        row("first of four", "\xF0\x90\x80\x80", 4);
        row("overlong four", "\xF0\x8F\xBF\xBF", 0);
        row("last", "\xF4\x8F\xBF\xBF", 4);
        row("beyond", "\xF4\x90\x80\x80", 0);
        row("trail", "\x80", 0);
        row("cut off", "\xE7\x81", 0);
        row("interrupted", "\xE7\x81z", 0);
    }
    void utf8Characters()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, length);
        QCOMPARE(int(utf8CharacterLength(std::string_view(text.data(), size_t(text.size())))),
                 length);
    }

    void unfinishedCharacters()
    {
        QCOMPARE(unfinishedUtf8(""), 0u);
        QCOMPARE(unfinishedUtf8("abc"), 0u);
        QCOMPARE(unfinishedUtf8("ab\xC3"), 1u);
        QCOMPARE(unfinishedUtf8("\xE7\x81"), 2u);
        QCOMPARE(unfinishedUtf8("\xE7\x81\xAB"), 0u);
        QCOMPARE(unfinishedUtf8("\xF0\x9F\x94"), 3u);
        QCOMPARE(unfinishedUtf8("\xF0\x9F\x94\xA5"), 0u);
        QCOMPARE(unfinishedUtf8("\x80\x80\x80"), 0u);
        QCOMPARE(unfinishedUtf8("\xFF"), 0u);
    }
};

QTEST_APPLESS_MAIN(TestVocabulary)
#include "tst_vocabulary.moc"
