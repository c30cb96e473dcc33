#pragma once

#include "app/services/demo/Stage.h"

#include <QImage>

namespace ecva::demo {

/// What never moves in the street, RGB32, drawn once. `stopLine`: x of the line the red car passes.
QImage drawStreetBackdrop(const Camera &camera, const Light &light, double stopLine);
/// What never moves in the factory yard.
QImage drawYardBackdrop(const Camera &camera, const Light &light);

} // namespace ecva::demo
