#pragma once

#include "model/checkpoint/ModelConfig.h"
#include "model/tiny/SafetensorsWriter.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ecva {

/// The vocabulary of a tiny checkpoint, as far as its weights have to know it.
struct TinyVocabulary
{
    std::vector<std::vector<std::int32_t>> sentences; ///< ids of the sentences an answer is like
    std::int32_t promptEnd = 0;                       ///< last id of a prompt, "]"
    std::int32_t eos = 2;
};

/// Seeded weights, the same bits on every machine: whole random numbers times one constant, no
/// mathematical library. Tower and connector are random. So is the decoder but for two things:
///
/// - a word chain: what a token is followed by in the sentences gets a higher score, and what the
///   layers make of the video and the words so far chooses among those;
/// - two clocks: heads of the first layer that attend to the end of the prompt with RoPE's slow
///   pairs, less the farther it is. When the first has run down, a sentence's end ends the answer;
///   when the second has, every token may.
TinyTensors tinyDecoderAndConnector(const AnomShieldConfig &config,
                                    const TinyVocabulary &vocabulary, std::uint64_t seed);
TinyTensors tinyTower(const TowerConfig &config, std::uint64_t seed);

} // namespace ecva
