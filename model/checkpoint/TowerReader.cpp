#include "model/checkpoint/ConfigNumbers.h"
#include "model/checkpoint/ConfigReader.h"

#include <string>
#include <string_view>
#include <tuple>

namespace ecva {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::int64_t kLargest = 8192;

/// CLIP: the shorter side's length and the square cut out of the middle.
void readShortestEdgeAndCrop(JsonFields &fields, const fs::path &file, int image,
                             ProcessorConfig &config)
{
    if (const json *size = fields.get("size"); size && size->is_object()) {
        JsonFields inner(*size, file.string(), "size.");
        if (!inner.get("shortest_edge") && (inner.get("height") || inner.get("width"))) {
            inner.complain(ErrorCode::Unsupported,
                           "size is " + valueText(*size) + ": only shortest_edge is computed");
        }
        config.shortestEdge = whole(inner, "shortest_edge", 1, kLargest, image);
        if (inner.error())
            fields.complain(inner.error()->code, inner.error()->message);
    } else {
        config.shortestEdge = whole(fields, "size", 1, kLargest, image);
    }
    if (const json *crop = fields.get("crop_size"); crop && crop->is_object()) {
        JsonFields inner(*crop, file.string(), "crop_size.");
        config.crop = whole(inner, "height", 1, kLargest, image);
        if (whole(inner, "width", 1, kLargest, image) != config.crop) {
            inner.complain(ErrorCode::Unsupported,
                           "crop_size is " + valueText(*crop) + ": only squares are computed");
        }
        if (inner.error())
            fields.complain(inner.error()->code, inner.error()->message);
    } else {
        config.crop = whole(fields, "crop_size", 1, kLargest, image);
    }
}

/// SigLIP: both sides' length.
void readStretchedSize(JsonFields &fields, const fs::path &file, int image, ProcessorConfig &config)
{
    const json *size = fields.get("size");
    if (!size || !size->is_object()) {
        config.shortestEdge = config.crop = whole(fields, "size", 1, kLargest, image);
        return;
    }
    JsonFields inner(*size, file.string(), "size.");
    config.shortestEdge = config.crop = whole(inner, "height", 1, kLargest, image);
    if (inner.get("shortest_edge") || whole(inner, "width", 1, kLargest, image) != config.crop) {
        inner.complain(ErrorCode::Unsupported,
                       "size is " + valueText(*size) + ": only squares are computed for SigLIP");
    }
    if (inner.error())
        fields.complain(inner.error()->code, inner.error()->message);
}

} // namespace

Result<TowerConfig> readTowerConfig(const fs::path &file)
{
    const auto object = readJsonObject(file);
    if (!object)
        return fail(object);
    const auto nested = object->find("vision_config");
    const bool isNested = nested != object->end() && !nested->is_null();
    if (isNested && !nested->is_object()) {
        return fail(ErrorCode::BadInput,
                    "vision_config is " + valueText(*nested) + ": must be an object",
                    file.string());
    }
    JsonFields outer(*object, file.string());
    const std::string kind = outer.text("model_type", "clip");
    const bool isSiglip = kind == "siglip" || kind == "siglip_vision_model";
    if (!outer.error() && !isSiglip && kind != "clip" && kind != "clip_vision_model") {
        outer.complain(ErrorCode::Unsupported,
                       "model_type is \"" + kind + "\": only CLIP and SigLIP towers are computed");
    }
    if (outer.error())
        return tl::unexpected(*outer.error());

    JsonFields fields(isNested ? *nested : *object, file.string(),
                      isNested ? "vision_config." : "");
    // Absent keys have the defaults of HF's CLIPVisionConfig and SiglipVisionConfig, which saving
    // leaves out.
    TowerConfig tower;
    tower.kind = isSiglip ? TowerKind::Siglip : TowerKind::Clip;
    tower.hidden = whole(fields, "hidden_size", 1, 16384, 768);
    tower.layers = whole(fields, "num_hidden_layers", 1, kMostLayers, 12);
    tower.heads = whole(fields, "num_attention_heads", 1, kMostHeads, 12);
    tower.mlp = whole(fields, "intermediate_size", 1, kWidest, 3072);
    tower.image = whole(fields, "image_size", 1, 4096, 224);
    tower.patch = whole(fields, "patch_size", 1, 4096, isSiglip ? 16 : 32);
    tower.epsilon = fields.number("layer_norm_eps", kSmallestEpsilon, kLargestEpsilon,
                                  isSiglip ? 1e-6 : 1e-5);
    tower.activation = fields.text("hidden_act", isSiglip ? "gelu_pytorch_tanh" : "quick_gelu");
    fields.integer("num_channels", 3, 3, 3);
    if (tower.activation != "quick_gelu" && tower.activation != "gelu"
        && tower.activation != "gelu_pytorch_tanh") {
        fields.complain(ErrorCode::Unsupported,
                        "hidden_act is \"" + tower.activation
                            + "\": only quick_gelu, gelu and gelu_pytorch_tanh are computed");
    }
    if (tower.hidden % tower.heads != 0) {
        fields.complain(ErrorCode::BadInput, "hidden_size " + std::to_string(tower.hidden)
                                                 + " is no multiple of num_attention_heads "
                                                 + std::to_string(tower.heads));
    }
    if (fields.error())
        return tl::unexpected(*fields.error());
    return tower;
}

