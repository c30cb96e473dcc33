#include "app/cli/Cli.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <unistd.h>

namespace ecva::cli {

ExitCode exitCodeOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return kUsage;
    case ErrorCode::NotFound:
    case ErrorCode::Io:
    case ErrorCode::Locked:
    case ErrorCode::ReadOnly:
        return kIo;
    case ErrorCode::BadInput:
    case ErrorCode::OutOfRange:
    case ErrorCode::NewerVersion:
    case ErrorCode::Unsupported:
        return kBadInput;
    case ErrorCode::OutOfMemory:
    case ErrorCode::Device:
        return kDevice;
    case ErrorCode::Cancelled:
        return kCancelled;
    case ErrorCode::Internal:
        return kBadInput;
    }
    return kBadInput;
}

void Context::print(const nlohmann::json &value) const
{
    // Text of damaged files may not be UTF-8; show what can be shown.
    print(value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void Context::print(const std::string &line) const
{
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fputc('\n', stdout);
}

int Context::report(const Error &error) const
{
    endProgress();
    std::fprintf(stderr, "ecva: %s\n", error.text().c_str());
    return exitCodeOf(error.code);
}

void Context::progress(const std::string &what, double fraction) const
{
    if (quiet || !isatty(STDERR_FILENO))
        return;
    std::fprintf(stderr, "\r\033[K%s %3.0f %%", what.c_str(),
                 100.0 * std::clamp(fraction, 0.0, 1.0));
    std::fflush(stderr);
}

void Context::endProgress() const
{
    if (!quiet && isatty(STDERR_FILENO))
        std::fprintf(stderr, "\r\033[K");
}

} // namespace ecva::cli
