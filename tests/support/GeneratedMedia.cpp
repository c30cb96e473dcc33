#include "tests/support/GeneratedMedia.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <algorithm>
#include <sys/file.h>
#include <utility>

namespace ecva::test {
namespace {

/// Raise it when a recipe's change of bytes, or what is kept of a file, means something else.
constexpr int kRevision = 1;
const QString kFacts = QStringLiteral("facts.json");

QString cacheFolder()
{
    return qEnvironmentVariable("ECVA_MEDIA_CACHE", QStringLiteral(ECVA_MEDIA_CACHE));
}

const QByteArray &ffmpegVersion()
{
    static const QByteArray version
        = runProgram(QStringLiteral("ffmpeg"), {QStringLiteral("-version")})
              .output.split('\n')
              .value(0);
    return version;
}

/// Files that its steps read and that are recipes of their own.
std::vector<const GeneratedMedia::Recipe *> sourcesOf(const GeneratedMedia::Recipe &recipe)
{
    std::vector<const GeneratedMedia::Recipe *> sources;
    for (const GeneratedMedia::Recipe &other : GeneratedMedia::recipes()) {
        const bool used
            = std::any_of(recipe.steps.begin(), recipe.steps.end(), [&](const QString &step) {
                  return step.contains(QStringLiteral("{dir}/") + other.file + u' ')
                         || step.contains(QStringLiteral("{dir}/") + other.file + u'|');
              });
        if (used && other.file != recipe.file)
            sources.push_back(&other);
    }
    return sources;
}

/// Changes with everything that the file depends on.
QString keyOf(const GeneratedMedia::Recipe &recipe)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(ffmpegVersion());
    hash.addData(QByteArray::number(kRevision));
    hash.addData((recipe.file + recipe.steps.join(u'\n') + recipe.map).toUtf8());
    if (recipe.damaged)
        hash.addData("damaged");
    for (const auto *source : sourcesOf(recipe))
        hash.addData(keyOf(*source).toUtf8());
    return QString::fromLatin1(hash.result().toHex().left(20));
}

/// Held by one process, and one thread of it, at a time.
class FileLock
{
public:
    explicit FileLock(const QString &path)
        : m_file(path)
    {
        if (m_file.open(QIODevice::WriteOnly))
            flock(m_file.handle(), LOCK_EX);
    }

private:
    QFile m_file; // closing it unlocks
};

bool copyFile(const QString &from, const QString &to)
{
    return QFile::exists(to) || QFile::copy(from, to);
}

/// Makes the file in `folder`, where its sources lie already. Returns what went wrong.
QString build(const GeneratedMedia::Recipe &recipe, const QString &folder)
{
    for (QString step : recipe.steps) {
        step.replace(QStringLiteral("{dir}"), folder);
        if (const QString problem = GeneratedMedia::ffmpeg(step.split(u' ', Qt::SkipEmptyParts));
            !problem.isEmpty())
            return problem;
    }
    if (!recipe.change)
        return {};
    QFile file(QDir(folder).filePath(recipe.file));
    if (!file.open(QIODevice::ReadWrite))
        return file.errorString();
    QByteArray bytes = file.readAll();
    recipe.change(bytes, folder);
    file.seek(0);
    file.write(bytes);
    file.resize(bytes.size());
    return {};
}

QString writeFacts(const GeneratedMedia::Recipe &recipe, const QString &folder, const Probe &probe)
{
    QJsonArray pts;
    for (const Probe::Picture &picture : probe.pictures)
        pts.append(picture.pts ? QJsonValue(static_cast<qint64>(*picture.pts)) : QJsonValue());
    const QString path = QDir(folder).filePath(recipe.file);
    QStringList hashes = linearHashes(path, recipe.map);
    int unsettled = 0;
    if (recipe.damaged) {
        const QStringList reused
            = std::exchange(hashes, linearHashes(path, recipe.map, PictureMemory::Fresh));
        if (reused.size() != hashes.size())
            return QStringLiteral("ffmpeg decodes %1 pictures, and %2 when it keeps them")
                .arg(reused.size())
                .arg(hashes.size());
        for (qsizetype i = 0; i < hashes.size(); ++i)
            unsettled += hashes[i] != reused[i];
    }
    const QJsonObject facts{
        {QStringLiteral("container"), probe.container},
        {QStringLiteral("codec"), probe.codec},
        {QStringLiteral("packets"), static_cast<int>(probe.packets.size())},
        {QStringLiteral("seconds"), probe.videoSeconds},
        {QStringLiteral("pts"), pts},
        {QStringLiteral("hashes"), QJsonArray::fromStringList(hashes)},
        {QStringLiteral("unsettled"), unsettled},
    };
    QSaveFile file(QDir(folder).filePath(kFacts));
    if (!file.open(QIODevice::WriteOnly))
        return file.errorString();
    file.write(QJsonDocument(facts).toJson(QJsonDocument::Compact));
    return file.commit() ? QString() : file.errorString();
}

GeneratedMedia::Truth readFacts(const GeneratedMedia::Recipe &recipe, const QString &folder)
{
    GeneratedMedia::Truth truth;
    QFile file(QDir(folder).filePath(kFacts));
    if (!file.open(QIODevice::ReadOnly)) {
        truth.problem = file.errorString();
        return truth;
    }
    const QJsonObject facts = QJsonDocument::fromJson(file.readAll()).object();
    truth.path = QDir(folder).filePath(recipe.file);
    truth.container = facts[QLatin1String("container")].toString();
    truth.codec = facts[QLatin1String("codec")].toString();
    truth.packets = facts[QLatin1String("packets")].toInt();
    truth.unsettled = facts[QLatin1String("unsettled")].toInt();
    truth.videoSeconds = facts[QLatin1String("seconds")].toDouble();
    for (const QJsonValue &hash : facts[QLatin1String("hashes")].toArray())
        truth.hashes.append(hash.toString());
    for (const QJsonValue &pts : facts[QLatin1String("pts")].toArray()) {
        truth.pts.push_back(pts.isNull() ? std::nullopt
                                         : std::optional<std::int64_t>(pts.toInteger()));
    }
    return truth;
}

GeneratedMedia::Truth failed(const GeneratedMedia::Recipe &recipe, const QString &problem)
{
    GeneratedMedia::Truth truth;
    truth.problem = recipe.file + QStringLiteral(": ") + problem;
    return truth;
}

} // namespace

