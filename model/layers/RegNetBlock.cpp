#include "model/layers/RegNetBlock.h"

#include "model/ops/Norms.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/silu.h>

namespace ecva {
namespace {

constexpr double kEpsilon = 1e-5; // LayerNormAct2d's own

at::Tensor normed(const at::Tensor &x, const ScaleAndShift &norm)
{
    return layerNorm(x, norm.weight, norm.bias, kEpsilon);
}

at::Tensor pointwise(const at::Tensor &x, const NormedConv &conv)
{
    return normed(at::linear(x, conv.weight), conv.norm);
}

/// 3 × 3 over each channel by itself, zeros around the picture.
at::Tensor depthwise(const at::Tensor &x, const NormedConv &conv)
{
    const at::Tensor channelsFirst = x.permute({0, 3, 1, 2});
    const at::Tensor y = at::conv2d(channelsFirst, conv.weight, {}, 1, 1, 1, conv.weight.size(0));
    return normed(y.permute({0, 2, 3, 1}).contiguous(), conv.norm);
}

/// A 1 × 1 convolution with bias as a matrix.
Linear gate(const WeightSource &source, const std::string &name)
{
    Linear linear = Linear::withBias(source, name);
    linear.weight = linear.weight.flatten(1);
    return linear;
}

} // namespace

NormedConv NormedConv::load(const WeightSource &source, const std::string &name)
{
    NormedConv conv{source(name + ".conv.weight"), ScaleAndShift::load(source, name + ".bn")};
    if (conv.weight.size(2) == 1 && conv.weight.size(3) == 1)
        conv.weight = conv.weight.flatten(1);
    return conv;
}

RegNetBlock::RegNetBlock(const WeightSource &source, const std::string &name, bool widens)
    : m_conv1(NormedConv::load(source, name + ".conv1"))
    , m_conv2(NormedConv::load(source, name + ".conv2"))
    , m_conv3(NormedConv::load(source, name + ".conv3"))
    , m_squeeze(gate(source, name + ".se.fc1"))
    , m_excite(gate(source, name + ".se.fc2"))
    , m_widens(widens)
{
    if (widens)
        m_shortcut = NormedConv::load(source, name + ".downsample");
}

at::Tensor RegNetBlock::excite(const at::Tensor &x) const
{
    const at::Tensor mean = x.mean({1, 2}, true);
    return x * at::sigmoid(m_excite(at::silu(m_squeeze(mean))));
}

at::Tensor RegNetBlock::forward(const at::Tensor &x) const
{
    at::Tensor y = at::silu(pointwise(x, m_conv1));
    y = excite(at::silu(depthwise(y, m_conv2)));
    return at::silu(pointwise(y, m_conv3) + (m_widens ? pointwise(x, m_shortcut) : x));
}

} // namespace ecva
