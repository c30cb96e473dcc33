#include "model/checkpoint/ConfigReader.h"
#include "model/checkpoint/ConfigNumbers.h"

#include <algorithm>
#include <system_error>

namespace ecva {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// bos_token_id and eos_token_id: a number, or a list of some.
std::vector<std::int32_t> tokenIds(JsonFields &fields, const char *key, int vocabulary,
                                   const std::vector<std::int32_t> &fallback)
{
    constexpr std::size_t kMost = 64;
    const json *value = fields.get(key);
    if (!value)
        return fallback;
    if (!value->is_array())
        return {whole(fields, key, 0, vocabulary - 1)};
    std::vector<std::int32_t> ids;
    bool good = !value->empty() && value->size() <= kMost;
    for (std::size_t i = 0; good && i < value->size(); ++i) {
        const json single{{key, (*value)[i]}};
        JsonFields inner(single, {});
        ids.push_back(whole(inner, key, 0, vocabulary - 1));
        good = !inner.error();
    }
    if (!good) {
        fields.complain(ErrorCode::BadInput,
                        std::string(key) + " is " + valueText(*value) + ": must be tokens");
    }
    return ids;
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

DecoderConfig readDecoder(JsonFields &fields, bool isQwen)
{
    DecoderConfig decoder;
    decoder.attentionBias = isQwen;
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
    // Qwen2's configs name a window that they do not use.
    if (isQwen && fields.boolean("use_sliding_window", false))
        fields.complain(ErrorCode::Unsupported, "use_sliding_window is true");
    if (!isQwen && fields.get("sliding_window"))
        decoder.slidingWindow = whole(fields, "sliding_window", 1, 1 << 24);
    decoder.tiedEmbeddings = fields.boolean("tie_word_embeddings", false);
    const auto begins = tokenIds(fields, "bos_token_id", decoder.vocabulary, {1});
    if (begins.size() > 1) {
        fields.complain(ErrorCode::Unsupported, "bos_token_id is a list of "
                                                    + std::to_string(begins.size())
                                                    + ": only one such token is read");
    } else if (!begins.empty()) {
        decoder.bos = begins.front();
    }
    decoder.ends = tokenIds(fields, "eos_token_id", decoder.vocabulary, {2});
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
    settings.isQwen = model == "videollama2_qwen2";
    for (const char *decoder : {"mixtral", "qwen", "gemma", "phi", "mpt", "internlm"}) {
        if (model.find(decoder) != std::string::npos && !settings.isQwen) {
            fields.complain(ErrorCode::Unsupported, "model_type is \"" + model
                                                        + "\": only decoders of Mistral, LLaMA and"
                                                          " Qwen2 are computed");
        }
    }
    const bool isAnomShield = isMamba || model.starts_with("AnomShield");
    settings.family = isAnomShield ? ModelFamily::AnomShield : ModelFamily::VideoLlama2;
}

/// What transformers' GenerationConfig takes from `object` and the originals' calls leave to it:
/// AnomShield's give temperature and length, VideoLLaMA2's also top_p 0.9 (model spec E.6). A null
/// turns a step off.
void readSampling(JsonFields &fields, const json &object, CheckpointSettings &settings)
{
    constexpr int kMostChoices = 1 << 22;
    constexpr double kVideoLlama2TopP = 0.9;
    const auto isNull = [&](const char *key) {
        const auto found = object.find(key);
        return found != object.end() && found->is_null();
    };
    DecoderConfig &decoder = settings.decoder;
    decoder.repetitionPenalty = fields.number("repetition_penalty", 1e-3, 1e3, 1.0);
    decoder.topK = isNull("top_k") ? 0 : whole(fields, "top_k", 0, kMostChoices, 50);
    // 0 keeps the most probable alone.
    decoder.topP = std::max(fields.number("top_p", 0, 1, 1), 1e-9);
    if (settings.family == ModelFamily::VideoLlama2)
        decoder.topP = kVideoLlama2TopP;

    // Each changes which tokens are chosen, unless it has this value.
    static const std::pair<const char *, json> kOthers[]
        = {{"num_beams", 1},
           {"num_beam_groups", 1},
           {"penalty_alpha", 0},
           {"typical_p", 1},
           {"min_p", 0},
           {"epsilon_cutoff", 0},
           {"eta_cutoff", 0},
           {"no_repeat_ngram_size", 0},
           {"min_length", 0},
           {"min_new_tokens", 0},
           {"guidance_scale", 1},
           {"exponential_decay_length_penalty", nullptr},
           {"bad_words_ids", nullptr},
           {"force_words_ids", nullptr},
           {"forced_bos_token_id", nullptr},
           {"forced_eos_token_id", nullptr},
           {"sequence_bias", nullptr},
           {"stop_strings", nullptr},
           {"suppress_tokens", nullptr},
           {"begin_suppress_tokens", nullptr}};
    for (const auto &[key, usual] : kOthers) {
        const json *value = fields.get(key);
        if (value && *value != usual && !(value->is_structured() && value->empty()))
            settings.ignored.push_back(std::string(key) + " " + valueText(*value));
    }
}

} // namespace

Result<CheckpointSettings> readCheckpointConfig(const fs::path &folder, const fs::path &base)
{
    const fs::path file = folder / "config.json";
    const auto object = readJsonObject(file);
    if (!object)
        return fail(object);
    JsonFields fields(*object, file.string());
    CheckpointSettings settings;
    readArchitecture(fields, settings);
    settings.decoder = readDecoder(fields, settings.isQwen);
    settings.visionTower = fields.text("mm_vision_tower", {});
    if (settings.visionTower.find('\0') != std::string::npos)
        fields.complain(ErrorCode::BadInput, "mm_vision_tower holds a NUL");
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

    std::error_code failed;
    constexpr char kGeneration[] = "generation_config.json";
    fs::path generation = folder / kGeneration;
    if (!base.empty() && !fs::exists(generation, failed))
        generation = base / kGeneration;
    if (!fs::exists(generation, failed)) {
        // transformers then takes what an older config.json says of it.
        readSampling(fields, *object, settings);
        if (fields.error())
            return tl::unexpected(*fields.error());
        return settings;
    }
    const auto more = readJsonObject(generation);
    if (!more)
        return fail(more);
    JsonFields tokens(*more, generation.string());
    DecoderConfig &decoder = settings.decoder;
    decoder.ends = tokenIds(tokens, "eos_token_id", decoder.vocabulary, decoder.ends);
    readSampling(tokens, *more, settings);
    if (tokens.error())
        return tl::unexpected(*tokens.error());
    return settings;
}

} // namespace ecva
