#pragma once

#include "tests/support/GeneratedMedia.h"

/// What the lists of recipes share; for the files MediaRecipes*.cpp only.
namespace ecva::test {

using Recipe = GeneratedMedia::Recipe;
using Check = std::function<QString(const Probe &)>;
using Change = std::function<void(QByteArray &)>;

/// FFmpeg's moving test pictures as its input, each different from the last.
QString pictures(const char *size, double seconds, const char *rate = "25");
/// 128 × 96, 3 s at 25 frames/s: 75 pictures.
QString pictures();
QString tone(double seconds);
/// Options of one thread of libx264, 8 bits, 4:2:0, and these.
QString x264(const char *options);
/// Options of libvpx for VP8, and these. Not "realtime", where its speed follows the machine's load
/// and its bytes with it.
QString vp8(const char *options);

/// A recipe of one step: `arguments` and the file's name behind them.
Recipe recipeOf(const char *file, const char *property, const QString &arguments, Check lacks,
                Change change = {});

/// Nothing, or what is missing.
QString unless(bool property, const char *what);
/// More than 10 pictures.
QString isPlain(const Probe &probe);
QString isCodec(const Probe &probe, const char *codec, const char *pixelFormat = nullptr);
QString decodesLess(const Probe &probe);

// The lists:
std::vector<Recipe> timeRecipes();
std::vector<Recipe> orderRecipes();
std::vector<Recipe> pictureRecipes();
std::vector<Recipe> codecRecipes();
std::vector<Recipe> containerRecipes();
std::vector<Recipe> damageRecipes();

} // namespace ecva::test
