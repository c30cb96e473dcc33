#pragma once

#include "app/services/ClipFrames.h"
#include "app/services/Propose.h"

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace ecva {

/// Questions about several clips, asked one after the other. One that fails does not stop the
/// rest; each can be cancelled, waiting or running. Questions about one clip are asked in a row,
/// so that the model reads the clip once. Thread-safe; run() in the thread of the model.
class AskQueue
{
public:
    enum class State { Waiting, Running, Done, Failed, Cancelled };

    struct Asked
    {
        int id = 0;
        ClipToAsk clip;
        ModelQuestion question;
    };
    struct Status
    {
        int id = 0;
        State state = State::Waiting;
        std::int64_t tokens = 0; ///< of the answer so far
        std::string error;       ///< why it failed
    };
    struct Counts
    {
        int waiting = 0, running = 0, done = 0, failed = 0, cancelled = 0;
        int all() const { return waiting + running + done + failed + cancelled; }
    };

    /// Returns its number, 1, 2, … Also while the queue runs.
    int add(ClipToAsk clip, ModelQuestion question);
    /// A running one ends at its next token. Nothing for one that is through.
    void cancel(int id);

    std::vector<Status> statuses() const; ///< in the order of adding
    Counts counts() const;

    /// All in the thread that runs; none is called under the lock.
    struct Sinks
    {
        /// An answer; may be slow, as storing is.
        std::function<void(const Asked &, const AskResult &)> onAnswer = {};
        /// Some status changed.
        std::function<void()> onChange = {};
    };
    /// Asks the next one; false: nothing waits. As run() in all else.
    Result<bool> runNext(VideoModel &model, const Sinks &sinks, const CancelToken &cancel);
    /// Asks until nothing waits any more. Errors: Cancelled, by `cancel`: then the running and the
    /// waiting ones are cancelled too. Only one thread runs a queue.
    Result<void> run(VideoModel &model, const Sinks &sinks, const CancelToken &cancel);

private:
    struct Item
    {
        Asked asked;
        Status status;
        CancelToken cancel;
    };

    /// The next to be asked, taken as running; none: nothing waits.
    std::optional<Asked> take(const CancelToken &parent, CancelToken &own);
    void finish(int id, State state, const std::string &error);
    void cancelWaiting();
    Item *find(int id);
    Result<AskResult> ask(VideoModel &model, const Asked &asked, const Sinks &sinks,
                          const CancelToken &cancel);

    mutable std::mutex m_mutex;
    std::vector<Item> m_items;        // guarded by m_mutex, as is all below
    std::filesystem::path m_lastFile; // whose clip the model has read last
};

} // namespace ecva
