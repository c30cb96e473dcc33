#include "app/cli/Terminal.h"

#include <unistd.h>

namespace ecva::cli {

std::string withoutControls(std::string_view text)
{
    constexpr std::string_view kReplacement = "\xef\xbf\xbd";
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
        if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f) {
            out += kReplacement;
        } else if (byte == 0xc2 && next >= 0x80 && next < 0xa0) { // U+0080 to U+009F
            out += kReplacement;
            ++i;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::string forStdout(std::string_view text)
{
    return isatty(STDOUT_FILENO) ? withoutControls(text) : std::string(text);
}

} // namespace ecva::cli
