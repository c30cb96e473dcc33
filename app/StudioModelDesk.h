#pragma once

#include "app/InferenceThread.h"
#include "core/base/CancelToken.h"
#include "core/base/Result.h"
#include "model/api/VideoModel.h"
#include "ui/model/ModelDesk.h"

#include <QTimer>

#include <filesystem>
#include <functional>
#include <memory>

class QSettings;

namespace ecva {

class JobContext;
class JobRunner;
struct AnswerPlace;
struct ModelAnswer;
struct ModelQuestion;
class Workspace;

/// Where models come from; tests bring their own.
struct ModelWorkshop
{
    std::function<Result<std::unique_ptr<VideoModel>>(const ModelOptions &, const ProgressSink &,
                                                      const CancelToken &)>
        load;
    std::function<Result<void>(const std::filesystem::path &)> makeDemonstration;
    std::function<bool()> isEngineInstalled;

    static ModelWorkshop standard();
};

/// The window's model: loads and asks in a thread of its own, and writes what comes into the
/// project. The folder used last is remembered and loaded with the first question; until then
/// model() says of it what was known when it was loaded. UI thread.
class StudioModelDesk : public ModelDesk
{
    Q_OBJECT

public:
    StudioModelDesk(Workspace &workspace, JobRunner &jobs, QSettings &settings,
                    ModelWorkshop workshop = ModelWorkshop::standard());
    /// Stops what runs and waits for it.
    ~StudioModelDesk() override;

    Readiness readiness() const override;
    QString obstacle() const override;
    QString loadError() const override { return m_loadError; }
    const ModelInfo *model() const override { return m_info ? &*m_info : nullptr; }
    const ModelOptions &options() const override { return m_options; }
    using ModelDesk::load;
    void load(const ModelOptions &options) override;
    void loadDemonstration() override;
    void stopLoading() override;
    double loadingProgress() const override { return m_loadProgress; }

    bool wantsSteps() const override;
    void setWantsSteps(bool steps) override;

    void ask(const ProposalRequest &request) override;
    void stop() override;
    const Proposal *proposal() const override { return m_proposal ? &*m_proposal : nullptr; }

    void askAll(const std::vector<ProposalRequest> &requests) override;
    void stopAskingAll() override;
    bool isAskingAll() const override { return m_batchJob != 0; }

    void measure(const MeasureRequest &request) override;
    void stopMeasuring() override;
    bool isMeasuring() const override { return m_measureJob != 0; }
    double measuringProgress() const override { return m_measureProgress; }

private:
    struct Wanted;
    struct Live;
    struct Answered;
    struct Measured;
    struct Batch;

    // Loading.
    void beginLoading(const ModelOptions &options, bool demonstration);
    void onLoaded(quint64 epoch, const Result<ModelInfo> &info);
    void remember(const ModelInfo &info);
    void recall();
    void onLoading(quint64 epoch);
    void onLoadProgress(quint64 epoch, double done);
    Wanted wanted() const;
    Result<ModelInfo> loadInThread(std::unique_ptr<VideoModel> &model, const Wanted &wanted,
                                   const CancelToken &cancel);
    /// In the thread: loads what is wanted unless it is there, and tells the desk.
    Result<ModelInfo> bring(const Wanted &wanted, std::unique_ptr<VideoModel> &model,
                            const CancelToken &cancel);

    // Asking.
    void startAsking();
    bool takeLive();
    void onAnswered(quint64 epoch, const Result<Answered> &answered);
    void failProposal(const QString &message);
    void endAsking();

    // Asking about several.
    /// The question as it goes to the model, but for what depends on the model's means.
    Result<ModelQuestion> questionOf(const ProposalRequest &request) const;
    bool isAnswered(const ProposalRequest &request) const;
    void storeOne(Batch &batch, const AnswerPlace &place, const ModelAnswer &answer);
    void onAskedAll(const Batch &batch, const Result<void> &ended);

    /// A job in the list of jobs whose work is done by the inference thread.
    template <typename Value>
    int startJob(const QString &title, InferenceThread::Priority priority,
                 std::function<Result<Value>(JobContext &, std::unique_ptr<VideoModel> &)> work,
                 std::function<void(Result<Value>)> done);

    // Measuring.
    /// The job's id, or why not, translated.
    tl::expected<int, QString> startMeasuring(const MeasureRequest &request);
    void onMeasured(const Result<Measured> &measured);
    void followJobs();

    void onDocumentChanged();
    QString messageOf(const Error &error) const;

    Workspace &m_workspace;
    JobRunner &m_jobs;
    QSettings &m_settings;
    const ModelWorkshop m_workshop;
    bool m_hasEngine;

    std::optional<ModelInfo> m_info;     ///< loaded, being loaded, or remembered
    ModelOptions m_options;              ///< of m_info
    std::optional<ModelInfo> m_previous; ///< to go back to when loading fails
    ModelOptions m_previousOptions;
    /// What the thread's model was loaded as; only looked at in the thread.
    const std::shared_ptr<std::optional<ModelOptions>> m_inThread;
    bool m_loading = false;
    double m_loadProgress = 0;
    QString m_loadError;
    quint64 m_loadEpoch = 0;
    CancelToken m_loadCancel;

    std::optional<Proposal> m_proposal;
    quint64 m_askEpoch = 0;
    CancelToken m_askCancel;
    std::shared_ptr<Live> m_live; ///< what the thread has written so far
    QTimer m_ticker;

    int m_batchJob = 0;
    ModelOptions m_batchOptions; ///< of the model that it asks
    quint64 m_batchEpoch = 0;    ///< what comes of an older batch is not stored any more

    int m_measureJob = 0;
    double m_measureProgress = 0;

    std::shared_ptr<InferenceThread> m_thread; ///< shared with a measuring job on its way out
};

} // namespace ecva
