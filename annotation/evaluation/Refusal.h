#pragma once

#include <QString>

namespace ecva {

/// The answer says that it cannot tell (hallucination-delta.md, measure 5): "None", or a sentence
/// by the rules in resources/refusal.
bool isRefusal(const QString &answer);

} // namespace ecva
