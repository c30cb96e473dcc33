#include "ui/review/ReviewSheet.h"

#include "annotation/document/ProjectModel.h"
#include "annotation/document/Proposal.h"
#include "annotation/domain/Rounds.h"
#include "annotation/evaluation/Disagreements.h"
#include "annotation/evaluation/Rouge.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

namespace ecva {
namespace {

constexpr std::array<Task, 3> kTasks{Task::Description, Task::Cause, Task::Result};

/// Everything that was answered about one field.
struct Pile
{
    const QaItem *item = nullptr;
    std::vector<const Answer *> experts;
    std::map<QString, const Answer *> models; ///< by name
    const Answer *gold = nullptr;
};

/// The published sheet and released results write "/" where nothing was said.
bool isSaid(const Answer &answer)
{
    const QString text = answer.text.trimmed();
    return !text.isEmpty() && text != u"/";
}

/// Of the latest round, there what was written last.
const Answer *newest(const std::vector<const Answer *> &experts)
{
    const Answer *found = nullptr;
    for (const Answer *answer : experts) {
        if (answer->state == AnswerState::Rejected || !isSaid(*answer))
            continue;
        const bool later = !found
                           || (answer->round == found->round
                                   ? std::tie(found->stamp.modifiedAt, found->id)
                                         < std::tie(answer->stamp.modifiedAt, answer->id)
                                   : isEarlierRound(found->round, answer->round));
        if (later)
            found = answer;
    }
    return found;
}

Pile pileOf(const ProjectModel &model, const QaItem &item)
{
    Pile pile;
    pile.item = &item;
    for (const Answer *answer : model.answersOf(item.id)) {
        switch (answer->role) {
        case AnswerRole::Expert:
            pile.experts.push_back(answer);
            break;
        case AnswerRole::Model: {
            const Answer *&kept = pile.models[answer->author];
            if (!kept || answer->stamp.modifiedAt > kept->stamp.modifiedAt)
                kept = answer; // of several rounds the last
            break;
        }
        case AnswerRole::Gold:
            if (!pile.gold || answer->stamp.modifiedAt > pile.gold->stamp.modifiedAt)
                pile.gold = answer;
            break;
        case AnswerRole::Masked:
            break;
        }
    }
    return pile;
}

AnswerId sourceOf(const Answer &gold)
{
    const QJsonArray from
        = QJsonDocument::fromJson(gold.provenance).object().value(QLatin1String("from")).toArray();
    return from.isEmpty() ? AnswerId() : AnswerId{from.first().toInteger()};
}

/// The frames that a model saw for its answer.
std::vector<qint64> framesOf(const Answer &answer)
{
    std::vector<qint64> frames;
    if (!answer.provenance.contains("\"frames\""))
        return frames;
    const QJsonArray list = QJsonDocument::fromJson(answer.provenance)
                                .object()
                                .value(QLatin1String("frames"))
                                .toArray();
    for (const QJsonValue &frame : list)
        frames.push_back(frame.toInteger());
    return frames;
}

/// The parts of the clip that a chain of thought chose.
std::vector<int> chainPartsOf(const Answer &answer)
{
    std::vector<int> parts;
    if (!answer.provenance.contains("\"chain_of_thought\""))
        return parts;
    const QJsonValue chain = QJsonDocument::fromJson(answer.provenance)
                                 .object()
                                 .value(QLatin1String("chain_of_thought"));
    for (const QJsonValue part : chain[QLatin1String("chosen")].toArray())
        parts.push_back(part.toInt());
    return parts;
}

std::optional<DeltaMark> markOf(const ProjectModel &model, AnswerId answer)
{
    const std::vector<const Delta *> deltas = model.deltasOf(answer);
    if (deltas.empty())
        return std::nullopt;
    const Result<DeltaSummary> summary = DeltaSummary::parse(deltas.back()->report);
    if (!summary)
        return std::nullopt;
    // Without controls a delta means nothing: it has no figure here.
    return DeltaMark{verdictOf(*summary), summary->adjusted, summary->keyFrames.empty()};
}

class SheetMaker
{
public:
    SheetMaker(const ProjectModel &model, ClipId clip)
        : m_model(model)
    {
        m_sheet.clip = clip;
    }

    ReviewSheet make()
    {
        for (const Disagreement &found : disagreementsOf(m_model, m_sheet.clip)) {
            if (found.kind == Disagreement::Kind::Text)
                m_scores[found.model] = found.score;
        }
        std::map<Task, std::vector<Pile>> piles;
        std::set<QString> models;
        for (const QaItem *item : m_model.itemsOf(m_sheet.clip)) {
            if (std::find(kTasks.begin(), kTasks.end(), item->task) == kTasks.end())
                continue;
            Pile pile = pileOf(m_model, *item);
            for (const auto &[name, answer] : pile.models)
                models.insert(name);
            piles[item->task].push_back(std::move(pile));
        }
        for (const QString &name : models)
            m_sheet.models.append(name);
        numberSegments();
        for (const Task task : kTasks)
            addFields(task, piles[task]);
        findItems();
        return std::move(m_sheet);
    }

private:
    void numberSegments()
    {
        std::map<QString, int> counts;
        for (const Segment *segment : m_model.segmentsOf(m_sheet.clip)) {
            m_places[segment->id] = ++counts[segment->track];
            m_order.push_back(segment->id);
        }
    }

