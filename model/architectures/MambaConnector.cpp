#include "model/architectures/MambaConnector.h"

#include "model/ops/Norms.h"

#include <ATen/ops/gelu.h>

#include <cmath>

namespace ecva {
namespace {

const std::string kModel = "model.mm_projector.mambaModel_h.";
const std::string kReadout = "model.mm_projector.readout.";
constexpr double kEpsilon = 1e-5;

} // namespace

MambaConnector::MambaConnector(const WeightSource &source)
    : m_norm(source(kModel + "layers.0.norm.weight"))
    , m_finalNorm(source(kModel + "norm_f.weight"))
    , m_mixer(source, kModel + "layers.0.mixer")
    , m_readout0(Linear::withBias(source, kReadout + "0"))
    , m_readout2(Linear::withBias(source, kReadout + "2"))
{
}

at::Tensor MambaConnector::block(const at::Tensor &x) const
{
    const at::Tensor mixed = m_mixer.forward(mambaRmsNorm(x, {}, m_norm, kEpsilon));
    return mambaRmsNorm(mixed, x, m_finalNorm, kEpsilon);
}

at::Tensor MambaConnector::pool(const at::Tensor &x)
{
    const std::int64_t frames = x.size(0);
    const std::int64_t width = x.size(2);
    const auto grid = static_cast<std::int64_t>(std::llround(std::sqrt(x.size(1))));
    const std::int64_t side = grid / kPool;
    return x.reshape({frames, grid, grid, width})
        .narrow(1, 0, side * kPool)
        .narrow(2, 0, side * kPool)
        .reshape({frames, side, kPool, side, kPool, width})
        .mean({2, 4})
        .reshape({frames * side * side, width});
}

Result<at::Tensor> MambaConnector::forward(const at::Tensor &patches,
                                           const CancelToken &cancel) const
{
    if (const auto wanted = cancel.check(); !wanted)
        return fail(wanted);
    const at::Tensor mixed = block(patches.reshape({-1, patches.size(2)}));
    if (const auto wanted = cancel.check(); !wanted)
        return fail(wanted);
    return m_readout2(at::gelu(m_readout0(pool(mixed.reshape(patches.sizes())))));
}

} // namespace ecva
