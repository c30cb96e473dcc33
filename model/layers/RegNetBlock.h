#pragma once

#include "model/layers/Linear.h"

#include <ATen/core/Tensor.h>

#include <string>

namespace ecva {

/// A convolution without bias and the LayerNorm over channels behind it.
struct NormedConv
{
    at::Tensor weight; ///< [out, in], or [channels, 1, 3, 3] for the depthwise one
    ScaleAndShift norm;

    /// `name`.conv.weight and `name`.bn; a 1 × 1 convolution is taken as a matrix.
    static NormedConv load(const WeightSource &source, const std::string &name);
};

/// RegNet's bottleneck as VideoLLaMA2's connectors use it (model spec D): 1 × 1, 3 × 3 depthwise,
/// squeeze and excitation, 1 × 1, each normalised over the channels of a pixel, and a shortcut.
class RegNetBlock
{
public:
    /// `name`: "model.mm_projector.s1.b1". `widens`: the shortcut has a convolution of its own.
    RegNetBlock(const WeightSource &source, const std::string &name, bool widens);

    /// [pictures, rows, columns, in] to [pictures, rows, columns, out]: channels last, so that a
    /// 1 × 1 convolution is a product of matrices.
    at::Tensor forward(const at::Tensor &x) const;

private:
    at::Tensor excite(const at::Tensor &x) const;

    NormedConv m_conv1, m_conv2, m_conv3;
    Linear m_squeeze, m_excite;
    bool m_widens;
    NormedConv m_shortcut;
};

} // namespace ecva
