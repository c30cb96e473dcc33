#include "app/services/demo/Props.h"

#include <QPainterPath>
#include <QRadialGradient>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace ecva::demo {

void drawCar(Stage &stage, const Car &car)
{
    const double half = car.van ? 2.4 : 2.1;
    const double w = 0.9;
    const double nose = half - 0.75 * car.crushed;
    const double bonnet = car.van ? 1.0 : 0.86;
    const double roof = car.van ? 2.05 : 1.42;
    const auto p = [&](double along, double up, double side) {
        return offset(car.position, car.yaw, along, up, side);
    };
    stage.shadow(p(0, 0.01, 0), half * 1.25, half * 1.1, 0.75);

    // Wheels first: the body hides their upper halves.
    for (const double side : {-w, w}) {
        for (const double along : {-half * 0.62, half * 0.6}) {
            std::vector<Vec3> tyre, rim;
            for (int i = 0; i < 16; ++i) {
                const double a = i * std::numbers::pi / 8;
                tyre.push_back(p(along + 0.34 * std::cos(a), 0.34 + 0.34 * std::sin(a), side));
                rim.push_back(
                    p(along + 0.19 * std::cos(a), 0.34 + 0.19 * std::sin(a), side * 1.01));
            }
            stage.polygon(tyre, QColor(14, 15, 18));
            stage.polygon(rim, QColor(120, 124, 132));
            for (int spoke = 0; spoke < 5; ++spoke) {
                const double a = car.travelled / 0.34 + spoke * 2 * std::numbers::pi / 5;
                stage.line(p(along, 0.34, side * 1.02),
                           p(along + 0.17 * std::cos(a), 0.34 + 0.17 * std::sin(a), side * 1.02),
                           0.035, QColor(50, 52, 58));
            }
        }
    }

    const QColor c = car.colour;
    const QColor lower = mix(c, QColor(10, 10, 14), 0.25);
    const double sill = 0.28;
    const double noseUp = bonnet - 0.12 + 0.3 * car.crushed;
    const auto slab = [&](double y0, double y1, double back, double front, double frontUp,
                          double w0, double w1, const QColor &colour) {
        const std::array<Vec3, 8> q{p(-back, y0, -w0),     p(-back, y0, w0),      p(front, y0, w0),
                                    p(front, y0, -w0),     p(-back, y1, -w1),     p(-back, y1, w1),
                                    p(front, frontUp, w1), p(front, frontUp, -w1)};
        stage.body({{{q[0], q[4], q[5], q[1]}, colour},
                    {{q[1], q[5], q[6], q[2]}, colour},
                    {{q[2], q[6], q[7], q[3]}, colour},
                    {{q[3], q[7], q[4], q[0]}, colour},
                    {{q[4], q[7], q[6], q[5]}, mix(colour, Qt::white, 0.08)}});
    };
    slab(sill, 0.58, half, nose, 0.58, w, w, lower);
    slab(0.58, bonnet, half, nose, noseUp, w, w * 0.95, c);

    // The cabin: glass with a painted roof on top.
    const double b0 = car.van ? half - 0.06 : half * 0.86, b1 = car.van ? half - 0.15 : half * 0.58;
    const double f0 = car.van ? half * 0.62 : half * 0.42, f1 = car.van ? half * 0.38 : half * 0.1;
    const double t = w * 0.78;
    const QColor glass(26, 34, 46);
    const QColor side = car.van ? c : glass;
    const std::array<Vec3, 8> q{p(-b0, bonnet, -w * 0.92),
                                p(-b0, bonnet, w * 0.92),
                                p(f0, bonnet, w * 0.92),
                                p(f0, bonnet, -w * 0.92),
                                p(-b1, roof, -t),
                                p(-b1, roof, t),
                                p(f1, roof, t),
                                p(f1, roof, -t)};
    stage.body({{{q[0], q[4], q[5], q[1]}, side},
                {{q[1], q[5], q[6], q[2]}, side},
                {{q[2], q[6], q[7], q[3]}, glass},
                {{q[3], q[7], q[4], q[0]}, side},
                {{q[4], q[7], q[6], q[5]}, mix(c, Qt::white, 0.1)}});
    if (!car.van) {
        for (const double s : {-1.0, 1.0})
            if (stage.depth(p(0, 1, s)) < stage.depth(p(0, 1, -s)))
                stage.line(p(-half * 0.12, bonnet, s * w * 0.93), p(-half * 0.18, roof, s * t),
                           0.09, c);
    }

    const double eye = stage.depth(p(half, 0.7, 0)) - stage.depth(p(-half, 0.7, 0));
    for (const double s : {-0.62, 0.62}) {
        if (eye < 1.2 && car.crushed < 0.4) { // the front is seen, at least from the side
            stage.glow(p(nose + 0.02, 0.68, s), 0.5, QColor(255, 236, 190), 0.8);
            stage.glow(p(nose + 0.02, 0.68, s), 0.16, QColor(255, 250, 235), 1.0);
        }
        if (eye > -1.2) {
            const double on = car.braking ? 1.0 : 0.35;
            stage.glow(p(-half - 0.02, 0.72, s), 0.22 + 0.3 * on, QColor(255, 40, 30),
                       0.5 + 0.5 * on);
        }
        if (car.hazard) {
            stage.glow(p(-half, 0.78, s * 1.3), 0.55, QColor(255, 150, 20), 1.0);
            stage.glow(p(nose, 0.7, s * 1.3), 0.55, QColor(255, 150, 20), 1.0);
        }
    }
}

