// What a model proposes and what people make of it. See Edit.h.
#include "annotation/document/EditState.h"
#include "annotation/document/Proposal.h"

#include <nlohmann/json.hpp>

namespace ecva {
namespace {

const QString &goldRound()
{
    static const QString round = QStringLiteral("gold");
    return round;
}

std::string nameOf(const Answer &answer)
{
    return "answer " + std::to_string(answer.id.value);
}

Result<void> checkRole(const Answer &answer, AnswerRole role)
{
    if (answer.role != role)
        return fail(ErrorCode::InvalidArgument, nameOf(answer) + " has the role "
                                                    + toName(answer.role).toStdString() + ", not "
                                                    + toName(role).toStdString());
    return {};
}

} // namespace

void Edit::Impl::putAnswer(Answer answer)
{
    const Answer *former = find<Answer>(answer.id);
    const bool reworded = former && former->text != answer.text;
    if (reworded && answer.role == AnswerRole::Model) {
        // A delta and a decision are about the words that stood there.
        for (const Delta *delta : children(&ProjectModel::deltasOf, answer.id))
            remove<Delta>(delta->id);
        answer.state = AnswerState::Open;
    }
    if (reworded && answer.role == AnswerRole::Expert)
        answer.provenance = keptProposal(former->provenance, answer.provenance, answer.text);
    put(std::move(answer));
}

void Edit::Impl::removeAnswer(AnswerId id)
{
    for (const Delta *delta : children(&ProjectModel::deltasOf, id))
        remove<Delta>(delta->id);
    for (const Delta *each : children(&ProjectModel::deltasWithMasked, id)) {
        Delta delta = *each;
        delta.masked = {};
        put(std::move(delta));
    }
    remove<Answer>(id);
}

void Edit::Impl::reopenProposal(AnswerId model)
{
    const Answer *found = find<Answer>(model);
    if (!found || found->role != AnswerRole::Model || found->state != AnswerState::Accepted)
        return;
    for (const Answer *other : children(&ProjectModel::answersOf, found->item)) {
        if (other->role == AnswerRole::Expert && proposalOf(other->provenance) == model)
            return; // somebody still stands by it
    }
    Answer answer = *found;
    answer.state = AnswerState::Open;
    put(std::move(answer));
}

Result<DeltaId> Edit::addDelta(const NewDelta &delta)
{
    const auto found = m_impl->get<Answer>(delta.answer);
    if (!found)
        return fail(found);
    const Answer answer = **found;
    if (auto right = checkRole(answer, AnswerRole::Model); !right)
        return fail(right);
    if (auto valid = checkJson(delta.maskedProvenance, "the provenance"); !valid)
        return fail(valid);
    const auto flat = [](int depth, nlohmann::json::parse_event_t, nlohmann::json &) {
        return depth <= 64; // deeper is dropped: writing it again would exhaust the stack
    };
    const auto report
        = nlohmann::json::parse(delta.report.begin(), delta.report.end(), flat, false);
    if (!report.is_object())
        return fail(ErrorCode::InvalidArgument,
                    nameOf(answer) + ": the report of its delta is not a JSON object");

    Delta made;
    made.answer = answer.id;
    made.report = QByteArray::fromStdString(report.dump());
    if (!delta.maskedText.isNull()) {
        Answer masked;
        if (const Answer *former
            = m_impl->findAnswer(answer.item, AnswerRole::Masked, answer.round, answer.author))
            masked = *former;
        if (!masked.id)
            masked.id = m_impl->newId<Answer>();
        masked.item = answer.item;
        masked.role = AnswerRole::Masked;
        masked.round = answer.round;
        masked.author = answer.author;
        masked.text = delta.maskedText;
        masked.rawText.clear();
        masked.provenance = delta.maskedProvenance;
        m_impl->put(masked);
        made.masked = masked.id;
    }
    made.id = m_impl->newId<Delta>();
    m_impl->put(made);
    return made.id;
}

Result<AnswerId> Edit::acceptProposal(AnswerId modelAnswer, const QString &text)
{
    const auto found = m_impl->get<Answer>(modelAnswer);
    if (!found)
        return fail(found);
    Answer proposal = **found;
    if (auto right = checkRole(proposal, AnswerRole::Model); !right)
        return fail(right);
    const QString words = text.isEmpty() ? proposal.text : text;
    if (words.trimmed().isEmpty())
        return fail(ErrorCode::InvalidArgument, nameOf(proposal) + " has no words to accept");

    Answer made;
    if (const Answer *former
        = m_impl->findAnswer(proposal.item, AnswerRole::Expert, m_impl->settings().activeRound,
                             m_impl->document.author()))
        made = *former;
    const AnswerId replaced = proposalOf(made.provenance);
    if (!made.id)
        made.id = m_impl->newId<Answer>();
    made.item = proposal.item;
    made.role = AnswerRole::Expert;
    made.round = m_impl->settings().activeRound;
    made.author = m_impl->document.author();
    made.text = words;
    made.rawText.clear();
    made.provenance = proposalProvenance(proposal, words);
    m_impl->putAnswer(made);
    if (replaced != modelAnswer)
        m_impl->reopenProposal(replaced);
    proposal.state = AnswerState::Accepted;
    m_impl->put(std::move(proposal));
    return made.id;
}

Result<AnswerId> Edit::settle(QaItemId item, Settlement decision, AnswerId from,
                              const QString &text)
{
    const auto asked = m_impl->get<QaItem>(item);
    if (!asked)
        return fail(asked);
    std::optional<Answer> source;
    if (from || decision != Settlement::Merge) {
        const auto found = m_impl->get<Answer>(from);
        if (!found)
            return fail(found);
        source = **found;
        // A model describes the whole clip, an expert its segments: two items of one task.
        const QaItem *its = m_impl->find<QaItem>(source->item);
        if (!its || its->clip != (*asked)->clip || its->task != (*asked)->task)
            return fail(ErrorCode::InvalidArgument, nameOf(*source) + " does not answer what item "
                                                        + std::to_string(item.value) + " asks");
    }
    if (decision == Settlement::AcceptModel || decision == Settlement::Reject) {
        if (auto right = checkRole(*source, AnswerRole::Model); !right)
            return fail(right);
    }
    if (decision == Settlement::KeepExpert) {
        if (auto right = checkRole(*source, AnswerRole::Expert); !right)
            return fail(right);
    }
    if (decision != Settlement::Merge && !text.isEmpty())
        return fail(ErrorCode::InvalidArgument, "only a merge has a text of its own");
    if (decision == Settlement::Reject) {
        source->state = AnswerState::Rejected;
        m_impl->put(*source);
        return AnswerId();
    }
    const QString words = decision == Settlement::Merge ? text : source->text;
    if (words.trimmed().isEmpty())
        return fail(ErrorCode::InvalidArgument, decision == Settlement::Merge
                                                    ? "a merge needs its text"
                                                    : nameOf(*source) + " has no words");

    const QString author = m_impl->document.author();
    Answer gold;
    if (const Answer *former = m_impl->findAnswer(item, AnswerRole::Gold, goldRound(), author))
        gold = *former;
    const auto before
        = nlohmann::json::parse(gold.provenance.begin(), gold.provenance.end(), nullptr, false);
    if (!gold.id)
        gold.id = m_impl->newId<Answer>();
    gold.item = item;
    gold.role = AnswerRole::Gold;
    gold.round = goldRound();
    gold.author = author;
    gold.text = words;
    gold.rawText.clear();
    gold.state = AnswerState::Open;
    nlohmann::json provenance{{"decision", toName(decision).toStdString()},
                              {"from", nlohmann::json::array()}};
    if (source) {
        provenance["from"].push_back(source->id.value);
        if (isDemonstration(*source) && source->text.simplified() == words.simplified())
            provenance["demonstration"] = true;
    }
    gold.provenance = QByteArray::fromStdString(provenance.dump());
    m_impl->put(gold);

    if (decision == Settlement::AcceptModel) {
        source->state = AnswerState::Accepted;
        m_impl->put(*source);
    }
    // A model's answer that an earlier decision had accepted and this one has not.
    if (before.is_object() && before.contains("from") && before["from"].is_array()) {
        for (const auto &id : before["from"]) {
            const AnswerId earlier{id.is_number_integer() ? id.get<std::int64_t>() : 0};
            if (earlier && (decision != Settlement::AcceptModel || earlier != from))
                m_impl->reopenProposal(earlier);
        }
    }
    return gold.id;
}

} // namespace ecva
