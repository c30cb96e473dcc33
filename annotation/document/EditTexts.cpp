// Questions, answers and key sentences of an edit. See Edit.h.
#include "annotation/document/EditState.h"
#include "annotation/document/Proposal.h"
#include "annotation/domain/Prompts.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace ecva {

const QaItem *Edit::Impl::findItem(ClipId clip, SegmentId segment, Task task,
                                   const QString &question) const
{
    for (const QaItem *item : children(&ProjectModel::itemsOf, clip)) {
        if (item->segment == segment && item->task == task
            && (task != Task::Free || question.isEmpty() || item->question == question))
            return item;
    }
    return nullptr;
}

const Answer *Edit::Impl::findAnswer(QaItemId item, AnswerRole role, const QString &round,
                                     const QString &author) const
{
    for (const Answer *answer : children(&ProjectModel::answersOf, item)) {
        if (answer->role == role && answer->round == round && answer->author == author)
            return answer;
    }
    return nullptr;
}

void Edit::Impl::removeItem(QaItemId id)
{
    for (const Answer *answer : children(&ProjectModel::answersOf, id))
        removeAnswer(answer->id);
    remove<QaItem>(id);
}

void Edit::Impl::removeIfIdle(QaItemId id)
{
    const QaItem *item = find<QaItem>(id);
    if (item && item->question == publishedQuestion(item->task)
        && children(&ProjectModel::answersOf, id).empty())
        remove<QaItem>(id);
}

void Edit::Impl::joinTexts(const std::vector<Segment> &parts, SegmentId into)
{
    const ClipId clip = parts.front().clip;
    // The parts come in the order of time: the text of each key is put together first, and given to
    // the answers that stay afterwards.
    // The question tells free items of one task apart.
    using Key = std::tuple<Task, QString, AnswerRole, QString, QString>;
    const auto keyOf = [](const QaItem &item, const Answer &answer) {
        return Key{item.task, item.task == Task::Free ? item.question : QString(), answer.role,
                   answer.round, answer.author};
    };
    std::map<Key, QString> joined;
    std::map<Key, QByteArray> proposals; // of the answers that go
    for (const Segment &part : parts) {
        for (const QaItem *item : children(&ProjectModel::itemsOf, clip)) {
            if (item->segment != part.id)
                continue;
            for (const Answer *answer : children(&ProjectModel::answersOf, item->id)) {
                QString &text = joined[keyOf(*item, *answer)];
                if (!text.isEmpty() && !answer->text.isEmpty())
                    text += u' ';
                text += answer->text;
            }
        }
    }
    for (const Segment &part : parts) {
        if (part.id == into)
            continue;
        for (const QaItem *each : children(&ProjectModel::itemsOf, clip)) {
            if (each->segment != part.id)
                continue;
            QaItem item = *each;
            const QaItem *kept = findItem(clip, into, item.task, item.question);
            if (!kept) {
                item.segment = into;
                put(std::move(item));
                continue;
            }
            const QaItemId keptId = kept->id;
            for (const Answer *one : children(&ProjectModel::answersOf, item.id)) {
                Answer answer = *one;
                if (findAnswer(keptId, answer.role, answer.round, answer.author)) {
                    if (proposalOf(answer.provenance))
                        proposals.emplace(keyOf(item, answer), answer.provenance);
                    removeAnswer(answer.id);
                } else {
                    answer.item = keptId;
                    put(std::move(answer));
                }
            }
            remove<QaItem>(item.id);
        }
    }
    for (const QaItem *item : children(&ProjectModel::itemsOf, clip)) {
        if (item->segment != into)
            continue;
        const QaItem kept = *item;
        for (const Answer *one : children(&ProjectModel::answersOf, kept.id)) {
            Answer answer = *one;
            answer.text = joined[keyOf(kept, answer)];
            if (!proposalOf(answer.provenance))
                answer.provenance
                    = keptProposal(proposals[keyOf(kept, answer)], answer.provenance, answer.text);
            putAnswer(std::move(answer));
        }
    }
}

Result<AnswerId> Edit::setAnswer(const NewAnswer &answer)
{
    const auto clip = m_impl->get<Clip>(answer.clip);
    if (!clip)
        return fail(clip);
    if (answer.segment) {
        const auto segment = m_impl->get<Segment>(answer.segment);
        if (!segment)
            return fail(segment);
        if ((*segment)->clip != answer.clip)
            return fail(ErrorCode::InvalidArgument,
                        "segment " + std::to_string(answer.segment.value) + " is of clip "
                            + std::to_string((*segment)->clip.value) + ", not of clip "
                            + std::to_string(answer.clip.value));
    }
    if (auto valid = checkJson(answer.provenance, "the provenance"); !valid)
        return fail(valid);
    const QString round = answer.round.isEmpty() ? m_impl->settings().activeRound : answer.round;
    const QString author = answer.author.isEmpty() ? m_impl->document.author() : answer.author;
    const bool removes = answer.text.isEmpty() && answer.role == AnswerRole::Expert;
    const QaItem *item
        = m_impl->findItem(answer.clip, answer.segment, answer.task, answer.question);
    if (!item && removes)
        return AnswerId();
    if (!item && answer.task == Task::Free && answer.question.isEmpty())
        return fail(ErrorCode::InvalidArgument, "a free question needs its words");

    QaItem asked;
    if (item) {
        asked = *item;
    } else {
        asked.clip = answer.clip;
        asked.segment = answer.segment;
        asked.task = answer.task;
        asked.question = publishedQuestion(answer.task);
        asked.id = m_impl->newId<QaItem>();
    }
    if (!answer.question.isEmpty())
        asked.question = answer.question;
    m_impl->put(asked);

    Answer made;
    if (const Answer *former = m_impl->findAnswer(asked.id, answer.role, round, author))
        made = *former;
    if (removes) {
        const AnswerId proposal = proposalOf(made.provenance);
        m_impl->removeAnswer(made.id);
        m_impl->reopenProposal(proposal);
        m_impl->removeIfIdle(asked.id);
        return AnswerId();
    }
    if (!made.id)
        made.id = m_impl->newId<Answer>();
    made.item = asked.id;
    made.role = answer.role;
    made.round = round;
    made.author = author;
    made.text = answer.text;
    made.rawText = answer.rawText;
    made.provenance = keptProposal(made.provenance, answer.provenance, answer.text);
    m_impl->putAnswer(made);
    return made.id;
}

