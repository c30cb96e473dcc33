#pragma once

#include "model/kernels/Kernels.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/randn.h>
#include <QTest>

#include <algorithm>
#include <cstdint>

namespace ecva::test {

/// One row for each level that there is; the test skips those that this processor lacks.
inline void addLevels()
{
    QTest::addColumn<int>("level");
    for (const CpuLevel level :
         {CpuLevel::Portable, CpuLevel::Avx2, CpuLevel::Avx512, CpuLevel::Avx512Bf16}) {
        QTest::newRow(std::string(nameOf(level)).c_str()) << static_cast<int>(level);
    }
}

inline bool hasLevel(int level)
{
    const auto &levels = cpuLevels();
    return std::find(levels.begin(), levels.end(), static_cast<CpuLevel>(level)) != levels.end();
}

/// The row's level; leaves the test when the processor lacks it.
#define ECVA_LEVEL(name) \
    QFETCH(int, level); \
    if (!ecva::test::hasLevel(level)) \
        QSKIP("this processor does not have it"); \
    const ecva::Kernels &name = ecva::kernels(static_cast<ecva::CpuLevel>(level))

/// Normal numbers, the same in every run.
inline at::Tensor normal(const std::vector<std::int64_t> &shape, std::uint64_t seed)
{
    return at::randn(shape, at::detail::createCPUGenerator(seed), at::kFloat);
}

} // namespace ecva::test
