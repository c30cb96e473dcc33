#pragma once

#include "annotation/document/ProjectModel.h"

#include <QString>

#include <vector>

namespace ecva {

/// One thing that is missing from or wrong with a clip's annotation in one round.
struct ClipIssue
{
    enum class Field { Verdict, Segment, Label, Description, Cause, Result, KeySentences };

    QString rule; ///< stable: "keysentence.long"
    Field field = Field::Segment;
    SegmentId segment;         ///< of the segment it is about; 0: of none
    KeySentenceId keySentence; ///< of the sentence it is about; 0: of none
    /// What is there breaks a rule; otherwise something is missing. Either is advice: a clip can be
    /// submitted all the same, unless submitObstacle() says otherwise.
    bool broken = false;
    QString message; ///< in the reader's language
};

/// The rules of one clip for `round`, in the order of the fields. Clips that show no anomaly, are
/// broken or cannot be decided owe nothing. Limits are the project's settings.
std::vector<ClipIssue> checkClip(const ProjectModel &model, ClipId clip, const QString &round);

/// Whether texts, key sentences and a class are expected with this verdict.
bool owesTexts(Verdict verdict);

/// Why a clip cannot be submitted for `round`, in the reader's language; empty when it can. Only a
/// clip that nobody has judged and nobody has written or marked anything on is refused.
QString submitObstacle(const ProjectModel &model, ClipId clip, const QString &round);

/// How long a key sentence is and may be, in words or, for Chinese, in characters.
struct SentenceLength
{
    int length = 0;
    int limit = 0;
    bool tooLong() const { return length > limit; }
};
SentenceLength sentenceLength(const ProjectSettings &settings, const QString &text);

} // namespace ecva
