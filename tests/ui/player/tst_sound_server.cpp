// The player with a real sound server, a PulseAudio of the test's own: while it plays, is killed,
// comes back, or never answers, the picture goes on.
#include "tests/ui/player/PlayerBench.h"
#include "ui/player/SoundOutput.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTimer>

#include <cmath>
#include <csignal>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace ecva;
using namespace ecva::test;

namespace {

/// "No stall" and not how fast: a busy machine is not a fault of the player.
constexpr qint64 kStallMs = 1000;

/// Counts what is shown, and the longest time in which nothing was.
struct Watch
{
    explicit Watch(PlayerController *player)
    {
        connection = QObject::connect(player, &PlayerController::pictureShown, [this] { note(); });
        since.start();
    }
    ~Watch() { QObject::disconnect(connection); }

    void note()
    {
        longestMs = std::max(longestMs, since.restart());
        ++pictures;
    }

    QMetaObject::Connection connection;
    QElapsedTimer since;
    qint64 longestMs = 0;
    int pictures = 0;
};

/// Takes connections and never says a word.
struct MuteServer
{
    explicit MuteServer(const QString &path)
        : handle(::socket(AF_UNIX, SOCK_STREAM, 0))
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        qstrncpy(address.sun_path, QFile::encodeName(path).constData(), sizeof address.sun_path);
        listens = ::bind(handle, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0
                  && ::listen(handle, 8) == 0;
    }
    ~MuteServer() { ::close(handle); }
    MuteServer(const MuteServer &) = delete;
    MuteServer &operator=(const MuteServer &) = delete;

    int handle;
    bool listens = false;
};

bool generate(const QString &path)
{
    return QProcess::execute(QStringLiteral("ffmpeg"),
                             {"-v", "error", "-y", "-f", "lavfi", "-i",
                              "testsrc2=size=160x90:rate=25:duration=6", "-f", "lavfi", "-i",
                              "sine=frequency=440:duration=6", "-c:v", "libx264", "-pix_fmt",
                              "yuv420p", "-c:a", "aac", path})
           == 0;
}

/// Plays with the server that PULSE_SERVER names, in a process of its own.
int playForAWhile(const QString &clip)
{
    qint64 longestLoopMs = 0;
    int pictures = 0;
    {
        PlayerBench bench;
        if (!bench.open(clip))
            return 2;
        QTimer ticks;
        ticks.setTimerType(Qt::PreciseTimer);
        QElapsedTimer sinceTick;
        QObject::connect(&ticks, &QTimer::timeout,
                         [&] { longestLoopMs = std::max(longestLoopMs, sinceTick.restart()); });
        PlayerController *player = bench.panel->player();
        Watch watch(player);
        sinceTick.start();
        ticks.start(5);
        player->setLooping(true);
        player->play();
        QTest::qWait(1500);
        player->pause();
        player->play();
        QTest::qWait(1500);
        pictures = watch.pictures;
    }
    printf("%d pictures, longest time without the event loop %lld ms\n", pictures,
           static_cast<long long>(longestLoopMs));
    fflush(stdout);
    return pictures > 20 && longestLoopMs < kStallMs ? 0 : 1;
}

} // namespace

