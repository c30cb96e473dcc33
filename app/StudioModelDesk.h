#pragma once

#include "ui/model/ModelDesk.h"

class QSettings;

namespace ecva {

class JobRunner;
class Workspace;

/// The window's model: loads and asks in a thread of its own, and writes what comes into the
/// project. UI thread.
class StudioModelDesk : public ModelDesk
{
    Q_OBJECT

public:
    StudioModelDesk(Workspace &workspace, JobRunner &jobs, QSettings &settings);
    ~StudioModelDesk() override;

    Readiness readiness() const override { return Readiness::NoModel; }
    QString obstacle() const override { return tr("No model loaded."); }
    const ModelInfo *model() const override { return nullptr; }
    void load(const QString &) override {}
    void loadDemonstration() override {}
    void ask(const ProposalRequest &) override {}
    void stop() override {}
    const Proposal *proposal() const override { return nullptr; }
    void measure(const MeasureRequest &) override {}
    void stopMeasuring() override {}
    bool isMeasuring() const override { return false; }
    double measuringProgress() const override { return 0; }
};

} // namespace ecva
