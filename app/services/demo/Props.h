#pragma once

#include "app/services/demo/Stage.h"

#include <QString>

namespace ecva::demo {

struct Car
{
    Vec3 position;  ///< middle of its floor, on the ground
    double yaw = 0; ///< 0 drives along +z
    QColor colour;
    bool van = false;
    bool braking = false;
    bool hazard = false;  ///< the indicators are lit now
    double travelled = 0; ///< metres, turns the wheels
    double crushed = 0;   ///< 0 to 1: how far the bonnet is pushed in
};
void drawCar(Stage &stage, const Car &car);

struct Person
{
    Vec3 position; ///< between the feet
    double yaw = 0;
    QColor jacket;
    QColor trousers{44, 48, 60};
    QColor hat;        ///< invalid: hair
    double step = 0;   ///< radians of the walk's cycle
    double stride = 0; ///< 0 stands, 1 walks, up to 1.6 runs
    double reach = 0;  ///< 0 arms down, 1 both arms straight forward
    double lean = 0;   ///< radians forward
};
void drawPerson(Stage &stage, const Person &person);
/// Where the hands of a person with stretched arms are.
Vec3 handsOf(const Person &person);

/// A cardboard box with tape, standing on `base`.
void drawCarton(Stage &stage, const Vec3 &base, const Vec3 &size, double yaw, const QColor &colour);

/// The camera's own writing, with a font of our own (capitals, digits, `:` `-` `.` and space).
/// `height` in pixels; returns the width.
double drawOsd(QPainter &painter, const QPointF &topLeft, const QString &text, double height);

/// Date and time of day of a frame of a clip that begins at hour:minute:second.
QString osdTime(int hour, int minute, int second, int frame);

/// What a lens and a sensor do to every picture: darker corners and a little softness of the
/// lights.
QImage makeVignette(double strength);

} // namespace ecva::demo
