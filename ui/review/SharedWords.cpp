#include "ui/review/SharedWords.h"

#include <QSet>

#include <algorithm>

namespace ecva {
namespace {

constexpr int kLongestPhrase = 6; // Chinese characters

struct Word
{
    int start = 0;
    int length = 0;
    bool chinese = false; ///< one character
    QString key;          ///< without case and ending; the character
};

bool isHan(QChar c)
{
    return c.script() == QChar::Script_Han;
}

/// Words that hold sentences together, and those that every description of a video has.
const QSet<QString> &smallWords()
{
    static const QSet<QString> kWords = [] {
        static constexpr char kText[]
            = "a an the and or but so of to in on at by for with without from into onto out off up "
              "down over under through about around near behind after before during as if than "
              "then there here when where while who whom whose which what why how is are was were "
              "be been being am it its he she they them his her hers their theirs him we us our "
              "you your i me my this that these those not no nor do does did doing done has have "
              "had having can could will would shall should may might must also very just only "
              "more most some any all both each other another such same own too because due until "
              "video videos show shows showing shown depict depicts clip footage scene segment see "
              "seen appear appears describe describes detail details one two three first second "
              "begin begins start starts";
        QSet<QString> words;
        for (const QString &word : QString::fromLatin1(kText).split(u' '))
            words.insert(word);
        return words;
    }();
    return kWords;
}

/// Carries no sense of its own; so do the numbers of a list.
bool isSmall(const QString &word)
{
    return smallWords().contains(word)
           || (word.size() <= 2
               && std::all_of(word.begin(), word.end(), [](QChar c) { return c.isDigit(); }));
}

bool isSmallCharacter(QChar c)
{
    static const QString kCharacters = QStringLiteral(
        "的了在是和与着把被他她它们这那一个上下中里有也就都而及不并从到对为以其又");
    return kCharacters.contains(c);
}

/// Cuts the commonest English endings: enough to see "steals" in "stealing".
QString stemOf(QString word)
{
    const auto cut = [&word](QLatin1String ending, int least) {
        if (word.size() < ending.size() + least || !word.endsWith(ending))
            return false;
        word.chop(ending.size());
        return true;
    };
    if (cut(QLatin1String("'s"), 1) || cut(QLatin1String("’s"), 1) || cut(QLatin1String("ing"), 3)
        || cut(QLatin1String("ied"), 2) || cut(QLatin1String("ies"), 2)
        || cut(QLatin1String("ed"), 3) || cut(QLatin1String("es"), 3)
        || (!word.endsWith(QLatin1String("ss")) && cut(QLatin1String("s"), 3))) {
        if (word.size() > 3 && word.back() == word.at(word.size() - 2)
            && !QStringLiteral("aeiousl").contains(word.back()))
            word.chop(1); // "running", "robbed"
    }
    cut(QLatin1String("e"), 3);
    if (word.size() > 3 && word.endsWith(u'y'))
        word.chop(1);
    return word;
}

std::vector<Word> wordsOf(const QString &text)
{
    std::vector<Word> words;
    const auto size = static_cast<int>(text.size());
    for (int i = 0; i < size;) {
        const QChar c = text.at(i);
        if (isHan(c)) {
            words.push_back({i, 1, true, QString(c)});
            ++i;
            continue;
        }
        if (!c.isLetterOrNumber()) {
            ++i;
            continue;
        }
        int end = i;
        while (end < size && !isHan(text.at(end))
               && (text.at(end).isLetterOrNumber()
                   || ((text.at(end) == u'\'' || text.at(end) == u'’' || text.at(end) == u'-')
                       && end + 1 < size && text.at(end + 1).isLetterOrNumber())))
            ++end;
        words.push_back({i, end - i, false, text.mid(i, end - i).toLower()});
        i = end;
    }
    return words;
}

/// What makes up a text: stems of its words, pairs of its Chinese characters.
struct Stock
{
    QSet<QString> stems;
    QSet<QString> pairs;
};

bool isPair(const std::vector<Word> &words, std::size_t i)
{
    return i + 1 < words.size() && words[i].chinese && words[i + 1].chinese
           && words[i + 1].start == words[i].start + 1
           && !(isSmallCharacter(words[i].key.front())
                && isSmallCharacter(words[i + 1].key.front()));
}

Stock stockOf(const QString &text)
{
    Stock stock;
    const std::vector<Word> words = wordsOf(text);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!words[i].chinese)
            stock.stems.insert(stemOf(words[i].key));
        else if (isPair(words, i))
            stock.pairs.insert(words[i].key + words[i + 1].key);
    }
    return stock;
}

} // namespace

std::vector<TextSpan> sharedWords(const QString &text, const QString &other)
{
    const Stock stock = stockOf(other);
    const std::vector<Word> words = wordsOf(text);
    std::vector<bool> shared(words.size(), false);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!words[i].chinese) {
            shared[i] = !isSmall(words[i].key) && stock.stems.contains(stemOf(words[i].key));
        } else if (isPair(words, i) && stock.pairs.contains(words[i].key + words[i + 1].key)) {
            shared[i] = shared[i + 1] = true;
        }
    }
    std::vector<TextSpan> spans;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!shared[i])
            continue;
        const Word &word = words[i];
        const int end = word.start + word.length;
        if (i > 0 && shared[i - 1])
            spans.back().length = end - spans.back().start;
        else
            spans.push_back({word.start, word.length});
    }
    return spans;
}

std::vector<TextSpan> newWords(const QString &text, const QString &other)
{
    const Stock stock = stockOf(other);
    const std::vector<Word> words = wordsOf(text);
    std::vector<TextSpan> spans;
    bool joins = false; // nothing but small words since the last span
    for (std::size_t i = 0; i < words.size(); ++i) {
        const Word &word = words[i];
        bool isNew = false;
        if (!word.chinese) {
            if (isSmall(word.key))
                continue;
            isNew = !stock.stems.contains(stemOf(word.key));
        } else {
            const auto known = [&](std::size_t from) {
                return isPair(words, from)
                       && stock.pairs.contains(words[from].key + words[from + 1].key);
            };
            if (isSmallCharacter(word.key.front()))
                continue;
            isNew = !known(i) && !(i > 0 && known(i - 1));
        }
        if (isNew && joins)
            spans.back().length = word.start + word.length - spans.back().start;
        else if (isNew)
            spans.push_back({word.start, word.length});
        joins = isNew;
    }
    return spans;
}

QStringList wordsOnlyIn(const QString &text, const QString &other, int most)
{
    const Stock stock = stockOf(other);
    const std::vector<Word> words = wordsOf(text);
    QStringList found;
    QSet<QString> known;
    for (std::size_t i = 0; i < words.size() && found.size() < most; ++i) {
        if (!words[i].chinese) {
            const QString stem = stemOf(words[i].key);
            if (words[i].length < 3 || isSmall(words[i].key) || stock.stems.contains(stem)
                || known.contains(stem))
                continue;
            known.insert(stem);
            found.append(words[i].key);
            continue;
        }
        // A run of pairs that the other text has not.
        std::size_t end = i;
        while (isPair(words, end) && !isSmallCharacter(words[end].key.front())
               && !isSmallCharacter(words[end + 1].key.front())
               && !stock.pairs.contains(words[end].key + words[end + 1].key)
               && end - i + 1 < kLongestPhrase)
            ++end;
        if (end == i)
            continue;
        const QString phrase = text.mid(words[i].start, static_cast<int>(end - i) + 1);
        if (!known.contains(phrase)) {
            known.insert(phrase);
            found.append(phrase);
        }
        i = end;
    }
    return found;
}

} // namespace ecva
