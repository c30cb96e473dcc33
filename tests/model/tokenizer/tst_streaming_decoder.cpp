// Text as it comes: whole characters, nothing taken back, joined as decoded at once.
#include "tests/model/tokenizer/TinyVocabulary.h"

#include "model/tokenizer/Blanks.h"
#include "model/tokenizer/StreamingDecoder.h"
#include "model/tokenizer/Utf8.h"

#include <QTest>

#include <random>

using namespace ecva;
using namespace ecva::test;

namespace {

using Ids = std::vector<std::int32_t>;

std::string joined(const std::vector<std::string> &texts)
{
    std::string all;
    for (const std::string &text : texts)
        all += text;
    return all;
}

} // namespace

class TestStreamingDecoder : public QObject
{
    Q_OBJECT

private:
    const Tokenizer &tokenizer() const { return *m_tiny->tokenizer; }
    Ids bytes(std::string_view text) const
    {
        Ids ids;
        for (char byte : text)
            ids.push_back(3 + static_cast<unsigned char>(byte));
        return ids;
    }
    std::int32_t idOf(std::string_view piece) const
    {
        for (std::int32_t id = 0; id < tokenizer().size(); ++id) {
            if (tokenizer().piece(id) == piece)
                return id;
        }
        qFatal("the tiny vocabulary lacks a piece");
    }
    std::vector<std::string> pushed(const Ids &ids) const
    {
        StreamingDecoder decoder(tokenizer());
        std::vector<std::string> texts;
        for (std::int32_t id : ids)
            texts.push_back(decoder.push(id));
        texts.push_back(decoder.finish());
        return texts;
    }

private Q_SLOTS:
    void initTestCase() { m_tiny = std::make_unique<TinyVocabulary>(); }

    void charactersComeWhole()
    {
        using Texts = std::vector<std::string>;
        QCOMPARE(pushed(bytes("火a")), Texts({"", "", "火", "a", ""}));
        QCOMPARE(pushed(bytes("🔥")), Texts({"", "", "", "🔥", ""}));
        const std::string bad(kReplacementCharacter);
        QCOMPARE(pushed(bytes("\xE7\x81")), Texts({"", "", bad + bad}));
        QCOMPARE(pushed(bytes("\xFF")), Texts({bad, ""}));
        QCOMPARE(pushed(bytes("\xE7z")), Texts({"", bad + "z", ""}));
        QCOMPARE(pushed({}), Texts({""}));
    }

    void aRunGoesOnAcrossASpecialToken()
    {
        QCOMPARE(pushed({3 + 0xC3, 2, 3 + 0xA9}), std::vector<std::string>({"", "", "é", ""}));
    }

    void blanksAtTheStart()
    {
        const std::int32_t blank = idOf("▁"), at = idOf("▁at");
        QCOMPARE(pushed({blank, at, at}), std::vector<std::string>({"", "at", " at", ""}));
        QCOMPARE(pushed({blank, 13, at}), std::vector<std::string>({"", "\n", " at", ""}));
    }

    void textsOfTokens()
    {
        using Texts = std::vector<std::string>;
        const std::int32_t at = idOf("▁at");
        const std::string bad(kReplacementCharacter);
        QCOMPARE(tokenTexts(tokenizer(), {at, 3 + 0xC3, 3 + 0xA9, at, 2}),
                 Texts({"at", "", "é", " at", ""}));
        // What is broken belongs to the broken bytes, not to the id that shows it.
        QCOMPARE(tokenTexts(tokenizer(), {at, 3 + 0xE7, 3 + 0x81, 2, at}),
                 Texts({"at", "", bad + bad, "", " at"}));
        QCOMPARE(tokenTexts(tokenizer(), {at, 3 + 0xE7, 2}), Texts({"at", bad, ""}));
        QCOMPARE(tokenTexts(tokenizer(), {}), Texts());
        QCOMPARE(tokenTexts(tokenizer(), {2}), Texts({""}));
    }

    /// Random ids, many of them bytes of broken and whole characters, blanks and special tokens.
    void randomIds()
    {
        std::mt19937 random(7);
        const auto draw = [&](std::size_t count) { return std::size_t(random()) % count; };
        const Ids blanks{idOf("▁"), idOf("▁▁"), idOf("▁at"), idOf("▁the")};
        const Ids parts = bytes("火é🔥\xED\xA0\x80\xFF\xC0\xF4\x90");
        for (int round = 0; round < 20000; ++round) {
            Ids ids(draw(14));
            for (std::int32_t &id : ids) {
                switch (draw(5)) {
                case 0:
                    id = std::int32_t(draw(std::size_t(tokenizer().size()))) - 1;
                    break;
                case 1:
                    id = std::int32_t(draw(4));
                    break;
                case 2:
                    id = blanks[draw(blanks.size())];
                    break;
                default:
                    id = parts[draw(parts.size())];
                }
            }
            const std::string whole = tokenizer().decode(ids);
            const auto texts = pushed(ids);
            QCOMPARE(joined(texts), whole);
            for (const std::string &text : texts)
                QCOMPARE(findInvalidUtf8(text), std::string::npos);
            const auto each = tokenTexts(tokenizer(), ids);
            QCOMPARE(each.size(), ids.size());
            QCOMPARE(joined(each), whole);
            for (std::size_t i = 0; i < ids.size(); ++i) {
                QCOMPARE(findInvalidUtf8(each[i]), std::string::npos);
                if (ids[i] < 3)
                    QCOMPARE(each[i], std::string());
            }
        }
    }

