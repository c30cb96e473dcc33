#include "core/media/HardwareDecoder.h"

#include <mutex>
#include <set>

namespace ecva {
namespace {

/// Devices that this machine has not; asking again costs time (loading of drivers) each time.
class Absent
{
public:
    bool holds(AVHWDeviceType type)
    {
        std::scoped_lock lock(m_mutex);
        return m_types.contains(type);
    }
    void add(AVHWDeviceType type)
    {
        std::scoped_lock lock(m_mutex);
        m_types.insert(type);
    }

private:
    std::mutex m_mutex;
    std::set<AVHWDeviceType> m_types;
};

Absent &absentDevices()
{
    static Absent absent;
    return absent;
}

} // namespace

HardwareDecoder::~HardwareDecoder()
{
    av_buffer_unref(&m_device);
}

void HardwareDecoder::attachTo(AVCodecContext &context)
{
    if (m_failed || m_device)
        return;
    for (int i = 0;; ++i) {
        const AVCodecHWConfig *config = avcodec_get_hw_config(context.codec, i);
        if (!config)
            return;
        if (!(config->methods & AV_CODEC_HW_CONFIG_METHOD_HW_DEVICE_CTX)
            || absentDevices().holds(config->device_type))
            continue;
        if (av_hwdevice_ctx_create(&m_device, config->device_type, nullptr, nullptr, 0) < 0) {
            m_device = nullptr;
            absentDevices().add(config->device_type);
            continue;
        }
        m_type = config->device_type;
        // FFmpeg's own choice of format takes the device's while it works, else software's.
        context.hw_device_ctx = av_buffer_ref(m_device);
        return;
    }
}

void HardwareDecoder::complain()
{
    if (++m_complaints >= kComplaints)
        m_failed = true;
}

void HardwareDecoder::turnOff()
{
    av_buffer_unref(&m_device);
    m_type = AV_HWDEVICE_TYPE_NONE;
    m_failed = false;
    m_complaints = 0;
}

bool HardwareDecoder::download(AVFrame &picture)
{
    if (!picture.hw_frames_ctx)
        return true;
    const ff::FramePtr fetched(av_frame_alloc());
    if (!fetched || av_hwframe_transfer_data(fetched.get(), &picture, 0) < 0
        || av_frame_copy_props(fetched.get(), &picture) < 0) {
        m_failed = true;
        return false;
    }
    av_frame_unref(&picture);
    av_frame_move_ref(&picture, fetched.get());
    return true;
}

std::string HardwareDecoder::name() const
{
    const char *name = m_device ? av_hwdevice_get_type_name(m_type) : nullptr;
    return name ? name : "software";
}

} // namespace ecva
