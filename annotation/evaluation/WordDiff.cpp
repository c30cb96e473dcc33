#include "annotation/evaluation/WordDiff.h"

#include <QHash>

#include <algorithm>

namespace ecva {
namespace {

/// Chinese characters, kana and their punctuation need no blanks between them.
bool standsAlone(char32_t c)
{
    return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF)
           || (c >= 0xFE30 && c <= 0xFE4F) || (c >= 0xFF00 && c <= 0xFF60)
           || (c >= 0x20000 && c <= 0x3FFFF);
}

/// A text as words with the blanks behind them (the first also with those before it).
struct Words
{
    QStringList texts;
    std::vector<int> numbers; ///< equal for equal words, whatever the blanks
};

Words wordsOf(const QString &text, QHash<QString, int> &vocabulary)
{
    Words words;
    qsizetype begin = 0; // of the piece
    qsizetype i = 0;
    const auto skipBlanks = [&] {
        while (i < text.size() && text[i].isSpace())
            ++i;
    };
    const auto codeAt = [&text](qsizetype at) -> char32_t {
        if (text[at].isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate())
            return QChar::surrogateToUcs4(text[at], text[at + 1]);
        return text[at].unicode();
    };
    skipBlanks();
    while (i < text.size()) {
        const qsizetype wordBegin = i;
        const char32_t first = codeAt(i);
        i += QChar::requiresSurrogates(first) ? 2 : 1;
        while (!standsAlone(first) && i < text.size() && !text[i].isSpace()) {
            const char32_t next = codeAt(i);
            if (standsAlone(next))
                break;
            i += QChar::requiresSurrogates(next) ? 2 : 1;
        }
        const QString word = text.mid(wordBegin, i - wordBegin);
        skipBlanks();
        const int fresh = int(vocabulary.size());
        const auto known = vocabulary.constFind(word);
        words.numbers.push_back(known == vocabulary.constEnd() ? fresh : *known);
        if (known == vocabulary.constEnd())
            vocabulary.insert(word, fresh);
        words.texts.append(text.mid(begin, i - begin));
        begin = i;
    }
    if (begin < text.size()) { // nothing but blanks
        words.texts.append(text.mid(begin));
        words.numbers.push_back(-1);
    }
    return words;
}

/// Longest common subsequence in linear space (Hirschberg 1975): the pairs of places that match.
class Matcher
{
public:
    Matcher(const std::vector<int> &a, const std::vector<int> &b)
        : m_a(a)
        , m_b(b)
        , m_match(a.size(), -1)
    {
        solve(0, int(a.size()), 0, int(b.size()));
    }

    /// For each place of a the place of b that it stays; -1: it goes.
    const std::vector<int> &matches() const { return m_match; }

private:
    void solve(int a0, int a1, int b0, int b1)
    {
        while (a0 < a1 && b0 < b1 && m_a[std::size_t(a0)] == m_b[std::size_t(b0)])
            m_match[std::size_t(a0++)] = b0++;
        while (a0 < a1 && b0 < b1 && m_a[std::size_t(a1 - 1)] == m_b[std::size_t(b1 - 1)])
            m_match[std::size_t(--a1)] = --b1;
        if (a0 == a1 || b0 == b1)
            return;
        if (a1 - a0 == 1) {
            for (int j = b0; j < b1; ++j) {
                if (m_a[std::size_t(a0)] == m_b[std::size_t(j)]) {
                    m_match[std::size_t(a0)] = j;
                    return;
                }
            }
            return;
        }
        const int middle = a0 + (a1 - a0) / 2;
        const auto width = std::size_t(b1 - b0);
        std::vector<int> before(width + 1, 0);
        for (int i = a0; i < middle; ++i) {
            int diagonal = 0;
            for (std::size_t j = 1; j <= width; ++j) {
                const int above = before[j];
                const bool same = m_a[std::size_t(i)] == m_b[std::size_t(b0) + j - 1];
                before[j] = same ? diagonal + 1 : std::max(above, before[j - 1]);
                diagonal = above;
            }
        }
        std::vector<int> behind(width + 1, 0); // behind[j]: of the last j places of b
        for (int i = a1 - 1; i >= middle; --i) {
            int diagonal = 0;
            for (std::size_t j = 1; j <= width; ++j) {
                const int above = behind[j];
                const bool same = m_a[std::size_t(i)] == m_b[std::size_t(b1) - j];
                behind[j] = same ? diagonal + 1 : std::max(above, behind[j - 1]);
                diagonal = above;
            }
        }
        std::size_t best = 0;
        for (std::size_t j = 1; j <= width; ++j) {
            if (before[j] + behind[width - j] > before[best] + behind[width - best])
                best = j;
        }
        solve(a0, middle, b0, b0 + int(best));
        solve(middle, a1, b0 + int(best), b1);
    }

    const std::vector<int> &m_a;
    const std::vector<int> &m_b;
    std::vector<int> m_match;
};

} // namespace

std::vector<DiffPiece> wordDiff(const QString &before, const QString &after)
{
    QHash<QString, int> vocabulary;
    const Words old = wordsOf(before, vocabulary);
    const Words now = wordsOf(after, vocabulary);
    const Matcher matcher(old.numbers, now.numbers);

    std::vector<DiffPiece> pieces;
    const auto add = [&pieces](DiffPiece::Kind kind, const QString &text) {
        if (pieces.empty() || pieces.back().kind != kind)
            pieces.push_back({kind, text});
        else
            pieces.back().text += text;
    };
    qsizetype j = 0;
    qsizetype i = 0;
    while (i < old.texts.size() || j < now.texts.size()) {
        // First all that goes up to the next word that stays, then all that comes.
        while (i < old.texts.size() && matcher.matches()[std::size_t(i)] < 0)
            add(DiffPiece::Kind::Gone, old.texts[i++]);
        const qsizetype next
            = i < old.texts.size() ? matcher.matches()[std::size_t(i)] : now.texts.size();
        while (j < next)
            add(DiffPiece::Kind::New, now.texts[j++]);
        if (i < old.texts.size()) {
            add(DiffPiece::Kind::Same, now.texts[j++]);
            ++i;
        }
    }
    return pieces;
}

} // namespace ecva
