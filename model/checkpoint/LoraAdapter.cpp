#include "model/checkpoint/LoraAdapter.h"

#include "model/checkpoint/JsonFile.h"
#include "model/checkpoint/TensorNames.h"

#include <cmath>

namespace ecva {
namespace {

namespace fs = std::filesystem;

constexpr char kConfig[] = "adapter_config.json";
constexpr std::int64_t kMostRank = 1 << 16;

bool isEmpty(const nlohmann::json *value)
{
    return !value || value->empty() || (value->is_boolean() && !value->get<bool>());
}

/// "base_model.model.model.layers.0.mlp.up_proj.lora_A.default.weight" →
/// "model.layers.0.mlp.up_proj.weight" and 'A'; 0 for any other tensor.
std::pair<std::string, char> changedWeight(std::string_view name)
{
    for (const char which : {'A', 'B'}) {
        const std::string mark = std::string(".lora_") + which + ".";
        const auto at = name.find(mark);
        if (at == std::string_view::npos)
            continue;
        const std::string_view rest = name.substr(at + mark.size());
        if (rest == "weight" || rest == "default.weight")
            return {publishedName(name.substr(0, at)) + ".weight", which};
    }
    return {{}, 0};
}

} // namespace

bool LoraAdapter::isAdapter(const fs::path &folder)
{
    std::error_code ignored;
    return fs::exists(folder / kConfig, ignored);
}

Result<LoraAdapter> LoraAdapter::open(const fs::path &folder)
{
    LoraAdapter adapter;
    if (auto read = adapter.readConfig(folder / kConfig); !read)
        return fail(read);
    std::error_code ignored;
    for (const char *name : {"adapter_model.safetensors", "adapter_model.bin"}) {
        if (!fs::exists(folder / name, ignored))
            continue;
        auto weights = WeightStore::openFile(folder / name);
        if (!weights)
            return fail(weights);
        adapter.m_weights = std::move(*weights);
        if (auto paired = adapter.pairUp(folder / name); !paired)
            return fail(paired);
        return adapter;
    }
    return fail(ErrorCode::NotFound,
                "holds neither adapter_model.safetensors nor adapter_model.bin", folder.string());
}

Result<void> LoraAdapter::readConfig(const fs::path &file)
{
    const auto config = readJsonObject(file);
    if (!config)
        return fail(config);
    JsonFields fields(*config, file.string());
    const std::string kind = fields.text("peft_type", "LORA");
    if (kind != "LORA")
        fields.complain(ErrorCode::Unsupported, "peft_type is \"" + kind + "\": only LORA is read");
    const std::int64_t rank = fields.integer("r", 1, kMostRank);
    const double alpha = fields.number("lora_alpha", 0, 1e9, static_cast<double>(rank));
    for (const char *key :
         {"use_dora", "fan_in_fan_out", "lora_bias", "rank_pattern", "alpha_pattern",
          "modules_to_save", "layer_replication", "megatron_config", "trainable_token_indices"}) {
        if (const nlohmann::json *value = fields.get(key); !isEmpty(value)) {
            fields.complain(ErrorCode::Unsupported,
                            std::string(key) + " is " + valueText(*value)
                                + ": only plain low-rank changes are computed");
        }
    }
    const std::string bias = fields.text("bias", "none");
    if (bias != "none")
        fields.complain(ErrorCode::Unsupported, "bias is \"" + bias + "\": only none is computed");
    const bool stable = fields.boolean("use_rslora", false);
    if (fields.error())
        return tl::unexpected(*fields.error());
    m_scale = alpha / (stable ? std::sqrt(static_cast<double>(rank)) : static_cast<double>(rank));
    return {};
}

Result<void> LoraAdapter::pairUp(const fs::path &file)
{
    for (const auto &[name, tensor] : m_weights.tensors()) {
        const auto [weight, which] = changedWeight(name);
        if (which == 0) {
            return fail(ErrorCode::Unsupported,
                        "tensor \"" + name + "\" is no low-rank change of a linear weight",
                        file.string());
        }
        if (tensor.shape.size() != 2) {
            return fail(ErrorCode::BadInput,
                        "tensor \"" + name + "\" has shape " + shapeText(tensor.shape)
                            + ": must have two sides",
                        file.string());
        }
        LoraPair &pair = m_pairs[weight];
        const TensorView *&half = which == 'A' ? pair.a : pair.b;
        if (half) {
            return fail(ErrorCode::BadInput,
                        "tensor \"" + name + "\" is there twice under two names", file.string());
        }
        half = &tensor;
    }
    for (const auto &[weight, pair] : m_pairs) {
        if (!pair.a || !pair.b) {
            return fail(ErrorCode::BadInput,
                        std::string("lora_") + (pair.a ? "B" : "A") + " of " + weight
                            + " is missing",
                        file.string());
        }
        if (pair.a->shape[0] != pair.b->shape[1]) {
            return fail(ErrorCode::BadInput,
                        "the change of " + weight + " is " + shapeText(pair.b->shape) + " times "
                            + shapeText(pair.a->shape),
                        file.string());
        }
    }
    if (m_pairs.empty())
        return fail(ErrorCode::BadInput, "holds no tensors", file.string());
    return {};
}

} // namespace ecva
