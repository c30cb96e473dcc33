#include "model/tiny/TinyCheckpoint.h"

#include "embedded/kTinySentences.h"
#include "model/api/Modules.h"
#include "model/api/Tokenizer.h"
#include "model/checkpoint/ModelConfig.h"
#include "model/checkpoint/TensorNames.h"
#include "model/tiny/SafetensorsWriter.h"
#include "model/tiny/TinyWeights.h"

#include <nlohmann/json.hpp>
#include <set>

#include <exception>
#include <new>
#include <string_view>
#include <system_error>
#include <unistd.h>

namespace ecva {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr char kTower[] = "clip-vit-tiny-patch14";

Result<AnomShieldConfig> tinyConfig(const std::string &connector)
{
    AnomShieldConfig config;
    if (connector != "mamba_scan") {
        config.stc.bordered = connector == "stc_connector";
        if (!config.stc.bordered && connector != "stc_connector_v35") {
            return fail(ErrorCode::InvalidArgument,
                        "connector \"" + connector
                            + "\": mamba_scan, stc_connector or stc_connector_v35");
        }
        config.family = ModelFamily::VideoLlama2;
        config.connectorKind = ConnectorKind::Stc;
    }
    config.tower.hidden = 64;
    config.tower.layers = 4;
    config.tower.heads = 4;
    config.tower.mlp = 128;
    config.connector = {64, 128, 16, 4, 4, 128};
    config.stc = {64, 128, 16, 32, config.stc.bordered};
    config.decoder.vocabulary = 1100;
    config.decoder.hidden = 128;
    config.decoder.layers = 3;
    config.decoder.heads = 8;
    config.decoder.kvHeads = 2;
    config.decoder.headSize = 16;
    config.decoder.feedForward = 256;
    config.decoder.maxPositions = 8192;
    config.demonstration = true;
    config.stillFrames = 16;
    return config;
}

/// config.json as the published training code leaves it.
Json decoderJson(const AnomShieldConfig &config, const std::string &connector)
{
    const DecoderConfig &decoder = config.decoder;
    const bool isLlama = config.family == ModelFamily::VideoLlama2;
    return {
        {"architectures",
         {isLlama ? "Videollama2MistralForCausalLM" : "AnomShieldMistralForCausalLM"}},
        {"attention_dropout", 0.0},
        {"bos_token_id", decoder.bos},
        {"ecva_demonstration", true},
        {"eos_token_id", decoder.ends.front()},
        {"freeze_mm_mlp_adapter", false},
        {"hidden_act", "silu"},
        {"hidden_size", decoder.hidden},
        {"image_aspect_ratio", "square"},
        {"initializer_range", 0.02},
        {"intermediate_size", decoder.feedForward},
        {"max_position_embeddings", decoder.maxPositions},
        {"mm_hidden_size", config.tower.hidden},
        {"mm_projector_type", connector},
        {"mm_use_im_patch_token", false},
        {"mm_use_im_start_end", false},
        {"mm_vision_select_feature", "patch"},
        {"mm_vision_select_layer", config.tower.selectLayer},
        {"mm_vision_tower", std::string("ecva/") + kTower},
        {"model_type", isLlama ? "videollama2_mistral" : "AnomShield_mistral"},
        {"num_attention_heads", decoder.heads},
        {"num_frames", config.stillFrames},
        {"num_hidden_layers", decoder.layers},
        {"num_key_value_heads", decoder.kvHeads},
        {"rms_norm_eps", decoder.epsilon},
        {"rope_theta", decoder.ropeTheta},
        {"sliding_window", nullptr},
        {"tie_word_embeddings", false},
        {"tokenizer_padding_side", "right"},
        {"torch_dtype", "float32"},
        {"use_cache", true},
        {"use_mm_proj", true},
        {"vocab_size", decoder.vocabulary},
    };
}

Json towerJson(const TowerConfig &tower)
{
    return {
        {"architectures", {"CLIPVisionModel"}},
        {"ecva_demonstration", true},
        {"hidden_act", tower.activation},
        {"hidden_size", tower.hidden},
        {"image_size", tower.image},
        {"intermediate_size", tower.mlp},
        {"layer_norm_eps", tower.epsilon},
        {"model_type", "clip_vision_model"},
        {"num_attention_heads", tower.heads},
        {"num_channels", 3},
        {"num_hidden_layers", tower.layers},
        {"patch_size", tower.patch},
        {"torch_dtype", "float32"},
    };
}

Json processorJson(const ProcessorConfig &processor)
{
    return {
        {"crop_size", {{"height", processor.crop}, {"width", processor.crop}}},
        {"do_center_crop", true},
        {"do_convert_rgb", true},
        {"do_normalize", true},
        {"do_rescale", true},
        {"do_resize", true},
        {"image_mean", processor.mean},
        {"image_processor_type", "CLIPImageProcessor"},
        {"image_std", processor.std},
        {"resample", 3},
        {"rescale_factor", processor.rescale},
        {"size", {{"shortest_edge", processor.shortestEdge}}},
    };
}

std::vector<std::string> sentences()
{
    std::vector<std::string> lines;
    std::string_view rest = embedded::kTinySentences;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        if (end != 0)
            lines.emplace_back(rest.substr(0, end));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    return lines;
}

/// Whole words of small letters, more than one each.
std::set<std::string, std::less<>> wordsOf(const std::vector<std::string> &lines)
{
    std::set<std::string, std::less<>> words;
    std::string word;
    for (const std::string &line : lines) {
        for (const char c : line + '\n') {
            if (c >= 'a' && c <= 'z') {
                word += c;
                continue;
            }
            if (word.size() > 1)
                words.insert(word);
            word.clear();
        }
    }
    return words;
}

Result<TinyVocabulary> trainVocabulary(const fs::path &file, int size)
{
    const auto module = tokenizerModule();
    if (!module)
        return fail(module);
    const std::vector<std::string> lines = sentences();
    if (auto trained = (*module)->train({lines, size, file}); !trained)
        return fail(trained);
    const auto tokenizer = (*module)->load(file);
    if (!tokenizer)
        return fail(tokenizer);
    TinyVocabulary vocabulary;
    vocabulary.eos = (*tokenizer)->eos();
    const auto prompt = (*tokenizer)->encode("[/INST]");
    if (!prompt)
        return fail(prompt);
    vocabulary.promptEnd = prompt->back();
    const std::set<std::string, std::less<>> known = wordsOf(lines);
    constexpr std::string_view kBlank = "\u2581";
    for (std::int32_t id = 0; id < (*tokenizer)->size(); ++id) {
        const std::string piece = (*tokenizer)->piece(id);
        if (piece.starts_with(kBlank) && known.contains(piece.substr(kBlank.size())))
            vocabulary.words.push_back(id);
    }
    return vocabulary;
}

Result<void> writeJson(const fs::path &file, const Json &value)
{
    return writeWholeFile(file, value.dump(2) + "\n");
}

Result<void> writeAll(const fs::path &folder, const TinyOptions &options)
{
    const auto wanted = tinyConfig(options.connector);
    if (!wanted)
        return fail(wanted);
    const AnomShieldConfig &config = *wanted;
    const fs::path tower = folder / kTower;
    std::error_code error;
    if (!fs::create_directory(tower, error))
        return fail(ErrorCode::Io, "cannot be made: " + error.message(), tower.string());
    const auto vocabulary = trainVocabulary(folder / "tokenizer.model", config.decoder.vocabulary);
    if (!vocabulary)
        return fail(vocabulary);

    const DecoderConfig &decoder = config.decoder;
    const std::pair<fs::path, Json> files[] = {
        {folder / "config.json", decoderJson(config, options.connector)},
        {folder / "generation_config.json",
         {{"bos_token_id", decoder.bos}, {"eos_token_id", decoder.ends.front()}}},
        {folder / "tokenizer_config.json",
         {{"add_bos_token", true},
          {"add_eos_token", false},
          {"bos_token", "<s>"},
          {"eos_token", "</s>"},
          {"legacy", true},
          {"tokenizer_class", "LlamaTokenizer"},
          {"unk_token", "<unk>"}}},
        {tower / "config.json", towerJson(config.tower)},
        {tower / "preprocessor_config.json", processorJson(config.processor)},
    };
    for (const auto &[file, value] : files) {
        if (auto written = writeJson(file, value); !written)
            return fail(written);
    }
    TinyTensors weights = tinyDecoderAndConnector(config, *vocabulary, options.seed);
    TinyTensors seeing = tinyTower(config.tower, options.seed);
    if (config.family == ModelFamily::VideoLlama2) {
        for (auto &[name, tensor] : seeing)
            weights.emplace(std::string(kTowerInShards) + name, std::move(tensor));
        seeing.clear();
    }
    const auto written = options.sharded ? writeShardedSafetensors(folder, weights)
                                         : writeSafetensors(folder, weights);
    if (!written)
        return fail(written);
    return seeing.empty() ? Result<void>() : writeSafetensors(tower, seeing);
}

/// A folder beside the one that is wanted, gone with everything in it unless it is renamed.
class HalfMade
{
public:
    explicit HalfMade(const fs::path &wanted)
    {
        for (int attempt = 0; attempt < 100 && m_path.empty(); ++attempt) {
            fs::path path = wanted;
            path += ".part-" + std::to_string(getpid()) + "-" + std::to_string(attempt);
            if (fs::create_directory(path, m_error))
                m_path = path;
            else if (m_error)
                break;
        }
    }
    ~HalfMade()
    {
        std::error_code ignored;
        if (!m_path.empty())
            fs::remove_all(m_path, ignored);
    }
    HalfMade(const HalfMade &) = delete;
    HalfMade &operator=(const HalfMade &) = delete;

