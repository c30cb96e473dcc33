#include "core/media/ReferredPictures.h"

#include <algorithm>

namespace ecva {

bool saysWhatIsReferred(const AVCodecParameters &codec)
{
    switch (codec.codec_id) {
    case AV_CODEC_ID_H264:
    case AV_CODEC_ID_MPEG1VIDEO:
    case AV_CODEC_ID_MPEG2VIDEO:
    case AV_CODEC_ID_MPEG4:
        return true;
    default:
        return false;
    }
}

std::size_t lengthBytes(const AVCodecParameters &codec)
{
    constexpr int kShortest = 7; // of ISO/IEC 14496-15's AVCDecoderConfigurationRecord
    const bool isRecord = codec.codec_id == AV_CODEC_ID_H264 && codec.extradata
                          && codec.extradata_size >= kShortest && codec.extradata[0] == 1;
    return isRecord ? (codec.extradata[4] & 3U) + 1U : 0;
}

bool isUnreferred(const AVPacket &data, std::size_t lengthBytes)
{
    constexpr int kSlice = 1;
    constexpr int kDelimiter = 9;
    constexpr int kFiller = 12;
    const auto size = static_cast<std::size_t>(std::max(0, data.size));
    bool slices = false;
    for (std::size_t at = 0; at < size;) {
        if (size - at <= lengthBytes)
            return false;
        std::size_t length = 0;
        for (std::size_t i = 0; i < lengthBytes; ++i)
            length = length << 8U | data.data[at + i];
        at += lengthBytes;
        if (length == 0 || length > size - at)
            return false;
        const int type = data.data[at] & 0x1F;
        const bool referred = (data.data[at] & 0x60) != 0;
        if (referred || (type != kSlice && type != kDelimiter && type != kFiller))
            return false;
        slices = slices || type == kSlice;
        at += length;
    }
    return slices;
}

} // namespace ecva
