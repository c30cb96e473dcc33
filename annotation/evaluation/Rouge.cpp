#include "annotation/evaluation/Rouge.h"

#include "annotation/evaluation/Porter.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace ecva {
namespace {

/// Stems as numbers, the same for equal ones of both texts.
using Tokens = std::vector<int>;

class Vocabulary
{
public:
    Tokens tokens(const QString &text)
    {
        Tokens found;
        std::string word;
        const auto end = [&] {
            if (!word.empty())
                found.push_back(numberOf(word.size() > 3 ? porterStem(word) : word));
            word.clear();
        };
        for (const QChar c : text) {
            const char16_t code = c.unicode();
            if (code >= u'A' && code <= u'Z')
                word += char(code - u'A' + 'a');
            else if ((code >= u'a' && code <= u'z') || (code >= u'0' && code <= u'9'))
                word += char(code);
            else if (code == 0x212A) // the Kelvin sign's lower case is a k
                word += 'k';
            else if (code == 0x0130) { // i and a dot of its own, which ends the word
                word += 'i';
                end();
            } else
                end();
        }
        end();
        return found;
    }

private:
    int numberOf(const std::string &stem)
    {
        return m_numbers.try_emplace(stem, int(m_numbers.size())).first->second;
    }

    std::unordered_map<std::string, int> m_numbers;
};

RougeScore scoreOf(double hits, std::size_t target, std::size_t prediction)
{
    RougeScore score;
    score.precision = hits / double(std::max<std::size_t>(prediction, 1));
    score.recall = hits / double(std::max<std::size_t>(target, 1));
    if (const double sum = score.precision + score.recall; sum > 0)
        score.f = 2 * score.precision * score.recall / sum;
    return score;
}

using Grams = std::map<std::vector<int>, int>;

Grams gramsOf(const Tokens &tokens, std::size_t n)
{
    Grams grams;
    for (std::size_t i = 0; i + n <= tokens.size(); ++i)
        ++grams[Tokens(tokens.begin() + std::ptrdiff_t(i), tokens.begin() + std::ptrdiff_t(i + n))];
    return grams;
}

RougeScore rougeN(const QString &target, const QString &prediction, std::size_t n)
{
    Vocabulary words;
    const Grams wanted = gramsOf(words.tokens(target), n);
    const Grams given = gramsOf(words.tokens(prediction), n);
    int hits = 0;
    std::size_t wantedSum = 0;
    std::size_t givenSum = 0;
    for (const auto &[gram, count] : wanted) {
        wantedSum += std::size_t(count);
        if (const auto found = given.find(gram); found != given.end())
            hits += std::min(count, found->second);
    }
    for (const auto &[gram, count] : given)
        givenSum += std::size_t(count);
    return scoreOf(hits, wantedSum, givenSum);
}

} // namespace

RougeScore rouge1(const QString &target, const QString &prediction)
{
    return rougeN(target, prediction, 1);
}

RougeScore rouge2(const QString &target, const QString &prediction)
{
    return rougeN(target, prediction, 2);
}

RougeScore rougeL(const QString &target, const QString &prediction)
{
    Vocabulary words;
    const Tokens wanted = words.tokens(target);
    const Tokens given = words.tokens(prediction);
    // Longest common subsequence, one row at a time.
    std::vector<int> row(given.size() + 1, 0);
    for (const int token : wanted) {
        int diagonal = 0;
        for (std::size_t j = 1; j < row.size(); ++j) {
            const int above = row[j];
            row[j] = token == given[j - 1] ? diagonal + 1 : std::max(above, row[j - 1]);
            diagonal = above;
        }
    }
    return scoreOf(row.back(), wanted.size(), given.size());
}

} // namespace ecva
