#include "app/services/demo/Props.h"
#include "app/services/demo/Scene.h"
#include "app/services/demo/Sound.h"

#include <QLinearGradient>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ecva::demo {
namespace {

// The story, in frames. The annotations of the demo project rely on these.
constexpr int kEnters = 14;  // the thief steps out of the cross aisle
constexpr int kStands = 92;  // in front of the rack
constexpr int kTakes = 118;  // hands on the box
constexpr int kLifted = 134; // the box has left the rack: the alarm lamp starts
constexpr int kRuns = 146;
constexpr int kGone = 191;  // out of the picture
constexpr int kGuard = 172; // the guard comes out of the cross aisle

constexpr double kAisle = 1.75; // half its width, metres
constexpr double kRackDepth = 1.3;
constexpr double kCrossFrom = 16.2; // the cross aisle, along z
constexpr double kCrossTo = 18.6;
const double kRight = std::numbers::pi / 2;

const Vec3 kTakenBox{-kAisle - 0.4, 1.16, 10.6};
const Vec3 kTakenSize{0.46, 0.36, 0.42};
const QColor kCardboard(186, 142, 92);
const Vec3 kAlarmLamp{0, 4.05, 15.6};

class WarehouseScene : public Scene
{
public:
    WarehouseScene()
        : m_background(kWidth, kHeight, QImage::Format_RGB32)
        , m_vignette(makeVignette(0.55))
    {
        m_camera.position = {0.75, 3.35, 0};
        m_camera.yaw = -0.085;
        m_camera.pitch = 0.2;
        m_camera.focal = 900;
        m_light.direction = {0.15, 0.86, -0.48};
        m_light.ambient = 0.5;
        m_light.haze = QColor(58, 70, 84);
        m_light.hazeAt = 46;
        drawBackground();
    }

    void draw(QImage &picture, int frame) override;
    std::vector<std::int16_t> sound(int sampleRate) const override;

private:
    void drawBackground();
    void drawRack(Stage &stage, double side, double z);
    void drawThief(Stage &stage, int frame);
    void drawGuard(Stage &stage, int frame);
    void drawAlarm(Stage &stage, int frame);

