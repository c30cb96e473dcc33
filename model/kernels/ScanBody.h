#pragma once

// The selective scan and the convolution before it over one of the Vec types; see VecMath.h for
// what may stand here. Neighbouring channels lie in the lanes of a register, so that nothing is
// summed across lanes and the states stay in registers.

#include "model/kernels/Scan.h"
#include "model/kernels/VecMath.h"

namespace ecva {
namespace {

// Times that one group of channels runs before the next one does: all groups together then read
// whole rows, page by page, and what the next group needs is asked for.
constexpr std::int64_t kTimesAtOnce = 16;
// Of the published models; others go a slower way.
constexpr std::int64_t kUsualStates = 16;

template <typename V>
struct Lanes
{
    std::int64_t count;

    bool whole() const { return count == V::kLanes; }
    typename V::F load(const float *from) const
    {
        return whole() ? V::load(from) : V::loadSome(from, count);
    }
    void store(float *to, typename V::F v) const
    {
        if (whole())
            V::store(to, v);
        else
            V::storeSome(to, v, count);
    }
};

template <typename V>
class GroupScan
{
public:
    using F = typename V::F;

    GroupScan(const ScanArguments &arguments, std::int64_t channel, std::int64_t count)
        : m_scan(arguments)
        , m_channel(channel)
        , m_lanes{count}
        , m_d(m_lanes.load(m_scan.d + channel))
        , m_bias(m_scan.deltaBias ? m_lanes.load(m_scan.deltaBias + channel) : V::zero())
    {
    }

    /// Steps first … last − 1 of the direction, at most kTimesAtOnce; `state` holds states · kLanes
    /// floats.
    void run(float *state, std::int64_t first, std::int64_t last) const
    {
        if (m_scan.states == kUsualStates)
            runUsual(state, first, last);
        else
            runAny(state, first, last);
    }

private:
    /// What the states need and what becomes of them, for all times at once: none of it waits for
    /// the step before.
    struct Steps
    {
        F delta[kTimesAtOnce], push[kTimesAtOnce], skip[kTimesAtOnce], gate[kTimesAtOnce];
    };

    std::int64_t timeOf(std::int64_t step) const
    {
        return m_scan.reversed ? m_scan.time - 1 - step : step;
    }

    void prepare(Steps &steps, std::int64_t first, std::int64_t last) const
    {
        const std::int64_t next = m_channel + V::kLanes;
        for (std::int64_t step = first; step < last; ++step) {
            const std::int64_t t = timeOf(step), i = step - first;
            __builtin_prefetch(m_scan.x.row(t) + next);
            __builtin_prefetch(m_scan.delta.row(t) + next);
            __builtin_prefetch(m_scan.z.row(t) + next);
            __builtin_prefetch(m_scan.out + t * m_scan.outStride + next, 1);
            const F x = m_lanes.load(m_scan.x.row(t) + m_channel);
            const F delta
                = softplus<V>(V::add(m_lanes.load(m_scan.delta.row(t) + m_channel), m_bias));
            steps.delta[i] = delta;
            steps.push[i] = V::mul(delta, x);
            steps.skip[i] = V::mul(m_d, x);
            steps.gate[i] = silu<V>(m_lanes.load(m_scan.z.row(t) + m_channel));
        }
    }

    void finish(const Steps &steps, std::int64_t i, std::int64_t t, F read) const
    {
        float *to = m_scan.out + t * m_scan.outStride + m_channel;
        const F gated = V::mul(V::add(read, steps.skip[i]), steps.gate[i]);
        m_lanes.store(to, m_scan.adds ? V::add(m_lanes.load(to), gated) : gated);
    }

