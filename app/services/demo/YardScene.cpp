#include "app/services/demo/Backdrops.h"
#include "app/services/demo/Props.h"
#include "app/services/demo/Scene.h"
#include "app/services/demo/Sound.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ecva::demo {
namespace {

// The story, in frames.
constexpr int kThrows = 48;       // a glowing end flies into the skip
constexpr int kSmoke = 82;        // first smoke above its edge
constexpr int kFlames = 128;      // first flame
constexpr int kPalletsBurn = 182; // the pallets beside it catch fire
constexpr int kReturns = 176;     // the worker comes back running
constexpr int kSprays = 214;      // powder from the extinguisher

const Vec3 kSkip{1.6, 0, 9.0};
constexpr double kSkipHeight = 1.25;
const double kRight = std::numbers::pi / 2;

class YardScene : public Scene
{
public:
    YardScene()
        : m_background(kWidth, kHeight, QImage::Format_RGB32)
        , m_vignette(makeVignette(0.4))
    {
        m_camera.position = {-2.6, 5.4, -4.2};
        m_camera.yaw = 0.2;
        m_camera.pitch = 0.27;
        m_camera.focal = 1000;
        m_light.direction = {-0.5, 0.76, -0.42};
        m_light.ambient = 0.56;
        m_light.haze = QColor(186, 198, 208);
        m_light.hazeAt = 150;
        m_background = drawYardBackdrop(m_camera, m_light);
    }

    void draw(QImage &picture, int frame) override;
    std::vector<std::int16_t> sound(int sampleRate) const override;

private:
    void drawSkip(Stage &stage, bool front);
    void drawPallets(Stage &stage);
    void drawSmoke(Stage &stage, int frame);
    void drawFire(Stage &stage, const Vec3 &base, double width, double power, int frame,
                  quint32 seed);
    void drawWorkers(Stage &stage, int frame);

