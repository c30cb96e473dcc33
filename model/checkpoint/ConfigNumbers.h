#pragma once

#include "model/checkpoint/JsonFile.h"

#include <cstdint>
#include <optional>

namespace ecva {

// What a number of a config may be at most: products of any two stay far from overflow.
inline constexpr std::int64_t kMostLayers = 1024;
inline constexpr std::int64_t kMostHeads = 1024;
inline constexpr std::int64_t kWidest = 65536;
inline constexpr double kLargestEpsilon = 0.1;
inline constexpr double kSmallestEpsilon = 1e-30;

/// JsonFields::integer() for limits that an int holds.
inline int whole(JsonFields &fields, const char *key, std::int64_t low, std::int64_t high,
                 std::optional<std::int64_t> fallback = {})
{
    return static_cast<int>(fields.integer(key, low, high, fallback));
}

} // namespace ecva
