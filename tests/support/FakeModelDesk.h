#pragma once

#include "ui/model/ModelDesk.h"

namespace ecva::test {

/// A model desk whose every state a test sets by hand; it records what it was asked.
class FakeModelDesk : public ModelDesk
{
public:
    Readiness readiness() const override { return ready; }
    QString obstacle() const override { return why; }
    QString loadError() const override { return whyNotLoaded; }
    const ModelInfo *model() const override { return info ? &*info : nullptr; }
    const ModelOptions &options() const override { return loadedAs; }
    using ModelDesk::load;
    void load(const ModelOptions &options) override { loaded.push_back(options); }
    void loadDemonstration() override { ++demonstrations; }
    void stopLoading() override { ++stoppedLoads; }
    double loadingProgress() const override { return loading; }
    bool wantsSteps() const override { return steps; }
    void setWantsSteps(bool wants) override
    {
        steps = wants;
        Q_EMIT wantsStepsChanged();
    }
    void ask(const ProposalRequest &request) override { asked.push_back(request); }
    void stop() override { ++stops; }
    const Proposal *proposal() const override { return answer ? &*answer : nullptr; }
    void askAll(const std::vector<ProposalRequest> &requests) override
    {
        batches.push_back(requests);
    }
    void stopAskingAll() override { ++stoppedBatches; }
    bool isAskingAll() const override { return askingAll; }
    void measure(const MeasureRequest &request) override { measures.push_back(request); }
    void stopMeasuring() override { ++stoppedMeasures; }
    bool isMeasuring() const override { return measuring; }
    double measuringProgress() const override { return progress; }

    Readiness ready = Readiness::NoModel;
    QString why = QStringLiteral("No model loaded.");
    QString whyNotLoaded;
    std::optional<ModelInfo> info;
    std::optional<Proposal> answer;
    bool measuring = false;
    double progress = 0;

    ModelOptions loadedAs;
    double loading = 0;
    bool steps = false;

    std::vector<ModelOptions> loaded;
    int stoppedLoads = 0;
    int demonstrations = 0;
    std::vector<ProposalRequest> asked;
    std::vector<std::vector<ProposalRequest>> batches;
    int stoppedBatches = 0;
    bool askingAll = false;
    int stops = 0;
    std::vector<MeasureRequest> measures;
    int stoppedMeasures = 0;
};

} // namespace ecva::test