Vec3 handsOf(const Person &person)
{
    return offset(person.position, person.yaw, 0.56 + 0.6 * std::sin(person.lean), 1.22, 0);
}

void drawPerson(Stage &stage, const Person &person)
{
    if (stage.depth(person.position) < 0.8)
        return;
    const double stride = person.stride;
    const double bob = 0.03 * stride * std::cos(2 * person.step);
    const auto p = [&](double along, double up, double side) {
        // Leaning turns everything above the hips forward.
        const double above = std::max(0.0, up - 0.92);
        return offset(person.position, person.yaw, along + above * std::sin(person.lean),
                      up + bob - above * (1 - std::cos(person.lean)), side);
    };
    stage.shadow(person.position + Vec3{0, 0.01, 0}, 0.45, 0.4, 0.6);

    const QColor skin(206, 160, 128);
    const QColor shade = mix(person.jacket, Qt::black, 0.22);
    const auto leg = [&](double s) {
        const double swing = std::sin(person.step + (s > 0 ? std::numbers::pi : 0.0)) * stride;
        const double lift
            = std::max(0.0, std::cos(person.step + (s > 0 ? std::numbers::pi : 0.0))) * stride;
        const Vec3 hip = p(0, 0.92, s * 0.1);
        const Vec3 knee = p(0.2 * swing + 0.14 * lift, 0.5 + 0.05 * lift, s * 0.11);
        const Vec3 foot = p(0.34 * swing - 0.08 * lift, 0.07 + 0.16 * lift, s * 0.11);
        stage.line(hip, knee, 0.19, person.trousers);
        stage.line(knee, foot, 0.15, person.trousers);
        stage.line(foot, foot + (p(0.16, 0.9, 0) - p(0, 0.9, 0)), 0.11, QColor(24, 24, 28));
    };
    const auto arm = [&](double s) {
        const double swing = std::sin(person.step + (s > 0 ? 0.0 : std::numbers::pi)) * stride
                             * (1 - person.reach);
        const Vec3 shoulder = p(0, 1.42, s * 0.22);
        const Vec3 elbow
            = p(mix(0.12 * swing, 0.26, person.reach), mix(1.15, 1.24, person.reach), s * 0.27);
        const Vec3 hand
            = p(mix(0.3 * swing + 0.05 * stride, 0.54, person.reach),
                mix(0.92 + 0.1 * stride, 1.24, person.reach), s * mix(0.27, 0.16, person.reach));
        stage.line(shoulder, elbow, 0.13, s > 0 ? person.jacket : shade);
        stage.line(elbow, hand, 0.11, s > 0 ? person.jacket : shade);
        stage.line(hand, hand + Vec3{0, -0.02, 0}, 0.1, skin);
    };
    const bool rightIsNear = stage.depth(p(0, 1, 0.2)) < stage.depth(p(0, 1, -0.2));
    const double far = rightIsNear ? -1 : 1;
    arm(far);
    leg(far);
    leg(-far);
    stage.line(p(0, 0.95, 0), p(0, 1.36, 0), 0.36, person.jacket);
    stage.line(p(0, 1.36, -0.11), p(0, 1.36, 0.11), 0.26, person.jacket);
    stage.line(p(0, 1.5, 0), p(0.02, 1.56, 0), 0.12, skin);
    stage.line(p(0.03, 1.64, 0), p(0.03, 1.7, 0), 0.21, skin);
    const QColor top = person.hat.isValid() ? person.hat : QColor(38, 28, 24);
    stage.line(p(-0.01, 1.72, 0), p(0.0, 1.745, 0), person.hat.isValid() ? 0.25 : 0.21, top);
    arm(-far);
}

