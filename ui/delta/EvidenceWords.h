#pragma once

#include "annotation/evaluation/DeltaSummary.h"

#include <QString>

#include <vector>

namespace ecva {

/// How strongly a word leans on the key frames, by its evidence in nats: less likely with them
/// (-0.1 and below), no change, from 0.1, from 0.3, from 0.7.
enum class EvidenceLevel { Less, None, Some, More, Most };
EvidenceLevel levelOf(double nats);

/// A piece of a text that is never broken over two lines: a run without blanks, marks included; a
/// Chinese character stands alone with the marks behind it.
struct TextWord
{
    QString text;
    bool spaceBefore = false;
    bool newLine = false; ///< begins a line of its own
};
std::vector<TextWord> splitWords(const QString &text);

struct EvidenceWord
{
    TextWord word;
    double evidence = 0; ///< nats, summed over its tokens
};

/// The words of the answer. A token that reaches over several words is shared out by characters;
/// one without any (the end of the answer) belongs to no word.
std::vector<EvidenceWord> evidenceWords(const std::vector<TokenWeight> &tokens);

/// Words at EvidenceLevel::None.
int independentWords(const std::vector<EvidenceWord> &words);

/// The neighbouring words that lean on the key frames most, as one phrase without the mark at its
/// end; empty when no word does. `all`: no other word does.
struct LeaningPhrase
{
    QString text;
    bool all = false;
};
LeaningPhrase leaningPhrase(const std::vector<EvidenceWord> &words);

} // namespace ecva
