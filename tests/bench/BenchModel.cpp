// Goal S11: the model's parts in their published sizes with random weights, each beside those who
// are known for it. usage: ecva-bench-model [--json] [--quick] [limits|scan|tower|decoder…]
#include "tests/bench/BenchModel.h"

#include "tests/bench/Limits.h"

#include "model/checkpoint/Checkpoint.h"

#include <ATen/Parallel.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/randn.h>
#include <c10/core/InferenceMode.h>
#include <c10/util/Exception.h>

#include <map>

namespace ecva::bench {
namespace {

bool isScale(const std::string &name)
{
    return name.find("norm") != std::string::npos && name.ends_with("weight");
}

} // namespace

WeightSource randomWeights(const AnomShieldConfig &config, at::ScalarType type)
{
    std::map<std::string, std::vector<std::int64_t>> shapes;
    for (const ExpectedTensor &tensor : expectedTensors(config))
        shapes[tensor.name] = tensor.shape;
    return [shapes = std::move(shapes), type](const std::string &name) {
        const auto found = shapes.find(name);
        TORCH_CHECK(found != shapes.end(), "no shape is known for ", name);
        if (isScale(name))
            return at::ones(found->second, type);
        return at::randn(found->second, at::kFloat).mul_(0.02).to(type);
    };
}

void benchLimits(ModelBench &bench)
{
    const int threads = at::get_num_threads();
    Figure reading{.id = "S11", .what = "limit: memory read", .unit = "GB/s"};
    reading.ours = readBandwidth(threads);
    reading.note = std::to_string(threads) + " threads";
    bench.report.add(reading);

    constexpr std::int64_t kRows = 512, kSide = 4096;
    constexpr double kOperations = 2.0 * kRows * kSide * kSide;
    for (const auto &[type, name] : {std::pair{at::kBFloat16, "bf16"}, {at::kFloat, "fp32"}}) {
        const at::Tensor x = at::randn({kRows, kSide}, at::kFloat).to(type);
        const at::Tensor weight = at::randn({kSide, kSide}, at::kFloat).to(type);
        std::vector<double> times;
        for (int i = -1; i < bench.pairs(); ++i) {
            const double ms = timed([&] { (void)at::linear(x, weight); });
            if (i >= 0)
                times.push_back(ms);
        }
        bench.report.add({.id = "S11",
                          .what = std::string("limit: ") + name + " product, 512 × 4096 × 4096",
                          .ours = kOperations / 1e9 / median(times),
                          .unit = "TFLOP/s",
                          .note = "LibTorch's own"});
    }
}

} // namespace ecva::bench

using namespace ecva::bench;

int main(int argc, char **argv)
{
    return benchMain(argc, argv, "ecva-bench-model", [](const BenchArguments &arguments) {
        const c10::InferenceMode inference;
        Report report("model", arguments.json);
        PythonPeers peers;
        if (const auto versions = peers.call("model_versions", "{}"))
            report.fact("peers", *versions);
        else
            report.fact("peers", "without Python's: " + peers.why());
        ModelBench bench{report, peers, arguments.folder, arguments.quick};
        if (arguments.wants("limits"))
            benchLimits(bench);
        if (arguments.wants("scan"))
            benchScan(bench);
        if (arguments.wants("tower"))
            benchTower(bench);
        if (arguments.wants("decoder"))
            benchDecoder(bench);
        return report.finish();
    });
}
