#pragma once

#include <string_view>

namespace ecva {

enum class LogLevel { Warning, Error };

/// Writes one line to stderr: "[level] category: message". Thread-safe. spdlog stays behind this
/// header because its headers and LibTorch's do not compile together.
void log(LogLevel level, std::string_view category, std::string_view message);

} // namespace ecva
