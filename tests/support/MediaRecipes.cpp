#include "tests/support/MediaRecipes.h"

#include <QRegularExpression>

namespace ecva::test {
namespace {

/// The encoder named in the steps, or in those of the file that they copy.
QString encoderOf(const Recipe &recipe, const std::vector<Recipe> &all)
{
    static const QRegularExpression named(QStringLiteral("-c:v(?::\\d)? (\\S+)"));
    for (const QString &step : recipe.steps) {
        for (auto each = named.globalMatch(step); each.hasNext();) {
            const QString encoder = each.next().captured(1);
            if (encoder != QLatin1String("copy"))
                return encoder;
        }
    }
    for (const Recipe &source : all) {
        if (source.file != recipe.file
            && recipe.steps.first().contains(QStringLiteral("{dir}/") + source.file + u' '))
            return encoderOf(source, all);
    }
    return {};
}

std::vector<Recipe> allRecipes()
{
    std::vector<Recipe> all;
    for (std::vector<Recipe> (*list)() : {timeRecipes, orderRecipes, pictureRecipes, codecRecipes,
                                          containerRecipes, damageRecipes}) {
        for (Recipe &recipe : list())
            all.push_back(std::move(recipe));
    }
    for (Recipe &recipe : all)
        recipe.encoder = encoderOf(recipe, all);
    return all;
}

} // namespace

QString pictures(const char *size, double seconds, const char *rate)
{
    return QStringLiteral("-f lavfi -i testsrc2=size=%1:rate=%2:duration=%3 ")
        .arg(QLatin1String(size), QLatin1String(rate))
        .arg(seconds);
}

QString pictures()
{
    return pictures("128x96", 3);
}

QString tone(double seconds)
{
    return QStringLiteral("-f lavfi -i sine=frequency=440:duration=%1 ").arg(seconds);
}

QString x264(const char *options)
{
    return QStringLiteral("-c:v libx264 -preset veryfast -threads 1 -pix_fmt yuv420p ")
           + QLatin1String(options);
}

QString vp8(const char *options)
{
    return QStringLiteral("-c:v libvpx -deadline good -cpu-used 5 -threads 1 ")
           + QLatin1String(options);
}

Recipe recipeOf(const char *file, const char *property, const QString &arguments, Check lacks,
                Change change)
{
    Recipe recipe;
    recipe.file = QString::fromLatin1(file);
    recipe.property = QString::fromLatin1(property);
    recipe.steps = {arguments + QStringLiteral(" {dir}/") + recipe.file};
    recipe.lacks = std::move(lacks);
    if (change)
        recipe.change = [change](QByteArray &bytes, const QString &) { change(bytes); };
    return recipe;
}

QString unless(bool property, const char *what)
{
    return property ? QString() : QString::fromLatin1(what);
}

QString isPlain(const Probe &probe)
{
    return unless(probe.pictures.size() > 10, "pictures");
}

QString isCodec(const Probe &probe, const char *codec, const char *pixelFormat)
{
    if (probe.codec != QLatin1String(codec)
        || (pixelFormat && probe.pixelFormat != QLatin1String(pixelFormat))) {
        return QStringLiteral("%1 %2: it is %3 %4")
            .arg(QLatin1String(codec), QLatin1String(pixelFormat), probe.codec, probe.pixelFormat);
    }
    return isPlain(probe);
}

QString decodesLess(const Probe &probe)
{
    return unless(!probe.pictures.empty() && probe.pictures.size() < probe.packets.size(),
                  "fewer pictures than packets");
}

const std::vector<Recipe> &GeneratedMedia::recipes()
{
    static const std::vector<Recipe> all = allRecipes();
    return all;
}

} // namespace ecva::test
