#pragma once

#include <cstdint>

namespace ecva {

/// Weight-only quantisation of one row of `count` numbers.
/// Int8: q = round(w / scale), scale = max|w| / 127 (1 where all are 0). Returns the scale.
float quantiseInt8(const float *row, std::int64_t count, std::int8_t *out);

/// Int4, group by group of kInt4Group: the number furthest from 0 becomes −8, so
/// scale = −furthest / 8 in fp16, q = round(w / scale) clamped to −8 … 7, stored as q + 8. Byte i
/// of a group's 16 holds number i in its low and number i + 16 in its high half. `count` is a
/// multiple of the group; `out` holds count / 2 bytes, `scales` count / 32.
void packInt4(const float *row, std::int64_t count, std::uint8_t *out, std::uint16_t *scales);

/// Back again, for tests: what the products compute with.
void unpackInt4(const std::uint8_t *packed, const std::uint16_t *scales, std::int64_t count,
                float *out);

} // namespace ecva
