#include "app/StudioModelDesk.h"

#include "annotation/document/Document.h"
#include "app/InferenceThread.h"
#include "app/ModelThreadWork.h"
#include "model/api/Modules.h"
#include "model/inference/VideoModelLoader.h"
#include "model/tiny/TinyCheckpoint.h"
#include "ui/jobs/JobRunner.h"
#include "ui/model/Precision.h"
#include "ui/workspace/Workspace.h"

#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace ecva {
namespace {

const QString kFolderKey = QStringLiteral("model/folder");
const QString kDemonstrationKey = QStringLiteral("model/demonstration");
const QString kFramesKey = QStringLiteral("model/frames");
const QString kPrecisionKey = QStringLiteral("model/precision");
const QString kLiveAdapterKey = QStringLiteral("model/liveAdapter");
const QString kStepsKey = QStringLiteral("model/inSteps");

/// The further places of a checkpoint, by their keys in the settings.
struct Place
{
    const char *key;
    std::filesystem::path ModelOptions::*path;
};
constexpr Place kPlaces[] = {{"model/visionTower", &ModelOptions::visionTower},
                             {"model/base", &ModelOptions::base},
                             {"model/lora", &ModelOptions::lora},
                             {"model/projector", &ModelOptions::projector}};

QString textOf(const std::filesystem::path &path)
{
    return QString::fromStdU16String(path.u16string());
}

QString demonstrationFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation)
           + QStringLiteral("/ecva-studio/demonstration-model");
}

ModelInfo infoOf(const QString &folder, bool demonstration)
{
    ModelInfo info;
    info.folder = folder.toStdString();
    info.name = QFileInfo(folder).fileName().toStdString();
    info.demonstration = demonstration;
    return info;
}

/// Makes the demonstration checkpoint where there is none.
Result<void> makeWhereMissing(const ModelWorkshop &workshop, const std::filesystem::path &folder)
{
    std::error_code error;
    if (std::filesystem::exists(folder / "config.json", error))
        return {};
    std::filesystem::create_directories(folder.parent_path(), error);
    return workshop.makeDemonstration(folder);
}

} // namespace

ModelWorkshop ModelWorkshop::standard()
{
    return {loadVideoModel,
            [](const std::filesystem::path &folder) { return makeTinyCheckpoint(folder, {}); },
            ecva::isEngineInstalled};
}

StudioModelDesk::StudioModelDesk(Workspace &workspace, JobRunner &jobs, QSettings &settings,
                                 ModelWorkshop workshop)
    : m_workspace(workspace)
    , m_jobs(jobs)
    , m_settings(settings)
    , m_workshop(std::move(workshop))
    , m_hasEngine(m_workshop.isEngineInstalled())
    , m_inThread(std::make_shared<std::optional<ModelOptions>>())
    , m_thread(std::make_shared<InferenceThread>())
{
    constexpr int kTickMs = 34; // at most 30 changes a second
    m_ticker.setInterval(kTickMs);
    connect(&m_ticker, &QTimer::timeout, this, [this] {
        if (takeLive())
            Q_EMIT proposalChanged();
    });
    connect(&workspace, &Workspace::documentChanged, this, &StudioModelDesk::onDocumentChanged);
    connect(&jobs, &JobRunner::jobsChanged, this, &StudioModelDesk::followJobs);
    recall();
}

StudioModelDesk::~StudioModelDesk()
{
    m_loadCancel.cancel();
    m_askCancel.cancel();
    m_jobs.disconnect(this);
    m_jobs.cancel(m_measureJob);
    m_jobs.cancel(m_batchJob);
    m_thread->stop();
}

ModelDesk::Readiness StudioModelDesk::readiness() const
{
    if (!m_hasEngine)
        return Readiness::NoEngine;
    if (m_loading)
        return Readiness::Loading;
    return m_info ? Readiness::Ready : Readiness::NoModel;
}

QString StudioModelDesk::obstacle() const
{
    switch (readiness()) {
    case Readiness::NoEngine:
        return tr("The engine that runs models is not installed: ./dev build fetches LibTorch and "
                  "builds it.");
    case Readiness::NoModel:
        return m_loadError.isEmpty() ? tr("No model is loaded.") : m_loadError;
    case Readiness::Loading:
    case Readiness::Ready:
        break;
    }
    return {};
}

