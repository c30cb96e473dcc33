#pragma once

#include "tests/ui/delta/DeltaBench.h"
#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"
#include "ui/style/NumberStrip.h"

#include <QImage>
#include <QPushButton>
#include <QSet>

namespace ecva::test {

inline QString robbery()
{
    const QString data
        = qEnvironmentVariable("ECVA_SHARED_DATA", qEnvironmentVariable("ECVA_SOURCE_DIR")
                                                       + QStringLiteral("/../shared/data"));
    const QFileInfo file(data + QStringLiteral("/clips/robbery.mp4"));
    return file.exists() ? file.absoluteFilePath() : QString();
}

/// Kept for a look where ECVA_SHOTS names a folder.
inline QImage shoot(QWidget &widget, const QString &name)
{
    QCoreApplication::processEvents(); // layouts
    const QImage image = widget.grab().toImage();
    const QString folder = qEnvironmentVariable("ECVA_SHOTS");
    if (!folder.isEmpty())
        image.save(folder + u'/' + name + QStringLiteral(".png"));
    return image;
}

/// Colours in the picture, at most 4096 of each 16th.
inline int coloursOf(const QImage &image)
{
    QSet<QRgb> colours;
    for (int y = 0; y < image.height(); y += 2) {
        for (int x = 0; x < image.width(); x += 2)
            colours.insert(image.pixel(x, y) & 0xF0F0F0);
    }
    return int(colours.size());
}

inline QString number(const DeltaBench &bench, std::size_t place)
{
    return bench.view->findChild<NumberStrip *>()->numbers()[place].figure;
}

/// Every label that is seen has room for its text, and so has every button and every number.
inline QStringList cutTexts(const DeltaBench &bench)
{
    QStringList cut;
    for (const Label *label : bench.view->findChildren<Label *>()) {
        if (!label->isVisible() || label->text().isEmpty())
            continue;
        const QFontMetrics metrics = label->fontMetrics();
        const QSize needed = label->wordWrap() ? QSize(0, label->heightForWidth(label->width()))
                                               : QSize(metrics.horizontalAdvance(label->text()),
                                                       metrics.ascent() + metrics.descent());
        if (label->width() < needed.width() - 1 || label->height() < needed.height())
            cut << QStringLiteral("%1 (%2×%3 of %4×%5)")
                       .arg(label->text())
                       .arg(label->width())
                       .arg(label->height())
                       .arg(needed.width())
                       .arg(needed.height());
    }
    for (const QPushButton *button : bench.view->findChildren<QPushButton *>()) {
        if (button->isVisible() && button->width() < button->minimumSizeHint().width())
            cut << button->text();
    }
    const auto *strip = bench.view->findChild<NumberStrip *>();
    if (strip->isVisible()) {
        const int cell = strip->width() / int(strip->numbers().size()) - 24;
        for (const NumberStrip::Number &each : strip->numbers()) {
            const QFontMetrics metrics(uiFont(TextSize::Secondary));
            for (const QString &text : {each.caption + each.index, each.note}) {
                if (metrics.horizontalAdvance(text) > cell)
                    cut << text;
            }
        }
    }
    return cut;
}

} // namespace ecva::test