ProcessorConfig usualProcessor(const TowerConfig &tower)
{
    ProcessorConfig config;
    config.shortestEdge = config.crop = tower.image;
    config.keepsShape = tower.kind == TowerKind::Clip;
    if (!config.keepsShape) {
        config.mean.fill(0.5);
        config.std.fill(0.5);
    }
    return config;
}

Result<ProcessorConfig> readProcessorConfig(const fs::path &file, const TowerConfig &tower)
{
    const auto object = readJsonObject(file);
    if (!object)
        return fail(object);
    JsonFields fields(*object, file.string());
    ProcessorConfig config = usualProcessor(tower);
    const int image = tower.image;

    for (const char *step : {"do_resize", "do_center_crop", "do_rescale", "do_normalize"}) {
        const bool isDone = config.keepsShape || step != std::string_view("do_center_crop");
        if (isDone && !fields.boolean(step, true)) {
            fields.complain(ErrorCode::Unsupported,
                            std::string(step) + " is false: every step is done");
        }
    }
    if (const auto resample = fields.integer("resample", 0, 5, 3); resample != 3) {
        fields.complain(ErrorCode::Unsupported, "resample is " + std::to_string(resample)
                                                    + ": only 3, bicubic, is computed");
    }
    if (config.keepsShape)
        readShortestEdgeAndCrop(fields, file, image, config);
    else
        readStretchedSize(fields, file, image, config);
    config.rescale = fields.number("rescale_factor", 1e-9, 1e9, 1.0 / 255.0);
    for (const auto &[key, values, low] : {std::tuple("image_mean", &config.mean, -1e6),
                                           std::tuple("image_std", &config.std, 1e-9)}) {
        const json *list = fields.get(key);
        if (!list)
            continue;
        bool good = list->is_array() && list->size() == values->size();
        for (std::size_t i = 0; good && i < values->size(); ++i) {
            good = (*list)[i].is_number();
            (*values)[i] = good ? (*list)[i].get<double>() : 0.0;
            good = good && (*values)[i] >= low && (*values)[i] <= 1e6;
        }
        if (!good) {
            fields.complain(ErrorCode::BadInput, std::string(key) + " is " + valueText(*list)
                                                     + ": must be 3 numbers"
                                                     + (low > 0 ? " above 0" : ""));
        }
    }
    if (!fields.error() && config.crop != image) {
        fields.complain(ErrorCode::BadInput, (config.keepsShape ? "crop_size is " : "size is ")
                                                 + std::to_string(config.crop)
                                                 + ", but the tower sees pictures of "
                                                 + std::to_string(image));
    }
    if (fields.error())
        return tl::unexpected(*fields.error());
    return config;
}

} // namespace ecva
