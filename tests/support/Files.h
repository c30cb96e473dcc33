#pragma once

#include <QByteArray>
#include <QDirIterator>
#include <QFile>
#include <QString>
#include <QStringList>

namespace ecva::test {

/// Empty where the file cannot be read.
inline QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Stops the test program where that is not possible.
inline void writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
}

/// The files in a folder and all below it.
inline QStringList filesIn(const QString &folder)
{
    QStringList files;
    for (QDirIterator each(folder, QDir::Files, QDirIterator::Subdirectories); each.hasNext();)
        files.append(each.next());
    return files;
}

/// From now on indexes, waveforms and the like are kept in `folder`; returns it.
inline QString useCacheIn(const QString &folder)
{
    qputenv("XDG_CACHE_HOME", folder.toUtf8());
    return folder;
}

} // namespace ecva::test