    Camera m_camera;
    Light m_light;
    QImage m_background;
    QImage m_vignette;
};

void YardScene::drawSkip(Stage &stage, bool front)
{
    // Outwards sloping sides; the inside is seen from above.
    const double w = 1.45, d = 0.85, top = 1.22, h = kSkipHeight;
    const auto p = [&](double x, double y, double z) { return kSkip + Vec3{x, y, z}; };
    const QColor green(62, 118, 84);
    if (!front) {
        stage.shadow(kSkip + Vec3{0.35, 0.01, 0.1}, 2.4, 1.5, 0.7);
        stage.polygon(
            {p(-w * top, h, d * top), p(w * top, h, d * top), p(w, 0.1, d), p(-w, 0.1, d)},
            QColor(30, 50, 40));
        stage.polygon(
            {p(w * top, h, -d * top), p(w * top, h, d * top), p(w, 0.1, d), p(w, 0.1, -d)},
            QColor(24, 42, 34));
        stage.polygon(
            {p(-w * top, h, -d * top), p(-w * top, h, d * top), p(-w, 0.1, d), p(-w, 0.1, -d)},
            QColor(36, 60, 48));
        stage.polygon({p(-w * 1.15, 0.9, -d * 1.1), p(-w * 1.15, 0.9, d * 1.1),
                       p(w * 1.15, 0.9, d * 1.1), p(w * 1.15, 0.9, -d * 1.1)},
                      QColor(52, 46, 40));
        for (quint32 i = 0; i < 16; ++i) {
            const double x = -1.2 + 2.2 * noise(91, i), z = -0.7 + 1.2 * noise(92, i);
            stage.block(p(x, 0.84, z), {0.2 + 0.5 * noise(93, i), 0.1 + 0.34 * noise(94, i), 0.3},
                        3 * noise(95, i),
                        mix(QColor(150, 110, 70), QColor(190, 186, 176), noise(96, i)));
        }
        return;
    }
    stage.body(
        {{{p(-w, 0.06, -d), p(-w * top, h, -d * top), p(w * top, h, -d * top), p(w, 0.06, -d)},
          green},
         {{p(-w, 0.06, d), p(-w * top, h, d * top), p(-w * top, h, -d * top), p(-w, 0.06, -d)},
          green}});
    for (const double k : {-0.9, -0.3, 0.3, 0.9})
        stage.line(p(w * k, 0.1, -d - 0.02), p(w * k * top, h, -d * top - 0.02), 0.07,
                   mix(green, Qt::black, 0.3));
    stage.line(p(-w * top, h, -d * top), p(w * top, h, -d * top), 0.11,
               mix(green, Qt::white, 0.15));
    stage.line(p(-w * top, h, -d * top), p(-w * top, h, d * top), 0.09, mix(green, Qt::white, 0.1));
}

void YardScene::drawPallets(Stage &stage)
{
    const Vec3 base = kSkip + Vec3{3.2, 0, 0.5};
    const QColor wood(188, 150, 104);
    stage.shadow(base + Vec3{0.2, 0.01, 0}, 1.4, 0.9, 0.6);
    for (int i = 0; i < 7; ++i) {
        const double y = 0.16 * i, turn = 0.1 * (noise(97, quint32(i)) - 0.5);
        stage.block(base + Vec3{0, y, 0}, {1.2, 0.07, 0.9}, turn, mix(wood, Qt::black, 0.45));
        stage.block(base + Vec3{0.04 * noise(98, quint32(i)), y + 0.08, 0}, {1.2, 0.06, 0.9}, turn,
                    wood);
    }
}

void YardScene::drawSmoke(Stage &stage, int frame)
{
    // Smoke has no edges, so a quarter of the resolution will do, at a sixteenth of the time.
    constexpr int kCoarse = 4;
    QImage layer(kWidth / kCoarse, kHeight / kCoarse, QImage::Format_ARGB32_Premultiplied);
    layer.fill(Qt::transparent);
    QPainter painter(&layer);
    painter.scale(1.0 / kCoarse, 1.0 / kCoarse);
    Stage soft(painter, m_camera, m_light);

    // Each puff is born at its own frame and lives on its own; older ones lie behind.
    for (int born = kSmoke - 4; born < frame; ++born) {
        const double age = (frame - born) / double(kFps);
        if (age > 5.5)
            continue;
        const quint32 n = quint32(born);
        const double power = smooth(kSmoke - 20, kPalletsBurn, born);
        const double x = kSkip.x - 0.8 + 1.6 * noise(101, n) + 0.5 * age
                         + 0.28 * age * age * (0.5 + 0.5 * noise(102, n));
        const double y = kSkipHeight - 0.2 + (0.9 + 0.8 * power) * age;
        const double z = kSkip.z - 0.4 + 0.8 * noise(103, n) + 0.15 * age;
        const double dark = smooth(kFlames - 20, kFlames + 50, born) * (0.7 + 0.3 * noise(104, n));
        const QColor colour = mix(QColor(206, 206, 208), QColor(46, 42, 42), dark);
        soft.puff({x, y, z}, (0.28 + 0.5 * power) + (0.42 + 0.3 * power) * age, colour,
                  (0.16 + 0.5 * power) * smooth(0, 0.25, age) * (1 - smooth(1.5, 5.5, age)));
    }
    painter.end();
    stage.painter().setRenderHint(QPainter::SmoothPixmapTransform);
    stage.painter().drawImage(QRectF(0, 0, kWidth, kHeight), layer);
}

void YardScene::drawFire(Stage &stage, const Vec3 &base, double width, double power, int frame,
                         quint32 seed)
{
    if (power <= 0)
        return;
    const double time = frame / double(kFps);
    const double flicker = 0.8 + 0.2 * std::sin(time * 23 + seed) * std::sin(time * 14.3);

    // Light has no edges either: half the resolution, around the fire only, then added.
    const double scale = stage.scale(base);
    const QRectF around(stage.at(base) - QPointF(3.6, 5.2) * scale, QSizeF(7.6, 8.0) * scale);
    QImage layer((around.size() / 2).toSize(), QImage::Format_RGB32);
    layer.fill(Qt::black);
    QPainter painter(&layer);
    painter.scale(0.5, 0.5);
    painter.translate(-around.topLeft());
    Stage light(painter, m_camera, m_light);
    light.glow(base + Vec3{0, 0.6, 0}, 2.4 * (0.4 + power) * flicker, QColor(255, 140, 50),
               0.42 * power);
    const int tongues = int(90 * power) + 14;
    for (int i = 0; i < tongues; ++i) {
        const quint32 n = seed + quint32(i) * 13;
        const double speed = 1.5 + 1.1 * noise(111, n);
        const double phase = time * speed + noise(112, n);
        const double t = phase - std::floor(phase);
        const quint32 life = n + 7919u * quint32(phase);
        const double lane = noise(113, life) - 0.5;
        const double rise = (0.5 + 1.5 * power) * t * (0.55 + 0.75 * noise(114, life))
                            * (1 - 0.9 * std::abs(lane));
        const Vec3 at = base
                        + Vec3{lane * width * (1 - 0.5 * t) + 0.16 * std::sin(time * 9 + n) * t,
                               rise, (noise(115, life) - 0.5) * 0.8};
        const QColor colour = mix(QColor(255, 196, 70), QColor(255, 66, 14), smooth(0.05, 0.75, t));
        light.glow(at, (0.34 * (1 - t) + 0.07) * (0.6 + 0.55 * power), colour, 0.62 * (1 - t));
    }
    for (quint32 i = 0; i < quint32(16 * power); ++i) {
        const double phase = time * 0.6 + noise(116, seed + i);
        const double t = phase - std::floor(phase);
        const quint32 life = seed + i + 104729u * quint32(phase);
        light.glow(base + Vec3{(noise(117, life) - 0.4) * (1 + 2.4 * t), 0.5 + 4.2 * t * power, 0},
                   0.05, QColor(255, 190, 90), 1 - t);
    }
    painter.end();
    stage.painter().save();
    stage.painter().setRenderHint(QPainter::SmoothPixmapTransform);
    stage.painter().setCompositionMode(QPainter::CompositionMode_Plus);
    stage.painter().drawImage(around, layer);
    stage.painter().restore();
}

void YardScene::drawWorkers(Stage &stage, int frame)
{
    Person worker;
    worker.jacket = QColor(240, 128, 34);
    worker.trousers = QColor(46, 58, 88);
    worker.hat = QColor(246, 208, 60);
    if (frame < 150) {
        worker.position = {-6.2 + 0.068 * frame, 0, 6.4 - 0.012 * frame};
        worker.yaw = kRight + 0.1;
        worker.stride = 0.85;
        worker.step = frame * 0.3;
        worker.reach
            = 0.9
              * (smooth(kThrows - 10, kThrows, frame) - smooth(kThrows + 2, kThrows + 12, frame));
    }
    if (frame >= kReturns) {
        const double run = smooth(kReturns, kSprays - 6, frame);
        worker.position = {mix(-7.4, -1.6, run), 0, mix(7.0, 7.5, run)};
        worker.yaw = kRight - 0.25 * run;
        worker.stride = run < 0.97 ? 1.4 : 0.0;
        worker.step = frame * 0.62;
        worker.lean = run < 0.97 ? 0.2 : 0.08;
        worker.reach = smooth(kSprays - 12, kSprays - 2, frame);
    }
    if (frame < 150 || frame >= kReturns)
        drawPerson(stage, worker);
    if (frame >= kReturns) {
        const Vec3 hands = handsOf(worker);
        const Vec3 bottle = frame < kSprays - 8
                                ? offset(worker.position, worker.yaw, 0.1, 0.62, 0.34)
                                : hands + Vec3{-0.1, -0.42, 0};
        stage.line(bottle, bottle + Vec3{0, 0.4, 0}, 0.17, QColor(206, 34, 34));
        stage.line(bottle + Vec3{0, 0.46, 0}, hands, 0.05, QColor(30, 30, 32));
        if (frame >= kSprays) {
            const double time = (frame - kSprays) / double(kFps);
            for (quint32 i = 0; i < 90; ++i) {
                const double phase = time * 2.2 + noise(121, i);
                const double t = phase - std::floor(phase);
                if (t > time * 2.2)
                    continue;
                const Vec3 target
                    = kSkip
                      + Vec3{-0.9 + 1.1 * noise(122, i), kSkipHeight + 0.3 * noise(123, i), -0.5};
                const Vec3 at = hands + (target - hands) * t + Vec3{0, 0.5 * t * (1 - t), 0};
                stage.puff(at, 0.07 + 0.5 * t, QColor(240, 242, 244), 0.4 * (1 - 0.6 * t));
            }
        }
    }
    // The glowing end flies in a bow.
    const double t = (frame - kThrows) / 12.0;
    if (t >= 0 && t < 1) {
        const Vec3 from{-2.4, 1.25, 5.9};
        const Vec3 at = from + (kSkip + Vec3{-0.4, kSkipHeight, 0} - from) * t
                        + Vec3{0, 2.6 * t * (1 - t), 0};
        stage.line(at, at + Vec3{0.1, 0.04, 0}, 0.05, QColor(238, 232, 222));
        stage.glow(at, 0.1, QColor(255, 120, 50), 1.0);
    }
}

void YardScene::draw(QImage &picture, int frame)
{
    QPainter painter(&picture);
    painter.drawImage(0, 0, m_background);
    Stage stage(painter, m_camera, m_light);
    for (quint32 i = 0; i < 14; ++i) { // steam of the far chimney
        const double phase = frame / 250.0 + noise(131, i);
        const double t = phase - std::floor(phase);
        stage.puff({24 + 9 * t, 31 + 7 * t, 74}, 1.6 + 4.5 * t, QColor(246, 246, 246),
                   0.45 * (1 - t));
    }
    const double fought = 0.35 * smooth(kSprays + 6, kFrames, frame);
    const double fire
        = smooth(kFlames - 2, kFlames + 80, frame) * (1 - fought) + (frame >= kFlames ? 0.12 : 0);
    const double pallets = smooth(kPalletsBurn - 2, kPalletsBurn + 60, frame) * 0.75
                           + (frame >= kPalletsBurn ? 0.1 : 0);
    drawPallets(stage);
    drawSkip(stage, false);
    stage.pool(kSkip + Vec3{0, 0.02, -0.6}, 4.6, QColor(255, 130, 40), 0.3 * fire);
    drawFire(stage, kSkip + Vec3{0, kSkipHeight - 0.35, 0}, 2.2, fire, frame, 1);
    drawSkip(stage, true);
    drawFire(stage, kSkip + Vec3{3.1, 0.7, 0.3}, 1.1, pallets, frame, 4001);
    drawSmoke(stage, frame);
    drawFire(stage, kSkip + Vec3{0, kSkipHeight - 0.1, -0.3}, 2.0, fire * 0.7, frame, 9001);
    drawWorkers(stage, frame);
    painter.drawImage(0, 0, m_vignette);
    drawOsd(painter, {28, 26}, QStringLiteral("CAM 07  YARD NORTH"), 15);
    drawOsd(painter, {936, 26}, osdTime(9, 5, 44, frame), 15);
}

std::vector<std::int16_t> YardScene::sound(int sampleRate) const
{
    SoundTrack track(sampleRate, kFrames / double(kFps));
    track.rumble(0, 10, 0.05, 260, 21);
    track.hum(0, 10, 0.008, 120);
    for (int frame = 4; frame < 110; frame += 10)
        track.thud(frame / 25.0, 0.08 - 0.0004 * frame, -0.3);
    track.crackle(kFlames / 25.0, 10 - kFlames / 25.0, 0.42, 22);
    track.rumble(kFlames / 25.0, 10 - kFlames / 25.0, 0.07, 420, 23);
    for (int frame = kReturns; frame < kSprays - 8; frame += 5)
        track.thud(frame / 25.0, 0.13, -0.4);
    track.hiss(kSprays / 25.0, 10 - kSprays / 25.0, 0.2, 1200, 24);
    return track.samples();
}

} // namespace

std::unique_ptr<Scene> makeYardScene()
{
    return std::make_unique<YardScene>();
}

} // namespace ecva::demo
