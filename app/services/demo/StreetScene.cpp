#include "app/services/demo/Backdrops.h"
#include "app/services/demo/Props.h"
#include "app/services/demo/Scene.h"
#include "app/services/demo/Sound.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ecva::demo {
namespace {

// The story, in frames. The annotations of the demo project rely on these.
constexpr int kRedFrom = 84;    // the light of the road across
constexpr int kTaxiStarts = 96; // under its own green
constexpr int kRunsRed = 126;   // the red car's front passes its stop line
constexpr int kSkids = 138;     // it brakes
constexpr int kImpact = 146;    // it hits the taxi
constexpr double kStopLeft = -9.0;
constexpr double kHalfCar = 2.1;

const double kRight = std::numbers::pi / 2; // yaw of what drives to the right

struct Place
{
    Vec3 position;
    double yaw = 0;
};

// How far the two cars have slid since the impact, 0 to 1: fast at first.
double slid(double frame)
{
    const double t = std::clamp((frame - kImpact) / 26.0, 0.0, 1.0);
    return 1 - (1 - t) * (1 - t) * (1 - t);
}

// 15 m/s, then brakes too late.
Place redCar(double frame)
{
    const double start = kStopLeft - kHalfCar - 0.6 * (kRunsRed);
    if (frame <= kSkids)
        return {{start + 0.6 * frame, 0, 4.0}, kRight};
    const double braking = std::min(frame, double(kImpact)) - kSkids;
    const double x = start + 0.6 * kSkids + 0.6 * braking - 0.016 * braking * braking;
    return {{x + 2.0 * slid(frame), 0, 4.0 + 0.9 * slid(frame)}, kRight - 0.32 * slid(frame)};
}

Place taxi(double frame)
{
    const double seconds
        = (std::clamp(frame, double(kTaxiStarts), double(kImpact)) - kTaxiStarts) / kFps;
    return {{2.4 + 2.5 * slid(frame), 0, -4.0 + 1.6 * seconds * seconds + 1.5 * slid(frame)},
            1.15 * slid(frame)};
}

class StreetScene : public Scene
{
public:
    StreetScene()
        : m_background(kWidth, kHeight, QImage::Format_RGB32)
        , m_vignette(makeVignette(0.5))
    {
        m_camera.position = {-4.2, 8.2, -12.5};
        m_camera.yaw = 0.2;
        m_camera.pitch = 0.31;
        m_camera.focal = 1000;
        m_light.direction = {-0.62, 0.5, 0.6};
        m_light.ambient = 0.58;
        m_light.haze = QColor(112, 88, 112);
        m_light.hazeAt = 130;
        m_background = drawStreetBackdrop(m_camera, m_light, kStopLeft);
    }

    void draw(QImage &picture, int frame) override;
    std::vector<std::int16_t> sound(int sampleRate) const override;

private:
    void drawSignal(Stage &stage, const Vec3 &base, int light); // 0 green, 1 yellow, 2 red
    void drawTraces(Stage &stage, int frame);
    void drawSmoke(Stage &stage, int frame);
    void drawFarPeople(Stage &stage, int frame);

