#pragma once

#include "annotation/domain/Entities.h"

namespace ecva {

// Where a text came from that a model proposed and a person took over. It stands in the
// provenance of the person's answer: {"proposal":{"answer":id,"model":…,"text":…,"provenance":{…}},
// "edit_distance":n} and "demonstration":true where the model's weights are random.

/// The provenance of `text`, made from the proposal of a model.
QByteArray proposalProvenance(const Answer &proposal, const QString &text);

/// The model answer whose proposal a provenance names; 0: none.
AnswerId proposalOf(const QByteArray &provenance);

/// What a changed answer's provenance becomes: `given`, with the proposal that `former` names kept
/// and the distance counted anew for `text`. Just `given` where `former` names none, or `given`
/// names another.
QByteArray keptProposal(const QByteArray &former, const QByteArray &given, const QString &text);

/// The answer's words are those of a model with random weights, whoever has signed for them: a
/// model's own answer, or a person's that is the proposal unchanged but for blanks. Such an answer
/// is never exported.
bool isDemonstration(const Answer &answer);

} // namespace ecva