    /// Of the whole clip one row; of the segments one each that a model was asked about.
    void addFields(Task task, const std::vector<Pile> &piles)
    {
        const Pile *whole = nullptr;
        std::map<SegmentId, const Pile *> parts;
        bool askedOfParts = false;
        for (const Pile &pile : piles) {
            if (!pile.item->segment)
                whole = &pile;
            else
                parts[pile.item->segment] = &pile;
            askedOfParts = askedOfParts || (pile.item->segment && !pile.models.empty());
        }
        if (!askedOfParts || (whole && !whole->models.empty()))
            addWhole(task, whole, parts);
        for (const SegmentId id : m_order) {
            const auto part = parts.find(id);
            if (part == parts.end() || part->second->models.empty())
                continue;
            ReviewField field = fieldOf(task, *part->second);
            field.segment = id;
            field.place = m_places[id];
            m_sheet.fields.push_back(std::move(field));
        }
    }

    void addWhole(Task task, const Pile *whole, const std::map<SegmentId, const Pile *> &parts)
    {
        ReviewField field;
        field.task = task;
        if (whole)
            field = fieldOf(task, *whole);
        else
            field.answers.resize(static_cast<std::size_t>(m_sheet.models.size()));
        if (!field.expert)
            joinParts(field, parts);
        m_sheet.fields.push_back(std::move(field));
    }

    /// An expert describes each segment: joined in the order of time, of the newest round.
    void joinParts(ReviewField &field, const std::map<SegmentId, const Pile *> &parts)
    {
        for (const auto &[id, pile] : parts) {
            const Answer *answer = newest(pile->experts);
            if (answer && (field.round.isEmpty() || isEarlierRound(field.round, answer->round)))
                field.round = answer->round;
        }
        int joined = 0;
        const Pile *first = nullptr;
        for (const SegmentId id : m_order) {
            const auto part = parts.find(id);
            if (part == parts.end())
                continue;
            const Answer *answer = newest(part->second->experts);
            if (!answer || answer->round != field.round)
                continue;
            if (!field.expertText.isEmpty())
                field.expertText += u' ';
            field.expertText += answer->text.trimmed();
            if (++joined == 1) {
                field.expert = answer->id;
                first = part->second;
            }
        }
        field.parts = joined;
        // Gold of a clip with one segment belongs to the segment, where the expert's text hangs.
        if (first && (joined == 1 || !field.item))
            field.item = first->item->id;
        if (joined == 1 && !field.gold && first->gold)
            setGold(field, *first->gold);
        for (ReviewAnswer &answer : field.answers)
            compare(field, answer);
    }

    static void setGold(ReviewField &field, const Answer &gold)
    {
        field.gold = gold.id;
        field.goldText = gold.text;
        field.goldSource = sourceOf(gold);
    }

    /// Decided pairs are no disagreement any more: their score is still shown.
    void compare(const ReviewField &field, ReviewAnswer &answer) const
    {
        answer.rougeL.reset();
        if (const auto known = m_scores.find(answer.id); known != m_scores.end()) {
            answer.rougeL = known->second;
            return;
        }
        if (!field.expertText.isEmpty() && !answer.text.trimmed().isEmpty())
            answer.rougeL = rougeL(field.expertText, answer.text).f;
    }

    ReviewField fieldOf(Task task, const Pile &pile) const
    {
        ReviewField field;
        field.task = task;
        field.item = pile.item->id;
        if (const Answer *expert = newest(pile.experts)) {
            field.expert = expert->id;
            field.expertText = expert->text.trimmed();
            field.round = expert->round;
            field.parts = 1;
        }
        if (pile.gold)
            setGold(field, *pile.gold);
        for (const QString &name : m_sheet.models) {
            ReviewAnswer &answer = field.answers.emplace_back();
            const auto said = pile.models.find(name);
            if (said == pile.models.end())
                continue;
            answer.id = said->second->id;
            answer.text = isSaid(*said->second) ? said->second->text.trimmed() : QString();
            answer.state = said->second->state;
            answer.delta = markOf(m_model, answer.id);
            answer.demonstration = isDemonstration(*said->second);
            answer.frames = framesOf(*said->second);
            answer.chainParts = chainPartsOf(*said->second);
            compare(field, answer);
        }
        return field;
    }

    /// What disagreementsOf() found and nobody has decided, and what was decided on.
    void findItems()
    {
        for (std::size_t row = 0; row < m_sheet.fields.size(); ++row) {
            const ReviewField &field = m_sheet.fields[row];
            for (std::size_t model = 0; model < field.answers.size(); ++model) {
                const ReviewAnswer &answer = field.answers[model];
                const bool open = !field.gold && answer.state == AnswerState::Open;
                const bool differs
                    = open ? m_scores.contains(answer.id)
                           : answer.rougeL
                                 && answer.text.simplified() != field.expertText.simplified();
                if (differs)
                    m_sheet.items.push_back({static_cast<int>(row), static_cast<int>(model),
                                             answer.rougeL.value_or(0), open});
            }
        }
        std::stable_sort(
            m_sheet.items.begin(), m_sheet.items.end(),
            [](const ReviewItem &a, const ReviewItem &b) { return a.rougeL < b.rougeL; });
    }

    const ProjectModel &m_model;
    ReviewSheet m_sheet;
    std::map<SegmentId, int> m_places;   ///< on its track, from 1
    std::vector<SegmentId> m_order;      ///< of time
    std::map<AnswerId, double> m_scores; ///< of the disagreements, by the model's answer
};

} // namespace

ReviewSheet ReviewSheet::make(const ProjectModel &model, ClipId clip)
{
    return SheetMaker(model, clip).make();
}

int ReviewSheet::openItems() const
{
    return static_cast<int>(std::count_if(items.begin(), items.end(),
                                          [](const ReviewItem &item) { return item.open; }));
}

} // namespace ecva
