#include "ui/review/ReviewWording.h"

#include "annotation/lint/TextCount.h"
#include "ui/review/ReviewSheet.h"
#include "ui/review/SharedWords.h"

#include <QCoreApplication>

#include <cmath>

namespace ecva {
namespace {

constexpr int kWordsInSummary = 3;

struct Review
{
    Q_DECLARE_TR_FUNCTIONS(ecva::Review)
};

QString capitalized(QString text)
{
    if (!text.isEmpty())
        text[0] = text.at(0).toUpper();
    return text;
}

} // namespace

namespace review {

QString fieldName(Task task)
{
    switch (task) {
    case Task::Description:
        return Review::tr("What");
    case Task::Cause:
        return Review::tr("Why");
    case Task::Result:
        return Review::tr("How");
    case Task::Classification:
    case Task::Time:
    case Task::Free:
        break;
    }
    return {};
}

QString fieldNote(const ReviewField &field)
{
    if (field.place > 0)
        return Review::tr("segment %1", "what happened in it").arg(field.place);
    switch (field.task) {
    case Task::Description:
        return Review::tr("happened", "note below What");
    case Task::Cause:
        return Review::tr("cause", "note below Why");
    case Task::Result:
        return Review::tr("result", "note below How");
    case Task::Classification:
    case Task::Time:
    case Task::Free:
        break;
    }
    return {};
}

QString roundName(const QString &round)
{
    bool number = false;
    const int n = round.mid(5).toInt(&number);
    return number && round.startsWith(QLatin1String("round")) ? Review::tr("round %1").arg(n)
                                                              : round;
}

QString shortMeasureOf(const QString &text)
{
    const int words = countWords(text);
    return isChinese(text) ? Review::tr("%n character(s)", "of a Chinese text", words)
                           : Review::tr("%n word(s)", nullptr, words);
}

QString measureOf(const QString &text)
{
    if (isChinese(text))
        return shortMeasureOf(text);
    return Review::tr("%1 · %2", "words, characters")
        .arg(shortMeasureOf(text), Review::tr("%n char(s)", nullptr, countCharacters(text)));
}

QString score(double value)
{
    return QString::number(value, 'f', 2);
}

QString signedScore(double value)
{
    const QString size = QString::number(std::abs(value), 'f', 2);
    const bool zero = size == QLatin1String("0.00");
    return (value < 0 && !zero ? QChar(0x2212) : QChar(u'+')) + size;
}

QString verdictText(const DeltaMark &mark)
{
    if (mark.neverSaw)
        return Review::tr("never saw the anomaly", "the model whose answer this is");
    switch (mark.verdict) {
    case DeltaVerdict::Read:
        return Review::tr("from the video", "this answer was read");
    case DeltaVerdict::Partly:
        return Review::tr("partly", "this answer was read from the video");
    case DeltaVerdict::NotRead:
        return Review::tr("not from the video", "this answer was read");
    case DeltaVerdict::Unknown:
        break;
    }
    return Review::tr("nothing to compare with", "the delta has no controls");
}

QString summaryOf(const ReviewSheet &sheet, const ReviewItem &item)
{
    const ReviewField &field = sheet.fields.at(static_cast<std::size_t>(item.row));
    const QString model = sheet.models.at(item.model);
    const QString &said = field.answers.at(static_cast<std::size_t>(item.model)).text;
    const QString comma = Review::tr(", ", "between the words of a list");
    const QStringList only = wordsOnlyIn(said, field.expertText, kWordsInSummary);
    if (!only.isEmpty())
        return Review::tr("%1: only in %2").arg(capitalized(only.join(comma)), model);
    const QStringList left = wordsOnlyIn(field.expertText, said, kWordsInSummary);
    if (!left.isEmpty())
        return Review::tr("%1: not in %2").arg(capitalized(left.join(comma)), model);
    return Review::tr("The same words, put otherwise by %1").arg(model);
}

QString stateName(AnswerState state)
{
    switch (state) {
    case AnswerState::Accepted:
        return Review::tr("Accepted", "an answer");
    case AnswerState::Rejected:
        return Review::tr("Rejected", "an answer");
    case AnswerState::Open:
        break;
    }
    return {};
}

QString demonstrationSentence()
{
    return Review::tr("Untrained demonstration weights: answers are noise.");
}

QString chainSentence(const std::vector<int> &parts)
{
    if (parts.empty())
        return {};
    if (parts.size() == 1)
        return Review::tr("Chain of thought: part %1 of 4").arg(parts[0]);
    return Review::tr("Chain of thought: parts %1 and %2 of 4").arg(parts[0]).arg(parts[1]);
}

} // namespace review

} // namespace ecva
