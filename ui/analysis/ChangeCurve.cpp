#include "ui/analysis/ChangeCurve.h"

#include <algorithm>

namespace ecva {
namespace {

constexpr float kUsualHeight = 0.8F;
constexpr std::size_t kUnusual = 50; ///< one frame of so many
/// Below this, nothing but the camera's and the encoder's noise changes.
constexpr float kLeastUsual = 0.005F;

} // namespace

std::vector<float> changeCurve(const std::vector<float> &change)
{
    if (change.empty())
        return {};
    std::vector<float> sorted = change;
    const auto place = static_cast<std::ptrdiff_t>(sorted.size() - 1 - sorted.size() / kUnusual);
    std::nth_element(sorted.begin(), sorted.begin() + place, sorted.end());
    const float usual = std::max(kLeastUsual, sorted[static_cast<std::size_t>(place)]);
    const float most = *std::max_element(sorted.begin() + place, sorted.end());
    std::vector<float> curve;
    curve.reserve(change.size());
    for (const float value : change) {
        curve.push_back(value <= usual
                            ? kUsualHeight * value / usual
                            : kUsualHeight + (1 - kUsualHeight) * (value - usual) / (most - usual));
    }
    return curve;
}

} // namespace ecva
