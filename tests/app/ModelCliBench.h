#pragma once

#include "annotation/document/MediaLinking.h"
#include "model/api/Modules.h"
#include "tests/support/CliRunner.h"
#include "tests/support/Projects.h"
#include "tests/support/SmallVideo.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

namespace ecva::test {

inline QStringList words(const QString &text)
{
    return text.split(u' ', Qt::SkipEmptyParts);
}

inline QJsonObject objectOf(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

inline QJsonObject without(QJsonObject object, const QStringList &keys)
{
    for (const QString &key : keys)
        object.remove(key);
    return object;
}

/// A small checkpoint, a video of 4 s and a project with that video and one segment, for the
/// commands that ask a model. A test derives from it and adds its slots.
class ModelCliBench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_CACHE_HOME", m_folder.filePath(QStringLiteral("cache")).toUtf8());
        // This program lies in another folder than the modules.
        qputenv("ECVA_MODULE_DIR", qgetenv("ECVA_BIN_DIR"));
        // Small matrices on a busy machine: threads would wait for each other most of the time.
        qputenv("OMP_NUM_THREADS", "1");
        if (!isEngineInstalled())
            QSKIP("the engine module was not built: no LibTorch here");
        m_model = qEnvironmentVariable("ECVA_SOURCE_DIR")
                  + QStringLiteral("/tests/golden/tiny-anomshield");
        m_video = m_folder.filePath(QStringLiteral("grey.mp4"));
        makeSmallVideo(m_video.toStdString(), 100); // 4 s
        m_project = m_folder.filePath(QStringLiteral("p.ecva"));
        const auto document = must(Document::create(m_project, QStringLiteral("ann")));
        m_clip = must(addVideos(*document, {must(probeMedia(m_video, {}))})).at(0).clip;
        m_segment = addSegment(*document, m_clip, 25, 50);
    }

protected:
    CliResult run(const QString &command, const QString &target, const QString &arguments) const
    {
        return runCli(QStringList{command, target, QStringLiteral("--model"), m_model}
                      + words(arguments));
    }
    CliResult propose(const QString &target, const QString &arguments) const
    {
        return run(QStringLiteral("propose"), target, arguments);
    }
    CliResult measure(const QString &target, const QString &arguments) const
    {
        return run(QStringLiteral("delta"), target, arguments);
    }

    /// Beside the first one, for its video.
    QString copyOfProject()
    {
        const QString copy = m_folder.filePath(QStringLiteral("copy%1.ecva").arg(++m_copies));
        if (!QFile::copy(m_project, copy))
            qFatal("cannot copy the project");
        return copy;
    }

    /// The text of a JSON object without one top-level member that is an object.
    static QByteArray bytesWithout(const QByteArray &json, const QByteArray &key)
    {
        const qsizetype begin = json.indexOf('"' + key + "\":{");
        qsizetype end = begin;
        int depth = 0;
        do {
            depth += json[end] == '{' ? 1 : json[end] == '}' ? -1 : 0;
            ++end;
        } while (end < json.size() && (depth > 0 || json[end - 1] != '}'));
        return begin < 0 ? QByteArray("not there") : json.left(begin) + json.mid(end);
    }

    QTemporaryDir m_folder;
    int m_copies = 0;
    QString m_model;
    QString m_video;
    QString m_project;
    ClipId m_clip;
    SegmentId m_segment;
};

} // namespace ecva::test
