#pragma once

#include "core/media/FfmpegCompat.h"

#include <string>

namespace ecva {

/// The graphics device of one decoder, if there is one that takes its codec. Whatever goes wrong
/// with it, at any moment, ends in software: the owner asks hasFailed(), calls turnOff() and opens
/// the decoder again without it. Not thread-safe.
class HardwareDecoder
{
public:
    ~HardwareDecoder();
    HardwareDecoder() = default;
    HardwareDecoder(const HardwareDecoder &) = delete;
    HardwareDecoder &operator=(const HardwareDecoder &) = delete;

    /// Before the decoder is opened: gives it the first device that can be made of those its codec
    /// knows. Does nothing without one; devices that could not be made are not tried again by this
    /// process.
    void attachTo(AVCodecContext &context);
    bool isOn() const { return m_device != nullptr; }
    /// The decoder reported an error; after a few of them decoding counts as failed, since a device
    /// refuses what software reads.
    void complain();
    bool hasFailed() const { return m_failed; }
    void turnOff();
    /// Fetches a picture that lies on the device, in place; others are left as they are. False when
    /// that fails.
    bool download(AVFrame &picture);
    /// FFmpeg's name of the device, "software" without one.
    std::string name() const;

private:
    static constexpr int kComplaints = 3;

    AVBufferRef *m_device = nullptr;
    AVHWDeviceType m_type = AV_HWDEVICE_TYPE_NONE;
    int m_complaints = 0;
    bool m_failed = false;
};

} // namespace ecva
