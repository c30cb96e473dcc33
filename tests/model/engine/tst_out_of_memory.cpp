// Out of memory is an answer (R11): what LibTorch's tensors may take is capped at many sizes while
// every kind of request runs. ECVA_R11_SIZES: how many sizes.
#include "model/checkpoint/Checkpoint.h"
#include "model/engine/EngineModule.h"
#include "tests/model/engine/Weights.h"
#include "tests/model/parity/GoldenCheckpoint.h"

#include <QTest>
#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <c10/util/Exception.h>

#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <limits>

using namespace ecva;
using namespace ecva::test;

namespace {

std::atomic<std::int64_t> g_live = 0, g_peak = 0, g_cap = std::numeric_limits<std::int64_t>::max();

/// LibTorch's own, but for the cap.
class CappedAllocator : public c10::Allocator
{
public:
    c10::DataPtr allocate(std::size_t size) override
    {
        const auto bytes = static_cast<std::int64_t>(size);
        TORCH_CHECK(g_live + bytes <= g_cap,
                    "DefaultCPUAllocator: not enough memory: you tried to allocate ", bytes,
                    " bytes.");
        constexpr std::size_t kAlignment = 64;
        void *block = std::aligned_alloc(kAlignment, (size / kAlignment + 1) * kAlignment);
        g_live += static_cast<std::int64_t>(malloc_usable_size(block));
        g_peak = std::max(g_peak.load(), g_live.load());
        return {block, block, &release, at::kCPU};
    }
    c10::DeleterFnPtr raw_deleter() const override { return &release; }
    void copy_data(void *to, const void *from, std::size_t count) const override
    {
        std::memcpy(to, from, count);
    }

private:
    static void release(void *block)
    {
        g_live -= static_cast<std::int64_t>(malloc_usable_size(block));
        std::free(block);
    }
};

int sizeCount()
{
    const int asked = qEnvironmentVariableIntValue("ECVA_R11_SIZES");
    return asked > 0 ? asked : 6;
}

using Numbers = std::vector<double>;
/// What a request gave, ids or scores, one after the other.
using Job = std::function<Result<Numbers>(Engine &)>;

Result<Numbers> numbersOf(const Result<Generated> &generated)
{
    if (!generated)
        return fail(generated);
    return Numbers(generated->ids.begin(), generated->ids.end());
}

class Jobs
{
public:
    explicit Jobs(int side)
    {
        const auto clip = [side](int frames, const char *name) {
            auto video = std::make_shared<PixelVideo>();
            video->frames = frames;
            video->width = video->height = side;
            const at::Tensor values = hashed(name, {frames, 3, side, side}).mul(4);
            video->values.assign(values.const_data_ptr<float>(),
                                 values.const_data_ptr<float>() + values.numel());
            return video;
        };
        const EnginePrompt one{{1, 9, kVideoPlaceholder, 40, 7}, clip(8, "one")};
        const EnginePrompt other{{1, 9, kVideoPlaceholder, 40, 7}, clip(5, "other")};
        const EnginePrompt text{{1, 5, 6, 7}, nullptr};
        GenerationOptions greedy;
        greedy.greedy = true;
        greedy.maxNewTokens = 24;
        GenerationOptions drawn;
        drawn.temperature = 1.5;
        drawn.seed = 4;
        drawn.maxNewTokens = 24;
        const std::vector<std::int32_t> said{5, 6, 7, 8, 9, 10, 11};

        const auto ask = [this](const EngineRequest &request) {
            all.push_back(
                [request](Engine &engine) { return numbersOf(engine.generate(request, {})); });
        };
        ask({one, greedy});
        ask({one, drawn});
        ask({text, greedy});
        EngineRequest fresh{other, greedy};
        fresh.reuse = Reuse::Nothing;
        ask(fresh);
        ask({one, greedy, said});
        for (const std::size_t count : {3, 9}) {
            std::vector<EngineRequest> requests;
            for (std::size_t i = 0; i < count; ++i)
                requests.push_back({i % 2 ? one : other, i % 3 ? greedy : drawn});
            all.push_back([requests](Engine &engine) -> Result<Numbers> {
                const auto answers = engine.generateBatch(requests, {});
                if (!answers)
                    return fail(answers);
                Numbers numbers;
                for (const auto &answer : *answers) {
                    if (!answer)
                        return fail(answer);
                    numbers.insert(numbers.end(), answer->ids.begin(), answer->ids.end());
                }
                return numbers;
            });
        }
        const auto score = [this](const std::vector<ScoreRequest> &requests) {
            all.push_back([requests](Engine &engine) -> Result<Numbers> {
                const auto scores = engine.scoreBatch(requests, {}, {});
                if (!scores)
                    return fail(scores);
                Numbers numbers;
                for (const auto &part : *scores)
                    numbers.insert(numbers.end(), part.begin(), part.end());
                return numbers;
            });
        };
        score({{one, said}});
        score({{one, said}, {other, said}, {text, said}});
        std::vector<std::int32_t> longer;
        for (int i = 0; i < 200; ++i)
            longer.push_back(3 + i);
        score({{other, longer}});
    }

    std::vector<Job> all;
};

} // namespace

class TestOutOfMemory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySizeIsAnAnswer()
    {
        static CappedAllocator allocator;
        c10::SetCPUAllocator(&allocator, 1);
        const GoldenCheckpoint golden;
        const auto checkpoint = Checkpoint::open(golden.folder());
        QVERIFY2(checkpoint, checkpoint ? "" : checkpoint.error().text().c_str());
        ModelOptions options;
        options.folder = golden.folder();
        auto engine = torchEngine().load(*checkpoint, options, {}, {});
        QVERIFY2(engine, engine ? "" : engine.error().text().c_str());
        const Jobs jobs((*checkpoint)->config().tower.image);
        QCOMPARE(jobs.all.size(), std::size_t(10));

        int refused = 0, answered = 0;
        for (const Job &job : jobs.all) {
            (*engine)->forget();
            const std::int64_t before = g_live;
            g_peak = before;
            const auto expected = job(**engine);
            QVERIFY2(expected, expected ? "" : expected.error().text().c_str());
            const std::int64_t needed = g_peak - before;
            QVERIFY(needed > 0);
            for (int size = 0; size < sizeCount(); ++size) {
                // From nothing to half as much again as it took, evenly.
                (*engine)->forget();
                g_cap = g_live + needed * 3 * size / (2 * (sizeCount() - 1));
                const auto got = job(**engine);
                g_cap = std::numeric_limits<std::int64_t>::max();
                if (got) {
                    ++answered;
                    QVERIFY(*got == *expected);
                } else {
                    ++refused;
                    QVERIFY2(got.error().code == ErrorCode::OutOfMemory,
                             got.error().text().c_str());
                }
                const auto after = job(**engine);
                QVERIFY(after.has_value() && *after == *expected);
            }
        }
        qInfo("%d sizes, 10 requests: %d out of memory, %d answered", sizeCount(), refused,
              answered);
        QVERIFY(refused > 10 && answered >= 10);
    }
};

QTEST_APPLESS_MAIN(TestOutOfMemory)
#include "tst_out_of_memory.moc"
