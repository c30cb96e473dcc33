#include "model/checkpoint/Checkpoint.h"

namespace ecva {
namespace {

using Shape = std::vector<std::int64_t>;

/// Model spec A.4.
void addTower(std::vector<ExpectedTensor> &list, const TowerConfig &tower)
{
    const std::int64_t d = tower.hidden;
    const auto add = [&](const std::string &name, Shape shape) {
        list.push_back({"vision_model." + name, std::move(shape), true});
    };
    const auto addWithBias = [&](const std::string &name, Shape shape) {
        const std::int64_t out = shape.front();
        add(name + ".weight", std::move(shape));
        add(name + ".bias", {out});
    };
    add("embeddings.patch_embedding.weight", {d, 3, tower.patch, tower.patch});
    add("embeddings.position_embedding.weight", {tower.positions(), d});
    if (tower.kind == TowerKind::Clip) {
        add("embeddings.class_embedding", {d});
        addWithBias("pre_layrnorm", {d});
    } else {
        add("embeddings.patch_embedding.bias", {d});
    }
    for (int i = 0; i < tower.layers; ++i) {
        const std::string layer = "encoder.layers." + std::to_string(i) + ".";
        addWithBias(layer + "layer_norm1", {d});
        for (const char *part : {"q_proj", "k_proj", "v_proj", "out_proj"})
            addWithBias(layer + "self_attn." + part, {d, d});
        addWithBias(layer + "layer_norm2", {d});
        addWithBias(layer + "mlp.fc1", {tower.mlp, d});
        addWithBias(layer + "mlp.fc2", {d, tower.mlp});
    }
}

/// Model spec C.1.
void addConnector(std::vector<ExpectedTensor> &list, const MambaConnectorConfig &connector)
{
    const std::int64_t d = connector.width;
    const std::int64_t inner = connector.inner;
    const auto add = [&](const std::string &name, Shape shape) {
        list.push_back({"model.mm_projector." + name, std::move(shape), false});
    };
    const std::string mixer = "mambaModel_h.layers.0.mixer.";
    add("mambaModel_h.norm_f.weight", {d});
    add("mambaModel_h.layers.0.norm.weight", {d});
    add(mixer + "in_proj.weight", {2 * inner, d});
    add(mixer + "out_proj.weight", {d, inner});
    for (const char *direction : {"", "_b"}) {
        const std::string end = direction;
        add(mixer + "conv1d" + end + ".weight", {inner, 1, connector.kernel});
        add(mixer + "conv1d" + end + ".bias", {inner});
        add(mixer + "x_proj" + end + ".weight", {connector.rank + 2 * connector.state, inner});
        add(mixer + "dt_proj" + end + ".weight", {inner, connector.rank});
        add(mixer + "dt_proj" + end + ".bias", {inner});
        add(mixer + "D" + end, {inner});
    }
    add(mixer + "A_log", {inner, connector.state});
    add(mixer + "A_b_log", {inner, connector.state}); // so published
    const std::int64_t out = connector.output;
    add("readout.0.weight", {out, d});
    add("readout.0.bias", {out});
    add("readout.2.weight", {out, out});
    add("readout.2.bias", {out});
}

/// Model spec D.
void addConnector(std::vector<ExpectedTensor> &list, const StcConnectorConfig &connector)
{
    const std::int64_t c = connector.output;
    const auto add = [&](const std::string &name, Shape shape) {
        list.push_back({"model.mm_projector." + name, std::move(shape), false});
    };
    const auto addConv = [&](const std::string &name, std::int64_t in, std::int64_t side) {
        add(name + ".conv.weight", {c, in, side, side});
        add(name + ".bn.weight", {c});
        add(name + ".bn.bias", {c});
    };
    const auto addBlock = [&](const std::string &block, std::int64_t in, std::int64_t reduction) {
        addConv(block + "conv1", in, 1);
        addConv(block + "conv2", 1, 3);
        add(block + "se.fc1.weight", {reduction, c, 1, 1});
        add(block + "se.fc1.bias", {reduction});
        add(block + "se.fc2.weight", {c, reduction, 1, 1});
        add(block + "se.fc2.bias", {c});
        addConv(block + "conv3", c, 1);
        if (in != c)
            addConv(block + "downsample", in, 1);
    };
    for (const char *stage : {"s1.b", "s2.b"}) {
        for (int i = 1; i <= kStcDepth; ++i) {
            const bool isFirst = stage[1] == '1' && i == 1;
            addBlock(stage + std::to_string(i) + ".", isFirst ? connector.width : c,
                     isFirst ? connector.firstReduction : connector.reduction);
        }
    }
    add("sampler.0.weight", {c, c, 2, 2, 2});
    add("sampler.0.bias", {c});
    for (const char *part : {"readout.0", "readout.2"}) {
        add(std::string(part) + ".weight", {c, c});
        add(std::string(part) + ".bias", {c});
    }
}

/// Model spec E.1.
void addDecoder(std::vector<ExpectedTensor> &list, const DecoderConfig &decoder)
{
    const std::int64_t d = decoder.hidden;
    const std::int64_t queries = std::int64_t{decoder.heads} * decoder.headSize;
    const std::int64_t keys = std::int64_t{decoder.kvHeads} * decoder.headSize;
    const auto add = [&](const std::string &name, Shape shape) {
        list.push_back({name, std::move(shape), false});
    };
    add("model.embed_tokens.weight", {decoder.vocabulary, d});
    for (int i = 0; i < decoder.layers; ++i) {
        const std::string layer = "model.layers." + std::to_string(i) + ".";
        add(layer + "input_layernorm.weight", {d});
        add(layer + "self_attn.q_proj.weight", {queries, d});
        add(layer + "self_attn.k_proj.weight", {keys, d});
        add(layer + "self_attn.v_proj.weight", {keys, d});
        add(layer + "self_attn.o_proj.weight", {d, queries});
        if (decoder.attentionBias) {
            add(layer + "self_attn.q_proj.bias", {queries});
            add(layer + "self_attn.k_proj.bias", {keys});
            add(layer + "self_attn.v_proj.bias", {keys});
        }
        add(layer + "post_attention_layernorm.weight", {d});
        add(layer + "mlp.gate_proj.weight", {decoder.feedForward, d});
        add(layer + "mlp.up_proj.weight", {decoder.feedForward, d});
        add(layer + "mlp.down_proj.weight", {d, decoder.feedForward});
    }
    add("model.norm.weight", {d});
    if (!decoder.tiedEmbeddings)
        add("lm_head.weight", {decoder.vocabulary, d});
}

} // namespace

std::vector<ExpectedTensor> expectedTensors(const AnomShieldConfig &config)
{
    std::vector<ExpectedTensor> list;
    addTower(list, config.tower);
    if (config.connectorKind == ConnectorKind::MambaScan)
        addConnector(list, config.connector);
    else
        addConnector(list, config.stc);
    addDecoder(list, config.decoder);
    return list;
}

} // namespace ecva
