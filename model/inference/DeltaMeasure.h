#pragma once

#include "model/api/Generation.h"
#include "model/api/VideoModel.h"

#include <optional>
#include <vector>

namespace ecva {

/// e_t = log p(a_t | V) − log p(a_t | masked), token by token. Both have the same length.
std::vector<double> evidenceOf(const std::vector<double> &seen, const std::vector<double> &masked);

/// Summed from left to right, so that it is the same everywhere; 0 of nothing.
double meanOf(const std::vector<double> &values);

/// Δ = Δ_K − mean Δ_R; nothing without controls.
std::optional<double> adjustedDelta(const DeltaMask &key, const std::vector<DeltaMask> &controls);

/// Progress over steps that count alike.
class DeltaProgress
{
public:
    DeltaProgress(const ProgressSink &sink, int steps)
        : m_sink(sink)
        , m_steps(steps)
    {
    }
    /// The current step is done, or several from it on.
    void next(int steps = 1);
    /// Progress within the current step, or within several from it on.
    ProgressSink part(int steps = 1);
    /// Hands tokens on and counts them as progress within the current step.
    TokenSink counting(const TokenSink &sink, std::int64_t limit);

private:
    void report(double within) const;

    const ProgressSink &m_sink;
    int m_steps;
    int m_done = 0;
};

} // namespace ecva
