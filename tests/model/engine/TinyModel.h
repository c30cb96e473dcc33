#pragma once

#include "model/checkpoint/ModelConfig.h"
#include "tests/model/engine/Weights.h"

namespace ecva::test {

/// The small model of golden.py: CLIP of 4 layers, Mistral of 3, and a connector that fits.
inline AnomShieldConfig tinyConfig()
{
    AnomShieldConfig config;
    config.tower.hidden = 32;
    config.tower.layers = 4;
    config.tower.heads = 4;
    config.tower.mlp = 64;
    config.tower.image = 28;
    config.tower.patch = 14;
    config.connector = {32, 48, 4, 2, 4, 64};
    config.decoder.vocabulary = 128;
    config.decoder.hidden = 64;
    config.decoder.layers = 3;
    config.decoder.heads = 8;
    config.decoder.kvHeads = 2;
    config.decoder.headSize = 8;
    config.decoder.feedForward = 96;
    config.decoder.maxPositions = 256;
    return config;
}

/// Halved hashed numbers, norms around 1; names and shapes as golden.py has them.
inline at::Tensor tinyWeight(const std::string &name, const std::vector<std::int64_t> &shape)
{
    const bool norm = name.find("norm") != std::string::npos && name.ends_with("weight");
    const at::Tensor value = hashed(name, shape).mul(0.5);
    return norm ? value.add(1) : value;
}

inline Tensors tinyTower(const TowerConfig &config)
{
    Tensors made;
    const std::int64_t d = config.hidden, wide = config.mlp;
    const auto put = [&](const std::string &name, const std::vector<std::int64_t> &shape) {
        made["vision_model." + name] = tinyWeight("vision_model." + name, shape);
    };
    put("embeddings.class_embedding", {d});
    put("embeddings.patch_embedding.weight", {d, 3, config.patch, config.patch});
    put("embeddings.position_embedding.weight", {config.patches() + 1, d});
    put("pre_layrnorm.weight", {d});
    put("pre_layrnorm.bias", {d});
    for (int i = 0; i < config.layers; ++i) {
        const std::string layer = "encoder.layers." + std::to_string(i) + ".";
        for (const std::string norm : {"layer_norm1", "layer_norm2"}) {
            put(layer + norm + ".weight", {d});
            put(layer + norm + ".bias", {d});
        }
        for (const std::string projection : {"q_proj", "k_proj", "v_proj", "out_proj"}) {
            put(layer + "self_attn." + projection + ".weight", {d, d});
            put(layer + "self_attn." + projection + ".bias", {d});
        }
        put(layer + "mlp.fc1.weight", {wide, d});
        put(layer + "mlp.fc1.bias", {wide});
        put(layer + "mlp.fc2.weight", {d, wide});
        put(layer + "mlp.fc2.bias", {d});
    }
    return made;
}

inline void addTinyDecoder(Tensors &made, const DecoderConfig &config)
{
    const auto put = [&](const std::string &name, const std::vector<std::int64_t> &shape) {
        made[name] = tinyWeight(name, shape);
    };
    const std::int64_t d = config.hidden;
    put("model.embed_tokens.weight", {config.vocabulary, d});
    put("model.norm.weight", {d});
    put("lm_head.weight", {config.vocabulary, d});
    for (int i = 0; i < config.layers; ++i) {
        const std::string layer = "model.layers." + std::to_string(i) + ".";
        put(layer + "input_layernorm.weight", {d});
        put(layer + "post_attention_layernorm.weight", {d});
        put(layer + "self_attn.q_proj.weight", {config.heads * config.headSize, d});
        put(layer + "self_attn.k_proj.weight", {config.kvHeads * config.headSize, d});
        put(layer + "self_attn.v_proj.weight", {config.kvHeads * config.headSize, d});
        put(layer + "self_attn.o_proj.weight", {d, config.heads * config.headSize});
        put(layer + "mlp.gate_proj.weight", {config.feedForward, d});
        put(layer + "mlp.up_proj.weight", {config.feedForward, d});
        put(layer + "mlp.down_proj.weight", {d, config.feedForward});
    }
}

inline void addTinyConnector(Tensors &made, const MambaConnectorConfig &config)
{
    const auto put = [&](const std::string &name, const std::vector<std::int64_t> &shape) {
        made["model.mm_projector." + name] = tinyWeight("model.mm_projector." + name, shape);
    };
    const std::string mamba = "mambaModel_h.", mixer = mamba + "layers.0.mixer.";
    put(mamba + "norm_f.weight", {config.width});
    put(mamba + "layers.0.norm.weight", {config.width});
    put(mixer + "in_proj.weight", {2 * config.inner, config.width});
    put(mixer + "out_proj.weight", {config.width, config.inner});
    for (const std::string b : {"", "_b"}) {
        put(mixer + "conv1d" + b + ".weight", {config.inner, 1, config.kernel});
        put(mixer + "conv1d" + b + ".bias", {config.inner});
        put(mixer + "x_proj" + b + ".weight", {config.rank + 2 * config.state, config.inner});
        put(mixer + "dt_proj" + b + ".weight", {config.inner, config.rank});
        put(mixer + "dt_proj" + b + ".bias", {config.inner});
        put(mixer + (b.empty() ? "A_log" : "A_b_log"), {config.inner, config.state});
        put(mixer + "D" + b, {config.inner});
    }
    put("readout.0.weight", {config.output, config.width});
    put("readout.0.bias", {config.output});
    put("readout.2.weight", {config.output, config.output});
    put("readout.2.bias", {config.output});
}

/// Connector and decoder, as a folder's shards hold them together.
inline Tensors tinyBody(const AnomShieldConfig &config)
{
    Tensors made;
    addTinyConnector(made, config.connector);
    addTinyDecoder(made, config.decoder);
    return made;
}

} // namespace ecva::test
