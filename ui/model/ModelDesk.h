#pragma once

#include "annotation/domain/Entities.h"
#include "model/api/ChainOfThought.h"
#include "model/api/Generation.h"
#include "model/api/ModelInfo.h"

#include <QObject>
#include <QString>

#include <optional>
#include <vector>

namespace ecva {

/// What the model is asked about a clip. The whole clip is looked at; `segment` says whose answer
/// it becomes.
struct ProposalRequest
{
    ClipId clip;
    SegmentId segment; ///< 0: about the clip
    Task task = Task::Description;
    QString question;            ///< empty: the item's question, else the task's published prompt
    std::optional<quint64> seed; ///< none: a random one, which the answer keeps
    std::optional<bool> greedy;  ///< none: sampled, as the published model does
    bool inSteps = false;        ///< by chain of thought: four parts described, two chosen
};

/// An answer of the model while it is being written and after.
struct Proposal
{
    enum class State { Waiting, Reading, Writing, Done, Stopped, Failed };
    State state = State::Waiting;
    ProposalRequest request;
    QString model;
    bool demonstration = false;
    QString text;               ///< so far; whole characters
    std::vector<qint64> frames; ///< that the model sees, in its order; empty until they are known
    qint64 tokens = 0;
    double tokensPerSecond = 0;
    std::optional<ChainStep> step;    ///< that is being taken; only with request.inSteps
    std::optional<ChainReport> chain; ///< how the answer came; with request.inSteps, State::Done
    QString error;                    ///< translated; with State::Failed
    AnswerId answer;                  ///< as stored in the project, with State::Done

    bool isActive() const
    {
        return state == State::Waiting || state == State::Reading || state == State::Writing;
    }
};

enum class DeltaMode { Delete, Blank, Black, Freeze, Blur };

/// The hallucination delta of a stored model answer: its clip, task and question are asked again,
/// with and without the key frames. `segment` narrows the key intervals to one segment; 0: all
/// segments of the clip, on the active round.
struct MeasureRequest
{
    AnswerId answer;
    SegmentId segment;
    DeltaMode mask = DeltaMode::Delete;
    int controls = 3;
    quint64 seed = 0;
};

/// The model as the window knows it: asked here, answered by signals. Made by the composition root;
/// panels need neither LibTorch nor a loaded model to work. UI thread.
class ModelDesk : public QObject
{
    Q_OBJECT

public:
    enum class Readiness { NoEngine, NoModel, Loading, Ready };
    /// What went wrong when something did.
    enum class Matter { Loading, Asking, AskingAll, Measuring };
    Q_ENUM(Matter)

    using QObject::QObject;

    virtual Readiness readiness() const = 0;
    /// Why no question can be asked, translated, as a sentence; empty when one can.
    virtual QString obstacle() const = 0;
    /// Why the last loading failed, translated; empty when none did or another was begun since.
    virtual QString loadError() const = 0;
    /// Null while none is loaded.
    virtual const ModelInfo *model() const = 0;
    /// From where and how model() was loaded, or is being loaded.
    virtual const ModelOptions &options() const = 0;
    /// Loads a checkpoint in the background; failed() when it cannot be, and the former model is
    /// back then. What another model is being asked is stopped.
    virtual void load(const ModelOptions &options) = 0;
    /// Everything but the folder as usual.
    void load(const QString &folder)
    {
        ModelOptions options;
        options.folder = folder.toStdU16String();
        load(options);
    }
    /// Makes the small untrained checkpoint in the cache where it is missing, and loads it.
    virtual void loadDemonstration() = 0;
    /// Goes back to the former model. Nothing while none is being loaded.
    virtual void stopLoading() = 0;
    /// 0 to 1, while one is being loaded.
    virtual double loadingProgress() const = 0;

    /// Whether the person wants answers in steps (ProposalRequest::inSteps); remembered.
    virtual bool wantsSteps() const = 0;
    virtual void setWantsSteps(bool steps) = 0;

    /// Starts asking; the answer of an earlier question that is still being written is stopped. The
    /// finished answer is stored in the project as one undoable step. While several clips are being
    /// asked about it comes before the next of their questions, as measure() does.
    virtual void ask(const ProposalRequest &request) = 0;
    /// Stops what is being written; what has come stays visible and is not stored.
    virtual void stop() = 0;
    /// The question asked last in this project; null when none was.
    virtual const Proposal *proposal() const = 0;

    /// Starts asking all of them, one after the other, as one job; one that fails does not stop the
    /// rest. Each answer is stored as a step of its own. What the model has answered already is
    /// left out, so that the same call goes on where one was stopped.
    virtual void askAll(const std::vector<ProposalRequest> &requests) = 0;
    /// Keeps what has been answered.
    virtual void stopAskingAll() = 0;
    virtual bool isAskingAll() const = 0;

    /// Starts measuring; listed as a job. The result is stored as one undoable step.
    virtual void measure(const MeasureRequest &request) = 0;
    virtual void stopMeasuring() = 0;
    virtual bool isMeasuring() const = 0;
    /// 0 to 1.
    virtual double measuringProgress() const = 0;

Q_SIGNALS:
    void readinessChanged();
    void loadingProgressed();
    void wantsStepsChanged();
    /// Text, state or frames of proposal() have changed; at most some 30 times a second.
    void proposalChanged();
    void askingAllChanged();
    /// How it went, translated, as a sentence; what failed is told by failed().
    void askedAll(const QString &summary);
    void measuringChanged();
    void measured(ecva::DeltaId delta);
    void failed(const QString &title, const QString &message, ecva::ModelDesk::Matter matter);
};

} // namespace ecva
