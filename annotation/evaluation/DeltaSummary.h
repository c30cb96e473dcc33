#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace ecva {

struct TokenWeight
{
    QString text;        ///< of all tokens joined: the answer
    double evidence = 0; ///< nats
};

/// One mask of a delta and what it cost the answer.
struct MaskSummary
{
    std::vector<qint64> masked; ///< sampled frames struck out
    std::vector<qint64> frames; ///< what the model saw instead, slot by slot
    std::vector<int> blanked;   ///< slots whose picture was replaced
    double delta = 0;           ///< nats per token
};

/// A stored delta report (Delta::report) as views read it. The JSON is that of `ecva delta --json`:
/// {"answer","masked_answer","tokens":[{"text","evidence"}],"frames","key_frames","mask","delta",
/// "key":{mask},"controls":[{mask}],"adjusted_delta","change","refused","notes","cost":{"seconds",
/// "naive_seconds"},"provenance":{…}}, a mask being {"masked","frames","blanked","delta"}.
struct DeltaSummary
{
    QString answer;
    QString maskedAnswer;
    std::vector<TokenWeight> tokens;
    std::vector<qint64> frames;    ///< sampled from the full video
    std::vector<qint64> keyFrames; ///< those of them that were masked; empty: never saw the anomaly
    QString mask;                  ///< "delete", "blank", …
    std::optional<double> delta;
    MaskSummary key;
    std::vector<MaskSummary> controls;
    std::optional<double> adjusted;
    double change = 0; ///< 1 − ROUGE-L
    bool refused = false;
    QStringList notes;
    double seconds = 0;
    double naiveSeconds = 0;
    bool demonstration = false;
    QString model;

    /// Errors: BadInput, naming key and value.
    static Result<DeltaSummary> parse(const QByteArray &report);
};

/// What a reader is told first. Read: the key frames mattered more than any control did. Partly:
/// more than the controls' mean. NotRead: no more than other frames. Unknown: no controls, or the
/// model never saw the anomaly.
enum class DeltaVerdict { Read, Partly, NotRead, Unknown };
DeltaVerdict verdictOf(const DeltaSummary &summary);

} // namespace ecva
