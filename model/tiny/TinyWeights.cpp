#include "model/tiny/TinyWeights.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace ecva {
namespace {

/// SplitMix64: a stream of its own for each tensor, so that one more tensor changes no other.
class Random
{
public:
    Random(std::uint64_t seed, std::string_view name)
        : m_state(seed * 0x9e3779b97f4a7c15U)
    {
        for (const char c : name)
            m_state = (m_state ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }

    /// Nearly normal: the sum of four uniform numbers, times `deviation` over its own deviation.
    float normal(double deviation)
    {
        const std::uint64_t bits = next();
        std::int64_t sum = -4 * 65535 / 2;
        for (int shift = 0; shift < 64; shift += 16)
            sum += static_cast<std::int64_t>(bits >> shift & 0xffff);
        constexpr double kDeviation = 37837.0; // 65536 · √(4/12), to the whole
        return static_cast<float>(static_cast<double>(sum) * (deviation / kDeviation));
    }
    /// `middle` ± `reach`, both in 1/65536 so that nothing is rounded.
    float around(int middle, int reach)
    {
        const auto offset = static_cast<int>(next() >> 32) % (reach + 1);
        return static_cast<float>(middle + offset) / 65536.0F;
    }

    std::uint64_t next()
    {
        m_state += 0x9e3779b97f4a7c15U;
        std::uint64_t z = m_state;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
        z = (z ^ z >> 27) * 0x94d049bb133111ebU;
        return z ^ z >> 31;
    }

private:
    std::uint64_t m_state;
};

/// Collects tensors.
class Builder
{
public:
    explicit Builder(std::uint64_t seed)
        : m_seed(seed)
    {
    }

