#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace ecva {

/// Bytes that may still be asked for: the least of what the machine has free (MemAvailable) and
/// what the control groups of this process leave (v1 and v2, file cache counted as free). Nothing
/// when the system does not say. `root` stands for "/", for tests.
std::optional<std::uint64_t> availableMemory(const std::filesystem::path &root = "/");

/// "1.4 GB"
std::string bytesText(double bytes);

} // namespace ecva
