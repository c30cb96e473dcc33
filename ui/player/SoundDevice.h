#pragma once

#include <QtGlobal>

#include <functional>
#include <memory>

namespace ecva {

/// Something that sound can be given to, open from its making to its end. Belongs to one thread,
/// which has an event loop.
class SoundDevice
{
public:
    virtual ~SoundDevice() = default;

    /// Of the interleaved stereo s16 that it takes.
    virtual int sampleRate() const = 0;
    /// False once it has failed; it does not come back.
    virtual bool isAlive() const = 0;
    /// Samples that it takes now.
    virtual qint64 room() const = 0;
    /// Returns how many samples it took; 0 or less: none now.
    virtual qint64 write(const qint16 *values, qint64 samples) = 0;
    /// Samples of those given that have been heard, as far as it knows.
    virtual double heard() const = 0;
    /// 0 to 1, as the ear hears it.
    virtual void setVolume(double volume) = 0;
};

/// Opens the system's device, in whatever time that takes; null when there is none.
using SoundDeviceOpener = std::function<std::unique_ptr<SoundDevice>()>;

/// The device that the system is set to, by Qt. Opening may block for as long as a sound server
/// does not answer: never call it from the UI thread.
std::unique_ptr<SoundDevice> openSystemSoundDevice();

} // namespace ecva
