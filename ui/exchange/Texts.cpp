#include "ui/exchange/Texts.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace ecva {
namespace {

constexpr qint64 kMegabyte = 1'000'000;

} // namespace

QString countText(qint64 count)
{
    return QLocale().toString(count);
}

QString sizeText(qint64 bytes)
{
    if (bytes < kMegabyte)
        return QCoreApplication::translate("ecva::Exchange", "%1 bytes").arg(countText(bytes));
    return QCoreApplication::translate("ecva::Exchange", "%1 MB")
        .arg(QLocale().toString(static_cast<double>(bytes) / kMegabyte, 'f', 1));
}

QString roundText(const QString &round)
{
    static const QString prefix = QStringLiteral("round");
    bool numbered = false;
    const int number = round.startsWith(prefix) ? round.mid(prefix.size()).toInt(&numbered) : 0;
    return numbered ? QCoreApplication::translate("ecva::Exchange", "Round %1").arg(number) : round;
}

QString taskText(Task task)
{
    switch (task) {
    case Task::Description:
        return QCoreApplication::translate("ecva::Exchange", "Description");
    case Task::Cause:
        return QCoreApplication::translate("ecva::Exchange", "Cause");
    case Task::Result:
        return QCoreApplication::translate("ecva::Exchange", "Result");
    case Task::Classification:
        return QCoreApplication::translate("ecva::Exchange", "Classification");
    case Task::Time:
        return QCoreApplication::translate("ecva::Exchange", "Time");
    case Task::Free:
        break;
    }
    return QCoreApplication::translate("ecva::Exchange", "Free question");
}

QString taskHint(Task task)
{
    switch (task) {
    case Task::Description:
        return QCoreApplication::translate("ecva::Exchange", "What happened");
    case Task::Cause:
        return QCoreApplication::translate("ecva::Exchange", "Why");
    case Task::Result:
        return QCoreApplication::translate("ecva::Exchange", "How it ended");
    case Task::Classification:
        return QCoreApplication::translate("ecva::Exchange", "Which class");
    case Task::Time:
        return QCoreApplication::translate("ecva::Exchange", "When");
    case Task::Free:
        break;
    }
    return {};
}

QString singleLine(const QString &text)
{
    QString line = text;
    line.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    line.replace(u'\n', u'⏎');
    return line;
}

QString messageOf(const Error &error)
{
    return QString::fromStdString(error.text());
}

QString severityIcon(Severity severity)
{
    switch (severity) {
    case Severity::Error:
        return QStringLiteral("error");
    case Severity::Warning:
        return QStringLiteral("warning");
    case Severity::Note:
        break;
    }
    return QStringLiteral("info");
}

Label::Tone severityTone(Severity severity)
{
    switch (severity) {
    case Severity::Error:
        return Label::Tone::Error;
    case Severity::Warning:
        return Label::Tone::Warn;
    case Severity::Note:
        break;
    }
    return Label::Tone::Text3;
}

TextSpan differingPart(const QString &text, const QString &other)
{
    const auto size = static_cast<int>(text.size());
    const auto shorter = static_cast<int>(std::min(text.size(), other.size()));
    int begin = 0;
    while (begin < shorter && text.at(begin) == other.at(begin))
        ++begin;
    int tail = 0;
    while (tail < shorter - begin && text.at(size - 1 - tail) == other.at(other.size() - 1 - tail))
        ++tail;
    int end = size - tail;
    const auto open = static_cast<int>(text.lastIndexOf(u'[', std::max(0, begin - 1)));
    const auto shut = static_cast<int>(text.indexOf(u']', std::max(0, end - 1)));
    const bool inside = open >= 0 && text.indexOf(u']', open) >= end - 1;
    if (begin > 0 && inside && shut >= 0) {
        begin = open;
        end = shut + 1;
    }
    if (end <= begin) { // something is missing here: show where
        begin = std::max(0, std::min(begin, size) - 1);
        end = std::min(size, begin + 1);
    }
    return {begin, end - begin};
}

} // namespace ecva
