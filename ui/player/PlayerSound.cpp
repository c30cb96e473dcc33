// What PlayerController has to do with the sound: it follows the picture, and the picture gently
// follows it.
#include "core/media/VideoIndex.h"
#include "ui/player/PlayerController.h"
#include "ui/player/SoundOutput.h"

#include <algorithm>

namespace ecva {

namespace {

/// Between attempts to hear something again while playing; twice as long after each.
constexpr int kFirstRetryMs = 1000;
constexpr int kLongestRetryMs = 8000;
/// Sound that turns out to be late so soon after its start is late by the device's nature.
constexpr int kSettleMs = 5000;
constexpr int kMostCorrections = 4; ///< of the sound, after each start of the picture

} // namespace

/// With the picture that has just begun to play, and after changes of how it plays.
void PlayerController::beginSound()
{
    m_corrections = 0;
    m_retryMs = kFirstRetryMs;
    startSound();
}

void PlayerController::startSound()
{
    if (!hasSound() || m_engine->speed() < 0)
        return;
    const VideoIndex &index = m_engine->index();
    const FrameRange range = m_engine->playedRange();
    SoundDecoder::Passage passage;
    passage.from = m_engine->playPosition();
    passage.speed = m_engine->speed();
    passage.end = index.seconds(range.end);
    if (m_engine->isLooping())
        passage.loop = index.seconds(range.begin);
    m_sound->start(passage);
    m_sinceSound.start();
    m_soundPoll.start();
}

void PlayerController::restartSound()
{
    if (!m_engine || !m_engine->isPlaying() || !m_soundPoll.isActive())
        return; // it will begin with the picture
    stopSound();
    beginSound();
}

void PlayerController::stopSound()
{
    m_soundRetry.stop();
    m_soundPoll.stop();
    m_sound->stop();
}

void PlayerController::followSound()
{
    const auto heard = m_sound->heard();
    if (!heard || !m_engine)
        return;
    const double off = m_engine->followSound(heard->seconds, SoundWorker::now() - heard->at);
    if (off == 0 || m_corrections >= kMostCorrections)
        return;
    // Too far for the picture to wait for it: the sound jumps, and knows how late it is next time.
    ++m_corrections;
    if (m_sinceSound.elapsed() < kSettleMs)
        m_sound->addDelay(-off);
    startSound();
}

void PlayerController::onSoundLost()
{
    m_soundRetry.start(m_retryMs);
    m_retryMs = std::min(2 * m_retryMs, kLongestRetryMs);
}

} // namespace ecva
