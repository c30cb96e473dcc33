#include "model/architectures/StcConnector.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/silu.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace ecva {
namespace {

const std::string kName = "model.mm_projector.";
constexpr std::int64_t kJoined = 2; // of every axis

} // namespace

Result<std::unique_ptr<const Connector>> StcConnector::load(const StcConnectorConfig &config,
                                                            const WeightSource &source,
                                                            const CancelToken &cancel)
{
    std::unique_ptr<StcConnector> made(new StcConnector(config));
    for (auto [name, stage] : {std::pair("s1", &made->m_frameStage), {"s2", &made->m_clipStage}}) {
        for (int i = 1; i <= kStcDepth; ++i) {
            if (const auto wanted = cancel.check(); !wanted)
                return fail(wanted);
            const bool widens
                = stage == &made->m_frameStage && i == 1 && config.width != config.output;
            stage->emplace_back(source, kName + name + ".b" + std::to_string(i), widens);
        }
    }
    made->m_sampler = Linear::withBias(source, kName + "sampler.0");
    made->m_sampler.weight = made->m_sampler.weight.flatten(1);
    made->m_readout0 = Linear::withBias(source, kName + "readout.0");
    made->m_readout2 = Linear::withBias(source, kName + "readout.2");
    return std::unique_ptr<const Connector>(std::move(made));
}

/// [time, rows, columns, channels] to the joined ones. Windows do not overlap, so the convolution
/// is one product of matrices; the patches of a window are put in the order of the weight, which
/// stays where the file has it.
at::Tensor StcConnector::join(const at::Tensor &x) const
{
    const std::int64_t border = m_config.bordered ? 1 : 0;
    std::array<std::int64_t, 3> out{};
    std::vector<std::int64_t> pad{0, 0}; // channels; then columns, rows, time
    at::Tensor inside = x;
    for (std::int64_t axis = 2; axis >= 0; --axis) {
        const std::int64_t size = x.size(axis);
        const auto joined = out[static_cast<std::size_t>(axis)]
            = (size + 2 * border - kJoined) / kJoined + 1;
        // Behind the last patch there are zeros, or patches that no window reaches.
        const std::int64_t reached = joined * kJoined - border;
        inside = inside.narrow(axis, 0, std::min(size, reached));
        pad.push_back(border);
        pad.push_back(std::max<std::int64_t>(0, reached - size));
    }
    const at::Tensor padded = at::constant_pad_nd(inside, pad);
    const std::int64_t channels = x.size(3);
    const at::Tensor windows
        = padded.reshape({out[0], kJoined, out[1], kJoined, out[2], kJoined, channels})
              .permute({0, 2, 4, 6, 1, 3, 5})
              .reshape({out[0], out[1], out[2], channels * kJoined * kJoined * kJoined});
    return at::silu(m_sampler(windows));
}

Result<at::Tensor> StcConnector::run(const std::vector<RegNetBlock> &stage, at::Tensor x,
                                     const CancelToken &cancel)
{
    std::vector<at::Tensor> done;
    for (std::int64_t first = 0; first < x.size(0); first += kFramesAtATime) {
        at::Tensor some = x.narrow(0, first, std::min(kFramesAtATime, x.size(0) - first));
        for (const RegNetBlock &block : stage) {
            if (const auto wanted = cancel.check(); !wanted)
                return fail(wanted);
            some = block.forward(some);
        }
        done.push_back(some);
    }
    return at::cat(done, 0);
}

Result<at::Tensor> StcConnector::forward(const at::Tensor &patches, const CancelToken &cancel) const
{
    const std::int64_t frames = patches.size(0);
    const auto grid = static_cast<std::int64_t>(std::llround(std::sqrt(patches.size(1))));
    const std::int64_t least = m_config.bordered ? 1 : kJoined;
    if (frames < least || grid < least)
        return fail(ErrorCode::InvalidArgument,
                    std::to_string(frames) + (frames == 1 ? " frame of " : " frames of ")
                        + std::to_string(grid) + " × " + std::to_string(grid)
                        + " patches: the connector joins two by two, in time too");
    const auto seen
        = run(m_frameStage, patches.reshape({frames, grid, grid, patches.size(2)}), cancel);
    if (!seen)
        return fail(seen);
    const auto joined = run(m_clipStage, join(*seen), cancel);
    if (!joined)
        return fail(joined);
    const at::Tensor tokens = joined->reshape({-1, joined->size(3)});
    return m_readout2(at::gelu(m_readout0(tokens)));
}

} // namespace ecva
