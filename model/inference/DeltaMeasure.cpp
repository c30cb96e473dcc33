#include "model/inference/DeltaMeasure.h"

#include <algorithm>

namespace ecva {

std::vector<double> evidenceOf(const std::vector<double> &seen, const std::vector<double> &masked)
{
    std::vector<double> evidence;
    evidence.reserve(seen.size());
    for (std::size_t i = 0; i < seen.size(); ++i)
        evidence.push_back(seen[i] - masked[i]);
    return evidence;
}

double meanOf(const std::vector<double> &values)
{
    double sum = 0;
    for (double value : values)
        sum += value;
    return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

std::optional<double> adjustedDelta(const DeltaMask &key, const std::vector<DeltaMask> &controls)
{
    if (controls.empty())
        return {};
    std::vector<double> deltas;
    deltas.reserve(controls.size());
    for (const DeltaMask &control : controls)
        deltas.push_back(control.delta);
    return key.delta - meanOf(deltas);
}

void DeltaProgress::next(int steps)
{
    m_done += steps;
    report(0);
}

ProgressSink DeltaProgress::part(int steps)
{
    return [this, steps](double within) { report(std::min(within, 1.0) * steps); };
}

TokenSink DeltaProgress::counting(const TokenSink &sink, std::int64_t limit)
{
    return [this, sink, limit](const TokenEvent &event) {
        if (sink)
            sink(event);
        report(std::min(1.0, static_cast<double>(event.count) / static_cast<double>(limit)));
    };
}

void DeltaProgress::report(double within) const
{
    if (m_sink)
        m_sink((m_done + within) / m_steps);
}

} // namespace ecva
