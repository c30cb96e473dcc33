#include "annotation/evaluation/Disagreements.h"

#include "annotation/domain/Rounds.h"
#include "annotation/evaluation/Rouge.h"

#include <QRegularExpression>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <tuple>

namespace ecva {
namespace {

bool isSaid(const Answer &answer)
{
    const QString text = answer.text.trimmed();
    return !text.isEmpty() && text != u"/";
}

/// The expert's answer of the latest round of an item; null when there is none.
const Answer *latestExpert(const ProjectModel &model, QaItemId item)
{
    const Answer *latest = nullptr;
    for (const Answer *answer : model.answersOf(item)) {
        if (answer->role != AnswerRole::Expert || answer->state == AnswerState::Rejected
            || !isSaid(*answer))
            continue;
        const bool later = !latest
                           || (latest->round == answer->round
                                   ? std::tie(latest->stamp.modifiedAt, latest->id)
                                         < std::tie(answer->stamp.modifiedAt, answer->id)
                                   : isEarlierRound(latest->round, answer->round));
        if (later)
            latest = answer;
    }
    return latest;
}

/// What an expert says about a question, wherever it hangs.
struct Said
{
    QaItemId item;
    AnswerId answer;
    QString text;
};

class Finder
{
public:
    Finder(const ProjectModel &model, ClipId clip)
        : m_model(model)
        , m_clip(clip)
    {
    }

    std::vector<Disagreement> find()
    {
        collectSettled();
        for (const QaItem *item : m_model.itemsOf(m_clip)) {
            for (const Answer *answer : m_model.answersOf(item->id)) {
                if (answer->role != AnswerRole::Model || answer->state == AnswerState::Rejected
                    || !isSaid(*answer) || m_settled.contains(answer->id.value))
                    continue;
                if (item->task == Task::Classification)
                    compareClass(*item, *answer);
                else if (item->task == Task::Time)
                    compareTime(*item, *answer);
                else
                    compareText(*item, *answer);
            }
        }
        std::stable_sort(
            m_found.begin(), m_found.end(),
            [](const Disagreement &a, const Disagreement &b) { return a.score < b.score; });
        return std::move(m_found);
    }

private:
    /// The answers that gold of this clip is made from.
    void collectSettled()
    {
        for (const QaItem *item : m_model.itemsOf(m_clip)) {
            for (const Answer *answer : m_model.answersOf(item->id)) {
                if (answer->role != AnswerRole::Gold || answer->state == AnswerState::Rejected)
                    continue;
                const auto json = nlohmann::json::parse(answer->provenance.begin(),
                                                        answer->provenance.end(), nullptr, false);
                if (!json.is_object() || !json.contains("from") || !json["from"].is_array())
                    continue;
                for (const auto &id : json["from"]) {
                    if (id.is_number_integer())
                        m_settled.insert(id.get<std::int64_t>());
                }
            }
        }
    }

    std::optional<Said> expertOn(const QaItem &item) const
    {
        if (const Answer *same = latestExpert(m_model, item.id))
            return Said{item.id, same->id, same->text};
        if (item.segment)
            return std::nullopt;
        // A question about the clip that experts have answered segment by segment: those of the
        // latest round that any of them has.
        std::vector<const Answer *> parts;
        for (const Segment *segment : m_model.segmentsOf(m_clip)) {
            const QaItem *part = m_model.findItem(m_clip, segment->id, item.task, item.question);
            const Answer *answer = part ? latestExpert(m_model, part->id) : nullptr;
            if (!answer)
                continue;
            if (!parts.empty() && isEarlierRound(answer->round, parts.front()->round))
                continue;
            if (!parts.empty() && isEarlierRound(parts.front()->round, answer->round))
                parts.clear();
            parts.push_back(answer);
        }
        if (parts.empty())
            return std::nullopt;
        QStringList texts;
        for (const Answer *part : parts)
            texts.append(part->text);
        // Gold of a clip with one segment belongs to the segment, where the expert's text hangs.
        return Said{parts.size() == 1 ? parts.front()->item : item.id, parts.front()->id,
                    texts.join(u' ')};
    }

    void compareText(const QaItem &item, const Answer &answer)
    {
        const std::optional<Said> said = expertOn(item);
        if (!said || m_settled.contains(said->answer.value)
            || said->text.simplified() == answer.text.simplified())
            return;
        Disagreement found = madeFor(item, answer);
        found.item = said->item;
        found.expert = said->answer;
        found.expertText = said->text;
        found.score = rougeL(said->text, answer.text).f;
        m_found.push_back(std::move(found));
    }

