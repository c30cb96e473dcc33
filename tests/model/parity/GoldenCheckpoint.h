#pragma once

#include "core/base/PackedImage.h"
#include "model/api/VideoModel.h"
#include "tests/support/GoldenFile.h"
#include "tests/support/Patterns.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QJsonArray>
#include <QTemporaryDir>

#include <cmath>
#include <filesystem>
#include <vector>

// tests/golden/tiny-anomshield and what tests/golden/anomshield.json says about it.

namespace ecva::test {

/// `patch` over `base`; objects in objects are joined, all else is replaced.
inline QJsonObject laidOver(QJsonObject base, const QJsonObject &patch)
{
    for (auto it = patch.begin(); it != patch.end(); ++it) {
        if (it->isObject())
            base[it.key()] = laidOver(base[it.key()].toObject(), it->toObject());
        else
            base[it.key()] = it.value();
    }
    return base;
}

/// The golden checkpoint as a case wants it: the committed folder, or a copy with other settings.
class GoldenCheckpoint
{
public:
    explicit GoldenCheckpoint(const QJsonObject &patches = {},
                              const QString &name = QStringLiteral("tiny-anomshield"))
        : m_name(name)
    {
        if (patches.isEmpty())
            return;
        const QDir from(goldenPath(name));
        QDirIterator files(from.path(), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString file = files.next();
            const QString target = m_copy.filePath(from.relativeFilePath(file));
            QDir().mkpath(QFileInfo(target).path());
            QFile::copy(file, target);
        }
        for (auto it = patches.begin(); it != patches.end(); ++it) {
            QFile file(m_copy.filePath(it.key()));
            file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
            if (!file.open(QIODevice::ReadWrite))
                continue;
            const QJsonObject base = QJsonDocument::fromJson(file.readAll()).object();
            file.resize(0);
            file.write(QJsonDocument(laidOver(base, it->toObject())).toJson());
        }
        m_patched = true;
    }
    static QString committed() { return goldenPath(QStringLiteral("tiny-anomshield")); }
    std::filesystem::path folder() const
    {
        return (m_patched ? m_copy.path() : goldenPath(m_name)).toStdString();
    }

private:
    QString m_name;
    QTemporaryDir m_copy;
    bool m_patched = false;
};

/// The synthetic clip of a case.
inline VideoSource goldenClip(const QJsonObject &clip)
{
    const int width = clip["width"].toInt();
    const int height = clip["height"].toInt();
    VideoSource source;
    source.frameCount = clip["count"].toInt();
    source.averageRate = 25.0;
    source.read = [width, height](std::int64_t frame) -> Result<PackedImage> {
        return movingFrame(frame, width, height);
    };
    return source;
}

template <typename Number>
std::vector<Number> numbers(const QJsonValue &array)
{
    std::vector<Number> values;
    for (const QJsonValue value : array.toArray())
        values.push_back(static_cast<Number>(value.toDouble()));
    return values;
}

template <typename Number>
QString listed(const std::vector<Number> &values)
{
    QStringList texts;
    for (const Number &value : values)
        texts.append(QString::number(value));
    return texts.join(' ');
}

/// Empty when all are within `tolerance`; else the first that is not, and the largest distance.
inline QString difference(const std::vector<double> &found, const std::vector<double> &expected,
                          double tolerance)
{
    if (found.size() != expected.size())
        return QString("%1 values instead of %2").arg(found.size()).arg(expected.size());
    QString first;
    double largest = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const double distance = std::abs(found[i] - expected[i]);
        if (!(distance <= tolerance) && first.isEmpty())
            first = QString("value %1 is %2 instead of %3").arg(i).arg(found[i]).arg(expected[i]);
        largest = std::max(largest, distance);
    }
    if (qEnvironmentVariableIsSet("ECVA_TELL_DISTANCES")) // for docs/model-parity.md
        qInfo("largest distance %.1e, tolerance %.0e", largest, tolerance);
    return first.isEmpty() ? first : first + QString("; the largest distance is %1").arg(largest);
}

} // namespace ecva::test