    TinyTensor &random(const std::string &name, std::vector<std::int64_t> shape, double deviation)
    {
        TinyTensor &tensor = add(name, std::move(shape));
        Random stream(m_seed, name);
        for (float &value : tensor.values)
            value = stream.normal(deviation);
        return tensor;
    }
    /// A matrix [out, in] that keeps the size of what goes through, times `gain`.
    TinyTensor &matrix(const std::string &name, std::int64_t out, std::int64_t in, double gain)
    {
        return random(name, {out, in}, gain / std::sqrt(static_cast<double>(in)));
    }
    /// Ones, a little apart.
    void norm(const std::string &name, std::int64_t size)
    {
        TinyTensor &tensor = add(name, {size});
        Random stream(m_seed, name);
        for (float &value : tensor.values)
            value = stream.around(65536, 4096);
    }
    TinyTensor &constant(const std::string &name, std::vector<std::int64_t> shape, float value)
    {
        TinyTensor &tensor = add(name, std::move(shape));
        std::fill(tensor.values.begin(), tensor.values.end(), value);
        return tensor;
    }
    void layerNorm(const std::string &name, std::int64_t size)
    {
        norm(name + ".weight", size);
        random(name + ".bias", {size}, 0.02);
    }
    TinyTensors take() { return std::move(m_tensors); }

private:
    TinyTensor &add(const std::string &name, std::vector<std::int64_t> shape)
    {
        std::int64_t size = 1;
        for (const std::int64_t side : shape)
            size *= side;
        TinyTensor &tensor = m_tensors[name];
        tensor.shape = std::move(shape);
        tensor.values.resize(static_cast<std::size_t>(size));
        return tensor;
    }
    std::uint64_t m_seed;
    TinyTensors m_tensors;
};

float &at(TinyTensor &matrix, std::int64_t row, std::int64_t column)
{
    return matrix.values[static_cast<std::size_t>(row * matrix.shape[1] + column)];
}

// Scores before the final norm has made the stream's size 1; kStream is its size there.
constexpr double kStream = 2.7;
constexpr double kLayerGain = 1.0;     // of attention and feed-forward, against the embedding
constexpr double kSharpness = 2.0;     // of attention: it picks few tokens, so that pictures matter
constexpr double kNext = 10 * kStream; // score of the next word of the cycle, among a noise of ±2.4
constexpr double kEnd = 5.2;           // deviation of the end's score: it wins now and then

/// Model spec C.1.
void addConnector(Builder &build, const MambaConnectorConfig &config)
{
    const std::string root = "model.mm_projector.";
    const std::string mixer = root + "mambaModel_h.layers.0.mixer.";
    const std::int64_t inner = config.inner;
    build.norm(root + "mambaModel_h.norm_f.weight", config.width);
    build.norm(root + "mambaModel_h.layers.0.norm.weight", config.width);
    build.matrix(mixer + "in_proj.weight", 2 * inner, config.width, 1.0);
    build.matrix(mixer + "out_proj.weight", config.width, inner, 1.0);
    // ln 1 to ln 16, Mamba's own start.
    constexpr std::array<float, 16> kLogs{0.0F,       0.6931472F, 1.0986123F, 1.3862944F,
                                          1.609438F,  1.7917595F, 1.9459101F, 2.0794415F,
                                          2.1972246F, 2.3025851F, 2.3978953F, 2.4849066F,
                                          2.5649494F, 2.6390573F, 2.7080502F, 2.7725887F};
    for (const char *direction : {"", "_b"}) {
        const std::string end = direction;
        build.random(mixer + "conv1d" + end + ".weight", {inner, 1, config.kernel}, 0.5);
        build.random(mixer + "conv1d" + end + ".bias", {inner}, 0.1);
        build.matrix(mixer + "x_proj" + end + ".weight", config.rank + 2 * config.state, inner,
                     1.0);
        build.matrix(mixer + "dt_proj" + end + ".weight", inner, config.rank, 0.5);
        // softplus of -6 to -2 is a step of 0.002 to 0.13.
        TinyTensor &bias = build.random(mixer + "dt_proj" + end + ".bias", {inner}, 1.0);
        for (float &value : bias.values)
            value -= 4.0F;
        build.constant(mixer + "D" + end, {inner}, 1.0F);
        TinyTensor &decay = build.constant(mixer + (end.empty() ? "A_log" : "A_b_log"),
                                           {inner, config.state}, 0.0F);
        for (std::size_t i = 0; i < decay.values.size(); ++i)
            decay.values[i] = kLogs[i % static_cast<std::size_t>(config.state) % kLogs.size()];
    }
    build.matrix(root + "readout.0.weight", config.output, config.width, 1.5);
    build.random(root + "readout.0.bias", {config.output}, 0.1);
    build.matrix(root + "readout.2.weight", config.output, config.output, 1.5);
    build.random(root + "readout.2.bias", {config.output}, 0.1);
}

/// Model spec D.
void addConnector(Builder &build, const StcConnectorConfig &config)
{
    const std::string root = "model.mm_projector.";
    const std::int64_t c = config.output;
    const auto conv = [&](const std::string &name, std::int64_t in, std::int64_t side) {
        build.random(name + ".conv.weight", {c, in, side, side},
                     1.0 / std::sqrt(static_cast<double>(in * side * side)));
        build.layerNorm(name + ".bn", c);
    };
    const auto block = [&](const std::string &name, std::int64_t in, std::int64_t reduction) {
        conv(name + "conv1", in, 1);
        conv(name + "conv2", 1, 3);
        build.random(name + "se.fc1.weight", {reduction, c, 1, 1}, 0.2);
        build.random(name + "se.fc1.bias", {reduction}, 0.1);
        build.random(name + "se.fc2.weight", {c, reduction, 1, 1}, 0.2);
        build.random(name + "se.fc2.bias", {c}, 0.1);
        conv(name + "conv3", c, 1);
        if (in != c)
            conv(name + "downsample", in, 1);
    };
    for (const char *stage : {"s1.b", "s2.b"}) {
        for (int i = 1; i <= kStcDepth; ++i) {
            const bool isFirst = stage[1] == '1' && i == 1;
            block(root + stage + std::to_string(i) + ".", isFirst ? config.width : c,
                  isFirst ? config.firstReduction : config.reduction);
        }
    }
    build.random(root + "sampler.0.weight", {c, c, 2, 2, 2},
                 1.0 / std::sqrt(static_cast<double>(c) * 8));
    build.random(root + "sampler.0.bias", {c}, 0.1);
    for (const char *part : {"readout.0", "readout.2"}) {
        build.matrix(root + part + ".weight", c, c, 1.5);
        build.random(root + part + ".bias", {c}, 0.1);
    }
}

/// Model spec E.1.
void addLayer(Builder &build, const DecoderConfig &config, int index)
{
    const std::string layer = "model.layers." + std::to_string(index) + ".";
    const std::int64_t d = config.hidden;
    const std::int64_t queries = std::int64_t{config.heads} * config.headSize;
    const std::int64_t keys = std::int64_t{config.kvHeads} * config.headSize;
    build.norm(layer + "input_layernorm.weight", d);
    build.norm(layer + "post_attention_layernorm.weight", d);
    build.matrix(layer + "self_attn.q_proj.weight", queries, d, kSharpness);
    build.matrix(layer + "self_attn.k_proj.weight", keys, d, kSharpness);
    build.matrix(layer + "self_attn.v_proj.weight", keys, d, 1.0);
    build.matrix(layer + "self_attn.o_proj.weight", d, queries, 2 * kLayerGain);
    build.matrix(layer + "mlp.gate_proj.weight", config.feedForward, d, 1.0);
    build.matrix(layer + "mlp.up_proj.weight", config.feedForward, d, 1.0);
    build.matrix(layer + "mlp.down_proj.weight", d, config.feedForward, 2 * kLayerGain);
}

void addWords(Builder &build, const DecoderConfig &config, const TinyVocabulary &vocabulary,
              std::uint64_t seed)
{
    TinyTensor &embedding
        = build.random("model.embed_tokens.weight", {config.vocabulary, config.hidden}, 1.0);
    // What is no word (bytes, control tokens, endings) scores near 0 and is never said.
    TinyTensor &head = build.random("lm_head.weight", {config.vocabulary, config.hidden}, 0.001);
    const auto width = static_cast<double>(config.hidden);

    // A shuffled cycle through all words: each is followed by the next of it, unless what the
    // layers make of the video and of the words so far speaks louder for another. A circle of few
    // words cannot come about by the embeddings alone.
    std::vector<std::int32_t> cycle = vocabulary.words;
    Random order(seed, "cycle");
    for (std::size_t i = cycle.size(); i > 1; --i)
        std::swap(cycle[i - 1], cycle[order.next() % i]);
    for (std::size_t i = 0; i < cycle.size(); ++i) {
        const std::int32_t before = cycle[(i + cycle.size() - 1) % cycle.size()];
        for (std::int64_t column = 0; column < config.hidden; ++column)
            at(head, cycle[i], column)
                = static_cast<float>(kNext / width) * at(embedding, before, column);
    }
    // The end comes where it happens to score high, but not at once.
    const auto spread = static_cast<float>(kEnd / std::sqrt(width) / 0.001);
    for (std::int64_t column = 0; column < config.hidden; ++column) {
        float &value = at(head, vocabulary.eos, column);
        value = value * spread
                - static_cast<float>(kNext / width) * at(embedding, vocabulary.promptEnd, column);
    }
}

} // namespace

TinyTensors tinyDecoderAndConnector(const AnomShieldConfig &config,
                                    const TinyVocabulary &vocabulary, std::uint64_t seed)
{
    Builder build(seed);
    if (config.connectorKind == ConnectorKind::MambaScan)
        addConnector(build, config.connector);
    else
        addConnector(build, config.stc);
    addWords(build, config.decoder, vocabulary, seed);
    for (int i = 0; i < config.decoder.layers; ++i)
        addLayer(build, config.decoder, i);
    build.norm("model.norm.weight", config.decoder.hidden);
    return build.take();
}

/// Model spec A.4.
TinyTensors tinyTower(const TowerConfig &config, std::uint64_t seed)
{
    Builder build(seed);
    const std::string root = "vision_model.";
    const std::int64_t d = config.hidden;
    const std::int64_t pixels = std::int64_t{3} * config.patch * config.patch;
    build.random(root + "embeddings.class_embedding", {d}, 1.0);
    build.random(root + "embeddings.patch_embedding.weight", {d, 3, config.patch, config.patch},
                 1.0 / std::sqrt(static_cast<double>(pixels)));
    build.random(root + "embeddings.position_embedding.weight", {config.patches() + 1, d}, 0.1);
    build.layerNorm(root + "pre_layrnorm", d);
    const auto linear
        = [&](const std::string &name, std::int64_t out, std::int64_t in, double gain) {
              build.matrix(name + ".weight", out, in, gain);
              build.random(name + ".bias", {out}, 0.05);
          };
    for (int i = 0; i < config.layers; ++i) {
        const std::string layer = root + "encoder.layers." + std::to_string(i) + ".";
        build.layerNorm(layer + "layer_norm1", d);
        linear(layer + "self_attn.q_proj", d, d, 1.3);
        linear(layer + "self_attn.k_proj", d, d, 1.3);
        linear(layer + "self_attn.v_proj", d, d, 1.0);
        linear(layer + "self_attn.out_proj", d, d, 0.5);
        build.layerNorm(layer + "layer_norm2", d);
        linear(layer + "mlp.fc1", config.mlp, d, 1.0);
        linear(layer + "mlp.fc2", d, config.mlp, 0.7);
    }
    build.layerNorm(root + "post_layernorm", d);
    return build.take();
}

} // namespace ecva