class TestSoundServer : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_clip;
    QProcess m_server;

    QString socket() const { return m_folder.filePath(QStringLiteral("native")); }

    bool startServer()
    {
        QFile::remove(socket());
        m_server.setProcessChannelMode(QProcess::MergedChannels);
        m_server.start(QStringLiteral("pulseaudio"),
                       {"-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
                        "--load=module-null-sink sink_name=nothing",
                        "--load=module-native-protocol-unix auth-anonymous=1 socket=" + socket()});
        return m_server.waitForStarted()
               && QTest::qWaitFor([this] { return QFile::exists(socket()); }, 10000);
    }

    /// Seconds of the clip that the sound is ahead of the frame shown, around the loop.
    static double apart(const PlayerBench &bench)
    {
        const auto heard = bench.panel->player()->sound().heard();
        const double seen = bench.workspace.index()->seconds(bench.workspace.playhead());
        return heard ? std::remainder(heard->seconds - seen, 6.0) : 9.0;
    }

    static bool waitUntilItMoves(PlayerController *player)
    {
        std::optional<double> first;
        return QTest::qWaitFor(
            [&] {
                const auto heard = player->sound().heard();
                if (heard && !first)
                    first = heard->seconds;
                return heard && std::abs(heard->seconds - *first) > 0.3;
            },
            kPatienceMs);
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("ffmpeg")).isEmpty())
            QSKIP("the ffmpeg program is not installed: no clips to play");
        if (QStandardPaths::findExecutable(QStringLiteral("pulseaudio")).isEmpty())
            QSKIP("pulseaudio is not installed: no sound server to kill");
        m_clip = m_folder.filePath(QStringLiteral("sound.mp4"));
        QVERIFY(generate(m_clip));
        qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_folder.path()));
        qputenv("PULSE_SERVER", "unix:" + QFile::encodeName(socket()));
        qputenv("PULSE_COOKIE", QFile::encodeName(m_folder.filePath(QStringLiteral("cookie"))));
    }

    void cleanupTestCase()
    {
        m_server.kill();
        m_server.waitForFinished();
    }

    void aServerThatIsKilledAndComesBack()
    {
        if (!startServer())
            QSKIP("pulseaudio does not start here");
        PlayerBench bench;
        QVERIFY(bench.open(m_clip));
        PlayerController *player = bench.panel->player();
        player->setLooping(true);
        player->play();
        if (!waitUntilItMoves(player))
            QSKIP("Qt does not play through pulseaudio here");
        // A null sink plays 0.15 s at once and then nothing for two: what is late moves.
        const bool together = QTest::qWaitFor(
            [&] { return waitUntilItMoves(player) && std::abs(apart(bench)) < 0.15; }, kPatienceMs);
        qInfo("playing: the sound is %.0f ms from the beginning of the frame shown",
              apart(bench) * 1000);
        QVERIFY(together);
        Watch watch(player);
        ::kill(static_cast<pid_t>(m_server.processId()), SIGKILL);
        QVERIFY(m_server.waitForFinished());
        watch.note(); // the test waited, not the player
        watch.longestMs = 0;
        QVERIFY(QTest::qWaitFor([&] { return !player->sound().heard(); }, kPatienceMs));
        QTest::qWait(2000);
        qInfo("killed: %d pictures, longest time without one %lld ms", watch.pictures,
              static_cast<long long>(watch.longestMs));
        QVERIFY(watch.pictures > 10);
        QVERIFY(watch.longestMs < kStallMs);
        QVERIFY(bench.workspace.isPlaying());

        QVERIFY(startServer());
        watch.note();
        watch.longestMs = 0;
        QElapsedTimer silent;
        silent.start();
        const bool byItself = waitUntilItMoves(player);
        if (byItself)
            qInfo("back: heard by itself after %lld ms", static_cast<long long>(silent.elapsed()));
        if (!byItself) {
            player->pause();
            player->play();
            QVERIFY2(waitUntilItMoves(player), "the next play is heard");
            qInfo("back: heard with the next play");
        }
        QVERIFY(watch.longestMs < kStallMs);
        QVERIFY(bench.workspace.isPlaying());
        qInfo("back: longest time without a picture %lld ms",
              static_cast<long long>(watch.longestMs));
    }

    void aServerThatIsTwoSecondsLate()
    {
        if (m_server.state() != QProcess::Running)
            QSKIP("pulseaudio does not run here");
        qputenv("PULSE_LATENCY_MSEC", "2000");
        PlayerBench bench;
        QVERIFY(bench.open(m_clip));
        PlayerController *player = bench.panel->player();
        player->setLooping(true);
        player->play();
        Watch watch(player);
        const bool moves = waitUntilItMoves(player);
        if (moves)
            qInfo("late: at first %.0f ms apart", apart(bench) * 1000);
        const bool together = QTest::qWaitFor(
            [&] { return waitUntilItMoves(player) && std::abs(apart(bench)) < 0.15; }, kPatienceMs);
        qInfo("late: then %.0f ms apart, longest time without a picture %lld ms",
              apart(bench) * 1000, static_cast<long long>(watch.longestMs));
        // The next play knows it from the start.
        player->pause();
        player->play();
        const bool again = QTest::qWaitFor(
            [&] { return waitUntilItMoves(player) && std::abs(apart(bench)) < 0.15; }, kPatienceMs);
        qInfo("late: played again %.0f ms apart", apart(bench) * 1000);
        qunsetenv("PULSE_LATENCY_MSEC");
        QVERIFY(moves && together && again);
        QVERIFY(watch.longestMs < kStallMs);
    }

    void aServerThatNeverAnswers_data()
    {
        QTest::addColumn<bool>("listens");
        QTest::newRow("says nothing") << true;
        QTest::newRow("is not there") << false;
    }
    void aServerThatNeverAnswers()
    {
        QFETCH(bool, listens);
        const QString name = m_folder.filePath(QStringLiteral("mute"));
        QFile::remove(name);
        std::unique_ptr<MuteServer> mute;
        if (listens) {
            mute = std::make_unique<MuteServer>(name);
            QVERIFY(mute->listens);
        }
        QProcess child;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("PULSE_SERVER"), QStringLiteral("unix:") + name);
        child.setProcessEnvironment(environment);
        child.start(QCoreApplication::applicationFilePath(), {"--play", m_clip});
        QVERIFY(child.waitForFinished(120000));
        qInfo("%s", child.readAllStandardOutput().trimmed().constData());
        QCOMPARE(child.exitStatus(), QProcess::NormalExit);
        QCOMPARE(child.exitCode(), 0);
    }
};

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], "--play") == 0)
        return playForAWhile(QString::fromLocal8Bit(argv[2]));
    TestSoundServer test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_sound_server.moc"