    /// Segments of the latest track that has any; models' tracks are not theirs.
    std::vector<const Segment *> latestSegments() const
    {
        std::vector<const Segment *> latest;
        for (const Segment *segment : m_model.segmentsOf(m_clip)) {
            if (!segment->track.startsWith(QStringLiteral("round")))
                continue;
            if (!latest.empty() && isEarlierRound(segment->track, latest.front()->track))
                continue;
            if (!latest.empty() && isEarlierRound(latest.front()->track, segment->track))
                latest.clear();
            latest.push_back(segment);
        }
        return latest;
    }

    void compareClass(const QaItem &item, const Answer &answer)
    {
        // The first [N], 1 to 11, of the published list.
        static const QRegularExpression bracketed(QStringLiteral("\\[\\s*(\\d+)(?:-\\d+)?\\s*\\]"));
        static const QRegularExpression main(QStringLiteral("^cuva:(\\d+)"));
        const int number = bracketed.match(answer.text).captured(1).toInt();
        QStringList classes;
        bool agrees = false;
        for (const Segment *segment : latestSegments()) {
            const QString code = main.match(segment->label).captured(1);
            if (code.isEmpty())
                continue;
            agrees = agrees || code.toInt() == number;
            if (!classes.contains(segment->label))
                classes.append(segment->label);
        }
        if (agrees || classes.empty() || number < 1 || number > 11)
            return;
        Disagreement found = madeFor(item, answer);
        found.kind = Disagreement::Kind::Class;
        if (const Answer *expert = latestExpert(m_model, item.id)) {
            if (m_settled.contains(expert->id.value))
                return;
            found.expert = expert->id;
        }
        found.expertText = classes.join(QStringLiteral(", "));
        m_found.push_back(std::move(found));
    }

    /// Milliseconds of the first two times in a text, where both are MM:SS or HH:MM:SS. Decimals
    /// have no known unit.
    static std::optional<TimeRangeMs> timesIn(const QString &text)
    {
        static const QRegularExpression pair(
            QStringLiteral("^\\s*\\[\\s*(\\d{1,2}(?::\\d{2}){1,2})\\s*,\\s*(\\d{1,2}(?::\\d{2}){1,"
                           "2})\\s*\\]\\s*$"));
        const QRegularExpressionMatch match = pair.match(text);
        if (!match.hasMatch())
            return std::nullopt;
        const auto ms = [&match](int group) {
            qint64 seconds = 0;
            for (const QString &part : match.captured(group).split(u':'))
                seconds = seconds * 60 + part.toInt();
            return seconds * 1000;
        };
        const TimeRangeMs range{ms(1), ms(2)};
        return range.beginMs < range.endMs ? std::optional(range) : std::nullopt;
    }

    void compareTime(const QaItem &item, const Answer &answer)
    {
        const std::optional<TimeRangeMs> said = timesIn(answer.text);
        const std::vector<const Segment *> segments = latestSegments();
        if (!said || segments.empty())
            return;
        qint64 shared = 0;
        qint64 marked = 0;
        qint64 until = 0; // stretches that overlap count once
        QStringList times;
        for (const Segment *segment : segments) {
            const qint64 begin = std::max(segment->time.beginMs, until);
            const qint64 end = std::max(begin, segment->time.endMs);
            until = std::max(until, end);
            marked += end - begin;
            shared
                += std::max<qint64>(0, std::min(end, said->endMs) - std::max(begin, said->beginMs));
            times.append(QStringLiteral("%1-%2 s")
                             .arg(double(segment->time.beginMs) / 1000.0)
                             .arg(double(segment->time.endMs) / 1000.0));
        }
        const qint64 either = marked + said->endMs - said->beginMs - shared;
        Disagreement found = madeFor(item, answer);
        found.kind = Disagreement::Kind::Time;
        found.score = either > 0 ? double(shared) / double(either) : 0;
        found.expertText = times.join(QStringLiteral(", "));
        if (found.score < 1)
            m_found.push_back(std::move(found));
    }

    Disagreement madeFor(const QaItem &item, const Answer &answer) const
    {
        Disagreement found;
        found.clip = m_clip;
        found.task = item.task;
        found.item = item.id;
        found.model = answer.id;
        found.modelText = answer.text;
        return found;
    }

    const ProjectModel &m_model;
    ClipId m_clip;
    std::set<qint64> m_settled;
    std::vector<Disagreement> m_found;
};

} // namespace

std::vector<Disagreement> disagreementsOf(const ProjectModel &model, ClipId clip)
{
    return Finder(model, clip).find();
}

} // namespace ecva
