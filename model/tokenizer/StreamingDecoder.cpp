#include "model/tokenizer/StreamingDecoder.h"

namespace ecva {

std::string StreamingDecoder::push(std::int32_t)
{
    return {};
}

std::string StreamingDecoder::finish()
{
    return {};
}

std::vector<std::string> tokenTexts(const Tokenizer &, const std::vector<std::int32_t> &ids)
{
    return std::vector<std::string>(ids.size());
}

} // namespace ecva
