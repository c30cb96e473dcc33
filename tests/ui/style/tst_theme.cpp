#include "ui/style/EcvaStyle.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/style/Theme.h"

#include <QDir>
#include <QPainter>
#include <QTest>

#include <cmath>
#include <cstdlib>

using namespace ecva;

namespace {

/// To one place, as the table of the look writes them.
double rounded(double ratio)
{
    return std::floor(ratio * 10.0 + 0.5) / 10.0;
}

} // namespace

/// The contrasts are those that the look was designed with, worked out there independently.
class TestTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void panelContrasts_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QList<double>>("expected"); // text 1, 2, 3, accent, ok, warn, error
        QTest::newRow("dark") << int(ThemeKind::Dark)
                              << QList<double>{14.3, 8.6, 5.9, 7.1, 8.6, 9.3, 7.2};
        QTest::newRow("light") << int(ThemeKind::Light)
                               << QList<double>{15.8, 7.4, 5.7, 5.9, 5.7, 5.8, 5.7};
    }
    void panelContrasts()
    {
        QFETCH(int, kind);
        QFETCH(QList<double>, expected);
        const Theme t = Theme::make(static_cast<ThemeKind>(kind));
        const QColor colours[] = {t.text1, t.text2, t.text3, t.accent, t.ok, t.warn, t.error};
        for (int i = 0; i < expected.size(); ++i)
            QCOMPARE(rounded(contrast(colours[i], t.panel)), expected[i]);
    }

    void wordsAreLegibleOnTheirEvidence()
    {
        for (const auto &[kind, least] : {std::pair{ThemeKind::Dark, 4.8},
                                          {ThemeKind::Light, 7.5},
                                          {ThemeKind::HighContrast, 21.0}}) {
            const Theme t = Theme::make(kind);
            for (const QColor &fill : {t.goneTint, t.newTint, t.evidenceMore, t.evidenceMost})
                QVERIFY(rounded(contrast(t.text1, fill)) >= least);
        }
    }

    void everyTextIsLegibleOnEverySurface_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<double>("worst");
        QTest::newRow("dark") << int(ThemeKind::Dark) << 4.5;
        QTest::newRow("light") << int(ThemeKind::Light) << 4.8;
        QTest::newRow("high contrast") << int(ThemeKind::HighContrast) << 5.9;
    }
    void everyTextIsLegibleOnEverySurface()
    {
        QFETCH(int, kind);
        QFETCH(double, worst);
        const Theme t = Theme::make(static_cast<ThemeKind>(kind));
        double least = 21;
        for (const QColor &surface : {t.canvas, t.panel, t.raised, t.hover, t.selection}) {
            for (const QColor &text : {t.text1, t.text2, t.text3, t.accent, t.ok, t.warn, t.error})
                least = std::min(least, contrast(text, surface));
        }
        QVERIFY2(rounded(least) >= worst, qPrintable(QString::number(least)));
    }

    void filledButtons()
    {
        QCOMPARE(rounded(contrast(Theme::make(ThemeKind::Dark).accentFill, Qt::white)), 5.0);
        QCOMPARE(rounded(contrast(Theme::make(ThemeKind::Light).accentFill, Qt::white)), 6.4);
        QCOMPARE(rounded(contrast(Theme::make(ThemeKind::HighContrast).accentFill, Qt::black)),
                 15.1);
    }

    void textOnSegments()
    {
        for (int hue = 0; hue < Theme::kHues; ++hue) {
            const Theme dark = Theme::make(ThemeKind::Dark);
            QVERIFY(contrast(dark.text1, dark.classTint(hue)) >= 7.3);
            const Theme light = Theme::make(ThemeKind::Light);
            QVERIFY(contrast(light.text1, light.classTint(hue)) >= 10.45);
        }
    }

    void namesRoundTrip()
    {
        for (const ThemeKind kind : {ThemeKind::Dark, ThemeKind::Light, ThemeKind::HighContrast})
            QCOMPARE(themeFromName(toName(kind)), kind);
        QVERIFY(!themeFromName(QStringLiteral("sepia")));
    }

    void everyIconRenders()
    {
        const QStringList files = QDir(QStringLiteral(":/icons")).entryList();
        QVERIFY(files.size() > 50);
        for (const QString &file : files) {
            const QString name = file.chopped(4);
            const QImage image = iconPixmap(name, Qt::red, 16, 2.0).toImage();
            QCOMPARE(image.size(), QSize(32, 32));
            int painted = 0;
            for (int y = 0; y < 32; ++y) {
                for (int x = 0; x < 32; ++x)
                    painted += qAlpha(image.pixel(x, y)) > 128;
            }
            QVERIFY2(painted > 20, qPrintable(name));
        }
    }

    // A fallback font with other outlines (CFF) must not look bolder on a dark surface than its
    // neighbours: the ink of a text is the same whichever of the two colours is the surface.
    void textIsAsHeavyOnDarkAsOnLight_data()
    {
        applyTheme(*qApp, ThemeKind::Dark); // before any text is drawn, as the program does
        QTest::addColumn<QFont>("font");
        QTest::addColumn<QString>("text");
        QTest::newRow("Latin") << uiFont() << QStringLiteral("What happened");
        QTest::newRow("Chinese") << uiFont() << QStringLiteral("总结其他类别发生了什么");
        QTest::newRow("fixed") << monoFont() << QStringLiteral("{\"format\": \"sft\"}");
    }
    void textIsAsHeavyOnDarkAsOnLight()
    {
        QFETCH(QFont, font);
        QFETCH(QString, text);
        const auto ink = [&](Qt::GlobalColor surface, Qt::GlobalColor pen) {
            QImage image(240, 40, QImage::Format_RGB32);
            image.fill(surface);
            QPainter painter(&image);
            painter.setFont(font);
            painter.setPen(pen);
            painter.drawText(8, 28, text);
            painter.end();
            double sum = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    sum += std::abs(qGray(image.pixel(x, y)) - qGray(QColor(surface).rgb()));
            return sum;
        };
        const double light = ink(Qt::white, Qt::black);
        const double dark = ink(Qt::black, Qt::white);
        QVERIFY(light > 1000);
        QVERIFY2(std::abs(dark - light) < 0.02 * light,
                 qPrintable(QStringLiteral("%1 on light, %2 on dark").arg(light).arg(dark)));
    }

    void swatchesDiffer()
    {
        QList<QImage> seen;
        for (int hue = 0; hue < Theme::kHues; ++hue) {
            for (int pattern = 0; pattern < 3; ++pattern) {
                const QImage image = classSwatch(hue, pattern, nullptr, QSize(14, 12)).toImage();
                QVERIFY(!seen.contains(image));
                seen.append(image);
            }
        }
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
