#include "app/services/AskQueue.h"

#include <algorithm>
#include <exception>
#include <new>

namespace ecva {

int AskQueue::add(ClipToAsk clip, ModelQuestion question)
{
    const std::lock_guard lock(m_mutex);
    const int id = static_cast<int>(m_items.size()) + 1;
    Item item;
    item.asked = {id, std::move(clip), std::move(question)};
    item.status.id = id;
    m_items.push_back(std::move(item));
    return id;
}

AskQueue::Item *AskQueue::find(int id)
{
    if (id < 1 || id > static_cast<int>(m_items.size()))
        return nullptr;
    return &m_items[static_cast<std::size_t>(id - 1)];
}

void AskQueue::cancel(int id)
{
    const std::lock_guard lock(m_mutex);
    Item *item = find(id);
    if (!item)
        return;
    if (item->status.state == State::Waiting)
        item->status.state = State::Cancelled;
    else if (item->status.state == State::Running)
        item->cancel.cancel();
}

std::vector<AskQueue::Status> AskQueue::statuses() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<Status> all;
    for (const Item &item : m_items)
        all.push_back(item.status);
    return all;
}

AskQueue::Counts AskQueue::counts() const
{
    Counts counts;
    for (const Status &status : statuses()) {
        switch (status.state) {
        case State::Waiting:
            ++counts.waiting;
            break;
        case State::Running:
            ++counts.running;
            break;
        case State::Done:
            ++counts.done;
            break;
        case State::Failed:
            ++counts.failed;
            break;
        case State::Cancelled:
            ++counts.cancelled;
            break;
        }
    }
    return counts;
}

std::optional<AskQueue::Asked> AskQueue::take(const CancelToken &parent, CancelToken &own)
{
    const std::lock_guard lock(m_mutex);
    const auto waits = [](const Item &item) { return item.status.state == State::Waiting; };
    auto next = std::ranges::find_if(m_items, [&](const Item &item) {
        return waits(item) && item.asked.clip.file == m_lastFile;
    });
    if (next == m_items.end())
        next = std::ranges::find_if(m_items, waits);
    if (next == m_items.end())
        return {};
    next->status.state = State::Running;
    next->cancel = parent.child();
    own = next->cancel;
    m_lastFile = next->asked.clip.file;
    return next->asked;
}

void AskQueue::finish(int id, State state, const std::string &error)
{
    const std::lock_guard lock(m_mutex);
    if (Item *item = find(id)) {
        item->status.state = state;
        item->status.error = error;
    }
}

void AskQueue::cancelWaiting()
{
    const std::lock_guard lock(m_mutex);
    for (Item &item : m_items) {
        if (item.status.state == State::Waiting)
            item.status.state = State::Cancelled;
    }
}

Result<AskResult> AskQueue::ask(VideoModel &model, const Asked &asked, const Sinks &sinks,
                                const CancelToken &cancel)
{
    const auto onToken = [&](const TokenEvent &event) {
        {
            const std::lock_guard lock(m_mutex);
            find(asked.id)->status.tokens = event.count;
        }
        if (sinks.onChange)
            sinks.onChange();
    };
    try {
        const auto clip = openClip(asked.clip, {}, cancel);
        if (!clip)
            return fail(clip);
        return propose(model, *clip, asked.question, onToken, cancel);
    } catch (const std::bad_alloc &) {
        return fail(ErrorCode::OutOfMemory, "out of memory");
    } catch (const std::exception &error) {
        return fail(ErrorCode::Internal, error.what());
    }
}

Result<bool> AskQueue::runNext(VideoModel &model, const Sinks &sinks, const CancelToken &cancel)
{
    const auto changed = [&] {
        if (sinks.onChange)
            sinks.onChange();
    };
    if (const auto wanted = cancel.check(); !wanted) {
        cancelWaiting();
        changed();
        return fail(wanted);
    }
    CancelToken own;
    const auto asked = take(cancel, own);
    if (!asked)
        return false;
    changed();
    const auto result = ask(model, *asked, sinks, own);
    if (result) {
        if (sinks.onAnswer)
            sinks.onAnswer(*asked, *result);
        finish(asked->id, State::Done, {});
    } else if (result.error().code == ErrorCode::Cancelled) {
        finish(asked->id, State::Cancelled, {});
    } else {
        finish(asked->id, State::Failed, result.error().text());
    }
    changed();
    return true;
}

Result<void> AskQueue::run(VideoModel &model, const Sinks &sinks, const CancelToken &cancel)
{
    for (;;) {
        const auto asked = runNext(model, sinks, cancel);
        if (!asked)
            return fail(asked);
        if (!*asked)
            return {};
    }
}

} // namespace ecva