void StudioModelDesk::recall()
{
    const QString folder = m_settings.value(kFolderKey).toString();
    if (folder.isEmpty() || !QFileInfo(folder).isDir())
        return;
    m_info = infoOf(folder, m_settings.value(kDemonstrationKey).toBool());
    m_info->defaultFrames = m_settings.value(kFramesKey, m_info->defaultFrames).toInt();
    m_options = {};
    m_options.folder = folder.toStdU16String();
    m_options.dtype = precisionFrom(m_settings.value(kPrecisionKey).toString());
    m_options.liveAdapter = m_settings.value(kLiveAdapterKey).toBool();
    for (const Place &place : kPlaces)
        m_options.*place.path
            = m_settings.value(QLatin1String(place.key)).toString().toStdU16String();
}

void StudioModelDesk::remember(const ModelInfo &info)
{
    m_settings.setValue(kFolderKey, QString::fromStdString(info.folder));
    m_settings.setValue(kDemonstrationKey, info.demonstration);
    m_settings.setValue(kFramesKey, info.defaultFrames);
    m_settings.setValue(kPrecisionKey, precisionName(m_options.dtype));
    m_settings.setValue(kLiveAdapterKey, m_options.liveAdapter);
    for (const Place &place : kPlaces)
        m_settings.setValue(QLatin1String(place.key), textOf(m_options.*place.path));
}

bool StudioModelDesk::wantsSteps() const
{
    return m_settings.value(kStepsKey).toBool();
}

void StudioModelDesk::setWantsSteps(bool steps)
{
    if (steps == wantsSteps())
        return;
    m_settings.setValue(kStepsKey, steps);
    Q_EMIT wantsStepsChanged();
}

StudioModelDesk::Wanted StudioModelDesk::wanted() const
{
    return {m_options, m_workshop, m_loadEpoch, m_inThread};
}

/// The former model goes first, for the memory. The demonstration's checkpoint is made anew where
/// an older program's cannot be used.
Result<ModelInfo> StudioModelDesk::loadInThread(std::unique_ptr<VideoModel> &model,
                                                const Wanted &wanted, const CancelToken &cancel)
{
    return guarded<ModelInfo>([&]() -> Result<ModelInfo> {
        if (const auto going = cancel.check(); !going)
            return fail(going);
        if (model && *wanted.inThread == wanted.options)
            return model->info();
        model.reset();
        const std::filesystem::path &folder = wanted.options.folder;
        const auto progress = [this, epoch = wanted.epoch, shown = 0](double done) mutable {
            const int percent = static_cast<int>(done * 100); // no more often than it can be seen
            if (std::exchange(shown, percent) == percent)
                return;
            QMetaObject::invokeMethod(
                this, [this, epoch, done] { onLoadProgress(epoch, done); }, Qt::QueuedConnection);
        };
        const ModelWorkshop &workshop = wanted.workshop;
        const bool isOurs = folder == std::filesystem::path(demonstrationFolder().toStdU16String());
        if (isOurs) {
            if (const auto made = makeWhereMissing(workshop, folder); !made)
                return fail(made);
        }
        auto loaded = workshop.load(wanted.options, progress, cancel);
        if (!loaded && isOurs && loaded.error().code == ErrorCode::BadInput) {
            std::error_code error;
            std::filesystem::remove_all(folder, error);
            if (const auto made = makeWhereMissing(workshop, folder); !made)
                return fail(made);
            loaded = workshop.load(wanted.options, progress, cancel);
        }
        if (!loaded)
            return fail(loaded);
        model = std::move(*loaded);
        *wanted.inThread = wanted.options;
        return model->info();
    });
}

Result<ModelInfo> StudioModelDesk::bring(const Wanted &wanted, std::unique_ptr<VideoModel> &model,
                                         const CancelToken &cancel)
{
    if (const auto going = cancel.check(); !going)
        return fail(going);
    if (model && *wanted.inThread == wanted.options)
        return model->info();
    const quint64 epoch = wanted.epoch;
    QMetaObject::invokeMethod(this, [this, epoch] { onLoading(epoch); }, Qt::QueuedConnection);
    const auto info = loadInThread(model, wanted, cancel);
    QMetaObject::invokeMethod(
        this, [this, epoch, info] { onLoaded(epoch, info); }, Qt::QueuedConnection);
    return info;
}

void StudioModelDesk::load(const ModelOptions &options)
{
    ModelOptions absolute = options;
    absolute.folder = QFileInfo(textOf(options.folder)).absoluteFilePath().toStdU16String();
    for (const Place &place : kPlaces) {
        if (const QString path = textOf(options.*place.path); !path.isEmpty())
            absolute.*place.path = QFileInfo(path).absoluteFilePath().toStdU16String();
    }
    beginLoading(absolute, false);
}

