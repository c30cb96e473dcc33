#include "app/services/demo/Backdrops.h"

#include <QLinearGradient>

#include <tuple>

namespace ecva::demo {
namespace {

void drawHall(Stage &stage)
{
    const double front = 24, depth = 14, height = 6.4;
    const QColor brick(158, 98, 80);
    stage.block({3, 0, front + depth / 2}, {34, height, depth}, 0, brick);
    for (double y = 0.25; y < height; y += 0.34)
        stage.line({-14, y, front - 0.01}, {20, y, front - 0.01}, 0.025, QColor(128, 80, 68));
    // Saw-tooth roof: a slope and a row of panes each.
    for (double x = 16.6; x > -14; x -= 3.4) {
        stage.polygon(
            {{x, height, front}, {x + 3.4, height + 1.7, front}, {x + 3.4, height, front}},
            QColor(128, 84, 72));
        stage.polygon({{x, height, front},
                       {x + 3.4, height + 1.7, front},
                       {x + 3.4, height + 1.7, front + depth},
                       {x, height, front + depth}},
                      QColor(116, 122, 130));
    }
    for (double x = -12.6; x < 19; x += 5.2) {
        if (x > -3 && x < 3)
            continue;
        stage.polygon({{x, 2.6, front - 0.03},
                       {x, 4.9, front - 0.03},
                       {x + 2.6, 4.9, front - 0.03},
                       {x + 2.6, 2.6, front - 0.03}},
                      QColor(104, 128, 144));
        for (double k = 0.65; k < 2.6; k += 0.65)
            stage.line({x + k, 2.6, front - 0.05}, {x + k, 4.9, front - 0.05}, 0.06,
                       QColor(70, 72, 76));
        stage.line({x, 3.75, front - 0.05}, {x + 2.6, 3.75, front - 0.05}, 0.06,
                   QColor(70, 72, 76));
    }
    // Roll gate.
    stage.polygon({{-3.4, 0, front - 0.04},
                   {-3.4, 4.6, front - 0.04},
                   {1.4, 4.6, front - 0.04},
                   {1.4, 0, front - 0.04}},
                  QColor(150, 160, 164));
    for (double y = 0.2; y < 4.6; y += 0.26)
        stage.line({-3.4, y, front - 0.06}, {1.4, y, front - 0.06}, 0.035, QColor(118, 128, 134));
    for (const double x : {-3.55, 1.55})
        stage.block({x, 0, front - 0.3}, {0.3, 1.1, 0.3}, 0, QColor(236, 190, 40));
}

} // namespace

QImage drawYardBackdrop(const Camera &camera, const Light &light)
{
    QImage backdrop(kWidth, kHeight, QImage::Format_RGB32);
    QPainter painter(&backdrop);
    QLinearGradient sky(0, 0, 0, kHeight * 0.3);
    sky.setColorAt(0.0, QColor(150, 174, 198));
    sky.setColorAt(1.0, QColor(214, 220, 222));
    painter.fillRect(backdrop.rect(), sky);
    Stage stage(painter, camera, light);
    for (quint32 i = 0; i < 60; ++i)
        stage.puff({-90 + 200 * noise(81, i), 26 + 26 * noise(82, i), 150}, 10 + 16 * noise(83, i),
                   QColor(236, 238, 240), 0.3);

    for (quint32 i = 0; i < 18; ++i)
        stage.block({-70 + 9.0 * i, 0, 96}, {8, 6 + 9 * noise(84, i), 8}, 0, QColor(150, 150, 152));
    stage.block({24, 0, 74}, {2.8, 30, 2.8}, 0, QColor(168, 120, 106));
    stage.block({24, 26, 74}, {2.9, 1.4, 2.9}, 0, QColor(230, 226, 220));
    stage.ground(-90, -3.4, 110, 96, QColor(150, 148, 142));

    // Concrete slabs with joints, stains and puddles.
    for (double x = -24; x < 30; x += 4)
        for (double z = -3; z < 24; z += 4) {
            const double tone = noise(85, quint32((x + 50) * 97 + (z + 50)));
            stage.ground(x, z, x + 3.94, z + 3.94,
                         mix(QColor(142, 141, 137), QColor(162, 160, 154), tone));
        }
    for (quint32 i = 0; i < 130; ++i) {
        const Vec3 at{-14 + 34 * noise(86, i), 0.01, -1 + 24 * noise(87, i)};
        stage.shadow(at, 0.3 + 1.3 * noise(88, i), 0.2 + 0.7 * noise(89, i), 0.1);
    }
    stage.shadow({-3.5, 0.01, 6.2}, 1.9, 0.7, 0.35);
    stage.pool({-3.6, 0.01, 6.3}, 1.4, QColor(150, 170, 190), 0.35);
    stage.ground(-1.2, 13, -1.0, 23.8, QColor(222, 186, 60));
    stage.ground(-4.6, 13, -4.4, 23.8, QColor(222, 186, 60));

    drawHall(stage);
    // Containers on the left, a fence on the right.
    const auto container = [&](double x, double y, double z, const QColor &colour) {
        stage.block({x, y, z}, {2.5, 2.6, 6.1}, 0, colour);
        for (double k = -2.9; k < 3.0; k += 0.3)
            stage.line({x + 1.26, y + 0.1, z + k}, {x + 1.26, y + 2.5, z + k}, 0.05,
                       mix(colour, Qt::black, 0.3));
        for (double k = -1.1; k < 1.2; k += 0.3)
            stage.line({x + k, y + 0.1, z - 3.06}, {x + k, y + 2.5, z - 3.06}, 0.05,
                       mix(colour, Qt::black, 0.25));
    };
    stage.shadow({-7.6, 0.01, 17}, 2.6, 4, 0.5);
    container(-9.4, 0, 18, QColor(52, 104, 150));
    container(-9.4, 2.62, 18, QColor(190, 96, 52));
    container(-9.2, 0, 10.6, QColor(84, 132, 104));
    for (double z = 23.5; z > 4; z -= 2.2)
        stage.line({13.5, 0, z}, {13.5, 2.4, z}, 0.09, QColor(104, 110, 114));
    for (double y = 0.3; y < 2.5; y += 0.3)
        stage.line({13.5, y, 4}, {13.5, y, 23.5}, 0.02, QColor(118, 124, 128));
    // Drums and a lamp.
    for (const auto &[x, z, colour] :
         {std::tuple(9.6, 20.5, QColor(42, 92, 152)), std::tuple(10.7, 20.9, QColor(42, 92, 152)),
          std::tuple(10.1, 19.6, QColor(196, 72, 48))}) {
        stage.shadow({x, 0.01, z}, 0.7, 0.5, 0.6);
        stage.line({x, 0.3, z}, {x, 0.85, z}, 0.72, colour);
        stage.line({x, 0.5, z}, {x, 0.52, z}, 0.74, mix(colour, Qt::black, 0.25));
    }
    painter.end();
    return backdrop;
}

} // namespace ecva::demo
