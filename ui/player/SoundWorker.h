#pragma once

#include "ui/player/SoundDecoder.h"
#include "ui/player/SoundDevice.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <chrono>
#include <deque>
#include <mutex>

namespace ecva {

/// The half of SoundOutput that lives in the sound thread: opens the device, feeds it and knows
/// which second of the clip is heard. Opening a device takes as long as the sound server likes.
class SoundWorker : public QObject
{
    Q_OBJECT

public:
    using Time = std::chrono::nanoseconds; ///< of std::chrono::steady_clock

    /// What to play, and where the picture is.
    struct Request
    {
        std::uint64_t run = 0; ///< counts all requests; only the latest is obeyed
        std::filesystem::path path;
        double firstFrameSeconds = 0;
        SoundDecoder::Passage passage; ///< `from`: clip second on the screen at `at`
        Time at{};
    };

    explicit SoundWorker(SoundDeviceOpener open);
    ~SoundWorker() override;

    // From any thread:
    /// Requests of other runs are not worth anything any more.
    void setRun(std::uint64_t run) { m_latest = run; }
    void setVolume(double volume) { m_volume = volume; }
    /// Seconds between giving a sample to the device and hearing it, beyond what the device admits
    /// before it plays.
    void addDelay(double seconds);

    /// Clip second that was heard at a time.
    struct Heard
    {
        std::uint64_t run = 0;
        double seconds = 0;
        Time at{};
    };
    std::optional<Heard> heard() const;

    static Time now() { return std::chrono::steady_clock::now().time_since_epoch(); }

    // Sound thread, by queued calls:
    void play(const ecva::SoundWorker::Request &request);
    void stop();
    /// Stops, and closes the file too.
    void forget();
    void applyVolume();

Q_SIGNALS:
    /// The device of this run failed, or there is none.
    void lost(quint64 run);

private:
    /// Where in the clip what the device got belongs.
    struct Piece
    {
        qint64 sample = 0; ///< number of its first sample since the device was opened
        double begins = 0; ///< its clip second
    };

    static constexpr int kFeedMs = 15;
    static constexpr double kMostDelay = 5;

    void feed();
    bool nextBlock();
    void publish();
    void loseDevice();

    const SoundDeviceOpener m_open;
    std::atomic<std::uint64_t> m_latest = 0;
    std::atomic<double> m_volume = 0.5;
    std::atomic<double> m_delay = 0;
    mutable std::mutex m_mutex;
    std::optional<Heard> m_heard; // guarded by m_mutex

    // Sound thread:
    Request m_request;
    std::unique_ptr<SoundDecoder> m_decoder;
    std::filesystem::path m_decoderPath;
    int m_decoderRate = 0;
    std::unique_ptr<SoundDevice> m_device;
    QTimer m_feeder;
    SoundDecoder::Block m_block; ///< being given to the device
    std::size_t m_blockFrom = 0; ///< values of it that the device has taken
    bool m_begun = false;        ///< the device has got something
    qint64 m_dropped = 0;        ///< samples that the picture had passed before
    qint64 m_written = 0;
    std::deque<Piece> m_pieces; ///< ascending; the first holds what is heard
};

} // namespace ecva
