#pragma once

#include "annotation/domain/Entities.h"
#include "annotation/evaluation/DeltaSummary.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace ecva {

class ProjectModel;

/// What the newest delta of an answer says, in one glance.
struct DeltaMark
{
    DeltaVerdict verdict = DeltaVerdict::Unknown;
    std::optional<double> value; ///< adjusted, nats per token; none without controls
    bool neverSaw = false;       ///< no sampled frame shows the anomaly
};

/// What a model said about a field.
struct ReviewAnswer
{
    AnswerId id; ///< 0: this model was not asked
    QString text;
    AnswerState state = AnswerState::Open;
    std::optional<double> rougeL; ///< with the expert's answer; none where either is missing
    std::optional<DeltaMark> delta;
    bool demonstration = false;  ///< of untrained weights
    std::vector<qint64> frames;  ///< that the model saw; empty: not known
    std::vector<int> chainParts; ///< of the clip's four, by chain of thought; empty: asked at once
};

/// One row of the grid: a field, the expert's answer and what each model said.
struct ReviewField
{
    Task task = Task::Description;
    SegmentId segment; ///< 0: about the whole clip
    int place = 0;     ///< of the segment on its track, from 1; 0: the whole clip
    QaItemId item;     ///< where the decision is written; 0: nobody has answered
    AnswerId expert;
    QString expertText; ///< of several segments joined, where a model told of the whole clip
    int parts = 0;      ///< how many answers of the expert are joined in it
    QString round;
    AnswerId gold;
    QString goldText;
    AnswerId goldSource;               ///< what the gold answer was made from; 0: not known
    std::vector<ReviewAnswer> answers; ///< parallel to ReviewSheet::models
};

/// Where a model and the expert say different things.
struct ReviewItem
{
    int row = 0;
    int model = 0; ///< of ReviewSheet::models
    double rougeL = 0;
    bool open = true; ///< nobody has decided
};

/// A clip as it is reviewed: fields by answers, and the disagreements, the worst first.
struct ReviewSheet
{
    ClipId clip;
    QStringList models;
    std::vector<ReviewField> fields;
    std::vector<ReviewItem> items;

    static ReviewSheet make(const ProjectModel &model, ClipId clip);
    int openItems() const;
};

} // namespace ecva
