#pragma once

#include <QByteArray>

#include <cstdint>

namespace ecva::test {

/// Number `variant` of the ways in which a file gets hurt, the same for the same seed: a few or
/// many flipped bits, cuts, zeroed, overwritten, swapped, repeated and missing pieces, hurt headers
/// and tables. Never the file itself.
QByteArray damaged(const QByteArray &content, int variant, std::uint64_t seed);
/// What damaged() does for this variant, for messages.
const char *damageName(int variant);

} // namespace ecva::test
