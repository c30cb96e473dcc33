#include "app/services/demo/Backdrops.h"

#include <QLinearGradient>

#include <algorithm>
#include <cmath>

namespace ecva::demo {
namespace {

void drawSky(QPainter &painter)
{
    QLinearGradient sky(0, 0, 0, kHeight * 0.45);
    sky.setColorAt(0.0, QColor(38, 44, 84));
    sky.setColorAt(0.4, QColor(98, 74, 116));
    sky.setColorAt(0.75, QColor(214, 124, 96));
    sky.setColorAt(1.0, QColor(250, 182, 112));
    painter.fillRect(0, 0, kWidth, kHeight, sky);
}

void drawHouse(Stage &stage, const QColor &haze, const Vec3 &base, const Vec3 &size,
               const QColor &colour, quint32 seed, bool shop)
{
    stage.block(base, size, 0, colour);
    const double floor = 3.1;
    const int floors = int(size.y / floor);
    const double front = base.z - size.z / 2 - 0.02;
    const double away = stage.depth({base.x, base.y, front});
    const auto window = [&](double u, double y, double w, double h, quint32 id, bool onSide) {
        const double n = noise(seed, id);
        QColor glass = mix(QColor(38, 42, 62), QColor(70, 66, 92), noise(seed + 9, id));
        if (n > 0.52)
            glass = mix(QColor(255, 206, 128), QColor(255, 236, 190), noise(seed + 5, id));
        glass = mix(glass, haze, 0.5 * smooth(20, 120, away));
        if (onSide) {
            const double x = base.x + (base.x > 0 ? -size.x : size.x) / 2 * 1.001;
            stage.polygon({{x, y, u}, {x, y + h, u}, {x, y + h, u + w}, {x, y, u + w}}, glass);
        } else {
            stage.polygon(
                {{u, y, front}, {u, y + h, front}, {u + w, y + h, front}, {u + w, y, front}},
                glass);
        }
    };
    quint32 id = 0;
    for (int level = shop ? 1 : 0; level < floors; ++level) {
        const double y = base.y + level * floor + 1.0;
        for (double x = base.x - size.x / 2 + 0.9; x + 1.2 < base.x + size.x / 2; x += 2.3)
            window(x, y, 1.2, 1.6, id++, false);
        for (double z = base.z - size.z / 2 + 0.9; z + 1.2 < base.z + size.z / 2; z += 2.3)
            window(z, y, 1.2, 1.6, id++, true);
    }
    if (shop) {
        const double x0 = base.x - size.x / 2 + 0.6, x1 = base.x + size.x / 2 - 0.6;
        stage.polygon({{x0, base.y + 0.5, front},
                       {x0, base.y + 2.6, front},
                       {x1, base.y + 2.6, front},
                       {x1, base.y + 0.5, front}},
                      QColor(255, 222, 160));
        for (double x = x0; x < x1; x += 2.0)
            stage.line({x, base.y + 0.4, front}, {x, base.y + 2.7, front}, 0.12,
                       mix(colour, Qt::black, 0.5));
        stage.polygon({{x0 - 0.3, base.y + 2.9, front},
                       {x1 + 0.3, base.y + 2.9, front},
                       {x1 + 0.3, base.y + 2.5, front - 1.2},
                       {x0 - 0.3, base.y + 2.5, front - 1.2}},
                      noise(seed, 77) > 0.5 ? QColor(150, 52, 50) : QColor(40, 96, 92));
        stage.pool({base.x, 0.15, front - 1.6}, size.x * 0.5, QColor(255, 190, 110), 0.28);
    }
}

void drawLamp(Stage &stage, const Vec3 &base, double reach)
{
    const QColor metal(44, 46, 58);
    const Vec3 top = base + Vec3{0, 6.4, 0};
    const Vec3 head = base + Vec3{reach, 6.7, 0};
    stage.line(base, top, 0.16, metal);
    stage.line(top, head, 0.1, metal);
    stage.glow(head, 1.9, QColor(255, 190, 110), 0.5);
    stage.glow(head, 0.42, QColor(255, 240, 210), 1.0);
}

} // namespace

QImage drawStreetBackdrop(const Camera &camera, const Light &light, double stopLine)
{
    QImage backdrop(kWidth, kHeight, QImage::Format_RGB32);
    QPainter painter(&backdrop);
    drawSky(painter);
    Stage stage(painter, camera, light);
    stage.glow({-14, 7, 120}, 40, QColor(255, 150, 70), 0.55); // where the sun has gone

    // A far skyline, then the ground.
    for (int i = 0; i < 26; ++i) {
        const double x = -90 + i * 7.5, h = 8 + 16 * noise(3, quint32(i));
        stage.block({x, 0, 110 + 20 * noise(4, quint32(i))}, {6.5, h, 6}, 0, QColor(90, 74, 100));
    }
    stage.ground(-120, -12, 120, 140, QColor(66, 62, 74));
    const QColor asphalt(52, 52, 62);
    stage.ground(-120, 0, 120, 12, asphalt);
    stage.ground(-5, -12, 5, 140, asphalt);
    // Wear, so that the asphalt is no plain colour.
    for (int i = 0; i < 900; ++i) {
        const quint32 n = quint32(i);
        const double x = -30 + 70 * noise(21, n), z = -10 + 40 * noise(22, n);
        const double l = 0.3 + 1.6 * noise(23, n);
        const bool onRoad = (z > 0 && z < 12) || std::abs(x) < 5;
        if (onRoad)
            stage.ground(x, z, x + l, z + 0.05 + 0.12 * noise(24, n),
                         QColor(noise(25, n) > 0.5 ? 255 : 0, noise(25, n) > 0.5 ? 250 : 0, 40,
                                int(5 + 10 * noise(26, n))));
    }

    // Pavements with kerbs, corner by corner.
    const auto pavement = [&](double x0, double z0, double x1, double z1) {
        stage.block({(x0 + x1) / 2, 0, (z0 + z1) / 2}, {x1 - x0, 0.15, z1 - z0}, 0,
                    QColor(128, 120, 128));
        for (double x = std::max(x0, -40.0); x < std::min(x1, 45.0); x += 1.5)
            stage.line({x, 0.15, std::max(z0, -8.0)}, {x, 0.15, std::min(z1, 19.0)}, 0.02,
                       QColor(98, 92, 102));
        for (double z = std::max(z0, -8.0); z < std::min(z1, 19.0); z += 1.5)
            stage.line({std::max(x0, -30.0), 0.15, z}, {std::min(x1, 40.0), 0.15, z}, 0.02,
                       QColor(98, 92, 102));
    };
    pavement(-120, 12, -5, 18);
    pavement(5, 12, 120, 18);
    pavement(-9, 18, -5, 120);
    pavement(5, 18, 9, 120);

    const QColor paint(206, 204, 208);
    for (double x = -60; x < 80; x += 5)
        if (x < -9 || x > 8)
            stage.ground(x, 5.92, x + 2.6, 6.08, paint);
    for (double z = 14.5; z < 100; z += 5)
        stage.ground(-0.08, z, 0.08, z + 2.6, paint);
    for (double z = 0.5; z < 11.6; z += 1.1) {
        stage.ground(-8.2, z, -5.6, z + 0.6, QColor(214, 212, 216, 225));
        stage.ground(5.6, z, 8.2, z + 0.6, QColor(214, 212, 216, 225));
    }
    for (double x = -4.6; x < 4.5; x += 1.1)
        stage.ground(x, 12.4, x + 0.6, 15, QColor(214, 212, 216, 225));
    stage.ground(stopLine - 0.35, 0.4, stopLine, 5.9, paint);
    stage.ground(8.9, 6.1, 9.3, 11.6, paint);
    stage.ground(0.15, -1.6, 4.6, -1.2, paint);

    // Houses from far to near.
    for (int i = 6; i >= 0; --i) {
        const double z = 25.5 + i * 13;
        drawHouse(stage, light.haze, {-15.6, 0.1, z}, {13, 10 + 8 * noise(6, quint32(i)), 12.4},
                  QColor(122, 92, 96), quint32(100 + i), false);
        drawHouse(stage, light.haze, {15.8, 0.1, z}, {13, 9 + 9 * noise(7, quint32(i)), 12.4},
                  QColor(104, 96, 116), quint32(200 + i), false);
    }
    for (int i = 4; i >= 0; --i) {
        const double x = 15.8 + 13.3 * i;
        drawHouse(stage, light.haze, {x, 0.1, 24.6}, {13, 9.5 + 5 * noise(8, quint32(i)), 13},
                  i % 2 ? QColor(116, 96, 104) : QColor(140, 104, 92), quint32(300 + i), true);
        drawHouse(stage, light.haze, {-x, 0.1, 24.6}, {13, 10 + 5 * noise(9, quint32(i)), 13},
                  i % 2 ? QColor(134, 108, 96) : QColor(108, 98, 118), quint32(400 + i), true);
    }
    for (const double x : {-17.0, 16.0})
        stage.pool({x + 1.2, 0.16, 11.4}, 6.5, QColor(255, 176, 96), 0.34);
    stage.pool({-1.0, 0.02, -2.0}, 6, QColor(255, 176, 96), 0.12);
    drawLamp(stage, {-17, 0.15, 13}, 1.6);
    drawLamp(stage, {17, 0.15, 13}, -1.6);
    painter.end();
    return backdrop;
}

} // namespace ecva::demo
