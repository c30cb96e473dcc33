#pragma once

#include "tests/bench/Harness.h"

#include "model/checkpoint/ModelConfig.h"
#include "model/layers/WeightSource.h"

#include <QString>

#include <functional>
#include <optional>
#include <string>

namespace ecva::bench {

/// What the parts of the model benchmark share.
struct ModelBench
{
    Report &report;
    PythonPeers &peers;
    QString folder; ///< for files made for the benchmark; kept between runs
    bool quick = false;

    int pairs() const { return quick ? 3 : 5; }
    /// A side of a pair that a function of peers_model.py runs.
    std::function<std::optional<double>()> peer(const std::string &function,
                                                const std::string &argumentsJson) const
    {
        return [this, function, argumentsJson] { return peers.time(function, argumentsJson); };
    }
};

/// Random weights in AnomShield-7B's sizes by their published names, deviation 0.02, scales 1.
WeightSource randomWeights(const AnomShieldConfig &config, at::ScalarType type);

void benchLimits(ModelBench &bench);  ///< bandwidth and arithmetic of this machine
void benchScan(ModelBench &bench);    ///< S11: the connector and its scan
void benchTower(ModelBench &bench);   ///< S11: CLIP ViT-L/14
void benchDecoder(ModelBench &bench); ///< S11: prefill and decode

} // namespace ecva::bench
