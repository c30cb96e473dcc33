#include "annotation/formats/EcvaSheetCells.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

namespace ecva::ecvasheet {
namespace {

/// Milliseconds of four digits MMSS; nothing when the seconds are above 59.
std::optional<qint64> mmss(const QString &digits)
{
    const int minutes = digits.left(2).toInt();
    const int seconds = digits.mid(2).toInt();
    if (seconds > 59)
        return std::nullopt;
    return (minutes * 60 + seconds) * 1000LL;
}

/// "00043" and "20" as four digits, when no digit has to be invented or dropped but zeros in front.
std::optional<QString> asFourDigits(QString digits)
{
    while (digits.size() > 4 && digits.startsWith(u'0'))
        digits.remove(0, 1);
    if (digits.isEmpty() || digits.size() > 4)
        return std::nullopt;
    return digits.rightJustified(4, u'0');
}

Moment readMoment(const QString &bracket)
{
    static const QRegularExpression times(
        QStringLiteral("^\\[\\s*(\\d{0,6})\\s*[,，]\\s*(\\d{0,6})\\s*\\]$"));
    Moment moment;
    moment.raw = bracket;
    const QRegularExpressionMatch match = times.match(bracket);
    if (!match.hasMatch()) {
        moment.fault = Moment::Fault::Form;
        return moment;
    }
    const QString first = match.captured(1);
    const QString second = match.captured(2);
    const bool wellFormed = first.size() == 4 && second.size() == 4;
    if (!wellFormed)
        moment.fault = second.isEmpty() ? Moment::Fault::NoEnd : Moment::Fault::Form;
    if (!wellFormed)
        moment.oddDigits = int(first.size() != 4 ? first.size() : second.size());

    const std::optional<QString> begin = asFourDigits(first);
    const std::optional<QString> end = asFourDigits(second);
    const std::optional<qint64> beginMs = begin ? mmss(*begin) : std::nullopt;
    const std::optional<qint64> endMs = end ? mmss(*end) : std::nullopt;
    if (moment.fault == Moment::Fault::NoEnd) {
        moment.beginMs = beginMs;
        return moment;
    }
    if (!beginMs || !endMs) {
        moment.fault = wellFormed ? Moment::Fault::Seconds : moment.fault;
        return moment;
    }
    const TimeRangeMs time{beginMs.value_or(0), endMs.value_or(0)};
    if (time.beginMs >= time.endMs) {
        moment.fault = wellFormed ? Moment::Fault::Order : moment.fault;
        return moment;
    }
    if (wellFormed) {
        moment.time = time;
    } else {
        moment.suggestion = u'[' + *begin + u',' + *end + u']';
        moment.suggestedTime = time;
    }
    return moment;
}

} // namespace

bool isMissing(const QString &cell)
{
    const QString text = cell.trimmed();
    if (text.isEmpty() || text == u"/")
        return true;
    if (!text.startsWith(u'['))
        return false;
    static const QRegularExpression emptyList(
        QStringLiteral("^(\\[\\s*[,，]?\\s*\\])+$|^\\[\\s*\"\"(\\s*,\\s*\"\")*\\s*\\]$"));
    return emptyList.match(text).hasMatch();
}

std::vector<Moment> parseMoments(const QString &cell)
{
    std::vector<Moment> moments;
    if (isMissing(cell))
        return moments;
    static const QRegularExpression bracket(QStringLiteral("\\[[^\\[\\]]*\\]"));
    qsizetype done = 0;
    const auto addRest = [&](qsizetype end) {
        const QString rest = cell.mid(done, end - done).trimmed();
        if (!rest.isEmpty())
            moments.push_back(readMoment(rest));
    };
    for (auto matches = bracket.globalMatch(cell); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        addRest(match.capturedStart());
        done = match.capturedEnd();
        moments.push_back(readMoment(match.captured()));
    }
    addRest(cell.size());
    return moments;
}

Classes parseClasses(const QString &cell)
{
    static const QRegularExpression oneClass(QStringLiteral(
        "\\G\\s*\\[\\s*(\\d{1,2}-\\d{1,2})\\s*[,，]\\s*([1-5])\\s*([,，]?)\\s*\\]\\s*"));
    Classes result;
    qsizetype done = 0;
    while (done < cell.size()) {
        const QRegularExpressionMatch match = oneClass.match(cell, done);
        if (!match.hasMatch())
            return {};
        done = match.capturedEnd();
        result.classes.push_back({match.captured(1), match.captured(2).toInt()});
        result.strayComma = result.strayComma || !match.captured(3).isEmpty();
        result.clean += QStringLiteral("[%1,%2]").arg(match.captured(1), match.captured(2));
    }
    return result;
}

Parts parseParts(const QString &cell)
{
    Parts parts;
    if (isMissing(cell))
        return parts;
    QString inner = cell.trimmed();
    const bool opened = inner.startsWith(u'[');
    const bool closed = inner.endsWith(u']');
    parts.bracketMissing = !opened || !closed;
    if (opened)
        inner.remove(0, 1);
    if (closed)
        inner.chop(1);
    static const QRegularExpression between(QStringLiteral("\\]\\s*\\["));
    for (const QString &raw : inner.split(between)) {
        if (raw.trimmed().isEmpty())
            continue;
        parts.raw.push_back(raw);
        parts.texts.append(raw.trimmed());
    }
    return parts;
}

Keys parseKeys(const QString &cell)
{
    Keys keys;
    if (isMissing(cell))
        return keys;
    const auto take = [&keys](const QStringList &sentences) {
        for (const QString &sentence : sentences) {
            if (!sentence.trimmed().isEmpty())
                keys.sentences.append(sentence.trimmed());
        }
    };
    const QJsonDocument json = QJsonDocument::fromJson(cell.trimmed().toUtf8());
    if (json.isArray()) {
        QStringList sentences;
        for (const QJsonValue value : json.array()) {
            if (!value.isString()) {
                keys.unreadable = true;
                return keys;
            }
            sentences.append(value.toString());
        }
        take(sentences);
        return keys;
    }

    // A list with a quote left out: `["a",b","c"]`. A quote beside a comma ends or begins a
    // sentence.
    static const QRegularExpression list(QStringLiteral("^\\[\\s*\"?(.*?)\"?\\s*\\]$"),
                                         QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression between(QStringLiteral("\"\\s*[,，]\\s*\"?|[,，]\\s*\""));
    const QRegularExpressionMatch match = list.match(cell.trimmed());
    const QStringList sentences = match.captured(1).split(between);
    if (!match.hasMatch() || sentences.size() < 2 || match.captured(1).count(u'\\') > 0
        || sentences.join(QString()).contains(u'"')) {
        keys.unreadable = true;
        return keys;
    }
    take(sentences);
    keys.repaired = true;
    keys.clean = QString::fromUtf8(
        QJsonDocument(QJsonArray::fromStringList(keys.sentences)).toJson(QJsonDocument::Compact));
    return keys;
}

std::optional<TimeRangeMs> parseCut(const QString &annotator)
{
    static const QRegularExpression note(QStringLiteral(
        "^时间切割\\s*(\\d{1,3})[:：](\\d{2})\\s*[-－–~]\\s*(\\d{1,3})[:：](\\d{2})$"));
    const QRegularExpressionMatch match = note.match(annotator.trimmed());
    if (!match.hasMatch())
        return std::nullopt;
    const auto time = [&match](int minutes) {
        return (match.captured(minutes).toLongLong() * 60
                + match.captured(minutes + 1).toLongLong())
               * 1000;
    };
    const TimeRangeMs cut{time(1), time(3)};
    if (match.captured(2).toInt() > 59 || match.captured(4).toInt() > 59
        || cut.beginMs >= cut.endMs) {
        return std::nullopt;
    }
    return cut;
}

int sentenceLength(const QString &sentence, bool *chinese)
{
    int characters = 0;
    for (const QChar c : sentence)
        characters += c.script() == QChar::Script_Han ? 1 : 0;
    if (chinese)
        *chinese = characters > 0;
    if (characters > 0)
        return characters;
    return int(
        sentence.split(QRegularExpression(QStringLiteral("\\s+")), Qt::SkipEmptyParts).size());
}

QString clock(qint64 milliseconds)
{
    const qint64 seconds = milliseconds / 1000;
    QString text = seconds >= 3600 ? QStringLiteral("%1:%2")
                                         .arg(seconds / 3600)
                                         .arg(seconds / 60 % 60, 2, 10, QChar(u'0'))
                                   : QString::number(seconds / 60);
    text += QStringLiteral(":%1").arg(seconds % 60, 2, 10, QChar(u'0'));
    if (milliseconds % 1000)
        text += QStringLiteral(".%1").arg(milliseconds % 1000, 3, 10, QChar(u'0'));
    return text;
}

} // namespace ecva::ecvasheet
