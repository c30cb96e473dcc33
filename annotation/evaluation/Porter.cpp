#include "annotation/evaluation/Porter.h"

#include <array>
#include <string_view>
#include <utility>

namespace ecva {
namespace {

using std::string;
using std::string_view;

constexpr std::pair<string_view, string_view> kIrregular[] = {
    {"sky", "sky"},        {"skies", "sky"},       {"dying", "die"},        {"lying", "lie"},
    {"tying", "tie"},      {"news", "news"},       {"innings", "inning"},   {"inning", "inning"},
    {"outings", "outing"}, {"outing", "outing"},   {"cannings", "canning"}, {"canning", "canning"},
    {"howe", "howe"},      {"proceed", "proceed"}, {"exceed", "exceed"},    {"succeed", "succeed"},
};

bool isConsonant(string_view word, std::size_t i)
{
    switch (word[i]) {
    case 'a':
    case 'e':
    case 'i':
    case 'o':
    case 'u':
        return false;
    case 'y':
        return i == 0 || !isConsonant(word, i - 1);
    default:
        return true;
    }
}

/// m: how often a run of vowels is followed by a consonant.
int measure(string_view stem)
{
    int m = 0;
    for (std::size_t i = 1; i < stem.size(); ++i)
        m += !isConsonant(stem, i - 1) && isConsonant(stem, i);
    return m;
}

bool hasVowel(string_view stem)
{
    for (std::size_t i = 0; i < stem.size(); ++i) {
        if (!isConsonant(stem, i))
            return true;
    }
    return false;
}

bool endsInDouble(string_view word)
{
    const std::size_t n = word.size();
    return n >= 2 && word[n - 1] == word[n - 2] && isConsonant(word, n - 1);
}

/// *o: consonant, vowel, consonant at the end, the last not w, x, y; two letters do in nltk.
bool endsInCvc(string_view word)
{
    const std::size_t n = word.size();
    if (n == 2)
        return !isConsonant(word, 0) && isConsonant(word, 1);
    if (n < 3)
        return false;
    const char last = word[n - 1];
    return isConsonant(word, n - 3) && !isConsonant(word, n - 2) && isConsonant(word, n - 1)
           && last != 'w' && last != 'x' && last != 'y';
}

string stemBefore(string_view word, string_view suffix)
{
    return string(word.substr(0, word.size() - suffix.size()));
}

struct Rule
{
    string_view suffix;
    string_view becomes;
};

/// The first suffix that fits decides, even where its condition does not hold.
template <typename Condition>
string applyRules(const string &word, const Rule *begin, const Rule *end, Condition holds)
{
    for (const Rule *rule = begin; rule != end; ++rule) {
        if (!word.ends_with(rule->suffix))
            continue;
        const string stem = stemBefore(word, rule->suffix);
        return holds(stem, *rule) ? stem + string(rule->becomes) : word;
    }
    return word;
}

string step1a(const string &word)
{
    if (word.size() == 4 && word.ends_with("ies"))
        return stemBefore(word, "s");
    static constexpr Rule rules[] = {{"sses", "ss"}, {"ies", "i"}, {"ss", "ss"}, {"s", ""}};
    return applyRules(word, std::begin(rules), std::end(rules),
                      [](const string &, const Rule &) { return true; });
}

string step1b(const string &word)
{
    if (word.ends_with("ied"))
        return stemBefore(word, "ied") + (word.size() == 4 ? "ie" : "i");
    if (word.ends_with("eed"))
        return measure(stemBefore(word, "eed")) > 0 ? stemBefore(word, "d") : word;
    string stem;
    for (const string_view suffix : {"ed", "ing"}) {
        if (word.ends_with(suffix) && hasVowel(stemBefore(word, suffix))) {
            stem = stemBefore(word, suffix);
            break;
        }
    }
    if (stem.empty())
        return word;
    if (stem.ends_with("at") || stem.ends_with("bl") || stem.ends_with("iz"))
        return stem + 'e';
    if (endsInDouble(stem)) {
        const char last = stem.back();
        return last == 'l' || last == 's' || last == 'z' ? stem : stem.substr(0, stem.size() - 1);
    }
    return measure(stem) == 1 && endsInCvc(stem) ? stem + 'e' : stem;
}

string step1c(const string &word)
{
    const bool turns = word.size() > 2 && word.back() == 'y' && isConsonant(word, word.size() - 2);
    return turns ? stemBefore(word, "y") + 'i' : word;
}

string step2(const string &word)
{
    if (word.ends_with("alli") && measure(stemBefore(word, "alli")) > 0)
        return step2(stemBefore(word, "li"));
    static constexpr Rule rules[]
        = {{"ational", "ate"}, {"tional", "tion"}, {"enci", "ence"},   {"anci", "ance"},
           {"izer", "ize"},    {"bli", "ble"},     {"alli", "al"},     {"entli", "ent"},
           {"eli", "e"},       {"ousli", "ous"},   {"ization", "ize"}, {"ation", "ate"},
           {"ator", "ate"},    {"alism", "al"},    {"iveness", "ive"}, {"fulness", "ful"},
           {"ousness", "ous"}, {"aliti", "al"},    {"iviti", "ive"},   {"biliti", "ble"},
           {"fulli", "ful"},   {"logi", "log"}};
    return applyRules(
        word, std::begin(rules), std::end(rules), [&word](const string &stem, const Rule &rule) {
            // "logi" counts its l to the stem.
            return measure(rule.suffix == "logi" ? word.substr(0, word.size() - 3) : stem) > 0;
        });
}

string step3(const string &word)
{
    static constexpr Rule rules[]
        = {{"icate", "ic"}, {"ative", ""}, {"alize", "al"}, {"iciti", "ic"},
           {"ical", "ic"},  {"ful", ""},   {"ness", ""}};
    return applyRules(word, std::begin(rules), std::end(rules),
                      [](const string &stem, const Rule &) { return measure(stem) > 0; });
}

string step4(const string &word)
{
    static constexpr Rule rules[]
        = {{"al", ""},   {"ance", ""}, {"ence", ""}, {"er", ""},    {"ic", ""},
           {"able", ""}, {"ible", ""}, {"ant", ""},  {"ement", ""}, {"ment", ""},
           {"ent", ""},  {"ion", ""},  {"ou", ""},   {"ism", ""},   {"ate", ""},
           {"iti", ""},  {"ous", ""},  {"ive", ""},  {"ize", ""}};
    return applyRules(
        word, std::begin(rules), std::end(rules), [](const string &stem, const Rule &rule) {
            const bool fits = rule.suffix != "ion"
                              || (!stem.empty() && (stem.back() == 's' || stem.back() == 't'));
            return fits && measure(stem) > 1;
        });
}

string step5(string word)
{
    if (word.ends_with('e')) {
        const string stem = stemBefore(word, "e");
        const int m = measure(stem);
        if (m > 1 || (m == 1 && !endsInCvc(stem)))
            word = stem;
    }
    if (word.ends_with("ll") && measure(stemBefore(word, "l")) > 1)
        word.pop_back();
    return word;
}

} // namespace

string porterStem(const string &word)
{
    for (const auto &[irregular, stem] : kIrregular) {
        if (word == irregular)
            return string(stem);
    }
    if (word.size() <= 2)
        return word;
    return step5(step4(step3(step2(step1c(step1b(step1a(word)))))));
}

} // namespace ecva
