#include "annotation/lint/TextCount.h"

#include <QList>

namespace ecva {
namespace {

struct Counts
{
    int han = 0;
    int words = 0; ///< in other scripts
};

Counts count(const QString &text)
{
    Counts counts;
    bool inWord = false;
    const QList<uint> points = text.toUcs4();
    for (qsizetype i = 0; i < points.size(); ++i) {
        const char32_t point = points.at(i);
        if (QChar::script(point) == QChar::Script_Han) {
            ++counts.han;
            inWord = false;
            continue;
        }
        const bool joins = inWord && (point == '\'' || point == 0x2019 || point == '-')
                           && i + 1 < points.size() && QChar::isLetterOrNumber(points.at(i + 1));
        const bool part = QChar::isLetterOrNumber(point) || QChar::isMark(point) || joins;
        if (part && !inWord)
            ++counts.words;
        inWord = part;
    }
    return counts;
}

} // namespace

int countWords(const QString &text)
{
    const Counts counts = count(text);
    return counts.han + counts.words;
}

int countCharacters(const QString &text)
{
    return static_cast<int>(text.trimmed().toUcs4().size());
}

bool isChinese(const QString &text)
{
    const Counts counts = count(text);
    return counts.han > counts.words;
}

} // namespace ecva