    /// Real text of every kind, some of it with an id lost, doubled or changed: no push gives half
    /// a character, nothing is taken back, joined it is what decode() gives.
    void textOfEveryKind()
    {
        const QStringList parts{"一名男子",
                                "火灾",
                                "鑫龘",
                                "，",
                                "。",
                                "é",
                                "e\u0301",
                                "ÅÄÖ",
                                "ñ",
                                "ß",
                                "Привет",
                                "γειά",
                                "שלום",
                                "مرحبا",
                                "नमस्ते",
                                "ไทย",
                                "한국어",
                                "日本語",
                                "🚗",
                                "🔥",
                                "👨‍👩‍👧‍👦",
                                "👍🏽",
                                "🏳️‍🌈",
                                "🇩🇪",
                                "❤️",
                                "𝔘𝔫𝔦",
                                "\u200b",
                                "\u2060",
                                "\u00a0",
                                " ",
                                "  ",
                                "\n",
                                "\t",
                                "the",
                                " at the table",
                                "1.",
                                "</s>",
                                "[INST]",
                                "▁",
                                "\u0001"};
        std::mt19937 random(11);
        const auto draw = [&](qsizetype count) { return qsizetype(random()) % count; };
        for (int round = 0; round < 5000; ++round) {
            QString text;
            for (qsizetype i = draw(9); i >= 0; --i)
                text += parts[draw(parts.size())];
            Ids ids = must(tokenizer().encode(text.toStdString()));
            QVERIFY(!ids.empty());
            if (round % 2 == 1) {
                const auto place = ids.begin() + draw(qsizetype(ids.size()));
                switch (draw(3)) {
                case 0:
                    ids.erase(place);
                    break;
                case 1:
                    ids.insert(place, *place);
                    break;
                default:
                    *place = std::int32_t(draw(tokenizer().size()));
                }
            }
            const std::string whole = tokenizer().decode(ids);
            QCOMPARE(findInvalidUtf8(whole), std::string::npos);
            std::string shown;
            for (const std::string &piece : pushed(ids)) {
                QCOMPARE(findInvalidUtf8(piece), std::string::npos);
                shown += piece;
                QVERIFY(whole.starts_with(shown));
            }
            QCOMPARE(shown, whole);
        }
    }

    /// As Python's str.strip(), at once and piece by piece.
    void blanksAtBothEnds()
    {
        QCOMPARE(stripped(" \t\n a b \u3000\u00a0"), std::string_view("a b"));
        QCOMPARE(stripped("\u2003火\u200b"), std::string_view("火\u200b")); // no blank for Python
        QCOMPARE(stripped(" \u2028 "), std::string_view());
        QCOMPARE(stripped(""), std::string_view());
        const QStringList parts{" ", "\n", "\u3000", "a", "火", " b", "c ", "", "\x1f", "\u0085"};
        std::mt19937 random(3);
        for (int round = 0; round < 2000; ++round) {
            BlankStripper stripper;
            std::string whole, shown;
            for (std::size_t i = random() % 8; i > 0; --i) {
                const std::string part = parts[qsizetype(random() % 10)].toStdString();
                whole += part;
                shown += stripper.push(part);
            }
            QCOMPARE(shown, std::string(stripped(whole)));
        }
    }

    /// Never held back longer than a character is unfinished.
    void realTextComesAtOnce()
    {
        const std::string text = "1.The vehicle 火灾 was 🔥 damaged.\n2.  é";
        const Ids ids = must(tokenizer().encode(text));
        StreamingDecoder decoder(tokenizer());
        std::string shown;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            shown += decoder.push(ids[i]);
            const std::string whole = tokenizer().decode({ids.data(), i + 1});
            QCOMPARE(shown, whole.substr(0, whole.find(kReplacementCharacter)));
        }
        QCOMPARE(shown, text);
        QCOMPARE(decoder.finish(), std::string());
    }

private:
    std::unique_ptr<TinyVocabulary> m_tiny;
};

QTEST_APPLESS_MAIN(TestStreamingDecoder)
#include "tst_streaming_decoder.moc"
