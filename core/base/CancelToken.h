#pragma once

#include "core/base/Result.h"

#include <memory>

namespace ecva {

/// Says to work in another thread that nobody wants its result any more. Copies share one flag;
/// a child is cancelled with its parent, not the other way round. Safe to use from any thread.
class CancelToken
{
public:
    CancelToken();

    CancelToken child() const;
    void cancel() const;
    bool isCancelled() const;
    /// An error with ErrorCode::Cancelled once cancelled; for use in loops of Result functions.
    Result<void> check() const;

private:
    struct State;
    explicit CancelToken(std::shared_ptr<State> state);
    std::shared_ptr<State> m_state;
};

} // namespace ecva
