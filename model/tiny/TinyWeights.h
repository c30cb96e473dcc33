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
    std::vector<std::int32_t> words; ///< pieces that are whole words
    std::int32_t promptEnd = 0;      ///< last id of a prompt, "]"
    std::int32_t eos = 2;
};

/// Seeded weights, the same bits on every machine: whole random numbers times one constant, no
/// mathematical library. All are random, but that the scores of words are arranged so that answers
/// go through a long cycle of words, leave it where the video says so, and end by themselves.
TinyTensors tinyDecoderAndConnector(const AnomShieldConfig &config,
                                    const TinyVocabulary &vocabulary, std::uint64_t seed);
TinyTensors tinyTower(const TowerConfig &config, std::uint64_t seed);

} // namespace ecva
