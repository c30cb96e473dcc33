#include "annotation/formats/ClipFilter.h"

#include <QRegularExpression>

#include <algorithm>

namespace ecva {
namespace {

constexpr const char *kKeys[]
    = {"status", "verdict", "assignee", "round", "task", "source", "clip", "class"};

QStringList keyList()
{
    QStringList keys;
    for (const char *key : kKeys)
        keys.append(QString::fromLatin1(key));
    return keys;
}

/// Splits at `separators` outside of quotes; the quotes go.
QStringList splitQuoted(const QString &text, bool (*separates)(QChar), bool keepQuotes)
{
    QStringList parts;
    QString part;
    bool quoted = false;
    bool any = false;
    for (const QChar c : text) {
        if (c == u'"') {
            quoted = !quoted;
            any = true;
            if (!keepQuotes)
                continue;
        } else if (!quoted && separates(c)) {
            if (any)
                parts.append(part);
            part.clear();
            any = false;
            continue;
        }
        part += c;
        any = true;
    }
    if (any)
        parts.append(part);
    return parts;
}

bool isBlank(QChar c)
{
    return c.isSpace();
}
bool isComma(QChar c)
{
    return c == u',' || c == u'，';
}

bool matchesWild(const QString &pattern, const QString &text)
{
    QString expression = QRegularExpression::escape(pattern);
    expression.replace(QStringLiteral("\\*"), QStringLiteral(".*"));
    expression.replace(QStringLiteral("\\?"), QStringLiteral("."));
    return QRegularExpression(QRegularExpression::anchoredPattern(expression),
                              QRegularExpression::CaseInsensitiveOption)
        .match(text)
        .hasMatch();
}

/// "1" and "round1" are the same round.
bool isRound(const QString &wanted, const QString &round)
{
    return wanted == round || QStringLiteral("round") + wanted == round;
}

bool hasClass(const ProjectModel &model, const Clip &clip, const QString &code)
{
    for (const Segment *segment : model.segmentsOf(clip.id)) {
        const QString label = segment->label;
        const QString bare = label.section(u':', 1);
        for (const QString &name : {label, bare}) {
            if (name.compare(code, Qt::CaseInsensitive) == 0
                || name.startsWith(code + u'-', Qt::CaseInsensitive)
                || name.startsWith(code + u'/', Qt::CaseInsensitive))
                return true;
        }
    }
    return false;
}

bool hasText(const ProjectModel &model, const Clip &clip, const QString &text)
{
    const auto in
        = [&text](const QString &where) { return where.contains(text, Qt::CaseInsensitive); };
    if (in(clip.name) || in(clip.path) || in(clip.remark))
        return true;
    for (const QaItem *item : model.itemsOf(clip.id)) {
        for (const Answer *answer : model.answersOf(item->id)) {
            if (in(answer->text))
                return true;
        }
    }
    for (const KeySentence *sentence : model.keySentencesOf(clip.id)) {
        if (in(sentence->text))
            return true;
    }
    return false;
}

bool isIn(const ProjectModel &model, const Clip &clip, const QString &source)
{
    for (const SourceRow *row : model.sourceRowsOf(clip.id)) {
        const auto found = model.sources().find(row->source);
        if (found != model.sources().end() && matchesWild(source, found->second.file))
            return true;
    }
    return false;
}

bool hasRound(const ProjectModel &model, const Clip &clip, const QString &round)
{
    for (const Segment *segment : model.segmentsOf(clip.id)) {
        if (isRound(round, segment->track))
            return true;
    }
    for (const QaItem *item : model.itemsOf(clip.id)) {
        for (const Answer *answer : model.answersOf(item->id)) {
            if (isRound(round, answer->round))
                return true;
        }
    }
    for (const KeySentence *sentence : model.keySentencesOf(clip.id)) {
        if (isRound(round, sentence->round))
            return true;
    }
    return false;
}

template <typename T>
Result<void> checkNames(const QString &key, const QStringList &values)
{
    for (const QString &value : values) {
        if (!fromName<T>(value)) {
            return fail(ErrorCode::InvalidArgument,
                        "filter: no " + key.toStdString() + " \"" + value.toStdString()
                            + "\"; there are "
                            + names<T>().join(QStringLiteral(", ")).toStdString());
        }
    }
    return {};
}

} // namespace

Result<ClipFilter> ClipFilter::parse(const QString &expression)
{
    ClipFilter filter;
    if (expression.count(u'"') % 2)
        return fail(ErrorCode::InvalidArgument, "filter: a quotation mark is missing");
    for (const QString &word : splitQuoted(expression, isBlank, true)) {
        static const QRegularExpression keyed(QStringLiteral("^([a-z_]+):(.*)$"),
                                              QRegularExpression::DotMatchesEverythingOption);
        const QRegularExpressionMatch match = keyed.match(word);
        if (!match.hasMatch()) {
            filter.m_terms.push_back({QString(), splitQuoted(word, isBlank, false)});
            continue;
        }
        const QString key = match.captured(1);
        const QStringList values = splitQuoted(match.captured(2), isComma, false);
        if (!keyList().contains(key)) {
            return fail(ErrorCode::InvalidArgument,
                        "filter: no word \"" + key.toStdString() + ":\"; there are "
                            + keyList().join(QStringLiteral(": ")).toStdString() + ':');
        }
        if (values.isEmpty())
            return fail(ErrorCode::InvalidArgument,
                        "filter: " + key.toStdString() + ": wants a value");
        Result<void> known;
        if (key == u"status")
            known = checkNames<ClipStatus>(key, values);
        else if (key == u"verdict")
            known = checkNames<Verdict>(key, values);
        else if (key == u"task")
            known = checkNames<Task>(key, values);
        if (!known)
            return fail(known);
        filter.m_terms.push_back({key, values});
    }
    return filter;
}

bool ClipFilter::holds(const Term &term, const ProjectModel &model, const Clip &clip)
{
    return std::any_of(term.values.begin(), term.values.end(), [&](const QString &value) {
        if (term.key.isEmpty())
            return hasText(model, clip, value);
        if (term.key == u"status")
            return toName(clip.status) == value;
        if (term.key == u"verdict")
            return toName(clip.verdict) == value;
        if (term.key == u"assignee")
            return clip.assignee.compare(value, Qt::CaseInsensitive) == 0;
        if (term.key == u"round")
            return hasRound(model, clip, value);
        if (term.key == u"source")
            return isIn(model, clip, value);
        if (term.key == u"clip")
            return matchesWild(value, clip.name) || matchesWild(value, clip.path)
                   || QString::number(clip.id.value) == value;
        if (term.key == u"class")
            return hasClass(model, clip, value);
        return true; // task: chooses answers, not clips
    });
}

bool ClipFilter::matches(const ProjectModel &model, const Clip &clip) const
{
    return std::all_of(m_terms.begin(), m_terms.end(),
                       [&](const Term &term) { return holds(term, model, clip); });
}

bool ClipFilter::selectsRound(const QString &round) const
{
    return std::all_of(m_terms.begin(), m_terms.end(), [&](const Term &term) {
        return term.key != u"round"
               || std::any_of(term.values.begin(), term.values.end(),
                              [&](const QString &value) { return isRound(value, round); });
    });
}

bool ClipFilter::selectsTask(Task task) const
{
    return std::all_of(m_terms.begin(), m_terms.end(), [&](const Term &term) {
        return term.key != u"task" || term.values.contains(toName(task));
    });
}

} // namespace ecva
