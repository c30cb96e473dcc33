#include "ui/player/SoundOutput.h"

#include "core/base/Log.h"

#include <QMetaObject>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <unistd.h>

namespace ecva {

namespace {

/// How long closing the window waits for a device that does not answer.
constexpr int kLongestCloseMs = 2000;

/// A thread that is still inside the sound library must not see that library's globals destroyed:
/// the program ends before that, with its status.
void endWithoutDestructors()
{
    static const int once = on_exit(
        [](int status, void *) {
            std::fflush(nullptr);
            _exit(status);
        },
        nullptr);
    (void)once;
}

} // namespace

SoundOutput::SoundOutput(QObject *parent, SoundDeviceOpener open)
    : QObject(parent)
    , m_thread(new QThread)
    , m_worker(new SoundWorker(open ? std::move(open) : openSystemSoundDevice))
{
    m_thread->setObjectName(QStringLiteral("sound"));
    m_worker->moveToThread(m_thread);
    connect(m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    connect(m_worker, &SoundWorker::lost, this, [this](quint64 run) {
        if (run == m_run)
            Q_EMIT lost();
    });
    applyVolume();
    m_thread->start();
}

SoundOutput::~SoundOutput()
{
    stop();
    disconnect(m_worker, nullptr, this, nullptr);
    m_thread->quit();
    if (m_thread->wait(kLongestCloseMs)) {
        delete m_thread;
        return;
    }
    // It is still asking a server that does not answer: left to itself, it ends when it gets one.
    log(LogLevel::Warning, "sound", "the sound device does not answer; closing without it");
    connect(m_thread, &QThread::finished, m_thread, &QObject::deleteLater);
    endWithoutDestructors();
}

std::uint64_t SoundOutput::nextRun()
{
    m_worker->setRun(++m_run);
    return m_run;
}

void SoundOutput::setClip(const std::filesystem::path &path, double firstFrameSeconds)
{
    stop();
    m_path = path;
    m_firstFrameSeconds = firstFrameSeconds;
    m_hasClip = true;
}

void SoundOutput::clearClip()
{
    nextRun();
    QMetaObject::invokeMethod(m_worker, &SoundWorker::forget, Qt::QueuedConnection);
    m_hasClip = false;
}

void SoundOutput::start(const SoundDecoder::Passage &passage)
{
    if (!m_hasClip)
        return;
    const SoundWorker::Request request{nextRun(), m_path, m_firstFrameSeconds, passage,
                                       SoundWorker::now()};
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, request] { worker->play(request); }, Qt::QueuedConnection);
}

void SoundOutput::stop()
{
    nextRun();
    QMetaObject::invokeMethod(m_worker, &SoundWorker::stop, Qt::QueuedConnection);
}

void SoundOutput::setVolume(double volume)
{
    m_volume = std::clamp(volume, 0.0, 1.0);
    applyVolume();
}

void SoundOutput::setMuted(bool muted)
{
    m_muted = muted;
    applyVolume();
    Q_EMIT mutedChanged(muted);
}

void SoundOutput::applyVolume()
{
    m_worker->setVolume(m_muted ? 0 : m_volume);
    QMetaObject::invokeMethod(m_worker, &SoundWorker::applyVolume, Qt::QueuedConnection);
}

} // namespace ecva
