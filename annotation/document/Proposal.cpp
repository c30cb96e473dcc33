#include "annotation/document/Proposal.h"

#include "annotation/evaluation/EditDistance.h"

#include <nlohmann/json.hpp>

namespace ecva {
namespace {

using Json = nlohmann::json; // its keys are sorted: canonical

/// An object, empty where the text is none.
Json parsed(const QByteArray &text)
{
    Json json = Json::parse(text.begin(), text.end(), nullptr, false);
    return json.is_object() ? json : Json::object();
}

QByteArray dumped(const Json &json)
{
    return QByteArray::fromStdString(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

const Json *proposalIn(const Json &provenance)
{
    const auto found = provenance.find("proposal");
    return found != provenance.end() && found->is_object() ? &*found : nullptr;
}

QString textOf(const Json &proposal)
{
    const auto found = proposal.find("text");
    if (found == proposal.end() || !found->is_string())
        return {};
    return QString::fromStdString(found->get_ref<const std::string &>());
}

bool flagged(const Json &provenance)
{
    const auto found = provenance.find("demonstration");
    return found != provenance.end() && found->is_boolean() && found->get<bool>();
}

} // namespace

QByteArray proposalProvenance(const Answer &proposal, const QString &text)
{
    const Json origin = parsed(proposal.provenance);
    Json made;
    made["proposal"] = {{"answer", proposal.id.value},
                        {"model", proposal.author.toStdString()},
                        {"text", proposal.text.toStdString()},
                        {"provenance", origin}};
    made["edit_distance"] = editDistance(proposal.text, text);
    if (flagged(origin))
        made["demonstration"] = true;
    return dumped(made);
}

AnswerId proposalOf(const QByteArray &provenance)
{
    if (!provenance.contains("\"proposal\""))
        return {}; // most texts are typed: no parsing for them
    const Json json = parsed(provenance);
    const Json *proposal = proposalIn(json);
    if (!proposal)
        return {};
    const auto id = proposal->find("answer");
    if (id == proposal->end() || !id->is_number_integer())
        return {};
    return AnswerId{id->get<std::int64_t>()};
}

QByteArray keptProposal(const QByteArray &former, const QByteArray &given, const QString &text)
{
    if (!former.contains("\"proposal\""))
        return given;
    const Json old = parsed(former);
    const Json *proposal = proposalIn(old);
    Json made = parsed(given);
    const Json *taken = proposalIn(made);
    if (!proposal || (taken && *taken != *proposal))
        return given; // nothing to keep, or another proposal has taken its place
    made["proposal"] = *proposal;
    made["edit_distance"] = editDistance(textOf(*proposal), text);
    if (flagged(old))
        made["demonstration"] = true;
    return dumped(made);
}

bool isDemonstration(const Answer &answer)
{
    if (!answer.provenance.contains("\"demonstration\""))
        return false;
    const Json provenance = parsed(answer.provenance);
    if (!flagged(provenance))
        return false;
    const Json *proposal = proposalIn(provenance);
    return !proposal || textOf(*proposal).simplified() == answer.text.simplified();
}

} // namespace ecva
