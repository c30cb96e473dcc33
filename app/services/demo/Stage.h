#pragma once

#include <QColor>
#include <QImage>
#include <QPainter>
#include <QPolygonF>

#include <vector>

namespace ecva::demo {

inline constexpr int kWidth = 1280;
inline constexpr int kHeight = 720;
inline constexpr int kFps = 25;
inline constexpr int kFrames = 250;

/// Metres: x to the right, y up, z away from the viewer.
struct Vec3
{
    double x = 0;
    double y = 0;
    double z = 0;
};

Vec3 operator+(const Vec3 &a, const Vec3 &b);
Vec3 operator-(const Vec3 &a, const Vec3 &b);
Vec3 operator*(const Vec3 &a, double k);

/// 0 below `from`, 1 above `to`, smooth between.
double smooth(double from, double to, double value);
double mix(double a, double b, double t);
QColor mix(const QColor &a, const QColor &b, double t);
/// A number in [0, 1) that belongs to the two seeds: the scenes look the same on every machine.
double noise(quint32 seed, quint32 index);

/// A fixed camera on a wall or pole.
struct Camera
{
    Vec3 position;
    double yaw = 0;     ///< radians, positive turns to the right
    double pitch = 0;   ///< radians, positive looks down
    double focal = 900; ///< pixels
};

/// Where the light comes from and how far one sees.
struct Light
{
    Vec3 direction{-0.4, 0.8, -0.45}; ///< towards the light, about unit length
    double ambient = 0.55;
    QColor haze;        ///< colour of far things
    double hazeAt = 80; ///< metres at which haze has all but won
};

/// One side of a body; (corner 1 - corner 0) x (corner 2 - corner 0) points outwards.
struct Face
{
    std::vector<Vec3> corners;
    QColor colour;
};

/// Draws bodies in perspective with flat shading. Things are drawn in the order of the calls, so
/// scenes call from far to near.
class Stage
{
public:
    Stage(QPainter &painter, const Camera &camera, const Light &light);

    QPainter &painter() { return m_painter; }
    QPointF at(const Vec3 &point) const;
    /// Metres in front of the camera.
    double depth(const Vec3 &point) const;
    /// Pixels per metre at `point`.
    double scale(const Vec3 &point) const;

    /// A flat, unshaded polygon (marks on the ground, windows), cut at the near plane.
    void polygon(const std::vector<Vec3> &corners, const QBrush &brush);
    /// A rectangle on the ground or another level.
    void ground(double x0, double z0, double x1, double z1, const QBrush &brush, double y = 0);
    /// A closed body: hidden sides are left out, the rest is drawn far to near and shaded.
    void body(std::vector<Face> faces);
    /// A block standing on `base` (middle of its floor); `size` is width, height, depth.
    void block(const Vec3 &base, const Vec3 &size, double yaw, const QColor &colour);
    void line(const Vec3 &a, const Vec3 &b, double metres, const QColor &colour);

    /// A soft dark patch on the ground.
    void shadow(const Vec3 &base, double radiusX, double radiusZ, double strength);
    /// Light that is added to what is there. `radius` in metres.
    void glow(const Vec3 &centre, double radius, const QColor &colour, double strength);
    /// The same, lying on the ground.
    void pool(const Vec3 &centre, double radius, const QColor &colour, double strength);
    /// A round, soft cloud that covers what is behind it.
    void puff(const Vec3 &centre, double radius, const QColor &colour, double strength);

    QColor shaded(const QColor &colour, const Vec3 &normal, double depth) const;

private:
    Vec3 toCamera(const Vec3 &point) const;
    QPointF toScreen(const Vec3 &inCamera) const;
    QPolygonF cut(const std::vector<Vec3> &corners) const;
    void softEllipse(const QPointF &centre, double rx, double ry, const QColor &colour,
                     double strength, QPainter::CompositionMode mode);

    QPainter &m_painter;
    Camera m_camera;
    Light m_light;
};

/// A corner `along` metres forward, `side` metres to the right and `up` of `origin`, for a body
/// that faces `yaw` (0 looks along +z).
Vec3 offset(const Vec3 &origin, double yaw, double along, double up, double side);

} // namespace ecva::demo
