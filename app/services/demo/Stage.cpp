#include "app/services/demo/Stage.h"

#include <QRadialGradient>

#include <algorithm>
#include <array>
#include <cmath>

namespace ecva::demo {

namespace {
constexpr double kNear = 0.3; // metres
}

Vec3 operator+(const Vec3 &a, const Vec3 &b)
{
    return {a.x + b.x, a.y + b.y, a.z + b.z};
}

Vec3 operator-(const Vec3 &a, const Vec3 &b)
{
    return {a.x - b.x, a.y - b.y, a.z - b.z};
}

Vec3 operator*(const Vec3 &a, double k)
{
    return {a.x * k, a.y * k, a.z * k};
}

double smooth(double from, double to, double value)
{
    const double t = std::clamp((value - from) / (to - from), 0.0, 1.0);
    return t * t * (3 - 2 * t);
}

double mix(double a, double b, double t)
{
    return a + (b - a) * t;
}

QColor mix(const QColor &a, const QColor &b, double t)
{
    return QColor::fromRgbF(
        float(mix(a.redF(), b.redF(), t)), float(mix(a.greenF(), b.greenF(), t)),
        float(mix(a.blueF(), b.blueF(), t)), float(mix(a.alphaF(), b.alphaF(), t)));
}

double noise(quint32 seed, quint32 index)
{
    // A 32-bit mixer of the "lowbias32" kind; constants from a public search for low bias.
    quint32 x = seed * 0x9E3779B9u + index * 0x85EBCA6Bu + 1u;
    x ^= x >> 16;
    x *= 0x7FEB352Du;
    x ^= x >> 15;
    x *= 0x846CA68Bu;
    x ^= x >> 16;
    return x / 4294967296.0;
}

Vec3 offset(const Vec3 &origin, double yaw, double along, double up, double side)
{
    return {origin.x + along * std::sin(yaw) + side * std::cos(yaw), origin.y + up,
            origin.z + along * std::cos(yaw) - side * std::sin(yaw)};
}

Stage::Stage(QPainter &painter, const Camera &camera, const Light &light)
    : m_painter(painter)
    , m_camera(camera)
    , m_light(light)
{
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setPen(Qt::NoPen);
}

Vec3 Stage::toCamera(const Vec3 &point) const
{
    const Vec3 d = point - m_camera.position;
    const double cy = std::cos(m_camera.yaw), sy = std::sin(m_camera.yaw);
    const double x = d.x * cy - d.z * sy;
    const double z = d.x * sy + d.z * cy;
    const double cp = std::cos(m_camera.pitch), sp = std::sin(m_camera.pitch);
    return {x, d.y * cp + z * sp, z * cp - d.y * sp};
}

QPointF Stage::toScreen(const Vec3 &p) const
{
    const double z = std::max(p.z, kNear);
    return {kWidth / 2.0 + m_camera.focal * p.x / z, kHeight / 2.0 - m_camera.focal * p.y / z};
}

QPointF Stage::at(const Vec3 &point) const
{
    return toScreen(toCamera(point));
}

double Stage::depth(const Vec3 &point) const
{
    return toCamera(point).z;
}

double Stage::scale(const Vec3 &point) const
{
    return m_camera.focal / std::max(depth(point), kNear);
}

QPolygonF Stage::cut(const std::vector<Vec3> &corners) const
{
    QPolygonF out;
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const Vec3 a = toCamera(corners[i]);
        const Vec3 b = toCamera(corners[(i + 1) % corners.size()]);
        if (a.z >= kNear)
            out << toScreen(a);
        if ((a.z >= kNear) != (b.z >= kNear))
            out << toScreen(a + (b - a) * ((kNear - a.z) / (b.z - a.z)));
    }
    return out;
}

void Stage::polygon(const std::vector<Vec3> &corners, const QBrush &brush)
{
    const QPolygonF shape = cut(corners);
    if (shape.size() < 3)
        return;
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(brush);
    m_painter.drawPolygon(shape);
}

void Stage::ground(double x0, double z0, double x1, double z1, const QBrush &brush, double y)
{
    polygon({{x0, y, z0}, {x0, y, z1}, {x1, y, z1}, {x1, y, z0}}, brush);
}

QColor Stage::shaded(const QColor &colour, const Vec3 &normal, double depth) const
{
    const Vec3 &l = m_light.direction;
    const double facing = std::max(0.0, normal.x * l.x + normal.y * l.y + normal.z * l.z);
    const double k = m_light.ambient + (1.0 - m_light.ambient) * facing;
    const QColor lit = QColor::fromRgbF(float(std::min(1.0, colour.redF() * k)),
                                        float(std::min(1.0, colour.greenF() * k)),
                                        float(std::min(1.0, colour.blueF() * k)), colour.alphaF());
    QColor haze = m_light.haze;
    haze.setAlphaF(colour.alphaF());
    return mix(lit, haze, 0.85 * smooth(0.15 * m_light.hazeAt, m_light.hazeAt, depth));
}

