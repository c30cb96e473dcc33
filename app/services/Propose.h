#pragma once

#include "annotation/document/Edit.h"
#include "annotation/domain/Entities.h"
#include "app/services/ClipFrames.h"
#include "core/base/CancelToken.h"
#include "core/base/Result.h"
#include "model/api/VideoModel.h"

#include <QByteArray>
#include <QString>

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace ecva {

class Document;
class ProjectModel;

/// What a model is asked about a clip, apart from the clip.
struct ModelQuestion
{
    Task task = Task::Description;
    QString question; ///< in full, as questionFor() gives it
    int frames = 0;   ///< 0: the model's default
    GenerationOptions generation;
    std::optional<PromptTemplate> layout = {}; ///< none: the model's own
    std::optional<ChainRequest> chain = {};    ///< answer by chain of thought
};

/// Where in a project an answer belongs.
struct AnswerPlace
{
    ClipId clip;
    SegmentId segment; ///< 0: about the clip
    Task task = Task::Description;
};

/// `given`, else the question of the project's item, else the published prompt of the task;
/// `project` may be null. Errors: InvalidArgument (a free question has no words of its own).
Result<QString> questionFor(const ProjectModel *project, const AnswerPlace &place,
                            const QString &given);

/// Brings what was asked within the model's means: frames and new tokens. What it changed is said
/// in `notes`, in English. Errors: InvalidArgument, OutOfRange.
Result<void> fitToModel(ModelQuestion &question, const ModelInfo &model,
                        std::vector<std::string> &notes);

/// What a reader of an answer by chain of thought has to know, in English; may be empty.
std::vector<std::string> chainNotes(const ChainReport &chain);

/// A seed that nobody chose: 32 bits, so that every reader of JSON keeps it.
std::uint64_t randomSeed();

/// Asks. The frames in the result are those of the file. In the thread of the model.
Result<AskResult> propose(VideoModel &model, const ClipFrames &clip, const ModelQuestion &question,
                          const TokenSink &onToken, const CancelToken &cancel);

/// {"answer","tokens","frames","timings","provenance"}: equal for equal runs but for "timings".
/// "answer" is null where a chain of thought came to none.
nlohmann::json proposalJson(const VideoModel &model, const ModelQuestion &question,
                            const AskResult &result);
/// What a project keeps of it with the answer: the provenance with the timings in it, canonical.
QByteArray storedProvenance(const nlohmann::json &proposal);

/// Where an answer came from, without times: what proposalJson() holds as "provenance".
nlohmann::json provenanceJson(const VideoModel &model, const ModelQuestion &question,
                              const AskResult &result);
nlohmann::json timingsJson(const AskTimings &timings);
/// JSON with the keys in order and no blanks.
QByteArray canonical(const nlohmann::json &value);

/// An answer of a model as it goes into a project.
struct ModelAnswer
{
    AnswerRole role = AnswerRole::Model;
    QString model; ///< its name: author and round
    QString question;
    QString text;
    QByteArray provenance;
};

/// Puts the answer where it belongs; a question that the project has there already stays as it is
/// (the provenance says what was asked). UI thread. Errors: as Edit::setAnswer.
Result<AnswerId> addModelAnswer(Edit &edit, const Document &document, const AnswerPlace &place,
                                const ModelAnswer &answer);

/// The answer as one step of the project. UI thread. Errors: as Document::commit.
Result<AnswerId> storeProposal(Document &document, const AnswerPlace &place,
                               const ModelAnswer &answer);

} // namespace ecva