    void runUsual(float *state, std::int64_t first, std::int64_t last) const
    {
        Steps steps;
        prepare(steps, first, last);
        // All loops over the states are unrolled, so that these stay in registers.
        F h[kUsualStates], rate[kUsualStates];
#pragma GCC unroll 16
        for (std::int64_t n = 0; n < kUsualStates; ++n) {
            h[n] = V::load(state + n * V::kLanes);
            rate[n] = m_lanes.load(m_scan.rates + n * m_scan.channels + m_channel);
        }
        for (std::int64_t step = first; step < last; ++step) {
            const std::int64_t t = timeOf(step), i = step - first;
            const float *b = m_scan.b.row(t);
            const float *c = m_scan.c.row(t);
            const F delta = steps.delta[i], push = steps.push[i];
            F even = V::zero(), odd = V::zero();
#pragma GCC unroll 16
            for (std::int64_t n = 0; n < kUsualStates; ++n) {
                h[n] = V::fma(V::decay(delta, rate[n]), h[n], V::mul(push, V::set(b[n])));
                F &read = n % 2 == 0 ? even : odd;
                read = V::fma(h[n], V::set(c[n]), read);
            }
            finish(steps, i, t, V::add(even, odd));
        }
#pragma GCC unroll 16
        for (std::int64_t n = 0; n < kUsualStates; ++n)
            V::store(state + n * V::kLanes, h[n]);
    }

    void runAny(float *state, std::int64_t first, std::int64_t last) const
    {
        Steps steps;
        prepare(steps, first, last);
        for (std::int64_t step = first; step < last; ++step) {
            const std::int64_t t = timeOf(step), i = step - first;
            const float *b = m_scan.b.row(t);
            const float *c = m_scan.c.row(t);
            F read = V::zero();
            for (std::int64_t n = 0; n < m_scan.states; ++n) {
                const F rate = m_lanes.load(m_scan.rates + n * m_scan.channels + m_channel);
                const F h = V::fma(V::decay(steps.delta[i], rate), V::load(state + n * V::kLanes),
                                   V::mul(steps.push[i], V::set(b[n])));
                V::store(state + n * V::kLanes, h);
                read = V::fma(h, V::set(c[n]), read);
            }
            finish(steps, i, t, read);
        }
    }

    const ScanArguments &m_scan;
    std::int64_t m_channel;
    Lanes<V> m_lanes;
    F m_d, m_bias;
};

template <typename V>
void scanChannels(const ScanArguments &arguments, std::int64_t first, std::int64_t last,
                  float *scratch)
{
    const std::int64_t groupFloats = arguments.states * V::kLanes;
    const std::int64_t groups = (last - first + V::kLanes - 1) / V::kLanes;
    for (std::int64_t i = 0; i < groups * groupFloats; ++i)
        scratch[i] = 0;
    for (std::int64_t at = 0; at < arguments.time; at += kTimesAtOnce) {
        const std::int64_t until = least(at + kTimesAtOnce, arguments.time);
        float *state = scratch;
        for (std::int64_t channel = first; channel < last; channel += V::kLanes) {
            const GroupScan<V> group(arguments, channel, least(V::kLanes, last - channel));
            group.run(state, at, until);
            state += groupFloats;
        }
    }
}

template <typename V>
void convolveTimes(const ConvArguments &arguments, std::int64_t first, std::int64_t last)
{
    for (std::int64_t t = first; t < last; ++t) {
        // How far back there is anything.
        const std::int64_t past
            = least(arguments.taps - 1, arguments.reversed ? arguments.time - 1 - t : t);
        for (std::int64_t channel = 0; channel < arguments.channels; channel += V::kLanes) {
            const Lanes<V> lanes{least(V::kLanes, arguments.channels - channel)};
            typename V::F sum = lanes.load(arguments.bias + channel);
            for (std::int64_t back = past; back >= 0; --back) {
                const float *tap
                    = arguments.weight + (arguments.taps - 1 - back) * arguments.channels + channel;
                const float *x
                    = arguments.x.row(arguments.reversed ? t + back : t - back) + channel;
                sum = V::fma(lanes.load(tap), lanes.load(x), sum);
            }
            lanes.store(arguments.out + t * arguments.outStride + channel, silu<V>(sum));
        }
    }
}

} // namespace
} // namespace ecva
