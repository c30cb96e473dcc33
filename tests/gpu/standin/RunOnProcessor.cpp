#include <run_on_processor.h>

#include <cstdio>
#include <ucontext.h>
#include <vector>

namespace standin {
namespace {

constexpr int kLanes = 32;
constexpr std::size_t kStack = 64 * 1024;

struct Thread
{
    ucontext_t context{};
    std::vector<char> stack = std::vector<char>(kStack);
    bool ended = false;
};
struct Warp
{
    float values[2][kLanes] = {}; // of this exchange and of the one before
    int arrived = 0;
    long exchanges = 0;
};

std::vector<Thread> threads;
std::vector<Warp> warps;
ucontext_t scheduler;
std::function<void()> work;
int current = 0, going = 0, atBarrier = 0;
long barriers = 0;
bool moved = false; // somebody got on since the last look

void wait()
{
    swapcontext(&threads[static_cast<std::size_t>(current)].context, &scheduler);
}

void passBarrierIfAll()
{
    if (going > 0 && atBarrier == going) {
        atBarrier = 0;
        ++barriers;
    }
}

void runThread()
{
    work();
    threads[static_cast<std::size_t>(current)].ended = true;
    --going;
    moved = true;
    passBarrierIfAll();
    wait();
}

void start(int number)
{
    Thread &one = threads[static_cast<std::size_t>(number)];
    one.ended = false;
    getcontext(&one.context);
    one.context.uc_stack.ss_sp = one.stack.data();
    one.context.uc_stack.ss_size = one.stack.size();
    one.context.uc_link = &scheduler;
    makecontext(&one.context, runThread, 0);
}

void runBlock(int count)
{
    warps.assign(static_cast<std::size_t>(count / kLanes), {});
    going = count;
    atBarrier = 0;
    for (int i = 0; i < count; ++i)
        start(i);
    while (going > 0) {
        moved = false;
        for (int i = 0; i < count; ++i) {
            if (threads[static_cast<std::size_t>(i)].ended)
                continue;
            current = i;
            thread = {static_cast<unsigned>(i), 0, 0};
            swapcontext(&scheduler, &threads[static_cast<std::size_t>(i)].context);
        }
        if (!moved)
            stop("threads wait for others that do not come");
    }
}

} // namespace

void stop(const char *why)
{
    std::printf("FAILED: %s\n", why);
    std::exit(1);
}

void run(const std::function<void()> &kernel, dim3 blocks, int count)
{
    if (count % kLanes != 0)
        stop("a block that is not whole warps");
    if (threads.size() < static_cast<std::size_t>(count))
        threads.resize(static_cast<std::size_t>(count));
    work = kernel;
    for (unsigned y = 0; y < blocks.y; ++y) {
        for (unsigned x = 0; x < blocks.x; ++x) {
            block = {x, y, 0};
            runBlock(count);
        }
    }
}

void barrier()
{
    const long before = barriers;
    ++atBarrier;
    moved = true;
    passBarrierIfAll();
    while (barriers == before)
        wait();
}

float exchange(float value, int mask)
{
    const int lane = current % kLanes;
    Warp &warp = warps[static_cast<std::size_t>(current / kLanes)];
    const long before = warp.exchanges;
    float *const values = warp.values[before % 2];
    values[lane] = value;
    moved = true;
    if (++warp.arrived == kLanes) {
        warp.arrived = 0;
        ++warp.exchanges;
    }
    while (warp.exchanges == before)
        wait();
    return values[lane ^ mask];
}

} // namespace standin
