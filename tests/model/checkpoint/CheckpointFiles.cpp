#include "tests/model/checkpoint/CheckpointFiles.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>

namespace ecva::test {
namespace {

Shapes shapesOf(const QJsonObject &object)
{
    Shapes shapes;
    for (auto it = object.begin(); it != object.end(); ++it) {
        std::vector<qint64> shape;
        for (const auto &side : it.value().toArray())
            shape.push_back(side.toInteger());
        shapes.emplace(it.key(), shape);
    }
    return shapes;
}

} // namespace

QByteArray readFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(path));
    return file.readAll();
}

void writeJson(const QString &path, const QJsonObject &object)
{
    writeFile(path, QJsonDocument(object).toJson());
}

QByteArray golden(const QString &name)
{
    return readFile(qEnvironmentVariable("ECVA_SOURCE_DIR") + "/tests/golden/" + name);
}

QByteArray safetensorsFile(const QByteArray &header, const QByteArray &data)
{
    QByteArray bytes;
    for (int i = 0; i < 8; ++i)
        bytes.append(char(quint64(header.size()) >> (8 * i)));
    return bytes + header + data;
}

QByteArray zeroTensors(const Shapes &shapes)
{
    QJsonObject header;
    qint64 end = 0;
    for (const auto &[name, shape] : shapes) {
        qint64 bytes = 4;
        QJsonArray sides;
        for (const qint64 side : shape) {
            bytes *= side;
            sides.append(side);
        }
        header[name] = QJsonObject{
            {"dtype", "F32"}, {"shape", sides}, {"data_offsets", QJsonArray{end, end + bytes}}};
        end += bytes;
    }
    return safetensorsFile(QJsonDocument(header).toJson(QJsonDocument::Compact),
                           QByteArray(end, '\0'));
}

QByteArray entry(const char *type, const char *shape, const char *offsets)
{
    return QByteArray("{\"dtype\":\"") + type + "\",\"shape\":" + shape
           + ",\"data_offsets\":" + offsets + "}";
}

SmallCheckpoint::SmallCheckpoint()
{
    const QJsonObject names = QJsonDocument::fromJson(golden("checkpoint-names.json")).object();
    weights = shapesOf(names["decoder"].toObject());
    tower = shapesOf(names["tower"].toObject());
    // D 32, I 48, N 4, R 3, k 4, hidden 64: none follows from another.
    const QString head = "model.mm_projector.mambaModel_h.";
    const QString mixer = head + "layers.0.mixer.";
    weights[head + "norm_f.weight"] = {32};
    weights[head + "layers.0.norm.weight"] = {32};
    weights[mixer + "in_proj.weight"] = {96, 32};
    weights[mixer + "out_proj.weight"] = {32, 48};
    for (const QString end : {"", "_b"}) {
        weights[mixer + "conv1d" + end + ".weight"] = {48, 1, 4};
        weights[mixer + "conv1d" + end + ".bias"] = {48};
        weights[mixer + "x_proj" + end + ".weight"] = {11, 48};
        weights[mixer + "dt_proj" + end + ".weight"] = {48, 3};
        weights[mixer + "dt_proj" + end + ".bias"] = {48};
        weights[mixer + "D" + end] = {48};
    }
    weights[mixer + "A_log"] = {48, 4};
    weights[mixer + "A_b_log"] = {48, 4};
    weights["model.mm_projector.readout.0.weight"] = {64, 32};
    weights["model.mm_projector.readout.0.bias"] = {64};
    weights["model.mm_projector.readout.2.weight"] = {64, 64};
    weights["model.mm_projector.readout.2.bias"] = {64};

    config = {{"architectures", QJsonArray{"AnomShieldMistralForCausalLM"}},
              {"model_type", "AnomShield_mistral"},
              {"vocab_size", 300},
              {"hidden_size", 64},
              {"intermediate_size", 96},
              {"num_hidden_layers", 3},
              {"num_attention_heads", 8},
              {"num_key_value_heads", 2},
              {"hidden_act", "silu"},
              {"rms_norm_eps", 1e-5},
              {"rope_theta", 1e6},
              {"max_position_embeddings", 4096},
              {"sliding_window", QJsonValue::Null},
              {"tie_word_embeddings", false},
              {"mm_projector_type", "mamba_scan"},
              {"mm_vision_tower", "openai/tower"},
              {"mm_vision_select_layer", -2},
              {"image_aspect_ratio", "pad"},
              {"num_frames", 16}};
    towerConfig = {{"model_type", "clip_vision_model"},
                   {"hidden_size", 32},
                   {"num_hidden_layers", 4},
                   {"num_attention_heads", 4},
                   {"intermediate_size", 64},
                   {"image_size", 56},
                   {"patch_size", 14}};
    processor = {{"size", QJsonObject{{"shortest_edge", 56}}},
                 {"crop_size", QJsonObject{{"height", 56}, {"width", 56}}},
                 {"resample", 3}};
}

void SmallCheckpoint::write(const QString &folder) const
{
    QDir(folder).mkpath(towerFolder);
    writeJson(folder + "/config.json", config);
    writeFile(folder + "/model.safetensors", zeroTensors(weights));
    const QString towerPath = folder + '/' + towerFolder;
    writeFile(towerPath + "/model.safetensors", zeroTensors(tower));
    if (!towerConfig.isEmpty())
        writeJson(towerPath + "/config.json", towerConfig);
    if (!processor.isEmpty())
        writeJson(towerPath + "/preprocessor_config.json", processor);
}

} // namespace ecva::test