    Camera m_camera;
    Light m_light;
    QImage m_background;
    QImage m_vignette;
};

void StreetScene::drawSignal(Stage &stage, const Vec3 &base, int light)
{
    stage.line(base, base + Vec3{0, 3.4, 0}, 0.14, QColor(52, 54, 62));
    stage.block(base + Vec3{0, 3.2, 0}, {0.42, 1.15, 0.34}, 0, QColor(34, 36, 42));
    const QColor colours[] = {QColor(70, 255, 150), QColor(255, 200, 60), QColor(255, 64, 52)};
    for (int i = 0; i < 3; ++i) {
        const Vec3 lens = base + Vec3{0, 3.42 + 0.34 * i, -0.2};
        stage.glow(lens, 0.13, colours[i], i == light ? 1.0 : 0.12);
        if (i == light) {
            stage.glow(lens, 0.13, Qt::white, 0.8);
            stage.glow(lens, 0.85, colours[i], 0.6);
        }
    }
}

void StreetScene::drawTraces(Stage &stage, int frame)
{
    const QColor rubber(24, 23, 28, 190);
    const auto trace = [&](Place (*car)(double), int from, double along) {
        for (int f = from; f < std::min(frame, kImpact + 26); ++f) {
            const Place a = car(f), b = car(f + 1);
            for (const double side : {-0.75, 0.75})
                stage.line(offset(a.position, a.yaw, along, 0.02, side),
                           offset(b.position, b.yaw, along, 0.02, side), 0.16, rubber);
        }
    };
    trace(redCar, kSkids, -1.2);
    trace(taxi, kImpact, -1.2);
    trace(taxi, kImpact, 1.2);

    // Splinters: they fly, then lie where they fell.
    const double since = (frame - kImpact) / double(kFps);
    for (quint32 i = 0; since >= 0 && i < 90; ++i) {
        const double flight = 0.35 + 0.5 * noise(51, i);
        const double t = std::min(since, flight) / flight;
        const double angle = 2 * std::numbers::pi * noise(52, i),
                     out = (0.6 + 3.4 * noise(53, i)) * t;
        const double y = 0.03 + 0.8 * (1 - t) + 2.2 * t * (1 - t);
        const Vec3 at{1.6 + 1.1 * t + out * std::cos(angle), y, 4.2 + out * std::sin(angle)};
        const double l = 0.05 + 0.12 * noise(54, i);
        const QColor colour = noise(55, i) > 0.6   ? QColor(200, 214, 226)
                              : noise(55, i) > 0.3 ? QColor(150, 40, 40)
                                                   : QColor(30, 30, 36);
        stage.line(at, at + Vec3{l * std::cos(7 * angle), 0, l * std::sin(7 * angle)}, 0.05,
                   colour);
    }
}

void StreetScene::drawSmoke(Stage &stage, int frame)
{
    const double since = (frame - kImpact) / double(kFps);
    if (since < 0)
        return;
    const Place red = redCar(frame);
    const Vec3 bonnet = offset(red.position, red.yaw, 1.3, 0.9, 0);
    for (quint32 i = 0; i < 44; ++i) {
        const double age = since - i * 0.1;
        if (age > 0)
            stage.puff(
                bonnet + Vec3{0.42 * age + 0.4 * (noise(41, i) - 0.5), 0.95 * age, 0.25 * age},
                0.3 + 0.42 * age, QColor(186, 180, 190), 0.34 * std::max(0.0, 1 - age / 2.8));
    }
    for (quint32 i = 0; i < 60 && since < 0.6; ++i) {
        const double angle = 2 * std::numbers::pi * noise(42, i), v = 2 + 6 * noise(43, i);
        const Vec3 spark
            = Vec3{1.4, 0.7, 4.0}
              + Vec3{v * since * std::cos(angle), 6 * since * noise(44, i) - 6 * since * since,
                     v * since * std::sin(angle)};
        stage.glow(spark, 0.12, QColor(255, 210, 120), 1 - since / 0.6);
    }
    if (since < 0.16)
        stage.glow({1.4, 0.7, 4.0}, 2.4, QColor(255, 236, 200), 0.9 - 5 * since);
}

void StreetScene::drawFarPeople(Stage &stage, int frame)
{
    // One walks along the far pavement, and runs off when it crashes.
    const bool flees = frame > kImpact + 3 && frame < kImpact + 48;
    Person person;
    person.position = {19.5 - 0.05 * std::min(frame, kImpact + 3)
                           + 4.6 * smooth(kImpact + 3, kImpact + 48, frame),
                       0.15, 15.4};
    person.yaw = flees ? kRight : frame > kImpact ? -2.2 : -kRight;
    person.jacket = QColor(214, 176, 74);
    person.stride = flees ? 1.35 : frame <= kImpact + 3 ? 0.8 : 0.0;
    person.step = frame * (flees ? 0.62 : 0.3);
    person.lean = flees ? 0.22 : 0;
    drawPerson(stage, person);

    Person other;
    other.position = {-20.0 + frame * 0.042, 0.15, 16.3};
    other.yaw = kRight;
    other.jacket = QColor(92, 122, 178);
    other.stride = 0.8;
    other.step = frame * 0.27 + 1;
    drawPerson(stage, other);
}

// Waits at the crossing, and runs to help.
Person helper(int frame)
{
    const double run = smooth(kImpact + 26, kImpact + 84, frame);
    Person person;
    person.position
        = {mix(11.6, 7.6, run), mix(0.15, 0.0, smooth(0.1, 0.3, run)), mix(13.4, 7.9, run)};
    person.yaw = mix(-1.2, -2.4, smooth(kImpact + 4, kImpact + 20, frame));
    person.jacket = QColor(96, 168, 132);
    person.stride = run > 0.01 && run < 0.99 ? 1.25 : 0.0;
    person.step = frame * 0.55;
    person.lean = person.stride > 0 ? 0.16 : 0;
    return person;
}

void StreetScene::draw(QImage &picture, int frame)
{
    QPainter painter(&picture);
    painter.drawImage(0, 0, m_background);
    Stage stage(painter, m_camera, m_light);
    drawTraces(stage, frame);
    drawFarPeople(stage, frame);
    drawSignal(stage, {-5.6, 0.15, 12.5}, frame < kRedFrom + 8 ? 2 : 0);
    drawSignal(stage, {9.6, 0.15, 12.4}, frame < kRedFrom - 12 ? 0 : frame < kRedFrom ? 1 : 2);

    const bool crashed = frame >= kImpact;
    const bool blink = frame > kImpact + 14 && (frame - kImpact) % 20 < 10;
    const double silver = 48 - 36.2 * smooth(30, 142, frame);
    const Place red = redCar(frame), yellow = taxi(frame);
    const Car cars[] = {
        // On the far lane a van that passes and a silver car that stops as it should; on the near
        // lane a blue car under green.
        {{34 - frame * 0.5, 0, 8.8},
         -kRight,
         QColor(92, 128, 110),
         true,
         false,
         false,
         frame * 0.5,
         0},
        {{silver, 0, 8.9},
         -kRight,
         QColor(176, 182, 192),
         false,
         frame > 90,
         false,
         48 - silver,
         0},
        {{-26 + frame * 0.52, 0, 4.0},
         kRight,
         QColor(58, 92, 168),
         false,
         false,
         false,
         frame * 0.52,
         0},
        {yellow.position, yellow.yaw, QColor(236, 186, 52), false,
         frame < kTaxiStarts || frame > kImpact - 4, blink, yellow.position.z, 0},
        {red.position, red.yaw, QColor(188, 44, 46), false, frame > kSkids, blink, frame * 0.6,
         crashed ? 1.0 : 0.0},
    };
    const Person person = helper(frame);

    // Far to near.
    std::vector<std::pair<double, int>> order{{stage.depth(person.position), -1}};
    for (int i = 0; i < int(std::size(cars)); ++i)
        order.emplace_back(stage.depth(cars[i].position), i);
    std::sort(order.begin(), order.end(), std::greater<>());
    for (const auto &[depth, what] : order) {
        if (what < 0) {
            drawPerson(stage, person);
            continue;
        }
        const Car &car = cars[what];
        if (car.crushed <= 0)
            stage.pool(offset(car.position, car.yaw, 4.4, 0.02, 0), 2.6, QColor(255, 226, 170),
                       0.3);
        drawCar(stage, car);
    }
    drawSmoke(stage, frame);
    painter.drawImage(0, 0, m_vignette);
    drawOsd(painter, {28, 26}, QStringLiteral("CAM 03  MARKET STREET"), 15);
    drawOsd(painter, {936, 26}, osdTime(18, 42, 10, frame), 15);
}

std::vector<std::int16_t> StreetScene::sound(int sampleRate) const
{
    SoundTrack track(sampleRate, kFrames / double(kFps));
    track.rumble(0, 10, 0.05, 180, 1);
    track.whoosh(1.9, 2.2, 0.16, -0.2, 2);
    track.whoosh(2.6, 2.6, 0.14, 0.3, 3);
    track.whoosh((kRunsRed + 8) / 25.0, 1.6, 0.3, -0.2, 4);
    track.screech(kSkids / 25.0, (kImpact + 10 - kSkids) / 25.0, 0.22, 5);
    track.crash(kImpact / 25.0, 0.85, 0.1, 6);
    track.hiss(kImpact / 25.0 + 0.3, 10 - kImpact / 25.0 - 0.3, 0.03, 2600, 7);
    for (int frame = kImpact + 20; frame < kFrames; frame += 20)
        track.click(frame / 25.0, 0.12);
    return track.samples();
}

} // namespace

std::unique_ptr<Scene> makeStreetScene()
{
    return std::make_unique<StreetScene>();
}

} // namespace ecva::demo
