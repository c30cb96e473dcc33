#include "model/tiny/TinyWeights.h"

#include "model/tiny/WordChain.h"

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

private:
    std::uint64_t next()
    {
        m_state += 0x9e3779b97f4a7c15U;
        std::uint64_t z = m_state;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
        z = (z ^ z >> 27) * 0x94d049bb133111ebU;
        return z ^ z >> 31;
    }
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

void clearRow(TinyTensor &matrix, std::int64_t row)
{
    for (std::int64_t column = 0; column < matrix.shape[1]; ++column)
        at(matrix, row, column) = 0.0F;
}

void clearColumn(TinyTensor &matrix, std::int64_t column)
{
    for (std::int64_t row = 0; row < matrix.shape[0]; ++row)
        at(matrix, row, column) = 0.0F;
}

// The decoder's stream: places with a meaning, the frequent followers, then random ones.
enum Place : std::int64_t {
    kAlways = 0,    ///< every token, visual ones too
    kPromptEnd = 1, ///< the token at the end of a prompt
    kClock = 2,     ///< runs down over a few sentences
    kLateClock = 3, ///< runs down over a hundred tokens and more
    kPlaces = 4,
};
constexpr std::int64_t kFollowers = 40;
constexpr std::int64_t kFirstRandom = kPlaces + kFollowers;
constexpr float kPlaceSize = 4.0F;
constexpr float kFollowerSize = 2.0F;
constexpr double kChain = 12.0;     // score of a follower
constexpr double kTaste = 1.6;      // deviation of what the layers add to a score
constexpr double kLayerGain = 0.55; // of attention and feed-forward, against the embedding
constexpr double kVisualSize = 1.0; // of visual tokens, against words
constexpr float kClockSize = 4.0F;

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
    TinyTensor &out
        = build.matrix(root + "readout.2.weight", config.output, config.output, 1.5 * kVisualSize);
    TinyTensor &bias = build.constant(root + "readout.2.bias", {config.output}, 0.0F);
    for (std::int64_t place = 0; place < kPlaces; ++place)
        clearRow(out, place);
    bias.values[kAlways] = kPlaceSize;
}

/// Head `head` of the first layer looks at the prompt's end through the RoPE pairs `pairs`, each
/// with a score of `score` at distance 0, and writes what it finds to `place`.
void addClock(TinyTensor &query, TinyTensor &key, TinyTensor &value, TinyTensor &output,
              const DecoderConfig &config, std::int64_t head, std::initializer_list<int> pairs,
              double score, Place place)
{
    const std::int64_t size = config.headSize;
    const std::int64_t group = config.heads / config.kvHeads;
    const std::int64_t shared = head / group;
    // score = query · key / √size, and both places are kPlaceSize before the norm, which makes
    // each about 7 % larger.
    const double both
        = score * std::sqrt(static_cast<double>(size)) / (kPlaceSize * kPlaceSize) * 0.87;
    const auto weight = static_cast<float>(std::sqrt(both));
    for (std::int64_t i = 0; i < size; ++i)
        clearRow(query, head * size + i);
    for (const int pair : pairs) {
        for (const std::int64_t half : {std::int64_t{pair}, pair + size / 2}) {
            clearRow(key, shared * size + half);
            for (std::int64_t other = shared * group; other < (shared + 1) * group; ++other)
                clearRow(query, other * size + half);
        }
        at(query, head * size + pair, kAlways) = weight;
        at(key, shared * size + pair, kPromptEnd) = weight;
    }
    const std::int64_t last = size - 1;
    clearRow(value, shared * size + last);
    at(value, shared * size + last, kPromptEnd) = 1.0F;
    for (std::int64_t other = shared * group; other < (shared + 1) * group; ++other)
        clearColumn(output, other * size + last);
    for (std::int64_t i = 0; i < size; ++i)
        clearColumn(output, head * size + i);
    at(output, place, head * size + last) = kClockSize / kPlaceSize;
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
    TinyTensor &query = build.matrix(layer + "self_attn.q_proj.weight", queries, d, 1.3);
    TinyTensor &key = build.matrix(layer + "self_attn.k_proj.weight", keys, d, 1.3);
    TinyTensor &value = build.matrix(layer + "self_attn.v_proj.weight", keys, d, 1.0);
    TinyTensor &output
        = build.matrix(layer + "self_attn.o_proj.weight", d, queries, 3.0 * kLayerGain);
    build.matrix(layer + "mlp.gate_proj.weight", config.feedForward, d, 1.0);
    build.matrix(layer + "mlp.up_proj.weight", config.feedForward, d, 1.0);
    TinyTensor &down
        = build.matrix(layer + "mlp.down_proj.weight", d, config.feedForward, 1.5 * kLayerGain);
    for (std::int64_t place = 0; place < kPlaces; ++place) {
        clearRow(output, place);
        clearRow(down, place);
    }
    if (index == 0) {
        // With θ = 1e6 and 8 pairs, pair 2 turns by 0.032 a token and pair 3 by 0.0056.
        addClock(query, key, value, output, config, 0, {2, 3}, 4.5, kClock);
        addClock(query, key, value, output, config, config.heads - 1, {3}, 8.0, kLateClock);
    }
}