const GeneratedMedia::Recipe *GeneratedMedia::recipe(const QString &file)
{
    const auto &all = recipes();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Recipe &each) { return each.file == file; });
    return found == all.end() ? nullptr : &*found;
}

bool GeneratedMedia::isAvailable()
{
    return !QStandardPaths::findExecutable(QStringLiteral("ffmpeg")).isEmpty()
           && !QStandardPaths::findExecutable(QStringLiteral("ffprobe")).isEmpty();
}

bool GeneratedMedia::hasEncoder(const QString &name)
{
    static const QByteArray list
        = runProgram(QStringLiteral("ffmpeg"),
                     {QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-encoders")})
              .output;
    return list.contains(' ' + name.toUtf8() + ' ');
}

QString GeneratedMedia::ffmpeg(const QStringList &arguments)
{
    return runProgram(QStringLiteral("ffmpeg"),
                      QStringList{QStringLiteral("-nostdin"), QStringLiteral("-v"),
                                  QStringLiteral("error"), QStringLiteral("-y")}
                          + arguments)
        .problem;
}

GeneratedMedia::Truth GeneratedMedia::truth(const Recipe &recipe)
{
    if (!hasEncoder(recipe.encoder))
        return failed(recipe, QStringLiteral("this ffmpeg program has no ") + recipe.encoder);
    const QDir cache(cacheFolder());
    const QString home = cache.filePath(keyOf(recipe));
    if (QFile::exists(home + u'/' + kFacts))
        return readFacts(recipe, home);
    cache.mkpath(QStringLiteral("."));
    std::vector<Truth> sources;
    for (const Recipe *source : sourcesOf(recipe)) {
        sources.push_back(truth(*source));
        if (!sources.back().problem.isEmpty())
            return sources.back();
    }
    const FileLock lock(home + QStringLiteral(".lock"));
    if (QFile::exists(home + u'/' + kFacts))
        return readFacts(recipe, home);
    const QTemporaryDir work(cache.filePath(QStringLiteral("making-XXXXXX")));
    for (const Truth &source : sources)
        copyFile(source.path, work.filePath(QFileInfo(source.path).fileName()));
    if (const QString problem = build(recipe, work.path()); !problem.isEmpty())
        return failed(recipe, problem);
    const Probe probe = probeMedia(work.filePath(recipe.file), recipe.map);
    if (const QString lacking = recipe.lacks(probe); !lacking.isEmpty())
        return failed(recipe, QStringLiteral("lacks ") + lacking);
    if (const QString problem = writeFacts(recipe, work.path(), probe); !problem.isEmpty())
        return failed(recipe, problem);
    QDir().mkpath(home);
    for (const QString &name : {recipe.file, kFacts}) {
        QFile::remove(home + u'/' + name);
        if (!QFile::rename(work.filePath(name), home + u'/' + name))
            return failed(recipe, QStringLiteral("cannot be kept in ") + home);
    }
    return readFacts(recipe, home);
}

QString GeneratedMedia::make(const Recipe &recipe, const QString &folder)
{
    const QString path = QDir(folder).filePath(recipe.file);
    if (QFile::exists(path))
        return {};
    const Truth made = truth(recipe);
    if (!made.problem.isEmpty())
        return made.problem;
    return QFile::copy(made.path, path) ? QString() : QStringLiteral("cannot write ") + path;
}

} // namespace ecva::test