    const fs::path &path() const { return m_path; }
    std::string reason() const { return m_error.message(); }
    Result<void> renameTo(const fs::path &wanted)
    {
        fs::rename(m_path, wanted, m_error);
        if (m_error)
            return fail(ErrorCode::Io, "cannot be made: " + reason(), wanted.string());
        m_path.clear();
        return {};
    }

private:
    fs::path m_path;
    std::error_code m_error;
};

Result<void> make(const fs::path &given, const TinyOptions &options)
{
    std::error_code error;
    fs::path folder = fs::absolute(given, error).lexically_normal();
    if (!folder.has_filename())
        folder = folder.parent_path();
    const auto status = fs::symlink_status(folder, error);
    const bool isEmptyFolder = fs::is_directory(status) && fs::is_empty(folder, error) && !error;
    if (given.empty() || (fs::exists(status) && !isEmptyFolder)) {
        return fail(ErrorCode::InvalidArgument, "must not exist or be an empty folder",
                    given.string());
    }
    HalfMade half(folder);
    if (half.path().empty())
        return fail(ErrorCode::Io, "cannot be made: " + half.reason(), folder.string());
    if (auto written = writeAll(half.path(), options); !written) {
        Error error = written.error(); // names the folder that was asked for
        if (error.where.starts_with(half.path().string()))
            error.where.replace(0, half.path().string().size(), folder.string());
        return tl::unexpected(error);
    }
    return half.renameTo(folder);
}

} // namespace

Result<void> makeTinyCheckpoint(const fs::path &folder, const TinyOptions &options)
try {
    return make(folder, options);
} catch (const std::bad_alloc &) {
    return fail(ErrorCode::OutOfMemory, "does not fit into memory", folder.string());
} catch (const std::exception &error) {
    return fail(ErrorCode::Internal, error.what(), folder.string());
}

} // namespace ecva
