#include "model/checkpoint/ConfigReader.h"

#include <cmath>
#include <system_error>

namespace ecva {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::int64_t kMostLayers = 1024;
constexpr std::int64_t kMostHeads = 1024;
constexpr std::int64_t kWidest = 65536;
constexpr double kLargestEpsilon = 0.1;
constexpr double kSmallestEpsilon = 1e-30;

int whole(JsonFields &fields, const char *key, std::int64_t low, std::int64_t high,
          std::optional<std::int64_t> fallback = {})
{
    return static_cast<int>(fields.integer(key, low, high, fallback));
}

/// bos_token_id and eos_token_id: a number, or a list of one.
std::int32_t tokenId(JsonFields &fields, const char *key, int vocabulary, std::int32_t fallback)
{
    const json *value = fields.get(key);
    if (value && value->is_array()) {
        if (value->size() == 1 && value->front().is_number_integer()) {
            const json single{{key, value->front()}};
            JsonFields inner(single, {});
            const int id = whole(inner, key, 0, vocabulary - 1);
            if (!inner.error())
                return id;
        } else if (value->size() > 1) {
            fields.complain(ErrorCode::Unsupported, std::string(key) + " is " + valueText(*value)
                                                        + ": only one such token is read");
            return fallback;
        }
        fields.complain(ErrorCode::BadInput,
                        std::string(key) + " is " + valueText(*value) + ": must be a token");
        return fallback;
    }
    return whole(fields, key, 0, vocabulary - 1, fallback);
}

double ropeTheta(JsonFields &fields)
{
    constexpr double kSmallest = 1.0;
    constexpr double kLargest = 1e12;
    for (const char *key : {"rope_scaling", "rope_parameters"}) {
        const json *scaling = fields.get(key);
        if (!scaling)
            continue;
        std::string kind = "default";
        for (const char *name : {"type", "rope_type"}) {
            if (scaling->is_object() && scaling->contains(name))
                kind = valueText((*scaling)[name]);
        }
        if (!scaling->is_object() || (kind != "default" && kind != "\"default\"")) {
            fields.complain(ErrorCode::Unsupported, std::string(key) + " is " + valueText(*scaling)
                                                        + ": only plain RoPE is computed");
        } else if (scaling->contains("rope_theta")) {
            JsonFields inner(*scaling, {}, std::string(key) + ".");
            const double theta = inner.number("rope_theta", kSmallest, kLargest, 10000.0);
            if (inner.error())
                fields.complain(ErrorCode::BadInput, inner.error()->message);
            return theta;
        }
    }
    return fields.number("rope_theta", kSmallest, kLargest, 10000.0);
}

DecoderConfig readDecoder(JsonFields &fields)
{
    DecoderConfig decoder;
    const std::string act = fields.text("hidden_act", "silu");
    if (act != "silu")
        fields.complain(ErrorCode::Unsupported, "hidden_act " + act + ": only silu is computed");
    for (const char *key : {"attention_bias", "mlp_bias"}) {
        if (fields.boolean(key, false))
            fields.complain(ErrorCode::Unsupported, std::string(key) + " is true");
    }
    decoder.vocabulary = whole(fields, "vocab_size", 4, 1 << 22);
    decoder.hidden = whole(fields, "hidden_size", 2, kWidest);
    decoder.layers = whole(fields, "num_hidden_layers", 1, kMostLayers);
    decoder.heads = whole(fields, "num_attention_heads", 1, kMostHeads);
    decoder.kvHeads = whole(fields, "num_key_value_heads", 1, decoder.heads, decoder.heads);
    decoder.feedForward = whole(fields, "intermediate_size", 1, 1 << 20);
    if (!fields.error() && decoder.heads % decoder.kvHeads != 0) {
        fields.complain(ErrorCode::BadInput, "num_attention_heads " + std::to_string(decoder.heads)
                                                 + " is no multiple of num_key_value_heads "
                                                 + std::to_string(decoder.kvHeads));
    }
    if (!fields.error() && !fields.get("head_dim") && decoder.hidden % decoder.heads != 0) {
        fields.complain(ErrorCode::BadInput, "hidden_size " + std::to_string(decoder.hidden)
                                                 + " is no multiple of num_attention_heads "
                                                 + std::to_string(decoder.heads));
    }
    decoder.headSize
        = whole(fields, "head_dim", 2, 4096, std::max(decoder.hidden / decoder.heads, 1));
    if (!fields.error() && decoder.headSize % 2 != 0) {
        fields.complain(ErrorCode::BadInput, "head_dim " + std::to_string(decoder.headSize)
                                                 + " is odd: RoPE turns pairs");
    }
    decoder.epsilon = fields.number("rms_norm_eps", kSmallestEpsilon, kLargestEpsilon, 1e-6);
    decoder.ropeTheta = ropeTheta(fields);
    decoder.maxPositions = fields.integer("max_position_embeddings", 1, 1 << 24, 32768);
    if (fields.get("sliding_window"))
        decoder.slidingWindow = whole(fields, "sliding_window", 1, 1 << 24);
    decoder.tiedEmbeddings = fields.boolean("tie_word_embeddings", false);
    decoder.bos = tokenId(fields, "bos_token_id", decoder.vocabulary, 1);
    decoder.eos = tokenId(fields, "eos_token_id", decoder.vocabulary, 2);
    return decoder;
}

/// Family and connector by their published names; what is known but not computed is refused by its
/// name, so that nobody has to guess what a checkpoint lacks.
void readArchitecture(JsonFields &fields, CheckpointSettings &settings)
{
    if (!fields.get("mm_projector_type")) {
        fields.complain(ErrorCode::Unsupported,
                        "has no mm_projector_type: this is not a video model of a known kind");
        return;
    }
    const std::string connector = fields.text("mm_projector_type", {});
    const bool isMamba = connector == "mamba_scan";
    settings.bordered = connector == "stc_connector";
    if (!isMamba && !settings.bordered && connector != "stc_connector_v35") {
        fields.complain(ErrorCode::Unsupported,
                        "mm_projector_type is \"" + connector
                            + "\": only mamba_scan (AnomShield), stc_connector and"
                              " stc_connector_v35 (VideoLLaMA2) are computed");
    }
    settings.connector = isMamba ? ConnectorKind::MambaScan : ConnectorKind::Stc;
    const std::string model = fields.text("model_type", {});
    for (const char *decoder : {"mixtral", "qwen", "gemma", "phi", "mpt", "internlm"}) {
        if (model.find(decoder) != std::string::npos) {
            fields.complain(ErrorCode::Unsupported, "model_type is \"" + model
                                                        + "\": only decoders of Mistral and LLaMA"
                                                          " are computed");
        }
    }
    const bool isAnomShield = isMamba || model.starts_with("AnomShield");
    settings.family = isAnomShield ? ModelFamily::AnomShield : ModelFamily::VideoLlama2;
}

} // namespace