void drawCarton(Stage &stage, const Vec3 &base, const Vec3 &size, double yaw, const QColor &colour)
{
    stage.block(base, size, yaw, colour);
    const auto p
        = [&](double along, double up, double side) { return offset(base, yaw, along, up, side); };
    const double w = size.x / 2, h = size.y * 1.003, d = size.z / 2 * 1.003;
    const QColor tape = mix(colour, QColor(240, 226, 190), 0.55);
    const double front = stage.depth(p(-d, h, 0)) < stage.depth(p(d, h, 0)) ? -d : d;
    stage.polygon({p(front, h, -0.06 * w), p(front, h, 0.1 * w), p(front, h * 0.62, 0.1 * w),
                   p(front, h * 0.62, -0.06 * w)},
                  tape);
    stage.polygon({p(-d, h, -0.06 * w), p(-d, h, 0.1 * w), p(d, h, 0.1 * w), p(d, h, -0.06 * w)},
                  tape);
}

namespace {

// Strokes on a grid 4 wide and 6 high, y down: pairs of digits x y, a blank lifts the pen.
const char *strokesOf(char letter)
{
    switch (letter) {
    case '0':
    case 'O':
        return "103041453616050110";
    case '1':
        return "112026 1636";
    case '2':
        return "01103041420646";
    case '3':
        return "0110304142334445361605 1333";
    case '4':
        return "36300444";
    case '5':
        return "400002324345361605";
    case '6':
        return "4130100105163645443303";
    case '7':
        return "004016";
    case '8':
        return "103041423313020110 1304051636454433";
    case '9':
        return "4313020110304145361605";
    case 'A':
        return "0602204246 0444";
    case 'B':
        return "003041423303 334445360600";
    case 'C':
        return "4130100105163645";
    case 'D':
        return "00304145360600";
    case 'E':
        return "40000646 0333";
    case 'F':
        return "400006 0333";
    case 'G':
        return "41301001051636454323";
    case 'H':
        return "0006 4046 0343";
    case 'I':
        return "1030 2026 1636";
    case 'J':
        return "4045361605";
    case 'K':
        return "0006 400346";
    case 'L':
        return "000646";
    case 'M':
        return "0600234046";
    case 'N':
        return "06004640";
    case 'P':
        return "06003041423303";
    case 'R':
        return "06003041423303 2346";
    case 'S':
        return "413010010213334445361605";
    case 'T':
        return "0040 2026";
    case 'U':
        return "000516364540";
    case 'V':
        return "002640";
    case 'W':
        return "0016233640";
    case 'X':
        return "0046 4006";
    case 'Y':
        return "002340 2326";
    case 'Z':
        return "00400646";
    case ':':
        return "2122 2425";
    case '-':
        return "1333";
    case '.':
        return "1626";
    default:
        return "";
    }
}

} // namespace

double drawOsd(QPainter &painter, const QPointF &topLeft, const QString &text, double height)
{
    const double unit = height / 6.0;
    QPainterPath path;
    double x = topLeft.x();
    for (const QChar letter : text) {
        bool down = false;
        for (const char *s = strokesOf(letter.toLatin1()); *s; ++s) {
            if (*s == ' ') {
                down = false;
                continue;
            }
            const QPointF point(x + (s[0] - '0') * unit, topLeft.y() + (s[1] - '0') * unit);
            ++s;
            if (down)
                path.lineTo(point);
            else
                path.moveTo(point);
            down = true;
        }
        x += 6.0 * unit;
    }
    painter.setBrush(Qt::NoBrush);
    const auto stroke = [&](const QColor &colour, double width) {
        painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPath(path);
    };
    stroke(QColor(0, 0, 0, 150), unit * 1.5);
    stroke(QColor(244, 246, 248), unit * 0.72);
    painter.setPen(Qt::NoPen);
    return x - topLeft.x();
}

QString osdTime(int hour, int minute, int second, int frame)
{
    const auto two = [](int value) { return QString::number(value).rightJustified(2, QChar('0')); };
    return QStringLiteral("2026-10-17 ") + two(hour) + ':' + two(minute) + ':'
           + two(second + frame / kFps) + '.' + two(frame % kFps * 100 / kFps);
}

QImage makeVignette(double strength)
{
    QImage image(kWidth, kHeight, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    QRadialGradient gradient(QPointF(kWidth / 2.0, kHeight / 2.0), kWidth * 0.62);
    gradient.setColorAt(0.0, QColor(0, 0, 0, 0));
    gradient.setColorAt(0.55, QColor(0, 0, 0, 0));
    gradient.setColorAt(1.0, QColor(0, 0, 0, int(255 * strength)));
    painter.fillRect(image.rect(), gradient);
    return image;
}

} // namespace ecva::demo
