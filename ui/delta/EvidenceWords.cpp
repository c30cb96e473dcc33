#include "ui/delta/EvidenceWords.h"

#include <algorithm>

namespace ecva {
namespace {

constexpr double kSome = 0.1;
constexpr double kMore = 0.3;
constexpr double kMost = 0.7;
constexpr qsizetype kLongestPhrase = 60; ///< characters; a longer one says little

bool isIdeograph(char32_t c)
{
    return (c >= 0x3400 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff)
           || (c >= 0x20000 && c <= 0x3ffff);
}

/// Where a word begins and ends in UTF-16 units.
struct Span
{
    qsizetype begin = 0;
    qsizetype end = 0;
    bool spaceBefore = false;
    bool newLine = false;
};

std::vector<Span> spansOf(const QString &text)
{
    std::vector<Span> spans;
    bool space = false;
    bool line = false;
    bool closed = true;  // the next character begins a word
    bool opened = false; // an opening mark stands at the word's front: what follows joins it
    for (qsizetype i = 0; i < text.size();) {
        const bool pair = text.at(i).isHighSurrogate() && i + 1 < text.size();
        const qsizetype next = i + (pair ? 2 : 1);
        const char32_t c = pair ? QChar::surrogateToUcs4(text.at(i), text.at(i + 1))
                                : char32_t(text.at(i).unicode());
        if (QChar::isSpace(c)) {
            line = line || c == U'\n';
            space = true;
            closed = true;
        } else {
            const bool alone = isIdeograph(c);
            const QChar::Category category = QChar::category(c);
            const bool opens = closed
                               && (category == QChar::Punctuation_Open
                                   || category == QChar::Punctuation_InitialQuote);
            const bool joins = !space && !spans.empty() && !opens
                               && (QChar::isPunct(c) || QChar::isMark(c) || opened);
            const bool begins = !joins || opened; // what follows belongs to the same word
            opened = opens;
            if ((closed || alone) && !joins) {
                spans.push_back({i, next, space && !spans.empty(), line && !spans.empty()});
                space = line = false;
            } else {
                spans.back().end = next;
            }
            // A mark behind a Chinese character belongs to it and still ends it.
            if (alone || opens)
                closed = true;
            else if (begins)
                closed = false;
        }
        i = next;
    }
    return spans;
}

TextWord wordOf(const QString &text, const Span &span)
{
    return {text.mid(span.begin, span.end - span.begin), span.spaceBefore, span.newLine};
}

} // namespace

EvidenceLevel levelOf(double nats)
{
    if (nats <= -kSome)
        return EvidenceLevel::Less;
    if (nats < kSome)
        return EvidenceLevel::None;
    return nats < kMore   ? EvidenceLevel::Some
           : nats < kMost ? EvidenceLevel::More
                          : EvidenceLevel::Most;
}

std::vector<TextWord> splitWords(const QString &text)
{
    std::vector<TextWord> words;
    for (const Span &span : spansOf(text))
        words.push_back(wordOf(text, span));
    return words;
}

std::vector<EvidenceWord> evidenceWords(const std::vector<TokenWeight> &tokens)
{
    QString text;
    for (const TokenWeight &token : tokens)
        text += token.text;
    const std::vector<Span> spans = spansOf(text);
    std::vector<EvidenceWord> words;
    words.reserve(spans.size());
    for (const Span &span : spans)
        words.push_back({wordOf(text, span), 0});

    qsizetype begin = 0;
    std::size_t first = 0;
    for (const TokenWeight &token : tokens) {
        const qsizetype end = begin + token.text.size();
        while (first < spans.size() && spans[first].end <= begin)
            ++first;
        const auto overlap = [&](const Span &span) {
            return std::max<qsizetype>(0, std::min(end, span.end) - std::max(begin, span.begin));
        };
        qsizetype all = 0;
        for (std::size_t i = first; i < spans.size() && spans[i].begin < end; ++i)
            all += overlap(spans[i]);
        for (std::size_t i = first; all > 0 && i < spans.size() && spans[i].begin < end; ++i)
            words[i].evidence += token.evidence * static_cast<double>(overlap(spans[i]))
                                 / static_cast<double>(all);
        begin = end;
    }
    return words;
}

int independentWords(const std::vector<EvidenceWord> &words)
{
    return static_cast<int>(std::count_if(words.begin(), words.end(), [](const auto &word) {
        return levelOf(word.evidence) == EvidenceLevel::None;
    }));
}

LeaningPhrase leaningPhrase(const std::vector<EvidenceWord> &words)
{
    LeaningPhrase best;
    double most = 0;
    int phrases = 0;
    for (std::size_t i = 0; i < words.size();) {
        double sum = 0;
        std::size_t strongest = i;
        QString text;
        for (; i < words.size() && words[i].evidence >= kSome; ++i) {
            if (!text.isEmpty() && words[i].word.spaceBefore)
                text += u' ';
            text += words[i].word.text;
            sum += words[i].evidence;
            if (words[i].evidence > words[strongest].evidence)
                strongest = i;
        }
        if (sum == 0) {
            ++i;
            continue;
        }
        ++phrases;
        if (text.size() > kLongestPhrase) {
            text = words[strongest].word.text;
            ++phrases; // its neighbours lean on them too
        }
        if (sum > most) {
            most = sum;
            best.text = text.left(kLongestPhrase);
        }
    }
    while (best.text.size() > 1 && best.text.back().isPunct())
        best.text.chop(1);
    best.all = phrases == 1;
    return best;
}

} // namespace ecva
