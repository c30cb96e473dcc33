#pragma once

#include "app/services/Propose.h"

#include <string>
#include <utility>
#include <vector>

namespace ecva {

/// Which frames are the key frames, and how they were chosen. Frames of the file.
struct KeyChoice
{
    std::vector<FrameRange> ranges;
    std::vector<std::int64_t> frames;
    // Where the ranges came from; one of the two.
    std::vector<std::pair<double, double>> intervals; ///< seconds, inclusive, as given
    std::vector<SegmentId> segments;                  ///< of the project
};

/// The segments of the clip on the active round, or the one that is named (of any track).
/// Errors: NotFound, InvalidArgument (the clip has no segments, or of another clip).
Result<KeyChoice> keySegments(const Document &document, ClipId clip, SegmentId segment);

/// The frames that begin within [a, b] seconds from the first frame, both ends included. An
/// interval in whole seconds may end within the second after the clip. Errors: OutOfRange (outside
/// the clip), InvalidArgument (turned round, no frame in it).
Result<std::vector<FrameRange>> keyRanges(const VideoIndex &index,
                                          const std::vector<std::pair<double, double>> &intervals);

struct MeasureQuestion
{
    ModelQuestion ask;
    KeyChoice key;
    MaskMode mask = MaskMode::Delete;
    int controls = 3;
    std::vector<std::vector<std::int64_t>> controlFrames; ///< given ones; of the file
    std::uint64_t seed = 0;                               ///< of the controls
};

/// Measures. The frames in the report are those of the file. In the thread of the model.
/// Errors: as VideoModel::delta.
Result<DeltaReport> measure(VideoModel &model, const ClipFrames &clip,
                            const MeasureQuestion &question, const TokenSink &onToken,
                            const ProgressSink &progress, const CancelToken &cancel);

/// The report with answer change and refusal, as DeltaSummary describes it: equal for equal runs
/// but for "cost". Where the model never saw the anomaly what was not measured is null.
nlohmann::json deltaJson(const VideoModel &model, const MeasureQuestion &question,
                         const DeltaReport &report);

/// The delta as one step of the project, with the masked answer beside the model's own; `answer`
/// is that one where the project has it, else it is stored too. UI thread. A stored answer that
/// reads otherwise than the measured one stays, and `report` says so among its notes afterwards.
/// Errors: as Document::commit.
Result<DeltaId> storeDelta(Document &document, const AnswerPlace &place, AnswerId answer,
                           nlohmann::json &report);

} // namespace ecva
