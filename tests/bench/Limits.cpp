#include "tests/bench/Limits.h"

#include "tests/bench/Harness.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace ecva::bench {
namespace {

constexpr std::size_t kWords = std::size_t{1} << 27; // 1 GiB
constexpr int kReadings = 5;

std::uint64_t sumOf(const std::uint64_t *words, std::size_t count)
{
    constexpr std::size_t kLanes = 32; // independent sums, so that nothing waits for an addition
    std::uint64_t sums[kLanes] = {};
    for (std::size_t i = 0; i + kLanes <= count; i += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            sums[lane] += words[i + lane];
    }
    std::uint64_t sum = 0;
    for (const std::uint64_t part : sums)
        sum += part;
    return sum;
}

} // namespace

double readBandwidth(int threads)
{
    const std::vector<std::uint64_t> words(kWords, 1);
    const std::size_t share = kWords / static_cast<std::size_t>(threads);
    double best = 0;
    for (int reading = 0; reading < kReadings; ++reading) {
        std::vector<std::uint64_t> sums(static_cast<std::size_t>(threads));
        const double ms = timed([&] {
            std::vector<std::jthread> workers;
            for (std::size_t i = 0; i < sums.size(); ++i)
                workers.emplace_back([&, i] { sums[i] = sumOf(words.data() + i * share, share); });
        });
        if (sums.front() != share) // what was read is used
            return 0;
        best = std::max(best, double(kWords * sizeof(std::uint64_t)) / 1e6 / ms);
    }
    return best;
}

double residentMb()
{
    std::ifstream status("/proc/self/status");
    std::string word;
    while (status >> word) {
        if (word == "VmRSS:") {
            double kib = 0;
            status >> kib;
            return kib / 1024;
        }
    }
    return 0;
}

} // namespace ecva::bench
