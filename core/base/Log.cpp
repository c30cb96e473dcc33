#include "core/base/Log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace ecva {
namespace {

spdlog::level::level_enum toSpdlog(LogLevel level)
{
    switch (level) {
    case LogLevel::Warning:
        return spdlog::level::warn;
    case LogLevel::Error:
        return spdlog::level::err;
    }
    return spdlog::level::err;
}

spdlog::logger &logger()
{
    static spdlog::logger instance = [] {
        spdlog::logger made("ecva", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made.set_pattern("[%l] %v");
        made.set_level(spdlog::level::warn);
        return made;
    }();
    return instance;
}

} // namespace

void log(LogLevel level, std::string_view category, std::string_view message)
{
    logger().log(toSpdlog(level), "{}: {}", category, message);
}

} // namespace ecva