void StudioModelDesk::loadDemonstration()
{
    ModelOptions options;
    options.folder = demonstrationFolder().toStdU16String();
    beginLoading(options, true);
}

void StudioModelDesk::stopLoading()
{
    if (!m_loading)
        return;
    m_loadCancel.cancel();
    stop(); // a question may have set it off
}

void StudioModelDesk::beginLoading(const ModelOptions &options, bool demonstration)
{
    m_hasEngine = m_workshop.isEngineInstalled(); // it may have been built meanwhile
    if (!m_hasEngine) {
        Q_EMIT failed(tr("The model could not be loaded"), obstacle(), Matter::Loading);
        return;
    }
    stop(); // what is being written is the former model's
    if (m_batchOptions != options)
        stopAskingAll();
    m_loadCancel.cancel();
    m_loadCancel = CancelToken();
    if (!m_loading) {
        m_previous = m_info;
        m_previousOptions = m_options;
    }
    m_info = infoOf(textOf(options.folder), demonstration);
    m_options = options;
    m_loadError.clear();
    m_loading = true;
    m_loadProgress = 0;
    const quint64 epoch = ++m_loadEpoch;
    m_thread->post([this, epoch, wanted = wanted(), cancel = m_loadCancel](auto &model) {
        const auto info = loadInThread(model, wanted, cancel);
        QMetaObject::invokeMethod(
            this, [this, epoch, info] { onLoaded(epoch, info); }, Qt::QueuedConnection);
    });
    Q_EMIT readinessChanged();
}

/// The first question loads the remembered model.
void StudioModelDesk::onLoading(quint64 epoch)
{
    if (epoch != m_loadEpoch || m_loading)
        return;
    m_previous = m_info;
    m_previousOptions = m_options;
    m_loading = true;
    m_loadProgress = 0;
    Q_EMIT readinessChanged();
}

void StudioModelDesk::onLoadProgress(quint64 epoch, double done)
{
    if (epoch != m_loadEpoch || !m_loading)
        return;
    m_loadProgress = done;
    Q_EMIT loadingProgressed();
}

void StudioModelDesk::onLoaded(quint64 epoch, const Result<ModelInfo> &info)
{
    if (epoch != m_loadEpoch)
        return;
    m_loading = false;
    const bool failedToLoad = !info && info.error().code != ErrorCode::Cancelled;
    if (info) {
        m_info = *info;
        m_loadError.clear();
        remember(*info);
    } else {
        const bool wasRemembered = m_previous && m_info && m_previousOptions == m_options;
        m_info = m_previous;
        m_options = m_previousOptions;
        if (failedToLoad) {
            m_loadError = messageOf(info.error());
            if (wasRemembered) // it would fail again
                m_info.reset();
        }
    }
    m_previous.reset();
    Q_EMIT readinessChanged();
    if (failedToLoad)
        Q_EMIT failed(tr("The model could not be loaded"), m_loadError, Matter::Loading);
}

void StudioModelDesk::onDocumentChanged()
{
    stopMeasuring();
    stopAskingAll();
    if (!m_proposal)
        return;
    endAsking();
    m_proposal.reset();
    Q_EMIT proposalChanged();
}

/// One translated sentence; what is named in it, a file or a number, stays as it is.
QString StudioModelDesk::messageOf(const Error &error) const
{
    QString detail = QString::fromStdString(error.text());
    switch (error.code) {
    case ErrorCode::NotFound:
        if (error.message != "is not there" && error.message != "no such file")
            return tr("This cannot be used: %1").arg(detail); // the detail says what is missing
        return tr("Needed, but missing: %1").arg(QString::fromStdString(error.where));
    case ErrorCode::Io:
        return tr("Reading or writing failed: %1").arg(detail);
    case ErrorCode::BadInput:
    case ErrorCode::Unsupported:
    case ErrorCode::NewerVersion:
        return tr("This cannot be used: %1").arg(detail);
    case ErrorCode::OutOfMemory:
        return tr("There is not enough memory: %1").arg(detail);
    case ErrorCode::Device:
        return tr("The engine does not run here: %1").arg(detail);
    case ErrorCode::ReadOnly:
        return tr("The project is open for reading only.");
    case ErrorCode::InvalidArgument:
    case ErrorCode::OutOfRange:
        return tr("This is not possible: %1").arg(detail);
    default:
        return detail;
    }
}

} // namespace ecva
