#pragma once

#include "annotation/domain/Names.h"

#include <QString>

namespace ecva {

struct DeltaMark;
struct ReviewField;
struct ReviewItem;
struct ReviewSheet;

/// How the review says things, in the language of now.
namespace review {

/// "What", "Why", "How".
QString fieldName(Task task);
/// "happened", "cause", "result"; of a segment "segment 2".
QString fieldNote(const ReviewField &field);
/// "round1" as people read it: "round 1".
QString roundName(const QString &round);
/// "21 words · 100 chars"; of Chinese "34 characters".
QString measureOf(const QString &text);
/// The first part only: "21 words".
QString shortMeasureOf(const QString &text);
/// "0.17".
QString score(double value);
/// "+0.31", "−0.05", with a true minus.
QString signedScore(double value);
/// "from the video", "partly", "not from the video", "never saw the anomaly".
QString verdictText(const DeltaMark &mark);
/// In one line what the two answers do not share: "Police, arrest: only in Video-LLaMA".
QString summaryOf(const ReviewSheet &sheet, const ReviewItem &item);
/// "Accepted", "Rejected"; empty for an open answer.
QString stateName(AnswerState state);
/// The sentence on every answer of untrained weights.
QString demonstrationSentence();
/// "Chain of thought: parts 1 and 4 of 4"; empty for none.
QString chainSentence(const std::vector<int> &parts);

} // namespace review

} // namespace ecva
