#pragma once

#include <vector>

namespace ecva {

/// How much the pictures of a clip change (ShotScan::change), on a scale of that clip: what 49 of
/// 50 of its frames stay below takes four fifths of the height, so that a calm clip is no flat
/// line, and the few that change more, cuts above all, share the rest in proportion. As long as
/// `change`; 0 stays 0, order is kept, the largest is at most 1. Where next to nothing moves the
/// line stays low: noise is not blown up.
std::vector<float> changeCurve(const std::vector<float> &change);

} // namespace ecva
