#include "annotation/store/Migrations.h"
#include "annotation/store/ProjectStore.h"
#include "tests/support/Files.h"
#include "tests/support/Must.h"

#include <QCryptographicHash>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <QVariant>

using namespace ecva;
using namespace ecva::test;

using Access = ProjectStore::Access;

namespace {

RowChanges addClips(qint64 first, int count)
{
    RowChanges changes;
    for (qint64 id = first; id < first + count; ++id) {
        Clip clip;
        clip.id = ClipId{id};
        clip.name = QStringLiteral("clip %1").arg(id);
        clip.path = clip.name + QString(200, u'x');
        changes.push_back({Table::Clip, id, std::nullopt, toRow(clip)});
    }
    return changes;
}

QByteArray dumpOf(ProjectStore &store)
{
    QByteArray all;
    must(store.dump([&all](const QByteArray &piece) { all += piece; }));
    return all;
}

} // namespace

class TestProjectFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("p.ecva"));
    }

    void aNewProjectIsCompleteAndAlone()
    {
        must(ProjectStore::create(m_path, "anna"));
        const QByteArray content = contentOf(m_path);
        QVERIFY(content.startsWith("SQLite format 3"));
        QCOMPARE(content.mid(68, 4), QByteArray("ECVA"));
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden),
                 QStringList{"p.ecva"});
        auto store = must(ProjectStore::open(m_path, Access::ReadWrite));
        must(store->checkIntegrity());
        QCOMPARE(dumpOf(*store), QByteArray("{\n}\n"));
    }

    void nothingIsEverOverwritten()
    {
        writeFile(m_path, "precious");
        const auto made = ProjectStore::create(m_path, "anna");
        QVERIFY(!made);
        QVERIFY(made.error().code == ErrorCode::InvalidArgument);
        QCOMPARE(contentOf(m_path), QByteArray("precious"));
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
    }

    void creatingWhereNobodyMayLeavesNothing()
    {
        const auto made = ProjectStore::create(m_folder->filePath("none/p.ecva"), "anna");
        QVERIFY(!made);
        QVERIFY(made.error().code == ErrorCode::Io);
        writeFile(m_path + "-wal", "the log of a project that was removed");
        QVERIFY(!ProjectStore::create(m_path, "anna"));
        QVERIFY(!QFile::exists(m_path));
    }

    void foreignFilesAreRefusedUntouched_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");
        QRandomGenerator random(3);
        QByteArray noise(50'000, '\0');
        random.fillRange(reinterpret_cast<quint32 *>(noise.data()), noise.size() / 4);
        QTest::newRow("zero bytes") << QByteArray("") << int(ErrorCode::BadInput) << "empty";
        QTest::newRow("random bytes") << noise << int(ErrorCode::BadInput) << "not a project";
        QTest::newRow("text") << QByteArray("hello") << int(ErrorCode::BadInput) << "not a project";
        QTest::newRow("only the magic")
            << QByteArray("SQLite format 3\0", 16) << int(ErrorCode::BadInput) << "not a project";
        QTemporaryDir folder;
        const QString path = folder.filePath("x");
        {
            auto other = must(Database::open(path, Access::ReadWrite, path));
            must(other->exec("CREATE TABLE t (x)"));
        }
        QTest::newRow("another program's")
            << contentOf(path) << int(ErrorCode::BadInput) << "another program";
        const QString project = folder.filePath("p");
        must(ProjectStore::create(project, "anna"));
        QByteArray newer = contentOf(project);
        newer[63] = char(99); // user_version, big endian at 60
        QTest::newRow("newer") << newer << int(ErrorCode::NewerVersion)
                               << "version 99, this program knows up to version";
        QByteArray old = contentOf(project);
        old[63] = 0;
        QTest::newRow("no version") << old << int(ErrorCode::BadInput) << "no version";
        QTest::newRow("cut off") << contentOf(project).left(9000) << int(ErrorCode::BadInput)
                                 << "damaged";
        {
            auto mine = must(Database::open(project, Access::ReadWrite, project));
            must(mine->exec("CREATE VIEW evil AS SELECT 1"));
        }
        QTest::newRow("with a view") << contentOf(project) << int(ErrorCode::BadInput) << "evil";
    }

    void foreignFilesAreRefusedUntouched()
    {
        QFETCH(QByteArray, content);
        QFETCH(int, code);
        QFETCH(QString, says);
        writeFile(m_path, content);
        for (const Access access : {Access::ReadOnly, Access::ReadWrite}) {
            const auto store = ProjectStore::open(m_path, access);
            QVERIFY(!store);
            QCOMPARE(int(store.error().code), code);
            const QString text = QString::fromStdString(store.error().text());
            QVERIFY2(text.contains(says) && text.contains(m_path), qPrintable(text));
            QCOMPARE(contentOf(m_path), content);
        }
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden),
                 QStringList{"p.ecva"});
    }

    void whatIsNoFileIsRefused()
    {
        QVERIFY(ProjectStore::open(m_path, Access::ReadWrite).error().code == ErrorCode::NotFound);
        QVERIFY(ProjectStore::open(m_folder->path(), Access::ReadWrite).error().code
                == ErrorCode::BadInput);
        QVERIFY(!QFile::exists(m_path));
    }

    /// Any page of the file may be damaged: an error or the right content, never a crash.
    void damagedPages()
    {
        must(ProjectStore::create(m_path, "anna"));
        QByteArray whole;
        {
            auto store = must(ProjectStore::open(m_path, Access::ReadWrite));
            must(store->commit(addClips(1, 500), {"t", "anna", "clip.add", 0}, 501));
            whole = dumpOf(*store);
        }
        const QByteArray good = contentOf(m_path);
        QRandomGenerator random(11);
        int refused = 0;
        const int pages = int(good.size() / 4096);
        for (int page = 1; page < pages; ++page) {
            QByteArray bad = good;
            for (int i = 0; i < 4096; ++i)
                bad[page * 4096 + i] = char(random.generate());
            writeFile(m_path, bad);
            QByteArray dumped;
            auto store = ProjectStore::open(m_path, Access::ReadOnly);
            auto read
                = store ? (*store)->dump([&dumped](const QByteArray &piece) { dumped += piece; })
                        : Result<void>(fail(store));
            if (!read) {
                ++refused;
                QVERIFY(read.error().code == ErrorCode::BadInput);
                QVERIFY(read.error().text().find(m_path.toStdString()) != std::string::npos);
            } else {
                QCOMPARE(dumped, whole); // the page is of the history or of an index
                QVERIFY2(!(*store)->checkIntegrity(), qPrintable(QString::number(page)));
            }
        }
        QVERIFY2(refused > pages / 4, qPrintable(QString::number(refused)));
    }

    void rowsThatBreakARuleAreDamage()
    {
        must(ProjectStore::create(m_path, "anna"));
        {
            auto store = must(ProjectStore::open(m_path, Access::ReadWrite));
            must(store->commit(addClips(1, 1), {"t", "anna", "clip.add", 0}, 2));
        }
        {
            auto database = must(Database::open(m_path, Access::ReadWrite, m_path));
            must(database->exec("PRAGMA ignore_check_constraints = ON"));
            must(database->exec("UPDATE clip SET status = 'nonsense'"));
        }
        auto store = must(ProjectStore::open(m_path, Access::ReadOnly));
        const auto read = store->readContent([](Table, qint64 id, Row &&row) -> Result<void> {
            if (auto clip = fromRow<Clip>(id, row); !clip)
                return fail(clip);
            return {};
        });
        QVERIFY(!read);
        QVERIFY(read.error().text().find("nonsense") != std::string::npos);
    }

    void theSecondWriterIsToldTheHolder()
    {
        must(ProjectStore::create(m_path, "anna"));
        QFile::link(m_path, m_folder->filePath("other-name.ecva"));
        {
            auto first = must(ProjectStore::open(m_path, Access::ReadWrite));
            for (const QString &name : {m_path, m_folder->filePath("other-name.ecva")}) {
                const auto second = ProjectStore::open(name, Access::ReadWrite);
                QVERIFY(!second);
                QVERIFY(second.error().code == ErrorCode::Locked);
                const QString text = QString::fromStdString(second.error().text());
                QVERIFY2(text.contains(
                             QStringLiteral("process %1").arg(QCoreApplication::applicationPid())),
                         qPrintable(text));
                QVERIFY2(text.contains(QSysInfo::machineHostName()), qPrintable(text));
            }
            must(ProjectStore::open(m_path, Access::ReadOnly));
        }
        // Released; and a lock file that a crash has left is no lock.
        writeFile(m_path + ".lock", "{\"pid\":1,\"user\":\"root\"}");
        must(ProjectStore::open(m_path, Access::ReadWrite));
        QVERIFY(!QFile::exists(m_path + ".lock"));
    }

    void aReaderSeesOneStateThroughout()
    {
        must(ProjectStore::create(m_path, "anna"));
        auto writer = must(ProjectStore::open(m_path, Access::ReadWrite));
        must(writer->commit(addClips(1, 10), {"t", "anna", "clip.add", 0}, 11));
        auto reader = must(ProjectStore::open(m_path, Access::ReadOnly));
        int seen = 0;
        must(reader->readContent([&](Table, qint64 id, Row &&) -> Result<void> {
            if (id == 1) // in the middle of reading, somebody writes
                must(writer->commit(addClips(11, 10), {"t", "anna", "clip.add", 0}, 21));
            ++seen;
            return {};
        }));
        QCOMPARE(seen, 10);
        QCOMPARE(dumpOf(*reader), dumpOf(*writer));
    }

    void readersNeverCheckpoint()
    {
        must(ProjectStore::create(m_path, "anna"));
        auto writer = must(ProjectStore::open(m_path, Access::ReadWrite));
        must(writer->commit(addClips(1, 10), {"t", "anna", "clip.add", 0}, 11));
        const QByteArray main = contentOf(m_path);
        const QByteArray log = contentOf(m_path + "-wal");
        QVERIFY(!log.isEmpty());
        {
            auto reader = must(ProjectStore::open(m_path, Access::ReadOnly));
            QVERIFY(dumpOf(*reader).contains("clip 10"));
        }
        QCOMPARE(contentOf(m_path), main);
        QCOMPARE(contentOf(m_path + "-wal"), log);
    }

    void aFailedCommitChangesNothing()
    {
        must(ProjectStore::create(m_path, "anna"));
        auto store = must(ProjectStore::open(m_path, Access::ReadWrite));
        must(store->commit(addClips(1, 1), {"t", "anna", "clip.add", 0}, 2));
        const QByteArray before = dumpOf(*store);
        RowChanges bad = addClips(2, 3);
        Segment orphan;
        orphan.id = SegmentId{9};
        orphan.clip = ClipId{77}; // there is none: refused at COMMIT, when all rows are written
        orphan.track = QStringLiteral("round1");
        orphan.basis = Basis::Seconds;
        bad.push_back({Table::Segment, 9, std::nullopt, toRow(orphan)});
        QVERIFY(!store->commit(bad, {"t", "anna", "x", 0}, 10));
        QCOMPARE(dumpOf(*store), before);
        QCOMPARE(must(store->head()).undoSeq, 1);
        QCOMPARE(must(store->nextId()), 2);
        must(store->commit(addClips(2, 3), {"t", "anna", "clip.add", 0}, 5));
        must(store->checkIntegrity());
    }

    void migrationsKeepWhatIsThere()
    {
        must(ProjectStore::create(m_path, "anna"));
        {
            auto store = must(ProjectStore::open(m_path, Access::ReadWrite));
            must(store->commit(addClips(1, 3), {"t", "anna", "clip.add", 0}, 4));
        }
        auto database = must(Database::open(m_path, Access::ReadWrite, m_path));
        std::vector<Migration> steps = migrations();
        const int next = currentVersion() + 1;
        steps.push_back({next, {"ALTER TABLE clip ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'"}});
        steps.push_back({next + 1, {"CREATE TABLE extra (x) STRICT;", "this is not SQL"}});
        QVERIFY(!migrate(*database, steps)); // the good one is kept, the bad one leaves nothing
        QCOMPARE(must(database->value("PRAGMA user_version")).toInt(), next);
        QCOMPARE(must(database->value("SELECT count(*) FROM clip WHERE mood = 'calm'")).toInt(), 3);
        QCOMPARE(must(database->value("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'"))
                     .toInt(),
                 0);
        database.reset();
        QVERIFY(ProjectStore::open(m_path, Access::ReadWrite).error().code
                == ErrorCode::NewerVersion);
    }

    /// Whatever statement it is at: the project stays the one it was, and opens.
    void aMigrationThatIsCutShortLeavesTheOldProject()
    {
        const QString golden = qEnvironmentVariable("ECVA_SOURCE_DIR") + "/tests/golden/project-v1";
        for (std::size_t step = 1; step < migrations().size(); ++step) {
            for (qsizetype cut = 0; cut < migrations()[step].statements.size(); ++cut) {
                QFile::remove(m_path);
                QVERIFY(QFile::copy(golden + ".ecva", m_path));
                QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner);
                std::vector<Migration> steps = migrations();
                steps[step].statements.resize(cut);
                steps[step].statements.append(QStringLiteral("the power goes"));
                {
                    auto database = must(Database::open(m_path, Access::ReadWrite, m_path));
                    QVERIFY(!migrate(*database, steps));
                    QCOMPARE(must(database->value("PRAGMA user_version")).toInt(), int(step));
                }
                auto store = must(ProjectStore::open(m_path, Access::ReadWrite));
                must(store->checkIntegrity());
                QCOMPARE(dumpOf(*store), contentOf(golden + ".json"));
            }
        }
    }

    void scriptsAreSplitIntoStatements()
    {
        QCOMPARE(
            splitStatements(
                "-- a; comment;\nCREATE TABLE a (\n  x -- not here;y\n);\n\nSELECT ';' || 1;\n"),
            (QStringList{"CREATE TABLE a (\n  x -- not here;y\n);\n", "SELECT ';' || 1;\n"}));
    }

    /// Projects made by every version of the program, kept as they were.
    void theGoldenFiles_data()
    {
        QTest::addColumn<int>("version");
        for (int version = 1; version <= currentVersion(); ++version)
            QTest::addRow("version %d", version) << version;
    }

    void theGoldenFiles()
    {
        QFETCH(int, version);
        const QString golden = qEnvironmentVariable("ECVA_SOURCE_DIR")
                               + QStringLiteral("/tests/golden/project-v%1").arg(version);
        QVERIFY(QFile::copy(golden + ".ecva", m_path));
        QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner);
        const QByteArray file = contentOf(m_path);
        QCOMPARE(file.mid(60, 4), QByteArray("\0\0\0", 3) + char(version));
        { // reading changes nothing, not even the version
            auto reader = must(ProjectStore::open(m_path, Access::ReadOnly));
            QCOMPARE(dumpOf(*reader), contentOf(golden + ".json"));
            must(reader->checkIntegrity());
        }
        QCOMPARE(contentOf(m_path), file);
        auto store = must(ProjectStore::open(m_path, Access::ReadWrite));
        must(store->checkIntegrity());
        QCOMPARE(dumpOf(*store), contentOf(golden + ".json"));
        while (must(store->head()).undoSeq)
            must(store->undo());
        QCOMPARE(dumpOf(*store), QByteArray("{\n}\n"));
        while (must(store->head()).redoSeq)
            must(store->redo());
        QCOMPARE(dumpOf(*store), contentOf(golden + ".json"));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

QTEST_GUILESS_MAIN(TestProjectFiles)
#include "TestProjectFiles.moc"
