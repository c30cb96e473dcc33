#pragma once

#include "tests/support/Files.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <map>
#include <vector>

namespace ecva::test {

QByteArray readFile(const QString &path);
void writeJson(const QString &path, const QJsonObject &object);
/// A file of tests/golden.
QByteArray golden(const QString &name);

using Shapes = std::map<QString, std::vector<qint64>>;

/// A safetensors file by the format's description: length, header, data.
QByteArray safetensorsFile(const QByteArray &header, const QByteArray &data);
/// Zeros of these shapes, F32, in order of name.
QByteArray zeroTensors(const Shapes &shapes);
/// {"dtype":"F32","shape":[2],"data_offsets":[0,8]}
QByteArray entry(const char *type, const char *shape, const char *offsets);

/// A checkpoint of the sizes in checkpoint-names.json, whose names and shapes are transformers' own
/// and, for the connector, the spec's: change what a test is about, then write it.
struct SmallCheckpoint
{
    SmallCheckpoint();
    void write(const QString &folder) const;

    QJsonObject config;
    QJsonObject towerConfig;
    QJsonObject processor;
    Shapes weights;
    Shapes tower;
    QString towerFolder = "tower";
};

} // namespace ecva::test