    Camera m_camera;
    Light m_light;
    QImage m_background;
    QImage m_vignette;
};

// One bay of 2.6 m from z on, on the left (-1) or the right (1).
void WarehouseScene::drawRack(Stage &stage, double side, double z)
{
    const double x = side * (kAisle + kRackDepth / 2);
    const quint32 seed = quint32(z * 10) + (side > 0 ? 5000 : 0);
    const QColor upright(38, 78, 132), beam(222, 112, 40), shelf(120, 112, 100);
    const double length = 2.6;
    for (const double back : {1.0, -1.0})
        stage.block({x + side * back * kRackDepth / 2, 0, z + length}, {0.09, 4.4, 0.09}, 0,
                    upright);
    for (int level = 0; level < 4; ++level) {
        const double y = 0.12 + level * 1.02;
        stage.block({x, y - 0.06, z + length / 2}, {kRackDepth, 0.06, length}, 0, shelf);
        // What lies on it, from far to near.
        for (double at = z + length - 0.36; at > z + 0.1;) {
            const quint32 n = seed * 7 + quint32(level * 31 + at * 10);
            const double w = 0.42 + 0.36 * noise(61, n), h = 0.3 + 0.5 * noise(62, n);
            const bool isTaken = side < 0 && level == 1 && std::abs(at - kTakenBox.z) < 0.6;
            const double d = 0.7 + 0.45 * noise(63, n);
            if (!isTaken && noise(64, n) > 0.13) {
                const double tone = noise(65, n);
                const QColor colour = tone > 0.9    ? QColor(86, 118, 140)
                                      : tone > 0.82 ? QColor(206, 204, 196)
                                                    : mix(QColor(160, 118, 76),
                                                          QColor(204, 164, 114), noise(66, n));
                drawCarton(stage, {x - side * 0.06 * noise(67, n), y, at},
                           {d, std::min(h, 0.86), w * 0.92}, 0.06 * (noise(68, n) - 0.5), colour);
            }
            at -= w + 0.06;
        }
        stage.block({x - side * kRackDepth / 2, y - 0.12, z + length / 2}, {0.06, 0.13, length}, 0,
                    beam);
    }
    stage.block({x - side * kRackDepth / 2, 0, z}, {0.09, 4.4, 0.09}, 0, upright);
    stage.block({x - side * kRackDepth / 2, 0, z - 0.05}, {0.14, 0.4, 0.1}, 0,
                QColor(236, 190, 40));
}

void WarehouseScene::drawBackground()
{
    QPainter painter(&m_background);
    painter.fillRect(m_background.rect(), QColor(34, 40, 48));
    Stage stage(painter, m_camera, m_light);
    constexpr double kEnd = 31;

    stage.polygon({{-9, 0, kEnd}, {-9, 6, kEnd}, {9, 6, kEnd}, {9, 0, kEnd}}, QColor(74, 84, 96));
    stage.polygon({{-9, 5.6, 1}, {-9, 5.6, kEnd}, {9, 5.6, kEnd}, {9, 5.6, 1}}, QColor(40, 46, 54));
    for (double z = 30; z > 1; z -= 2.5)
        stage.block({0, 5.3, z}, {18, 0.26, 0.2}, 0, QColor(52, 60, 70));
    // The gate at the end, with daylight below it.
    stage.polygon({{-1.7, 0, kEnd}, {-1.7, 3.6, kEnd}, {1.7, 3.6, kEnd}, {1.7, 0, kEnd}},
                  QColor(112, 124, 134));
    for (double y = 0.2; y < 3.6; y += 0.3)
        stage.line({-1.7, y, kEnd - 0.01}, {1.7, y, kEnd - 0.01}, 0.03, QColor(88, 98, 108));
    stage.glow({0, 0.1, kEnd - 0.1}, 1.8, QColor(190, 220, 255), 0.35);

    QLinearGradient floor(0, stage.at({0, 0, kEnd}).y(), 0, kHeight);
    floor.setColorAt(0.0, QColor(92, 104, 114));
    floor.setColorAt(0.4, QColor(112, 120, 126));
    floor.setColorAt(1.0, QColor(84, 88, 94));
    stage.ground(-9, 0.4, 9, kEnd, floor);
    for (int i = 0; i < 500; ++i) {
        const quint32 n = quint32(i);
        const double x = -kAisle + 2 * kAisle * noise(71, n), z = 1.5 + 28 * noise(72, n);
        stage.ground(x, z, x + 0.02 + 0.05 * noise(73, n), z + 0.2 + 0.9 * noise(74, n),
                     QColor(20, 24, 30, int(8 + 14 * noise(75, n))));
    }
    for (const double s : {-1.0, 1.0}) {
        stage.ground(s * (kAisle - 0.2), 0.4, s * (kAisle - 0.12), kCrossFrom,
                     QColor(226, 184, 52));
        stage.ground(s * (kAisle - 0.2), kCrossTo, s * (kAisle - 0.12), kEnd, QColor(200, 164, 60));
    }
    for (double z = 4; z < 30; z += 5.2) {
        stage.pool({0, 0.01, z}, 2.3, QColor(200, 224, 240), 0.24);
        stage.ground(-0.3, z - 0.5, 0.3, z + 0.9,
                     QColor(235, 245, 250, 26)); // the lamp in the polish
    }

    // Racks from far to near: beyond the cross aisle, then this side of it.
    for (double z = 28.6; z >= kCrossTo - 0.01; z -= 2.6) {
        drawRack(stage, -1, z);
        drawRack(stage, 1, z);
    }
    for (double z = kCrossFrom - 2.6; z > 0.5; z -= 2.6) {
        drawRack(stage, -1, z);
        drawRack(stage, 1, z);
    }
    for (double z = 29.2; z > 3; z -= 5.2) {
        const double near = stage.depth({0, 5, z});
        stage.block({0, 5.0, z}, {1.5, 0.08, 0.3}, 0, QColor(240, 246, 250));
        stage.glow({0, 4.98, z}, 1.1, QColor(210, 232, 250), 0.75);
        stage.glow({0, 4.98, z}, 0.4, Qt::white, near < 40 ? 0.9 : 0.5);
    }
    stage.line({0, 5.6, kAlarmLamp.z}, kAlarmLamp + Vec3{0, 0.2, 0}, 0.05, QColor(30, 32, 36));
    stage.block(kAlarmLamp + Vec3{0, -0.12, 0}, {0.34, 0.12, 0.34}, 0, QColor(44, 46, 52));
}

void WarehouseScene::drawThief(Stage &stage, int frame)
{
    if (frame < kEnters || frame >= kGone)
        return;
    const double spot = kTakenBox.z + 0.05;
    Person person;
    person.jacket = QColor(58, 60, 70);
    person.trousers = QColor(34, 36, 44);
    person.hat = QColor(30, 32, 38);
    const double in = smooth(kEnters, kEnters + 30, frame);
    const double down = std::clamp((frame - kEnters - 24.0) / (kStands - kEnters - 24.0), 0.0, 1.0);
    const double away = std::max(0, frame - kRuns) / double(kFps);
    const double run = std::min(4.7 * away * std::min(1.0, 0.5 + away), 12.0);
    const bool carries = frame >= kLifted - 6;

    person.position
        = {mix(mix(3.6, 0.1, in), -0.72, smooth(0.3, 1, down)) + 0.7 * smooth(0, 4, run), 0,
           mix(17.4, spot, down) - run};
    const bool walking = frame < kStands && frame > kEnters;
    const bool running = frame > kRuns;
    person.stride = running ? 1.5 : walking ? 0.9 : 0.0;
    person.step = running ? frame * 0.66 : frame * 0.32;
    person.lean = running ? 0.22 : 0.05;
    // In from the right, down the aisle, a look over the shoulder, to the rack, and out to the
    // viewer.
    double yaw = mix(-kRight, -2 * kRight, smooth(kEnters + 18, kEnters + 34, frame));
    yaw = mix(yaw, -kRight, smooth(kStands, kStands + 8, frame));
    yaw += 1.0
           * (smooth(kStands + 9, kStands + 14, frame) - smooth(kStands + 18, kStands + 23, frame));
    yaw = mix(yaw, -2 * kRight, smooth(kRuns - 8, kRuns, frame));
    person.yaw = yaw;
    person.reach = std::max(smooth(kTakes - 8, kTakes, frame), 0.0);
    if (frame >= kTakes && frame < kLifted)
        person.lean = 0.12;

    const Vec3 hands = handsOf(person);
    const Vec3 held{hands.x, hands.y - 0.2, hands.z};
    const double taken = smooth(kTakes, kLifted, frame);
    const Vec3 box = carries ? held : kTakenBox + (held - kTakenBox) * taken;
    const bool boxBehind = stage.depth(box) > stage.depth(person.position);
    if (boxBehind && frame >= kTakes)
        drawCarton(stage, box, kTakenSize, carries ? person.yaw : 0, kCardboard);
    drawPerson(stage, person);
    if (!boxBehind && frame >= kTakes)
        drawCarton(stage, box, kTakenSize, carries ? person.yaw : 0, kCardboard);
}

void WarehouseScene::drawGuard(Stage &stage, int frame)
{
    if (frame < kGuard)
        return;
    const double t = (frame - kGuard) / double(kFps);
    Person guard;
    guard.jacket = QColor(44, 84, 150);
    guard.trousers = QColor(28, 32, 44);
    guard.hat = QColor(24, 30, 44);
    const double turn = smooth(0.5, 1.1, t);
    guard.position = {mix(-3.6, 0.25, smooth(0, 1.0, t)), 0, 17.4 - 4.1 * std::max(0.0, t - 0.75)};
    guard.yaw = mix(kRight, 2 * kRight, turn);
    guard.stride = 1.45;
    guard.step = frame * 0.62;
    guard.lean = 0.18;
    drawPerson(stage, guard);
}

void WarehouseScene::drawAlarm(Stage &stage, int frame)
{
    const double since = frame - kLifted;
    if (since < 0) {
        stage.glow(kAlarmLamp, 0.16, QColor(255, 60, 50), 0.35);
        return;
    }
    const double beat = 0.5 + 0.5 * std::cos(since * 2 * std::numbers::pi / 12.5);
    stage.glow(kAlarmLamp, 0.22, QColor(255, 180, 170), 1.0);
    stage.glow(kAlarmLamp, 1.0 + 0.6 * beat, QColor(255, 40, 30), 0.5 + 0.5 * beat);
    stage.glow(kAlarmLamp + Vec3{0, -1.4, 0}, 5.5, QColor(255, 24, 18), 0.5 * beat);
    stage.pool({0, 0.02, kAlarmLamp.z - 1}, 5.5, QColor(255, 30, 20), 0.5 * beat);
    QPainter &painter = stage.painter();
    painter.setCompositionMode(QPainter::CompositionMode_Plus);
    painter.fillRect(0, 0, kWidth, kHeight, QColor(int(46 * beat), 3, 0));
    painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
}

void WarehouseScene::draw(QImage &picture, int frame)
{
    QPainter painter(&picture);
    painter.drawImage(0, 0, m_background);
    Stage stage(painter, m_camera, m_light);
    if (frame < kTakes)
        drawCarton(stage, kTakenBox, kTakenSize, 0, kCardboard);
    // Whoever is still in the cross aisle is hidden by the racks this side of it.
    const double left = stage.at({-kAisle, 0, kCrossFrom}).x(),
                 right = stage.at({kAisle, 0, kCrossFrom}).x();
    const auto drawBetweenRacks = [&](bool hidden, auto &&drawOne) {
        painter.save();
        if (hidden)
            painter.setClipRect(QRectF(left, 0, right - left, kHeight));
        drawOne();
        painter.restore();
    };
    drawBetweenRacks(frame < kGuard + 22, [&] { drawGuard(stage, frame); });
    drawBetweenRacks(frame < kEnters + 26, [&] { drawThief(stage, frame); });
    drawAlarm(stage, frame);
    painter.drawImage(0, 0, m_vignette);
    drawOsd(painter, {28, 26}, QStringLiteral("CAM 11  STORE B AISLE 4"), 15);
    drawOsd(painter, {936, 26}, osdTime(22, 17, 31, frame), 15);
}

std::vector<std::int16_t> WarehouseScene::sound(int sampleRate) const
{
    SoundTrack track(sampleRate, kFrames / double(kFps));
    track.hum(0, 10, 0.012, 100);
    track.rumble(0, 10, 0.02, 120, 11);
    for (int frame = kEnters; frame < kStands; frame += 10)
        track.thud(frame / 25.0, 0.07 + 0.0007 * frame, 0);
    track.hiss(kTakes / 25.0, 0.5, 0.05, 1500, 12); // cardboard on the shelf
    track.alarm(kLifted / 25.0, 10 - kLifted / 25.0, 0.16);
    for (int frame = kRuns; frame < kGone; frame += 5)
        track.thud(frame / 25.0, 0.1 + 0.004 * (frame - kRuns), 0);
    for (int frame = kGuard; frame < kFrames; frame += 5)
        track.thud(frame / 25.0 + 0.08, 0.08 + 0.002 * (frame - kGuard), -0.1);
    return track.samples();
}

} // namespace

std::unique_ptr<Scene> makeWarehouseScene()
{
    return std::make_unique<WarehouseScene>();
}

} // namespace ecva::demo
