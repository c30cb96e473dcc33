#pragma once

#include "model/kernels/Product.h"

#include <ATen/core/Tensor.h>

#include <concepts>
#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace ecva {

/// What an adapter adds to a weight without being merged in: W x + scale · B (A x).
struct LowRank
{
    at::Tensor a; ///< [rank, in]
    at::Tensor b; ///< [out, rank]
    double scale = 1;
};

/// A weight by its published name, in the type that is computed in. Throws c10::Error when there
/// is none: whoever loads has looked before.
class WeightSource
{
public:
    using Take = std::function<at::Tensor(const std::string &name)>;
    /// By the weight's name; nothing where no adapter changes it.
    using Change = std::function<std::optional<LowRank>(const std::string &name)>;

    /// By the weight's name: Int8 or Int4 where a product is to quantise it.
    using Quantisation = std::function<std::optional<WeightKind>(const std::string &name)>;

    template <typename Function>
        requires(!std::same_as<Function, WeightSource> && std::constructible_from<Take, Function>)
    WeightSource(Function take, Change change = {}, Quantisation quantisation = {})
        : m_take(std::move(take))
        , m_change(std::move(change))
        , m_quantisation(std::move(quantisation))
    {
    }

    /// The same, whose weights go to that device.
    WeightSource on(const at::Device &device) const
    {
        WeightSource there = *this;
        there.m_device = device;
        return there;
    }
    const at::Device &device() const { return m_device; }

    at::Tensor operator()(const std::string &name) const { return m_take(name).to(m_device); }
    /// Where the checkpoint has it, for what is made of it on the CPU.
    at::Tensor onHost(const std::string &name) const { return m_take(name); }
    std::optional<LowRank> change(const std::string &name) const
    {
        std::optional<LowRank> change = m_change ? m_change(name) : std::nullopt;
        if (change) {
            change->a = change->a.to(m_device);
            change->b = change->b.to(m_device);
        }
        return change;
    }
    std::optional<WeightKind> quantisation(const std::string &name) const
    {
        return m_quantisation ? m_quantisation(name) : std::nullopt;
    }

private:
    Take m_take;
    Change m_change;
    Quantisation m_quantisation;
    at::Device m_device = at::kCPU;
};

} // namespace ecva