void Stage::body(std::vector<Face> faces)
{
    struct Visible
    {
        QPolygonF shape;
        QColor colour;
        double depth;
    };
    std::vector<Visible> visible;
    for (const Face &face : faces) {
        const auto &c = face.corners;
        const Vec3 u = c[1] - c[0];
        const Vec3 v = c[2] - c[0];
        Vec3 normal{u.y * v.z - u.z * v.y, u.z * v.x - u.x * v.z, u.x * v.y - u.y * v.x};
        const double length
            = std::sqrt(normal.x * normal.x + normal.y * normal.y + normal.z * normal.z);
        if (length <= 0)
            continue;
        normal = normal * (1.0 / length);
        Vec3 middle;
        for (const Vec3 &corner : c)
            middle = middle + corner * (1.0 / double(c.size()));
        const Vec3 eye = m_camera.position - middle;
        if (normal.x * eye.x + normal.y * eye.y + normal.z * eye.z <= 0)
            continue;
        const QPolygonF shape = cut(c);
        const double away = depth(middle);
        if (shape.size() >= 3)
            visible.push_back({shape, shaded(face.colour, normal, away), away});
    }
    std::stable_sort(visible.begin(), visible.end(),
                     [](const Visible &a, const Visible &b) { return a.depth > b.depth; });
    for (const Visible &face : visible) {
        // A hair of the same colour closes the seams that antialiasing leaves between sides.
        m_painter.setPen(QPen(face.colour, 0.7));
        m_painter.setBrush(face.colour);
        m_painter.drawPolygon(face.shape);
    }
    m_painter.setPen(Qt::NoPen);
}

void Stage::block(const Vec3 &base, const Vec3 &size, double yaw, const QColor &colour)
{
    const double w = size.x / 2, h = size.y, d = size.z / 2;
    const auto corner
        = [&](double along, double up, double side) { return offset(base, yaw, along, up, side); };
    const std::array<Vec3, 8> p{corner(-d, 0, -w), corner(-d, 0, w),  corner(d, 0, w),
                                corner(d, 0, -w),  corner(-d, h, -w), corner(-d, h, w),
                                corner(d, h, w),   corner(d, h, -w)};
    body({{{p[0], p[4], p[5], p[1]}, colour},
          {{p[1], p[5], p[6], p[2]}, colour},
          {{p[2], p[6], p[7], p[3]}, colour},
          {{p[3], p[7], p[4], p[0]}, colour},
          {{p[4], p[7], p[6], p[5]}, colour}});
}

void Stage::line(const Vec3 &a, const Vec3 &b, double metres, const QColor &colour)
{
    const Vec3 middle = (a + b) * 0.5;
    if (depth(a) < kNear || depth(b) < kNear)
        return;
    m_painter.setPen(QPen(shaded(colour, m_light.direction, depth(middle)),
                          std::max(0.8, metres * scale(middle)), Qt::SolidLine, Qt::RoundCap));
    m_painter.drawLine(at(a), at(b));
    m_painter.setPen(Qt::NoPen);
}

void Stage::softEllipse(const QPointF &centre, double rx, double ry, const QColor &colour,
                        double strength, QPainter::CompositionMode mode)
{
    if (rx < 0.4 || ry < 0.4 || strength <= 0.003)
        return;
    QRadialGradient gradient(QPointF(0, 0), 1.0);
    const auto stop = [&](double where, double alpha) {
        QColor c = colour;
        c.setAlphaF(float(std::clamp(alpha * strength, 0.0, 1.0)));
        gradient.setColorAt(where, c);
    };
    stop(0.0, 1.0);
    stop(0.35, 0.62);
    stop(0.7, 0.16);
    stop(1.0, 0.0);
    m_painter.save();
    m_painter.setCompositionMode(mode);
    m_painter.translate(centre);
    m_painter.scale(rx, ry);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(gradient);
    m_painter.drawEllipse(QPointF(0, 0), 1.0, 1.0);
    m_painter.restore();
}

void Stage::shadow(const Vec3 &base, double radiusX, double radiusZ, double strength)
{
    if (depth(base) < 2 * kNear)
        return;
    const QPointF centre = at(base);
    const double ry = std::abs(at({base.x, base.y, base.z - radiusZ}).y()
                               - at({base.x, base.y, base.z + radiusZ}).y())
                      / 2;
    softEllipse(centre, radiusX * scale(base), std::max(ry, 1.0), QColor(5, 6, 12), strength,
                QPainter::CompositionMode_SourceOver);
}

void Stage::glow(const Vec3 &centre, double radius, const QColor &colour, double strength)
{
    if (depth(centre) < kNear)
        return;
    const double r = radius * scale(centre);
    softEllipse(at(centre), r, r, colour, strength, QPainter::CompositionMode_Plus);
}

void Stage::pool(const Vec3 &centre, double radius, const QColor &colour, double strength)
{
    if (depth(centre) < 2 * kNear)
        return;
    const double ry
        = std::abs(
              at({centre.x, centre.y, std::max(centre.z - radius, m_camera.position.z + 1)}).y()
              - at({centre.x, centre.y, centre.z + radius}).y())
          / 2;
    softEllipse(at(centre), radius * scale(centre), ry, colour, strength,
                QPainter::CompositionMode_Plus);
}

void Stage::puff(const Vec3 &centre, double radius, const QColor &colour, double strength)
{
    if (depth(centre) < kNear)
        return;
    const double r = radius * scale(centre);
    softEllipse(at(centre), r, r, colour, strength, QPainter::CompositionMode_SourceOver);
}

} // namespace ecva::demo
