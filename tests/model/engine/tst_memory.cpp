#include "model/engine/EngineModule.h"
#include "model/engine/MachineMemory.h"
#include "model/engine/MemoryPlan.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace ecva;

namespace {

class FakeRoot
{
public:
    void put(const QString &file, const QByteArray &text)
    {
        const QString path = m_folder.filePath(file);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile out(path);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(text);
    }

    std::optional<std::uint64_t> available() const
    {
        return availableMemory(m_folder.path().toStdString());
    }

private:
    QTemporaryDir m_folder;
};

} // namespace

class TestMemory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theMachineAnswers()
    {
        const auto free = availableMemory();
        QVERIFY(free.has_value());
        QVERIFY(*free > 1'000'000);
    }

    void nothingIsSaid() { QVERIFY(!FakeRoot().available().has_value()); }

    void theLeastBinds()
    {
        FakeRoot root;
        root.put("proc/meminfo", "MemTotal: 4000 kB\nMemFree: 1 kB\nMemAvailable:    2000 kB\n");
        QCOMPARE(*root.available(), 2'048'000U);
        // Control groups v2: the group itself is free, its parent is not; file cache is free.
        root.put("proc/self/cgroup", "0::/parent/own\n");
        root.put("sys/fs/cgroup/parent/own/memory.max", "max\n");
        root.put("sys/fs/cgroup/parent/own/memory.current", "5000\n");
        QCOMPARE(*root.available(), 2'048'000U);
        root.put("sys/fs/cgroup/parent/memory.max", "900000\n");
        root.put("sys/fs/cgroup/parent/memory.current", "600000\n");
        root.put("sys/fs/cgroup/parent/memory.stat", "anon 450000\nfile 150000\nshmem 50000\n"
                                                     "inactive_file 60000\nactive_file 40000\n");
        QCOMPARE(*root.available(), 400'000U);
        root.put("sys/fs/cgroup/parent/memory.current", "9000000\n");
        QCOMPARE(*root.available(), 0U);
    }

    void theOlderGroups()
    {
        FakeRoot root;
        root.put("proc/self/cgroup", "3:cpu:/x\n2:memory:/x\n");
        root.put("sys/fs/cgroup/memory/x/memory.limit_in_bytes", "1000000\n");
        root.put("sys/fs/cgroup/memory/x/memory.usage_in_bytes", "700000\n");
        root.put("sys/fs/cgroup/memory/x/memory.stat", "cache 1\ntotal_inactive_file 200000\n");
        QCOMPARE(*root.available(), 500'000U);
    }

    /// Mistral 7B, 16 frames, 1,374 positions, fp32: 2 · 32 · 8 · 128 · 1374 · 4 bytes of keys and
    /// values.
    void thePlanOfTheRealModel()
    {
        RequestSize size;
        size.frames = 16;
        size.positions = 1374;
        const MemoryPlan plan = planMemory(AnomShieldConfig(), size);
        QCOMPARE(plan.cache, 360'185'856.0);
        // The connector holds a dozen [4096, 2048] at a time: 0.4 GB. Not 10 MB, not 10 GB.
        QVERIFY(plan.working > 2e8 && plan.working < 2e9);
    }

    void whatDoesNotFitIsNamed()
    {
        QVERIFY(checkMemory(1000, "a thing").has_value());
        const auto refused = checkMemory(7e13, "a thing");
        QVERIFY(!refused);
        QVERIFY(refused.error().code == ErrorCode::OutOfMemory);
        QVERIFY2(refused.error().message.starts_with("a thing needs 70.0 TB, "),
                 refused.error().message.c_str());
    }

    void sizesAsText()
    {
        QCOMPARE(bytesText(999), "999 B");
        QCOMPARE(bytesText(1.5e9), "1.5 GB");
        QCOMPARE(bytesText(4e25), "40000000.0 EB");
    }

    /// What LibTorch throws comes back as an error.
    void anAllocationThatFails()
    {
        for (const std::uint64_t bytes :
             {std::uint64_t(70'000'000'000'000), std::numeric_limits<std::uint64_t>::max()}) {
            const auto asked = torchEngine().tryAllocation(bytes);
            QVERIFY(!asked);
            QVERIFY(asked.error().code == ErrorCode::OutOfMemory);
            QVERIFY(asked.error().message.find('\n') == std::string::npos);
        }
        QVERIFY(torchEngine().tryAllocation(1 << 20).has_value());
        QVERIFY(torchEngine().version().starts_with("LibTorch 2."));
    }
};

QTEST_APPLESS_MAIN(TestMemory)
#include "tst_memory.moc"