void addWords(Builder &build, const DecoderConfig &config, const TinyVocabulary &vocabulary)
{
    const WordChain chain(vocabulary);
    const auto frequent = chain.frequentFollowers(kFollowers);
    TinyTensor &embedding
        = build.random("model.embed_tokens.weight", {config.vocabulary, config.hidden}, 1.0);
    // What no sentence holds (bytes, control tokens) scores near 0 and is never said.
    TinyTensor &head = build.random("lm_head.weight", {config.vocabulary, config.hidden}, 0.001);
    const double randoms = static_cast<double>(config.hidden - kFirstRandom);

    for (std::int64_t token = 0; token < config.vocabulary; ++token) {
        for (std::int64_t place = 0; place < kFirstRandom; ++place)
            at(embedding, token, place) = 0.0F;
        at(embedding, token, kAlways) = kPlaceSize;
    }
    at(embedding, vocabulary.promptEnd, kPromptEnd) = kPlaceSize;

    const auto taste = static_cast<float>(kTaste / std::sqrt(randoms) / 0.001);
    for (const auto &[follower, tokensBefore] : chain.before()) {
        for (std::int64_t i = kFirstRandom; i < config.hidden; ++i)
            at(head, follower, i) *= taste;
        for (std::int64_t i = 0; i < kFirstRandom; ++i)
            at(head, follower, i) = 0.0F;
        // A follower of many would gather the noise of all their embeddings: it has a place of its
        // own, which they mark.
        const auto place = std::find(frequent.begin(), frequent.end(), follower);
        if (place != frequent.end()) {
            const std::int64_t own = kPlaces + (place - frequent.begin());
            at(head, follower, own) = static_cast<float>(kChain / kFollowerSize);
            for (const auto &[token, strength] : tokensBefore)
                at(embedding, token, own) = static_cast<float>(strength * kFollowerSize);
        }
    }
    for (const auto &[follower, tokensBefore] : chain.before()) {
        if (std::find(frequent.begin(), frequent.end(), follower) != frequent.end())
            continue;
        for (std::int64_t i = kFirstRandom; i < config.hidden; ++i) {
            for (const auto &[token, strength] : tokensBefore) {
                const auto weight = static_cast<float>(kChain * strength / randoms);
                at(head, follower, i) += weight * at(embedding, token, i);
            }
        }
    }
    // The end: 12 below its score as a follower while both clocks run, 2 above it once the first
    // has run down, and once the second has, 14, which is more than any follower's score.
    at(head, vocabulary.eos, kAlways) = 15.2F / kPlaceSize;
    at(head, vocabulary.eos, kClock) = -17.0F / kClockSize;
    at(head, vocabulary.eos, kLateClock) = -12.2F / kClockSize;
}

} // namespace

TinyTensors tinyDecoderAndConnector(const AnomShieldConfig &config,
                                    const TinyVocabulary &vocabulary, std::uint64_t seed)
{
    Builder build(seed);
    addConnector(build, config.connector);
    addWords(build, config.decoder, vocabulary);
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
