#include "core/base/CancelToken.h"

#include <atomic>

namespace ecva {

struct CancelToken::State
{
    std::atomic<bool> cancelled{false};
    std::shared_ptr<const State> parent;
};

CancelToken::CancelToken()
    : m_state(std::make_shared<State>())
{
}

CancelToken::CancelToken(std::shared_ptr<State> state)
    : m_state(std::move(state))
{
}

CancelToken CancelToken::child() const
{
    auto state = std::make_shared<State>();
    state->parent = m_state;
    return CancelToken(std::move(state));
}

void CancelToken::cancel() const
{
    m_state->cancelled.store(true, std::memory_order_relaxed);
}

bool CancelToken::isCancelled() const
{
    for (const State *state = m_state.get(); state; state = state->parent.get()) {
        if (state->cancelled.load(std::memory_order_relaxed))
            return true;
    }
    return false;
}

Result<void> CancelToken::check() const
{
    if (isCancelled())
        return fail(ErrorCode::Cancelled, "cancelled");
    return {};
}

} // namespace ecva
