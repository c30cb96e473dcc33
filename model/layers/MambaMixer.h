#pragma once

#include "model/layers/Linear.h"
#include "model/ops/SelectiveScan.h"

#include <string>

namespace ecva {

/// Vim's bidirectional mixer, "bimamba v2" (model spec C.3): two directions that share in_proj and
/// out_proj, summed before out_proj and not halved.
class MambaMixer
{
public:
    /// `name`: "model.mm_projector.mambaModel_h.layers.0.mixer"
    MambaMixer(const WeightSource &source, const std::string &name);

    /// [time, width] to the same.
    at::Tensor forward(const at::Tensor &x) const;

private:
    struct Direction
    {
        /// `suffix` "" or "_b"; the logarithm of A is named `aLog`.
        Direction(const WeightSource &source, const std::string &name, const std::string &suffix,
                  const std::string &aLog);

        /// What the scan goes over: convolution and projections.
        ScanInputs prepare(const at::Tensor &x, const at::Tensor &z, TimeOrder order) const;

        at::Tensor convWeight, convBias, a, d, deltaBias;
        Linear project, delta;
    };

    Linear m_in, m_out;
    Direction m_forward, m_backward;
};

} // namespace ecva
