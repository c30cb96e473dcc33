#pragma once

#include <QByteArray>
#include <QCryptographicHash>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>

// Files that tests/golden holds; `./dev golden` makes them anew with the reference libraries.

namespace ecva::test {

/// tests/golden/NAME
inline QString goldenPath(const QString &name)
{
    return qEnvironmentVariable("ECVA_SOURCE_DIR") + QStringLiteral("/tests/golden/") + name;
}

/// Empty when the file cannot be read: compare something of it.
inline QJsonObject goldenJson(const QString &name)
{
    QFile file(goldenPath(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.readAll()).object();
}

/// Hexadecimal SHA-256 of a contiguous container.
template <typename Container>
QString sha256(const Container &values)
{
    const QByteArray bytes(reinterpret_cast<const char *>(values.data()),
                           static_cast<qsizetype>(values.size() * sizeof(*values.data())));
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

/// Empty when the file cannot be read.
inline QString fileSha256(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? sha256(file.readAll()) : QString();
}

} // namespace ecva::test