Result<CheckpointSettings> readCheckpointConfig(const fs::path &folder)
{
    const fs::path file = folder / "config.json";
    const auto object = readJsonObject(file);
    if (!object)
        return fail(object);
    JsonFields fields(*object, file.string());
    CheckpointSettings settings;
    readArchitecture(fields, settings);
    settings.decoder = readDecoder(fields);
    settings.visionTower = fields.text("mm_vision_tower", {});
    if (settings.visionTower.find('\0') != std::string::npos)
        fields.complain(ErrorCode::BadInput, "mm_vision_tower holds a NUL");
    if (settings.visionTower.find("siglip") != std::string::npos) {
        fields.complain(ErrorCode::Unsupported, "mm_vision_tower is \"" + settings.visionTower
                                                    + "\": only CLIP towers are computed");
    }
    settings.selectLayer = whole(fields, "mm_vision_select_layer", -kMostLayers, kMostLayers, -2);
    const std::string feature = fields.text("mm_vision_select_feature", "patch");
    settings.keepClassToken = feature == "cls_patch";
    if (feature != "patch" && feature != "cls_patch") {
        fields.complain(ErrorCode::Unsupported, "mm_vision_select_feature is \"" + feature
                                                    + "\": only patch and cls_patch are known");
    }
    // VideoLLaMA2 never pads, whatever its config says, and samples num_frames; AnomShield samples
    // 16 frames whatever its config says (model spec A.3).
    const bool isLlama = settings.family == ModelFamily::VideoLlama2;
    settings.padToSquare = fields.text("image_aspect_ratio", {}) == "pad" && !isLlama;
    settings.stillFrames = whole(fields, "num_frames", 1, 1024, isLlama ? 8 : 1);
    if (isLlama)
        settings.videoFrames = settings.stillFrames;
    settings.demonstration = fields.boolean("ecva_demonstration", false);
    if (fields.error())
        return tl::unexpected(*fields.error());

    std::error_code ignored;
    const fs::path generation = folder / "generation_config.json";
    if (fs::exists(generation, ignored)) {
        const auto more = readJsonObject(generation);
        if (!more)
            return fail(more);
        JsonFields tokens(*more, generation.string());
        DecoderConfig &decoder = settings.decoder;
        decoder.eos = tokenId(tokens, "eos_token_id", decoder.vocabulary, decoder.eos);
        if (tokens.error())
            return tl::unexpected(*tokens.error());
    }
    return settings;
}

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
    if (!outer.error() && kind != "clip" && kind != "clip_vision_model") {
        outer.complain(ErrorCode::Unsupported,
                       "model_type is \"" + kind + "\": only CLIP towers are computed");
    }
    if (outer.error())
        return tl::unexpected(*outer.error());

    JsonFields fields(isNested ? *nested : *object, file.string(),
                      isNested ? "vision_config." : "");
    // Absent keys have the defaults of HF's CLIPVisionConfig, which saving leaves out.
    TowerConfig tower;
    tower.hidden = whole(fields, "hidden_size", 1, 16384, 768);
    tower.layers = whole(fields, "num_hidden_layers", 1, kMostLayers, 12);
    tower.heads = whole(fields, "num_attention_heads", 1, kMostHeads, 12);
    tower.mlp = whole(fields, "intermediate_size", 1, kWidest, 3072);
    tower.image = whole(fields, "image_size", 1, 4096, 224);
    tower.patch = whole(fields, "patch_size", 1, 4096, 32);
    tower.epsilon = fields.number("layer_norm_eps", kSmallestEpsilon, kLargestEpsilon, 1e-5);
    tower.activation = fields.text("hidden_act", "quick_gelu");
    fields.integer("num_channels", 3, 3, 3);
    if (tower.activation != "quick_gelu" && tower.activation != "gelu") {
        fields.complain(ErrorCode::Unsupported, "hidden_act is \"" + tower.activation
                                                    + "\": only quick_gelu and gelu are computed");
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

Result<ProcessorConfig> readProcessorConfig(const fs::path &file, int image)
{
    const auto object = readJsonObject(file);
    if (!object)
        return fail(object);
    JsonFields fields(*object, file.string());
    ProcessorConfig config;
    config.shortestEdge = config.crop = image;
    constexpr std::int64_t kLargest = 8192;

    for (const char *step : {"do_resize", "do_center_crop", "do_rescale", "do_normalize"}) {
        if (!fields.boolean(step, true)) {
            fields.complain(ErrorCode::Unsupported,
                            std::string(step) + " is false: every step is done");
        }
    }
    if (const auto resample = fields.integer("resample", 0, 5, 3); resample != 3) {
        fields.complain(ErrorCode::Unsupported, "resample is " + std::to_string(resample)
                                                    + ": only 3, bicubic, is computed");
    }
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
        fields.complain(ErrorCode::BadInput, "crop_size is " + std::to_string(config.crop)
                                                 + ", but the tower sees pictures of "
                                                 + std::to_string(image));
    }
    if (fields.error())
        return tl::unexpected(*fields.error());
    return config;
}

} // namespace ecva
