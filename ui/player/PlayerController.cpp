#include "ui/player/PlayerController.h"

#include "annotation/document/Document.h"
#include "core/media/FrameSource.h"
#include "core/media/VideoIndex.h"
#include "ui/player/HeldKey.h"
#include "ui/player/SoundOutput.h"
#include "ui/workspace/Workspace.h"

#include <QDir>
#include <QGuiApplication>
#include <QMetaObject>
#include <QScreen>

#include <algorithm>
#include <cmath>

namespace ecva {

namespace {

constexpr int kSoundPollMs = 40;

PlaybackClock::Time displayInterval()
{
    const QScreen *screen = QGuiApplication::primaryScreen();
    const double rate = screen ? screen->refreshRate() : 0;
    constexpr double kUsual = 60;
    return PlaybackClock::Time(std::llround(1e9 / (rate >= 20 && rate <= 500 ? rate : kUsual)));
}

QImage toImage(PackedImage packed)
{
    auto *kept = new PackedImage(std::move(packed)); // freed by the image
    return QImage(
        kept->data.data(), kept->width, kept->height, qsizetype(kept->width) * 4,
        QImage::Format_RGB32, [](void *image) { delete static_cast<PackedImage *>(image); }, kept);
}

} // namespace

PlayerController::PlayerController(Workspace &workspace, JobRunner &jobs, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_opener(jobs)
    , m_sound(new SoundOutput(this))
    , m_held(new HeldKey(this))
{
    connect(m_held, &HeldKey::released, this, [this] { m_heldStep = 0; });
    m_soundPoll.setInterval(kSoundPollMs);
    connect(&m_soundPoll, &QTimer::timeout, this, &PlayerController::followSound);
    m_soundRetry.setSingleShot(true);
    connect(&m_soundRetry, &QTimer::timeout, this, [this] {
        if (m_engine && m_engine->isPlaying())
            startSound();
    });
    connect(m_sound, &SoundOutput::lost, this, &PlayerController::onSoundLost);
    connect(&workspace, &Workspace::documentChanged, this, &PlayerController::connectDocument);
    connect(&workspace, &Workspace::clipChanged, this, &PlayerController::open);
    connect(&workspace, &Workspace::seekRequested, this, &PlayerController::seek);
    connect(&workspace, &Workspace::playRequested, this,
            [this](bool playing) { playing ? play() : pause(); });
    connect(&workspace, &Workspace::playRangeRequested, this, &PlayerController::playRange);
    connect(&workspace, &Workspace::reopenRequested, this, &PlayerController::reopen);
    connectDocument();
    open();
}

PlayerController::~PlayerController() = default;

void PlayerController::connectDocument()
{
    if (m_document)
        disconnect(m_document, nullptr, this, nullptr);
    m_document = m_workspace.document();
    if (m_document) {
        connect(m_document, &Document::changed, this, &PlayerController::onDocumentChanged);
        connect(m_document, &QObject::destroyed, this, [this] { m_document = nullptr; });
    }
}

void PlayerController::onDocumentChanged(const ChangeEvent &change)
{
    // A clip that was linked to another file, or undone to have none.
    const Clip *clip = m_document->model().clip(m_workspace.clip());
    if (clip && change.clips.contains(clip->id)
        && m_document->absoluteMediaPath(*clip) != m_openPath)
        reopen();
}

void PlayerController::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

bool PlayerController::hasSound() const
{
    return m_engine && !m_engine->index().info().audio.empty();
}

QString PlayerController::filePath() const
{
    return QDir::toNativeSeparators(m_openPath);
}

void PlayerController::close()
{
    m_opener.cancel();
    stopSound();
    m_heldStep = 0;
    m_sound->clearClip();
    m_engine.reset();
    m_openPath.clear();
    m_workspace.setPlaying(false);
}

void PlayerController::reopen()
{
    m_workspace.setIndex(nullptr);
    open();
}

void PlayerController::open()
{
    close();
    const Clip *clip = m_document ? m_document->model().clip(m_workspace.clip()) : nullptr;
    if (!clip) {
        setState(State::Empty);
        return;
    }
    m_openPath = m_document->absoluteMediaPath(*clip);
    setState(State::Opening);
    m_opener.open(m_openPath.toStdU16String(), [this](Result<VideoOpener::Opened> opened) {
        if (opened)
            onOpened(std::move(*opened));
        else
            onFailed(opened.error());
    });
}

void PlayerController::onOpened(VideoOpener::Opened opened)
{
    const Clip *clip = m_document ? m_document->model().clip(m_workspace.clip()) : nullptr;
    if (clip && clip->media) {
        // Frame numbers of another file would be lies: it is not shown at all.
        if (const Result<void> given = m_document->setVideoIndex(clip->id, opened.index); !given) {
            setState(State::Broken);
            m_workspace.setMediaError(
                tr("This is not the video that the clip was linked to: %1 (%2)")
                    .arg(filePath(), QString::fromStdString(given.error().message)));
            return;
        }
    }
    PlaybackEngine::Options options;
    options.viewWidth = m_viewSize.width();
    options.viewHeight = m_viewSize.height();
    options.displayInterval = displayInterval();
    options.wakeUp = [this] {
        QMetaObject::invokeMethod(this, &PlayerController::drain, Qt::QueuedConnection);
    };
    m_engine = std::make_unique<PlaybackEngine>(std::move(opened.source), opened.index, options);
    m_engine->setSpeed(m_speed);
    m_engine->setLooping(m_looping);
    if (!opened.index->info().audio.empty())
        m_sound->setClip(m_openPath.toStdU16String(),
                         opened.index->streamSeconds(opened.index->pts(FrameIndex(0))));
    setState(State::Ready);
    m_workspace.setIndex(opened.index);
}

void PlayerController::onFailed(const Error &error)
{
    if (error.code == ErrorCode::Cancelled)
        return;
    const QString file = filePath();
    const QString detail = QString::fromStdString(error.message);
    QString message;
    switch (error.code) {
    case ErrorCode::NotFound:
        message = tr("File not found: %1").arg(file);
        break;
    case ErrorCode::Unsupported:
        message = tr("This kind of video cannot be shown: %1 (%2)").arg(file, detail);
        break;
    case ErrorCode::Io:
        message = tr("The file cannot be read: %1 (%2)").arg(file, detail);
        break;
    default:
        message = tr("The file is no video that can be shown: %1 (%2)").arg(file, detail);
    }
    setState(error.code == ErrorCode::NotFound ? State::Missing : State::Broken);
    m_workspace.setMediaError(message);
}

void PlayerController::setProxy(std::shared_ptr<FrameSource> proxy)
{
    if (m_engine)
        m_engine->setProxy(std::move(proxy));
}

void PlayerController::setViewSize(const QSize &size)
{
    if (size == m_viewSize || size.isEmpty())
        return;
    m_viewSize = size;
    if (m_engine)
        m_engine->setViewSize(size.width(), size.height());
}

void PlayerController::seek(FrameIndex frame)
{
    if (!m_engine)
        return;
    m_heldStep = 0;
    stopSound(); // begins again with the picture
    m_engine->seek(frame);
}

void PlayerController::step(int direction)
{
    if (!m_engine)
        return;
    if (m_held->isHeld()) {
        m_heldStep = direction;
        stepOn();
    } else {
        m_heldStep = 0;
        m_engine->step(direction);
    }
    onStopped();
}

/// Keeps as many steps on the way as it takes for none to be waited for.
void PlayerController::stepOn()
{
    constexpr std::int64_t onTheWay = 2;
    if (!m_held->isHeld())
        m_heldStep = 0;
    while (m_heldStep != 0) {
        const std::int64_t asked = m_engine->requestedFrame().value;
        if (std::abs(asked - m_engine->shownFrame().value) >= onTheWay)
            return;
        m_engine->step(m_heldStep, PlaybackEngine::StepKey::Held);
        if (m_engine->requestedFrame().value == asked)
            return; // the end of the clip
    }
}

void PlayerController::skip(double seconds)
{
    if (!m_engine)
        return;
    const VideoIndex &index = m_engine->index();
    const double here = index.seconds(m_engine->requestedFrame());
    seek(index.frameAtSeconds(std::clamp(here + seconds, 0.0, index.durationSeconds())));
}

void PlayerController::goToEnd()
{
    if (m_engine)
        seek(m_engine->index().lastFrame());
}

void PlayerController::play()
{
    if (!m_engine || m_engine->isPlaying())
        return;
    m_heldStep = 0;
    m_engine->play();
    m_workspace.setPlaying(true);
}

void PlayerController::pause()
{
    if (!m_engine)
        return;
    m_engine->pause();
    onStopped();
}

void PlayerController::onStopped()
{
    stopSound();
    applySpeed(m_chosenSpeed);
    m_workspace.setPlaying(false);
}

void PlayerController::toggle()
{
    if (m_engine && m_engine->isPlaying())
        pause();
    else
        play();
}

void PlayerController::setSpeed(double speed)
{
    if (speed == 0 || !std::isfinite(speed))
        return;
    m_chosenSpeed = std::copysign(std::clamp(std::abs(speed), kSlowest, kFastest), speed);
    applySpeed(m_chosenSpeed);
}

void PlayerController::applySpeed(double speed)
{
    if (speed == m_speed)
        return;
    m_speed = speed;
    if (m_engine) {
        m_engine->setSpeed(speed);
        restartSound();
    }
    Q_EMIT speedChanged(speed);
}

void PlayerController::shuttle(int direction)
{
    if (!m_engine || direction == 0)
        return;
    const double way = direction < 0 ? -1 : 1;
    double faster = 1;
    if (m_engine->isPlaying() && m_speed * way > 0) {
        while (faster <= std::abs(m_speed) && faster < kFastest)
            faster *= 2;
    }
    applySpeed(way * faster);
    play();
}

void PlayerController::playRange(FrameRange range)
{
    if (!m_engine)
        return;
    m_heldStep = 0;
    stopSound();
    applySpeed(std::abs(m_chosenSpeed));
    m_engine->playRange(range);
    m_workspace.setPlaying(true);
}

void PlayerController::setLooping(bool looping)
{
    if (looping == m_looping)
        return;
    m_looping = looping;
    if (m_engine)
        m_engine->setLooping(looping);
    restartSound();
    Q_EMIT loopingChanged(looping);
}

void PlayerController::drain()
{
    while (m_engine) {
        std::optional<PlaybackEngine::Event> event = m_engine->take();
        if (!event)
            return;
        if (!event->image.data.empty()) {
            m_showsProxy = event->proxy;
            Q_EMIT pictureShown(toImage(std::move(event->image)));
            m_workspace.setPlayhead(event->index);
        }
        if (event->error && event->error->code != ErrorCode::Cancelled)
            m_workspace.showHint(tr("Frame %1 cannot be shown: %2")
                                     .arg(event->index.value)
                                     .arg(QString::fromStdString(event->error->message)));
        if (m_heldStep != 0)
            stepOn();
        if (event->started && m_engine->isPlaying())
            beginSound();
        if (!m_engine->isPlaying() && m_workspace.isPlaying())
            onStopped();
    }
}

} // namespace ecva