Result<void> Edit::setAnswerState(AnswerId id, AnswerState state)
{
    const auto found = m_impl->get<Answer>(id);
    if (!found)
        return fail(found);
    Answer answer = **found;
    answer.state = state;
    m_impl->put(std::move(answer));
    return {};
}

Result<void> Edit::setQuestion(QaItemId id, const QString &question)
{
    const auto found = m_impl->get<QaItem>(id);
    if (!found)
        return fail(found);
    QaItem item = **found;
    if (question.isEmpty() && item.task == Task::Free)
        return fail(ErrorCode::InvalidArgument, "a free question needs its words");
    item.question = question.isEmpty() ? publishedQuestion(item.task) : question;
    m_impl->put(std::move(item));
    return {};
}

namespace {

Result<void> checkWeight(double weight)
{
    if (!std::isfinite(weight) || weight < 0)
        return fail(ErrorCode::InvalidArgument,
                    "weight " + std::to_string(weight) + " is not a number from 0");
    return {};
}

Result<void> checkSentence(const QString &text)
{
    if (text.trimmed().isEmpty())
        return fail(ErrorCode::InvalidArgument, "a key sentence has no words");
    return {};
}

} // namespace

Result<KeySentenceId> Edit::addKeySentence(ClipId clip, const QString &text, double weight,
                                           const QString &round, const QString &author)
{
    if (const auto found = m_impl->get<Clip>(clip); !found)
        return fail(found);
    if (auto valid = checkSentence(text); !valid)
        return fail(valid);
    if (auto valid = checkWeight(weight); !valid)
        return fail(valid);
    KeySentence made;
    made.clip = clip;
    made.round = round.isEmpty() ? m_impl->settings().activeRound : round;
    made.author = author.isEmpty() ? m_impl->document.author() : author;
    made.text = text;
    made.weight = weight;
    for (const KeySentence *other : m_impl->children(&ProjectModel::keySentencesOf, clip)) {
        if (other->round == made.round)
            made.position = std::max(made.position, other->position + 1);
    }
    made.id = m_impl->newId<KeySentence>();
    m_impl->put(made);
    return made.id;
}

Result<void> Edit::setKeySentence(KeySentenceId id, const QString &text,
                                  std::optional<double> weight)
{
    const auto found = m_impl->get<KeySentence>(id);
    if (!found)
        return fail(found);
    if (auto valid = checkSentence(text); !valid)
        return valid;
    if (auto valid = checkWeight(weight.value_or(0)); !valid)
        return valid;
    KeySentence sentence = **found;
    sentence.text = text;
    sentence.weight = weight.value_or(sentence.weight);
    m_impl->put(std::move(sentence));
    return {};
}

Result<void> Edit::removeKeySentence(KeySentenceId id)
{
    const auto found = m_impl->get<KeySentence>(id);
    if (!found)
        return fail(found);
    const KeySentence removed = **found;
    m_impl->remove<KeySentence>(id);
    // Positions stay 0, 1, 2, … within clip and round.
    for (const KeySentence *each : m_impl->children(&ProjectModel::keySentencesOf, removed.clip)) {
        if (each->round == removed.round && each->position > removed.position) {
            KeySentence moved = *each;
            --moved.position;
            m_impl->put(std::move(moved));
        }
    }
    return {};
}

Result<void> Edit::moveKeySentence(KeySentenceId id, int position)
{
    const auto found = m_impl->get<KeySentence>(id);
    if (!found)
        return fail(found);
    KeySentence moved = **found;
    std::vector<KeySentence> others;
    for (const KeySentence *each : m_impl->children(&ProjectModel::keySentencesOf, moved.clip)) {
        if (each->round == moved.round && each->id != id)
            others.push_back(*each);
    }
    const auto last = static_cast<int>(others.size());
    if (position < 0 || position > last)
        return fail(ErrorCode::OutOfRange, "key sentence " + std::to_string(id.value)
                                               + ": position " + std::to_string(position)
                                               + " is not in 0 to " + std::to_string(last));
    for (KeySentence &each : others) {
        const int before = each.position > moved.position ? each.position - 1 : each.position;
        const int after = before >= position ? before + 1 : before;
        if (after != each.position) {
            each.position = after;
            m_impl->put(std::move(each));
        }
    }
    if (moved.position != position) {
        moved.position = position;
        m_impl->put(std::move(moved));
    }
    return {};
}

} // namespace ecva
